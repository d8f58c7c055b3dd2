"""Nothing outside the folder is ever served, whatever a client sends and whatever becomes of the files."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publisher.library.server.hosts import Hosts
from publisher.library.server.opening import Files, GoneError
from tests.library.servers import Running, parsed, resource, running

SECRET = b"the secret outside"
BOOK = b"a book"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "secret.epub").write_bytes(SECRET)
    folder = tmp_path / "shelf"
    (folder / "in").mkdir(parents=True)
    (folder / "in/a.epub").write_bytes(BOOK)
    (folder / "notes.txt").write_bytes(SECRET)
    (folder / ".hidden.epub").write_bytes(SECRET)
    return folder


@pytest.fixture
def server(place: Path) -> Iterator[Running]:
    with running(place, {"books/a.epub": resource(place / "in/a.epub"), "index.html": resource(b"x")}) as run:
        yield run


TARGETS = [
    *rb"""
/../secret.epub
/books/../../secret.epub
/..
/.
/./books/../../secret.epub
/%2e%2e/secret.epub
/%2E%2E%2Fsecret.epub
/books/%2e%2e/%2e%2e/secret.epub
/%252e%252e/secret.epub
/%252e%252e%252fsecret.epub
/%25252e%25252e/secret.epub
/..%5csecret.epub
/..\secret.epub
/%5c..%5c..%5csecret.epub
/books\..\..\secret.epub
/%c0%ae%c0%ae/secret.epub
/%c0%ae%c0%ae%c0%afsecret.epub
/%e0%80%ae%e0%80%ae/secret.epub
/%ef%bc%8e%ef%bc%8e/secret.epub
/%u002e%u002e/secret.epub
/..;/secret.epub
/%ff%fe
/books/a.epub%00.html
/%00
/secret.epub%00/books/a.epub
/books/a.epub/../../../secret.epub
//etc/passwd
///etc/passwd
/etc/passwd
/proc/self/environ
/C:/secret.epub
//?/C:/x
/notes.txt
/in/a.epub
/.hidden.epub
/in/
/secret.epub
/~root/x
/books/A.EPUB
file:///etc/passwd
http://127.0.0.1/../secret.epub
http://127.0.0.1/%2e%2e/secret.epub
*
127.0.0.1:80
http://
http:///etc/passwd
/books/a.epub;/../secret.epub
secret.epub
""".split(),
    *[b"/\xed\x95\x9c", b"/a b", b"/" + b"../" * 2000 + b"etc/passwd", b"/" + b"a" * 15_000],
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: repr(target[:40]))
def test_no_target_leads_out(server: Running, target: bytes) -> None:
    """Each is a fault of the client's, 302 never, and the secret stands in no answer."""
    got = server.raw(b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert SECRET not in got
    assert (
        parsed(got).status in (400, 404, 414, 421)
        if b"content-length" in got.lower()
        else b" 400 " in got[:20]
    )


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=20))
@example(b"?", b"")
def test_what_is_answered_is_on_the_shelf(server: Running, path: bytes, query: bytes) -> None:
    """For every path there is, as it is and in escapes: a resource of the website, or a few words of ours."""
    for target in (path, b"/" + path, b"/%s?%s" % (quote(path).encode(), quote(query).encode())):
        got = server.raw(b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        status = int(got.split()[1])
        if status == 200:
            assert parsed(got).body in (BOOK, b"x")
        else:
            assert status in (302, 400, 404, 421)
        assert SECRET not in got


# Files that change under us


def _swap_file(place: Path) -> None:
    (place / "in/a.epub").unlink()
    (place / "in/a.epub").symlink_to(place.parent / "secret.epub")


def _swap_folder(place: Path) -> None:
    outside = place.parent / "outside"
    outside.mkdir()
    (outside / "a.epub").write_bytes(SECRET[:6])
    shutil.rmtree(place / "in")
    (place / "in").symlink_to(outside)


def _swap_root(place: Path) -> None:
    outside = place.parent / "other"
    (outside / "in").mkdir(parents=True)
    (outside / "in/a.epub").write_bytes(SECRET[:6])
    shutil.rmtree(place)
    place.symlink_to(outside)


def _hard_link(place: Path) -> None:
    (place / "in/a.epub").unlink()
    (place / "in/a.epub").hardlink_to(place.parent / "secret.epub")


def _other_file(place: Path) -> None:
    (place / "in/new").write_bytes(SECRET[:6])
    (place / "in/new").replace(place / "in/a.epub")


def _fifo(place: Path) -> None:
    (place / "in/a.epub").unlink()
    os.mkfifo(place / "in/a.epub")


def _device(place: Path) -> None:
    (place / "in/a.epub").unlink()
    (place / "in/a.epub").symlink_to("/dev/zero")


@pytest.mark.parametrize(
    "swap", [_swap_file, _swap_folder, _swap_root, _hard_link, _other_file, _fifo, _device]
)
def test_a_file_that_was_swapped_is_not_served(server: Running, place: Path, swap: object) -> None:
    """A link, a folder that is a link, another file, a pipe: 503, at once, and not a byte of it."""
    assert server.get("/books/a.epub").body == BOOK
    swap(place)  # type: ignore[operator]
    got = server.raw(b"GET /books/a.epub HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", timeout=5)
    reply = parsed(got)
    assert (503, "3") == (reply.status, reply.fields["retry-after"])
    assert SECRET[:6] not in got


def test_head_of_a_swapped_file(server: Running, place: Path) -> None:
    """HEAD does not say that there is what GET would not give."""
    _swap_file(place)
    assert server.get("/books/a.epub", "HEAD").status == 503


def test_a_link_out_of_the_folder_is_never_opened(place: Path) -> None:
    """What leads out of the folder when it is looked at is no file of it; a link inside it is."""
    (place / "out.epub").symlink_to(place.parent / "secret.epub")
    (place / "within.epub").symlink_to(place / "in/a.epub")
    files = Files(place, [place / "out.epub", place / "within.epub"])
    with pytest.raises(GoneError):
        files.open(place / "out.epub")
    descriptor = files.open(place / "within.epub")
    assert os.read(descriptor, 99) == BOOK
    os.close(descriptor)


def test_no_descriptor_is_left_open(server: Running, place: Path) -> None:
    """Answers, faults and swapped files alike close what they opened."""
    server.get("/books/a.epub")
    before = _descriptors()
    for _ in range(20):
        server.get("/books/a.epub", Range="bytes=0-1,3-4")
        server.get("/books/a.epub", "HEAD")
        server.get("/books/a.epub", If_None_Match="*")
    _swap_file(place)
    for _ in range(20):
        server.get("/books/a.epub")
    assert _descriptors() <= before + 2


def _descriptors() -> int:
    """How many this process has open; 0 where the system does not say."""
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0


# Names of ours and of strangers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil"]
)
def test_a_strange_name_is_refused(server: Running, host: str) -> None:
    """DNS rebinding: a page elsewhere whose name leads here reads nothing."""
    assert server.get("/books/a.epub", Host=host).status == 421
    absolute = f"GET http://{host}/books/a.epub HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    assert parsed(server.raw(absolute.encode())).status == 421


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 192.168.0.7:8080 [::1]:8080 [fe80::1] localhost LOCALHOST:1 sofa sofa.local:80 Sofa.Local. "
    "nas.home:8080".split(),
)
def test_our_names(host: str) -> None:
    """Addresses, localhost, this machine's name, and names that were given."""
    assert Hosts("Sofa.fritz.box", ["nas.home"]).allow(host)


@pytest.mark.parametrize(
    "host",
    [
        "home",
        "nas.home.evil",
        "999.1.1.1",
        "user@127.0.0.1",
        "127.0.0.1@evil",
        " ",
        "127.0.0.1:80<b>",
        "[::1",
        "::1",
    ],
)
def test_not_our_names(host: str) -> None:
    """What only looks like one of ours is none."""
    assert not Hosts("sofa", ["nas.home"]).allow(host)
