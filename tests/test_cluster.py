"""cluster.py, on a real Dask cluster of two worker processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books import ROOT, command, post, run, small_blog

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the cluster's scheduler. Its workers have nothing of the blog, and stand elsewhere."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cluster"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path_factory.mktemp("cluster"),
        env=env,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().decode().strip()
        process.stdin.close()
        process.wait(30)


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few posts, with a picture and a link that shows its page."""
    folder = tmp_path_factory.mktemp("blogs") / "blog"
    small_blog(
        folder,
        {
            "a.md": post("파도", "![그림](/sea.png) [산](b.md)\n\n$x^2$"),
            "b.md": post("산", "`코드` **굵게**", date="2024-02-03"),
            "c.md": post("눈", "[파도](a.md)", date="2024-02-04"),
        },
    )
    (folder / "source/sea.png").write_bytes(
        (ROOT / "examples/blog/source/images/lighthouse.png").read_bytes()
    )
    return folder


def _export(blog: Path, out: Path, *more: object) -> dict[str, bytes]:
    made = run("export", blog, "--no-cache", "-o", out, "-q", *more)
    assert (0, "") == (made.code, made.err)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_same_bytes(address: str, blog: Path, tmp_path: Path) -> None:
    """A book laid out on a cluster is the book laid out here, byte for byte."""
    here = _export(blog, tmp_path / "here", "--jobs", 1)
    assert {"작은-블로그.epub", "작은-블로그.pdf"} == set(here)
    assert here == _export(blog, tmp_path / "there", "--workers", address)


def test_files_are_sent_once(address: str) -> None:
    """Each worker keeps what was sent to it under the digest of its bytes."""
    client = distributed.Client(address, set_as_default=False)
    try:
        kept = client.run(_kept)
    finally:
        client.close()
    assert any(kept.values())
    for names in kept.values():
        assert all(len(name.partition(".")[0]) == 64 for name in names)


def _kept(dask_worker: "distributed.Worker") -> list[str]:
    folder = Path(dask_worker.local_directory) / "publisher"
    return [path.name for path in folder.glob("*")]


def test_worker_dies(address: str, blog: Path, tmp_path: Path) -> None:
    """A worker that dies while it works costs time, and nothing of the book."""
    client = distributed.Client(address, set_as_default=False)
    order = command("export", blog, "--no-cache", "-o", tmp_path, "--format", "pdf", "--workers", address)
    try:
        with subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as build:
            while build.poll() is None and not any(client.processing().values()):
                pass
            pids = client.run(os.getpid)
            os.kill(next(iter(pids.values())), signal.SIGKILL)
            _, said = build.communicate(timeout=60)
    finally:
        client.close()
    assert 0 == build.returncode, said.decode()
    assert (tmp_path / "작은-블로그.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:{free}", "no Dask scheduler answers at {there}"),
        ("127.0.0.1", "--workers: {there} is no address of a Dask scheduler"),
    ],
)
def test_no_scheduler(address: str, message: str, blog: Path, tmp_path: Path) -> None:
    """Without a scheduler there: one line, one hint, exit code 3."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        there = address.format(free=free.getsockname()[1])
        made = run("export", blog, "--no-cache", "-o", tmp_path, "--format", "pdf", "--workers", there)
    assert (3, "") == (made.code, made.out)
    assert [f"error: {message.format(there=there)}"] == made.err.splitlines()[:1]
    assert 2 == len(made.err.splitlines())
    assert [] == list(tmp_path.iterdir())


def test_without_dask(blog: Path, tmp_path: Path) -> None:
    """Without the extra, the message says how to get it."""
    (tmp_path / "distributed.py").write_text("raise ImportError('no dask')")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    made = run(
        "export", blog, "--no-cache", "-o", tmp_path / "out", "--workers", "tcp://127.0.0.1:1", env=env
    )
    assert (3, "") == (made.code, made.out)
    assert ["error: --workers needs Dask", '  hint: pip install "publisher[dask]"'] == made.err.splitlines()
