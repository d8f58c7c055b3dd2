"""The pictures of a cover, read from the blog and made ready for the page that asks for them.

A page asks by address: `asset:picture.jpg`, `asset:portrait.jpg`, and `asset:veiled-….jpg` for the picture as
it fills the front, under a veil over the lowest part of it that lets the ink be read wherever it stands.
The veil is painted into the picture: printers fear real transparency.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, ImageStat

from publisher.config.schema import CoverTable
from publisher.errors import Report, Where
from publisher.passes.pictures import whole_pictures_only
from publisher.phrase import _
from publisher.storage.opening import read
from publisher.writers.pdf.cover.colours import (
    LEAST,
    Palette,
    contrast,
    legible,
    luminance,
    luminance_of,
    mixed,
)

LARGEST = 60_000_000  # bytes of a picture
OWN, PICTURE, PORTRAIT = "asset:cover.jpg", "asset:picture.jpg", "asset:portrait.jpg"
_VEILED = re.compile(r"asset:veiled-(\d+)-([0-9a-f]{6})-([0-9a-f]{6})\.jpg")
_MOST_PIXELS = 6000  # of a picture's longer side
_DPI = 300
_FADING = 0.22  # of the front's height, above a veil
_STEPS = 50  # of how thick a veil can be
_ROWS = 400  # of pixels
_DRAFT = (600, 600)  # pixels
_NOISE = 0.6  # of contrast, that a JPEG may take away


@dataclass(frozen=True, slots=True)
class Pictures:
    """The files of the blog, as they are; b"" where there is none."""

    own: bytes = b""  # a finished cover
    picture: bytes = b""  # for a design
    portrait: bytes = b""


def pictures_of(own: str, table: CoverTable, blog: Path, report: Report) -> Pictures:
    """Return the pictures that a cover asks for; what cannot be read is said, and is not there."""
    wanted = {"": own, "picture": table.picture, "portrait": table.portrait}
    return Pictures(
        *(_read(path, table.where(key), blog, report) if path else b"" for key, path in wanted.items())
    )


def _read(path: str, where: Where, blog: Path, report: Report) -> bytes:
    name = Path(path).name
    try:
        data = read(blog / path, blog, LARGEST).data
        with _opening(data) as image, whole_pictures_only():
            image.draft("RGB", (1, 1))  # a JPEG in an eighth of its size: enough to see that it is whole
            image.load()
    except (FileNotFoundError, NotADirectoryError):
        hint = _("write its path below the blog's folder; the theme has drawn a cover without it")
        report.warning("cover-missing", _("no cover picture {path}", path=path), where, hint)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        hint = _("save it as JPEG or PNG; the theme has drawn a cover without it")
        report.warning("cover-unreadable", _("{name} is no picture that can be read", name=name), where, hint)
    else:
        return data
    return b""


@contextmanager
def _opening(data: bytes) -> Iterator[Image.Image]:
    """Pillow warns of large pictures: what is too large raises."""
    with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
        yield image


def opened(data: bytes, *, draft: bool = False) -> Image.Image:
    """Return a picture upright, in RGB, with nothing in it but its pixels.

    `draft`: smaller, where that is quick. Raises OSError, ValueError, SyntaxError and DecompressionBombError
    where it cannot be read.
    """
    with _opening(data) as image:
        if draft:
            image.draft("RGB", _DRAFT)
        upright = ImageOps.exif_transpose(image)
        if "A" in upright.getbands() or "transparency" in upright.info:
            clear = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
        picture = upright.convert("RGB")
    picture.info.clear()  # a comment in the blogger's file would be written again
    return picture


def jpeg(picture: Image.Image, quality: int = 94) -> bytes:
    """Return a picture as JPEG, made smaller where no printer needs as many pixels."""
    out, small = io.BytesIO(), picture.copy()
    small.thumbnail((_MOST_PIXELS, _MOST_PIXELS), Image.Resampling.LANCZOS)
    small.save(out, "JPEG", quality=quality, optimize=True, dpi=(_DPI, _DPI))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Veil:
    """A picture that fills the front, under a veil on which words stand."""

    src: str  # the address that the page asks for it by
    ink: str  # of the words


def veil_for(data: bytes, shape: float, palette: Palette, reach: float) -> Veil:
    """Return the picture under a veil over its lowest part, a share of the front's height: of ink on shade or
    of shade on ink, whichever changes the picture less. `shape`: width of the front by its height."""
    small = _cut_to(opened(data, draft=True), shape)
    under = _lowest(small, reach)
    ways = ((legible(ink, colour), colour) for ink, colour in _both(palette))
    light = luminance(*ImageStat.Stat(under).mean)

    def change(way: tuple[str, str]) -> float:
        return _thickness(under, *way) * abs(luminance_of(way[1]) - light)

    ink, colour = min(ways, key=change)
    return Veil(f"asset:veiled-{round(reach * 100)}-{ink[1:]}-{colour[1:]}.jpg", ink)


def _both(palette: Palette) -> tuple[tuple[str, str], tuple[str, str]]:
    return (palette.ink, palette.shade), (palette.shade, palette.ink)


def asked_for(html: str, given: Pictures, shape: float) -> Mapping[str, bytes]:
    """Return the files that a page shows, by their addresses. `shape`: as for veil_for()."""
    plain = {OWN: given.own, PICTURE: given.picture, PORTRAIT: given.portrait}
    files = {address: jpeg(opened(data)) for address, data in plain.items() if data and address in html}
    for found in _VEILED.finditer(html):
        front = _cut_to(opened(given.picture), shape)
        files[found[0]] = jpeg(veiled(front, int(found[1]) / 100, f"#{found[2]}", f"#{found[3]}"))
    return files


def veiled(front: Image.Image, reach: float, ink: str, colour: str) -> Image.Image:
    """Return a picture with a veil of a colour over the lowest part of it.

    The veil is as thick as its lightest and darkest points need for the ink to be read there, no thicker.
    """
    if front.height < _ROWS:  # too few for a veil to end where it should
        front = front.resize((max(front.width * _ROWS // front.height, 1), _ROWS))
    begin, fading = round(front.height * (1 - reach)), max(round(front.height * _FADING), 1)
    thickness = _thickness(_lowest(front, reach), ink, colour)
    rows = bytes(
        round(255 * thickness * min(max((row - begin + fading) / fading, 0), 1))
        for row in range(front.height)
    )
    mask = Image.frombytes("L", (1, front.height), rows).resize(front.size)
    return Image.composite(Image.new("RGB", front.size, colour), front, mask)


def _lowest(front: Image.Image, share: float) -> Image.Image:
    begin = min(max(round(front.height * (1 - share)), 0), front.height - 1)
    return front.crop((0, begin, front.width, front.height))


def _cut_to(picture: Image.Image, shape: float) -> Image.Image:
    wide = min(picture.width, round(picture.height * shape))
    high = min(picture.height, round(picture.width / shape))
    left, top = (picture.width - wide) // 2, (picture.height - high) // 2
    return picture.crop((left, top, left + max(wide, 1), top + max(high, 1)))


def _thickness(under: Image.Image, ink: str, colour: str) -> float:
    """Extremes of each colour stand for the worst that can be there: no pixel is lighter or darker."""
    lowest, highest = zip(*under.getextrema(), strict=True)
    worst = ["#" + "".join(f"{part:02x}" for part in ends) for ends in (lowest, highest)]
    for step in range(_STEPS):
        if all(contrast(ink, mixed(colour, end, step / _STEPS)) >= LEAST + _NOISE for end in worst):
            return step / _STEPS
    return 1.0
