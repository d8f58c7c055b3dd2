"""The server as an ASGI application: what every request goes through before the shelf answers it.

See https://www.starlette.io and https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import re
from http import HTTPStatus
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publisher.library.server.challenge import Locked
from publisher.library.server.hosts import Hosts, KnownHosts
from publisher.library.server.opening import GoneError
from publisher.library.server.password import Gate
from publisher.library.server.respond import CLOSE, OTHER_POLICY, plain
from publisher.library.server.watch import Watch

HEAD = 16 * 1024  # bytes of a request line and fields
FIELDS = 100  # of them
METHODS = "GET, HEAD"
_ABSOLUTE = re.compile(rb"https?://([^/?#]+)", re.I)
_ALWAYS = {  # where an answer says nothing else
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": OTHER_POLICY,
    "Cache-Control": "no-store",
}
_WORDS = {
    HTTPStatus.NOT_FOUND: "여기에는 아무것도 없습니다. There is nothing here.",
    HTTPStatus.METHOD_NOT_ALLOWED: "이 서버는 책을 보여 주기만 합니다. Read only.",
}


def application(watch: Watch, hosts: Hosts, gate: Gate | None) -> ASGIApp:
    """Return the shelf of `watch`, for who may ask."""

    async def lend(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": METHODS})
        await watch.shelf.app(scope, receive, send)

    async def changing(_: Request, __: Exception) -> Response:
        """A file is not what it was: the folder is looked at again."""
        watch.look()
        words = "책꽂이가 바뀌고 있습니다. 잠시 뒤에 다시 해 보세요. The shelf is changing; try again."
        return plain(HTTPStatus.SERVICE_UNAVAILABLE, words, {"Retry-After": "3"})

    locks = [Middleware(Locked, gate=gate, title=lambda: watch.shelf.title)] if gate else []
    shelf = Starlette(
        routes=[Mount("/", lend)],
        middleware=[Middleware(Entrance), Middleware(KnownHosts, hosts=hosts), *locks],
        exception_handlers={HTTPException: _refused, GoneError: changing},
    )
    shelf.router.redirect_slashes = False  # a request for "?" names no place
    return shelf


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    status = HTTPStatus(error.status_code)
    return plain(status, _WORDS.get(status, status.phrase), error.headers)


class Entrance:
    """Bounds the head of a request, reads it as RFC 9112 has it, and gives each answer its due fields."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _origin_form(scope)
        fields = Headers(scope=asked)
        # What else a client sends is not waited for.
        body = fields.get("content-length", "0") != "0" or "transfer-encoding" in fields

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in (_ALWAYS | (CLOSE if body else {})).items():
                    headers.setdefault(name, value)
            await send(message)

        await (too_much(asked) or self._app)(asked, receive, sent)


def _origin_form(scope: Scope) -> Scope:
    """An absolute address ("http://host/path") names its host itself.

    See https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    """
    found = _ABSOLUTE.match(scope["raw_path"])
    if not found:
        return scope
    path = scope["raw_path"][found.end() :] or b"/"
    others = [field for field in scope["headers"] if field[0] != b"host"]
    headers = [*others, (b"host", found[1])]
    return {**scope, "raw_path": path, "path": unquote(path.decode("latin-1")), "headers": headers}


def too_much(scope: Scope) -> Response | None:
    """A head that is larger than any reader's, where it came at once and so got past h11's limit."""
    if scope["http_version"] not in ("1.0", "1.1"):
        return plain(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1", CLOSE)
    if len(scope["raw_path"]) + len(scope["query_string"]) > HEAD // 2:
        return plain(HTTPStatus.REQUEST_URI_TOO_LONG, "주소가 너무 깁니다. The address is too long.", CLOSE)
    size = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    if size > HEAD or len(scope["headers"]) > FIELDS:
        words = "요청이 너무 큽니다. The request is too large."
        return plain(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, words, CLOSE)
    return None
