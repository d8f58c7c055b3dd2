"""passes/picture_metadata.py, passes/svg.py: what describes a picture gets into no book; no pixel changes."""

import base64
import contextlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from publisher.passes import pictures
from publisher.passes.picture_metadata import bare
from publisher.writers.pdf.cover.front import _encoded_picture
from publisher.writers.pdf.cover.pictures import jpeg, opened
from tests.chapters import Blog, said

SECRET = b"N37-33-12"
_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _photo(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((40, 24), 80).convert(mode)


def _exif(turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x9286] = turned, SECRET.decode(), SECRET
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return exif.tobytes()


def _saved(form: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    _photo(mode).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _segment(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body


def _jpeg_with_all(**options: object) -> bytes:
    """Exif, XMP, IPTC, comments, a maker's segment, a thumbnail in JFIF's; another picture behind it."""
    data = _saved("JPEG", exif=_exif(), comment=SECRET, icc_profile=_PROFILE, **options)
    more = [
        *((0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>"), (0xED, b"Photoshop 3.0\x008BIM"), (0xEC, b"Ducky")),
        *((0xE2, b"MPF\0"), (0xE0, b"JFXX\0"), (0xFE, b"")),
    ]
    thumbnail = b"JFIF\0\1\2\0\0\1\0\1\3\1" + SECRET
    segments = b"\xff".join(
        _segment(*one) for one in [(0xE0, thumbnail), *((k, b + SECRET) for k, b in more)]
    )
    return data[:2] + segments + data[2:] + SECRET + _saved("JPEG", comment=SECRET)


def _png_with_all() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    data = _saved("PNG", pnginfo=info, exif=_exif(), icc_profile=_PROFILE)
    own = b"prVt" + SECRET
    chunk = struct.pack(">I", len(SECRET)) + own + struct.pack(">I", zlib.crc32(own))
    return data[:-12] + chunk + data[-12:] + SECRET


def _gif_with_all() -> bytes:
    frames, out = [_photo("P"), _photo("P")], io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=SECRET, loop=3, duration=50)
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"
    data = out.getvalue()
    return data[:-1] + xmp + data[-1:] + SECRET


PICTURES = {
    "JPEG": _jpeg_with_all(), "progressive JPEG": _jpeg_with_all(progressive=True),
    "JPEG with restarts": _jpeg_with_all(restart_marker_blocks=1),
    "PNG": _png_with_all(), "GIF": _gif_with_all(),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
@pytest.mark.parametrize("name", list(PICTURES))
def test_only_pixels_stay(name: str, tmp_path: Path) -> None:
    """A picture in a book has no place, camera, name or comment; every pixel and its profile stay."""
    blog = Blog(tmp_path)
    before = PICTURES[name]
    assert before.count(SECRET) > 2
    blog.put("source/a.png", before)
    chapter = blog.chapter("![](/a.png)")
    assert [] == said(chapter)
    after = Path(chapter.assets[0].path).read_bytes()
    assert SECRET not in after
    assert not any(SECRET in zlib_text for zlib_text in _unpacked(after))
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert old.info.get("icc_profile") == new.info.get("icc_profile")
        assert {"exif", "xmp", "comment", "Author", "XML:com.adobe.xmp", "photoshop"}.isdisjoint(new.info)
        assert getattr(new, "n_frames", 1) == (2 if name == "GIF" else 1)
        assert old.info.get("loop") == new.info.get("loop")
        for frame in range(getattr(new, "n_frames", 1)):
            old.seek(frame)
            new.seek(frame)
            assert old.convert("RGB").tobytes() == new.convert("RGB").tobytes()


def _unpacked(data: bytes) -> list[bytes]:
    """Texts of a PNG that are packed, as zTXt is."""
    found = []
    for at in range(len(data)):
        if data[at : at + 1] == b"\x78":
            try:
                found.append(zlib.decompressobj().decompress(data[at:], 10_000))
            except zlib.error:
                continue
    return found


@pytest.mark.parametrize("name", list(PICTURES))
def test_bare_stays(name: str) -> None:
    """A picture with nothing to take out is the very same file."""
    form = name.split()[-1] if name.endswith("JPEG") else name.split()[0]
    made = bare(PICTURES[name], form)
    assert made is bare(made, form)


@pytest.mark.parametrize(("form", "options"), [("WEBP", {"lossless": True}), ("TIFF", {}), ("AVIF", {})])
def test_converted_pictures_are_bare_too(form: str, options: dict[str, object], tmp_path: Path) -> None:
    """What is made of a picture in another form has nothing of this either, and keeps its profile."""
    if form not in pictures._formats():
        pytest.skip(f"no {form} in this Pillow")
    blog = Blog(tmp_path)
    blog.put("source/a.png", _saved(form, exif=_exif(), icc_profile=_PROFILE, **options))
    after = Path(blog.chapter("![](/a.png)").assets[0].path).read_bytes()
    assert SECRET not in after
    with Image.open(io.BytesIO(after)) as made:
        assert _PROFILE == made.info["icc_profile"]


def test_two_pictures_in_a_file(tmp_path: Path) -> None:
    """Of a phone's JPEG with a second picture behind it, the first stays as it is, pixel for pixel."""
    blog, out = Blog(tmp_path), io.BytesIO()
    _photo().save(out, "MPO", save_all=True, append_images=[_photo()], comment=SECRET)
    blog.put("source/a.jpg", out.getvalue())
    (asset,) = blog.chapter("![](/a.jpg)").assets
    after = Path(asset.path).read_bytes()
    assert ("image/jpeg", 1, False) == (asset.media_type, after.count(b"\xff\xd8\xff"), SECRET in after)
    with Image.open(out) as old, Image.open(io.BytesIO(after)) as new:
        assert old.tobytes() == new.tobytes()


def test_turned_photo_is_bare(tmp_path: Path) -> None:
    """A photo that is turned is made anew: upright, with the profile of its colours and nothing else."""
    blog = Blog(tmp_path)
    blog.put("source/a.jpg", _saved("JPEG", exif=_exif(6), comment=SECRET, icc_profile=_PROFILE))
    after = Path(blog.chapter("![](/a.jpg)").assets[0].path).read_bytes()
    assert SECRET not in after
    with Image.open(io.BytesIO(after)) as made:
        assert ((24, 40), _PROFILE) == (made.size, made.info["icc_profile"])


@pytest.mark.parametrize("size", [(40, 30), (3000, 2000)], ids=["as it is", "made smaller"])
def test_what_describes_it_cannot_be_read(size: tuple[int, int], tmp_path: Path) -> None:
    """A picture whose EXIF is broken is shown: its pixels are whole."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Raw profile type exif", "\nexif\n      10\nno digits", zip=True)
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG", pnginfo=words)
    asset = pictures._made(out.getvalue(), "a", "a.png", tmp_path)
    assert b"exif" not in Path(asset.path).read_bytes()
    assert (255, 0, 0) == Image.open(asset.path).convert("RGB").getpixel((1, 1))


def test_cover_is_bare() -> None:
    """So are the covers of the book and of its printed wrap."""
    data = _jpeg_with_all()
    for made in (_encoded_picture(data), jpeg(opened(data))):
        assert SECRET not in made
        with Image.open(io.BytesIO(made)) as cover:
            assert {"exif", "xmp", "comment"}.isdisjoint(cover.info)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(PICTURES)), st.data())
def test_any_damage(name: str, data: st.DataObject) -> None:
    """Whatever is wrong with a file: it is cut into pieces, or said to be none; nothing else happens."""
    whole = bytearray(PICTURES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    form = name.split()[-1] if name.endswith("JPEG") else name.split()[0]
    with contextlib.suppress(ValueError):
        assert len(bare(bytes(whole[: data.draw(st.integers(0, len(whole)))]), form)) <= len(whole)


def test_svg_is_bare(tmp_path: Path) -> None:
    """A drawing loses its metadata, comments and what its editor left; pictures in it theirs."""
    photo, own = base64.b64encode(_jpeg_with_all()).decode(), SECRET.decode()
    drawing = f"""<?xml version="1.0"?><?editor {own}?><!-- {own} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="{own}"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" sodipodi:docname="{own}"
 data-name="{own}"><sodipodi:namedview inkscape:x="{own}"/>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{own}</rdf:RDF></metadata>
<title>봄</title><rect width="3" height="3"/><image xlink:href="data:image/jpeg;base64,{photo}"/>
<image href="data:image/jpeg;base64,AAAA"/></svg>"""
    blog = Blog(tmp_path)
    blog.put("source/a.svg", drawing.encode())
    after = Path(blog.chapter("![](/a.svg)").assets[0].path).read_bytes()
    assert SECRET not in after
    assert b"inkscape" not in after
    assert "<title>봄</title><rect width".encode() in after
    (inside,) = [part.split(b'"')[0] for part in after.split(b"base64,")[1:]]
    assert SECRET not in base64.b64decode(inside)
    with Image.open(io.BytesIO(base64.b64decode(inside))) as shown:
        assert (40, 24) == shown.size
