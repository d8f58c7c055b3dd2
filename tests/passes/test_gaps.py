"""passes/gaps.py: blank lines by <br>."""

import time
from pathlib import Path

import pytest

from publisher.assets.xhtml import text_of
from publisher.passes import gaps
from tests.chapters import Blog, tree


@pytest.mark.parametrize(
    ("tags", "html"),
    [
        ("p br p", "<p>가</p><br><br>\n<br><p>나</p>"),
        ("p p p", "<p>가</p><p><br><br></p><p>나</p>"),
        ("p", "<br><p>가</p><p><br></p>"),
        ("p h2 p", "<p>가</p><br><br><h2>나</h2><div><br></div><p>다</p>"),
        ("p p", "<p>가</p><p>나<br>다</p>"),
        ("p div p", '<p>가</p><div id="a"><br></div><p>나</p>'),
    ],
)
def test_one_blank_line_stays_of_several(tags: str, html: str, tmp_path: Path) -> None:
    """None does at the ends, nor beside what a book parts by itself."""
    build = Blog(tmp_path).build(html.replace("<br>", "<br/>"))
    gaps.apply(build)
    assert tags == " ".join(str(one.tag) for one in build.root)
    assert all(len(one) < 2 for one in build.root)


def test_thousands_of_blank_lines(tmp_path: Path) -> None:
    """The time that they take grows with their number: 4,500 took a minute."""
    build = Blog(tmp_path).build("<p>가</p>" + "<p><br/></p>\n" * 20_000 + "<p>나</p>")
    start = time.perf_counter()
    gaps.apply(build)
    assert time.perf_counter() - start < 5
    assert "p p p" == " ".join(str(one.tag) for one in build.root)


def test_empty_paragraphs_go(tmp_path: Path) -> None:
    """What a shortcode leaves that shows nothing is no paragraph; one that is led to stays."""
    chapter = Blog(tmp_path).chapter('<p></p>\n\n하나\n\n<p> </p>\n\n<p id="a"></p>\n\n[둘](#a)')
    assert ["하나", "", "둘"] == [text_of(one) for one in tree(chapter)]


def test_blank_lines_of_a_post(tmp_path: Path) -> None:
    """As bloggers part their sections."""
    chapter = Blog(tmp_path).chapter(
        "<br>\n\n하나\n\n<br>\n\n<br/>\n\n둘\n\n<br><br>\n\n## 셋\n\n<br>\n\n넷\n\n<br>"
    )
    assert "p br p h2 p" == " ".join(str(one.tag) for one in tree(chapter))
