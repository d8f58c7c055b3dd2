"""runtime/isolation.py: a process that reads what strangers wrote touches what it needs and nothing more."""

import os
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from publisher.assets import diagrams
from publisher.assets.diagrams import DiagramError, Tool
from publisher.runtime.executor import Executor, Guard
from publisher.runtime.isolation import Holds, holds_here
from publisher.runtime.worker import outside
from tests.books import ROOT

HELD = holds_here()
confined = pytest.mark.skipif(not (HELD.files and HELD.network), reason="this kernel, or container, refuses")


def _attempt(what: tuple[str, str]) -> str:
    """What comes of an attempt: "done", or the name of the error."""
    kind, path = what
    try:
        _ATTEMPTS[kind](path)
    except OSError as error:
        return type(error).__name__
    return "done"


_ATTEMPTS = {
    "read": lambda path: Path(path).read_bytes(),
    "list": os.listdir,
    "write": lambda path: Path(path).write_bytes(b"x"),
    "remove": os.remove,
    "run": lambda path: subprocess.run([path], check=False),
    "ipv4": lambda _: socket.socket(socket.AF_INET),
    "ipv6": lambda _: socket.socket(socket.AF_INET6),
    "unix": lambda _: socket.socket(socket.AF_UNIX),
    "raw": lambda _: socket.socket(socket.AF_INET, socket.SOCK_RAW),
    "netlink": lambda _: socket.socket(16),
    "import": lambda name: __import__(name),
}


def test_a_system_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has none: nothing holds there, and `publisher doctor` says so."""
    monkeypatch.delattr(os, "fork")
    assert Holds(files=False, network=False) == holds_here()


@confined
def test_what_a_worker_may_touch(tmp_path: Path) -> None:
    """It reads the blog and Python's files, writes the working folder, and reaches nothing else: no file
    beside the blog, no program, no socket of any kind."""
    blog, work, secret = tmp_path / "blog", tmp_path / "work", tmp_path / "secret"
    for folder in (blog, work):
        folder.mkdir()
    for file in (secret, blog / "a.md", work / "old"):
        file.write_bytes(b"x")
    (blog / "link").symlink_to(secret)
    attempts = {
        ("read", blog / "a.md"): "done",
        ("write", work / "new"): "done",
        ("remove", work / "old"): "done",
        ("import", "colorsys"): "done",
        ("read", blog / "link"): "PermissionError",
        ("read", secret): "PermissionError",
        ("read", Path("/etc/passwd")): "PermissionError",
        ("list", tmp_path): "PermissionError",
        ("write", blog / "a.md"): "PermissionError",
        ("write", secret): "PermissionError",
        ("run", Path(sys.executable)): "PermissionError",
        **{(kind, Path()): "PermissionError" for kind in ("ipv4", "ipv6", "unix", "raw", "netlink")},
    }
    with Executor(2, guard=Guard(files=lambda: ([blog, ROOT], [work]))) as executor:
        given = [(kind, str(path)) for kind, path in attempts]
        made = list(executor.each(_attempt, given, worth=True, chunk=20))
    assert attempts == dict(zip(attempts, made, strict=True))


def _drawn(tool: Tool) -> str:
    try:
        return outside(diagrams.draw, tool, "digraph { a -> b }").decode()
    except DiagramError as error:
        return str(error)


def test_programs_run_at_home() -> None:
    """What a worker may not start is started for it, and no program of its own choice."""
    tools = diagrams.tools()
    own = Tool("dot", "/bin/true", "")
    guard = Guard(files=lambda: ([ROOT], []), outside={diagrams.draw: partial(diagrams.draw_with, tools)})
    with Executor(2, guard=guard) as executor:
        dots = [tool for tool in tools if tool.kind == "dot"]
        made = list(executor.each(_drawn, [*dots, own], worth=True))
    assert "/bin/true is no program that draws" == made.pop()
    assert [True] * len(dots) == ["<svg" in svg for svg in made]


def test_temporary_files_are_gone_with_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What workers leave behind lies in one folder, which the build takes away."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Executor(2) as executor:
        (made,) = executor.each(_temporary, [b"x"], worth=True)
        assert tmp_path in Path(made).parents
    assert [] == list(tmp_path.iterdir())


def _temporary(data: bytes) -> str:
    import tempfile

    handle, name = tempfile.mkstemp()
    os.write(handle, data)
    return name
