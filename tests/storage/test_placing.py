"""placing.py: several files take their places, or none does."""

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.storage import placing
from publisher.storage.cache import placed_anew, placed_together, swept, write_new
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


def _forged(out: Path, moves: object) -> Path:
    """A note about a folder, as a killed build leaves one."""
    note = placing._notes() / f"{placing._digest(out)}-forged"
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    placing._write(note, encoded(moves) or b"")
    return note


def _mark(path: Path) -> object:
    return placing._mark(path)


def test_a_note_that_comes_with_a_blog(out: Path) -> None:
    """A note in the folder itself is nothing but a file: it is not believed, whatever it says."""
    (out / ".books.x.publisher-note").write_bytes(encoded([(name, "") for name in _NAMES]) or b"")
    before = _books(out)
    with swept(out):
        assert before == _books(out)


@pytest.mark.parametrize("old", ["none", [1], [["", [0, 0, 0]], [".", [0, 0, 0]]], [["a\0", [0, 0, 0]]]])
def test_a_note_that_is_none(old: object, out: Path) -> None:
    """What names no file does nothing, and is not looked at again."""
    before, note = _books(out), _forged(out, old)
    restore(out)
    assert (before, False) == (_books(out), note.exists())


def test_a_note_that_lies(tmp_path: Path) -> None:
    """Beside the cache too, a note moves and removes only what it knows as it is on the disk, in its folder,
    and through no link."""
    out, mine = tmp_path / "out", tmp_path / "mine.txt"
    out.mkdir()
    for path in (mine, out / "mine.txt", out / ".a.publisher"):
        path.write_bytes(b"mine")
    (out / "link").symlink_to(tmp_path)
    known, other = _mark(mine), placing._Mark(1, 4, 5)
    _forged(
        out,
        [
            ("../mine.txt", known),
            ("link/mine.txt", known),
            ("mine.txt", other),
            ("mine.txt", other, ".a.publisher", _mark(out / ".a.publisher")),
            ("mine.txt", _mark(out / "mine.txt"), ".a.publisher", other),
            ("mine.txt", _mark(out / "mine.txt"), "link/mine.txt", known),
            ("mine.txt", _mark(out / "mine.txt"), "../mine.txt", known),
            ("book.pdf", other, ".a.publisher", _mark(out / ".a.publisher")),
        ],
    )
    restore(out)
    assert {"mine.txt", ".a.publisher", "link"} == {path.name for path in out.iterdir()}
    assert [b"mine"] * 3 == [path.read_bytes() for path in (mine, out / "mine.txt", out / ".a.publisher")]


@pytest.mark.parametrize("how", ["readable to write for others", "of another user", "a link"])
def test_a_note_of_others(how: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another user has made, or could write, is no note of ours."""
    (out / _NAMES[0]).write_bytes(b"mine")
    note = _forged(out, [(_NAMES[0], _mark(out / _NAMES[0]))])
    if how == "a link":
        note.rename(tmp_path / "elsewhere")
        note.symlink_to(tmp_path / "elsewhere")
    elif how == "of another user":
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    else:
        note.chmod(0o620)
    restore(out)
    note.unlink()
    assert b"mine" == (out / _NAMES[0]).read_bytes()


def test_no_room_for_a_note(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no note can be written, the files take their places all the same."""
    (tmp_path / "full").touch()
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "full"))
    _placed(out)
    assert dict.fromkeys(_NAMES, b"new") == {name: _books(out)[name] for name in _NAMES}


def test_a_note_that_hangs(tmp_path: Path) -> None:
    """A pipe or a folder in the place of a note is not read."""
    pipe, folder = (_forged(tmp_path, []).with_name(f"{placing._digest(tmp_path)}-{name}") for name in "ab")
    os.mkfifo(pipe)
    folder.mkdir()
    (tmp_path / ".left.abcd1234.publisher").touch()
    with swept(tmp_path):
        _placed(tmp_path)
    assert {*_NAMES} == {path.name for path in tmp_path.iterdir()}


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    """A hidden file of somebody, and a folder of the name that a killed build leaves, are not swept away, and
    do not keep what it has left."""
    (tmp_path / ".mine.publisher").touch()
    (tmp_path / ".a.abcd1234.publisher").mkdir()
    (tmp_path / ".b.abcd1234.publisher").touch()
    with swept(tmp_path):
        pass
    assert {".mine.publisher", ".a.abcd1234.publisher"} == {path.name for path in tmp_path.iterdir()}


def _killed(work: Callable[[], object]) -> None:
    """Do it in another process, which kills itself meanwhile."""
    if not (child := os.fork()):
        work()
        os._exit(0)
    assert signal.SIGKILL == -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it was written, or with no room for it: its name is free, and nothing stays behind."""
    path = tmp_path / "1.json"
    write = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        write(self, data[:1])
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    monkeypatch.setattr(Path, "write_bytes", half)
    _killed(lambda: write_new(path, b"new"))
    monkeypatch.undo()
    assert not path.exists()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    with pytest.raises(OSError, match="File too large"):
        write_new(path, b"new")
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [] == [*tmp_path.iterdir()]
    write_new(path, b"new")
    assert {"1.json": b"new"} == _books(tmp_path)
    with pytest.raises(FileExistsError):
        write_new(path, b"other")
    assert {"1.json": b"new"} == _books(tmp_path)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_no_other_place(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that of a link to nothing, and where a file can have no second name neither."""
    (tmp_path / "1.json").symlink_to(tmp_path / "elsewhere")
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "1.json", b"new")
    write_new(tmp_path / "2.json", b"new")
    assert {"2.json": b"new"} == _books(tmp_path)


def test_posts_are_mended_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in between, in several folders: the next run begins with all of the old ones, and nothing that
    was left."""
    posts = [tmp_path / name / "글.md" for name in ("가", "나", "다")]
    for post in posts:
        post.parent.mkdir()
        post.write_bytes(b"old")

    def mend() -> None:
        with placed_anew(posts) as files:
            assert [b"old"] * 3 == [post.read_bytes() for post in posts]
            for file in files:
                file.write_bytes(b"new")

    _at(2, lambda: os.kill(os.getpid(), signal.SIGKILL), monkeypatch)
    _killed(mend)
    monkeypatch.undo()
    assert [b"new", b"new", b"old"] == [post.read_bytes() for post in posts]
    mend()
    assert [b"new"] * 3 == [post.read_bytes() for post in posts]
    assert sorted(posts) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
