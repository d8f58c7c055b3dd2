"""Variable fonts: a regular and a bold face, taken out of a font that has all weights in one file.

Engines write a variable font into a PDF as other glyphs than it shows, and few readers of EPUBs know one.
"""

import uharfbuzz as hb

_WEIGHTS = (400, 700)
_WEIGHT = "wght"  # https://learn.microsoft.com/typography/opentype/spec/dvaraxistag_wght


def of_one_weight(data: bytes) -> tuple[bytes, ...]:
    """Return the files of a font that have one weight each: itself; of a variable one a regular and a bold,
    or what it has nearest to them, its other axes (width, slant) where they are unless asked.

    Nothing where its outlines cannot be taken out.
    """
    face = hb.Face(hb.Blob(data))
    if "fvar" not in face.table_tags:
        return (data,)
    ranges = [(axis.min_value, axis.max_value) for axis in face.axis_infos if axis.tag == _WEIGHT]
    weights = sorted({min(max(weight, low), high) for low, high in ranges for weight in _WEIGHTS}) or [0]
    made = [_pinned(face, weight) for weight in weights]
    return tuple(one for one in made if one)


def _pinned(face: hb.Face, weight: float) -> bytes:
    """The whole font at one weight; 0: it has no such axis."""
    wish = hb.SubsetInput()
    wish.keep_everything()
    wish.flags |= hb.SubsetFlags.DOWNGRADE_CFF2  # no PDF holds the later format
    wish.pin_all_axes_to_default(face)
    if weight:
        wish.pin_axis_location(face, _WEIGHT, weight)
    try:
        made = wish.subset(face)
    except (hb.HarfBuzzError, RuntimeError):
        return b""
    return b"" if {"fvar", "CFF2"} & {*made.table_tags} else bytes(made.blob.data)
