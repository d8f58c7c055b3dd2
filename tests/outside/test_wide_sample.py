"""The sample book in all settings that change a page: 192 PDFs, 8 EPUBs. Run by `make test-all`."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from allpairspy import AllPairs

from tests.books import SAMPLE
from tests.outside.alike import faults
from tests.outside.whole import Settings, broken_rules, cut_words, pages_of, size_of, spread, unsound, whole
from tests.writers.epub.test_epub import epubcheck

pytestmark = pytest.mark.wide

_TRIMS = {  # mm
    "A4": (210, 297), "B5": (182, 257), "크라운판": (176, 248), "신국판": (152, 225),
    "A5": (148, 210), "140x210": (140, 210), "B6": (128, 188), "A6": (105, 148),
}  # fmt: skip
_OWN = {  # paper of the themes that have one
    "literature": (128, 188), "essay": (130, 200), "technical": (152, 225), "photo": (182, 257),
    "large": (152, 225),
}  # fmt: skip
_BREAKS, _EDGES, _OPENINGS = ("syllable", "eojeol"), ("justify", "start"), ("page", "recto", "run-on")
_LINES = tuple(product(_BREAKS, _EDGES, _OPENINGS))
_PAIRS = {tuple(one) for one in AllPairs([("base", "gothic"), tuple(_TRIMS), _BREAKS, _EDGES, _OPENINGS])}
Record = Callable[[str, Any], None]


def _settings(theme: str, trim: str, lines: tuple[str, str, str]) -> Settings:
    line_break, align, opening = lines
    return {
        "theme": {"name": theme, "line_break": line_break, "align": align},
        "pdf": {"trim": trim, "opening": opening},
    }


@pytest.mark.parametrize("lines", _LINES, ids="-".join)
@pytest.mark.parametrize("trim", _TRIMS)
class Matrix:
    """A PDF in each trim, line break, alignment and opening; those of a cover of all pairs are looked at."""

    theme: str

    def test_pdf(
        self, trim: str, lines: tuple[str, str, str], tmp_path: Path, record_property: Record
    ) -> None:
        """It is made with nothing to mend, sound, of its size; no word is cut; programs see the same."""
        made = whole(SAMPLE, tmp_path, _settings(self.theme, trim, lines), "pdf")
        assert [] == made.said
        (path,) = made.files.values()
        pages = pages_of(path)
        record_property("PDFs of the sample book", 1)
        record_property("their pages", pages)
        assert "" == unsound(path)
        assert _TRIMS[trim] == size_of(path)
        assert [] == cut_words(path)
        if (self.theme, trim, *lines) in _PAIRS:
            assert [] == broken_rules(path)
            assert [] == faults(path, spread(pages, 12))
            record_property("PDF/A-2a and PDF/UA-1 proofs", 1)
            record_property("pages drawn by all programs", len(spread(pages, 12)))
        path.unlink()


class TestBase(Matrix):
    """96 PDFs."""

    theme = "base"


class TestGothic(Matrix):
    """96 PDFs."""

    theme = "gothic"


@pytest.mark.parametrize("theme", _OWN)
def test_theme(theme: str, tmp_path: Path, record_property: Record) -> None:
    """On its own paper: sound, for archives and screen readers, no word cut, the same to all programs; a
    table may be stacked."""
    made = whole(SAMPLE, tmp_path, {"theme": {"name": theme}}, "pdf")
    path = made.files["pdf"]
    pages = pages_of(path)
    assert "" == unsound(path)
    assert _OWN[theme] == size_of(path)
    assert [] == cut_words(path)
    assert [] == broken_rules(path)
    assert [] == faults(path, spread(pages, 12))
    record_property("PDF/A-2a and PDF/UA-1 proofs", 1)
    record_property("their pages", pages)


@pytest.mark.parametrize("math", ["mathml", "pictures"])
@pytest.mark.parametrize("fonts", [False, True], ids=["own-fonts", "embedded-fonts"])
@pytest.mark.parametrize("theme", ["base", "gothic", *_OWN])
def test_epub(theme: str, fonts: bool, math: str, tmp_path: Path, record_property: Record) -> None:
    """It is made with nothing to mend, and EPUBCheck finds neither an error nor a warning."""
    settings = {"theme": {"name": theme}, "epub": {"embed_fonts": fonts, "math": math}}
    made = whole(SAMPLE, tmp_path, settings, "epub")
    assert [] == made.said
    assert [] == epubcheck(made.files["epub"], tmp_path / "report.json")
    record_property("EPUBs proved by EPUBCheck", 1)
