"""A file of a blog is what lies in the blog, whatever stands in its way and at whatever moment it comes."""

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.storage import opening
from publisher.storage.opening import OutsideError, TooLargeError, leads_outside, read
from tests.blogs import write
from tests.swaps import at_each_opening

MOST = 1000
INSIDE, SECRET = b"inside", b"secret"


@pytest.fixture(params=["by descriptor", "by name"])
def blog(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog and a secret beside it; on a system whose folders have descriptors, and on Windows."""
    monkeypatch.setattr(opening, "_BY_FOLDER", request.param == "by descriptor")
    write(tmp_path, {"secret/a.txt": SECRET, "secret.txt": SECRET})
    return write(tmp_path / "blog", {"here/a.txt": INSIDE, "a.txt": INSIDE})


LINKS: dict[str, Callable[[Path], tuple[str, str]]] = {  # name -> where it leads
    "a file": lambda blog: ("link.txt", "here/a.txt"),
    "by its whole path": lambda blog: ("link.txt", f"{blog}/here/a.txt"),
    "a folder": lambda blog: ("link/a.txt", "here"),
    "up and down": lambda blog: ("here/link.txt", "../here/../a.txt"),
}


@pytest.mark.parametrize("kind", LINKS)
def test_links_within_are_followed(blog: Path, kind: str) -> None:
    name, target = LINKS[kind](blog)
    link = blog / name if name.endswith("link.txt") else (blog / name).parent
    link.symlink_to(target)
    assert INSIDE == read(blog / name, blog, MOST).data


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", "here/../../secret.txt", "link2"])
def test_links_outside_are_not(blog: Path, target: str) -> None:
    """Nor is a link to a link, nor one that leads out on its way."""
    (blog / "link2").symlink_to("../secret.txt")
    (blog / "link.txt").symlink_to(target)
    with pytest.raises(OutsideError, match="it leads out of the blog"):
        read(blog / "link.txt", blog, MOST)
    assert leads_outside(blog / "link.txt", blog)


@pytest.mark.parametrize("name", ["link/a.txt", "../secret.txt", "here/../../secret/a.txt", "/etc/passwd"])
def test_paths_outside_are_not(blog: Path, name: str) -> None:
    (blog / "link").symlink_to("../secret")
    with pytest.raises(OutsideError):
        read(blog / name, blog, MOST)


def test_the_blog_itself_may_be_a_link(blog: Path) -> None:
    """Whoever names it has chosen it; what lies in it is within, by either of its names."""
    named = blog.parent / "named"
    named.symlink_to(blog)
    (blog / "link.txt").symlink_to(blog / "a.txt")
    assert INSIDE == read(named / "link.txt", named, MOST).data
    assert INSIDE == read(blog / "a.txt", named, MOST).data


def test_what_the_user_names_may_lie_anywhere(blog: Path) -> None:
    (blog / "link.txt").symlink_to("../secret.txt")
    assert SECRET == read(blog / "link.txt", None, MOST).data


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.fspath(path)[:100])


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "a pipe, socket or device"),
    "socket": (_socket, "a pipe, socket or device"),
    "folder": (Path.mkdir, "Is a directory"),
    "link to itself": (lambda path: path.symlink_to(path), "Too many levels of symbolic links"),
    "nothing": (lambda path: None, "No such file or directory"),
    "link to nothing": (lambda path: path.symlink_to("nowhere"), "No such file or directory"),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("named", [False, True])
def test_only_files_are_read(blog: Path, kind: str, named: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody waits for somebody to write to a pipe."""
    monkeypatch.chdir(blog)  # the path of a socket must be short
    make, said = ODD[kind]
    make(Path("x"))
    with pytest.raises(OSError, match=said):
        read(blog / "x", None if named else blog, MOST)


def test_a_device_is_no_file() -> None:
    for below in (None, Path("/dev")):
        with pytest.raises(OSError, match="a pipe, socket or device"):
            read(Path("/dev/zero"), below, MOST)


def test_a_zero_in_a_name_is_no_file(blog: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(blog / "a\0.txt", blog, MOST)


def test_size(blog: Path) -> None:
    """No more is read than was asked for, also of a file that is longer by the time it is read."""
    path = write(blog, {"x": b"x" * MOST}) / "x"
    assert MOST == len(read(path, blog, MOST).data)
    with pytest.raises(TooLargeError, match=r"0\.0 MB is more than 0\.000999 MB"):
        read(path, blog, MOST - 1)
    os.truncate(path, 1_000_000_000_000)
    with pytest.raises(TooLargeError, match=r"1000000\.0 MB"):
        read(path, blog, MOST)


def test_a_file_that_grows(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is read, it is read to its end, as far as was asked for."""
    status_of = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        found = status_of(descriptor)
        (blog / "a.txt").write_bytes(b"y" * MOST)
        return found

    monkeypatch.setattr(opening.os, "fstat", grown)
    assert b"y" * MOST == read(blog / "a.txt", blog, MOST).data
    write(blog, {"a.txt": INSIDE})
    with pytest.raises(TooLargeError):
        read(blog / "a.txt", blog, MOST - 1)


@pytest.mark.parametrize("swapped", ["here/a.txt", "here"])
@pytest.mark.parametrize("name", ["here/a.txt", "link.txt", "folder/a.txt"])
def test_a_race_is_lost_at_any_moment(blog: Path, swapped: str, name: str) -> None:
    """A file, or its folder, that becomes a link to the secret while it is opened is refused, or was read
    before; so is what is reached by a link within."""
    (blog / "link.txt").symlink_to("here/a.txt")
    (blog / "folder").symlink_to("here")
    secret = blog.parent / ("secret/a.txt" if swapped.endswith("txt") else "secret")
    came = list[bytes]()
    for moment in at_each_opening(blog / swapped, secret, ("here", "a.txt", "link.txt", "folder", "blog")):
        with moment:
            try:
                came.append(read(blog / name, blog, MOST).data)
            except OSError:
                came.append(b"")
    assert INSIDE == came[-1], "nothing was swapped"
    assert b"" in came
    assert {INSIDE, b""} == set(came)


def test_no_descriptor_is_left(blog: Path) -> None:
    """Whatever becomes of an opening."""
    before = len([*Path("/proc/self/fd").iterdir()])
    os.mkfifo(blog / "pipe")
    (blog / "link").symlink_to("../secret.txt")
    for name in ("a.txt", "here/a.txt", "pipe", "link", "here", "nothing", "here/nothing", "a.txt/x"):
        with contextlib.suppress(OSError):
            read(blog / name, blog, 3)
    assert before == len([*Path("/proc/self/fd").iterdir()])
