"""Picture files -> Assets that EPUB and PDF can both show: JPEG, PNG, GIF or SVG, of a sane size.

A post's picture is untrusted: its real type is read from its bytes, its pixels are counted before
they are decoded, an SVG loses scripts and every address that leads out of it.

Seen with Pillow 13.0. Assumed, and asserted by tests/contracts/test_pillow.py: where a picture's
orientation stands in its `info`; that verify() finds a PNG cut short; that LOAD_TRUNCATED_IMAGES decides
what load() does.
"""

import base64
import binascii
import contextlib
import hashlib
import io
import os
import struct
import time
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import unquote_to_bytes

from lxml import etree
from PIL import Image, ImageFile, ImageOps

from publisher.model import Asset
from publisher.passes import picture_metadata, svg
from publisher.passes.svg_effort import MOST_EFFORT, SHARE
from publisher.phrase import NOTHING, Phrase, _, system_says
from publisher.storage.kept_files import KeptFiles
from publisher.storage.opening import TooLargeError, read
from publisher.storage.stamp import Stamp

MAX_PIXELS = 4_000_000  # Apple Books' limit for a picture inside a book
BOMB_PIXELS = 150_000_000  # decoded, these are 450 MB: no photo, an attack or an accident
MAX_BYTES = 60_000_000
_TYPES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "GIF": ("image/gif", "gif")}
_AS = {"MPO": "JPEG"}  # a JPEG that has others behind it
# What Pillow knows a picture's orientation from; a PNG may have it behind its pixels too.
_DESCRIBED = ("exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif")
_VERSION = b"5"  # of what is done to pictures: part of the name of a converted one
_DEEPEST = 3  # drawings in drawings
# No program is started to read a picture, as Ghostscript is for EPS. An MPO is read as the JPEG that it is.
_READ = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "PPM", "TGA")


class PictureError(Exception):
    """A picture that cannot be shown: diagnostic code, what is wrong, the cure."""

    digest = ""  # of the file's bytes, where they could be read

    def __init__(self, code: str, message: Phrase, hint: Phrase = NOTHING) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def find(blog: str, relative: str) -> str:
    """Return the file at a path below the blog, in any letter case and Unicode form where none has just that
    name; never outside it. "" for none."""
    path = blog
    sure = False  # whether the folder has said that it is a file, and no link
    for name in relative.replace("\\", "/").split("/"):
        if name in ("", "."):
            continue
        if name == "..":
            path, sure = path.rpartition(os.sep)[0], False
            continue
        names = _names(path)
        there = names.get(name) or names.get(_folded(name))
        if there is None:
            return ""
        path, sure = f"{path}{os.sep}{there.name}", there.is_plain
    return path if _is_inside(path, blog, sure=sure) and (sure or Path(path).is_file()) else ""


def first(blog: str, places: Iterable[str]) -> str:
    """Return the first file that is there, of the places that an address may mean: see places.candidates().
    "" for none."""
    return next((path for place in places if (path := find(blog, place))), "")


def _is_inside(path: str, blog: str, *, sure: bool) -> bool:
    """Whether what stands there lies below the blog, also where links lead to it."""
    # Not Path.resolve, which raises where a link leads to itself.
    folder, _, name = path.rpartition(os.sep)
    linked = not sure and Path(path).is_symlink()
    real = os.path.realpath(path) if linked else f"{_real(folder)}{os.sep}{name}"
    return real.startswith(f"{blog.rstrip(os.sep)}{os.sep}")


@lru_cache(maxsize=512)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


class _Name(NamedTuple):
    """A name in a folder."""

    name: str
    is_plain: bool  # a file, and no link to one


@lru_cache(maxsize=512)
def _names(folder: str) -> dict[str, _Name]:
    """Names in a folder, by their folded form too: of several that have the same, each is found as it is."""
    try:
        with os.scandir(folder) as found:
            names = [_Name(item.name, item.is_file(follow_symlinks=False)) for item in found]
    except OSError:
        return {}
    folded = {_folded(one.name): one for one in sorted(names, reverse=True)}
    return folded | {one.name: one for one in names}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def forget_folders() -> None:
    """Files may have come since the last build in this process."""
    _names.cache_clear()
    _real.cache_clear()


@lru_cache(maxsize=1)
def look_again(build: int) -> None:
    """Forget them where another build asks than the last one, in a process that lives longer."""
    forget_folders()


class PictureFile(NamedTuple):
    """A file of the blog, read: whatever becomes of it, these bytes are proved, and go into the books."""

    name: str
    data: bytes
    digest: str
    stamp: Stamp | None  # None where a change may give the file the same: it was just written


def opened(path: Path, blog: Path) -> PictureFile:
    """Read a file of the blog that shall be a picture. Raises PictureError."""
    moment = time.time_ns()
    try:
        data, status = read(path, blog, MAX_BYTES)
    except TooLargeError as error:
        raise PictureError(
            "image-too-large", _("{name} is over 60 MB", name=path.name), _("save it smaller")
        ) from error
    except OSError as error:
        hint = _("check its permissions, and that it is a file")
        raise PictureError(
            "image-unreadable", _("{name}: {strerror}", name=path.name, strerror=system_says(error)), hint
        ) from error
    stamp = Stamp.of(status)
    return PictureFile(path.name, data, digest_of(data), stamp if stamp.is_old(moment) else None)


def asset(file: PictureFile, keep_in: Path) -> Asset:
    """Return the picture that a file holds. Raises PictureError."""
    return _made(file.data, file.digest, file.name, keep_in)


def copied(path: str, blog: Path, keep_in: Path) -> str:
    """Return a copy of a file of the blog, as it is; "" where it cannot be read."""
    try:
        file = opened(Path(path), blog)
    except PictureError:
        return ""
    return str(_written(keep_in, f"raw-{file.digest}{Path(path).suffix.lower()}", file.data))


def digest_of(data: bytes) -> str:
    """By which a picture is known, and named: other code of ours may make another of the same bytes."""
    digest = hashlib.sha256(data)
    digest.update(_VERSION)
    return digest.hexdigest()[:20]


def from_data(address: str, keep_in: Path) -> Asset:
    """Return the picture in a data: address. See https://www.rfc-editor.org/rfc/rfc2397"""
    try:
        data = _data_of(address)
    except (binascii.Error, ValueError) as error:
        raise PictureError("image-unreadable", _("a data: address that holds no picture")) from error
    return _made(data, digest_of(data), "data:", keep_in)


def _data_of(address: str) -> bytes:
    head, _, body = address.partition(",")
    return base64.b64decode(body, validate=False) if head.endswith(";base64") else unquote_to_bytes(body)


def from_drawing(drawn: bytes, keep_in: Path) -> Asset:
    """Return what a program of this machine has drawn; one as wide as its page gets a size of its own."""
    cleaned = _clean_svg(drawn, "the drawing")
    root = etree.fromstring(cleaned)
    size = root.get("viewBox", "").split()
    if len(size) == 4 and "%" in root.get("width", "100%"):
        root.set("width", size[2])
        root.set("height", size[3])
        root.attrib.pop("style", None)
    cleaned = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    digest = digest_of(cleaned)
    return _kept(cleaned, digest, "image/svg+xml", "svg", keep_in)


def _made(data: bytes, digest: str, name: str, keep_in: Path) -> Asset:
    """As it is where books can show it, else converted; kept under its digest."""
    if _is_svg(data) or name.lower().endswith(".svg"):
        return _kept(_clean_svg(data, name), digest, "image/svg+xml", "svg", keep_in)
    try:
        made, form = _raster(data)
    except Exception as error:  # a reader of some format may stumble over anything
        raise PictureError(
            "image-unreadable",
            _("{name} is no picture that can be read", name=name),
            _("save it as PNG or JPEG"),
        ) from error
    media_type, ending = _TYPES[form]
    return _kept(made, digest, media_type, ending, keep_in)


def _is_svg(data: bytes) -> bool:
    return b"<svg" in data[:4096].lower()


def _raster(data: bytes) -> tuple[bytes, str]:
    """As it is, less what describes it, where books can show it; else made anew: its bytes and its form."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd files; and pixels are counted here
        with Image.open(io.BytesIO(data), formats=_formats()) as image:
            if image.width * image.height > BOMB_PIXELS:
                raise ValueError("too many pixels")
            form = _AS.get(image.format or "", image.format or "")
            if form in _TYPES and _is_fit(image, data):
                _read_through(image, data)  # a file cut short is found here, not in the reader's hands
                if made := _bare(data, form):
                    return made, form
            return _converted(image)


def _is_fit(image: Image.Image, data: bytes) -> bool:
    """Whether books can show it as it is: small enough, in screen's colours, upright."""
    described = b"eXIf" in data or b"tiff:Orient" in data or not image.info.keys().isdisjoint(_DESCRIBED)
    upright = not described or _orientation(image) == 1
    return image.width * image.height <= MAX_PIXELS and image.mode != "CMYK" and upright


def _orientation(image: Image.Image) -> int:
    """How it is to be turned, as EXIF counts; 1 (as it is) where that cannot be read: it is forgotten."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except (LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error):
        for key in _DESCRIBED:
            image.info.pop(key, None)
        return 1


def _bare(data: bytes, form: str) -> bytes:
    """Without what describes it; empty where the file is so odd that it has to be made anew."""
    with contextlib.suppress(ValueError):
        return picture_metadata.bare(data, form)
    return b""


@lru_cache(maxsize=1)
def _formats() -> tuple[str, ...]:
    """Those that the imaging library was built with."""
    known = set(Image.registered_extensions().values())
    return tuple(name for name in _READ if name in known)


def _read_through(image: Image.Image, data: bytes) -> None:
    """To the end, and no more than that needs: a PNG's checksums, the mark at the end of a JPEG.

    Where these are wrong, the picture is decoded, which decides; also where what describes it stands behind
    its pixels, which have been read already (RuntimeError).
    """
    if image.format == "JPEG" and data.endswith(b"\xff\xd9"):
        return
    if image.format == "PNG":
        with contextlib.suppress(OSError, SyntaxError, ValueError, RuntimeError):
            image.verify()
            return
    with whole_pictures_only(), Image.open(io.BytesIO(data)) as again:
        again.load()


@contextlib.contextmanager
def whole_pictures_only() -> Iterator[None]:
    """Pictures that are cut short raise OSError: WeasyPrint, once imported, has them pass."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _converted(image: Image.Image) -> tuple[bytes, str]:
    """Upright, no more than MAX_PIXELS; PNG where pixels are see-through or were never lossy."""
    lossless = image.format in ("PNG", "BMP", "TIFF", "GIF", "ICO")
    picture = _in_eight_bits(ImageOps.exif_transpose(image))
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    form = "PNG" if clear or lossless else "JPEG"
    picture = picture.convert("RGBA" if clear else "RGB")
    scale = (MAX_PIXELS / (picture.width * picture.height)) ** 0.5
    if scale < 1:
        size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    options: dict[str, Any] = {"optimize": True} if form == "PNG" else {"quality": 90, "optimize": True}
    profile = picture.info.get("icc_profile") or b""
    picture.info.clear()  # a comment, say, would be written again
    picture.save(out, form, icc_profile=profile if profile[16:20] == b"RGB " else None, **options)
    return out.getvalue(), form


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of 16 bits or more as those of a screen: the library takes all but the darkest for white."""
    if picture.mode != "F" and not picture.mode.startswith("I"):
        return picture
    greys = (picture if picture.mode == "F" else picture.convert("I")).convert("F")
    low, high = cast(tuple[float, float], greys.getextrema())
    if picture.mode != "F":
        low, high = 0, next((most for most in (255, 65_535) if high <= most), high)
    scale = 255 / ((high - low) or 1)
    made = greys.point(lambda grey: grey * scale - low * scale).convert("L")
    made.info.pop("transparency", None)
    return made


def _kept(data: bytes, digest: str, media_type: str, ending: str, keep_in: Path) -> Asset:
    name = f"img-{digest}.{ending}"
    return Asset(name, media_type, str(_written(keep_in, name, data)))


def _written(keep_in: Path, name: str, data: bytes) -> Path:
    """A file that is named by what is in it."""
    kept = KeptFiles(keep_in)
    return kept.find(name) or kept.put(name, data)


def _clean_svg(data: bytes, name: str, depth: int = 0) -> bytes:
    most = MOST_EFFORT // SHARE**depth
    try:
        return svg.clean(data, lambda address: _inside(address, depth + 1), most)
    except svg.DrawingError as error:
        raise PictureError(
            "image-unreadable", _("{name} {error}", name=name, error=error), error.hint
        ) from error


def _inside(address: str, depth: int) -> str:
    """A picture inside a drawing, without what describes it; "" where it is none that can be shown."""
    if depth > _DEEPEST:
        return ""
    try:
        data = _data_of(address)
        if _is_svg(data):
            made, media_type = _clean_svg(data, "a drawing in it", depth), "image/svg+xml"
        else:
            made, form = _raster(data)
            media_type = _TYPES[form][0]
    except Exception:  # noqa: BLE001 - a reader of some format may stumble over anything
        return ""
    return f"data:{media_type};base64,{base64.b64encode(made).decode()}"
