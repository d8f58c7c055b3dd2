"""Covers for pages and feeds: a JPEG and a thumbnail of the book's own picture, or drawn from its title.

The picture is untrusted: its pixels are counted before they are decoded, it is read by decoders of the
usual formats only, and what is shown is made anew from its pixels, so nothing else of it goes on.
"""

import io
import warnings
import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import Theme
from publisher.library.about import BookError
from publisher.passes.pictures import whole_pictures_only
from publisher.phrase import _

_COVER = (1000, 1500)  # pixels, at most
_THUMBNAIL = (320, 480)
_MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_DRAWN = (800, 1200)
_MARGIN = 88
_INKS = ("#1f3a4d", "#4a2c3a", "#2e4634", "#54402a", "#3a3558", "#234a4a", "#5a2f28", "#33393f")
_PAPER = "#f6f2ea"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A book's front in two sizes."""

    full: Picture
    thumbnail: Picture


def made(data: bytes) -> Cover:
    """Return the cover of a picture file. Raises BookError where it is none that can be read."""
    try:
        with warnings.catch_warnings(), whole_pictures_only():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # pixels are counted here
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > _MOST_PIXELS or 0 in image.size:
                    raise ValueError("too many pixels")
                image.draft("RGB", _COVER)
                return _cover(_flat(ImageOps.exif_transpose(image)))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        hint = _("put a JPEG or PNG into the EPUB")
        raise BookError("cover-unreadable", _("the cover cannot be read; one is drawn"), hint) from error


def drawn(title: str, subtitle: str, authors: tuple[str, ...], theme: Theme) -> Cover:
    """Return a quiet cover with title and authors, in a colour of its own that stays."""
    ink = _INKS[zlib.crc32(title.encode()) % len(_INKS)]
    image = Image.new("RGB", _DRAWN, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _DRAWN[0], 800), fill=ink)
    draw.rectangle((_MARGIN, _MARGIN, _MARGIN + 96, _MARGIN + 6), fill=_PAPER)
    faces = _faces(theme)
    if faces:
        end = _write(draw, title, _MARGIN + 56, 84, faces[-1], _PAPER, 5)
        _write(draw, subtitle, end + 28, 36, faces[0], _PAPER, 2)
        _write(draw, ", ".join(authors), 880, 44, faces[0], ink, 3)
    return _cover(image)


@lru_cache(maxsize=4)
def _faces_of(families: tuple[str, ...]) -> tuple[Face, ...]:
    roles = find_fonts({"heading": families}, Path("/nonexistent"), "").roles
    return roles[0].faces if roles else ()


def _faces(theme: Theme) -> tuple[Face, ...]:
    """Regular and bold of the theme's headings; none on a machine without such a font."""
    return _faces_of(theme.fonts["heading"])


def _write(
    draw: ImageDraw.ImageDraw, text: str, top: float, size: int, face: Face, colour: str, most: int
) -> float:
    """Text in lines of the cover's width; where it ends. What is too long ends in an ellipsis."""
    if not text:
        return top
    font = ImageFont.truetype(face.path, size, face.index)
    room = _DRAWN[0] - 2 * _MARGIN
    rows = _rows(text, font, room)
    if len(rows) > most:
        rows = [*rows[: most - 1], rows[most - 1][:-1] + "…"]
    for number, row in enumerate(rows):
        draw.text((_MARGIN, top + number * size * 1.35), row, font=font, fill=colour)
    return top + len(rows) * size * 1.35


def _rows(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Lines broken between words; a word wider than a line, between letters."""
    rows: list[str] = []
    for word in text.split():
        if rows and font.getlength(f"{rows[-1]} {word}") <= room:
            rows[-1] += f" {word}"
            continue
        rows.append(word)
        while font.getlength(rows[-1]) > room and len(rows[-1]) > 1:
            widths = accumulate(font.getlength(letter) for letter in rows[-1])
            fits = max(1, sum(width <= room for width in widths))
            rows[-1:] = [rows[-1][:fits], rows[-1][fits:]]
    return rows


def _flat(image: Image.Image) -> Image.Image:
    """Without see-through pixels: on white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def _cover(image: Image.Image) -> Cover:
    return Cover(_fitted(image, _COVER, 85), _fitted(image, _THUMBNAIL, 82))


def _fitted(image: Image.Image, most: tuple[int, int], quality: int) -> Picture:
    small = image.copy()
    small.thumbnail(most, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return Picture(out.getvalue(), *small.size)
