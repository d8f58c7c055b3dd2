"""The names and licences that fonts say they have, for a colophon."""

import re
import struct
from collections.abc import Iterator

from publisher.assets.fonts import Face, name_table

_TEXT, _ADDRESS = 13, 14  # of the name table: the licence in words, and where it is to be read
_OPEN = re.compile(r"open font licen[sc]e\W*(?:version\W*)?(\d\.\d)?", re.I)
_LONGEST = 60  # letters


def licensed(face: Face) -> tuple[str, str]:
    """Return the family of a face and the name of its licence: "SIL OFL 1.1"; "" where it says none.

    See https://learn.microsoft.com/typography/opentype/spec/name
    """
    names = dict(_names(name_table(face)))
    text, address = names.get(_TEXT, ""), names.get(_ADDRESS, "")
    if found := _OPEN.search(text):
        return face.family, f"SIL OFL {found[1] or '1.1'}"
    first = text.split(". ")[0].strip()
    return face.family, first if 0 < len(first) <= _LONGEST else address[:_LONGEST]


def _names(table: bytes) -> Iterator[tuple[int, str]]:
    """The texts of Windows and Unicode; a table that is cut short says no more."""
    try:
        _, count, texts = struct.unpack_from(">HHH", table)
        for number in range(count):
            platform, _, _, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
            if platform in (0, 3) and name in (_TEXT, _ADDRESS):
                said = table[texts + offset : texts + offset + length].decode("utf-16-be", "replace")
                yield name, " ".join(said.split())
    except struct.error:
        return
