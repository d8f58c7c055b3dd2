"""A resource -> what is sent of it, and answers in a few words."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from publisher.library import page
from publisher.library.server.conditions import http_date, precondition
from publisher.library.server.disposition import attachment
from publisher.library.server.held import HeldFile
from publisher.library.server.opening import Files
from publisher.library.website import Resource

CLOSE = {"Connection": "close"}
OTHER_POLICY = "default-src 'none'; frame-ancestors 'none'"
# What a page of ours may do. A script of a book, or an address outside, is nothing that our pages need.
PAGE_POLICY = f"{page.POLICY}; frame-ancestors 'none'"
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG of a book runs no script


def plain(status: HTTPStatus, text: str, fields: Mapping[str, str] | None = None) -> Response:
    """An answer in a few words, for people and programs alike."""
    return PlainTextResponse(f"{text}\n", status, fields)


def moved(place: str) -> Response:
    """To a place beside this one: links in it are reckoned from there. 302 is what every e-reader follows."""
    return plain(HTTPStatus.FOUND, place, {"Location": "./" + quote(place)})


def respond(request: Request, resource: Resource, files: Files, policy: str = "") -> Response:
    """The answer where it is known what is asked for. Raises GoneError where its file is not as it was.

    `policy`: Content-Security-Policy, where it is not the usual one.
    """
    fields = _about(resource, policy or _policy(resource))
    status = precondition(request.headers, fields["ETag"], resource.modified)
    if status is HTTPStatus.NOT_MODIFIED:
        return Response(status_code=status, headers=fields)
    if status:
        return plain(status, "그 사이에 책이 바뀌었습니다. It has changed.")
    fields |= _content(resource)
    if isinstance(resource.body, bytes):
        return Response(resource.body, headers=fields)
    return HeldFile(files.open(resource.body), resource.body, fields)


def _about(resource: Resource, policy: str) -> dict[str, str]:
    return {
        "ETag": f'"{resource.digest}"',
        "Last-Modified": http_date(resource.modified),
        "Cache-Control": "private, no-cache",  # kept, but asked for anew: a 304 costs nothing
        "Content-Security-Policy": policy,
    }


def _content(resource: Resource) -> dict[str, str]:
    """What is told of a body alone."""
    saved = {"Content-Disposition": attachment(resource.name, resource.digest)} if resource.name else {}
    return {"Content-Type": resource.media_type, **saved}


def _policy(resource: Resource) -> str:
    if resource.media_type.startswith("text/html"):
        return PAGE_POLICY
    return _PICTURE_POLICY if resource.media_type.startswith("image/") else OTHER_POLICY
