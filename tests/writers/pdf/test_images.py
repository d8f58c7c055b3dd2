"""writers/pdf/prints.py: pictures as a PDF holds them, pixel for pixel, and none that lies about itself."""

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.layout import images
from publisher.writers.pdf.layout.relocatable import settled

SIZE = (37, 23)


def _picture(mode: str) -> Image.Image:
    """Every pixel another, some see-through."""
    ramp = Image.linear_gradient("L").resize(SIZE)
    picture = Image.merge("RGBA", (ramp, ramp.rotate(90), ramp.rotate(180), ramp.rotate(270)))
    return picture.convert("RGB").quantize(16) if mode == "P" else picture.convert(mode)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _saved(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def _interlaced() -> bytes:
    """A PNG of one pixel, in Adam7: https://www.w3.org/TR/png-3/#8InterlaceMethods"""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 1)
    return _png((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\x11\x22\x33")), (b"IEND", b""))


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        made += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return made


KINDS = {
    "1 bit": _saved(_picture("1")),
    "grey": _saved(_picture("L")),
    "colours": _saved(_picture("RGB")),
    "palette": _saved(_picture("P")),
    "palette of four bits": _saved(_picture("P"), bits=4),
    "see-through": _saved(_picture("RGBA")),
    "see-through grey": _saved(_picture("LA")),
    "opaque with an alpha channel": _saved(_picture("RGB").convert("RGBA")),
    "a see-through colour": _saved(_picture("P"), transparency=3),
    "a see-through grey": _saved(_picture("L"), transparency=255),
    "interlaced": _interlaced(),
    "GIF": _saved(_picture("P"), "GIF"),
}


def _in_a_pdf(file: Path) -> tuple[Image.Image, Image.Image | None]:
    """The picture, and its mask, as a reader of PDFs takes them from one."""
    given, made = images.stand_ins({"asset:a.png": file})
    assert _opened(given["asset:a.png"]).size == _opened(file.read_bytes()).size
    (print_,) = made.values()
    out = io.BytesIO()
    file_ = PdfFile(out)
    things = print_.objects()
    base = file_.reserve(len(things))
    for number, thing in enumerate(things, base):
        file_.put_stream(number, settled(thing, base, ()), thing.data or b"")
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    root = file_.add(b"<</Type/Catalog/Pages %d 0 R/Shown %d 0 R>>" % (file_.add(pages), base))
    file_.close(root, file_.add(b"<<>>"))
    with pikepdf.open(io.BytesIO(out.getvalue())) as read:
        shown = read.Root.Shown
        mask = pikepdf.PdfImage(shown.SMask).as_pil_image() if "/SMask" in shown else None
        return pikepdf.PdfImage(shown).as_pil_image(), mask


@pytest.mark.parametrize("kind", KINDS)
def test_same_pixels(kind: str, tmp_path: Path) -> None:
    """Each kind of PNG, and a GIF, is in the PDF what it is in its file: colours, and what is see-through."""
    file = tmp_path / "a.png"
    file.write_bytes(KINDS[kind])
    wanted = _opened(KINDS[kind]).convert("RGBA")
    shown, mask = _in_a_pdf(file)
    alpha = mask.convert("L") if mask else Image.new("L", wanted.size, 255)
    assert alpha.tobytes() == wanted.getchannel("A").tobytes()
    difference = ImageChops.difference(shown.convert("RGB"), wanted.convert("RGB"))
    assert max(high for _, high in difference.getextrema()) == 0


def test_taken_over_as_it_is(tmp_path: Path) -> None:
    """A PNG without see-through pixels is not packed anew: its own bytes stand in the PDF."""
    file = tmp_path / "a.png"
    file.write_bytes(KINDS["palette"])
    (made,) = images.stand_ins({"asset:a.png": file})[1].values()
    assert made.data in KINDS["palette"]
    assert b"/Indexed" in made.space


HEAD = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
ROWS = b"\0ab\0cd"
LIES = {
    "too few rows": ROWS[:3],
    "too many": ROWS * 2,
    "a filter that PNG has not": b"\7ab\0cd",
    "a bomb": b"\0" * 50_000_000,
}


@pytest.mark.parametrize("lie", LIES)
def test_what_lies_is_not_taken_over(lie: str, tmp_path: Path) -> None:
    """A PNG whose data are not what its size promises never goes into a PDF as it is."""
    file, packed = tmp_path / "a.png", zlib.compress(LIES[lie])
    file.write_bytes(_png((b"IHDR", HEAD), (b"IDAT", packed), (b"IEND", b"")))
    made = images.stand_ins({"asset:a.png": file})[1]
    assert all(len(one.data) < 100 and one.data != packed for one in made.values())


@given(st.binary(max_size=200), st.booleans())
def test_noise_is_left_to_the_engine(noise: bytes, like_a_png: bool) -> None:
    """Whatever a file holds, no exception: what cannot be read is given to the engine, which says so."""
    data = (b"\x89PNG\r\n\x1a\n" if like_a_png else b"") + noise
    assert images.made_of(data) is None


def test_stand_ins_are_told_apart(tmp_path: Path) -> None:
    """Pictures of one size are not taken for each other, and a picture stands for nothing but itself."""
    files = {f"asset:{kind}": tmp_path / kind for kind in ("colours", "see-through")}
    for kind in ("colours", "see-through"):
        (tmp_path / kind).write_bytes(KINDS[kind])
    given, made = images.stand_ins(dict(files))
    assert ["colours", "see-through"] == [
        "see-through" if one.mask else "colours"
        for stand_in in given.values()
        if isinstance(stand_in, bytes) and (one := images.stood_for(made, stand_in))
    ]
    assert images.stood_for(made, _saved(_picture("RGB"), "JPEG")) is None


def test_jpegs_are_left_alone(tmp_path: Path) -> None:
    """The engine takes them over as they are."""
    file = tmp_path / "a.jpg"
    file.write_bytes(_saved(_picture("RGB"), "JPEG"))
    assert ({"asset:a.jpg": file}, {}) == images.stand_ins({"asset:a.jpg": file})
