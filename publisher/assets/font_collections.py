"""Font collections: several faces in a file. https://learn.microsoft.com/typography/opentype/spec/otff"""

import struct


def taken_out(collection: bytes, index: int) -> bytes:
    """Return one face as a font file: its tables as they are, at new places. Of a broken collection whatever
    Python raises there."""
    (start,) = struct.unpack_from(">I", collection, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", collection, start + 4)
    head, tables = collection[start : start + 12], []
    place = len(head) + 16 * count
    for number in range(count):
        tag, checksum, offset, length = struct.unpack_from(">4sIII", collection, start + 12 + 16 * number)
        head += struct.pack(">4sIII", tag, checksum, place, length)
        tables.append(collection[offset : offset + length] + bytes(-length % 4))
        place += len(tables[-1])
        if place > 2 * len(collection):  # a stranger's: the same bytes as a table, thousands of times
            raise LookupError("more tables than there is room for")
    return head + b"".join(tables)
