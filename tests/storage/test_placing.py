"""placing.py: several files take their places, or none does."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.storage.cache import placed_together, swept
from publisher.storage.placing import restore
from publisher.storage.records import encoded

_NAMES = ("책.epub", "책.pdf", "둘.epub")


def _books(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(params=[3, 2, 0], ids=lambda count: f"{count} old")
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder in which some of the books are there already."""
    for name in _NAMES[: request.param]:
        (tmp_path / name).write_bytes(b"old")
    return tmp_path


def _placed(out: Path, before_the_last: Callable[[], None] = lambda: None) -> None:
    with placed_together([out / name for name in _NAMES]) as files:
        for file in files:
            file.write_bytes(b"new")
        before_the_last()


@pytest.mark.parametrize("links", [True, False])
def test_all(links: bool, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are new, and nothing stays beside them, whether or not a file can have two names."""
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    _placed(out)
    assert dict.fromkeys(_NAMES, b"new") == _books(out)


def _no_links(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_one_fails(links: bool, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last cannot take its place (a folder has come there), the first are the old ones again."""
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    before = {name: data for name, data in _books(out).items() if name != _NAMES[2]}

    def folder_comes() -> None:
        (out / _NAMES[2]).unlink(missing_ok=True)
        (out / _NAMES[2]).mkdir()

    with pytest.raises(IsADirectoryError):
        _placed(out, folder_comes)
    assert before == _books(out)


@pytest.mark.parametrize("rename", range(3))
def test_interrupted(rename: int, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C before any of the renames: all are the old ones."""
    before = _books(out)
    _at(rename, lambda: signal.raise_signal(signal.SIGINT), monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        _placed(out)
    monkeypatch.undo()
    assert before == _books(out)


@pytest.mark.parametrize("rename", range(3))
def test_killed(rename: int, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any of the renames: all are the old ones for who comes next, as often as it is tried."""
    before = _books(out)
    if not (child := os.fork()):
        _at(rename, lambda: os.kill(os.getpid(), signal.SIGKILL), monkeypatch)
        _placed(out)
        os._exit(0)
    assert signal.SIGKILL == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1
    for _ in range(2):
        with swept(out):
            assert before == _books(out)
    _placed(out)
    assert dict.fromkeys(_NAMES, b"new") == _books(out)


def _at(number: int, act: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    """Do something before a rename."""
    replace, count = Path.replace, iter(range(100))

    def replaced(self: Path, target: Path) -> Path:
        if next(count) == number:
            act()
        return replace(self, target)

    patch.setattr(Path, "replace", replaced)


@pytest.mark.parametrize(
    "old",
    [
        [("../mine.txt", "")],
        [("link/mine.txt", "")],
        [("book.pdf", "../mine.txt")],
        [("book.pdf", "mine.txt")],
        [("../book.pdf", ".a.publisher")],
        [("book.pdf\0", ""), ("a\0/book.pdf", "")],
        [("", ""), (".", ""), ("..", "")],
        "none",
        [1],
    ],
)
def test_a_note_that_lies(old: object, tmp_path: Path) -> None:
    """A note that came with a blog moves and removes nothing but what we have put beside the books."""
    out, mine = tmp_path / "out", tmp_path / "mine.txt"
    out.mkdir()
    for path in (mine, out / "mine.txt", out / ".a.publisher"):
        path.write_bytes(b"mine")
    (out / "link").symlink_to(tmp_path)
    (out / ".books.x.publisher-note").write_bytes(encoded(old) or b"")
    restore(out)
    assert (b"mine", b"mine") == (mine.read_bytes(), (out / "mine.txt").read_bytes())
    assert not (tmp_path / "book.pdf").exists()
    assert not (out / ".books.x.publisher-note").exists()


def test_a_note_that_hangs(tmp_path: Path) -> None:
    """A pipe or a folder in the place of a note is not read."""
    os.mkfifo(tmp_path / ".books.a.publisher-note")
    (tmp_path / ".books.b.publisher-note").mkdir()
    (tmp_path / ".left.publisher").touch()
    with swept(tmp_path):
        _placed(tmp_path)
    assert {*_NAMES, ".books.a.publisher-note", ".books.b.publisher-note"} == {
        path.name for path in tmp_path.iterdir()
    }
