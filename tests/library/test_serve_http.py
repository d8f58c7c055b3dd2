"""HTTP as it should be: conditions, HEAD, methods, names of downloads, folders, the fields that protect."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.library.server.disposition import attachment
from tests.library.servers import Running, everything, parsed, resource, running

BOOK = b"PK\x03\x04 not really a book" * 999
EARLIER, SAME, LATER = (f"Mon, 06 May 2024 07:08:{second:02} GMT" for second in (8, 9, 10))
DIGEST = "3f2a9c1b" * 8


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("http")
    (folder / "모래.epub").write_bytes(BOOK)
    resources = {
        "index.html": resource(b"<!DOCTYPE html><title>x</title>", "html"),
        "opds/index.xml": resource(b"<feed/>", "application/atom+xml"),
        "books/모래-묻은.epub": resource(folder / "모래.epub", name="모래 묻은 키보드.epub"),
        "books/cover.svg": resource(b"<svg onload='alert(1)'/>", "svg"),
    }
    with running(folder, resources) as run:
        yield run


PLACE = "/books/%EB%AA%A8%EB%9E%98-%EB%AC%BB%EC%9D%80.epub"


def test_a_file_is_its_bytes(server: Running) -> None:
    """The body is the file; length, kind, digest and date are told; so it is on a second connection."""
    for _ in range(2):
        reply = server.get(PLACE)
        assert (200, BOOK) == (reply.status, reply.body)
        assert reply.fields["content-type"] == "application/epub+zip"
        assert reply.fields["last-modified"] == SAME
        assert reply.fields["etag"] == f'"{resource(BOOK).digest}"'


def test_head_is_get_without_a_body(server: Running) -> None:
    """Every field of GET, Content-Length too, and nothing behind them."""
    head, get = server.get(PLACE, "HEAD"), server.get(PLACE)
    assert {**head.fields, "date": ""} == {**get.fields, "date": ""}
    assert server.get("/nowhere", "HEAD").status == 404


def test_spelling_of_an_address(server: Running) -> None:
    """NFD, as macOS sends it, small hex digits and needless escapes lead to the same book."""
    nfd = quote(unicodedata.normalize("NFD", unquote(PLACE)))
    for place in (nfd, PLACE.lower(), PLACE.replace("-", "%2D"), PLACE + "?from=kobo"):
        assert server.get(place).body == BOOK, place


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"If_None_Match": "{etag}"}, 304),
        ({"If_None_Match": 'W/{etag}, "other"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"'}, 200),
        ({"If_None_Match": "{bare}"}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": LATER}, 200),
        ({"If_Modified_Since": SAME}, 304),
        ({"If_Modified_Since": LATER}, 304),
        ({"If_Modified_Since": EARLIER}, 200),
        ({"If_Modified_Since": "Monday, 06-May-24 07:08:09 GMT"}, 304),
        ({"If_Modified_Since": "Mon May  6 07:08:09 2024"}, 304),
        ({"If_Modified_Since": "last week"}, 200),
        ({"If_Modified_Since": "Mon, 99 May 99999 07:08:09 GMT"}, 200),
        ({"If_Match": "{etag}"}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": 'W/{etag}, "other"'}, 412),
        ({"If_Unmodified_Since": SAME}, 200),
        ({"If_Unmodified_Since": EARLIER}, 412),
        ({"If_Match": "{etag}", "If_Unmodified_Since": EARLIER}, 200),
        ({"If_None_Match": "{etag}", "Range": "bytes=0-1"}, 304),
        ({"If_None_Match": '"other"', "Range": "bytes=0-1"}, 206),
    ],
)
def test_conditions(server: Running, fields: dict[str, str], status: int) -> None:
    """RFC 9110 13.2.2, one row a rule; 304 has no body and no kind, but the tag."""
    etag = f'"{resource(BOOK).digest}"'
    given_ = {name: text.format(etag=etag, bare=etag[1:-1]) for name, text in fields.items()}
    for method in ("GET", "HEAD"):
        reply = server.get(PLACE, method, **given_)
        assert (200 if method == "HEAD" and status == 206 else status) == reply.status
        if status == 304:
            assert (etag, b"") == (reply.fields["etag"], reply.body)
            assert "content-type" not in reply.fields


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE", "BREW"])
def test_nothing_can_be_written(server: Running, method: str) -> None:
    """405 says what is allowed."""
    reply = server.get(PLACE, method)
    assert (405, "GET, HEAD") == (reply.status, reply.fields["allow"])


def test_a_body_is_not_waited_for(server: Running) -> None:
    """Who sends a book to us is answered before it has come, and cut off."""
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 99999999\r\n\r\nabc"
    reply = parsed(server.raw(head.encode()))
    assert (405, "close") == (reply.status, reply.fields["connection"])


def test_a_folder_leads_to_its_page(server: Running) -> None:
    """ "/" and "/opds/" are pages; "/opds" leads there, where relative links are right."""
    assert server.get("/").fields["content-type"] == "text/html; charset=utf-8"
    assert server.get("/opds/").body == b"<feed/>"
    moved = server.get("/opds")
    assert (302, "./opds/") == (moved.status, moved.fields["location"])
    assert [404] * 3 == [server.get(place).status for place in ("/books", "/books/", "//")]


def test_pages_may_do_nothing_but_be_read(server: Running) -> None:
    """No script, no frame, no guessing of kinds, no referrer; a picture that carries a script runs none."""
    for place in ("/", "/opds/", PLACE, "/books/cover.svg", "/nowhere"):
        fields = server.get(place).fields
        assert fields["x-content-type-options"] == "nosniff"
        assert fields["referrer-policy"] == "no-referrer"
        assert fields["content-security-policy"].startswith("default-src 'none'")
        assert "script-src" not in fields["content-security-policy"]
        assert "server" not in fields
    assert "sandbox" in server.get("/books/cover.svg").fields["content-security-policy"]


def test_what_is_kept_is_asked_for_anew(server: Running) -> None:
    """A book that has changed is never read from a cache; a fault is not kept at all."""
    assert server.get(PLACE).fields["cache-control"] == "private, no-cache"
    assert server.get("/nowhere").fields["cache-control"] == "no-store"


def test_many_requests_on_one_connection(server: Running) -> None:
    """HTTP/1.1 keeps the connection, also where requests come before answers have gone."""
    one = f"GET {PLACE} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    last = one[:-2] + b"Connection: close\r\n\r\n"
    with server.connect() as client:
        client.sendall(one + one + last)
        got = everything(client)
    assert got.count(b"HTTP/1.1 200 OK") == got.count(BOOK) == 3


def test_http_1_0(server: Running) -> None:
    """The oldest clients name no host, and are answered."""
    assert parsed(server.raw(f"GET {PLACE} HTTP/1.0\r\n\r\n".encode())).body == BOOK


def test_an_absolute_address(server: Running) -> None:
    """RFC 9112 3.2.2: a proxy's way to ask is understood."""
    head = f"GET http://127.0.0.1:{server.port}{PLACE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert parsed(server.raw(head.encode())).body == BOOK


# Names


def test_a_korean_name_twice(server: Running) -> None:
    """Browsers read the Korean name; Kobo and KOReader one of ASCII with the same ending."""
    field = server.get(PLACE).fields["content-disposition"]
    plain, korean = re.fullmatch(
        r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''(\S+)", field
    ).groups()  # type: ignore[union-attr]
    assert unquote(korean) == "모래 묻은 키보드.epub"
    assert re.fullmatch(r"book-[0-9a-f]{8}\.epub", plain)


@pytest.mark.parametrize(
    ("name", "plain", "coded"),
    [
        ("plain.epub", "plain.epub", ""),
        ("With space.pdf", "With space.pdf", ""),
        ("노트 Python.kepub.epub", "Python-3f2a9c1b.kepub.epub", "%EB%85%B8%ED%8A%B8%20Python.kepub.epub"),
        ("100%.epub", "100_.epub", "100%25.epub"),
        ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
        ('a"b\r\nSet-Cookie: x.epub', "a_b__Set-Cookie_ x.epub", "a_b__Set-Cookie_%20x.epub"),
    ],
)
def test_names(name: str, plain: str, coded: str) -> None:
    """A name is one name of one file, whatever stands in the title of a book."""
    field = f'attachment; filename="{plain}"' + (f"; filename*=UTF-8''{coded}" if coded else "")
    assert field == attachment(name, DIGEST)


@given(st.text(min_size=1, max_size=60))
def test_no_name_breaks_out_of_its_field(name: str) -> None:
    """RFC 6266's grammar holds for every title: no quotation mark, no line end, nothing but ASCII."""
    field = attachment(name.encode("utf-8", "ignore").decode() or "x", DIGEST)
    assert re.fullmatch(
        r"attachment; filename=\"[ !#-\[\]-~]+\"(; filename\*=UTF-8''[!#$&+.^_`|~0-9A-Za-z%-]+)?", field
    )
    assert "/" not in unquote(field)
    assert "\\" not in unquote(field)


def test_dates_are_http_dates(server: Running) -> None:
    """Date is now, in the one form that is to be sent."""
    told = datetime.strptime(server.get("/").fields["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - told).total_seconds()) < 60


def test_big_files_come_whole(tmp_path: Path) -> None:
    """A file of many blocks, sent to a client that reads slowly, is the file."""
    data = bytes(range(251)) * 40_000
    (tmp_path / "big.pdf").write_bytes(data)
    with running(tmp_path, {"big.pdf": resource(tmp_path / "big.pdf", "application/pdf")}) as run:
        assert run.get("/big.pdf").body == data
        assert run.failures == []
