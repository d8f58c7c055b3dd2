"""Posts of 2 MB, the largest that is read: what each kind takes in each stage, by seconds and memory.

`python tests/benchmarks/large.py [ENGINE…] [FORMAT…] [KIND…]` makes a book of each post, first its EPUB, then
its PDF of the chapter that is kept, and prints what these took, the codes of what was said, and `OVER` where
a stage took more than SECONDS of the processor or MEMORY, its limits ended it, or its book was not made: then
it leaves with 1.
"""

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks import measure
from tests.blogs import CONFIG, write

SIZE = int(os.environ.get("LARGE_SIZE", "1_990_000"))  # bytes of a post
SECONDS = 60.0  # of the processor, for each stage
MEMORY = 1000.0  # MB
PATIENCE = 1500  # seconds of the clock for one file
_SAID = "봄이 오면 산에 들에 진달래 피네. 진달래 피는 곳에 내 마음도 피어, "  # 100 bytes
_FORMATS = ("epub", "pdf")
_ENGINES: Mapping[str, tuple[str, str]] = {  # a site's own settings, where its posts are
    "hexo": ("_config.yml", "source/_posts"),
    "jekyll": ("_config.yml", "_posts"),
    "hugo": ("hugo.toml", "content/posts"),
}
_HUGO = 'title = "봄"\nlanguageCode = "ko"\n[markup.goldmark]\nrenderer.unsafe = true\n'


def _again(unit: str) -> Callable[[int], str]:
    """A text of so many bytes; `{}` in it is counted."""

    def text(size: int) -> str:
        longest = len(unit.replace("{}", "99999").encode())
        return "".join(unit.replace("{}", str(number)) for number in range(size // longest))

    return text


def _times(unit: str, count: int, around: str = "{}") -> Callable[[int], str]:
    return lambda _: around.replace("{}", unit * count)


def _table(columns: int) -> Callable[[int], str]:
    row = "|" + "가|" * columns + "\n"
    return lambda size: row + "|" + "-|" * columns + "\n" + row * (size // len(row.encode()))


KINDS: Mapping[str, Callable[[int], str]] = {
    "prose": _again(_SAID * 3 + "\n\n"),
    "one paragraph": _again(_SAID),
    "one word": _again("a"),
    "one Korean word": _again("가"),
    "words of jamo": _again("\u1112\u1161\u11ab\u1100\u1173\u11af "),
    "emoji": _again("\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f1f0\U0001f1f7 "),
    "combining marks": _again("a\u0301\u0302\u0303 "),
    "right to left": _again("שלום עולם "),
    "lines": _again("가나다 라마바\n"),
    "hard breaks": _again("가나다 라마바  \n"),
    "empty lines": _again("\n"),
    "list": _again("- 가나다 라마바\n"),
    "loose list": _again("- 가나다 라마바\n\n"),
    "nested lists": _again("".join("  " * depth + "- 가\n" for depth in range(40))),
    "numbered list": _again("1. 가나다\n"),
    "quotes": _again("> 가나다 라마바\n\n가\n\n"),
    "deep quotes": _again(">" * 300 + " 가\n\n"),
    "tall table": _table(3),
    "wide table": _table(2000),
    "many tables": _again("| 가 | 나 |\n|---|---|\n| 다 | 라 |\n\n"),
    "formulas": _again("식 $x_1^2 + \\frac{a}{b}$ 은\n\n"),
    "one formula": _again("x^2+"),
    "code": _again("    def f(x): return x + 1  # 더하기\n"),
    "one line of code": lambda size: "```py\n" + "x = (1 + 2) * 3; " * (size // 17) + "\n```\n",
    "pieces of code": _again("```py\nx = {}\n```\n\n"),
    "code spans": _again("`가` 나 "),
    "links": _again("[가나다](https://example.org/{}) "),
    "links in the book": _again("[가나다](#a{}) "),
    "reference links": _again("[가{}]: https://example.org/{}\n\n[가{}]\n\n"),
    "notes": lambda _: "".join(f"가[^{n}]\n\n[^{n}]: 나다라\n\n" for n in range(10_000)),
    "notes in a paragraph": lambda _: (
        "".join(f"가[^{n}] " for n in range(10_000)) + "".join(f"\n\n[^{n}]: 나" for n in range(10_000))
    ),
    "emphasis": _again("**가** *나* ***다*** ~~라~~ "),
    "emphasis opened": _again("**가 *나 "),
    "HTML": _again("<div class=a><p>가 <b>나</b></p></div>\n\n"),
    "nested HTML": _again("<div>" * 100 + "가" + "</div>" * 100 + "\n\n"),
    "HTML never closed": _again("<div><b>가"),
    "styles": _again("<p style='color: red; margin: 1px'>가</p>\n\n"),
    "columns": _again("<div style='float: left; width: 30%'>가</div>\n"),
    "headings": _times("## 가\n\n나\n\n", 50_000),
    "same headings": _again("## 가\n\n"),
    "pictures": _times("![그림](/a.png)\n\n", 5_000),
    "drawings": _times("![그림](/a.svg)\n\n", 5_000),
    "small pictures": _again("![그](/a.png) "),
    "pictures that are not there": _again("![그림](/없다{}.png)\n\n"),
    "horizontal rules": _again("---\n\n"),
    "definition list": _again("가\n: 나다\n\n"),
    "ruby": _again("<ruby>漢<rt>한</rt></ruby>"),
    "details": _again("<details><summary>가</summary>나</details>\n\n"),
    "entities": _again("&lt;&amp;&#44032; "),
    "check boxes": _again("- [ ] 가\n- [x] 나\n"),
}  # fmt: skip
_OF_HEXO: Mapping[str, Callable[[int], str]] = {
    "notes of tags": _again("{% note info %}\n가나다\n{% endnote %}\n\n"),
    "tags never closed": _again("{% note info %}가\n\n"),
    "unknown tags": _again("{% a b %} 가 "),
}
_OF_JEKYLL: Mapping[str, Callable[[int], str]] = {
    "Liquid": _again("{% if true %}가{% endif %}{{ 'a' | upcase }} 나 "),
    "Liquid loops": _again("{% for a in (1..99) %}{{ a }}{% endfor %}\n\n"),
    "attributes": _again("가{: .a #b title='나'}\n\n"),
    "abbreviations": _again("*[가]: 나다\n\n가 나 다\n\n"),
}
_OF_HUGO: Mapping[str, Callable[[int], str]] = {
    "shortcodes": _again('{{< figure src="/a.png" caption="가" >}}\n\n'),
    "shortcodes never closed": _again("{{< details >}}가\n\n"),
    "unknown shortcodes": _again("{{< a b >}}가{{< /a >}} "),
    "attributes": _again("## 가 {#b .c}\n\n"),
}
# What stands between two lines of three marks; the text is short.
FRONT: Mapping[str, Mapping[str, Callable[[int], str]]] = {
    "---": {
        "YAML list": lambda size: "tags: [" + "a," * (size // 2) + "]",
        "YAML lines": lambda size: "tags:\n" + "- a\n" * (size // 4),
        "YAML keys": _again("k{}: v\n"),
        "YAML nested": lambda size: "a: " + "[" * (size // 2) + "]" * (size // 2),
        "YAML text": lambda size: "subtitle: " + "가" * (size // 3),
        "YAML anchors": _again("k{}: &a{} [x]\n"),
    },
    "+++": {
        "TOML array": lambda size: "tags = [" + '"a",' * (size // 4) + "]",
        "TOML keys": _again("k{} = 1\n"),
        "TOML dots": lambda size: "a" + ".a" * (size // 2 - 4) + " = 1",
        "TOML tables": _again("[k{}]\n"),
        "TOML arrays of tables": _again("[[k]]\n"),
        "TOML nested": lambda size: "a = " + "[" * (size // 2) + "]" * (size // 2),
        "TOML text": lambda size: 'subtitle = "' + "가" * (size // 3) + '"',
    },
}


def posts(engine: str) -> Mapping[str, str]:
    """Return a post of each kind, by the kind's name."""
    own = {"hexo": _OF_HEXO, "jekyll": _OF_JEKYLL, "hugo": _OF_HUGO}[engine]
    made = {kind: f"---\n{_FIELDS}---\n\n{text(SIZE)}" for kind, text in (KINDS | own).items()}
    for mark in ("---", "+++") if engine == "hugo" else ("---",):
        fields = _FIELDS if mark == "---" else 'title = "봄"\ndate = 2021-03-14\n'
        for kind, text in FRONT[mark].items():
            made[kind] = f"{mark}\n{fields}{text(SIZE)}\n{mark}\n\n가나다\n"
    return made


_FIELDS = "title: 봄\ndate: 2021-03-14 15:09:26\nlayout: post\nmath: true\n"


def blog(engine: str, text: str, folder: Path) -> Path:
    """Write a blog of one post, and two pictures that it may show."""
    settings, at = _ENGINES[engine]
    name = "2021-03-14-a.md" if engine == "jekyll" else "a.md"
    pictures = {"hexo": "source/", "jekyll": "", "hugo": "static/"}[engine]
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    return write(
        folder,
        {
            settings: _HUGO if engine == "hugo" else CONFIG,
            f"{at}/{name}": text,
            f"{pictures}a.png": (Path(__file__).parents[1] / "torture/cover.png").read_bytes(),
            f"{pictures}a.svg": drawing,
        },
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What it took to make a file."""

    cost: measure.Cost
    code: int  # as `publisher` has ended
    said: str  # codes of what it said, and how often

    def over(self, least: "Taken | None") -> str:
        """Why it is too much, beside what the smallest book takes."""
        cpu, peak = (least.cost.cpu, least.cost.peak) if least else (0.0, 0.0)
        faults = {
            "time": self.cost.cpu - cpu > SECONDS,
            "memory": self.cost.peak - peak > MEMORY,
            "limits": "chapter-overrun" in self.said,
            "ended": self.code > 1 or "Traceback" in self.said,
        }
        return " ".join(fault for fault, true in faults.items() if true)


def made(text: str, engine: str, forms: Sequence[str], folder: Path) -> Iterator[tuple[str, Taken]]:
    """The books of a post, in processes of their own."""
    here = blog(engine, text, folder / "blog")
    order = f"{sys.executable} -m publisher export {here} -o {folder}/out --verbose --jobs 1 --format"
    said = folder / "said.txt"
    for form in forms:
        command = f'timeout {PATIENCE} {order} {form}; echo "ended: $?"'
        cost = measure.run(["sh", "-c", command], folder)
        told = said.read_text("utf-8", "replace")
        codes = Counter(re.findall(r": (?:error|warning|note)\[([\w-]+)\]|(Traceback)", told))
        (code,) = re.findall(r"^ended: (\d+)$", told, re.M)
        yield form, Taken(cost, int(code), " ".join(f"{a or b}:{count}" for (a, b), count in codes.items()))


def main() -> int:
    """Print a line for each post and format; exit code 1 where one is over."""
    words = sys.argv[1:]
    engines = [engine for engine in _ENGINES if engine in words] or [*_ENGINES]
    forms = [form for form in _FORMATS if form in words] or _FORMATS
    kinds = [word for word in words if word not in (*_ENGINES, *_FORMATS)]
    over = 0
    for engine in engines:
        some = {kind: text for kind, text in posts(engine).items() if not kinds or kind in kinds}
        over += sum(_rows(engine, forms, some))
    print(
        f"{over} take more than {SECONDS:g} s or {MEMORY:g} MB, their limits end them, or they make no book"
    )
    return min(over, 1)


def _rows(engine: str, forms: Sequence[str], some: Mapping[str, str]) -> Iterator[bool]:
    least: dict[str, Taken] = {}
    for kind, text in {"(nothing)": f"---\n{_FIELDS}---\n\n가\n", **some}.items():
        with tempfile.TemporaryDirectory(prefix="publisher-large-") as folder:
            os.environ["PUBLISHER_CACHE"] = f"{folder}/cache"
            for form, taken in made(text, engine, forms, Path(folder)):
                why = taken.over(least.get(form))
                least.setdefault(form, taken)
                print(
                    f"{taken.cost}  {engine} {form:4} {kind}: {taken.said}{f' OVER: {why}' * bool(why)}",
                    flush=True,
                )
                yield bool(why)


if __name__ == "__main__":
    sys.exit(main())
