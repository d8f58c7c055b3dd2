"""Variable fonts: a regular and a bold face, taken out of a font that has all weights in one file.

Engines write a variable font into a PDF as other glyphs than it shows, and few readers of EPUBs know one.
"""

import uharfbuzz as hb

WEIGHTS = (400, 700)
_WEIGHT = "wght"  # https://learn.microsoft.com/typography/opentype/spec/dvaraxistag_wght


def of_one_weight(data: bytes) -> tuple[bytes, ...]:
    """Return the files of a font that have one weight each: itself; of a variable one a regular and a bold,
    or what it has nearest to them, its other axes (width, slant) where they are unless asked.

    Nothing where its outlines cannot be taken out.
    """
    if "fvar" not in hb.Face(hb.Blob(data)).table_tags:
        return (data,)
    made = (at(data, 0, weight) for weight in WEIGHTS)
    return tuple(dict.fromkeys(one for one in made if one))


def at(data: bytes, index: int, weight: int) -> bytes:
    """Return the whole of a variable font at a weight, or the nearest that it has, as a file without others.

    `index`: of the face in a collection; else 0. b"" where its outlines cannot be taken out.
    """
    face = hb.Face(hb.Blob(data), index)
    wish = hb.SubsetInput()
    wish.keep_everything()
    wish.flags |= hb.SubsetFlags.DOWNGRADE_CFF2  # no PDF holds the later format
    wish.pin_all_axes_to_default(face)
    for axis in face.axis_infos:
        if axis.tag == _WEIGHT:
            wish.pin_axis_location(face, _WEIGHT, min(max(weight, axis.min_value), axis.max_value))
    try:
        made = wish.subset(face)
    except (hb.HarfBuzzError, RuntimeError):
        return b""
    return b"" if {"fvar", "CFF2"} & {*made.table_tags} else bytes(made.blob.data)
