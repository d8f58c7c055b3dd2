"""fetch/download.py: a hostile host costs a picture, and no more than its bounds."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from publisher.fetch.download import download
from publisher.fetch.internet import FetchError
from tests.fetch.hosts import PNG, Host, answer, internet, picture, redirect, serving

TRUSTED = httpx.create_ssl_context()
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with serving() as here:
        yield here


def _got(host: Host, *given: bytes | list[bytes], **changes: object) -> str:
    """What becomes of such an answer."""
    path = f"/{len(host.answers)}"
    host.answers[path] = list(given)
    net = internet(**{"seconds": 0.4, "largest": 50_000, **changes})
    try:
        found = download(host.url(path), net, TRUSTED)
    except FetchError as error:
        return error.what
    return found.ending


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer(), "png"),
        (answer(picture(form="JPEG"), Content_Type="text/plain"), "jpg"),
        (answer(picture(form="WEBP")), "webp"),
        (answer(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), "svg"),
        (answer(b"<html><body>login<svg></svg>", Content_Type="text/html"), "it is no picture: text/html"),
        (answer(b"%PDF-1.7"), "it is no picture: image/png"),
        (answer(b""), "it is no picture: image/png"),
        (answer(b"", "404 Not Found"), "404 Not Found"),
        (answer(b"", "204 No Content"), "204 No Content"),
        (answer(gzip.compress(PNG), Content_Encoding="gzip"), "it comes packed"),
        (answer(PNG + bytes(60_000)), "it is over 0.05 MB"),
        (
            _HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"4000\r\n" + bytes(0x4000) + b"\r\n",
            "does not speak",
        ),
        (_HEAD + b"Content-Length: 99\r\n\r\n" + PNG[:9], "does not speak"),
        (b"SSH-2.0-OpenSSH_9\r\n", "does not speak"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000, "does not speak"),
        (b"", "does not speak"),
        (b"\0" * 70_000, "does not speak"),
    ],
    ids=range(17),
)
def test_answers(given: bytes, expected: str, host: Host) -> None:
    """A picture is what its bytes say; all else is refused in words."""
    assert expected in _got(host, given)


@pytest.mark.parametrize(
    "given",
    [
        [_HEAD + b"X: "] + [b"x"] * 40,  # a letter of a header at a time
        [_HEAD + b"Content-Length: 99\r\n\r\n"] + [b"x"] * 40,  # a byte of a picture at a time
        [b""] * 40,  # nothing
    ],
    ids=["headers", "body", "silence"],
)
def test_slow_hosts(given: list[bytes], host: Host) -> None:
    """A byte now and then keeps no connection alive longer than a picture may take."""
    assert "it takes too long" == _got(host, given)


def test_redirects_end(host: Host) -> None:
    """One that leads back to itself, and a chain that leads to a picture."""
    host.answers["/round"] = [redirect("/round")]
    with pytest.raises(FetchError, match="sent on more than 5 times"):
        download(host.url("/round"), internet(), TRUSTED)
    host.answers["/on"], host.answers["/there.png"] = [redirect("/there.png?x=가")], [answer()]
    host.answers["/there.png?x=%EA%B0%80"] = [answer()]
    assert "png" == download(host.url("/on"), internet(), TRUSTED).ending
