"""The preview as an ASGI application: a page, what it is told, and the pages of the book as pictures."""

import asyncio
import json
from collections.abc import AsyncIterator
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from publisher.library.server.app import Entrance
from publisher.library.server.respond import plain
from publisher.preview.acts import Acts
from publisher.preview.desk import Desk
from publisher.preview.guard import Guard
from publisher.preview.lent import Lent
from publisher.preview.model import model, news
from publisher.preview.screen import Screen
from publisher.preview.window import Window
from publisher.preview.words import WORDS
from publisher.writers.pdf.layout.store import LostError

_PLACE = Path(__file__).resolve().parent / "page"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SCRIPTS = ("preview.js", "common.js", "messages.js", "order.js")
_KINDS = {"preview.css": "text/css", **dict.fromkeys(_SCRIPTS, "text/javascript")}
_WIDTHS = range(40, 3201)  # pixels of a page
_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}  # the address says what it shows


class Preview:
    """Answers what the page asks."""

    def __init__(self, desk: Desk, folder: Path, lent: Lent) -> None:
        self._desk, self._folder, self._lent, self._speak = desk, folder, lent, lent.speak
        self._window = Window()

    def app(self, port: int, secret: str) -> Starlette:
        """Return the application, for those who know the secret."""
        routes = [
            Route("/", self._page),
            Route("/{name}", self._file),
            Route("/model", self._model),
            Route("/events", self._events),
            Route("/page/{token}/{page:int}/{width:int}.png", self._picture),
            *Screen(self._desk).routes(),
            *Acts(self._desk, self._window, self._folder, self._lent).routes(),
        ]
        routes.sort(key=lambda route: "{name}" in route.path)
        guard = Middleware(Guard, port=port, secret=secret)
        return Starlette(routes=routes, middleware=[Middleware(Entrance), guard])

    async def _page(self, _request: Request) -> Response:
        words = {name: self._speak(phrase) for name, phrase in WORDS.items()}
        filled = {name: escape(word) for name, word in words.items()}
        text = Template((_PLACE / "index.html").read_text("utf-8"))
        html = text.substitute(filled, language=self._lent.language, words=escape(json.dumps(words)))
        return Response(html, media_type="text/html", headers={"Content-Security-Policy": _POLICY})

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _KINDS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response((_PLACE / name).read_bytes(), media_type=_KINDS[name])

    async def _model(self, _request: Request) -> Response:
        desk = self._desk
        made = await asyncio.to_thread(model, desk.shown, desk.wish.overlay, self._folder, self._speak)
        return Response(made, media_type="application/json")

    async def _events(self, _request: Request) -> Response:
        """See https://html.spec.whatwg.org/multipage/server-sent-events.html"""

        async def lines() -> AsyncIterator[str]:
            async for shown in self._desk.news():
                yield f"data: {news(shown, self._speak)}\n\n"

        return StreamingResponse(lines(), media_type="text/event-stream")

    async def _picture(self, request: Request) -> Response:
        asked = request.path_params
        sheets = self._desk.sheets(asked["token"])
        if not sheets or asked["page"] >= len(sheets.spots) or asked["width"] not in _WIDTHS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            drawn = await asyncio.to_thread(self._window.picture, sheets, asked["page"], asked["width"])
        except LostError:  # somebody has emptied the cache
            self._desk.ask(lost=True)
            return plain(HTTPStatus.SERVICE_UNAVAILABLE, "made anew", {"Retry-After": "1"})
        self._desk.drawn(asked["token"])
        return Response(drawn, media_type="image/png", headers=_FOREVER)
