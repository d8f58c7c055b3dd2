"""How parts and chapters open, in the PDF and in the EPUB: read back from the files."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from publisher.assets.themes import Theme, load_theme
from publisher.assets.xhtml import classes
from publisher.book.paper import Paper, paper_of
from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, Report
from publisher.model import PartText
from publisher.writers.pdf.compose.html import Line
from tests.blogs import write
from tests.books import ROOT, Epub, X, letters, post, small_blog, text_of

_LINE = 9.6 * 1.78  # points, of the theme `base`
_LONG = "두 줄을 넘어가는 아주 긴 제목은 어절에서 나뉘고 둘째 줄은 조금 들어가서 이어진다는 것을 보인다"
_POST = "---\ntitle: {}\ndate: {}\ncategories: {}\ntags: [하나, 둘, 셋, 넷, 다섯, 여섯]\n{}---\n\n{}\n"
_TEXT = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 4
_POSTS = {
    "bada.md": ("바다에서", "2024-01-01", "[바다]", "", _TEXT),
    "pado.md": (_LONG, "2024-01-02", "[[개발, 파이썬, 비동기]]", "", _TEXT),
    "dogu.md": ("도구", "2024-01-03", "[[개발, 연장]]", "", _TEXT),
    "uri.md": ("우리끼리", "2024-01-04", "[[개발, 연장]]", "private: true\n", _TEXT),
    "geu.md": ("갈래 없이", "2024-01-05", "", "", _TEXT),
}
_BEGINS = ("", "## 머리\n\n", "- 하나\n\n", "> 따온 말\n\n", "```\na\n```\n\n", "### 머리\n\n")
_RIGHTS = "이 책의 글과 그림은 모두 지은이에게 있다. " * 90 + "끝."
_FOOT = 188 * 72 / 25.4 * 0.89  # of the text block of B6, in points
_ALL = {
    "drop": "third", "tags": 5, "address": True, "numbers": "제1장", "part_numbers": "제1부",
}  # fmt: skip
_NONE = {
    "drop": "none", "date": False, "category": False, "tags": 0, "numbers": "I", "part_numbers": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One book, as PDF and EPUB."""

    folder: Path

    @cached_property
    def pdf(self) -> pymupdf.Document:
        return pymupdf.open(next(self.folder.glob("*.pdf")))

    @cached_property
    def epub(self) -> Epub:
        return Epub(next(self.folder.glob("*.epub")))

    def lines(self, page: int) -> list[tuple[str, float, float]]:
        """Text, baseline and left edge of the lines of a page, from its top; joiners are taken out."""
        blocks = self.pdf[page].get_text("dict")["blocks"]
        found = [line for block in blocks for line in block.get("lines", ())]
        rows = ((_said(one), one["spans"][0]["origin"][1], one["bbox"][0]) for one in found)
        return sorted(((text, y, x) for text, y, x in rows if text), key=lambda one: (round(one[1]), one[2]))

    def text(self, page: int) -> str:
        return " ".join(text for text, _, _ in self.lines(page))

    def opened(self, label: str) -> int:
        """The page on which a part or a chapter opens, from 0."""
        return next(page - 1 for _, name, page in self.pdf.get_toc() if name.endswith(label))

    @property
    def parts(self) -> dict[str, Any]:
        """The pages of parts in the EPUB, by their names."""
        found = [one for page in self.epub.pages.values() for one in page.iter(X + "section")]
        return {text_of(one.find(f".//{X}h1")): one for one in found if "part-page" in classes(one)}

    def chapter(self, title: str) -> list[str]:
        """What stands in a chapter's opening of the EPUB."""
        (header,) = (
            header
            for page in self.epub.pages.values()
            for header in page.iter(X + "header")
            if title in text_of(header)
        )
        return [text_of(one) for one in header]


def _said(line: dict) -> str:  # type: ignore[type-arg]
    return "".join(span["text"] for span in line["spans"]).replace("\u2060", "").strip()


Make = Callable[..., Made]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The book in some settings; each is made once."""
    folder = tmp_path_factory.mktemp("openings")
    blog = small_blog(folder / "blog", {name: _POST.format(*row) for name, row in _POSTS.items()})
    made: dict[str, Made] = {}

    def one(**settings: dict[str, object]) -> Made:
        name = repr(settings)
        if name not in made:
            out = folder / f"out-{len(made)}"
            own = BookToml.model_validate({"content": {"private": True}, **settings})
            build(Config(blog, out, ("epub", "pdf"), own, jobs=1, cache=True, epoch=None), Report())
            made[name] = Made(out)
        return made[name]

    return one


@pytest.fixture(scope="module")
def bare(make: Make) -> Made:
    """A book that shows as little as can be, with a 판권 of two pages."""
    return make(opening=_NONE, book={"rights": _RIGHTS})


class TestChapters:
    """What a chapter begins with."""

    @pytest.mark.parametrize("title", ["바다에서", "두 줄을", "도구", "갈래 없이"])
    def test_a_third_down(self, make: Make, title: str) -> None:
        """Titles stand at the same height, a third of the page, whatever stands above and below them."""
        book = make(opening=_ALL)
        lines = book.lines(book.opened(_LONG if title in _LONG else title))
        (top,) = (y for text, y, _ in lines if text.startswith(title))
        assert book.pdf[0].rect.height / 3 + 19 == pytest.approx(top, abs=2)

    def test_text_stands_on_the_grid(self, make: Make) -> None:
        """Below openings of two heights, the text begins a whole number of lines apart."""
        book = make(opening=_ALL)
        pages = [book.lines(book.opened(title)) for title in ("바다에서", _LONG, "도구", "갈래 없이")]
        begins = [next(y for text, y, _ in lines if text.startswith("바람이")) for lines in pages]
        apart = [(y - begins[0]) / _LINE for y in begins]
        assert [0.0] * 4 == pytest.approx([one - round(one) for one in apart], abs=0.03)

    def test_all_of_it(self, make: Make) -> None:
        """Category, number, title, day, five tags and the address, in both books."""
        book = make(opening=_ALL)
        said = ["바다", "제1장", "바다에서", "2024년 1월 1일 #하나 #둘 #셋 #넷 #다섯"]
        said.append("https://example.org/2024/01/01/bada/")
        assert said == book.chapter("바다에서")
        assert letters(book.text(book.opened("바다에서"))).startswith(letters("".join(said)))

    def test_a_private_post_has_no_address(self, make: Make) -> None:
        """What the blog keeps from readers has no page to name."""
        assert "https" not in " ".join(make(opening=_ALL).chapter("우리끼리"))

    def test_nothing_but_the_title(self, bare: Made) -> None:
        """Each switch can be off: the number and the title stand alone, at the page's head."""
        assert ["I", "바다에서"] == bare.chapter("바다에서")
        (top,) = (y for text, y, _ in bare.lines(bare.opened("바다에서")) if text == "바다에서")
        assert top / bare.pdf[0].rect.height < 0.2


def _part(theme: Theme, paper: Paper, count: int, title: str) -> str:
    """The page of a part that holds so many chapters."""
    values = {"label": "바다", "named": "1부", "laid": "", "href": str, "number": str, "count": count}
    values |= {"text": PartText(), "long": False}
    lines = [Line("chapter", "c", "", (), title, 1)] * count
    part, words = {"id": "part-1", "title": "바다"}, theme.words_in("ko")
    return theme.fill("print/part.j2", words=words, part=part, paper=paper, lines=lines, **values)


class TestParts:
    """A part's page, and what the contents say of it."""

    def test_it_has_its_contents(self, make: Make) -> None:
        """Number, name, and what is in it with the pages; a part that holds one chapter is in its line."""
        book = make(opening=_ALL)
        long, tools, tool, ours = (
            book.pdf[book.opened(title)].get_label() for title in (_LONG, "연장", "도구", "우리끼리")
        )
        wanted = (
            f"제2부 개발 제2장 파이썬 › 비동기 {_LONG} {long}"
            f" 연장 {tools} 제3장 도구 {tool} 제4장 우리끼리 {ours}"
        )
        assert letters(wanted) == letters(book.text(book.opened("개발")))

    @pytest.mark.parametrize("trim", ["A6", "A5", "B5"])
    def test_it_is_one_page(self, trim: str) -> None:
        """As many lines of two rows as are shown at most take no more than what is left of the page."""
        theme, paper = load_theme("base", ROOT), paper_of(trim)
        shown = max(n for n in range(60) if _part(theme, paper, n, "긴 제목 " * 9).count("<a "))
        below = (paper.height * 3 / 4 - paper.bottom) / 25.4 * 72  # points
        assert 0 < shown * 2 * paper.leading <= below - 7 * paper.leading  # of number, name and rule

    def test_it_says_how_many_they_are(self) -> None:
        """Where they do not fit on a page, it says how many chapters it holds."""
        made = _part(load_theme("base", ROOT), paper_of("A5"), 40, "글")
        assert (True, 0) == ("글 40편" in made, made.count("<a "))

    def test_the_rest_has_no_number(self, make: Make) -> None:
        """그 밖의 글 is numbered in no form, in neither book."""
        book = make(opening=_ALL)
        assert "그 밖의 글" in [label for _, label, _ in book.pdf.get_toc()]
        assert "갈래 없이" == text_of(book.parts["그 밖의 글"]).removeprefix("그 밖의 글").strip()

    def test_in_the_epub(self, make: Make) -> None:
        """The page of a part leads to what stands in it."""
        parts = make(opening=_ALL).parts
        found = {name: [text_of(a) for a in parts[name].iter(X + "a")] for name in ("개발", "연장")}
        assert {"개발": ["파이썬", "연장"], "연장": ["도구", "우리끼리"]} == found
        assert "제2부" in text_of(parts["개발"])


_LEAD = "떠날 때마다 적은 글이다. " * 200 + "여기까지."
_PARTS = {
    "바다": {
        "lead": "첫 문단이다.\n 줄은 이어진다.\n\n둘째 문단이다.",
        "epigraph": "길은 걸어야 생긴다.\n— 누구",
    },
    "개발": {"lead": _LEAD},
    "개발/파이썬": {"lead": "뱀이 나온다."},
}


class TestPartTexts:
    """What `[parts]` of book.toml says."""

    def test_on_the_page_of_a_part(self, make: Make) -> None:
        """Number, name, epigraph line by line, lead in paragraphs, its contents: on one page."""
        book = make(opening=_ALL, parts=_PARTS)
        page = book.opened("바다에서")
        wanted = [
            "제1부",
            "바다",
            "길은 걸어야 생긴다.",
            "— 누구",
            "첫 문단이다. 줄은 이어진다.",
            "둘째 문단이다.",
        ]
        assert wanted == [text for text, _, _ in book.lines(book.opened("바다"))][:6]
        assert book.text(book.opened("바다")).endswith(book.pdf[page].get_label())

    def test_in_the_epub(self, make: Make) -> None:
        """The same there, and below the name of a part in a part."""
        parts = make(opening=_ALL, parts=_PARTS).parts
        lines = [text_of(one) for one in parts["바다"].iter(f"{X}p")]
        assert [
            "제1부",
            "길은 걸어야 생긴다.",
            "— 누구",
            "첫 문단이다. 줄은 이어진다.",
            "둘째 문단이다.",
        ] == lines
        assert "뱀이 나온다." in text_of(parts["파이썬"])

    def test_a_long_lead(self, make: Make) -> None:
        """3,000 letters go on over pages; the part begins on its first, and its contents stand whole."""
        book = make(opening=_ALL, parts=_PARTS)
        begins, then = book.opened("개발"), book.opened("비동기")
        assert letters(_LEAD) in letters("".join(book.text(page) for page in range(begins, then)))
        (said,) = (
            text
            for text, *_ in book.lines(book.opened("바다") - 2)
            if text.endswith("개발") or "개발 " in text
        )
        assert book.pdf[begins].get_label() in book.text(book.opened("바다") - 2), said
        (last,) = (page for page in range(begins, then) if "우리끼리" in book.text(page))
        assert "비동기" in book.text(last)

    def test_of_a_part_in_a_part(self, make: Make) -> None:
        """Its lead stands between its name and the title of the chapter that it begins with."""
        book = make(opening=_ALL, parts=_PARTS)
        page = book.text(book.opened(_LONG))
        assert page.index("파이썬") < page.index("뱀이 나온다.") < page.index(_LONG[:7])


class TestContents:
    """차례."""

    def test_titles_hang(self, make: Make) -> None:
        """A title of two lines breaks between words, and its second line stands further in; no number is in
        its way."""
        book = make(opening=_ALL)
        found = [one for one in book.lines(book.opened("바다") - 2) if one[0][:1] not in ".0123456789"]
        (first,) = (n for n, one in enumerate(found) if _LONG[:9] in one[0])
        (before, _, left), *rows = found[first : first + 3]
        after = [text for text, _, _ in rows if text in _LONG]
        assert _LONG == " ".join((before[before.index(_LONG[:9]) :], *after))
        assert left + 8 < min(further for text, _, further in rows if text in _LONG)

    def test_numbers_stand_at_the_edge(self, make: Make) -> None:
        """Page numbers of all levels end where the text block does."""
        book = make(opening=_ALL)
        page = book.pdf[book.opened("바다") - 2]
        words = [word for word in page.get_text("words") if word[4].isdigit() and word[0] > 300]
        assert {1} == {len({round(word[2]) for word in words})}
        assert len(words) > 6


def test_the_colophon_stands_at_the_foot(make: Make) -> None:
    """The last line of 판권 is the last of its page's text block."""
    book = make(opening=_ALL)
    page = len(book.pdf) - 1
    foot = paper_of("A5").bottom / 25.4 * 72
    below = book.pdf[page].rect.height - book.lines(page)[-1][1]
    assert foot == pytest.approx(below, abs=8)


def test_a_long_colophon_goes_on(bare: Made) -> None:
    """A 판권 of more than a page says all that it has to say, on two."""
    pages = "".join(bare.text(len(bare.pdf) - n) for n in (2, 1))
    assert letters(_RIGHTS) in letters(pages)


@pytest.fixture(scope="module")
def run_on(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("run-on")
    posts = {
        f"p{n:02}.md": post(
            f"제목{n:02}", _BEGINS[n % 6] + _TEXT * (1 + n * 7 % 5 + n // 13 * 30), f"2024-01-{n + 1:02}"
        )
        for n in range(14)
    }
    blog = small_blog(folder / "blog", posts)
    own = BookToml.model_validate({"pdf": {"opening": "run-on", "trim": "B6"}, "order": {"by": "flat"}})
    build(Config(blog, folder, ("pdf",), own, jobs=1, cache=True, epoch=None), Report())
    return Made(folder)


class TestRunOn:
    """Chapters that begin where others end, in a book without parts."""

    def test_no_opening_stands_alone(self, run_on: Made) -> None:
        """Two lines of what a chapter begins with stand on the page of its title, whatever that is."""
        pages = {title: page - 1 for _, title, page in run_on.pdf.get_toc() if title.startswith("제목")}
        assert len(set(pages.values())) < len(pages) == 14
        for title, page in pages.items():
            lines = run_on.lines(page)
            top = next(y for text, y, _ in lines if text == title)
            assert 2 <= sum(top + 2 * _LINE < y < _FOOT for _, y, _ in lines), title

    def test_left_hand_pages_carry_the_title_of_the_book(self, run_on: Made) -> None:
        """There is no part whose name they could carry."""
        begun = {page for *_, page in run_on.pdf.get_toc()}
        left = (n for n in range(8, len(run_on.pdf), 2) if n not in begun)
        heads = {lines[0][0] for n in left if (lines := run_on.lines(n - 1))}
        assert {"작은 블로그"} == heads


@pytest.mark.parametrize("switch", ['drop = "half"', "tags = -1", 'numbers = "장"', "colour = true"])
def test_a_theme_that_is_wrong(switch: str, tmp_path: Path) -> None:
    """[opening] of a theme may say what book.toml may, and nothing else."""
    blog = small_blog(tmp_path / "blog")
    write(blog, {"styles/ours/theme.toml": f"[opening]\n{switch}\n"})
    settings = BookToml.model_validate({"theme": {"name": "ours"}})
    with pytest.raises(ConfigError, match=r"\[opening\]"):
        build(Config(blog, tmp_path, ("epub",), settings, jobs=1, cache=False, epoch=None), Report())
