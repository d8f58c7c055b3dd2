"""A book with all that is hard on a small or dark screen, and what a real browser sees of books."""

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.books import Epub, post, small_blog
from tests.library.node import node

WIDTHS = (360, 390, 768)  # pixels: two phones, a tablet
_MONTHS = [f"{number}월" for number in range(1, 13)]
_WORD = "가나다라마바사아자차카타파하" * 4
_ADDRESS = f"https://example.org/{'%EC%98%A4%EB%8A%98' * 12}/a_b_c_d?x={'1234567890' * 8}"
_TABLES = f"""세 칸.

| 이름 | 값 | 뜻 |
|---|---|---|
| `config.read_timeout_in_milliseconds` | 30000 | 서버가 답하기를 기다리는 가장 긴 시간이다 |
| 바람 | 초속 3미터 | {_WORD} |
| 주소 | [여기]({_ADDRESS}) | {_ADDRESS} |

열두 칸.

| 해 | {" | ".join(_MONTHS[1:])} |
|{"---|" * 12}
| 2021 | {" | ".join(f"맑은 날 {n}일" for n in range(11))} |
| 2022 | {" | ".join(f"비 온 날 **{n}일**" for n in range(11))} |

작은 열두 칸.

| {" | ".join("abcdefghijkl")} |
|{"---|" * 12}
| {" | ".join("123456789012")} |

머리 없는 열두 칸.

<table><tbody><tr>{"".join(f"<td>아주 긴 칸 {month}</td>" for month in _MONTHS)}</tr></tbody></table>

합친 칸.

<table><thead><tr><th colspan="6">첫 반기의 모든 이야기</th>
<th colspan="6">다음 반기의 모든 이야기</th></tr></thead>
<tbody><tr>{"".join(f"<td>{month}의긴이야기</td>" for month in _MONTHS)}</tr></tbody></table>

긴 표.

| 번호 | 이름 | 한 일 |
|---|---|---|
{"".join(f"| {n} | 사람 {n} | 바닷가를 걸으며 돌을 {n}개 주웠다 |{chr(10)}" for n in range(60))}
"""
_CODE = f"""```python
def 파도(높이: int = 3) -> str:  # 물결을 그린다
    return "~" * 높이 + f"{{높이:>40}}" + "{"x" * 120}"

@cache
class 바다(Exception):
    pass
```

```diff
- 지운 줄
+ 더한 줄
```

```sh 한 줄에 다 적은 명령.sh
curl --location --header 'Accept: text/html' '{_ADDRESS}' | grep -oE '<a [^>]+>' | sort | uniq -c
```

글 속의 `코드`와 `{"a" * 90}`, <kbd>Ctrl</kbd>+<kbd>C</kbd>, <mark>칠한 말</mark>,
<del>지운 말</del>, <small>작은 말</small>.

> 인용 속의 `코드`다.
>
> > 그 안의 인용[^1]과 `코드`.

## 제목 속의 `코드`
"""
_WORDS = f"""{_WORD} {"longword" * 20} <{_ADDRESS}>

<span style="color: #0000cd">남색</span>, <span style="color: white">흰색</span>,
<font color="yellow">노랑</font>, <span style="color: black">검정</span>,
<span style="color: rgb(200, 30, 30)">빨강</span>, [이음](https://example.org/).

<details><summary>펼치기</summary>

숨은 글과 `코드`[^2].

</details>

- 하나
  - 둘
    - 셋
      - 넷
        - 다섯
          - 여섯
            - 일곱
              - 여덟
                - 아홉: {"깊은곳" * 20}

1. [x] 한 일
2. [ ] 할 일

뜻
: 풀이

<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>

[^1]: 주의 글과 `코드`, {_ADDRESS}
[^2]: 또 하나의 주. **굵게**.
"""
_LONG_SUM = " + ".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(1, 30))
_FORMULAS = rf"""글 속의 $a^2 + b^2 = \color{{blue}}{{c^2 + \color{{blue}}{{(d \color{{purple}}{{e}})}}}}$과
긴 ${_LONG_SUM}$.

$$
{_LONG_SUM}
$$

> 인용 속의 $\sqrt{{x}}$.

| 수식 | 값 |
|---|---|
| $\int_0^1 x\,dx$ | $\frac{{1}}{{2}}$ |
"""
_PICTURES = """![검은 선](/line.png "비치는 바탕에 그은 검은 선")

![넓은 그림](/wide.png)

![도형](/shape.svg)

![없는 그림](/none.png)

```dot
digraph { 가 -> 나 }
```
"""
RICH = {
    "a.md": post("표가 있는 글", _TABLES),
    "b.md": post("코드와 인용이 있는 글", f"{_CODE}\n{_WORDS}"),
    "c.md": post("수식이 있는 글", _FORMULAS),
    "d.md": post("그림이 있는 글", _PICTURES).replace(
        "categories", f"tags: [{'아주긴꼬리표' * 9}, 바다, 파도]\nthumbnail: /wide.png\ncategories"
    ),
}
_SHAPE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<path d="M2 2 L38 18" stroke="black" fill="none"/><text x="4" y="16" font-size="8">가</text></svg>'
)


def rich_blog(folder: Path, settings: str) -> Path:
    """Four posts, and their pictures: black lines on nothing, one wider than any screen, a drawing."""
    blog = small_blog(folder, RICH)
    for name, size in (("line.png", (60, 30)), ("wide.png", (2400, 300))):
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        ImageDraw.Draw(picture).line((0, 0, *size), fill=(0, 0, 0, 255), width=4)
        data = io.BytesIO()
        picture.save(data, "PNG")
        (blog / "source" / name).write_bytes(data.getvalue())
    (blog / "source/shape.svg").write_text(_SHAPE, "utf-8")
    (blog / "book.toml").write_text(f"[markdown]\nmath = true\n{settings}", "utf-8")
    return blog


def unpacked(book: Epub, folder: Path, widths: Iterable[int]) -> dict[str, Any]:
    """The book's files in a folder, and its pages in reading order, as screens.mjs asks for them."""
    for name, data in book.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {"folder": str(folder), "pages": book.spine, "widths": list(widths)}


def looked_at(
    books: Mapping[str, tuple[Epub, Iterable[int]]], folder: Path, size: int = 100, shots: str = ""
) -> dict[str, Any]:
    """What Chromium sees of every page of these books, each in its widths, light and dark, with letters of a
    `size` in per cent."""
    asked = {
        "books": {name: unpacked(book, folder / name, widths) for name, (book, widths) in books.items()},
        "schemes": ["light", "dark"], "size": size, "pixels": "img.math, figure img", "shots": shots,
    }  # fmt: skip
    (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    return dict(node("screens.mjs", str(folder / "asked.json")))
