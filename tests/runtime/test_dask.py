"""cluster.py, on a real Dask cluster of two worker processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.books import ROOT, command, post, run, small_blog
from tests.spread import spread

distributed = pytest.importorskip("distributed")


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of a new cluster's scheduler, and its group of processes."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.cluster"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().decode().strip(), process.pid
        finally:
            process.stdin.close()
            process.wait(30)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the cluster's scheduler. Its workers have nothing of the blog, and stand elsewhere."""
    with _cluster(tmp_path_factory.mktemp("cluster")) as (there, _):
        yield there


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


@pytest.mark.wide
def test_same_bytes(address: str, blog: Path, tmp_path: Path) -> None:
    """A book laid out on a cluster is the book laid out here, byte for byte."""
    here = _export(blog, tmp_path / "here", "--jobs", 1)
    assert {"작은-블로그.epub", "작은-블로그.pdf"} == set(here)
    assert here == _export(blog, tmp_path / "there", "--workers", address)


@pytest.mark.wide
def test_posts_are_rendered_there(address: str, tmp_path: Path) -> None:
    """Posts are rendered on the cluster's workers, with pictures as they are, converted, drawn, missing, or
    named so that only the blog's own grammar finds them; the book is the book made here, byte for byte."""
    blog = small_blog(tmp_path / "blog", {f"{n:02}.md": post(f"글 {n}", _shows(n)) for n in range(20)})
    pictures = blog / "source/img"
    pictures.mkdir(parents=True)
    for name, form in (("가.png", "PNG"), ("나 다.webp", "WEBP"), ("라.gif", "GIF"), ("hidden.png", "PNG")):
        Image.new("RGB", (30, 20), "teal").save(pictures / name, form)
    (pictures / "마.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    here = _export(blog, tmp_path / "here", "--jobs", 1, "--format", "epub")
    assert here == _export(blog, tmp_path / "there", "--workers", address, "--format", "epub")
    client = distributed.Client(address, set_as_default=False)
    try:
        assert all(client.run(_has_rendered).values())
    finally:
        client.close()


def _shows(n: int) -> str:
    """A post with a picture."""
    addresses = (
        "![](/img/가.png)", "![](/img/%EB%82%98%20%EB%8B%A4.webp)", "![](/IMG/라.GIF)", "![](/img/마.svg)",
        "![](/img/없음.png)", "![](https://example.org/a.png)", '<img src="/img/hidden&#46;png">', "$x^2$",
        "```mermaid\ngraph TD; A-->B\n```", "**굵게** `코드`\n\n```python\nx = 1\n```",
    )  # fmt: skip
    return f"{addresses[n % len(addresses)]}\n\n[앞](/2024/01/02/{max(0, n - 1):02}/)"


def _has_rendered() -> bool:
    return "publisher.render.chapters" in sys.modules


@pytest.mark.wide
def test_files_are_sent_once(address: str, blog: Path, tmp_path: Path) -> None:
    """Each worker keeps what was sent to it under the digest of its bytes."""
    _export(blog, tmp_path, "--workers", address, "--format", "pdf")
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


@pytest.mark.wide
def test_worker_dies(address: str, blog: Path, tmp_path: Path) -> None:
    """A worker that dies while it works costs time, and nothing of the book."""
    order = command(
        "export", blog, "-o", tmp_path, "--no-cache", "--format", "pdf", "-q", "--workers", address
    )
    client = distributed.Client(address, set_as_default=False)
    try:
        with subprocess.Popen(order, stderr=subprocess.PIPE) as build:
            _wait_until_busy(address)
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            _, said = build.communicate(timeout=60)
    finally:
        client.close()
    assert (0, "") == (build.returncode, said.decode())
    assert (tmp_path / "작은-블로그.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.wide
def test_cluster_is_lost(blog: Path, tmp_path: Path) -> None:
    """A cluster that goes away as a whole: one line, one hint, exit code 5, no new file."""
    (tmp_path / "out").mkdir()
    with _cluster(tmp_path) as (there, group):
        order = command("export", blog, "-o", tmp_path / "out", "--no-cache", "--format", "pdf", "--workers")
        with subprocess.Popen([*order, there], stderr=subprocess.PIPE) as build:
            _wait_until_busy(there)
            os.killpg(group, signal.SIGKILL)
            _, said = build.communicate(timeout=60)
    lines = said.decode().splitlines()
    assert (5, 2) == (build.returncode, len(lines)), said.decode()
    assert lines[0].startswith(f"error: the Dask cluster {there} is lost")
    assert [] == list((tmp_path / "out").iterdir())


def _wait_until_busy(address: str) -> None:
    """Asked from a process of its own: a client complains when its scheduler goes."""
    ask = (
        "import sys, time; from distributed import Client\nclient = Client(sys.argv[1])\n"
        "while not any(client.processing().values()): time.sleep(0.01)\nclient.close()"
    )
    subprocess.run([sys.executable, "-c", ask, address], timeout=60, check=True)


@pytest.mark.parametrize(
    ("address", "message"),
    spread(
        [
            ("127.0.0.1", "--workers: {there} is no address of a Dask scheduler"),
            ("tcp://127.0.0.1:{free}", "no Dask scheduler answers at {there}"),
        ],
        2,
    ),
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


@pytest.mark.wide
def test_without_dask(blog: Path, tmp_path: Path) -> None:
    """Without the extra, the message says how to get it."""
    (tmp_path / "distributed.py").write_text("raise ImportError('no dask')")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    made = run(
        "export", blog, "--no-cache", "-o", tmp_path / "out", "--workers", "tcp://127.0.0.1:1", env=env
    )
    assert (3, "") == (made.code, made.out)
    assert ["error: --workers needs Dask", "  hint: pip install distributed"] == made.err.splitlines()
