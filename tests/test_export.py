"""Every post of the blog stands in both files, once, in the order that `plan` prints: by its words."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from publisher.build import plan
from publisher.config.load import Config, load
from publisher.errors import Report
from publisher.render.chapters import body
from tests.books import MATH, Made, X, letters

_GAP = "\ue000"
_LONG = 30  # letters that tell one post from another
_WORDLESS = ("math", "script", "style", "iframe", "video", "audio", "object", "img", "svg")
_BLOCKS = {X + t for t in "p li td th pre h1 h2 h3 h4 h5 h6 figcaption dt dd blockquote div summary".split()}


@cache
def shown_by_the_blog(made: Made) -> dict[str, list[str]]:
    """Each post's runs of letters as the blog's own grammar shows them, by entry: no pass touched them."""
    settings = load(made.blog / "book.toml", "book.toml", {})
    config = Config(made.blog, made.out, (), settings, jobs=1, cache=False, epoch=None)
    _, (outline,) = plan(config, Report())
    return {entry.id: _runs_of(body(entry.post)[0]) for entry in outline.entries}


def _runs_of(text: str) -> list[str]:
    """Text parted at what a book shows in its own way: pictures, frames, formulas, marks of notes."""
    root = html.fragment_fromstring(f"<div>{text}</div>")
    for notes in root.xpath("//section[@class='footnotes'] | //div[@class='footnotes']"):
        notes.drop_tree()
    own_way = "//sup[@class='footnote-ref'] | //*[contains(@class, 'math')]"
    for element in [*root.iter(*_WORDLESS), *root.xpath(own_way)]:
        if element.getparent() is not None:
            element.tail = _GAP + (element.tail or "")
            element.drop_tree()
    return [run for run in map(letters, root.text_content().split(_GAP)) if run]


def _body(made: Made, entry: str) -> etree._Element:
    """A chapter's page of the EPUB without its opening, notes and formulas."""
    root = etree.fromstring(etree.tostring(made.epub.chapter(entry)))
    (section,) = (s for s in root.iter(X + "section") if s.get("role") == "doc-chapter")
    for element in list(section.iter(etree.Element)):
        apart = element.tag in (X + "header", MATH) or "notes" == element.get("class")
        if apart or element.get("role") == "doc-noteref":
            _cut(element)
    return section


def _cut(element: etree._Element) -> None:
    parent, previous = element.getparent(), element.getprevious()
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


@cache
def in_the_epub(made: Made) -> dict[str, str]:
    """Each chapter's letters by entry."""
    return {entry["id"]: letters("".join(_body(made, entry["id"]).itertext())) for entry in made.entries}


def test_posts_of_the_plan(made: Made) -> None:
    """The summary counts what the plan lists."""
    assert len(made.entries) == made.summary["chapters"]
    assert len(made.entries) + len(made.plan["left_out"]) == made.summary["posts"]
    assert list(range(1, len(made.entries) + 1)) == [entry["number"] for entry in made.entries]


def test_every_post_file_is_in_the_plan(made: Made) -> None:
    """A Markdown file below the posts' folder is in the book or named as left out; none is lost."""
    files = {path.relative_to(made.blog).as_posix() for path in made.blog.glob("source/_[pd]*/**/*.md")}
    known = [*(entry["path"] for entry in made.entries), *(left["path"] for left in made.plan["left_out"])]
    assert sorted(files) == sorted(known)


def test_epub_has_each_post_whole(made: Made) -> None:
    """A post's first and last words, as the blog shows them, are in its own chapter of the EPUB."""
    chapters = in_the_epub(made)
    for entry, shown in shown_by_the_blog(made).items():
        assert shown[0][:_LONG] in chapters[entry], f"the first words of {entry}"
        assert shown[-1][-_LONG:] in chapters[entry], f"the last words of {entry}"


def test_epub_has_each_post_once(made: Made) -> None:
    """A post's words stand as often in the EPUB's chapters as in the blog."""
    written = "\n".join(run for shown in shown_by_the_blog(made).values() for run in shown)
    chapters = "\n".join(in_the_epub(made).values())
    for entry, shown in shown_by_the_blog(made).items():
        words = max(shown, key=len)[:_LONG]
        assert written.count(words) == chapters.count(words), entry


def test_epub_has_nothing_left_out(sample: Made) -> None:
    """A draft and a hidden post leave no word in the book."""
    book = "".join(letters("".join(page.itertext())) for page in sample.epub.pages.values())
    assert len(sample.plan["left_out"]) == 2
    for left in sample.plan["left_out"]:
        text = (sample.blog / left["path"]).read_text("utf-8").split("---")[2]
        longest = max(map(letters, text.splitlines()), key=len)
        assert longest[:_LONG] not in book
        assert letters(left["title"]) not in book


# The PDF, against the chapters of the EPUB


@cache
def runs(made: Made, entry: str) -> list[str]:
    """The letters of each paragraph, heading… of a chapter, parted at formulas and page numbers."""
    (section,) = (s for s in made.epub.chapter(entry).iter(X + "section") if s.get("role") == "doc-chapter")
    pieces = [""]

    def walk(element: etree._Element) -> None:
        drawn = element.tag == MATH or element.get("role") == "doc-noteref"
        if drawn or element.tag in _BLOCKS:
            pieces.append("")
        if not drawn:
            pieces[-1] += element.text or ""
            for child in element:
                walk(child)
                pieces[-1] += child.tail or ""
        # "(37쪽)" stands behind a link into another chapter.
        if drawn or element.tag in _BLOCKS or ".xhtml" in element.get("href", ""):
            pieces.append("")

    for child in section:
        if child.tag != X + "header" and child.get("class") != "notes":
            walk(child)
    return [run for run in map(letters, pieces) if run]


@cache
def printed(made: Made) -> str:
    """The letters of every page's body, one after another: no running heads, no folios."""
    return "".join(page.letters for page in made.pdf.pages)


def test_pdf_has_each_post_in_order(made: Made) -> None:
    """Titles, first and last words of all posts follow one another in the PDF as `plan` lists them."""
    text = printed(made)
    at = sum(len(page.letters) for page in made.pdf.pages[: _first_page(made) - 1])
    for entry in made.entries:
        words = [run for run in runs(made, entry["id"]) if len(run) >= 8] or runs(made, entry["id"])
        for run in (letters(entry["title"]), words[0][:_LONG], words[-1][-_LONG:]):
            at = text.find(run, at)
            assert at >= 0, f"{run} of {entry['path']}"


def _first_page(made: Made) -> int:
    """The page of the first chapter, behind the contents."""
    return made.pdf.named[made.entries[0]["id"]]


def test_pdf_has_each_post_once(made: Made) -> None:
    """A post's first words stand as often in the PDF as in the EPUB's chapters."""
    text, chapters = printed(made), "\n".join(in_the_epub(made).values())
    for entry in made.entries:
        longest = max(runs(made, entry["id"]), key=len)[:_LONG]
        assert chapters.count(longest) == text.count(longest), entry["path"]


def test_pdf_loses_no_paragraph(made: Made) -> None:
    """Every run of words of every chapter is printed on its pages, to the last line."""
    text = printed(made)
    lost = {
        entry["path"]: run
        for entry in made.entries
        for run in runs(made, entry["id"])
        if len(run) >= 4 and not _stands(run[:_LONG], text)
    }
    assert {} == lost


def _stands(run: str, text: str) -> bool:
    """Whether a run is printed, in one piece or with the notes of a page's foot between its two."""
    pieces = ((run[:at], run[at:]) for at in range(4, len(run) - 3))
    return run in text or any(first in text and second in text for first, second in pieces)


def test_order_of_the_files_is_the_plan(sample: Made) -> None:
    """The three lists of chapters agree: the plan's, the EPUB's spine, the PDF's outline."""
    ids = [entry["id"] for entry in sample.entries]
    spine = [name.removeprefix("EPUB/").removesuffix(".xhtml") for name in sample.epub.spine]
    assert ids == [name for name in spine if name in ids]
    pages = [sample.pdf.named[identifier] for identifier in ids]
    assert all(one < other for one, other in pairwise(pages))


@pytest.mark.parametrize("form", ["epub", "pdf"])
def test_file_names(sample: Made, form: str) -> None:
    """Files are named after the book's title."""
    (file,) = (file for file in sample.summary["files"] if file["format"] == form)
    assert Path(file["path"]) == sample.out / f"모래-묻은-키보드.{form}"
    assert (sample.out / f"모래-묻은-키보드.{form}").stat().st_size == file["bytes"]
    assert not re.search(r"[\s/\\]", Path(file["path"]).name)
