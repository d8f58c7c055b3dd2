"""passes/drawings.py: drawings among a post's HTML."""

import time
from pathlib import Path

import pytest

from publisher.passes.drawings import as_pictures
from tests.chapters import Blog, said, tree

_INSIDE = '<title>물결</title><path d="M0 0L90 60" stroke="#000"/>'
_DRAWING = f'<svg viewBox="0 0 90 60">{_INSIDE}</svg>'


@pytest.mark.parametrize(
    "drawing",
    [
        _DRAWING, f'<svg width="90px" height="60">{_INSIDE}</svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0, 0, 90, 60">{_INSIDE}</svg>',
        f'<svg viewBox="0 0 90 60">{_INSIDE}<svg><use xlink:href="#a"/></svg><script>a</script></svg>',
    ],
)  # fmt: skip
def test_a_drawing_is_a_picture(drawing: str, tmp_path: Path) -> None:
    """It is in the book, by its title, and nothing is said of it."""
    blog = Blog(tmp_path)
    chapter = blog.chapter(f"가\n\n{drawing}\n\n나")
    (image,) = tree(chapter).iter("img")
    assert ("물결", []) == (image.get("alt"), said(chapter))
    data = next((tmp_path / "pictures").rglob("*.svg")).read_bytes()
    assert b"M0 0L90 60" in data and b"script" not in data


@pytest.mark.parametrize(
    "before", ["<!-- <svg> -->", '<svg class="icon"/>', "<p>글</svg></p>", "<!-- </svg> -->"]
)
def test_tags_before_a_drawing(before: str, tmp_path: Path) -> None:
    """A comment, a tag that holds nothing, an end alone: the drawing behind it is a picture as ever."""
    chapter = Blog(tmp_path).chapter(f"{before}\n\n{_DRAWING}\n\n나")
    assert ["물결"] == [image.get("alt") for image in tree(chapter).iter("img")]


@pytest.mark.parametrize(
    "drawing",
    [
        f'<svg width="16" height="16">{_INSIDE}</svg>', f'<svg viewBox="0 0 24 24">{_INSIDE}</svg>',
        f'<svg viewBox="0 0 a b">{_INSIDE}</svg>', '<svg viewBox="0 0 90 60"><g></svg>',
    ],
)  # fmt: skip
def test_icons_and_what_is_no_drawing_go(drawing: str, tmp_path: Path) -> None:
    """What a theme dresses, or nobody could draw, is no picture; it is named."""
    chapter = Blog(tmp_path).chapter(f"가\n\n{drawing}\n\n나")
    assert [] == list(tree(chapter).iter("img"))
    assert ["html-dropped"] == [one.code for one in chapter.diagnostics]


@pytest.mark.parametrize("unit", ["<svg>", "</svg>", "<svg", "<svg viewBox='0 0 90 90'></svg>", "<svg ><!--"])
def test_hostile_drawings_take_linear_time(unit: str) -> None:
    """Tags that nothing closes, and thousands of drawings."""
    start = time.perf_counter()
    as_pictures(unit * 20_000)
    assert time.perf_counter() - start < 5
