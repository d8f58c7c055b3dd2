"""Whatever call of the file system fails, or is the last of a killed build, the books are whole."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.books import ROOT

_COUNTED = Callable[[str, object], None]


def _tried(work: Path, formats: str, count: int, record: _COUNTED) -> dict[str, Any]:
    order = [sys.executable, "-m", "tests.torture.faults", str(work), formats, str(count)]
    run = subprocess.run(order, cwd=ROOT, env=os.environ, capture_output=True, check=False)
    assert 0 == run.returncode, run.stderr.decode()
    made: dict[str, Any] = json.loads(run.stdout)
    for what in ("old", "new", "said"):
        record(f"faults that left {what} books", made["found"].get(what, 0))
    record("faults that left something wrong", len(made["wrong"]))
    return made


def test_spread(tmp_path: Path, record_property: _COUNTED) -> None:
    """Thirty points of a book of two EPUBs: opens, writes, renames, links, fsyncs and unlinks that fail with
    EIO, ENOSPC or EACCES, and SIGKILL there.

    Both books are the old ones or both the new ones, each fault is said without a traceback, and the next
    build makes the bytes of a clean one.
    """
    made = _tried(tmp_path, "epub", 30, record_property)
    assert [] == made["wrong"]
    assert 30 == made["tried"] < made["calls"]
    assert {"open:r", "open:w", "write", "replace", "link", "fsync", "unlink"} <= set(made["of"])
    assert min(made["found"]["old"], made["found"]["new"]) > 3


@pytest.mark.torture
@pytest.mark.parametrize("formats", ["epub", "epub+pdf"])
def test_all(formats: str, tmp_path: Path, record_property: _COUNTED) -> None:
    """All points of a book of two EPUBs, and of an EPUB and its PDF."""
    made = _tried(tmp_path, formats, 0, record_property)
    assert [] == made["wrong"]
    assert 4 * made["calls"] == made["tried"]
