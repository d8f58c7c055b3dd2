"""Which names a request may call us by: a stranger's name that leads here is an attack, not a mistake.

A page on the web could have its own name lead to this machine (DNS rebinding) and read the shelf through the
browser of who looks at it. It cannot make that browser send an IP address, or a name of ours, as the Host.
See https://owasp.org/www-community/attacks/DNS_Rebinding
"""

import ipaddress
import re
from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.library.server.respond import plain

_HOST = re.compile(r"(?:\[([^\]]*)\]|([^:]*))(?::\d{0,5})?", re.A)  # RFC 3986's host and port


class Hosts:
    """The names that we answer to: `localhost`, this machine's, those that were given; and any IP address."""

    def __init__(self, machine: str, given: Iterable[str] = ()) -> None:
        short = machine.casefold().partition(".")[0]
        own = {"localhost", machine.casefold(), short, f"{short}.local"} - {"", ".local"}
        self.names = frozenset(own | {name.casefold().rstrip(".") for name in given})

    def allow(self, host: str) -> bool:
        """`host` as the Host field has it, with a port or not; "" (HTTP/1.0) names nobody."""
        name = _without_port(host.strip())
        return not host or _is_address(name) or name.casefold().rstrip(".") in self.names


class KnownHosts:
    """Starlette's TrustedHostMiddleware, for any IP address too, which no pattern of names can say."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._hosts.allow(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send)
            return
        words = "This server is not known by that name: see --host-name."
        await plain(HTTPStatus.MISDIRECTED_REQUEST, words)(scope, receive, send)


def _without_port(host: str) -> str:
    """ "[::1]:8080" -> "::1"; "" where it is no host at all, which is none of ours."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]) if found else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
