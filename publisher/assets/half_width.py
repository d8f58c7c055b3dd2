"""Brackets that are half an em wide, 「 and 」, as a font file of their own.

A font's feature `halt` says how far such a bracket moves, and how wide it is then. A PDF that is set by that
feature would still call the bracket an em wide: it lies on what stands beside it, and who reads words off the
page by their places (Poppler, pdfminer) loses the spaces there. So these letters are drawn anew where the
feature puts them, in a file that is looked at first.
Source: https://learn.microsoft.com/en-us/typography/opentype/spec/features_fj#tag-halt
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

import uharfbuzz as hb

LETTERS = "「」『』〈〉《》〔〕【】〖〗（）［］｛｝‘’“”"
_HALF = 0.55  # em: nothing that stays wider is half as wide


class _Place(NamedTuple):
    """Where a letter stands, in units of the font."""

    moved: int
    width: int


def half_width(font: hb.Face, also: Iterable[int]) -> bytes:
    """Return a face's brackets half an em wide, and other letters as they are, as OpenType; empty where it
    does not say how."""
    places = dict(_places(font))
    if not places:
        return b""
    from fontTools.ttLib import TTFont  # here: a tenth of a second for each command else

    wanted = hb.SubsetInput()
    wanted.unicode_set.update((*map(ord, places), *also))
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
    with TTFont(BytesIO(hb.subset(font, wanted).blob.data), recalcTimestamp=False) as made:
        names = made.getBestCmap()
        _move(made, {names[ord(letter)]: place for letter, place in places.items()})
        for feature in {"GPOS", "GSUB", "VORG", "vhea", "vmtx"}.intersection(made.keys()):
            del made[feature]
        out = BytesIO()
        made.save(out, reorderTables=None)
    return out.getvalue()


def _places(face: hb.Face) -> Iterator[tuple[str, _Place]]:
    """The letters that the feature makes narrower."""
    font = hb.Font(face)
    for letter in LETTERS:
        glyph = font.get_nominal_glyph(ord(letter))
        if not glyph:
            continue
        buffer = hb.Buffer()
        buffer.add_str(letter)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"halt": True})
        (info,), (position,) = buffer.glyph_infos, buffer.glyph_positions
        width = position.x_advance
        if info.codepoint == glyph and width <= _HALF * face.upem and width < font.get_glyph_h_advance(glyph):
            yield letter, _Place(position.x_offset, width)


def _move(font: Any, places: Mapping[str, _Place]) -> None:
    """Draw glyphs anew, each in its place."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    drawn = font.getGlyphSet()
    for name, place in places.items():
        move = (1, 0, 0, 1, place.moved, 0)
        if "CFF " in font:
            strings = font["CFF "].cff.topDictIndex[0].CharStrings
            old = strings[name]
            pen: Any = T2CharStringPen(place.width - old.private.nominalWidthX, drawn)
            drawn[name].draw(TransformPen(pen, move))
            strings[name] = pen.getCharString(old.private, old.globalSubrs)
        else:
            pen = TTGlyphPen(drawn)
            drawn[name].draw(TransformPen(pen, move))
            font["glyf"][name] = pen.glyph()
        bearing = font["hmtx"][name][1]
        font["hmtx"][name] = place.width, bearing + place.moved
