"""The cover: the blogger's own picture, or one that the theme draws, as a JPEG for both formats."""

import colorsys
import hashlib
import io
import textwrap
from importlib.metadata import version
from pathlib import Path

from PIL import Image, ImageOps

from publisher import fonts as font_files
from publisher.cache import Cache
from publisher.errors import Report, Where
from publisher.fonts import FontSet
from publisher.model import BookMeta
from publisher.themes import Theme
from publisher.writers.pdf.joiners import join
from publisher.writers.pdf.paper import Paper

_WIDTH = 1600  # pixels: Kindle's ideal, more than Apple's 1,400
_HUES = (0.56, 0.47, 0.03, 0.62, 0.92, 0.11, 0.38, 0.74)


def jpeg(meta: BookMeta, theme: Theme, fonts: FontSet, paper: Paper, keep_in: Path, report: Report) -> bytes:
    """A JPEG in RGB, at least 1,600 pixels wide where it is drawn here."""
    if meta.cover:
        try:
            return _own(Path(meta.cover))
        except (OSError, ValueError, Image.DecompressionBombError):
            hint = "save it as JPEG or PNG; the theme has drawn a cover instead"
            report.warning(
                "cover-unreadable",
                f"{Path(meta.cover).name} is no picture that can be read",
                Where("book.toml"),
                hint,
            )
    cache, html = Cache(keep_in / "covers"), _page(meta, theme, paper)
    made_of = (version("weasyprint"), html, font_files.stamps(fonts.faces))
    key = hashlib.sha256(repr(made_of).encode()).hexdigest()
    picture = cache.get(key)
    if picture is None:
        picture = _drawn(html, fonts, keep_in)
        cache.put(key, picture)
    return picture


def _drawn(html: str, fonts: FontSet, keep_in: Path) -> bytes:
    """Imports the engine only when there is something to draw."""
    import pypdfium2

    from publisher.writers.pdf.engine import draw

    document = pypdfium2.PdfDocument(draw(html, fonts, keep_in))
    try:
        page = document[0]
        picture = page.render(scale=_WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    return _encoded(picture)


def _own(path: Path) -> bytes:
    with Image.open(path) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
        picture.thumbnail((2560, 2560), Image.Resampling.LANCZOS)
        return _encoded(picture)


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()


def _page(meta: BookMeta, theme: Theme, paper: Paper) -> str:
    """The theme's cover; each book has a colour of its own that never changes."""
    number = hashlib.sha256(meta.identifier.encode()).digest()[0]
    hue = _HUES[number % len(_HUES)]
    return theme.fill(
        "cover.j2",
        meta=meta,
        paper=paper,
        title=join(meta.title),
        subtitle=join(meta.subtitle),
        size=_title_size(meta.title),
        ground=_colour(hue, 0.30, 0.42),
        shade=_colour(hue, 0.22, 0.46),
        ink="#fdfbf5",
    )


def _title_size(title: str) -> int:
    """Points: the largest at which the longest word fits and the title takes no more than five lines."""
    longest = max((len(word) for word in title.split()), default=1)
    for size, fits in ((38, 7), (33, 8), (28, 10), (23, 13), (19, 16)):
        if longest <= fits and len(textwrap.wrap(title, fits)) <= 4:
            return size
    return 16


def _colour(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )
