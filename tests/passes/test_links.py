"""passes/links.py, passes/anchors.py and book/crossrefs.py."""

from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings

from publisher.assets.urls import web
from publisher.assets.xhtml import fragment, inner, legal, text_of
from publisher.book import crossrefs
from publisher.dialect import Dialect
from publisher.errors import Where
from publisher.markdown import GRAMMARS
from publisher.model import Book, BookMeta, Chapter
from tests.assets.test_urls import ADDRESSES, STRICT
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
    assert "blog:겨울/" == _href(blog, "[겨울](/notes/겨울/)")
    assert "blog:겨울/" == _href(blog, "[겨울](http://example.org/notes/겨울/)")


def test_relative_to_page(tmp_path: Path) -> None:
    """A relative address counts from the post's own address, as a browser does."""
    assert "blog:2021/가을/표/" == _href(Blog(tmp_path), "[표](표/)")
    assert "blog:2021/겨울/" == _href(Blog(tmp_path), "[겨울](../겨울/)")


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
    chapter = Blog(tmp_path).chapter("글\n\n[절](#없는-절) [위로](#top)", first_line=4)
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
    assert '<p><a href="https://example.org/about/#%EB%82%98">소개</a></p>' == got


def test_page_of_a_blog_without_address(tmp_path: Path) -> None:
    """Without the blog's address, the words stay and the link goes."""
    assert "<p><span>소개</span></p>" == _resolved(Blog(tmp_path).chapter("[소개](/about/)"), source="")


def test_draft(tmp_path: Path) -> None:
    """A link to a draft keeps its words and loses its address, and the report names the line."""
    chapter = Blog(tmp_path).chapter("{% post_link 초안 읽기 %}")
    assert "<p><span>읽기</span></p>" == _resolved(chapter)
    (fault,) = crossrefs.missing(Book(META, (chapter,), {}))
    assert "source/_posts/가을.md:1: warning[link-missing]: 초안 is not in the book" == str(fault)


@pytest.mark.parametrize(
    "address", ["/", "https://example.org", "//example.org/", "../../", "https://example.org/#"]
)
def test_home(address: str, tmp_path: Path) -> None:
    """A link to the blog's own home leads there on the web."""
    got = _resolved(Blog(tmp_path).chapter(f'<p><a href="{address}">대문</a></p>'))
    assert '<p><a href="https://example.org/">대문</a></p>' == got


def test_home_of_a_blog_without_address(tmp_path: Path) -> None:
    """Without the blog's address its words stay, the link goes, and the report says so."""
    chapter = Blog(tmp_path).chapter("글\n\n[대문](/) [꼬리표](/tags/)")
    assert "<span>대문</span> <span>꼬리표</span>" in _resolved(chapter, source="")
    said = [str(fault) for fault in crossrefs.missing(Book(replace(META, source=""), (chapter,), {}))]
    what = "is not in the book, and the blog's address is unknown"
    assert [f"source/_posts/가을.md:3: warning[link-missing]: {one} {what}" for one in ("/", "tags")] == said


@pytest.mark.parametrize(
    "address",
    ["/tags/가 나/", "/archives/2021/index.html", "/about.html", "/search/?q=a&p=2#끝", "/files/a%23.zip"],
)
def test_page_on_the_web_keeps_its_address(address: str, tmp_path: Path) -> None:
    """A page that is no chapter is linked by the address that the post has: .html, a last /, its query."""
    chapter = Blog(tmp_path).chapter(f'<p><a href="{escape(address)}">쪽</a></p>')
    (link,) = fragment(_resolved(chapter)).iter("a")
    assert web(f"https://example.org{address}") == link.get("href")


def test_relative_to_a_page_that_is_no_folder(tmp_path: Path) -> None:
    """From 2021/가을.html a relative address counts from 2021/, as in a browser."""
    chapter = Blog(tmp_path).chapter("[겨울](겨울.html)", address="2021/가을.html")
    assert "blog:2021/겨울.html" == next(tree(chapter).iter("a")).get("href")


@pytest.mark.parametrize(
    ("shown", "html"),
    [
        ("no address that a book can lead to: http://[주소]/", '<a href="http://[주소]/">가</a>'),
        ("no address that a book can lead to: javascript:void(0)", "<a href='javascript:void(0)'>가</a>"),
        ("no address that a book can lead to: http:///", "<a class=b href=http:///>가</a>"),
        ("no address that a book can lead to: file:///a", "<a href=file:///a>가</a>"),
        ("a link without an address", "[가]()"),
    ],
)
def test_lost_link_is_named(shown: str, html: str, tmp_path: Path) -> None:
    """A link that leads nowhere keeps its words, and its line is named."""
    chapter = Blog(tmp_path).chapter(f"글\n\n{html}")
    assert "<span>가</span>" in chapter.xhtml or "<p>가</p>" in chapter.xhtml
    assert [f"source/_posts/가을.md:3: warning[link-invalid]: {shown}"] == said(chapter)


@pytest.mark.parametrize("grammar", [name for name in GRAMMARS if name != "html"])
@pytest.mark.parametrize("address", ["http://[주소]/", "https://[host]:80/a"])
def test_placeholder_for_a_host(grammar: str, address: str, tmp_path: Path) -> None:
    """What an example has in brackets becomes no host, in no grammar."""
    text = f"[가]({address})\n\n<{address}>"
    chapter = Blog(tmp_path).chapter(text, dialect=Dialect(grammar, unsafe=True))
    assert f"가 {address}" == text_of(tree(chapter))
    assert [] == [link.get("href") for link in tree(chapter).iter("a")]
    what = f"no address that a book can lead to: {address}"
    assert [f"source/_posts/가을.md:1: warning[link-invalid]: {what}"] == said(chapter)


def test_an_address_that_stands_there(tmp_path: Path) -> None:
    """Nothing is lost where the link's words are its address: http://localhost:8080으로 접근하면."""
    text = "http://localhost:8080으로 접근하면 [여기](http://localhost:9090으로)"
    chapter = Blog(tmp_path).chapter(text, dialect=Dialect("hexo", linkify=True))
    assert ["link-invalid"] == [fault.code for fault in chapter.diagnostics]
    assert "9090" in said(chapter)[0]


def test_link_in_a_comment(tmp_path: Path) -> None:
    """What nobody sees is not told of."""
    html = '글 <!-- <a href="javascript:x">가</a> <script>1</script> --> 뒤 <!-- <a href="http://[b]">'
    assert [] == said(Blog(tmp_path).chapter(html, dialect=Dialect("html")))


def test_any_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in a link, what the book has is a valid address, or the words alone and a warning."""
    blog = Blog(tmp_path_factory.mktemp("links"))

    @settings(max_examples=100, deadline=None)
    @given(ADDRESSES)
    def check(address: str) -> None:
        html = f'<p><a href="{escape(legal(address))}">가</a></p>'
        chapter = blog.chapter(html, dialect=Dialect("html"))
        root = fragment(_resolved(chapter))
        hrefs = [link.get("href", "") for link in root.iter("a")]
        assert all(STRICT.fullmatch(href) for href in hrefs), hrefs
        named = {fault.code for fault in chapter.diagnostics} & {"link-invalid", "link-missing"}
        named |= {fault.code for fault in crossrefs.missing(Book(META, (chapter,), {}))}
        assert hrefs or named or address.strip().startswith("#"), address

    check()
