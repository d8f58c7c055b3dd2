"""The cover: the blogger's own picture, or one that the theme draws, as a JPEG for both formats.

It is kept from build to build: the layout engine and a large picture both take most of a second.
"""

import colorsys
import hashlib
import io
import tempfile
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache as once
from functools import partial
from pathlib import Path

from PIL import Image, ImageOps

from publisher.assets.fonts import Face, FontSet, find_fonts, subset
from publisher.assets.themes import Theme
from publisher.book.paper import Paper
from publisher.errors import Report, Where
from publisher.model import BookMeta
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.storage.opening import read
from publisher.writers.pdf.compose.joiners import join
from publisher.writers.pdf.layout.libraries import versions

LARGEST = 60_000_000  # bytes of the blogger's own picture
_WIDTH = 1600  # pixels: Kindle's ideal, more than Apple's 1,400
_HUES = (0.56, 0.47, 0.03, 0.62, 0.92, 0.11, 0.38, 0.74)


@dataclass(frozen=True, slots=True)
class Covers:
    """Makes covers as JPEGs in RGB, at least 1,600 pixels wide where they are drawn here."""

    theme: Theme
    blog: Path
    paper: Paper
    keep_in: Path
    executor: Executor

    def begin(self, meta: BookMeta) -> Callable[[Report], bytes]:
        """Let another process draw a cover, where the blogger has none; what returns the cover."""
        if not meta.cover:
            begun = self._draw(meta)
            return lambda _: begun()

        def own(report: Report) -> bytes:
            return self._own(meta.cover, report) or self._draw(meta)()

        return own

    def _own(self, path: str, report: Report) -> bytes | None:
        """The blogger's own picture; None where it is none."""
        try:
            data = read(Path(path), self.blog, LARGEST).data
            return _kept(data, self.keep_in, lambda: _encoded_picture(data))
        except (OSError, ValueError, Image.DecompressionBombError):
            hint = "save it as JPEG or PNG; the theme has drawn a cover instead"
            what = f"{Path(path).name} is no picture that can be read"
            report.warning("cover-unreadable", what, Where("book.toml"), hint)
            return None

    def _draw(self, meta: BookMeta) -> Callable[[], bytes]:
        html = _page(meta, self.theme, self.paper)
        fonts = find_fonts(self.theme.fonts, self.blog, html, self.keep_in)
        drawn_from = _Drawn(html, fonts, versions())
        cache, key = _place(drawn_from, self.keep_in)
        drawing = partial(_drawn, fonts=fonts, keep_in=self.keep_in)
        known = cache.has(key)
        if not known:
            self.executor.get_ready(["publisher.writers.pdf.layout.engine"])
        begun = None if known else self.executor.each(drawing, (html,), worth=self.executor.ready)
        # Each format asks for it, and a full disk keeps nothing.
        return once(lambda: _kept(drawn_from, self.keep_in, lambda: next(begun) if begun else drawing(html)))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """All that a drawn cover is made of."""

    html: str
    fonts: FontSet
    libraries: tuple[str, ...]


def _place(source: object, keep_in: Path) -> tuple[Cache, str]:
    return Cache(keep_in / "covers"), key_of(source)


def _kept(source: object, keep_in: Path, make: Callable[[], bytes]) -> bytes:
    """What an earlier build made of the same source; else made now."""
    cache, key = _place(source, keep_in)
    if (known := cache.get(key)) is not None:
        return known
    made = make()
    cache.put(key, made)
    return made


def _drawn(html: str, fonts: FontSet, keep_in: Path) -> bytes:
    import pypdfium2

    from publisher.writers.pdf.layout.engine import draw

    document = pypdfium2.PdfDocument(with_cut_fonts(fonts, html, lambda cut: draw(html, cut, keep_in)))
    try:
        page = document[0]
        picture = page.render(scale=_WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    return _encoded(picture)


def with_cut_fonts(fonts: FontSet, html: str, make: Callable[[FontSet], bytes]) -> bytes:
    """Return what `make` makes of the fonts of a page, cut down to its letters."""
    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        return make(_cut(fonts, html, Path(folder)))


def _cut(fonts: FontSet, html: str, folder: Path) -> FontSet:
    """The fonts that a page asks for, with its letters only: whole ones take 20 MB of memory each."""
    letters = set(html) | {chr(code) for code in range(0x20, 0x7F)}
    roles = [role for role in fonts.roles if role.css_family in html]
    cut: dict[Face, Face] = {}
    for face in dict.fromkeys(face for role in roles for face in role.faces):
        file = folder / f"{len(cut)}.otf"
        file.write_bytes(subset(face, letters))
        cut[face] = replace(face, path=str(file), index=0)
    return FontSet(tuple(replace(role, faces=tuple(cut[face] for face in role.faces)) for role in roles))


def _encoded_picture(data: bytes) -> bytes:
    with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
        picture.thumbnail((2560, 2560), Image.Resampling.LANCZOS)
        return _encoded(picture)


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture = picture.convert("RGB")
    picture.info.clear()  # a comment in the blogger's file would be written again
    picture.save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()


def _page(meta: BookMeta, theme: Theme, paper: Paper) -> str:
    return theme.fill("cover.j2", **cover_values(meta, paper))


def cover_values(meta: BookMeta, paper: Paper) -> dict[str, object]:
    """Return what the templates of covers are filled with; each book has a colour of its own that never
    changes."""
    number = hashlib.sha256(meta.identifier.encode()).digest()[0]
    hue = _HUES[number % len(_HUES)]
    return {
        "meta": meta,
        "paper": paper,
        "title": join(meta.title),
        "subtitle": join(meta.subtitle),
        "size": _title_size(meta.title),
        "ground": _colour(hue, 0.30, 0.42),
        "shade": _colour(hue, 0.22, 0.46),
        "ink": "#fdfbf5",
        "mix": mixed,
    }


def mixed(upper: str, lower: str, share: float) -> str:
    """Return the colour that `upper` has on `lower` where it covers that share: printers fear real
    transparency."""
    parts = ((int(upper[at : at + 2], 16), int(lower[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02x}" for above, below in parts)


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
