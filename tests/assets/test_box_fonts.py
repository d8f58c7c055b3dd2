"""What fontTools reads in a font program of boxes."""

import io

from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from hypothesis import given
from hypothesis import strategies as st

from publisher.assets.box_fonts import GlyphBox, box_font

_SIDES = st.integers(-16_000, 15_999)
_BOXES = st.builds(
    lambda left, foot, width, height: GlyphBox(
        left, foot, min(left + width, 16_000), min(foot + height, 16_000)
    ),
    _SIDES,
    _SIDES,
    st.integers(1, 32_000),
    st.integers(1, 32_000),
)


def _bounds(program: bytes) -> list[tuple[int, ...] | None]:
    """The box of each glyph's outline, in the order of the glyphs; None where nothing is drawn."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    outlines = fonts[0].CharStrings
    found = list[tuple[int, ...] | None]()
    for glyph in range(len(outlines.charStringsIndex)):
        pen = BoundsPen(None)
        outline = outlines.charStringsIndex[glyph]
        outline.private = fonts[0].Private
        if outline.bytecode:
            outline.draw(pen)
        found.append(pen.bounds and tuple(map(int, pen.bounds)))
    return found


@given(st.dictionaries(st.integers(1, 300), _BOXES, max_size=6))
def test_each_glyph_is_its_box(boxes: dict[int, GlyphBox]) -> None:
    """Each glyph is drawn as its box, under its own id; the others up to the last one draw nothing."""
    expected = [tuple(boxes[glyph]) if glyph in boxes else None for glyph in range(max((1, *boxes)) + 1)]
    assert expected == _bounds(box_font(boxes))


def test_a_program_is_small() -> None:
    """One glyph far behind costs four bytes for each before it, and is where it belongs."""
    program = box_font({3_000: GlyphBox(0, -120, 1000, 880)})
    assert (0, -120, 1000, 880) == _bounds(program)[-1]
    assert len(program) < 4 * 3_000 + 200
