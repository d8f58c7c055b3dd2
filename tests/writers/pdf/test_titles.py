"""Titles, contents, captions, cells and running heads of each theme: by word, never justified."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from tests.books import post, run, small_blog

_TITLE = "바닷가 도서관에서 쓴 아주 긴 제목이 두 줄로 넘어갈 때에도 낱말을 지키는지 보려고 이렇게 길게 적는다"
_CELL = "표의 칸에 든 설명도 낱말을 지키며 넘어가야 하므로 이렇게 길게 길게 적어 둔다"
_TEXT = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 60
_MOST = 0.6  # em: no space of a line that is not justified is wider
_NUMBER = re.compile(r"^\s*(?:그림 )?\d+(?:-\d+)?\s+")  # of a chapter, a heading, a figure


@pytest.mark.parametrize(
    "theme",
    [
        "literature",
        *(pytest.param(name, marks=pytest.mark.wide) for name in ("essay", "technical", "photo", "large")),
    ],
)
def test_titles_of_a_theme(theme: str, tmp_path: Path) -> None:
    """A title that is too long for a line is parted between words wherever it stands, and its spaces are as
    wide as they are."""
    table = f"| 이름 | 설명 | 값 |\n|---|---|---|\n| 가 | {_CELL} | 나 |"
    text = f'{_TEXT}\n\n## {_TITLE}\n\n![{_TITLE}](p.png "{_TITLE}")\n\n{table}\n\n{_TEXT}'
    blog = small_blog(tmp_path / "blog", {"a.md": post(_TITLE, text), "b.md": post("둘", _TEXT)})
    Image.new("RGB", (600, 60), "gray").save(blog / "source/_posts/p.png")
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", theme, "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    with pymupdf.open(path) as pdf:
        places = [place for page in pdf for whole in (_TITLE, _CELL) for place in _places(page, whole)]
        heads = {words for page in pdf if (words := _head(page)).startswith(_TITLE[:5])}
    assert len(places) >= 5
    assert [] == [line for lines in places for line, _ in lines if not _is_whole(line)]
    assert [] == [(line, wide) for lines in places for line, wide in lines if wide > _MOST]
    # A running head is one line: what does not fit is "…".
    assert [] == [head for head in heads if not _TITLE.startswith(head.rstrip("…")) or "\n" in head]
    assert theme != "literature" or any(head.endswith("…") for head in heads)


def _head(page: Any) -> str:
    """What stands above a page's text."""
    top = page.rect.height / 9
    return str(page.get_text(clip=(0, 0, page.rect.width, top))).strip().replace("\u2060", "")


def _is_whole(line: str) -> bool:
    return {*line.split()} <= {*_TITLE.split(), *_CELL.split()}


def _places(page: Any, whole: str) -> list[list[tuple[str, float]]]:
    """Where a text stands in lines that follow each other: each line, and its widest space in em."""
    found: list[list[tuple[str, float]]] = []
    rest = ""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            letters = [one | {"size": span["size"]} for span in line["spans"] for one in span["chars"]]
            said = "".join(one["c"] for one in letters)
            letters, text = letters[len(said) - len(_NUMBER.sub("", said)) :], _NUMBER.sub("", said).strip()
            if len(text) > 3 and whole.startswith(text):
                rest, found = whole, [*found, []]
            if rest and text and rest.startswith(text):
                rest = rest[len(text) :].lstrip()
                found[-1].append((text, _widest(letters)))
    return found


def _widest(letters: list[dict[str, Any]]) -> float:
    return max(
        (
            (after["origin"][0] - one["origin"][0]) / one["size"]
            for one, after in pairwise(letters)
            if one["c"] == " "
        ),
        default=0.0,
    )
