"""A Korean Hexo blog of any size, the same every time, in the proportions of real ones."""

import random
import re
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

_WORDS = (
    "바다 파도 아침 저녁 골목 책방 커피 원두 자전거 언덕 등대 편지 친구 저자 독자 문장 단어 "
    "쪽수 여백 활자 인쇄 제본 표지 본문 차례 함수 변수 목록 사전 반복문 예외 파일 서버 배포 "
    "시험 커밋 가지 병합 충돌 기록 시간 날짜 시간대 데이터베이스 질의 색인 캐시 메모리 걷다 "
    "보면 생각이 정리된다 그래서 나는 오늘도 조금 쓴다 어제보다 나은 코드를 남기고 싶었다 하지만 "
    "쉽지 않았다 결국 다시 처음으로 돌아왔다 이유는 단순했다 그날의 날씨처럼 분명하지 않은 것이 "
    "많았다 천천히 하나씩 확인했다 API 응답 JSON Python 3.11 HTTP 요청"
).split()
_PICTURE = re.compile(r"\(/images/(\S+)\)")
_CATEGORIES = ("개발", "개발, 파이썬", "개발, 자바스크립트", "일상", "일상, 걷기", "책", "커피")
# In each, NAME is another word every time: no two programs of a real blog are the same.
_CODE = (
    (
        "python",
        '''def NAME(values: list[float], width: int = 5) -> list[float]:
    """이동 평균을 구한다."""
    total, averages = 0.0, []
    for index, value in enumerate(values):
        total += value - (values[index - width] if index >= width else 0)  # 창문을 한 칸 민다
        averages.append(total / min(index + 1, width))
    return averages
''',
    ),
    (
        "js",
        """export async function NAME(url, { retries = 3 } = {}) {
  for (let left = retries; left > 0; left -= 1) {
    const answer = await fetch(`${url}?page=${left}`); // 다시 물어본다
    if (answer.ok) return answer.json();
  }
  throw new Error("NAME: 대답이 없다");
}
""",
    ),
    (
        "bash",
        """for file in NAME/*.md; do
  grep -q '^draft: true' "$file" && continue  # 초고는 건너뛴다
  echo "$(date +%F) $file" >> NAME.log
done
""",
    ),
)


def write_blog(folder: Path, posts: int) -> None:
    """`posts` posts below `folder`/source/_posts: some 6,500 characters, three programs, one or two
    pictures and a link to an earlier post each; every other one has a footnote."""
    source = folder / "source"
    for place in ("_posts", "images"):
        (source / place).mkdir(parents=True)
    (folder / "_config.yml").write_text(
        "title: 큰 블로그\nauthor: 홍길동\nlanguage: ko\nurl: https://example.org\n"
    )
    for number in range(posts):
        text = _post(number)
        (source / "_posts" / f"{_name(number)}.md").write_text(text)
        for picture in _PICTURE.findall(text):
            _draw(source / "images" / picture)


def _name(number: int) -> str:
    return f"post-{number:05}"


def _draw(path: Path) -> None:
    """A picture of 20 to 60 KB: clouds as a JPEG, or a drawing of few colours as a PNG."""
    draw = random.Random(path.name)
    small = Image.frombytes("RGB", (24, 16), draw.randbytes(24 * 16 * 3))
    if path.suffix == ".jpg":
        small.resize((720, 480), Image.Resampling.BICUBIC).save(path, quality=88)
    else:
        small.convert("L").resize((600, 400), Image.Resampling.BICUBIC).quantize(24).save(path)


def _post(number: int) -> str:
    draw = random.Random(number)
    date = datetime(2015, 1, 1) + timedelta(hours=37 * number)
    category = draw.choice(_CATEGORIES)
    head = f"---\ntitle: {_sentence(draw, 4)}\ndate: {date}\ncategories: [{category}]\n"
    head += f"tags: [{draw.choice(_WORDS)}]\n---\n"
    fragments = [_fragment(draw, number) for _ in range(draw.randint(10, 40))]
    if draw.random() < 0.5:
        fragments += [f"{_sentence(draw, 9)}.[^1]", f"[^1]: {_sentence(draw, 12)}."]
    return head + "\n\n".join(fragments) + "\n"


def _fragment(draw: random.Random, number: int) -> str:
    """A heading, some code, a picture, a table, a list, a quotation or, mostly, a paragraph."""
    kind = draw.random()
    if kind < 0.12:
        return f"## {_sentence(draw, 3)}"
    if kind < 0.24:
        return _program(draw)
    if kind > 0.94:
        ending = draw.choice(("jpg", "png"))
        return f"![{_sentence(draw, 3)}](/images/{_name(number)}-{draw.randint(0, 99):02}.{ending})"
    if kind < 0.28:
        rows = "\n".join(
            f"| {_sentence(draw, 2)} | {draw.randint(1, 999)} | {_sentence(draw, 1)} |" for _ in range(5)
        )
        return f"| 이름 | 수 | 뜻 |\n|---|--:|:-:|\n{rows}"
    if kind < 0.40:
        return "\n".join(f"- {_sentence(draw, 8)}" for _ in range(draw.randint(3, 7)))
    if kind < 0.44:
        return f"> {_sentence(draw, 20)}"
    paragraph = " ".join(_sentence(draw, draw.randint(6, 14)) + "." for _ in range(draw.randint(3, 7)))
    marks = (
        f"**{_sentence(draw, 2)}** ",
        f"`{draw.choice(_WORDS)}` ",
        f"[{_sentence(draw, 2)}](https://example.net/{number}) ",
        f"{{% post_link {_name(draw.randint(0, number))} {draw.choice(_WORDS)} %}} ",
    )
    return paragraph + " " + draw.choice(marks) + _sentence(draw, 5) + "."


def _program(draw: random.Random) -> str:
    language, code = draw.choice(_CODE)
    parts = (code.replace("NAME", f"{draw.choice('abcdefgh')}{draw.randint(10, 999)}") for _ in range(3))
    return f"```{language}\n{''.join(list(parts)[: draw.randint(1, 3)])}```"


def _sentence(draw: random.Random, words: int) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(words))
