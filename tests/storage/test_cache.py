"""cache.py."""

import os
import stat
from pathlib import Path

import pytest

from publisher.storage.cache import Cache, NoCache, placed_together, write_whole


def test_kept(tmp_path: Path) -> None:
    """What was put in comes out."""
    Cache(tmp_path).put("ab12", b"x")
    assert b"x" == Cache(tmp_path).get("ab12")


def test_unknown_key(tmp_path: Path) -> None:
    """What was never put in is not there."""
    assert Cache(tmp_path / "없음").get("ab12") is None


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 100])
def test_damaged(damage: bytes, tmp_path: Path) -> None:
    """A damaged entry counts as not there."""
    Cache(tmp_path).put("ab12", b"x" * 50)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(damage)
    assert Cache(tmp_path).get("ab12") is None


def test_no_room(tmp_path: Path) -> None:
    """A cache that cannot be written costs time and nothing else."""
    (tmp_path / "file").write_bytes(b"")
    Cache(tmp_path / "file").put("ab12", b"x")
    assert Cache(tmp_path / "file").get("ab12") is None


def test_no_cache() -> None:
    """NoCache keeps nothing."""
    NoCache().put("ab12", b"x")
    assert NoCache().get("ab12") is None


def test_written_whole(tmp_path: Path) -> None:
    """A file appears in a folder that is made for it, readable as the user's other files are."""
    write_whole(tmp_path / "가" / "나.txt", b"x")
    mask = os.umask(0)
    os.umask(mask)
    assert b"x" == (tmp_path / "가" / "나.txt").read_bytes()
    assert 0o666 & ~mask == stat.S_IMODE((tmp_path / "가" / "나.txt").stat().st_mode)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_old_file_stays(error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk or Ctrl-C leaves the old file as it was, and nothing beside it."""
    path = tmp_path / "책.pdf"
    path.write_bytes(b"old")

    def fails(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(type(error)):
        write_whole(path, b"new")
    assert [b"old"] == [file.read_bytes() for file in tmp_path.iterdir()]


def test_placed_together(tmp_path: Path) -> None:
    """Two files take their places when both are made, not before."""
    epub, pdf = tmp_path / "책.epub", tmp_path / "책.pdf"
    epub.write_bytes(b"old")
    with placed_together((epub, pdf)) as (first, second):
        first.write_bytes(b"new")
        second.write_bytes(b"new too")
        assert (b"old", False) == (epub.read_bytes(), pdf.exists())
    assert {epub: b"new", pdf: b"new too"} == {path: path.read_bytes() for path in tmp_path.iterdir()}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_none_is_placed(error: BaseException, tmp_path: Path) -> None:
    """What stops the second file leaves the old first one, and nothing beside it."""
    old = tmp_path / "책.epub"
    old.write_bytes(b"old")
    with pytest.raises(type(error)), placed_together((old, tmp_path / "책.pdf")) as (first, _):
        first.write_bytes(b"new")
        raise error
    assert {old: b"old"} == {path: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A folder with the second file's name is found before the first takes its place."""
    (tmp_path / "책.pdf").mkdir()
    with pytest.raises(IsADirectoryError), placed_together((tmp_path / "책.epub", tmp_path / "책.pdf")):
        pass
    assert [tmp_path / "책.pdf"] == list(tmp_path.iterdir())


def test_long_name(tmp_path: Path) -> None:
    """A name as long as the file system allows can be written."""
    write_whole(tmp_path / ("가" * 80), b"x")
    assert b"x" == (tmp_path / ("가" * 80)).read_bytes()
