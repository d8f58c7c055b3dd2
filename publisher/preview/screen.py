"""A chapter as an e-reader shows it: an EPUB of it alone, by the same writer, in the reader of the shelf."""

import asyncio
import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from PIL import Image
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from publisher.errors import PublisherError, Report
from publisher.library import reading
from publisher.model import Changes, Index
from publisher.preview.desk import Desk
from publisher.runtime.executor import Executor
from publisher.writers import epub
from publisher.writers.job import Job, silent

_FRAMED = reading.POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def written(job: Job, chapter: str) -> bytes:
    """Return an EPUB of one chapter. Raises PublisherError, and KeyError where there is none."""
    chapters = {one.id: one for one in job.book.chapters}
    # What is said of other chapters leads nowhere here, and an earlier edition had other places.
    book = replace(job.book, index=Index(), changes=Changes(), spine=())
    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        file = Path(folder) / "chapter.epub"
        file.touch()  # the writer takes a missing one for a build that was stopped
        alone = replace(
            job,
            book=replace(book, chapters=(replace(chapters[chapter], section=()),)),
            cover=job.cover or _blank(),
            file=file,
            target=file,
            keeps=False,
            executor=Executor(1),
            report=Report(),
            step=silent,
        )
        epub.begin(alone).finish()
        return file.read_bytes()


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """A cover for a book whose own is still to be drawn."""
    out = io.BytesIO()
    Image.new("RGB", (100, 160), "white").save(out, "JPEG")
    return out.getvalue()


class Screen:
    """Answers what the reader asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files = {address: (kind, body) for address, kind, body in reading.files()}

    def routes(self) -> Iterator[Route]:
        """Yield the addresses of the reader, where foliate-js is here."""
        if reading.available():
            yield Route("/read.html", self._page)
            yield Route("/reader/{name:path}", self._file)
            yield Route("/book/{chapter}.epub", self._book)

    async def _page(self, _request: Request) -> Response:
        job = self._job()
        language = job.book.meta.language
        words = job.theme.shelf_words_in(language)
        html = job.theme.fill("shelf/read.j2", language=language, words=words, title=job.book.meta.title)
        html = html.replace('id="back"', 'id="back" style="display: none"')  # there is no shelf behind it
        return Response(html, media_type="text/html", headers={"Content-Security-Policy": _FRAMED})

    async def _file(self, request: Request) -> Response:
        kind, body = self._files.get(f"reader/{request.path_params['name']}", ("", b""))
        if not kind:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(body, media_type=kind)

    async def _book(self, request: Request) -> Response:
        try:
            made = await asyncio.to_thread(written, self._job(), request.path_params["chapter"])
        except (PublisherError, KeyError) as error:
            raise HTTPException(HTTPStatus.NOT_FOUND) from error
        return Response(made, media_type="application/epub+zip")

    def _job(self) -> Job:
        if not self._desk.shown.snapshot:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return self._desk.shown.snapshot.job
