"""A build that is killed: the old books are whole, the next one makes the new, nothing stays behind."""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.books import command, post, run, small_blog


def _blog(folder: Path, word: str) -> Path:
    texts = {f"{n}.md": post(f"글 {n}", f"{word} " * 300, date=f"2024-01-0{n}") for n in range(1, 4)}
    return small_blog(folder, texts)


def _order(blog: Path, out: Path) -> tuple[object, ...]:
    return "export", blog, "-q", "--jobs", 2, "-o", out


def _books(out: Path) -> dict[str, bytes]:
    """Every file of the folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.mark.wide
def test_moments(tmp_path: Path) -> None:
    """Killed at any moment of a cold build, both files are the old ones or both the new ones."""
    old, new = _blog(tmp_path / "old", "옛글"), _blog(tmp_path / "new", "새글")
    assert 0 == run(*_order(old, tmp_path / "before")).code
    started = time.monotonic()
    assert 0 == run(*_order(new, tmp_path / "clean"), "--no-cache").code
    seconds = time.monotonic() - started
    before, clean = _books(tmp_path / "before"), _books(tmp_path / "clean")
    chance, alive, moments = random.Random(4), 0, 12
    for number in range(moments):
        after = seconds * (number + chance.random()) / moments
        out, env = tmp_path / f"out-{number}", {"PUBLISHER_CACHE": str(tmp_path / f"cache-{number}")}
        shutil.copytree(tmp_path / "before", out)
        alive += _killed(_order(new, out), after, env)
        left = {name: data for name, data in _books(out).items() if not name.startswith(".")}
        assert left in (before, clean), f"killed after {after:.2f} s"
        again = run(*_order(new, out), env=env)
        assert (0, "") == (again.code, again.err)
        assert clean == _books(out), f"killed after {after:.2f} s"
    assert alive >= moments // 2


def _killed(order: tuple[object, ...], after: float, env: dict[str, str]) -> bool:
    """Whether the build was still at work when it was killed; its processes are gone too."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command(*order), env=os.environ | env, stdout=quiet, stderr=quiet, start_new_session=True
    ) as build:
        try:
            build.wait(after)
        except subprocess.TimeoutExpired:
            build.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _has_processes(build.pid):
        assert time.monotonic() < deadline, "a process of the killed build stayed"
        time.sleep(0.05)
    return build.returncode == -signal.SIGKILL


def _has_processes(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_leftovers(tmp_path: Path) -> None:
    """What a killed build left beside the books goes with the next one, not while another writes there."""
    blog, out = _blog(tmp_path / "blog", "글"), tmp_path / "out"
    out.mkdir()
    left, kept = out / ".책.pdf.abcd1234.publisher", out / ".mine"
    left.touch()
    kept.touch()
    holder = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_SH)
        assert 0 == run(*_order(blog, out), "--format", "epub").code
        assert left.exists()
    finally:
        os.close(holder)
    assert 0 == run(*_order(blog, out), "--format", "epub").code
    assert {".mine", "작은-블로그.epub"} == set(_books(out))


def _workers(build: int) -> list[int]:
    """The processes that work for a build: children of its fork server, which is not one."""
    return [pid for server in _children(build) for pid in _children(server)]


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in found.read_text().split()] if found.exists() else []


@pytest.mark.wide
def test_a_worker_is_killed(tmp_path: Path) -> None:
    """A process that works for a build is killed: the book is the one that it would have been."""
    texts = {f"{n}.md": post(f"글 {n}", "글월이다. " * 1000, date=f"2024-01-0{n}") for n in range(1, 7)}
    blog = small_blog(tmp_path / "blog", texts)
    assert 0 == run(*_order(blog, tmp_path / "clean"), "--no-cache").code
    order, quiet = command(*_order(blog, tmp_path / "out"), "--no-cache"), subprocess.PIPE
    with subprocess.Popen(order, stdout=quiet, stderr=quiet) as build:
        while build.poll() is None and not (workers := _workers(build.pid)):
            time.sleep(0.02)
        time.sleep(0.5)  # let it take up some work
        os.kill(workers[0], signal.SIGKILL)
        out, err = build.communicate(timeout=120)
    assert (0, b"") == (build.returncode, err), out
    assert _books(tmp_path / "clean") == _books(tmp_path / "out")
