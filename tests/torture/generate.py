"""At least 2,000 hostile and broken posts, and pictures, themes and settings for them: made of a few tables,
the same each time. To extend it with a finding, add a line to payloads.py or a function to `_KINDS`."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.torture import payloads
from tests.torture.pictures import BROKEN, DRAWINGS

ENGINES = ("hexo", "jekyll", "hugo")
_LENGTH = 4000  # letters of a pump
_DEPTH = 300  # marks in marks
_BATCH = 150  # posts of a blog


@dataclass(frozen=True)
class Hostile:
    """A post: what kind of harm it means, its front matter and its body, and a word that must not get lost."""

    kind: str
    word: str
    head: str
    body: bytes
    name: str = ""  # of its file, where that is the harm


@dataclass(frozen=True)
class Batch:
    """Posts of one blog."""

    engine: str
    number: int
    posts: tuple[Hostile, ...]

    @property
    def name(self) -> str:
        return f"{self.engine}-{self.number}"

    def halves(self) -> tuple["Batch", "Batch"]:
        middle = len(self.posts) // 2
        return (
            Batch(self.engine, self.number, self.posts[:middle]),
            Batch(self.engine, self.number, self.posts[middle:]),
        )


def batches() -> Iterator[Batch]:
    """Yield all, engine by engine."""
    for engine in ENGINES:
        posts = [*_posts(engine)]
        for number, start in enumerate(range(0, len(posts), _BATCH)):
            yield Batch(engine, number, tuple(posts[start : start + _BATCH]))


def path_of(engine: str, post: Hostile) -> str:
    """Where a post stands in its blog."""
    name = post.name or post.word
    folder = {"hexo": "source/_posts", "jekyll": "_posts", "hugo": "content/posts"}[engine]
    return f"{folder}/{'2021-03-14-' if engine == 'jekyll' else ''}{name}.md"


def _posts(engine: str) -> Iterator[Hostile]:
    chance = random.Random(f"torture {engine}")
    number = 0
    for kind, make in _KINDS.items():
        for head, body, name in make(engine, chance):
            number += 1
            word = f"무해{engine}{number:04}"
            said = f"{word}\n\n".encode() + (
                body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
            )
            yield Hostile(kind, word, head or _head(engine, word), said, name and f"{name}{number}")


def _head(engine: str, word: str) -> str:
    fields = f"title: {word}\ndate: 2021-03-14 15:09:26\nmath: true\n"
    return f"---\n{'layout: post' if engine == 'jekyll' else 'draft: false'}\n{fields}---\n\n"


Parts = Iterator[tuple[str, str | bytes, str]]  # front matter or "", body, name or ""

# Where a payload may stand.
_PLACES = (
    "{}", "가 {} 나", "- {}\n- {}", "> {}", "# {}", "| {} | {} |\n|---|---|\n| {} | 나 |", "[{}](/a)", "[가]({})", "![{}]({})", "<{}>",
    "가[^1]\n\n[^1]: {}", "```{}\n{}\n```", "`{}`", "**{}**", "<div>\n{}\n</div>", "<p title='{}'>가</p>", "[가]: {} '{}'\n\n[가]", "가\n: {}",
    "<a href='{}'>가</a>", "<img src='{}' alt='{}'>", "1. {}\n\n   {}", "    {}", "$x{}$", "<!-- {} -->", "~~{}~~", "{}\n===",
)  # fmt: skip
_ROUND_TEX = (
    "${}$",
    "$${}$$",
    "$$\n{}\n$$",
    "\\({}\\)",
    "\\[{}\\]",
    "```math\n{}\n```",
    "<script type='math/tex'>{}</script>",
)


def _filled(place: str, payload: str) -> str:
    return place.replace("{}", payload)


def _html(engine: str, chance: random.Random) -> Parts:
    for payload in payloads.HTML:
        for place in ("{}", *chance.sample(_PLACES[1:], 2)):
            yield "", _filled(place, payload), ""


def _links(engine: str, chance: random.Random) -> Parts:
    for payload in payloads.LINKS:
        for place in ("[가]({})", "![나]({})", *chance.sample(_PLACES, 1)):
            yield "", _filled(place, payload), ""


def _tex(engine: str, chance: random.Random) -> Parts:
    for payload in payloads.TEX:
        for place in ("$${}$$", chance.choice(_ROUND_TEX)):
            yield "", _filled(place, payload), ""


def _tags(engine: str, chance: random.Random) -> Parts:
    for form in payloads.TAGS[engine]:
        for payload in chance.sample((*payloads.HTML, *payloads.LINKS, *payloads.TEX), 4):
            yield "", form.format(*[payload] * 4), ""


def _pumps(engine: str, chance: random.Random) -> Parts:
    for unit in payloads.PUMPS:
        other = chance.choice(payloads.PUMPS)
        yield "", unit * (_LENGTH // len(unit)) + chance.choice(("", "!", "\n\n가")), ""
        if chance.random() < 0.4:
            yield "", (unit + other) * (_LENGTH // len(unit + other)), ""


def _nested(engine: str, chance: random.Random) -> Parts:
    for unit in payloads.NESTED:
        yield "", unit * _DEPTH + "가", ""
    yield "", "|" + "가|" * 300 + "\n|" + "-|" * 300 + "\n" + ("|" + "나|" * 300 + "\n") * 30, ""
    yield "", "".join(f"{'  ' * level}- {level}\n" for level in range(200)), ""
    yield "", "".join(f"{'>' * level} {level}\n" for level in range(200)), ""
    yield "", "".join(f"[^{note}]: 가[^{note + 1}]\n" for note in range(200)) + "[^0]", ""
    yield "", "가[^1]\n\n[^1]: 나[^1]\n", ""
    yield "", "x^2+" * 1000, ""
    yield "", "$" + "x^2+" * 500 + "$", ""


def _front(engine: str, chance: random.Random) -> Parts:
    for text in payloads.FRONT:
        yield f"---\n{text}\n---\n\n", "", ""
        if chance.random() < 0.3:
            yield f"---\n{text}\n", "", ""
    for text in payloads.TOML if engine == "hugo" else ():
        yield f"+++\n{text}\n+++\n\n", "", ""
    for text in payloads.JSON:
        yield (f";;;\n{text}\n;;;\n\n" if engine == "hexo" else f"{text}\n\n"), "", ""


def _encodings(engine: str, chance: random.Random) -> Parts:
    text = "한글과 漢字, ภาษา, emoji 😀 그리고 \u200d 이음"
    for coding in (
        "utf-16",
        "utf-16-le",
        "utf-32",
        "cp949",
        "euc-kr",
        "iso2022_kr",
        "utf-8-sig",
        "johab",
        "utf-7",
        "cp1252",
    ):
        yield "", text.encode(coding, "replace"), ""
    for size in (1, 10, 500):
        yield "", chance.randbytes(size), ""
    yield "", b"\xed\xa0\x80\xc0\xaf\xf8\x88\x80\x80\x80\xff\xfe", ""
    yield "", "".join(chance.choice(payloads.SIGNS) for _ in range(300)), ""


def _names(engine: str, chance: random.Random) -> Parts:
    for name in (
        "a b",
        "a'b",
        'a"b',
        "a<b>",
        "a&b",
        "a%2e",
        "a#b",
        "a?b",
        "a\\b",
        "-rf",
        "--help",
        ".a",
        "가" * 60,
        "\u1100\u1161",
        "a\nb",
        "a\u202eb",
        "con",
        "a;b",
        "$(id)",
        "`id`",
        "{a}",
        "[a]",
        "a*",
        "~",
        "a\x1b[31m",
    ):
        yield "", "글", name


def _pictures(engine: str, chance: random.Random) -> Parts:
    for name in (*BROKEN, *DRAWINGS):
        yield "", f"![그림](/images/{name})\n\n<img src='/images/{name}' width=99999999>", ""
    for drawing in DRAWINGS.values():
        yield "", drawing.decode("utf-8", "replace"), ""


def _letters(engine: str, chance: random.Random) -> Parts:
    for unit in payloads.LETTERS:
        for place in ("{}", chance.choice(_PLACES[1:])):
            yield "", _filled(place, "가" + unit * (_LENGTH // len(unit)) + "나"), ""


def _elements(engine: str, chance: random.Random) -> Parts:
    """Elements in elements, some never closed; each alone in each other one in turn."""
    within = (
        "{}",
        "나 {}",
        "{} 다",
        "<p>라 {}",
        "{}<b>마</b>",
        "{}<p>바</p>",
        "\n\n{}\n\n",
        "{}<tr>",
        "{} $$x$$",
        "{}<dd>",
        "{}[^1]",
    )
    for outer in payloads.ELEMENTS:
        body = ""
        for inner in payloads.ELEMENTS:
            deeper = chance.sample(payloads.ELEMENTS, chance.randint(0, 3))
            text = "가"
            for name in (*deeper, inner, outer):
                text = f"<{name}>{chance.choice(within).format(text)}</{name}>"
            if chance.random() < 0.2:
                text = text.replace(f"</{inner}>", "", 1)
            body += f"{text}\n\n"
        yield "", body, ""
    yield (
        "",
        "<dl><dt>"
        + "가 " * 20_000
        + "</dt><dd>나</dd></dl>\n\n<table><caption>"
        + "다 " * 20_000
        + "</caption><tr><td>라</td></tr></table>",
        "",
    )


def _mixed(engine: str, chance: random.Random) -> Parts:
    """Whatever the tables have, in any order."""
    every = (
        *payloads.HTML,
        *payloads.TEX,
        *(f"[a]({one})" for one in payloads.LINKS),
        *(one * 9 for one in payloads.PUMPS),
    )
    for _ in range(120):
        body = "".join(chance.choice(every) + chance.choice((" ", "\n", "\n\n", "")) for _ in range(12))
        yield "", _filled(chance.choice(_PLACES), body), ""


_KINDS: dict[str, Callable[[str, random.Random], Parts]] = {
    "HTML": _html, "links": _links, "TeX": _tex, "tags": _tags, "pumps": _pumps, "nested": _nested, "front matter": _front,
    "encodings": _encodings, "names": _names, "pictures": _pictures, "mixed": _mixed, "letters": _letters, "elements": _elements,
}  # fmt: skip
