"""One picture from the web: each step of its way is checked, and nothing of it is without bounds."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

from publisher import __version__
from publisher.assets.urls import web
from publisher.fetch.connection import Deadline, Transport
from publisher.fetch.internet import FetchError, Internet
from publisher.phrase import _

_HEADERS = {
    "User-Agent": f"publisher/{__version__} (makes a book of a blog)",
    "Accept": "image/*",
    # A packed answer of a kilobyte may hold a gigabyte: it comes as it is, or not at all.
    "Accept-Encoding": "identity",
}
_LATER = _("try again later, or save the picture in the blog")
_MEND = _("mend the address, or save the picture in the blog")
# What pictures begin with, and the ending of their files.
_KINDS = (
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF[\s\S]{4}WEBP"), "webp"),
    (re.compile(rb"[\s\S]{4}ftyp(?:avif|avis)"), "avif"),
    (re.compile(rb"BM"), "bmp"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "tiff"),
    (re.compile(rb"\x00\x00\x01\x00"), "ico"),
)


@dataclass(frozen=True, slots=True)
class Download:
    """A picture as its host gave it."""

    data: bytes
    ending: str  # "png": by its bytes, whatever the host calls it
    media_type: str  # as the host calls it


def download(address: str, internet: Internet, trusted: ssl.SSLContext) -> Download:
    """Return the picture at an address. Raises FetchError, which says what is wrong and what to do."""
    known = web(address)
    if not known.startswith(("http://", "https://")):
        raise FetchError(_("only http and https are fetched"), _MEND)
    deadline = Deadline(internet.seconds)
    transport = Transport(internet, deadline, trusted)
    # trust_env: neither proxies nor .netrc are of a stranger's address's concern.
    with _in_words(), httpx.Client(transport=transport, headers=_HEADERS, trust_env=False) as client:
        request = client.build_request("GET", known)
        for _turn in range(internet.redirects + 1):
            _check(request.url)
            answer = client.send(request, stream=True)
            try:
                if answer.next_request is None:
                    return _picture(answer, internet)
                request = answer.next_request
                client.cookies.clear()
            finally:
                answer.close()
    raise FetchError(_("it is sent on more than {redirects} times", redirects=internet.redirects), _MEND)


def _check(url: httpx.URL) -> None:
    """Where a redirect leads is no better known than where the post does."""
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(_("it is sent on to {scheme}:", scheme=url.scheme), _MEND)
    if url.userinfo:
        raise FetchError(_("its address holds a name or password"), _("save the picture in the blog"))


def _picture(answer: httpx.Response, internet: Internet) -> Download:
    status = answer.status_code
    if status != 200:
        passing = status in (408, 425, 429) or status >= 500
        raise FetchError(
            _("{status} {reason_phrase}", status=status, reason_phrase=answer.reason_phrase),
            _LATER if passing else _MEND,
            passing=passing,
        )
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(_("it comes packed"), _("save the picture in the blog"))
    data = bytearray()
    for piece in answer.iter_raw():
        data += piece
        if len(data) > internet.largest:
            raise FetchError(
                _("it is over {value:g} MB", value=internet.largest / 1e6), _("save it smaller, in the blog")
            )
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()[:80]
    return Download(bytes(data), _ending(bytes(data), media_type), media_type)


def _ending(data: bytes, media_type: str) -> str:
    if found := next((ending for start, ending in _KINDS if start.match(data)), ""):
        return found
    if b"<svg" in data[:4096].lower() and b"<html" not in data[:4096].lower():
        return "svg"
    raise FetchError(_("it is no picture: {media_type}", media_type=media_type or _("of no type")), _MEND)


@contextmanager
def _in_words() -> Iterator[None]:
    """Raises FetchError for whatever goes wrong on the way."""
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise FetchError(_("it takes too long"), _LATER, passing=True) from error
    except (httpcore.NetworkError, httpx.NetworkError, OSError) as error:
        raise FetchError(_("no connection: {error}", error=error), _LATER, passing=True) from error
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise FetchError(
            _("its host does not speak HTTP as it should: {error}", error=error), _MEND
        ) from error
