"""A vault of a hundred notes as whole books. Run by `make test-all`."""

from pathlib import Path

import pytest

from tests.books import Epub, Pdf, run, text_of
from tests.vaults import LITERAL, vault
from tests.writers.epub.test_epub import epubcheck

pytestmark = pytest.mark.wide


def test_nothing_literal_is_left(tmp_path: Path) -> None:
    """In the words of both books; EPUBCheck finds nothing."""
    made = run("export", vault(tmp_path / "vault"), "-o", tmp_path / "out")
    assert made.code == 0, made.err
    (epub,), (pdf,) = (tmp_path / "out").glob("*.epub"), (tmp_path / "out").glob("*.pdf")
    words = [text_of(page) for page in Epub(epub).pages.values()]
    assert 100 < len(words)
    for text in (*words, Pdf(pdf).text):
        assert [] == [sign for sign in LITERAL if sign in text]
    assert [] == epubcheck(epub, tmp_path / "report.json")
