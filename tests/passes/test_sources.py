"""passes/sources.py: pictures that are given in several sizes, late, or by something else than <img src>."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.dialect import Dialect
from publisher.passes.sources import _parsed
from tests.chapters import SITE, Blog, said, tree
from tests.passes.test_images import _image

HTML = Dialect("html")


@pytest.mark.parametrize(
    ("shown", "html"),
    [
        ("b.png", '<img srcset="a.png 320w, b.png 1600w, c.png 5000w">'),
        ("b.png", '<img src="a.png" srcset="b.png 1200w, c.png 4000w" sizes="50vw">'),
        ("a.png", '<img src="a.png" srcset="b.png 2x">'),
        ("a.png", '<img srcset="a.png, b.png 2x">'),
        ("a.png", '<img srcset="a.png">'),
        ("a.png", '<img src="data:image/gif;base64,R0lGODlh" data-src="a.png">'),
        ("a.png", '<img data-lazy-src="a.png" class="lazy">'),
        ("b.png", '<img data-srcset="a.png 300w, b.png 900w">'),
        ("b.png", '<img src="https://e.org/far.png" srcset="none.png 1x, b.png 2x">'),
        ("a.png", '<picture><source srcset="none.webp" type="image/webp"><img src="a.png"></picture>'),
        ("b.png", '<picture><source srcset="b.png" media="(min-width: 9px)"><img src="none.png"></picture>'),
        ("b.png", '<picture><source srcset="a.png 1w, b.png 2w"></picture>'),
        ("b.png", '<picture><source data-srcset="b.png"></picture>'),
        ("a.png", '<object data="a.png" type="image/png">가</object>'),
        ("a.png", '<embed src="a.png?v=2">'),
        ("a.png", '<video poster="a.png"><source src="none.mp4"></video>'),
        ("a.png", '<video poster="a.png"></video>'),
    ],
)
def test_picture_is_shown(shown: str, html: str, tmp_path: Path) -> None:
    """However a picture is given, it is in the book: the best of its files."""
    blog = Blog(tmp_path)
    files = {
        name: blog.put(f"source/{name}", _image(size=(4, 3 + n))) for n, name in enumerate(("a.png", "b.png"))
    }
    chapter = blog.chapter(html, dialect=HTML)
    assert [files[shown].read_bytes()] == [Path(asset.path).read_bytes() for asset in chapter.assets]
    (image,) = tree(chapter).iter("img")
    assert {"src", "alt"} == set(image.attrib)
    assert {"embed-dropped"} >= {fault.code for fault in chapter.diagnostics}


@pytest.mark.parametrize(
    "html",
    ['<img srcset="a.png 1x, b.png 2x">', '<picture><source srcset="a.png"></picture>',
     '<video poster="a.png">', '<img data-lazy="a.png">', '<object data="a.png">'],
)  # fmt: skip
def test_picture_is_named(html: str, tmp_path: Path) -> None:
    """Where none of its files is there, it is named, and its place is seen."""
    chapter = Blog(tmp_path).chapter(html, dialect=HTML)
    assert "source/_posts/가을.md:1: warning[image-missing]: no picture a.png" in said(chapter)
    assert "[그림]" in chapter.xhtml


def test_alternative_text_stays(tmp_path: Path) -> None:
    """Words for those who do not see it come with it."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    html = '<picture><source srcset="a.png"><img alt="하늘" width="40"></picture>'
    html += '<object data="a.png">바다</object>'
    images = list(tree(blog.chapter(html, dialect=HTML)).iter("img"))
    assert [("하늘", "40"), ("바다", None)] == [(image.get("alt"), image.get("width")) for image in images]


def test_film_of_the_blog(tmp_path: Path) -> None:
    """A film that lies in the blog is linked on the web, its still picture shown; without the blog's address
    the still picture stands alone, and the report says so."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    html = '<div><video src="films/a.mp4" poster="/a.png"></video></div>'
    chapter = blog.chapter(html, dialect=HTML)
    assert "blog:2021/가을/films/a.mp4" == next(tree(chapter).iter("a")).get("href")
    assert 1 == len(chapter.assets)
    unknown = Blog(tmp_path, replace(SITE, url="")).chapter(html, dialect=HTML)
    assert (["embed-dropped"], 1) == ([fault.code for fault in unknown.diagnostics], len(unknown.assets))


@pytest.mark.parametrize(
    ("expected", "srcset"),
    [
        ([("a.png", ""), ("b.png", "2x")], "a.png, b.png 2x"),
        ([("a.png", "1x"), ("b.png", "2x")], " a.png 1x ,\n b.png 2x,"),
        ([("data:image/png;base64,AA", "1x")], "data:image/png;base64,AA 1x"),
        ([("a,b.png", "100w")], "a,b.png 100w"),
        ([], ""),
        ([], " , "),
    ],
)
def test_srcset(expected: list[tuple[str, str]], srcset: str) -> None:
    """An address may hold commas; one behind it parts it from the next."""
    assert expected == list(_parsed(srcset))
