"""Books that come, change and go while the server runs are noticed, and downloads are not disturbed."""

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from publisher.assets.themes import load_theme
from publisher.library.books import Earlier
from publisher.library.server import watch as watching
from publisher.library.server.contents import read_contents
from publisher.library.server.shelves import Contents
from publisher.library.server.watch import Watch
from publisher.library.shelf import ShelfSettings
from publisher.storage import stamp
from tests.library import library
from tests.library.library import Sample
from tests.library.servers import Running, everything, watched

BIG = os.urandom(8_000_000)


def epub(path: Path, title: str, modified: str = "2024-06-01T00:00:00Z", more: bytes = b"") -> None:
    """A book that is there all at once, as `publisher export` puts it."""
    book = Sample(identifier=f"urn:x:{title}", title=title, modified=modified, extra={"EPUB/more": more})
    library.epub(path.parent / ".new", book).replace(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    epub(tmp_path / "books/first.epub", title="첫 책")
    return tmp_path / "books"


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(watching, "_EVERY", 0.2)
    theme, known = load_theme("base", folder), Earlier()

    def read(moment: datetime) -> Contents:
        return read_contents(folder, ShelfSettings(), theme, moment, known)

    with watched(Watch(folder, read)) as run:
        yield run


def _titles(run: Running) -> list[str]:
    found = json.loads(run.get("/opds/all.json").body)
    return [item["metadata"]["title"] for item in found["publications"]]


def _until(run: Running, titles: list[str]) -> None:
    end = time.monotonic() + 15
    while _titles(run) != titles and time.monotonic() < end:
        time.sleep(0.1)
    assert titles == _titles(run)


def test_books_come_and_go(server: Running, folder: Path) -> None:
    """A new book is there after a moment, and a removed one is not; folders in the folder too."""
    assert ["첫 책"] == _titles(server)
    (folder / "2025").mkdir()
    epub(folder / "2025/second.epub", title="둘째 책")
    _until(server, ["둘째 책", "첫 책"])
    (folder / "first.epub").unlink()
    _until(server, ["둘째 책"])
    assert server.failures == []


def test_a_changed_book_has_another_tag(server: Running, folder: Path) -> None:
    """An e-reader that asks "has it changed?" is told so, and gets the new bytes."""
    place = "/book/%EC%B2%AB-%EC%B1%85.epub"
    before = server.get(place)
    epub(folder / "first.epub", title="첫 책", more=b"another edition")
    end = time.monotonic() + 15
    while (
        after := server.get(place, If_None_Match=before.fields["etag"])
    ).status != 200 and time.monotonic() < end:
        time.sleep(0.1)
    assert hashlib.sha256((folder / "first.epub").read_bytes()).hexdigest() == after.fields["etag"].strip('"')
    assert after.body == (folder / "first.epub").read_bytes()


def test_a_feed_that_changes_has_another_date(server: Running, folder: Path) -> None:
    """KOReader keeps a feed by its Last-Modified: it moves also where an old book comes or goes."""
    before = server.get("/opds/all.json").fields["last-modified"]
    time.sleep(1.1)
    epub(folder / "old.epub", title="옛 책", modified="2001-01-01T00:00:00Z")
    _until(server, ["옛 책", "첫 책"])
    assert before != server.get("/opds/all.json").fields["last-modified"]


def test_downloads_go_on(server: Running, folder: Path) -> None:
    """A book that is replaced while it is loaded arrives as it was."""
    epub(folder / "big.epub", title="큰 책", more=BIG)
    _until(server, ["첫 책", "큰 책"])
    whole = (folder / "big.epub").read_bytes()
    with server.connect() as client:
        client.sendall(
            b"GET /book/%ED%81%B0-%EC%B1%85.epub HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        got = client.recv(1000)
        epub(folder / "big.epub", title="큰 책", more=BIG[::-1])
        epub(folder / "other.epub", title="다른 책")
        _until(server, ["다른 책", "첫 책", "큰 책"])
        got += everything(client)
    assert got.partition(b"\r\n\r\n")[2] == whole


def test_an_empty_folder_is_no_end(server: Running, folder: Path) -> None:
    """Where every book has gone there is a word about it, and the next book is served."""
    (folder / "first.epub").unlink()
    end = time.monotonic() + 15
    while not server.failures and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    (said,) = server.failures
    assert "no book" in said
    assert server.get("/book/%EC%B2%AB-%EC%B1%85.epub").status == 503
    epub(folder / "next.epub", title="다음 책")
    _until(server, ["다음 책"])


def test_what_is_wrong_is_said_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that cannot be read is named when it comes, and not again with every other book."""
    monkeypatch.setattr(watching, "_EVERY", 0.1)
    theme, told, known = load_theme("base", folder), list[list[str]](), Earlier()
    watch = Watch(folder, lambda moment: read_contents(folder, ShelfSettings(), theme, moment, known))

    async def look() -> None:
        task = asyncio.create_task(
            watch.run(lambda shelf: told.append([one.code for one in shelf.found]), lambda error: None)
        )
        for step in (
            lambda: (folder / "bad.epub").write_bytes(b"x"),
            lambda: epub(folder / "b.epub", "둘째"),
        ):
            step()
            count = len(told)
            for _ in range(100):
                await asyncio.sleep(0.1 if len(told) == count else 0)
        task.cancel()

    asyncio.run(look())
    assert len(told) >= 2
    assert len(told[0]) == 1
    assert told[-1] == []


def test_a_folder_that_rests_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking is cheap; the books are read only where something has changed, and once more when it is old: a
    change in the moment of the last reading might have left no trace."""
    monkeypatch.setattr(stamp, "_SOON", 10**15)
    theme, reads = load_theme("base", folder), list[datetime]()

    def read(moment: datetime) -> Contents:
        reads.append(moment)
        return read_contents(folder, ShelfSettings(), theme, moment)

    watch = Watch(folder, read)

    def look() -> int:
        asyncio.run(watch._again(lambda shelf: None, lambda error: pytest.fail(str(error))))
        return len(reads)

    assert [1, 1] == [look(), look()]
    epub(folder / "second.epub", title="둘째 책")
    assert [2, 2, 2] == [look(), look(), look()]
    monkeypatch.setattr(stamp, "_SOON", 0)
    assert [3, 3] == [look(), look()]
