"""Links as nobody should write them, in a book that EPUBCheck judges. Run by `make test-all`."""

import random
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from publisher.assets.xhtml import legal
from tests.assets.test_urls import PIECES
from tests.blogs import hexo
from tests.books import Epub, run
from tests.writers.epub.test_epub import epubcheck

pytestmark = pytest.mark.wide


def _odd() -> Iterator[str]:
    """Addresses of all sorts of pieces, the same each time; most begin as one that can be mended."""
    draw = random.Random(11)
    for start in (
        "",
        "/",
        "../",
        "mailto:",
        "http://e.org",
        "https://e.org/",
        "https://",
        "http://e.org/?",
        "#",
    ):
        for _ in range(40):
            rest = "".join(draw.choices([*PIECES, " ", "a", "가 나"], k=draw.randint(1, 8)))
            yield legal(start + rest).replace("\n", " ")


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """In a book of 360 odd links every address is valid; the words of all are there."""
    links = "\n\n".join(f'<p><a href="{escape(address)}">말{n}.</a></p>' for n, address in enumerate(_odd()))
    blog = hexo(tmp_path / "blog", {"a.md": f"---\ntitle: 봄\ndate: 2021-03-14\n---\n\n{links}\n"})
    made = run("export", blog, "-o", tmp_path / "out", "--format", "epub")
    assert made.code == 0, made.err
    (path,) = (tmp_path / "out").glob("*.epub")
    assert [] == epubcheck(path, tmp_path / "report.json")
    words = "".join(data.decode() for name, data in Epub(path).files.items() if name.endswith("xhtml"))
    assert all(f"말{n}." in words for n in range(360))
    assert words.count('href="http') > 100
