"""Reading in the browser: the book of the example opens and turns its pages; a hostile one does nothing."""

import contextlib
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from publisher.assets.themes import load_theme
from publisher.library import reading
from publisher.library.server.contents import read_contents
from publisher.library.server.shelves import Contents
from publisher.library.server.watch import Watch
from publisher.library.shelf import ShelfSettings
from tests.books import Made
from tests.library.library import Sample, epub
from tests.library.node import needs_chromium, needs_node, node
from tests.library.servers import Running, watched

needs_reader = pytest.mark.skipif(not reading.available(), reason="no foliate-js: make reader")
OUTSIDE = "http://outside.invalid"  # a listener of the test stands in its place
HOSTILE = f"""<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>
<title>덫</title><link rel="stylesheet" href="{OUTSIDE}/style.css"/>
<link rel="prefetch" href="{OUTSIDE}/next"/>
<style>@import "{OUTSIDE}/import.css";
@font-face {{ font-family: x; src: url({OUTSIDE}/font.woff2) }}
body {{ font-family: x; background: url({OUTSIDE}/back.png) }}</style>
<script>globalThis.mark = 'inline'; top.mark = 'inline'</script><script src="evil.js"></script>
<script src="{OUTSIDE}/far.js"></script><script type="module">globalThis.mark = 3</script></head>
<body onload="top.mark = 'onload'"><p>이 책의 글은 읽힌다.</p><img src="{OUTSIDE}/cat.png" alt=""/>
<img src="nowhere.png" onerror="top.mark = 'onerror'" alt=""/>
<a href="javascript:top.mark=4">여기</a>
<iframe src="{OUTSIDE}/frame"></iframe>
<iframe srcdoc="&lt;script&gt;top.mark='srcdoc'&lt;/script&gt;"></iframe>
<object data="{OUTSIDE}/object"></object>
<embed src="{OUTSIDE}/embed"/><video src="{OUTSIDE}/video"></video>
<form action="{OUTSIDE}/form"><button id="go">보내기</button></form>
<svg xmlns="http://www.w3.org/2000/svg" onload="top.mark = 'svg'">
<script>top.mark = 'svg script'</script>
<image href="{OUTSIDE}/svg.png"/></svg>
<nav epub:type="toc"><ol><li><a href="nav.xhtml">덫</a></li></ol></nav>
<script>document.querySelector('a').click(); fetch('{OUTSIDE}/fetch')</script></body></html>"""


@dataclass
class Outside:
    """Another server, that notes who comes."""

    address: str
    visits: list[bytes]


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    noted = Outside(f"http://127.0.0.1:{listening.getsockname()[1]}", [])
    over = threading.Event()

    def note() -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                visitor, _ = listening.accept()
                with visitor:
                    noted.visits.append(visitor.recv(2000))

    thread = threading.Thread(target=note)
    thread.start()
    yield noted
    over.set()
    thread.join()
    listening.close()


@pytest.fixture(scope="module")
def server(sample: Made, outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "example.epub").write_bytes(sample.epub.path.read_bytes())
    trap = {
        "EPUB/nav.xhtml": HOSTILE.replace(OUTSIDE, outside.address).encode(),
        "EPUB/evil.js": b"globalThis.mark = top.mark = 'file'",
    }
    epub(folder / "trap.epub", Sample(identifier="urn:x:trap", title="덫", extra=trap))
    epub(folder / "evil.epub", Sample(identifier="urn:x:evil", title="evil"))
    theme = load_theme("base", folder)

    def read(moment: datetime) -> Contents:
        return read_contents(folder, ShelfSettings(), theme, moment)

    with watched(Watch(folder, read)) as run:
        yield run


def _read(run: Running, name: str, **asked: Any) -> dict[str, Any]:
    address = f"http://127.0.0.1:{run.port}/read.html?book={quote(name)}"
    return dict(node("reader.mjs", json.dumps({"address": address, "turns": 3, **asked})))


@needs_reader
def test_the_page_of_a_book_leads_to_the_reader(server: Running) -> None:
    """By a link that is there only where the reader is."""
    page = server.get("/book/" + quote("모래-묻은-키보드.html")).body.decode()
    link = re.search(r'href="(\.\./read\.html\?book=[^"]+)"', page)
    assert link
    assert server.get(link[1].removeprefix("..")).status == 200


@needs_reader
def test_only_the_reader_may_run_scripts(server: Running) -> None:
    """Its own, from files: nothing within a page, nothing from blob: or data:, nothing from elsewhere."""
    policy = server.get("/read.html").fields["content-security-policy"]
    assert policy == reading.POLICY
    assert "script-src 'self';" in policy
    assert server.get("/reader/read.js").fields["content-type"] == "text/javascript; charset=utf-8"
    assert "script-src" not in server.get("/index.html").fields["content-security-policy"]
    assert b"<script>" not in server.get("/read.html").body


@needs_reader
@needs_node
@needs_chromium
def test_the_example_is_read(server: Running, sample: Made, tmp_path: Path) -> None:
    """It opens, its pages turn by button and key, its contents lead on, and it reopens where it was left."""
    seen = _read(server, "모래-묻은-키보드", turns=6, contents=True, again=True, folder=str(tmp_path))
    assert seen["opened"], seen
    assert "모래 묻은 키보드" in seen["title"]
    percents = [int(place.rstrip("%")) for place in seen["places"]]
    assert percents[0] < percents[-2] < percents[-1]
    assert len({text for text in seen["texts"] if text.strip()}) > 1
    titles = [entry["title"] for entry in sample.entries]
    assert (
        len([title for title in titles if any(title in shown for shown in seen["contents"])])
        > len(titles) // 2
    )
    assert seen["again"] == seen["places"][-1]
    assert [] == [
        request
        for request in seen["requests"]
        if not request.startswith((f"http://127.0.0.1:{server.port}/", "blob:", "data:"))
    ]
    assert seen["complaints"] == []


@needs_reader
@needs_node
@needs_chromium
@pytest.mark.parametrize("dark", [False, True])
def test_everyone_can_use_the_reader(server: Running, dark: bool) -> None:
    """axe finds nothing, and 300 pixels are enough, light and dark."""
    seen = _read(server, "모래-묻은-키보드", turns=1, width=300, dark=dark)
    assert (300, []) == (seen["wide"], seen["violations"])


@needs_reader
@needs_node
@needs_chromium
def test_a_hostile_book_is_only_read(server: Running, outside: Outside) -> None:
    """Its words are shown; none of its scripts runs, and nothing is asked of another host."""
    seen = _read(server, "덫", turns=1)
    assert seen["opened"], seen
    assert any("이 책의 글은 읽힌다." in text for text in seen["texts"])
    assert {None} == set(seen["marks"])
    assert [] == outside.visits


def test_the_listener_would_notice(outside: Outside) -> None:
    """What has just been proved could have failed."""
    with contextlib.suppress(OSError), urlopen(outside.address + "/visit", timeout=5):
        pass
    assert any(b"GET /visit" in visit for visit in outside.visits)


@needs_reader
@needs_node
@needs_chromium
def test_the_policy_holds_alone(server: Running, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page is not tamed first, its scripts do not run either, and no request is sent."""
    shelf = server.watch.shelf
    wild = Response(b"export const tame = text => text", media_type="text/javascript")

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        await (wild if scope["path"] == "/reader/tame.js" else shelf.app)(scope, receive, send)

    monkeypatch.setattr(server.watch, "shelf", replace(shelf, app=answered))
    before = len(outside.visits)
    seen = _read(server, "덫", turns=1)
    assert seen["opened"], seen
    assert {None} == set(seen["marks"])
    assert any("Content Security Policy" in said for said in seen["complaints"]), "the policy had work to do"
    assert any(request.startswith(outside.address) for request in seen["requests"]), "the book has tried"
    assert not any(outside.visits[before:]), "a bare knock is possible, a request is not"


@pytest.mark.wide
@needs_reader
@needs_node
@needs_chromium
@pytest.mark.parametrize("name", ["nothing", "../../etc/passwd", "//outside.invalid/x", ""])
def test_no_such_book(server: Running, name: str) -> None:
    """A sentence, no empty page; and no request that leaves the shelf."""
    seen = _read(server, name)
    assert (False, True) == (seen["opened"], "펼 수 없습니다" in seen["said"])
    assert all(request.startswith(f"http://127.0.0.1:{server.port}/") for request in seen["requests"])


def test_without_foliate_there_is_no_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page, no link, and a note that says how to get it."""
    monkeypatch.setattr(reading, "available", lambda *_: False)
    epub(tmp_path / "a.epub", Sample())
    made = read_contents(
        tmp_path,
        ShelfSettings(),
        load_theme("base", tmp_path),
        datetime.fromisoformat("2024-01-01T00:00:00Z"),
    )
    assert "read.html" not in made.website.resources
    assert not any(
        b"read.html" in one.body for one in made.website.resources.values() if isinstance(one.body, bytes)
    )
    assert ["reader-absent"] == [one.code for one in made.found]
