"""The five themes: a small book of each, read back from its PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from tests.books import post, run, small_blog

_MM = 72 / 25.4
_RAGGED = ("technical", "photo", "large")
_QUICK = ("literature",)
_TEXT = "바닷가에서 쓴 글을 모아 책으로 묶는다. 오래된 것부터 차례로 읽어도 좋고 아무 데나 펴도 좋다. " * 40
# name -> width, height, measure; size of the body; where folios stand; whether a head stands above
_LOOKS = {
    "literature": (128, 188, 86, 10, "outside", True),
    "essay": (130, 200, 84, 10, "centre", False),
    "technical": (152, 225, 112, 9.2, "outside", True),
    "photo": (182, 257, 95, 9.5, "outside", False),
    "large": (152, 225, 110, 14, "outside", True),
}


def _pages(name: str, folder: Path, *options: str) -> list[Any]:
    """The pages of the text of a book of one chapter, but for its first and last."""
    blog = small_blog(folder / "blog", {"a.md": post("글", f"{_TEXT}\n\n{_TEXT}")})
    made = run("export", blog, "-o", folder / "out", "--format", "pdf", "--theme", name, "-q", *options)
    assert (0, "") == (made.code, made.err)
    (path,) = (folder / "out").glob("*.pdf")
    found = [page for page in pymupdf.open(path) if "바닷가" in page.get_text()]
    return found[1:-1]


def _lines(page: Any) -> Iterator[tuple[Any, float, str]]:
    """Boxes of lines, their letters' size, and their text."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            yield pymupdf.Rect(line["bbox"]), line["spans"][0]["size"], line["spans"][0]["text"]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in _QUICK else pytest.mark.wide) for name in _LOOKS]
)
def test_looks(name: str, tmp_path: Path) -> None:
    """Paper, measure, letters, folio and head are those of the theme."""
    width, height, measure, size, folio, head = _LOOKS[name]
    page = _pages(name, tmp_path)[0]
    assert (width, height) == tuple(round(side / _MM) for side in page.rect.br)
    lines = [*_lines(page)]
    body = [box for box, letters, text in lines if len(text.strip()) > 12]
    missing = measure - (max(box.x1 for box in body) - min(box.x0 for box in body)) / _MM
    assert 0 <= round(missing) < (14 if name in _RAGGED else 1)
    assert size == pytest.approx(next(letters for _, letters, text in lines if len(text) > 12), abs=0.01)
    (number,) = (box for box, _, text in lines if text.strip().isdigit())
    middle = (number.x0 + number.x1) / 2 / page.rect.width
    assert folio == ("centre" if 0.45 < middle < 0.55 else "outside")
    assert head == (min(box.y1 for box, _, _ in lines) < min(box.y0 for box in body))


def test_another_trim(tmp_path: Path) -> None:
    """--trim goes before the theme's paper, and the margins keep their share of it."""
    page = _pages("essay", tmp_path, "--trim", "A5")[0]
    assert (148, 210) == tuple(round(side / _MM) for side in page.rect.br)
    body = [box for box, _, text in _lines(page) if len(text) > 12]
    measure = (max(box.x1 for box in body) - min(box.x0 for box in body)) / _MM
    assert 84 / 130 * 148 == pytest.approx(measure, abs=1.5)
