"""Picture files without what describes them: place, camera, names, comments, thumbnails, what an editor left.

Nothing is decoded or packed anew: the file is cut into its pieces, and only those stay by which it is shown,
with the profile of its colours.
JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf (annex B), PNG: https://www.w3.org/TR/png-3/,
GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

import struct
from collections.abc import Iterator

_JFIF, _PROFILE, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
_BARE = (0x01, *range(0xD0, 0xD8))  # markers without a length
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF


def bare(data: bytes, form: str) -> bytes:
    """Return the file of a JPEG, PNG or GIF with nothing in it that is not shown; the very same where all is
    shown.

    Raises ValueError where it cannot be cut into pieces.
    """
    pieces = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif}[form]
    try:
        made = b"".join(pieces(data))
    except (IndexError, struct.error) as error:
        raise ValueError(f"no whole {form}") from error
    return data if made == data else made


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Its segments, up to the end of the first picture: others, or a film, may stand behind it."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    yield data[:2]
    at, marker = 2, _START
    while marker != _END:
        at, marker = _marker(data, at)
        end = at if marker == _END or marker in _BARE else at + struct.unpack_from(">H", data, at)[0]
        if end > len(data):
            raise ValueError("a segment is cut short")
        body = data[at + 2 : end]
        if marker == 0xE0 and body.startswith(_JFIF):
            yield b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"  # its thumbnail may show what was cut off
        elif _is_shown(marker, body):
            yield bytes((0xFF, marker)) + data[at:end]
        if marker == _SCAN:
            start, end = end, _scan_end(data, end)
            yield data[start:end]
        at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Where the next marker ends, and which it is. Any number of 0xFF may stand before it."""
    if data[at] != 0xFF:
        raise ValueError("no marker where one should be")
    while data[at] == 0xFF:
        at += 1
    return at + 1, data[at]


def _is_shown(marker: int, body: bytes) -> bool:
    if marker in _APPLICATIONS:
        return (marker == 0xE2 and body.startswith(_PROFILE)) or (marker == 0xEE and body.startswith(_ADOBE))
    return marker != _COMMENT


def _scan_end(data: bytes, at: int) -> int:
    """Where the packed pixels end: at a marker that is none of those that may stand among them."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] not in (0, 0xFF, *_BARE):
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> Iterator[bytes]:
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    yield data[:8]
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk is cut short")
        if kind in _CHUNKS:
            yield data[at:end]
        at = end


def _gif(data: bytes) -> Iterator[bytes]:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise ValueError("no GIF")
    at = 13 + _palette(data[10])
    yield data[:at]
    while data[at] != _TRAILER:
        start, kind = at, data[at]
        if kind == _EXTENSION:
            at = _blocks_end(data, at + 2)
        elif kind == _IMAGE:
            at = _blocks_end(data, at + 10 + _palette(data[at + 9]) + 1)
        else:
            raise ValueError("neither a picture nor an extension")
        if kind == _IMAGE or data[start + 1] == _CONTROL or _is_loop(data[start:at]):
            yield data[start:at]
    yield data[at : at + 1]


def _palette(flags: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _is_loop(extension: bytes) -> bool:
    """How often an animation runs, or the profile of its colours."""
    return extension[1] == _APPLICATION and extension[3:14] in _LOOPS
