"""How long a book will be is known before it is made."""

import pytest

from publisher.book.chosen import arrange
from publisher.book.extent import extent_of
from publisher.book.measure import measured
from publisher.book.paper import A5, paper_of
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.model import InBook
from tests.blogs import blog, post
from tests.books import Made

PARAGRAPH = "바닷가에 앉아 파도를 세다가 해가 지는 줄도 몰랐다. " * 9


def extent(*posts, opening="page", cover=True):
    settings = BookToml.model_validate({"pdf": {"opening": opening, "cover": cover}})
    return extent_of(arrange(blog(*posts), settings, Report()), A5, settings)


@pytest.mark.parametrize("of", ["sample", pytest.param("hangack", marks=pytest.mark.wide), "seed"])
def test_the_estimate_is_near_the_made_book(of: str, built) -> None:
    """Within five in a hundred pages, and each chapter within two."""
    made: Made = built(of)
    assert made.plan["sizes"][0]["pages"] == pytest.approx(made.summary["pages"], rel=0.05)


def test_a_book_is_counted_as_it_is_bound():
    """Cover, title page and contents on right-hand pages, two chapters, the colophon."""
    first, second = post("가", "2024-01-01"), post("나", "2024-01-02")
    assert (9, 5) == (extent(first, second).pages, extent(first, second).sheets)
    assert 7 == extent(first, second, cover=False).pages


def test_openings_take_pages():
    """A right-hand page leaves blank ones, what runs on takes none."""
    posts = [post(f"{n}", f"2024-01-{n:02}") for n in range(1, 10)]
    pages = {opening: extent(*posts, opening=opening).pages for opening in ("run-on", "page", "recto")}
    assert pages["run-on"] < pages["page"] < pages["recto"]
    own = [post("가", "2024-01-01"), post("나", "2024-01-02", book=InBook(opening="run-on"))]
    assert extent(*own).pages == extent(own[0]).pages


def test_parts_have_the_pages_of_what_is_in_them():
    """A part's own page too; a part in a part has none of its own."""
    path = ("가", "나")
    posts = [post("하나", "2024-01-01", sections=(path,)), post("둘", "2024-01-02", sections=(path[:1],))]
    assert {("가",): 3, path: 1} == extent(*posts).parts


def test_manuscript_pages():
    """200자 원고지 has ten rows of twenty squares: a paragraph begins one in, two Latin letters take one."""
    assert pytest.approx(0.1 + 0.2) == measured(post("글", markdown="가" * 20), A5).manuscript
    assert pytest.approx(0.1 + 0.1) == measured(post("글", markdown="a" * 38), A5).manuscript
    assert pytest.approx(0.1 + 0.3) == measured(post("글", markdown="가\n\n나\n\n다"), A5).manuscript


def test_what_is_longer_takes_more():
    """Text, code, pictures, tables and headings; smaller paper too."""
    texts = ["", PARAGRAPH, f"{PARAGRAPH}\n\n![](a.png)", f"{PARAGRAPH}\n\n![](a.png)\n\n```\na\nb\n```\n"]
    texts += [f"{texts[-1]}\n## 제목\n", f"{texts[-1]}\n## 제목\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"]
    lines = [measured(post("글", markdown=text), A5).lines for text in texts]
    assert sorted(lines) == lines
    assert len({*lines}) == len(lines)
    small = paper_of("A6")
    assert lines[1] < measured(post("글", markdown=PARAGRAPH), small).lines


@pytest.mark.parametrize(
    "text", ["```\n" * 9999, "|" * 99_999, "a" * 99_999, "\n" * 9999, "![" * 9999, "\ud800", "가\0"]
)
def test_any_text_has_a_length(text):
    """Whatever it is."""
    assert 0 < measured(post("글", markdown=text), A5).lines
