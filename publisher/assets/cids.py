"""Glyph ids as CIDs: what makes Identity-H name the same glyphs for every renderer.

The pages' text names glyphs by their ids. Where a font program is CID-keyed CFF, its text names CIDs, and the
program's charset says which glyph has which (PDF 32000-1, 9.7.4.2). Poppler and PDFium overlook it where it
says otherwise; MuPDF draws nothing, Ghostscript a box. So the charset is made to say what the text means:
each glyph's CID is its id. https://adobe-type-tools.github.io/font-tech-notes/pdfs/5176.CFF.pdf
"""

import itertools
import struct
import sys
from array import array
from collections.abc import Iterator

_CHARSET, _CHARSTRINGS, _ROS = 15, 17, (12 << 8) | 30  # operators of a Top DICT


def by_glyph(program: bytes) -> bytes:
    """Return an OpenType program with each glyph's id as its CID; one that needs no change as it is."""
    found = _charset(program)
    if found is None or are_glyph_ids(program):
        return program
    table, place, count = found
    charset = identity(count)
    made = bytearray(program)
    made[place : place + len(charset)] = charset
    return _summed(made, table)


def are_glyph_ids(program: bytes) -> bool:
    """Tell whether the text of a program names glyphs by their ids for every renderer."""
    found = _charset(program)
    if found is None:
        return True
    _, place, count = found
    return program.startswith(identity(count), place)


def identity(count: int) -> bytes:
    """Return the shortest charset of so many glyphs in which glyph n has CID n.

    None that says anything else is shorter, so it fits where any other stood. See 5176, 13
    """
    if count <= 2:
        return struct.pack(">BH", 0, 1) if count == 2 else b""
    if count <= 257:
        return struct.pack(">BHB", 1, 1, count - 2)
    return struct.pack(">BHH", 2, 1, count - 2)


def _charset(program: bytes) -> tuple[int, int, int] | None:
    """The record of the CFF table, the place of its charset, the number of glyphs; None: not CID-keyed."""
    record = _record(program, b"CFF ")
    if not record:
        return None
    (start,) = struct.unpack_from(">I", program, record + 8)
    _, names = _index(program, start + program[start + 2])
    tops, _ = _index(program, names)
    top = dict(_operators(program[slice(*tops[0])]))
    if _ROS not in top or top.get(_CHARSET, 0) <= 2:  # predefined: of fonts whose glyphs have names
        return None
    (count,) = struct.unpack_from(">H", program, start + top[_CHARSTRINGS])
    return record, start + top[_CHARSET], count


def _record(program: bytes | bytearray, tag: bytes) -> int:
    """The place of a table's record in an OpenType file; 0 where it has none."""
    (count,) = struct.unpack_from(">H", program, 4)
    return next((12 + 16 * n for n in range(count) if program.startswith(tag, 12 + 16 * n)), 0)


def _index(data: bytes, start: int) -> tuple[list[tuple[int, int]], int]:
    """Where the objects of an INDEX begin and end, and where it ends itself. See 5176, 5"""
    (count,) = struct.unpack_from(">H", data, start)
    if not count:
        return [], start + 2
    size, first = data[start + 2], start + 3
    offsets = [int.from_bytes(data[first + size * n : first + size * (n + 1)]) for n in range(count + 1)]
    base = first + size * (count + 1) - 1
    return [(base + a, base + b) for a, b in itertools.pairwise(offsets)], base + offsets[-1]


def _operators(dict_data: bytes) -> Iterator[tuple[int, int]]:
    """Operators of a DICT, each with its last whole number. See 5176, 4"""
    place, number = 0, 0
    while place < len(dict_data):
        first = dict_data[place]
        if first <= 21:
            extended = first == 12
            yield (first << 8 | dict_data[place + 1]) if extended else first, number
            place += 1 + extended
        else:
            number, place = _operand(dict_data, place)


def _operand(data: bytes, place: int) -> tuple[int, int]:
    """A number and where it ends; a real number counts as 0, as no place is one."""
    first = data[place]
    if first == 28:
        return struct.unpack_from(">h", data, place + 1)[0], place + 3
    if first == 29:
        return struct.unpack_from(">i", data, place + 1)[0], place + 5
    if first == 30:
        place += 1
        while data[place] & 0x0F != 0x0F and data[place] >> 4 != 0x0F:
            place += 1
        return 0, place + 1
    if first <= 246:
        return first - 139, place + 1
    high = (first - 247) * 256 if first <= 250 else -(first - 251) * 256
    return high + (data[place + 1] + 108 if first <= 250 else -data[place + 1] - 108), place + 2


def _summed(program: bytearray, record: int) -> bytes:
    """The file with the checksums of a changed table and of itself made right again.

    See https://learn.microsoft.com/typography/opentype/spec/otff#calculating-checksums
    """
    start, length = struct.unpack_from(">II", program, record + 8)
    struct.pack_into(">I", program, record + 4, _sum(program[start : start + length]))
    if head := _record(program, b"head"):
        adjustment = struct.unpack_from(">I", program, head + 8)[0] + 8
        struct.pack_into(">I", program, adjustment, 0)
        struct.pack_into(">I", program, adjustment, (0xB1B0AFBA - _sum(program)) & 0xFFFFFFFF)
    return bytes(program)


def _sum(data: bytes | bytearray) -> int:
    words = array("I", bytes(data) + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
