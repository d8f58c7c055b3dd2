"""passes/tracking.py: no address of a book follows its readers, no picture counts them."""

from pathlib import Path

import pytest

from publisher.passes.tracking import untracked
from tests.chapters import Blog, said


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("https://e.com/a?utm_source=x&id=1&UTM_Medium=y#b", "https://e.com/a?id=1#b"),
        ("https://e.com/a?fbclid=1", "https://e.com/a"),
        ("https://e.com/a?q=%EA%B0%80&&gclid=1&igshid=2", "https://e.com/a?q=%EA%B0%80&"),
        ("/2021/a/?utm_campaign=z#c", "/2021/a/#c"),
        ("https://e.com/a?id=1&amp;b=2", "https://e.com/a?id=1&amp;b=2"),
        ("https://e.com/utm_source?pk_x=1&autm_x=2", "https://e.com/utm_source?pk_x=1&autm_x=2"),
        ("https://e.com/#?utm_source=x", "https://e.com/#?utm_source=x"),
    ],
)
def test_only_what_tracks_goes(address: str, cleaned: str) -> None:
    """The rest of an address stays letter for letter."""
    assert cleaned == untracked(address)[0]
    assert (cleaned, []) == untracked(cleaned)


def test_addresses_of_a_chapter(tmp_path: Path) -> None:
    """In links, in what they show, in frames; each is named."""
    text = "봄\n\nhttps://e.com/a?utm_source=rss&b=1\n\n<iframe src='https://tv.naver.com/v/1?fbclid=abc'></iframe>"
    chapter = Blog(tmp_path).chapter(text)
    assert '<a href="https://e.com/a?b=1">https://e.com/a?b=1</a>' in chapter.xhtml
    assert not {"utm_source", "fbclid"} & {word for word in ("utm_source", "fbclid") if word in chapter.xhtml}
    assert [3, 5] == [item.where.line for item in chapter.diagnostics if item.code == "tracking-parameter"]


@pytest.mark.parametrize(
    "picture",
    [
        '<img width="1" height="1" src="https://e.com/x.gif">',
        '<img style="width:1px;height:1px" src="//e.com/x.gif">',
        '<img height="0" data-src="https://e.com/x.gif">',
        '<a href="https://hits.seeyoufarm.com"><img src="https://hits.seeyoufarm.com/api/count/incr/badge.svg"></a>',
        "![](https://www.facebook.com/tr?id=1&ev=PageView)",
    ],
)
def test_counting_pictures_go(picture: str, tmp_path: Path) -> None:
    """No frame stands in their place, no link without words; a note names each."""
    chapter = Blog(tmp_path).chapter(f"봄\n\n{picture}")
    assert ["note[tracking-pixel]"] == [line.split(": ")[1] for line in said(chapter)]
    assert not any(word in chapter.xhtml for word in ("<img", "missing", "<a "))


def test_pictures_of_the_blog_count_nobody(tmp_path: Path) -> None:
    """A small picture of the blog's own stays; so does one on the web that is larger, to be named."""
    chapter = Blog(tmp_path).chapter(
        '<img width="1" src="/a.png">\n\n<img width="10" src="https://e.com/a.png">'
    )
    assert ["image-missing", "image-remote"] == [item.code for item in chapter.diagnostics]
