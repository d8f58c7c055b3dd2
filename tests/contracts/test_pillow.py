"""Pillow: what passes/pictures.py assumes of it."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from publisher.passes.pictures import _DESCRIBED, _READ, _formats, whole_pictures_only

pytestmark = pytest.mark.contract
UPSIDE_DOWN = 3
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><tiff:Orientation>3</tiff:Orientation></x:xmpmeta>'


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = UPSIDE_DOWN
    return exif


def _saved(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, form, **options)
    return out.getvalue()


def _with_text(key: bytes, text: bytes) -> bytes:
    """A PNG with an iTXt chunk: https://www.w3.org/TR/png-3/#11iTXt"""
    png, body = _saved("PNG"), b"iTXt" + key + b"\0\0\0\0\0" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:33] + chunk + png[33:]


@pytest.mark.parametrize(
    "data",
    [
        _saved("JPEG", exif=_exif()),
        _saved("PNG", exif=_exif()),
        _saved("WEBP", exif=_exif()),
        _with_text(b"XML:com.adobe.xmp", XMP),
    ],
    ids=["JPEG", "PNG", "WebP", "XMP in a PNG"],
)
def test_orientation_is_told(data: bytes) -> None:
    """A picture that is not upright says so in one of these places, and getexif() knows how it lies."""
    with Image.open(io.BytesIO(data)) as image:
        assert b"eXIf" in data or b"tiff:Orient" in data or image.info.keys() & set(_DESCRIBED)
        assert UPSIDE_DOWN == image.getexif()[0x0112]


def test_verify_finds_what_is_cut_short() -> None:
    """verify() raises for a PNG that lacks its end, or has a byte changed."""
    png = _saved("PNG")
    changed = png[:60] + bytes((png[60] ^ 1,)) + png[61:]
    for data in (png[:-20], changed):
        with Image.open(io.BytesIO(data)) as image, pytest.raises((OSError, SyntaxError, ValueError)):
            image.verify()


def test_what_is_cut_short_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """LOAD_TRUNCATED_IMAGES, one for the process, is read by each load()."""
    data = _saved("JPEG")[:-600]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    with (
        whole_pictures_only(),
        Image.open(io.BytesIO(data)) as image,
        pytest.raises(OSError, match="truncated"),
    ):
        image.load()


def test_formats() -> None:
    """Every format that we read has a reader of its name; a JPEG with others behind it is read as JPEG."""
    assert set(_formats()) <= set(_READ)
    assert {"JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"} <= set(_formats())
    two = io.BytesIO()
    picture = Image.new("RGB", (4, 4))
    picture.save(two, "MPO", save_all=True, append_images=[picture])
    with Image.open(io.BytesIO(two.getvalue()), formats=_formats()) as image:
        assert "MPO" == image.format
