"""passes/notes.py: every grammar's notes, also those that refer to themselves or that nobody refers to."""

import re
from pathlib import Path

import pytest

from publisher.assets.xhtml import Element, fragment, text_of
from publisher.dialect import Dialect, MarkedOptions
from publisher.markdown.hexo.early.rules import EARLY
from publisher.model import Chapter
from publisher.writers.pdf.compose.notes import to_foot
from tests.chapters import Blog, said, tree

NEWEST = ("hexo", "markdown-it", "hugo", "commonmark", "kramdown", "markdown", "pandoc")
DIALECTS = {name: Dialect(name) for name in NEWEST} | {
    name: Dialect("hexo", marked=MarkedOptions(generation=name)) for name in EARLY
}
IN_TABLE = "| 가 | 나 |\n|---|---|\n| 칸[^1] | 둘 |\n\n[^1]: 주석"


def _back(chapter: Chapter) -> list[str]:
    """Where each note's number leads back to; "" for nowhere."""
    marks = (mark for mark in tree(chapter).iter("a", "span") if mark.get("class") == "back")
    return [mark.get("href", "") for mark in marks]


def _words(root: Element) -> list[str]:
    """Without the numbers of notes."""
    return re.findall(r"[가-힣]+", " ".join(root.itertext()))


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize(
    "text",
    [
        "글\n\n[^1]: 주석[^1]",
        "글[^1]\n\n[^1]: 주석[^1]",
        "글[^1]\n\n[^1]: 하나[^2]\n\n[^2]: 둘[^1]",
        "글\n\n[^1]: 하나[^2]\n\n[^2]: 둘[^1]",
        "글[^1] 글[^1] 글[^1]\n\n[^1]: 주석",
        "글\n\n[^1]: 주석",
        "# 절[^1]\n\n[^1]: 주석",
        IN_TABLE,
    ],
    ids=["itself", "also itself", "each other", "only each other", "thrice", "unused", "heading", "table"],
)
def test_any_notes(dialect: Dialect, text: str, tmp_path: Path) -> None:
    """Notes of all shapes are set, without a fault: each number leads to its mark, or nowhere if the text has
    no mark, and the note can move to the foot of the mark's page."""
    chapter = Blog(tmp_path).chapter(text, dialect=dialect)
    # kramed leads back to marks that are not there, too: as on the blog's own page, this is said.
    assert [] == [one for one in said(chapter) if "#reffn_" not in one]
    root = tree(chapter)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in _back(chapter) if href} <= set(ids)
    to_foot(root)
    assert sorted(_words(tree(chapter))) == sorted(_words(root))


def test_note_that_only_itself_refers_to(tmp_path: Path) -> None:
    """It stands at the chapter's end, and its number leads nowhere: the text has no mark of it."""
    chapter = Blog(tmp_path).chapter("글\n\n[^1]: 주석[^1]", dialect=Dialect("commonmark"))
    assert [""] == _back(chapter)
    root = tree(chapter)
    to_foot(root)
    assert ["1 주석1"] == [text_of(section) for section in root.iter("section")]


def test_mark_in_the_text_comes_first(tmp_path: Path) -> None:
    """The way back leads to the mark in the text, also where another note has referred to it before."""
    text = "글[^2]\n\n[^2]: 둘[^1]\n[^1]: 하나[^1]\n\n끝[^1]"
    chapter = Blog(tmp_path).chapter(text, dialect=Dialect("commonmark"))
    (end,) = (p for p in tree(chapter).iter("p") if text_of(p).startswith("끝"))
    assert next(end.iter("a")).get("id") in {href[1:] for href in _back(chapter)}


def test_words_beside_the_notes_stay(tmp_path: Path) -> None:
    """A list of notes written in HTML may hold other words: they stay where they were."""
    html = '<div class="footnotes"><p>덧붙임</p><ol><li id="n">주석</li></ol></div>\n\n끝 <a href="#n">*</a>'
    chapter = Blog(tmp_path).chapter(html)
    assert ["덧붙임", "끝", "주석"] == _words(tree(chapter))


def test_list_in_a_note(tmp_path: Path) -> None:
    """An item of a list in a note is no note of its own."""
    item = '<li id="n">주석<ul><li id="m">속</li></ul></li>'
    html = f'글 <a href="#n">1</a>\n\n<div class="footnotes"><ol>{item}</ol></div>'
    notes = list(tree(Blog(tmp_path).chapter(html)).iter("aside"))
    assert ["1 주석속"] == [text_of(note) for note in notes]


def test_marks_that_touch(tmp_path: Path) -> None:
    """Between two marks that touch stands a comma, in both books: notes 1 and 2 are not note 12."""
    xhtml = Blog(tmp_path).chapter("가[^1][^2] 나[^1]다\n\n[^1]: 하나\n[^2]: 둘\n").xhtml
    assert ["가1,2 나1다"] == [text_of(one) for one in fragment(xhtml).findall("p")]


def test_notes_of_distill(tmp_path: Path) -> None:
    """What a page of Distill shows under the mouse, <d-footnote>, is a note; nothing is said."""
    chapter = Blog(tmp_path).chapter("글<d-footnote>주의 **글**</d-footnote>이다.")
    assert ("글1이다.", "1 주의 글") == tuple(text_of(part) for part in tree(chapter))
    assert [] == said(chapter)


@pytest.mark.parametrize(
    ("parts", "item"),
    [
        (["1 『책』, 3쪽", "속"], "『<em>책</em>』, 3쪽<ul><li>속</li></ul>"),
        (["1 책의 3쪽", "둘"], "<i>책</i>의 <b>3쪽</b><p>둘</p>"), (["1 하나", "둘"], "하나<p>둘</p>"),
    ],
)  # fmt: skip
def test_note_without_a_paragraph(parts: list[str], item: str, tmp_path: Path) -> None:
    """The words with which a note of HTML begins stand in one paragraph, elements too, behind its number."""
    html = f'<p>글 <a href="#n">1</a></p><div class="footnotes"><ol><li id="n">{item}</li></ol></div>'
    (note,) = tree(Blog(tmp_path).chapter(html, dialect=Dialect("html"))).iter("aside")
    assert parts == [text_of(part) for part in note] and note[0].tag == "p"


def test_note_that_ends_in_code(tmp_path: Path) -> None:
    """kramdown sets the link back below it in a paragraph of its own: the book has neither."""
    text = "글[^a]\n\n[^a]: 주석\n\n        코드\n"
    (note,) = tree(Blog(tmp_path).chapter(text, dialect=Dialect("kramdown"))).iter("aside")
    assert ["p", "pre"] == [part.tag for part in note]
