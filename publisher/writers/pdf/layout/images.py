"""Pictures as a PDF holds them, made from their files: the engine lays out stand-ins of the same size.

WeasyPrint unpacks a PNG and packs it anew twice, but takes a JPEG over as it is (see engine_pdf.py). A PDF
can hold most PNGs as they are, with their palette: PDF 32000-1, 8.9.5 and 7.4.4.4 (PNG's predictors). A
picture is untrusted: nothing is taken over that does not unpack to just as many bytes as its size promises.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.layout.relocatable import Relocatable

_PNG = b"\x89PNG\r\n\x1a\n"
_STAND_IN = re.compile(rb"publisher's stand-in (\d+)\.")
_MOST = 0xFFFF  # pixels that a JPEG can be wide or high
_GREY, _COLOUR, _PALETTE = 0, 2, 3  # kinds of PNG: https://www.w3.org/TR/png-3/#6Colour-values


@dataclass(frozen=True, slots=True)
class Print:
    """A picture, packed by PNG's rules, without see-through pixels; those are in its mask."""

    width: int  # pixels
    height: int
    depth: int  # bits of a sample
    samples: int  # of a pixel
    space: bytes  # of its colours
    data: bytes
    mask: "Print | None" = None

    def objects(self) -> tuple[Relocatable, ...]:
        """Return the picture, and its mask where it has one."""
        about = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace%b" % (
            self.width, self.height, self.depth, self.space,
        )  # fmt: skip
        about += b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d" % self.samples
        about += b"/BitsPerComponent %d/Columns %d>>/Length %d" % (self.depth, self.width, len(self.data))
        if not self.mask:
            return (Relocatable(about + b">>", (), self.data),)
        return Relocatable(about + b"/SMask %8d 0 R>>", (1,), self.data), *self.mask.objects()


def stand_ins(files: Mapping[str, File], *, grey: bool = False) -> tuple[dict[str, File], dict[bytes, Print]]:
    """Return the files with stand-ins for the pictures that we can make; these, by the marks of their
    stand-ins. `grey`: whether they are without colour."""
    given, prints = dict(files), dict[bytes, Print]()
    for address, file in files.items():
        made = _print_of(file, grey=grey) if isinstance(file, Path) else None
        if made:
            mark = b"%d" % len(prints)
            given[address] = stand_in(made.width, made.height, mark)
            prints[mark] = made
    return given, prints


def stood_for(prints: Mapping[bytes, Print], data: bytes) -> Print | None:
    """Return the picture for which this one stands; None where it is one itself."""
    found = _STAND_IN.search(data, 0, 64)
    return prints.get(found[1]) if found else None


def stand_in(width: int, height: int, mark: bytes) -> bytes:
    """Return a JPEG of that size without its picture; `mark`: digits by which to know it."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    parts = ((0xFE, b"publisher's stand-in %b." % mark), (0xC0, frame), (0xDA, b"\1\1\0\0\x3f\0"))
    return b"\xff\xd8" + b"".join(_segment(*part) for part in parts) + b"\xff\xd9"


def _segment(kind: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data


def is_stand_in(data: bytes) -> bool:
    """Tell whether a stream that begins so is a stand-in: none may be left in a book."""
    return _STAND_IN.search(data) is not None


def _print_of(file: Path, *, grey: bool) -> Print | None:
    try:
        return made_of(file.read_bytes(), grey=grey)
    except OSError:
        return None


def made_of(data: bytes, *, grey: bool = False) -> Print | None:
    """None for what the engine is quick with, or we cannot read: it says what is wrong."""
    if not data.startswith((_PNG, b"GIF8")):
        return None
    try:
        made = _taken_over(data)
        if made is None or (grey and made.space != b"/DeviceGray"):
            made = _packed(data, grey=grey)
    except (
        OSError,
        KeyError,
        ValueError,
        SyntaxError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
    ):
        return None
    return made if max(made.width, made.height) <= _MOST else None


def _taken_over(png: bytes) -> Print | None:
    """A PNG as it is; None where it has see-through pixels or is interlaced, and for a GIF."""
    if not png.startswith(_PNG):
        return None
    chunks = dict[bytes, bytes]()
    for kind, data in _chunks(png):
        chunks[kind] = chunks.get(kind, b"") + data if kind == b"IDAT" else data
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"][:13])
    if interlaced or colour not in (_GREY, _COLOUR, _PALETTE) or b"tRNS" in chunks:
        return None
    samples = 3 if colour == _COLOUR else 1
    if not _is_whole(chunks.get(b"IDAT", b""), height, 1 + (width * samples * depth + 7) // 8):
        return None
    space = {_GREY: b"/DeviceGray", _COLOUR: b"/DeviceRGB"}.get(colour) or _indexed(chunks.get(b"PLTE", b""))
    return Print(width, height, depth, samples, space, chunks[b"IDAT"]) if space else None


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kinds and contents. https://www.w3.org/TR/png-3/#5Chunk-layout"""
    at = len(_PNG)
    while at + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _is_whole(packed: bytes, rows: int, row: int) -> bool:
    """Whether it unpacks to that many rows of so many bytes, no byte more, each with a filter of PNG's."""
    unpacking = zlib.decompressobj()
    raw = unpacking.decompress(packed, rows * row + 1)
    return len(raw) == rows * row and unpacking.eof and rows > 0 and max(raw[::row]) <= 4


def _indexed(palette: bytes) -> bytes:
    """A palette as a space of colours; empty where there is none."""
    count = len(palette) // 3
    return b"[/Indexed/DeviceRGB %d<%b>]" % (count - 1, palette.hex().encode()) if 0 < count <= 256 else b""


def _packed(data: bytes, *, grey: bool) -> Print:
    """Any picture, packed anew, once; its first frame."""
    with Image.open(io.BytesIO(data), formats=("PNG", "GIF")) as opened:
        if opened.mode[0] in "IF":
            raise ValueError("more than eight bits a sample")
        see_through = opened.has_transparency_data
        grey = grey or opened.mode in ("1", "L", "LA")
        picture = opened.convert(("LA" if grey else "RGBA") if see_through else "L" if grey else "RGB")
    if not see_through:
        return _png(picture)
    alpha = picture.getchannel("A")
    made = _png(picture.convert("L" if grey else "RGB"))
    if alpha.getextrema() == (255, 255):
        return made
    mask = _png(alpha)
    return Print(made.width, made.height, 8, made.samples, made.space, made.data, mask)


def _png(picture: Image.Image) -> Print:
    file = io.BytesIO()
    picture.save(file, "PNG")
    data = b"".join(part for kind, part in _chunks(file.getvalue()) if kind == b"IDAT")
    samples = len(picture.getbands())
    space = b"/DeviceGray" if samples == 1 else b"/DeviceRGB"
    return Print(picture.width, picture.height, 8, samples, space, data)
