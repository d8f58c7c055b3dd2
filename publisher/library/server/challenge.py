"""What a client without the password is told: in words, or as an OPDS Authentication Document.

See https://drafts.opds.io/authentication-for-opds-1.0
"""

import math
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.library.server.password import Gate, Verdict
from publisher.library.server.respond import plain

_KIND = "application/opds-authentication+json"
_REALM = {"WWW-Authenticate": 'Basic realm="publisher", charset="UTF-8"'}  # ASCII: as e-readers show it


class Locked:
    """Lets in who knows the password."""

    def __init__(self, app: ASGIApp, gate: Gate, title: Callable[[], str]) -> None:
        self._app, self._gate, self._title = app, gate, title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._refused(Request(scope)) or self._app)(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """Why this client gets nothing; None: it is welcome."""
        client = request.client.host if request.client else ""
        verdict = self._gate.judge(request.headers.get("authorization"), client)
        if verdict is Verdict.WAIT:
            words = "잠시 뒤에 다시 해 보세요. Too many wrong passwords; wait a little."
            seconds = str(math.ceil(self._gate.wait(client)))
            return plain(HTTPStatus.TOO_MANY_REQUESTS, words, {"Retry-After": seconds})
        return challenge(request, self._title()) if verdict is Verdict.UNKNOWN else None


def challenge(request: Request, title: str) -> Response:
    """401, as clients of catalogues and browsers understand it."""
    if _for_catalogue(request):
        document = _document(request, title)
        return JSONResponse(document, HTTPStatus.UNAUTHORIZED, _REALM, media_type=_KIND)
    words = "이름과 비밀번호가 있어야 볼 수 있습니다. A name and a password are needed."
    return plain(HTTPStatus.UNAUTHORIZED, words, _REALM)


def _for_catalogue(request: Request) -> bool:
    return request.scope["path"].startswith("/opds") or "opds" in request.headers.get("accept", "")


def _document(request: Request, title: str) -> dict[str, object]:
    """`id` is the address under which the catalogue asks for it: any is, so it is the one of the request."""
    flow = {
        "type": "http://opds-spec.org/auth/basic",
        "labels": {"login": "이름", "password": "비밀번호"},
    }
    host = request.headers.get("host", "")
    return {"id": f"http://{host}/opds/", "title": title, "authentication": [flow]}
