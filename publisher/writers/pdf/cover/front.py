"""The cover: the blogger's own picture, or one that the theme draws, as a JPEG for both formats.

It is kept from build to build: the layout engine and a large picture both take most of a second.
"""

import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache as once
from functools import partial
from pathlib import Path

from PIL import Image

from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet, find_fonts, subset
from publisher.assets.themes import Theme
from publisher.book.paper import Paper
from publisher.config.schema import CoverTable, Format
from publisher.errors import Report
from publisher.model import BookMeta
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.writers.pdf.cover.design import Design, design_of, values_of
from publisher.writers.pdf.cover.pictures import Pictures, asked_for, jpeg, opened, pictures_of
from publisher.writers.pdf.layout.libraries import machine

_WIDTH = 1600  # pixels: Kindle's ideal, more than Apple's 1,400
_SHAPE = 1.6  # height of an EPUB's cover by its width: Kindle's ideal of 2,560 × 1,600
_LARGEST_OWN = (2560, 2560)  # pixels


@dataclass(frozen=True, slots=True)
class Covers:
    """Makes covers as JPEGs in RGB, 1,600 pixels wide where they are drawn here."""

    theme: Theme
    blog: Path
    paper: Paper
    table: CoverTable
    keep_in: Path
    executor: Executor

    def begin(
        self, books: Iterable[BookMeta], forms: Iterable[Format], report: Report
    ) -> Mapping[tuple[str, str], Callable[[], bytes]]:
        """Let other processes draw covers, where the blogger has none; what returns the cover of a book, by
        its identifier, in a format.

        Raises ConfigError where the theme has no such design or palette.
        """
        begun: dict[tuple[str, str], Callable[[], bytes]] = {}
        for meta in books:
            given = pictures_of(meta.cover, self.table, self.blog, report)
            for form in forms:
                begun[meta.identifier, form] = self._one(meta, form, given)
        return begun

    def _one(self, meta: BookMeta, form: Format, given: Pictures) -> Callable[[], bytes]:
        design = design_of(self.theme, self.table, meta.identifier)
        if given.own:
            return lambda: _kept(given.own, self.keep_in, lambda: _encoded_picture(given.own))
        return self._draw(meta, design, replace(given, portrait=b""), front_of(self.paper, form))

    def _draw(self, meta: BookMeta, design: Design, given: Pictures, paper: Paper) -> Callable[[], bytes]:
        fonts = find_fonts(self.theme.fonts, self.blog, f"{meta.title}{meta.subtitle}", self.keep_in)
        values = values_of(meta, design, paper, fonts, given)
        html = self.theme.fill("cover.j2", **values)
        page = _Page(html, given, paper.width / paper.height, fonts, machine())
        cache, key = _place(page, self.keep_in)
        drawing = partial(_drawn, keep_in=self.keep_in)
        known = cache.has(key)
        if not known:
            self.executor.get_ready(["publisher.writers.pdf.layout.engine"])
        begun = None if known else self.executor.each(drawing, (page,), worth=self.executor.ready)
        # It may be asked for again, and a full disk keeps nothing.
        return once(lambda: _kept(page, self.keep_in, lambda: next(begun) if begun else drawing(page)))


def front_of(paper: Paper, form: Format) -> Paper:
    """Return how large the front is: as the paper, or in an EPUB as stores want it."""
    return replace(paper, height=round(paper.width * _SHAPE, 2)) if form == "epub" else paper


@dataclass(frozen=True, slots=True)
class _Page:
    """All that a drawn cover is made of."""

    html: str
    given: Pictures
    shape: float  # width by height
    fonts: FontSet
    machine: tuple[str, ...]


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


def _drawn(page: _Page, keep_in: Path) -> bytes:
    import pypdfium2

    files = asked_for(page.html, page.given, page.shape)
    document = pypdfium2.PdfDocument(pdf_of(page.html, page.fonts, keep_in, files))
    try:
        sheet = document[0]
        picture = sheet.render(scale=_WIDTH / sheet.get_width()).to_pil()
    finally:
        document.close()
    return jpeg(picture.convert("RGB"), quality=92)


def pdf_of(html: str, fonts: FontSet, keep_in: Path, files: Mapping[str, bytes], **options: object) -> bytes:
    """Return a page as a PDF, drawn with its own letters only: whole fonts take 20 MB of memory each."""
    from publisher.writers.pdf.layout.engine import draw

    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        return draw(html, _cut(fonts, html, Path(folder)), keep_in, files, **options)


def _cut(fonts: FontSet, html: str, folder: Path) -> FontSet:
    """The fonts that a page asks for, with its letters only."""
    letters = set(html) | {chr(code) for code in range(0x20, 0x7F)}
    roles = [role for role in fonts.roles if role.css_family in html]
    cut: dict[Face, Face] = {}
    for face in dict.fromkeys(face for role in roles for face in role.faces):
        file = folder / f"{len(cut)}.otf"
        file.write_bytes(subset(face, letters))
        cut[face] = replace(face, path=str(file), index=0)
    return FontSet(tuple(replace(role, faces=tuple(cut[face] for face in role.faces)) for role in roles))


def _encoded_picture(data: bytes) -> bytes:
    picture = opened(data)
    picture.thumbnail(_LARGEST_OWN, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()
