"""The printed cover in one fragment: back, spine and front, with bleed, for a printer.

MediaBox and BleedBox are the unit with its bleed, TrimBox the cover as it is cut: a printer's programs put
marks around it by themselves. Colours are RGB, fonts are embedded.

Seen with python-barcode 0.16. Assumed, and asserted by tests/contracts/test_barcode.py: build() tells the
bars as one row of modules, without a picture.
"""

import colorsys
import contextlib
import io
import math
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme
from publisher.assets.urls import shown
from publisher.book.paper import Paper
from publisher.config.schema import isbn13
from publisher.model import BookMeta
from publisher.storage.opening import read
from publisher.writers.pdf.compose.joiners import join
from publisher.writers.pdf.cover.front import LARGEST, cover_values, with_cut_fonts
from publisher.writers.pdf.cover.spine import spine_of, width_of

BLEED = 3.0  # mm on every side
DPI = 300  # below it, print looks soft
_MOST_PIXELS = 6000  # of a picture's longer side
_MM = 25.4
_PT = _MM / 72  # mm
_BLURB_SIZES = (10, 9.5, 9, 8.5, 8)  # points


@dataclass(frozen=True, slots=True)
class Wrap:
    """The size of a cover in one fragment, in mm, without its bleed."""

    trim_width: float
    height: float
    spine: float
    bleed: float = BLEED

    @property
    def width(self) -> float:
        return round(2 * self.trim_width + self.spine, 2)


def own_picture(cover: str, blog: Path) -> bytes:
    """Return the file that the blog has for its cover; b"" for none that can be read."""
    with contextlib.suppress(OSError):
        return read(Path(cover), blog, LARGEST).data if cover else b""
    return b""


def wrap_pdf(
    meta: BookMeta,
    own: bytes,
    theme: Theme,
    fonts: FontSet,
    paper: Paper,
    spine: float,
    back: str,
    keep_in: Path,
) -> bytes:
    """Return a PDF of one page.

    `own`: see own_picture(). `back`: the text of the back, paragraphs parted by empty lines.
    """
    from publisher.writers.pdf.layout.engine import draw

    wrap, files = Wrap(paper.width, paper.height, spine), dict[str, bytes]()
    values = cover_values(meta, paper)
    if picture := _picture(own):
        files["asset:cover.jpg"] = _jpeg(picture)
        values |= _colours(picture)
    if bars := _barcode(meta.isbn):
        files["asset:barcode.svg"] = bars
    authors = ", ".join(meta.authors)
    blurb = blurb_of(back, paper)
    html = theme.fill(
        "wrap.j2",
        **values,
        wrap=wrap,
        spine=spine_of(meta.title, authors, meta.publisher, spine, paper.height),
        picture="asset:cover.jpg" if picture else "",
        barcode="asset:barcode.svg" if bars else "",
        digits=isbn13(meta.isbn),
        blurb=[join(part) for part in blurb.paragraphs],
        blurb_size=blurb.size,
        facts=[fact for fact in (meta.price, _site(meta.source)) if fact],
    )
    return with_cut_fonts(fonts, html, lambda cut: draw(html, cut, keep_in, files))


@dataclass(frozen=True, slots=True)
class Blurb:
    """The text of the back, as it fits there."""

    paragraphs: tuple[str, ...]
    size: float  # points
    whole: bool  # nothing had to be cut off


def blurb_of(back: str, paper: Paper) -> Blurb:
    """Paragraphs, in the largest size in which they leave room for barcode and price; cut where none does."""
    parts = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", back) if part.strip())
    for size in _BLURB_SIZES:
        if _lines(parts, size, paper) <= _room(size, paper):
            return Blurb(parts, size, whole=True)
    size, text = _BLURB_SIZES[-1], "\n".join(parts)
    while _lines(tuple(text.split("\n")), size, paper) > _room(size, paper):
        text = text[: -max(len(text) // 50, 1)]
    return Blurb(tuple(f"{text.rstrip()}…".split("\n")), size, whole=False)


def _lines(parts: tuple[str, ...], size: float, paper: Paper) -> float:
    """How many lines paragraphs take, an eighth of them unused where words do not part."""
    wide = paper.width * 0.76 / (size * _PT) * 0.88
    return sum(math.ceil(width_of(part) / wide) + 0.5 for part in parts)


def _room(size: float, paper: Paper) -> float:
    """Lines between the top of the back and what stands at its foot."""
    return paper.height * 0.62 / (size * _PT * 1.85)


def resolution(own: bytes, paper: Paper) -> int:
    """Dots per inch of a cover picture that fills the front and its bleed; 0 where there is no picture."""
    picture = _picture(own)
    if not picture:
        return 0
    wide, high = pixels_wanted(paper)
    return int(min(picture.width / wide, picture.height / high) * DPI)


def pixels_wanted(paper: Paper) -> tuple[int, int]:
    """Return width and height of a cover picture that fills the front and its bleed at 300 dpi."""
    return math.ceil((paper.width + BLEED) / _MM * DPI), math.ceil((paper.height + 2 * BLEED) / _MM * DPI)


def _picture(own: bytes) -> Image.Image | None:
    """The blogger's own picture, upright; None where there is none that can be read: front.py has said so."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(own)) as image:
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _jpeg(picture: Image.Image) -> bytes:
    small, out = picture.copy(), io.BytesIO()
    small.info.clear()  # a comment in the blogger's file would be written again
    small.thumbnail((_MOST_PIXELS, _MOST_PIXELS), Image.Resampling.LANCZOS)
    small.save(out, "JPEG", quality=94, dpi=(DPI, DPI))
    return out.getvalue()


def _colours(picture: Image.Image) -> dict[str, str]:
    """Spine and back go on with the colour of the picture's left edge, dark enough for light letters or light
    enough for dark ones."""
    edge = picture.crop((0, 0, max(picture.width // 25, 1), picture.height)).resize(
        (1, 1), Image.Resampling.BOX
    )
    red, green, blue = edge.getpixel((0, 0))  # type: ignore[misc]
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    dark = lightness < 0.6
    ground = colorsys.hls_to_rgb(hue, min(lightness, 0.32) if dark else max(lightness, 0.82), saturation)
    colour = "#" + "".join(f"{round(part * 255):02x}" for part in ground)
    return {"ground": colour, "shade": colour, "ink": "#fdfbf5" if dark else "#1f1d1a"}


def _barcode(isbn: str) -> bytes:
    """The bars of an ISBN as SVG; b"" where there is none. See https://www.gs1.org/standards/barcodes/ean-upc"""
    digits = isbn13(isbn)
    if not digits:
        return b""
    from barcode.ean import EAN13

    (modules,) = EAN13(digits).build()
    bars = "".join(
        f'<rect x="{found.start()}" width="{len(found[0])}" height="40"/>'
        for found in re.finditer("1+", modules)
    )
    size = f'viewBox="-11 0 {len(modules) + 18} 40" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{bars}</svg>'.encode()


def _site(address: str) -> str:
    return re.sub(r"^https?://|/$", "", shown(address))
