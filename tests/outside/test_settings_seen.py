"""Every key of book.toml does in the file what README says of it; without it, the file shows it not.

A row for each: what is set, and what is then to be seen. A key without a row fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml, Format, keys
from publisher.errors import Report
from tests.books import MATH, Epub, X, flat, labels, run, text_of
from tests.mail import test_send as mail
from tests.outside.settings_blog import blog_of_settings
from tests.outside.whole import size_of


@dataclass(frozen=True, eq=False)
class Seen:
    """What was made with some settings: the files of one format."""

    paths: tuple[Path, ...]

    @cached_property
    def epub(self) -> Epub:
        return Epub(self.paths[0])

    @cached_property
    def text(self) -> str:
        return "\n".join(text_of(page) for page in self.epub.pages.values())

    @cached_property
    def contents(self) -> list[str]:
        """The labels of the EPUB's contents, parts and chapters."""
        return list(flat(labels(self.epub.nav)))

    @cached_property
    def chapters(self) -> list[str]:
        return [
            title for title in self.contents if title in ("바다", "산", "길", "식", "큰글", "씨앗", "비밀")
        ]

    def has(self, element: str) -> bool:
        return any(page.find(f".//{element}") is not None for page in self.epub.pages.values())

    def colour(self) -> tuple[int, ...]:
        """The middle of the cover."""
        with Image.open(BytesIO(self.epub.files["EPUB/images/cover.jpg"])) as cover:
            return tuple(round(part, -1) for part in cover.convert("RGB").resize((1, 1)).getpixel((0, 0)))  # type: ignore[union-attr]

    def ground(self, up: int = 9) -> tuple[int, ...]:
        """The left edge of the cover, near its head."""
        with Image.open(BytesIO(self.epub.files["EPUB/images/cover.jpg"])) as cover:
            return tuple(round(part, -1) for part in cover.convert("RGB").getpixel((9, up)))  # type: ignore[union-attr]

    @cached_property
    def pdf(self) -> pymupdf.Document:
        return pymupdf.open(self.paths[0])

    @cached_property
    def lines(self) -> list[tuple[str, float]]:
        """Text and right edge of the lines of the long paragraph, but for its last."""
        pages = (page for page in self.pdf if "파도는하나만" in page.get_text())
        blocks = [block for block in next(pages).get_text("dict")["blocks"] if "lines" in block]
        found = [
            ("".join(span["text"] for span in line["spans"]), line["bbox"][2])
            for b in blocks
            for line in b["lines"]
        ]
        return [(text, edge) for text, edge in found if "파도는" in text or "유의파고" in text][:-1]

    @cached_property
    def lefts(self) -> list[float]:
        """Left edges of the lines of the page on which it begins."""
        pages = [page for page in self.pdf if "파도는하나만" in page.get_text()]
        blocks = [block for block in pages[0].get_text("dict")["blocks"] if "lines" in block]
        return [line["bbox"][0] for block in blocks for line in block["lines"]]

    def spaces(self, width: int) -> set[str]:
        """The kinds of colour of pictures so many pixels wide, which no mask is."""
        found = [one for page in self.pdf for one in page.get_images() if one[2] == width]
        return {one[5] for one in found}

    def page_of(self, title: str) -> int:
        """The page on which a chapter opens, from 1."""
        return next(page for _, label, page in self.pdf.get_toc() if label == title)

    def top_of(self, title: str) -> float:
        """How far down its page a chapter's title stands."""
        page = self.pdf[self.page_of(title) - 1]
        return float(page.search_for(title)[0].y0 / page.rect.height)

    def left_of(self, text: str) -> float:
        """How far a text stands from the left edge of its page."""
        return float(next(found[0].x0 for page in self.pdf if (found := page.search_for(text))))

    def program(self, role: str) -> bytes:
        """The font of the pages' body, or of their headings."""
        fonts = {font[3]: font[0] for page in self.pdf for font in page.get_fonts()}
        (xref,) = (xref for name, xref in fonts.items() if name.endswith(f"publisher-{role}"))
        return bytes(self.pdf.extract_font(xref)[3])


Look = Callable[[Seen], bool]


def says(*texts: str) -> Look:
    """A page of the EPUB has each of these."""
    return lambda b: all(text in b.text for text in texts)


def meta(name: str, *values: str, shown: str = "") -> Look:
    """The package has these alone of a name, and a page shows the one."""
    return lambda b: b.epub.metadata(name) == list(values) and shown in b.text


def titled(title: str) -> Look:
    return lambda b: title in b.epub.metadata("title") and title in b.text


def holds(*titles: str) -> Look:
    """These chapters and no others are in the book."""
    return lambda b: set(b.chapters) == set(titles)


def carries(*endings: str) -> Look:
    """A file with one of these endings is in the EPUB."""
    return lambda b: any(name.endswith(endings) for name in b.epub.files)


RED, BLUE = (200, 30, 30), (30, 30, 200)
_YEARS = ["2022년", "바다", "2023년", "식", "길", "큰글", "2024년", "산"]
_ISBN, _RIGHTS, _MAY = "979-11-86710-95-1", "ⓒ 우리 모두", date(2020, 5, 6)
_ABOUT: dict[str, tuple[Any, Look]] = {  # of [book] and of [[volume]]
    "title": ("새 제목", titled("새 제목")),
    "subtitle": ("덧붙인 이름", titled("덧붙인 이름")),
    "authors": (["가람", "나래"], meta("creator", "가람", "나래")),
    "published": (_MAY, meta("date", "2020-05-06", shown="2020년 5월 6일")),
    "edition": ("초판 7쇄", says("초판 7쇄")),
    "rights": (_RIGHTS, meta("rights", _RIGHTS, shown=_RIGHTS)),
    "description": ("바다 이야기.", meta("description", "바다 이야기.")),
    "isbn": (_ISBN, lambda b: _ISBN.replace("-", "") in b.epub.metadata("identifier")[0]),
    "price": ("9,900원", says("9,900원")),
    "subjects": (["낚시"], meta("subject", "낚시")),
    "cover": ("source/blue.png", lambda b: b.colour() == BLUE),
}
_CHOICE: dict[str, tuple[Any, Look]] = {  # of [content] and of [[volume]]
    "categories": (["걷기", "개발/파이썬"], holds("바다", "길", "큰글", "산")),
    "tags": (["산"], holds("산", "큰글")),
    "since": (date(2023, 8, 8), holds("큰글", "산")),
    "until": (date(2023, 1, 2), holds("바다", "식")),
}
_SET: dict[str, tuple[Any, Look]] = {
    **{f"book.{key}": row for key, row in _ABOUT.items()},
    **{f"content.{key}": row for key, row in _CHOICE.items()},
    "book.language": ("en", lambda b: b.epub.metadata("language") == ["en"] and "Contents" in b.text),
    "book.publisher": ("솔바람", meta("publisher", "솔바람", shown="펴낸곳솔바람")),
    "content.drafts": (True, lambda b: "씨앗" in b.chapters),
    "content.private": (True, lambda b: "비밀" in b.chapters),
    "content.exclude": (["bada"], holds("산", "길", "식", "큰글")),
    "content.largest_post": (0.005, holds("바다", "산", "길", "식")),
    "order.by": ("year", lambda b: b.contents == _YEARS),
    "order.parts": (["걷기", "개발"], lambda b: b.contents[0] == "걷기"),
    "order.posts": ("date-desc", lambda b: b.contents.index("산") < b.contents.index("큰글")),
    "order.split": ("category", lambda b: len(b.paths) == 2),
    "order.prefer": ("deepest", lambda b: b.contents.index("길") < b.contents.index("걷기")),
    "order.contents": (False, lambda b: "EPUB/nav.xhtml" not in b.epub.spine),
    "parts.lead": ("걸으며 적었다.", says("걸으며 적었다.")),
    "parts.epigraph": ("길은 걸어야 생긴다.", says("길은 걸어야 생긴다.")),
    "markdown.engine": ("plain", lambda b: "씨앗" in b.chapters),  # of _drafts, which it does not know
    "markdown.grammar": ("markdown", says("긴 줄 아래 - 목록 하나")),
    "markdown.breaks": (False, says("첫 줄 둘째 줄")),
    "markdown.smart": (True, says("“따옴표”")),
    "markdown.math": (True, lambda b: b.has(MATH)),
    "markdown.fix_emphasis": (True, says("와 강조(괄호)는")),
    "markdown.diagrams": ("code", says("digraph")),
    "code.line_numbers": ("all", lambda b: b.has(f"{X}span[@data-line='2']")),
    "theme.thumbnails": (True, carries(".png")),
    "opening.date": (False, lambda b: "2022년 3월 1일" not in b.text),
    "opening.category": (False, lambda b: "파이썬 바다 2022년" not in b.text),
    "opening.tags": (0, lambda b: "#강릉" not in b.text),
    "opening.address": (True, says("https://example.org/2022/03/01/bada/")),
    "opening.numbers": ("제1장", says("제1장")),
    "opening.part_numbers": ("I", lambda b: "1부" not in b.text),
    "figures.alt_captions": (True, says("해 질 녘")),
    "figures.numbers": ("book", says("그림 1 파도의 그림")),
    "figures.lists": (True, says("그림 차례")),
    "matter.half_title": (True, lambda b: "EPUB/half-title.xhtml" in b.epub.pages),
    "matter.folder": ("book-pages", says("먼저 읽을 말")),
    "matter.posts": (True, says("글 목록 바다 2022년 3월 1일 https://example.org/2022/03/01/bada/")),
    "matter.index": (True, says("찾아보기 ㄱ 강릉 바다")),
    "colophon.people": (["엮은이 = 홍길동"], says("엮은이홍길동")),
    "colophon.printings": (["2판 3쇄 2025-03-01"], says("펴낸날2판 3쇄 2025년 3월 1일")),
    "colophon.issued_by": ("홍길동", says("펴낸이홍길동")),
    "colophon.registration": ("제2024-12호", says("출판신고제2024-12호")),
    "colophon.address": ("강릉시 바닷가길", says("주소강릉시 바닷가길")),
    "colophon.contact": (["a@example.org"], says("연락처a@example.org")),
    "colophon.fonts": (True, says("(SIL OFL)")),
    "colophon.ai": ("쓰지 않음", says("인공지능쓰지 않음")),
    "colophon.license": ("CC0", says("이용 허락CC0")),
    "cover.design": ("rule", lambda b: b.ground(2500) == b.ground()),
    "cover.palette": ("#c81e1e", lambda b: b.ground() == RED),
    "cover.picture": ("source/blue.png", lambda b: b.ground() == BLUE),
    "epub.embed_fonts": (True, carries(".woff2", ".otf", ".ttf")),
}
_VOLUME = _ABOUT | _CHOICE

# Those of the PDF share two books.
_OTHER = {
    "theme": {"name": "gothic", "line_break": "syllable", "align": "justify", "indent": "all"},
    "opening": {"drop": "none", "picture": "verso"},
    "pdf": {
        "trim": "140x210",
        "opening": "recto",
        "page_refs": False,
        "cover": False,
        "min_last_lines": 0,
        "ink": "grey",
    },
}
_RAGGED = {
    "theme": {"line_break": "eojeol", "align": "start", "verse": "center"},
    "pdf": {"trim": "신국판", "opening": "run-on", "links": "end", "emoji": "colour", "bleed": 3},
}
_IN_PDF: list[tuple[str, dict[str, dict[str, Any]], Look]] = [
    ("theme.name", _OTHER, lambda b: b.program("body") == b.program("heading")),
    ("pdf.trim", _OTHER, lambda b: size_of(b.paths[0]) == (140, 210)),
    ("pdf.trim", _RAGGED, lambda b: size_of(b.paths[0]) == (158, 231)),
    ("pdf.bleed", _RAGGED, lambda b: b.pdf[5].mediabox.width - b.pdf[5].trimbox.width > 16),
    ("opening.picture", _OTHER, lambda b: b.pdf[b.page_of("바다") - 2].get_images() != []),
    ("pdf.opening", _OTHER, lambda b: all(b.page_of(title) % 2 for title in ("식", "길", "큰글", "산"))),
    ("opening.drop", _OTHER, lambda b: b.top_of("큰글") < 0.2),
    ("pdf.ink", _OTHER, lambda b: b.spaces(300) == {"DeviceGray"}),
    ("pdf.emoji", _RAGGED, lambda b: b.spaces(136) == {"DeviceRGB"}),
    ("pdf.opening", _RAGGED, lambda b: b.page_of("길") == b.page_of("큰글")),
    ("pdf.links", _RAGGED, lambda b: "이 글에 나온 주소" in "".join(page.get_text() for page in b.pdf)),
    ("pdf.page_refs", _OTHER, lambda b: "쪽)" not in "".join(page.get_text() for page in b.pdf)),
    ("pdf.cover", _OTHER, lambda b: "지은이" in b.pdf[0].get_text() and not b.pdf[0].get_images()),
    (
        "theme.line_break",
        _RAGGED,
        lambda b: all(text.rstrip().endswith((".", "고", "가", "는")) for text, _ in b.lines),
    ),
    ("theme.verse", _RAGGED, lambda b: b.left_of("물결이 온다") > b.left_of("따옴표") + 50),
    ("theme.indent", _OTHER, lambda b: any(abs(left - min(b.lefts) - 9.1) < 0.3 for left in b.lefts)),
    ("theme.align", _RAGGED, lambda b: len({round(edge) for _, edge in b.lines}) > 2),
]
_BY_MAIL = {  # tested by mails that arrive, or do not
    "host": mail.test_settings_file,
    "port": mail.test_settings_file,
    "security": mail.test_tls_from_the_first_byte,
    "user": mail.test_settings_file,
    "password": mail.test_password_in_the_settings_file,
    "password_file": mail.test_settings_file,
    "sender": mail.test_settings_file,
    "ca_file": mail.test_settings_file,
}
_PRINTED = {"gsm": 200, "spine": 24.0, "back": "뒤표지의 말"}
_ON_COVER = {"quote": "파도의 말", "portrait": "source/red.png", "about": "강릉 사람", "flap": 70}


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blog_of_settings(tmp_path_factory.mktemp("settings") / "blog")


Make = Callable[[dict[str, Any], Format], Seen]


@pytest.fixture(scope="module")
def make(blog: Path, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The book in some settings and one format; each is made once."""
    made: dict[str, Seen] = {}

    def one(settings: dict[str, Any], form: Format) -> Seen:
        name = f"{form} {settings}"
        if name not in made:
            out = tmp_path_factory.mktemp("out")
            own = BookToml.model_validate(settings)
            built = build(Config(blog, out, (form,), own, jobs=1, cache=True, epoch=None), Report())
            made[name] = Seen(tuple(file.path for file in built.files))
        return made[name]

    return one


@pytest.mark.parametrize("name", _SET)
def test_key(name: str, make: Make) -> None:
    """The EPUB shows what the key says, and does not without it."""
    table, key = name.split(".")
    value, look = _SET[name]
    assert look(make(_setting(table, key, value), "epub"))
    assert not look(make({}, "epub"))


def _setting(table: str, key: str, value: Any) -> dict[str, Any]:
    return {table: {"걷기": {key: value}} if table == "parts" else {key: value}}


@pytest.mark.parametrize("key", _VOLUME)
def test_key_of_a_volume(key: str, make: Make) -> None:
    """The first of two volumes shows it; a single book does not."""
    value, look = _VOLUME[key]
    first = {} if key in _CHOICE else {"title": "권", "tags": ["산"]}
    assert look(make({"volume": [{**first, key: value}, {"title": "나머지"}]}, "epub"))
    assert not look(make({}, "epub"))


def test_formulas_as_pictures(make: Make) -> None:
    """[epub] math = "pictures": no MathML, one picture more."""
    mathml = make({"markdown": {"math": True}}, "epub").epub
    pictures = make({"markdown": {"math": True}, "epub": {"math": "pictures"}}, "epub")
    assert not pictures.has(MATH)
    assert pictures.has(X + "img")
    assert len(pictures.epub.files) > len(mathml.files)


@pytest.mark.parametrize(("name", "settings", "look"), _IN_PDF, ids=[one[0] for one in _IN_PDF])
def test_key_of_the_pdf(name: str, settings: dict[str, Any], look: Look, make: Make) -> None:
    """The PDF shows what the key says, and does not without it."""
    assert look(make(settings, "pdf"))
    assert not look(make({}, "pdf"))


def test_keys_of_the_printed_book(blog: Path, tmp_path: Path) -> None:
    """[print]: the cover is as wide as the spine wants, and carries the text of its back."""
    widths = {}
    for name in ("gsm", "spine"):
        settings = tmp_path / f"{name}.toml"
        settings.write_text(f'[print]\n{name} = {_PRINTED[name]}\nback = "{_PRINTED["back"]}"\n', "utf-8")
        done = run("package", blog, "--for", "bookk", "--config", settings, "-o", tmp_path / name, "-q")
        assert done.code == 0, done.err
        widths[name] = size_of(tmp_path / name / "cover.pdf")[0] - 2 * 148 - 2 * 3
    with pymupdf.open(tmp_path / "gsm/cover.pdf") as cover, pymupdf.open(tmp_path / "gsm/body.pdf") as body:
        assert _PRINTED["back"] in cover[0].get_text().replace("\n", "")
        assert widths == {"gsm": round(len(body) * 200 * 0.0006), "spine": 24}


_INDEX = "tags definitions bold terms".split()  # tests/book/test_index.py
# tests/book/test_editions.py: changes
_PAGES = (
    "changes dedication foreword preface acknowledgments afterword appendix author ads".split()
)  # test_matter.py
# tests/cli/commands/plan.md, tests/fetch/test_books.py, tests/cli/test_ignoring.py, tests/test_overrun.py,
# tests/writers/pdf/test_page.py
_ELSEWHERE = {"images.fetch", "check.ignore", "limits.seconds", "limits.memory", "pdf.min_last_lines"}
_ELSEWHERE |= {"order.box_set"}  # tests/book/test_box_set.py
_ELSEWHERE |= {"print.cost_page", "print.cost_copy"}


def test_keys_of_the_printed_cover(blog: Path, tmp_path: Path) -> None:
    """[cover]: what stands on back and flaps is there, and the cover is wider by two of them."""
    settings = tmp_path / "cover.toml"
    lines = (f"{key} = {f'{chr(34)}{value}{chr(34)}' if isinstance(value, str) else value}"
             for key, value in _ON_COVER.items())  # fmt: skip
    settings.write_text("[print]\nspine = 10\n[cover]\n" + "\n".join(lines), "utf-8")
    done = run("package", blog, "--for", "bookk", "--config", settings, "-o", tmp_path, "-q")
    assert done.code == 0, done.err
    with pymupdf.open(tmp_path / "cover.pdf") as cover:
        said = cover[0].get_text().replace("\n", "")
        assert _ON_COVER["quote"] in said and _ON_COVER["about"] in said
        assert len(cover[0].get_images()) == 1
    assert size_of(tmp_path / "cover.pdf")[0] == 2 * 148 + 10 + 2 * 70 + 2 * 3


def test_every_key_has_a_row() -> None:
    """All of settings.keys(): nothing is said in README and tried nowhere."""
    tried = {*_SET, *(name for name, _, _ in _IN_PDF), "epub.math"}
    tried |= {f"volume.{key}" for key in _VOLUME} | {f"mail.{key}" for key in _BY_MAIL}
    tried |= {f"cover.{key}" for key in _ON_COVER} | {f"matter.{key}" for key in _PAGES}
    tried |= {f"index.{key}" for key in _INDEX}
    tried |= {f"print.{key}" for key in _PRINTED} | _ELSEWHERE
    assert {f"{table}.{key}" for table, key, _ in keys()} == tried
