"""WeasyPrint, given a book and nothing else: no network, no file but those the book is made of."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from publisher.errors import Where
from publisher.fonts import Face, FontSet, font_face, single_file
from publisher.writers.job import Job
from publisher.writers.pdf.compose import COVER, Composed

_LOG = logging.getLogger("weasyprint")


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Serves asset:, drawing: and font: addresses from the book; refuses every other one.

    A post is untrusted: this is what keeps file:// and http:// out of the PDF, whatever its HTML says.
    """

    def __init__(self, files: dict[str, bytes | Path]) -> None:
        super().__init__(allowed_protocols=("asset", "drawing", "font"))
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = self._files.get(url)
        if found is None:
            raise ValueError(f"{url} is not part of the book")
        data = found.read_bytes() if isinstance(found, Path) else found
        kind = {"Content-Type": "image/svg+xml"} if url.endswith(".svg") else {}
        return URLFetcherResponse(url, data, kind)


def lay_out(composed: Composed, job: Job) -> tuple[bytes, int]:
    """The finished PDF and the number of its pages."""
    fetcher = BookFetcher(_files(composed, job))
    config = FontConfiguration()
    with _heard(job), _still_clock(job.book.meta.modified):
        css = CSS(string=font_css(job.fonts) + composed.css, font_config=config, url_fetcher=fetcher)
        html = HTML(string=composed.html, base_url="asset:", url_fetcher=fetcher)
        document = html.render(font_config=config, stylesheets=[css])
        job.step(f"writing {len(document.pages):,} pages")
        data: bytes = document.write_pdf(pdf_identifier=job.book.meta.identifier.encode())
    return data, len(document.pages)


def draw(html: str, fonts: FontSet, keep_in: Path) -> bytes:
    """A single page that needs nothing but fonts, as a PDF: the cover."""
    fetcher = BookFetcher(_font_files(fonts, keep_in))
    config = FontConfiguration()
    css = CSS(string=font_css(fonts), font_config=config, url_fetcher=fetcher)
    page = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
    data: bytes = page.write_pdf(font_config=config, stylesheets=[css])
    return data


def font_css(fonts: FontSet) -> str:
    """An @font-face for each file of each role."""
    return "".join(font_face(role, face, _font_address(face)) for role in fonts.roles for face in role.faces)


def _font_address(face: Face) -> str:
    return f"font:{Path(face.path).stem.replace(' ', '_')}-{face.index}"


def _files(composed: Composed, job: Job) -> dict[str, bytes | Path]:
    files: dict[str, bytes | Path] = {COVER: job.cover, **composed.drawings}
    for chapter in job.book.chapters:
        files.update((f"asset:{asset.name}", Path(asset.path)) for asset in chapter.assets)
    return files | _font_files(job.fonts, job.keep_in)


def _font_files(fonts: FontSet, keep_in: Path) -> dict[str, bytes | Path]:
    return {_font_address(face): single_file(face, keep_in / "fonts") for face in fonts.faces}


@contextmanager
def _still_clock(moment: datetime) -> Iterator[None]:
    """The book's own time for all that the engine stamps: fontTools puts the clock's into subset fonts.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _heard(job: Job) -> Iterator[None]:
    """What the engine complains about, as notes: a fault of the theme, or of an inline style."""
    handler = _Listener()
    _LOG.addHandler(handler)
    propagate, _LOG.propagate = _LOG.propagate, False
    try:
        yield
    finally:
        _LOG.removeHandler(handler)
        _LOG.propagate = propagate
        for message in dict.fromkeys(handler.messages):
            if "glyph" in message:  # fonts.check_coverage has said it, with the cure
                continue
            job.report.note("pdf-engine", message, Where(f"theme {job.theme.name}"))


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
