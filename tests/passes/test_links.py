"""passes/links.py, passes/anchors.py and crossrefs.py."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publisher import crossrefs
from publisher.errors import Where
from publisher.model import Book, BookMeta, Chapter
from publisher.trees import inner
from tests.chapters import DAY, SITE, Blog, said, tree

META = BookMeta(
    title="책", subtitle="", authors=(), language="ko", identifier="urn:x", published=date(2021, 3, 14),
    modified=DAY, publisher="", edition="", rights="", description="", isbn="", price="", subjects=(),
    source="https://example.org/", cover="",
)  # fmt: skip


def _href(blog: Blog, markdown: str) -> str:
    (link,) = tree(blog.chapter(markdown)).iter("a")
    return link.get("href", "")


def _resolved(chapter: Chapter, *others: Chapter, source: str = META.source, **links: str) -> str:
    """The chapter's body, its links resolved in a book of these chapters; `links`: address -> id."""
    book = Book(replace(META, source=source), (chapter, *others), links)
    root = tree(chapter)
    crossrefs.resolve(root, book, lambda chapter_id, anchor: f"{chapter_id}.xhtml#{anchor}")
    return inner(root).strip()


def test_site_below_a_folder(tmp_path: Path) -> None:
    """On a site at /notes/, addresses count from there."""
    blog = Blog(tmp_path, replace(SITE, url="https://example.org/notes/"))
    assert "blog:겨울" == _href(blog, "[겨울](/notes/겨울/)")
    assert "blog:겨울" == _href(blog, "[겨울](http://example.org/notes/겨울/)")


def test_relative_to_page(tmp_path: Path) -> None:
    """A relative address counts from the post's own address, as a browser does."""
    assert "blog:2021/가을/표" == _href(Blog(tmp_path), "[표](표/)")
    assert "blog:2021/겨울" == _href(Blog(tmp_path), "[겨울](../겨울/)")


def test_illegal_signs_are_escaped(tmp_path: Path) -> None:
    """EPUBCheck takes no space and no Korean letter in an address."""
    html = '<a href="https://e.org/a b|c?q=가#절">가</a>'
    assert "https://e.org/a%20b%7Cc?q=%EA%B0%80#%EC%A0%88" == _href(Blog(tmp_path), html)


def test_escapes_are_not_escaped_again(tmp_path: Path) -> None:
    """%20 stays %20."""
    assert "https://e.org/a%20b" == _href(Blog(tmp_path), "[가](https://e.org/a%20b)")


@pytest.mark.parametrize(
    "href", ["http://", "https:///x", "http://e.org:999999/", "http://[::1", "about:blank"]
)
def test_no_address_at_all(href: str, tmp_path: Path) -> None:
    """What leads nowhere keeps its words and is no link."""
    chapter = Blog(tmp_path).chapter(f'<p><a href="{href}">가</a></p>')
    assert "<p><span>가</span></p>" == chapter.xhtml.strip()


def test_line_of_a_link(tmp_path: Path) -> None:
    """A link's place is the line of the post's file on which it stands."""
    chapter = Blog(tmp_path).chapter("글\n\n{% post_link 겨울 %}", first_line=5)
    assert (("post:겨울", Where("source/_posts/가을.md", 7)),) == chapter.outgoing


def test_missing_place_is_named(tmp_path: Path) -> None:
    """A link to a place that the post does not have is a warning with file and line."""
    chapter = Blog(tmp_path).chapter("글\n\n[절](#없는-절)", first_line=4)
    assert ["source/_posts/가을.md:6: warning[link-missing]: no place #없는-절 in the post"] == said(chapter)


def test_into_another_chapter(tmp_path: Path) -> None:
    """A link into another post leads to the place in its chapter that the blog calls by that name."""
    blog = Blog(tmp_path)
    other = replace(blog.chapter("## 첫 눈"), id="d")
    got = _resolved(blog.chapter("[눈](/겨울/#첫-눈)"), other, 겨울="d")
    assert '<p><a href="d.xhtml#c-h1">눈</a></p>' == got


def test_place_that_another_chapter_lacks(tmp_path: Path) -> None:
    """A fragment that the other post does not have leads to its start."""
    blog = Blog(tmp_path)
    other = replace(blog.chapter("글"), id="d")
    got = _resolved(blog.chapter("[눈](/겨울/#없음)"), other, 겨울="d")
    assert '<p><a href="d.xhtml#">눈</a></p>' == got


def test_title_of_the_other(tmp_path: Path) -> None:
    """{% post_link %} without words of its own shows the post's title."""
    blog = Blog(tmp_path)
    other = replace(blog.chapter("글"), id="d", title="겨울 이야기")
    got = _resolved(blog.chapter("{% post_link 겨울 %}"), other, **{"post:겨울": "d"})
    assert '<p><a href="d.xhtml#">겨울 이야기</a></p>' == got


def test_page_that_is_not_in_the_book(tmp_path: Path) -> None:
    """A page of the blog that is no chapter is linked on the web."""
    got = _resolved(Blog(tmp_path).chapter("[소개](/about/#나)"))
    assert '<p><a href="https://example.org/about#나">소개</a></p>' == got


def test_page_of_a_blog_without_address(tmp_path: Path) -> None:
    """Without the blog's address, the words stay and the link goes."""
    assert "<p><span>소개</span></p>" == _resolved(Blog(tmp_path).chapter("[소개](/about/)"), source="")


def test_draft(tmp_path: Path) -> None:
    """A link to a draft keeps its words and loses its address, and the report names the line."""
    chapter = Blog(tmp_path).chapter("{% post_link 초안 읽기 %}")
    assert "<p><span>읽기</span></p>" == _resolved(chapter)
    (fault,) = crossrefs.missing(Book(META, (chapter,), {}))
    assert "source/_posts/가을.md:1: warning[link-missing]: 초안 is not in the book" == str(fault)
