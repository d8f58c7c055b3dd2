"""What a font file says of itself."""

from pathlib import Path

import pytest

from publisher.assets.font_facts import SCRIPTS, facts
from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme


def _of(role: str) -> Face:
    return next(
        one.faces[0]
        for one in find_fonts(load_theme("base", Path("/")).fonts, Path("/"), "가").roles
        if one.name == role
    )


def test_scripts_have_the_letters_of_their_standards() -> None:
    """Hangul of Unicode, Hanja of KS X 1001 (of which 268 stand twice), the parts of 옛한글."""
    assert 11_172 == len(SCRIPTS["Hangul"])
    assert 4_888 == len(SCRIPTS["Hanja"])
    assert 256 + 29 + 23 + 49 == len(SCRIPTS["Old Hangul"])
    assert {"韓", "字"} < SCRIPTS["Hanja"] and "가" not in SCRIPTS["Hanja"]


def test_a_korean_font() -> None:
    """Its name, all syllables, and the licence under which it may be sold in a book."""
    found = facts(_of("body"))
    assert 11_172 == found.letters["Hangul"]
    assert found.name and "SIL OFL" == found.licence and found.address.startswith("http")


def test_a_font_without_hangul() -> None:
    """Symbols have none, and another licence."""
    assert 0 == facts(_of("symbols")).letters["Hangul"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """It is an error of the system, not an empty font."""
    with pytest.raises(OSError):
        facts(Face("x", str(tmp_path / "gone.ttf"), 0, 400, False))
