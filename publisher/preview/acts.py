"""What the page asks to be done: a post opened in the editor, settings tried out, and written down."""

import asyncio
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publisher.config.load import FILE_NAME
from publisher.errors import PublisherError
from publisher.phrase import NOTHING, Phrase, _
from publisher.preview.beside import marks
from publisher.preview.choices import laid_over
from publisher.preview.desk import Desk
from publisher.preview.editor import link, opened
from publisher.preview.lent import Lent
from publisher.preview.order import change_of
from publisher.preview.source import line_of
from publisher.preview.window import Window
from publisher.writers.pdf.layout.store import LostError

_LARGEST = 64_000  # bytes of what a page of ours sends
_MOST_LINES = 10_000_000  # of a post


class Acts:
    """Each is a POST of a small JSON object."""

    def __init__(self, desk: Desk, window: Window, folder: Path, lent: Lent) -> None:
        self._desk, self._window, self._folder, self._lent = desk, window, folder, lent

    def routes(self) -> Iterator[Route]:
        """Yield the address of each."""
        acts = {
            "at": self._at,
            "source": self._source,
            "open": self._open,
            "settings": self._settings,
            "volume": self._volume,
            "plan": self._plan,
            "beside": self._beside,
        }
        return (Route(f"/{name}", act, methods=["POST"]) for name, act in acts.items())

    async def _source(self, request: Request) -> Response:
        """Open the post that stands at a place of a page."""
        said, shown = await _said(request), self._desk.shown.snapshot
        token, page, y = _text(said, "token"), _number(said, "page"), said.get("y", 0.0)
        sheets = shown.sheets(token) if shown else None
        if not shown or not sheets or page not in range(len(sheets.spots)) or not isinstance(y, int | float):
            return JSONResponse({})
        y = min(max(0.0, y), 1.0)
        post = shown.post_at(token, page, y)
        if not post:
            return JSONResponse({})
        words = await asyncio.to_thread(self._window.words_from, sheets, page, y)
        part = (page + y) / len(sheets.spots)
        line = next(filter(None, (line_of(said, post, part) for said in words)), post.first_line)
        return self._opened(post.path, line)

    async def _open(self, request: Request) -> Response:
        """Open what a message is about: a post of the book, or its settings."""
        said, shown = await _said(request), self._desk.shown.snapshot
        path, line = _text(said, "path"), _number(said, "line")
        known = {post.path for post in shown.posts.values()} if shown else set()
        is_known = path in {*known, FILE_NAME} and 0 <= line < _MOST_LINES
        return self._opened(path, line or 1) if is_known else JSONResponse({})

    def _opened(self, path: str, line: int) -> Response:
        """By the writer's own command, else by an address that the page follows."""
        spelt = (self._folder / unicodedata.normalize(form, path) for form in ("NFC", "NFD"))
        file = next(filter(Path.exists, spelt), self._folder / path)
        done = self._lent.editor and opened(self._lent.editor, file, line)
        return JSONResponse({"path": path, "line": line, "link": "" if done else link(file, line)})

    async def _settings(self, request: Request) -> Response:
        """Try a setting out; give all up, or write all into book.toml."""
        said, overlay = await _said(request), self._desk.wish.overlay
        try:
            written = await asyncio.to_thread(self._lent.save, overlay) if said.get("write") else ""
            new = {} if written or said.get("forget") else laid_over(overlay, said)
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        except PublisherError as error:
            return self._fault(error.message, error.hint)
        self._desk.ask(lambda wish: replace(wish, overlay=new))
        return JSONResponse({"written": written})

    async def _plan(self, request: Request) -> Response:
        """Write the order of chapters into a plan, or another one into the plan that is there."""
        said, shown = await _said(request), self._desk.shown.snapshot
        if not shown:
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        config, blog = shown.arranged.config, shown.arranged.blog
        try:
            if said.get("act") == "write":
                await asyncio.to_thread(self._lent.plan, config, blog)
            else:
                await asyncio.to_thread(self._lent.rearrange, config, blog, change_of(said, shown))
        except LookupError:
            return self._fault(_("the book has changed meanwhile: nothing is written"), NOTHING)
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        except PublisherError as error:
            return self._fault(error.message, error.hint)
        return JSONResponse({})

    def _fault(self, what: Phrase, hint: Phrase) -> Response:
        return JSONResponse({"fault": self._lent.speak(what), "hint": self._lent.speak(hint)})

    async def _beside(self, request: Request) -> Response:
        """Where on the pages of a unit the lines stand that messages are about."""
        token, shown = str((await _said(request)).get("token", "")), self._desk.shown.snapshot
        try:
            found = await asyncio.to_thread(marks, shown, token, self._window) if shown else []
        except LostError:  # these pages are made anew
            found = []
        return JSONResponse([asdict(one) for one in found])

    async def _volume(self, request: Request) -> Response:
        """Show another volume."""
        number = _number(await _said(request), "number")
        if number < 0:
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        self._desk.ask(lambda wish: replace(wish, volume=number, at=""))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _at(self, request: Request) -> Response:
        """What is under the cursor."""
        said = await _said(request)
        self._desk.look_at(_text(said, "chapter")[:200], max(0, _number(said, "page")))
        return Response(status_code=HTTPStatus.NO_CONTENT)


async def _said(request: Request) -> Mapping[str, Any]:
    """A small JSON object. Raises HTTPException for anything else."""
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > _LARGEST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(said, dict):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return said


def _text(said: Mapping[str, Any], key: str) -> str:
    """What was said there; "" for what is no text."""
    value = said.get(key)
    return value if isinstance(value, str) else ""


def _number(said: Mapping[str, Any], key: str) -> int:
    """What was said there; -1 for what is no whole number."""
    value = said.get(key)
    return value if type(value) is int else -1
