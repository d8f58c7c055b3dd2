"""Font programs whose glyphs are boxes: what a reader of a PDF needs to tell where letters stand.

Written as bare CFF (https://adobe-type-tools.github.io/font-tech-notes/pdfs/5176.CFF.pdf) with outlines of
Type 2 (https://adobe-type-tools.github.io/font-tech-notes/pdfs/5177.Type2.pdf).
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_HEAD = bytes((1, 0, 4, 4))  # version 1.0, four bytes long, offsets of four bytes
_NAME = b"boxes"
_CHARSET, _CHARSTRINGS, _PRIVATE = b"\x0f", b"\x11", b"\x12"  # operators of a Top DICT
_STANDARD = 390  # names that every reader knows: 5176, appendix A
_MOVE, _LINES, _END = b"\x15", b"\x06", b"\x0e"  # rmoveto, hlineto (across, up, back), endchar


class GlyphBox(NamedTuple):
    """The smallest box around a glyph, in thousandths of the font size from the origin on its base line."""

    left: int
    foot: int
    right: int
    head: int


def box_font(boxes: Mapping[int, GlyphBox]) -> bytes:
    """Return a program in which each of these glyphs is its box; all others up to the last one are empty.

    `boxes`: glyph id -> box. No number of a box may be beyond 32,767.
    """
    count = max((1, *boxes)) + 1
    drawn = {0: _END} | {glyph: _outline(box) for glyph, box in sorted(boxes.items())}
    charset, outlines = _charset(count), _sparse(drawn, count)
    lead = _HEAD + _index([_NAME])
    rest = _index([]) * 2  # no strings, no subroutines
    start = len(lead) + len(_top(0, 0, 0)) + len(rest)
    top = _top(start, start + len(charset), start + len(charset) + len(outlines))
    return lead + top + rest + charset + outlines


def _outline(box: GlyphBox) -> bytes:
    width, height = box.right - box.left, box.head - box.foot
    return _numbers(box.left, box.foot) + _MOVE + _numbers(width, height, -width) + _LINES + _END


def _charset(count: int) -> bytes:
    """Names of all glyphs but the first: those that need no string, again and again."""
    full, rest = divmod(count - 1, _STANDARD)
    last = struct.pack(">HH", 1, rest - 1) if rest else b""
    return b"\x02" + struct.pack(">HH", 1, _STANDARD - 1) * full + last


def _numbers(*values: int) -> bytes:
    return b"".join(b"\x1c" + struct.pack(">h", value) for value in values)


def _top(charset: int, outlines: int, private: int) -> bytes:
    """The index with the only Top DICT, always as long."""
    place, outline_place, nothing, end = (
        b"\x1d" + struct.pack(">i", value) for value in (charset, outlines, 0, private)
    )
    entries = place + _CHARSET + outline_place + _CHARSTRINGS + nothing + end + _PRIVATE
    return _index([entries])


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return bytes(2)
    return _sparse(dict(enumerate(items)), len(items))


def _sparse(items: Mapping[int, bytes], count: int) -> bytes:
    """An index of so many items; those that are not given, in rising order, are empty. See 5176, 5"""
    return struct.pack(">HB", count, 4) + b"".join(_offsets(items, count)) + b"".join(items.values())


def _offsets(items: Mapping[int, bytes], count: int) -> Iterator[bytes]:
    """Where each item begins, counted from 1, and where the last one ends."""
    offset, told = 1, 0
    for number, item in items.items():
        yield struct.pack(">I", offset) * (number + 1 - told)
        offset, told = offset + len(item), number + 1
    yield struct.pack(">I", offset) * (count + 1 - told)
