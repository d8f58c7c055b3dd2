"""Range requests, as they are answered over HTTP, against a plain model: slices of a file's own bytes."""

import email
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.servers import Reply, Running, everything, resource, running

DATA = bytes(range(256)) * 40  # 10,240 bytes, no two neighbours alike
SIZE = len(DATA)
SIZES = (1, 2, 99, 100, 250)  # of short files, the first bytes of DATA


def _short(folder: Path, size: int) -> Path:
    path = folder / f"{size}.epub"
    path.write_bytes(DATA[:size])
    return path


def _parts(reply: Reply) -> list[tuple[int, bytes]]:
    """Where each part of an answer stands, and its bytes; a whole is one part."""
    if reply.status == 200:
        return [(0, reply.body)]
    assert reply.status == 206
    boundary = reply.fields["content-type"].partition("boundary=")[2].encode()
    if not boundary:
        return [(_start(reply.fields["content-range"]), reply.body)]
    pieces = (b"\r\n" + reply.body).split(b"\r\n--" + boundary)
    assert [b"", b"--"] == [pieces[0], pieces[-1].strip()]
    halves = [piece.split(b"\r\n\r\n", 1) for piece in pieces[1:-1]]
    return [(_start(re.search("Content-Range: (.*)", head.decode())[1]), body) for head, body in halves]  # type: ignore[index]


def _start(told: str) -> int:
    found = re.fullmatch(r"bytes (\d+)-(\d+)/\d+\s*", told)
    assert found
    return int(found[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("ranges")
    (folder / "a.epub").write_bytes(DATA)
    (folder / "empty.epub").write_bytes(b"")
    resources = {
        "a.epub": resource(folder / "a.epub"),
        "feed.xml": resource(DATA, "application/atom+xml"),
        "empty.epub": resource(folder / "empty.epub"),
        **{f"{size}.epub": resource(_short(folder, size)) for size in SIZES},
    }
    with running(folder, resources) as run:
        yield run


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60))
def test_no_field_breaks_the_server(server: Running, field: str) -> None:
    """Whatever stands in the field: the file, parts that lie in it, or word that there are no such parts."""
    for text in (field, f"bytes={field}"):
        reply = server.get("/a.epub", Range=text)
        assert reply.status in (200, 206, 416)
        if reply.status != 416:
            assert all(body == DATA[at : at + len(body)] != b"" for at, body in _parts(reply))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from(SIZES))
def test_a_range_is_a_slice(server: Running, first: int, last: int, size: int) -> None:
    """first-last is data[first:last+1], first- is data[first:], -n are the last n bytes."""
    data = DATA[:size]
    for field, wanted in (
        (f"{first}-{last}", data[first : last + 1]),
        (f"{first}-", data[first:]),
        (f"-{last}", data[-last:] if last else b""),
    ):
        reply = server.get(f"/{size}.epub", Range=f"bytes={field}")
        if field == f"{first}-{last}" and last < first:
            assert (200, data) == (reply.status, reply.body)
        elif wanted:
            assert (206, wanted) == (reply.status, reply.body)
        else:
            assert reply.status == 416


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12))
def test_several_ranges_are_what_was_asked_for(server: Running, pairs: list[tuple[int, int]]) -> None:
    """Each part is a slice, together they are all that was asked for, and nothing comes twice. What goes back
    and forth, or makes no sense, is answered with the whole."""
    reply = server.get("/100.epub", Range="bytes=" + ",".join(f"{a}-{b}" for a, b in pairs))
    parts = _parts(reply)
    assert all(body == DATA[at : at + len(body)] for at, body in parts)
    came = [place for at, body in parts for place in range(at, at + len(body))]
    assert len(came) == len(set(came))
    if all(a <= b for a, b in pairs) and pairs == sorted(pairs, key=lambda pair: pair[0]):
        assert {place for a, b in pairs for place in range(a, b + 1)} == set(came)
    else:
        assert reply.status == 200


@pytest.mark.parametrize(
    "field",
    [
        *("bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2-3", "bytes=٣-٤", "items=0-1", "bytes=5-1"),
        *("0-1", "bytes=" + "9" * 5000 + "-", "bytes=0-0;1-1", "bytes=--1", "bytes=0x1-2", "bytes=1.0-2"),
        *("bytes=1_0-2_0", "bytes=+1-+3"),
    ],
)
def test_what_makes_no_sense_is_not_heeded(server: Running, field: str) -> None:
    """RFC 9110 14.2: an invalid field is ignored."""
    reply = server.get("/a.epub", Range=field.encode().decode("latin-1"))
    assert (200, DATA) == (reply.status, reply.body)


@pytest.mark.parametrize(
    "field",
    ["bytes=0-0", "BYTES=0-0", "bytes= 0-0 ", "bytes=,0-0,,", "bytes=0-0, 99999-", "bytes=99999-,0-0"],
)
def test_what_is_odd_but_right_is_heeded(server: Running, field: str) -> None:
    """Units know no case, lists may have empty places, and one part that is there is enough."""
    reply = server.get("/a.epub", Range=field)
    assert (206, DATA[:1], "bytes 0-0/10240") == (reply.status, reply.body, reply.fields["content-range"])


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
def test_one_part(server: Running, asked: str, wanted: bytes, told: str) -> None:
    """A part is those bytes of the file, and says where in the file they stand."""
    reply = server.get("/a.epub", Range=asked)
    assert (206, wanted, told) == (reply.status, reply.body, reply.fields["content-range"])


def test_several_parts(server: Running) -> None:
    """Several parts come as multipart/byteranges that a mail parser takes apart; asked again, as the same."""
    reply = server.get("/a.epub", Range="bytes=0-9, 500-999,-5")
    assert reply.status == 206
    head = f"Content-Type: {reply.fields['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + reply.body)
    parts = list(message.walk())[1:]
    told = [part["Content-Range"] for part in parts]
    assert ["bytes 0-9/10240", "bytes 500-999/10240", "bytes 10235-10239/10240"] == told
    assert ["application/epub+zip"] * 3 == [part["Content-Type"] for part in parts]
    assert [(0, DATA[:10]), (500, DATA[500:1000]), (SIZE - 5, DATA[-5:])] == _parts(reply)
    again = server.get("/a.epub", Range="bytes=0-9, 500-999,-5")
    assert (reply.body, reply.fields["content-type"]) == (again.body, again.fields["content-type"])


def test_parts_that_overlap_are_one(server: Running) -> None:
    """RFC 9110 15.3.7.2: parts that overlap may be sent as one."""
    reply = server.get("/a.epub", Range="bytes=0-10,5-20")
    assert (206, DATA[:21], "bytes 0-20/10240") == (reply.status, reply.body, reply.fields["content-range"])


def test_what_is_made_is_sent_whole(server: Running) -> None:
    """RFC 9110 14.2: Range may be ignored. Feeds and pages have no parts, and do not say that they had."""
    for asked in ("bytes=0-0", "bytes=0-9,20-29", "bytes=99999-"):
        reply = server.get("/feed.xml", Range=asked)
        assert (200, DATA) == (reply.status, reply.body)
        assert "accept-ranges" not in reply.fields


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-999999", "bytes=-0"])
def test_no_such_part(server: Running, asked: str) -> None:
    """416 says how long the thing is, and has the fields that protect."""
    reply = server.get("/a.epub", Range=asked)
    assert reply.fields["x-content-type-options"] == "nosniff"
    assert (416, "bytes */10240") == (reply.status, reply.fields["content-range"])


@pytest.mark.parametrize(
    "asked", ["bytes=5-1", "pages=1-2", "bytes=50-60,0-9", "bytes=-5,0-9", "bytes=" + "0-0," * 60]
)
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


@pytest.mark.parametrize("asked", ["", "Range: bytes=1-\r\n", "Range: bytes=0-9,20-\r\n"])
def test_a_file_that_is_cut_short(tmp_path: Path, asked: str) -> None:
    """A download ends where its file does, before its time, and the connection with it: nothing hangs."""
    size, path = 30_000_000, tmp_path / "big.epub"
    path.write_bytes(bytes(size))
    with running(tmp_path, {"big.epub": resource(path)}) as run, run.connect() as client:
        client.sendall(f"GET /big.epub HTTP/1.1\r\nHost: 127.0.0.1\r\n{asked}\r\n".encode())
        got = client.recv(100)
        with path.open("r+b") as file:
            file.truncate(1000)
        got += everything(client)
        assert 0 < len(got) < size
        assert run.get("/nowhere").status == 404
