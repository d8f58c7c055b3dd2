"""Request and website -> what is sent: a pure function."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from publisher.library import page
from publisher.library.server.conditions import http_date, precondition, range_counts
from publisher.library.server.disposition import attachment
from publisher.library.server.ranges import Span, spans
from publisher.library.server.request import Request
from publisher.library.website import Resource, Website

Field = tuple[str, str]
METHODS = "GET, HEAD"
CLOSE: Field = ("Connection", "close")
_INDEX = ("index.html", "index.xml")
_ALWAYS: tuple[Field, ...] = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
# What a page of ours may do. A script of a book, or an address outside, is nothing that our pages need.
PAGE_POLICY = f"{page.POLICY}; frame-ancestors 'none'"
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG of a book runs no script
_OTHER_POLICY = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class FilePart:
    """Bytes of a file of the shelf."""

    path: Path
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent; the body's pieces in order."""

    status: HTTPStatus
    fields: tuple[Field, ...]
    body: tuple[bytes | FilePart, ...] = ()


def answer(request: Request, website: Website, policies: Mapping[str, str] | None = None) -> Answer:
    """What this website has to say to a request: 200, 206, 302, 304, 404, 405, 412 or 416.

    HEAD is answered as GET is; who sends it leaves the body away.
    `policies`: Content-Security-Policy by address, where it is not the usual one.
    """
    if request.method not in ("GET", "HEAD"):
        return plain(
            HTTPStatus.METHOD_NOT_ALLOWED, "이 서버는 책을 보여 주기만 합니다. Read only.", ("Allow", METHODS)
        )
    found = _find(request.address, website)
    if isinstance(found, str):
        return moved(found)
    if found is None:
        return plain(HTTPStatus.NOT_FOUND, "여기에는 아무것도 없습니다. There is nothing here.")
    address, resource = found
    return answer_with(request, resource, (policies or {}).get(address, ""))


def plain(status: HTTPStatus, text: str, *more: Field) -> Answer:
    """An answer in a few words, for people and programs alike."""
    body = f"{text}\n".encode()
    fields = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", _OTHER_POLICY),
        ("Cache-Control", "no-store"),
    )
    return Answer(status, (*fields, *more, *_ALWAYS), (body,))


def _find(address: str | None, website: Website) -> tuple[str, Resource] | str | None:
    """The resource at an address; a folder's page; or where a folder's page is, as seen from the address."""
    if address is None:
        return None
    resources = website.resources
    if address in resources:
        return address, resources[address]
    if not address or address.endswith("/"):
        return next(((address + i, resources[address + i]) for i in _INDEX if address + i in resources), None)
    if any(f"{address}/{index}" in resources for index in _INDEX):
        return address.rpartition("/")[2] + "/"
    return None


def moved(place: str) -> Answer:
    """To a place beside this one: links in it are reckoned from there. 302 is what every e-reader follows."""
    return plain(HTTPStatus.FOUND, place, ("Location", "./" + quote(place)))


def answer_with(request: Request, resource: Resource, policy: str = "") -> Answer:
    """The answer where it is known what is asked for."""
    etag = f'"{resource.digest}"'
    fields = _about(resource, etag, policy or _policy(resource))
    status = precondition(request.fields, etag, resource.modified)
    if status is HTTPStatus.NOT_MODIFIED:
        return Answer(status, tuple(f for f in fields if f[0] not in ("Content-Type", "Content-Disposition")))
    if status:
        return plain(status, "그 사이에 책이 바뀌었습니다. It has changed.")
    wanted = request.method == "GET" and range_counts(request.fields, etag, resource.modified)
    asked = spans(request.fields.get("range", ""), resource.size) if wanted else None
    if asked is None:
        whole = (_piece(resource, Span(0, resource.size)),) if resource.size else ()
        return Answer(HTTPStatus.OK, (*fields, ("Content-Length", str(resource.size))), whole)
    return _partial(resource, fields, asked)


def _partial(resource: Resource, fields: tuple[Field, ...], asked: tuple[Span, ...]) -> Answer:
    if not asked:
        unsatisfied = (("Content-Range", f"bytes */{resource.size}"), ("Accept-Ranges", "bytes"))
        words = "그런 부분은 없습니다. There is no such part."
        return plain(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, words, *unsatisfied)
    if len(asked) == 1:
        (span,) = asked
        more = (("Content-Range", span.content_range(resource.size)), ("Content-Length", str(span.size)))
        return Answer(HTTPStatus.PARTIAL_CONTENT, (*fields, *more), (_piece(resource, span),))
    return _several(resource, fields, asked)


def _several(resource: Resource, fields: tuple[Field, ...], asked: tuple[Span, ...]) -> Answer:
    """Several parts as multipart/byteranges. See https://www.rfc-editor.org/rfc/rfc9110#section-14.6"""
    boundary = f"part-{resource.digest[:32]}"  # of the content's own digest: it cannot stand in the content
    body: list[bytes | FilePart] = []
    for span in asked:
        about = (
            f"Content-Type: {resource.media_type}\r\nContent-Range: {span.content_range(resource.size)}\r\n"
        )
        body += [f"\r\n--{boundary}\r\n{about}\r\n".encode(), _piece(resource, span)]
    body.append(f"\r\n--{boundary}--\r\n".encode())
    length = sum(len(piece) if isinstance(piece, bytes) else piece.span.size for piece in body)
    kept = tuple(field for field in fields if field[0] != "Content-Type")
    kind = ("Content-Type", f"multipart/byteranges; boundary={boundary}")
    return Answer(HTTPStatus.PARTIAL_CONTENT, (kind, *kept, ("Content-Length", str(length))), tuple(body))


def _piece(resource: Resource, span: Span) -> bytes | FilePart:
    if isinstance(resource.body, bytes):
        return resource.body[span.start : span.stop]
    return FilePart(resource.body, span)


def _about(resource: Resource, etag: str, policy: str) -> tuple[Field, ...]:
    saved = (("Content-Disposition", attachment(resource.name, resource.digest)),) if resource.name else ()
    return (
        ("Content-Type", resource.media_type),
        *saved,
        ("ETag", etag),
        ("Last-Modified", http_date(resource.modified)),
        ("Accept-Ranges", "bytes"),
        ("Cache-Control", "private, no-cache"),  # kept, but asked for anew: a 304 costs nothing
        ("Content-Security-Policy", policy),
        *_ALWAYS,
    )


def _policy(resource: Resource) -> str:
    if resource.media_type.startswith("text/html"):
        return PAGE_POLICY
    return _PICTURE_POLICY if resource.media_type.startswith("image/") else _OTHER_POLICY
