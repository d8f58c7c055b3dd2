"""uharfbuzz: what assets/glyphs.py assumes of it."""

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from publisher.assets import glyphs
from publisher.assets.font_files import Face

pytestmark = pytest.mark.contract
NAMES = (".notdef", "A", "B", "C", "D")


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Face:
    """A font of four letters, each of another height and width."""
    made, drawn = FontBuilder(1000, isTTF=True), {}
    made.setupGlyphOrder(list(NAMES))
    made.setupCharacterMap({ord(name): name for name in NAMES[1:]})
    for size, name in enumerate(NAMES, 1):
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for corner in ((0, 100 * size), (50, 100 * size), (50, 0)):
            pen.lineTo(corner)
        pen.closePath()
        drawn[name] = pen.glyph()
    made.setupGlyf(drawn)
    made.setupHorizontalMetrics({name: (100 * size, 0) for size, name in enumerate(NAMES, 1)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Four", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    path = tmp_path_factory.mktemp("font") / "four.ttf"
    made.save(path)
    return Face("Four", str(path), 0, 400, italic=False)


def test_glyphs_keep_their_ids(face: Face) -> None:
    """Cut down, a font has its glyphs under the same ids, the last of them at its end, none else drawn."""
    program = glyphs.program_of(face, (1, 3))
    cut, whole = hb.Font(hb.Face(hb.Blob(program))), hb.Font(hb.Face(hb.Blob.from_file_path(face.path)))
    assert 4 == cut.face.glyph_count
    assert all(cut.get_glyph_extents(glyph) == whole.get_glyph_extents(glyph) for glyph in (1, 3))
    assert 0 == cut.get_glyph_extents(2).height != whole.get_glyph_extents(2).height


def test_letters_and_advances(face: Face) -> None:
    """A letter that a font has not has no glyph; letters are told as numbers, advances in its units."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path)))
    assert (2, None) == (font.get_nominal_glyph(ord("B")), font.get_nominal_glyph(ord("Z")))
    assert {ord(name) for name in NAMES[1:]} == set(font.face.unicodes)
    assert (1000, 300) == (font.face.upem, font.get_glyph_h_advance(2))
