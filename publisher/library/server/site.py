"""A website as an ASGI application: an address is a key of it, and never becomes the path of a file."""

import unicodedata
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from publisher.library.server.opening import Files
from publisher.library.server.respond import moved, respond
from publisher.library.website import Website

_INDEX = ("index.html", "index.xml")


class Site:
    """Answers GET and HEAD with what stands at an address."""

    def __init__(self, website: Website, files: Files, policies: Mapping[str, str] | None = None) -> None:
        """`policies`: Content-Security-Policy by address, where it is not the usual one."""
        self._resources, self._files, self._policies = website.resources, files, policies or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.answer(Request(scope))(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """The resource, a folder's page, or where a folder's page is. Raises HTTPException, GoneError."""
        # Decoded once: "%252e" is the letters "%2e". NFC, since macOS sends the letters of Hangul one by one.
        asked = unicodedata.normalize("NFC", request.scope["path"].removeprefix("/"))
        folder = "" if not asked or asked.endswith("/") else f"{asked}/"
        index = next((asked + one for one in _INDEX if asked + one in self._resources), asked)
        address = asked if folder else index
        if address in self._resources:
            policy = self._policies.get(address, "")
            return respond(request, self._resources[address], self._files, policy)
        if folder and any(folder + one in self._resources for one in _INDEX):
            return moved(asked.rpartition("/")[2] + "/")
        raise HTTPException(HTTPStatus.NOT_FOUND)
