"""A page printed with fewer colours: emoji in one, or all of it in grey, for a printer of black alone.

Done in what the engine has written, where all colours of posts, themes, drawings and pictures come together:
operators, shadings and images. Grey is the luminosity of PDF 32000-1, 11.3.5.3.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from publisher.writers.pdf.layout import engine_pdf

Ink = Literal["colour", "emoji", "grey"]  # as it is; emoji in grey; everything in grey
_EMOJI = re.compile(rb"/(i[A-Z]{6}\d+[01])(?!\w)")
_QUALITY = 90  # of a JPEG that is made anew
_SHARES = (0.3, 0.59, 0.11)
_PLAIN = {b"rg": b"g", b"RG": b"G", b"k": b"g", b"K": b"G"}
_CHOSEN = {b"scn": b"g", b"SCN": b"G", b"sc": b"g", b"SC": b"G"}
_SPACES = {b"cs": b"scn", b"CS": b"SCN"}


def printed(pdf: bytes, ink: Ink) -> bytes:
    """Return the document in that ink; the same bytes where nothing in it has another."""
    names = {f"/{name.decode()}" for name in _EMOJI.findall(pdf)} if ink == "emoji" else set[str]()
    if ink == "colour" or (ink == "emoji" and not names):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if ink == "grey":
            _in_grey(opened)
        for picture in _named(opened, names):
            _picture(picture)
        out = io.BytesIO()
        as_they_are = pikepdf.StreamDecodeLevel.none
        opened.save(out, static_id=True, compress_streams=False, stream_decode_level=as_they_are)
    return out.getvalue()


def _named(pdf: pikepdf.Pdf, names: Iterable[str]) -> Iterator[Any]:
    """Pictures of letters: of those alone the engine's names have letters of both kinds."""
    found = {
        thing.objgen: thing
        for page in pdf.pages
        for name in names
        if (thing := page.obj.Resources.get("/XObject", Dictionary()).get(name)) is not None
    }
    return iter(found.values())


def _in_grey(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.contents_coalesce()
        page.obj.Contents.write(grey(page.obj.Contents.read_bytes()))
    for thing in pdf.objects:
        kind = thing.get("/Subtype") if isinstance(thing, pikepdf.Stream) else None
        if kind == Name.Image:
            _picture(thing)
        elif isinstance(thing, pikepdf.Stream) and (kind == Name.Form or "/PatternType" in thing):
            thing.write(grey(thing.read_bytes()))
            if "/Group" in thing and "/CS" in thing.Group:
                thing.Group.CS = Name.DeviceGray
        if isinstance(thing, Dictionary | pikepdf.Stream) and "/ShadingType" in thing:
            _shading(thing)


def grey(content: bytes) -> bytes:
    """Return what draws the same without colour."""
    found, space = list[bytes](), dict[bytes, bytes]()
    for one in engine_pdf.operators(content):
        *operands, operator = one.split()
        if operator in _SPACES:
            space[_SPACES[operator]] = operands[0]
            if operands[0] != b"/Pattern":
                continue
        elif operator in _PLAIN:
            one = _level(operands, b"/DeviceRGB") + b" " + _PLAIN[operator]
        elif operator in _CHOSEN and not operands[-1].startswith(b"/"):
            one = _level(operands, space.get(operator, b"")) + b" " + _CHOSEN[operator]
        found.append(one)
    return b"\n".join(found)


def _level(operands: Sequence[bytes], space: bytes) -> bytes:
    """How light a colour is, from 0 to 1, as it is written."""
    parts = [float(part) for part in operands]
    if space.startswith(b"/lab"):
        return b"%.4g" % (parts[0] / 100)
    return b"%.4g" % _lightness(parts)


def _lightness(parts: Sequence[float]) -> float:
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return 1 - min(1.0, _lightness((cyan, magenta, yellow)) + black)
    return (
        sum(share * part for share, part in zip(_SHARES, parts, strict=True)) if len(parts) == 3 else parts[0]
    )


def _shading(shading: Any) -> None:
    """Its colours, and those between which it runs. PDF 32000-1, 8.7.4.5 and 7.10"""
    if shading.get("/ColorSpace") != Name.DeviceGray:
        shading.ColorSpace = Name.DeviceGray
        _function(shading.get("/Function"))


def _function(function: Any) -> None:
    for one in function if isinstance(function, Array) else [function]:
        for inner in one.get("/Functions", ()):
            _function(inner)
        for end in ("/C0", "/C1"):
            if end in one and len(one[end]) > 1:
                one[end] = Array([round(_lightness([float(part) for part in one[end]]), 4)])


def _picture(picture: Any) -> None:
    """The same picture with one value a pixel; its mask stays."""
    if picture.get("/ColorSpace") in (Name.DeviceGray, None):
        return
    is_jpeg = picture.get("/Filter") == Name.DCTDecode
    pixels = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    if is_jpeg:
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=_QUALITY, optimize=True)
        picture.write(out.getvalue(), filter=Name.DCTDecode)
    else:
        picture.write(zlib.compress(pixels.tobytes()), filter=Name.FlateDecode)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for key in ("/DecodeParms", "/Decode"):
        if key in picture:
            del picture[key]
