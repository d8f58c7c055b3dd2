"""Posts with very many of one thing: every pass takes time in proportion to their length."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.dialect import Dialect
from publisher.render.chapters import made
from tests.chapters import Blog, entry, fragment

ROWS = {
    "pictures without address": ("<p>", "<img>가", ""),
    "inputs": ("<p>", "<input>가", ""),
    "breaks in a list": ("<ul>", "<br>가", ""),
    "missing pictures": ("<p>", "<img src=a{n}.png>", ""),
    "lost anchors": ("<p>", "<a href='#a{n}'>가</a>", ""),
    "links": ("<p>", "<a href='/a{n}'>가</a>", ""),
    "blocks in a heading": ("<h2>", "<div>가</div>", ""),
    "notes": ("", "<sup><a href='#fn{n}'>1</a></sup>", "<li id=fn{n}>가</li>"),
    "open emphasis": ("<p>", "**(가)**나", ""),
    "formulas": ("<p>", "\\(a\\)<br>가", ""),
}


def _seconds(name: str, count: int, folder: Path) -> float:
    before, piece, behind = ROWS[name]
    pieces = "".join(piece.replace("{n}", str(n)) for n in range(count))
    notes = "".join(behind.replace("{n}", str(n)) for n in range(count))
    text = before + pieces + (f"<div class=footnotes><ol>{notes}</ol></div>" if notes else "")
    context = replace(Blog(folder).context, fix_emphasis=True)
    start = time.process_time()
    chapter, _ = made(entry(text, dialect=Dialect("html", math=True)), context)
    took = time.process_time() - start
    assert "chapter-simplified" not in {fault.code for fault in chapter.diagnostics}
    assert "".join(fragment(chapter.xhtml).itertext()).count("가") == text.count("가")
    return took


@pytest.mark.parametrize("name", ROWS)
def test_time_grows_with_length(name: str, tmp_path: Path) -> None:
    """Eight times as many take far less than 64 times as long, and no word is lost."""
    _seconds(name, 10, tmp_path)
    few, many = (_seconds(name, count, tmp_path) for count in (1500, 12_000))
    assert many < 25 * max(few, 0.02)
