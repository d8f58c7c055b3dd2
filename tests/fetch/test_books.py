"""Pictures of the web in whole books: only where they are asked for, and the same next year."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from publisher import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report, Where
from publisher.fetch import lock
from publisher.fetch.internet import FetchError, Internet
from publisher.model import FromWeb
from publisher.phrase import NOTHING, _
from publisher.render.from_web import say_why
from tests.blogs import hexo
from tests.fetch.hosts import PNG, answer, internet, picture, serving

HEAD = "---\ntitle: 바다\ndate: 2021-03-14\n---\n\n"


def _config(folder: Path, *, fetch: bool, formats: Sequence[Any] = ("epub",), **changes: Any) -> Config:
    settings = BookToml.model_validate({"images": {"fetch": fetch}})
    return replace(Config(folder, folder / "book", tuple(formats), settings, 1, True, None), **changes)


def _made(config: Config, net: Internet | None = None) -> tuple[bytes, Report]:
    report = Report()
    built = build.build(config, report, None, *filter(None, [net]))
    return built.files[0].path.read_bytes(), report


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))


def test_a_fetched_picture_is_in_the_book(tmp_path: Path) -> None:
    """Where it is asked for; what cannot be had is named at its line with the reason, and once."""
    with serving(a_png=answer()) as host:
        text = f"{HEAD}![바다]({host.url('/a.png')})\n\n![]({host.url('/gone.png')})\n"
        blog = hexo(tmp_path / "blog", {"a.md": text, "b.md": f"{HEAD}산\n"})
        epub, report = _made(_config(blog, fetch=True), internet())
        (said,) = report.diagnostics
        gone = host.url("/gone.png")
    assert f"the picture cannot be fetched: {gone}: 404 Not Found" == said.message
    assert ("image-not-fetched", "source/_posts/a.md", 8) == (said.code, said.where.path, said.where.line)
    assert [PNG] == _pictures(tmp_path, epub)


def test_what_is_no_address_is_named_too(tmp_path: Path) -> None:
    """Beside one on the same line that is asked for: each stands in the report, once."""
    text = f"{HEAD}![](http://0x7f.1/a.png) ![](http://gone.test/b.png) ![](ftp://e.test/c.png)\n"
    blog = hexo(tmp_path / "blog", {"a.md": text})
    _, report = _made(_config(blog, fetch=True), internet(resolve=lambda host, port: []))
    assert ["image-not-fetched", "image-remote", "image-remote"] == sorted(d.code for d in report.diagnostics)


def test_a_picture_is_known_by_its_address() -> None:
    """Whatever the sentence says that it is on the web."""
    address, where, report = "https://example.org/a.png", Where("a.md", 3), Report()
    report.warning("image-remote", _("{address} is elsewhere", address=address), where)
    book: Any = SimpleNamespace(texts=[SimpleNamespace(from_web=[FromWeb("picture", (address,), where)])])
    say_why({address: FetchError(_("404 Not Found"), NOTHING)}, [book], report)
    assert ["image-not-fetched"] == [item.code for item in report.diagnostics]


def _pictures(tmp_path: Path, epub: bytes) -> list[bytes]:
    (tmp_path / "book.epub").write_bytes(epub)
    with ZipFile(tmp_path / "book.epub") as archive:
        return [archive.read(name) for name in archive.namelist() if "/images/img-" in name]


def test_the_same_next_year(tmp_path: Path) -> None:
    """With the host gone, no option and no cache, what is locked makes the same book, byte for byte; without
    the lock, the picture is on the web as before."""
    with serving(a_png=answer()) as host:
        blog = hexo(tmp_path / "blog", {"a.md": f"{HEAD}![바다]({host.url('/a.png')})\n"})
        before, _ = _made(_config(blog, fetch=False))
        first, _ = _made(_config(blog, fetch=True), internet())
    again, report = _made(_config(blog, fetch=False, cache=False))
    assert (first, []) == (again, report.diagnostics)
    assert first == _made(_config(blog, fetch=False))[0]
    (blog / lock.LOCK).unlink()
    warm, report = _made(_config(blog, fetch=False))
    assert (before, ["image-remote"]) == (warm, [item.code for item in report.diagnostics])


def test_a_picture_that_changed_its_bytes(tmp_path: Path) -> None:
    """A warm build shows what the lock has now."""
    with serving(a_png=[answer(), answer(picture("blue"))]) as host:
        blog = hexo(tmp_path / "blog", {"a.md": f"{HEAD}![바다]({host.url('/a.png')})\n"})
        config = _config(blog, fetch=True, cache=False)
        _made(config, internet())
        (blog / lock.LOCK).unlink()
        fetched, _ = _made(config, internet())
    assert [picture("blue")] == _pictures(tmp_path, fetched)


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    """What begins as a picture and goes on as something else is fetched, and then refused as any other."""
    with serving(a_png=answer(PNG[:20] + b"<script>" * 9)) as host:
        blog = hexo(tmp_path / "blog", {"a.md": f"{HEAD}![]({host.url('/a.png')})\n"})
        _, report = _made(_config(blog, fetch=True), internet())
    assert ["image-unreadable"] == [item.code for item in report.diagnostics]


_WATCH = """
import os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        if event != "socket.connect" or not isinstance(args[1], (str, bytes)):  # not a socket of files
            with open({log!r}, "a") as log: log.write(f"{{event}} {{args[1:]}}\\n")
            raise PermissionError("no network")
sys.addaudithook(watch)
with open({log!r}, "a") as log: log.write(f"watched {{os.getpid()}}\\n")
"""
_POST = (
    HEAD
    + """![](http://pictures.test/{n}.png) <iframe src="//tv.naver.com/v/{n}"></iframe>

<video poster="https://e.org/p.jpg" src="https://e.org/v.mp4"></video> $\\text{{x}}$ https://e.org/?utm_source=1

<svg><image href="https://e.org/a.png"/></svg> {{% youtube abc %}}
"""
)


def _watched(blog: Path, tmp_path: Path, *options: str) -> tuple[int, list[str]]:
    """The command with the network denied, in this process and in all that it starts; what each asked for."""
    log = tmp_path / "log"
    log.unlink(missing_ok=True)
    (tmp_path / "sitecustomize.py").write_text(_WATCH.format(log=str(log)), "utf-8")
    path = os.pathsep.join((str(tmp_path), *sys.path))
    command = [sys.executable, "-m", "publisher", "export", str(blog), *options]
    run = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=120)
    return run.returncode, log.read_text("utf-8").splitlines()


@pytest.mark.parametrize(("posts", "form"), [(6, "epub"), pytest.param(210, "pdf", marks=pytest.mark.wide)])
def test_nothing_is_fetched_unasked(posts: int, form: str, tmp_path: Path) -> None:
    """No process of a build looks a name up or opens a connection: not this one, no worker; with the option
    this one does, which shows that the watch sees it."""
    blog = hexo(tmp_path / "blog", {f"{n}.md": _POST.format(n=n) for n in range(posts)})
    code, log = _watched(blog, tmp_path, "--jobs", "2", "--format", form)
    assert (0, []) == (code, [line for line in log if not line.startswith("watched")])
    assert 2 <= len(log)  # the server that workers are forked of is another process
    blog = hexo(tmp_path / "small", {"a.md": _POST.format(n=1)})
    code, log = _watched(blog, tmp_path, "--fetch-images", "--format", "epub")
    assert (0, True) == (code, any("socket.getaddrinfo" in line for line in log))


def test_no_client_is_loaded_unasked() -> None:
    """A build that fetches nothing does not even import what could."""
    program = "import sys, publisher.cli.main, publisher.build; sys.exit('httpx' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode
