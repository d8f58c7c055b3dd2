"""Range requests: the parser against a plain model, and the server against a file's own bytes."""

import email
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.library.server.ranges import Span, spans
from tests.library.servers import Running, resource, running

DATA = bytes(range(256)) * 40  # 10,240 bytes, no two neighbours alike
SIZE = len(DATA)


@given(st.text(), st.integers(0, 10**6))
def test_no_field_breaks_the_parser(field: str, size: int) -> None:
    """Whatever stands in the field, what comes of it lies in the thing, in order, and is not empty."""
    for text in (field, f"bytes={field}"):
        found = spans(text, size)
        stop = 0
        for span in found or ():
            assert stop <= span.start < span.stop <= size
            stop = span.stop


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 250))
def test_a_range_is_a_slice(first: int, last: int, size: int) -> None:
    """first-last is data[first:last+1], first- is data[first:], -n are the last n bytes."""
    data = bytes(n % 251 for n in range(size))
    for field, wanted in (
        (f"{first}-{last}", data[first : last + 1]),
        (f"{first}-", data[first:]),
        (f"-{last}", data[-last:] if last else b""),
    ):
        found = spans(f"bytes={field}", size)
        if field == f"{first}-{last}" and last < first:
            assert found is None
        else:
            assert found is not None
            assert b"".join(data[span.start : span.stop] for span in found) == wanted


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12))
def test_several_ranges_are_in_order_or_not_heeded(pairs: list[tuple[int, int]]) -> None:
    """Parts that go forward are given as they were asked for; all else is answered with the whole."""
    found = spans("bytes=" + ",".join(f"{a}-{b}" for a, b in pairs), 100)
    rising = all(a <= b for a, b in pairs) and all(before[1] < after[0] for before, after in pairwise(pairs))
    if rising and len(pairs) <= 8:
        assert found == tuple(Span(a, b + 1) for a, b in pairs)
    else:
        assert found is None


@pytest.mark.parametrize(
    "field",
    [
        *("bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2-3", "bytes=٣-٤", "items=0-1", "bytes=5-1"),
        *("0-1", "bytes=" + "9" * 5000 + "-", "bytes=0-0;1-1", "bytes=--1", "bytes=0x1-2", "bytes=1.0-2"),
    ],
)
def test_what_makes_no_sense_is_not_heeded(field: str) -> None:
    """RFC 9110 14.2: an invalid field is ignored."""
    assert spans(field, SIZE) is None


@pytest.mark.parametrize(
    "field", ["bytes=0-0", "BYTES=0-0", "bytes= 0-0 ", "bytes=,0-0,,", "bytes=0-0, 99999-"]
)
def test_what_is_odd_but_right_is_heeded(field: str) -> None:
    """Units know no case, lists may have empty places, and one part that is there is enough."""
    assert spans(field, SIZE) == (Span(0, 1),)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("ranges")
    (folder / "a.epub").write_bytes(DATA)
    (folder / "empty.epub").write_bytes(b"")
    resources = {
        "a.epub": resource(folder / "a.epub"),
        "feed.xml": resource(DATA, "application/atom+xml"),
        "empty.epub": resource(folder / "empty.epub"),
    }
    with running(folder, resources) as run:
        yield run


@pytest.mark.parametrize("place", ["/a.epub", "/feed.xml"])
@pytest.mark.parametrize(
    ("asked", "wanted", "told"),
    [
        ("bytes=0-0", DATA[:1], "bytes 0-0/10240"),
        ("bytes=100-299", DATA[100:300], "bytes 100-299/10240"),
        ("bytes=10000-", DATA[10000:], "bytes 10000-10239/10240"),
        ("bytes=-7", DATA[-7:], "bytes 10233-10239/10240"),
        ("bytes=-99999", DATA, "bytes 0-10239/10240"),
        ("bytes=10239-99999", DATA[-1:], "bytes 10239-10239/10240"),
    ],
)
def test_one_part(server: Running, place: str, asked: str, wanted: bytes, told: str) -> None:
    """A part is those bytes of the file, and says where in the file they stand."""
    reply = server.get(place, Range=asked)
    assert (206, wanted, told) == (reply.status, reply.body, reply.fields["content-range"])


@pytest.mark.parametrize("place", ["/a.epub", "/feed.xml"])
def test_several_parts(server: Running, place: str) -> None:
    """Several parts come as multipart/byteranges that a mail parser takes apart."""
    reply = server.get(place, Range="bytes=0-9, 500-999,-5")
    assert reply.status == 206
    head = f"Content-Type: {reply.fields['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + reply.body)
    parts = list(message.walk())[1:]
    told = [part["Content-Range"] for part in parts]
    assert ["bytes 0-9/10240", "bytes 500-999/10240", "bytes 10235-10239/10240"] == told
    boundary = reply.fields["content-type"].partition("boundary=")[2].encode()
    bodies = [piece.split(b"\r\n\r\n", 1)[1][:-2] for piece in reply.body.split(b"--" + boundary)[1:-1]]
    assert [DATA[:10], DATA[500:1000], DATA[-5:]] == bodies


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-999999", "bytes=-0"])
def test_no_such_part(server: Running, asked: str) -> None:
    """416 says how long the thing is."""
    reply = server.get("/a.epub", Range=asked)
    assert (416, "bytes */10240") == (reply.status, reply.fields["content-range"])


@pytest.mark.parametrize("asked", ["bytes=5-1", "pages=1-2", "bytes=0-10,5-20", "bytes=" + "0-0," * 60])
def test_odd_fields_get_the_whole(server: Running, asked: str) -> None:
    """What is not heeded is answered with the whole, not with an error."""
    reply = server.get("/a.epub", Range=asked)
    assert (200, DATA) == (reply.status, reply.body)
    assert reply.fields["accept-ranges"] == "bytes"


def test_head_knows_no_ranges(server: Running) -> None:
    """RFC 9110 14.2: Range is for GET alone."""
    reply = server.get("/a.epub", "HEAD", Range="bytes=0-0")
    assert (200, "10240") == (reply.status, reply.fields["content-length"])


def test_an_empty_file(server: Running) -> None:
    """An empty file is sent whole, and has no part."""
    assert (200, b"") == (server.get("/empty.epub").status, server.get("/empty.epub").body)
    assert server.get("/empty.epub", Range="bytes=0-").status == 416


def test_if_range(server: Running) -> None:
    """A download goes on where the file is the same, and starts anew where it is another."""
    whole = server.get("/a.epub")
    etag, date = whole.fields["etag"], whole.fields["last-modified"]
    for same in (etag, date):
        assert server.get("/a.epub", Range="bytes=5-", If_Range=same).status == 206
    for other in ('"another"', f"W/{etag}", "Mon, 01 Jan 2024 00:00:00 GMT", "yesterday"):
        assert server.get("/a.epub", Range="bytes=5-", If_Range=other).status == 200


def test_a_file_in_pieces_is_the_file(server: Running) -> None:
    """What a reader of PDFs does: the tail, then blocks; together they are the file."""
    pieces = [server.get("/a.epub", Range=f"bytes={at}-{at + 999}").body for at in range(0, SIZE, 1000)]
    assert DATA == b"".join(pieces)
    assert re.fullmatch('"[0-9a-f]{64}"', server.get("/a.epub").fields["etag"])


def test_the_fixture_is_not_a_file_of_zeros(tmp_path: Path) -> None:
    """A slice at a wrong place would be seen."""
    assert DATA[100:300] != DATA[101:301]
