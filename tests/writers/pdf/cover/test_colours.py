"""Colours of covers: each ink can be read, by computation."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.assets.themes import load_theme
from publisher.errors import ConfigError
from publisher.writers.pdf.cover.colours import LEAST, contrast, legible, mixed, palette_of
from tests.blogs import write

KNOWN = load_theme("base", Path("/nowhere")).palettes
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast() -> None:
    """As the WCAG has it: white on black, and the greys that just pass and just fail on white."""
    assert 21 == pytest.approx(contrast("#ffffff", "#000000"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.005)
    assert 4.48 == pytest.approx(contrast("#777777", "#ffffff"), abs=0.005)


@settings(max_examples=60, deadline=None)
@given(COLOURS, COLOURS)
def test_any_colour_becomes_legible(colour: str, ground: str) -> None:
    """On any ground; one that can be read already stays as it is."""
    made = legible(colour, ground)
    assert contrast(made, ground) >= LEAST
    assert contrast(colour, ground) < LEAST or made == colour


@settings(max_examples=60, deadline=None)
@given(COLOURS)
def test_any_ground_is_a_palette(ground: str) -> None:
    """A colour of book.toml: its ink can be read on it, on its shade, and when it is a little weaker."""
    made = palette_of(ground, KNOWN, "")
    assert ground == made.ground
    for under in (made.ground, made.shade):
        assert contrast(made.ink, under) >= LEAST
        assert contrast(legible(mixed(made.ink, under, 0.85), under), under) >= LEAST


def test_palettes_of_the_theme() -> None:
    """Six of them; ink stays as the theme has it, for it can be read as it is."""
    assert {"sea", "night", "paper", "persimmon", "pine", "sky"} == set(KNOWN)
    for name, colours in KNOWN.items():
        assert colours["ink"] == palette_of(name, KNOWN, "").ink


def test_a_palette_that_nobody_can_read_is_mended() -> None:
    """Grey on grey, and a shade so far from its ground that no ink stands on both."""
    mud = {"ground": "#777777", "shade": "#777777", "ink": "#888888", "accent": "#777777"}
    bad = {"mud": mud, "day": mud | {"ground": "#ffffff", "shade": "#000000"}}
    for name in bad:
        made = palette_of(name, bad, "")
        assert min(contrast(made.ink, made.ground), contrast(made.ink, made.shade)) >= LEAST


@pytest.mark.parametrize("name", ["seaa", "#12345", "#12345g", "빨강", "../sea"])
def test_no_such_palette(name: str) -> None:
    """Said with what there is."""
    with pytest.raises(ConfigError, match=r"no palette") as raised:
        palette_of(name, KNOWN, "")
    assert "sea" in raised.value.hint


@pytest.mark.parametrize(
    "table",
    [
        "[palettes]\nmine = 3",
        "[palettes.mine]",
        '[palettes.mine]\nground = "#000000"',
        '[palettes.sea]\nmore = "#000000"',
        '[palettes.sea]\nink = "red; } body { color: red"',
        "palettes = 3",
        "[cover]\ndesign = 3",
        '[cover]\ndesign = ["type"]',
    ],
)
def test_a_theme_at_fault(table: str, tmp_path: Path) -> None:
    """A palette without its colours, or with others; a design that is no name: the theme is named."""
    write(tmp_path / "styles/mine", {"theme.toml": table})
    with pytest.raises(ConfigError, match="mine"):
        load_theme("mine", tmp_path)


def test_a_book_keeps_its_colour() -> None:
    """By its identifier; others have others."""
    made = [palette_of("", KNOWN, f"urn:uuid:{number}") for number in range(20)]
    assert made == [palette_of("", KNOWN, f"urn:uuid:{number}") for number in range(20)]
    assert len({one.ground for one in made}) > 3
