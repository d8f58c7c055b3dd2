"""Who may ask: the browser that was given the address, from a page of ours, on this machine.

A page of a stranger's site runs in the same browser, and could reach every address of this machine. It gets
nothing, by three locks. The address has a secret in its path, new for each run, which such a page, or another
user of this machine, cannot know. The Host has to be ours: a name of a stranger that leads here (DNS
rebinding) is none. And where the browser says that another site asks (Sec-Fetch-Site, Origin), that is the
end of it. What changes anything has to come with our own Origin. See https://www.w3.org/TR/fetch-metadata/
and https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import hmac
import secrets
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publisher.library.server.respond import moved, plain

_OURS = ("same-origin", "none")  # "none": the address was typed, or came from outside the browser
_FIELDS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # a link that is followed does not carry the secret away
}


def new_secret() -> str:
    return secrets.token_urlsafe(16)


class Guard:
    """Lets through what may ask; the secret is taken from the path."""

    def __init__(self, app: ASGIApp, port: int, secret: str) -> None:
        self._app, self._secret = app, secret
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._why_not(scope)
        if refused:
            await plain(refused, refused.phrase)(scope, receive, send)
            return
        path = scope["path"][len(self._secret) + 1 :]
        if not path:
            await moved(f"{self._secret}/")(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _FIELDS.items():
                    headers[name] = value
            await send(message)

        await self._app({**scope, "path": path, "root_path": ""}, receive, sent)

    def _why_not(self, scope: Scope) -> HTTPStatus | None:
        fields = Headers(scope=scope)
        host, origin = fields.get("host", ""), fields.get("origin")
        if host not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if fields.get("sec-fetch-site", "none") not in _OURS:
            return HTTPStatus.FORBIDDEN
        if origin not in ((f"http://{host}",) if scope["method"] == "POST" else (None, f"http://{host}")):
            return HTTPStatus.FORBIDDEN
        given = scope["path"][1:].partition("/")[0].encode("utf-8", "surrogatepass")
        return None if hmac.compare_digest(given, self._secret.encode()) else HTTPStatus.NOT_FOUND
