"""kept_files.py: files that others open by their paths."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.storage.kept_files import KeptFiles


def test_kept(tmp_path: Path) -> None:
    """What one build puts the next one finds, where it was; another name has nothing."""
    assert tmp_path / "a.png" == KeptFiles(tmp_path).put("a.png", b"x" * 50)
    assert tmp_path / "a.png" == KeptFiles(tmp_path).find("a.png")
    assert KeptFiles(tmp_path).find("b.png") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: os.truncate(path, 49),
        lambda path: path.write_bytes(b"x" * 49 + b"y"),
        lambda path: (path.parent / "b.png").replace(path),
        lambda path: path.unlink(),
    ],
)
def test_damaged(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """One that was cut, altered by a bit, swapped or deleted is not there, though its time is set back."""
    kept = KeptFiles(tmp_path)
    path, _ = kept.put("a.png", b"x" * 50), kept.put("b.png", b"y" * 50)
    before = path.stat()
    damage(path)
    if path.exists():
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert kept.find("a.png") is None
    kept.put("a.png", b"x" * 50)
    assert b"x" * 50 == path.read_bytes()
    assert path == kept.find("a.png")


def test_touched(tmp_path: Path) -> None:
    """One that has another time and the same bytes is there, also when its seal is of another time."""
    path = KeptFiles(tmp_path).put("a.png", b"x")
    os.utime(path, (0, 0))
    assert path == KeptFiles(tmp_path).find("a.png")
    assert 0 < path.stat().st_mtime, "it is noted as in use"
    assert path == KeptFiles(tmp_path).find("a.png")


def test_seals_are_bound(tmp_path: Path) -> None:
    """The seal of another file is none."""
    kept = KeptFiles(tmp_path)
    kept.put("a.png", b"x"), kept.put("b.png", b"y")
    (tmp_path / "b.png").replace(tmp_path / "a.png")
    seals = tmp_path / "seals"
    (one,), (other,) = seals.rglob("a.png"), seals.rglob("b.png")
    other.replace(one)
    assert kept.find("a.png") is None
