"""CPython: what runtime/, epub/raw_zip.py and passes/first_letters.py assume of it."""

import gc
import io
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest

from publisher.passes.first_letters import op, parser
from publisher.writers.epub import raw_zip

pytestmark = pytest.mark.contract
TEXT = "글 " * 500

_EXIT = """
import atexit
from publisher.runtime.leaving import leave, run_exit_functions
for name in ("first", "last"):
    atexit.register(print, name, flush=True)
run_exit_functions()
run_exit_functions()
atexit.register(print, "never", flush=True)
print("not flushed", end="")
leave(3)
"""
_CHILD = """
import multiprocessing, multiprocessing.forkserver, sys
from multiprocessing import resource_tracker

def work(path):
    with open(path, "w") as file:
        file.write("done")

if __name__ == "__main__":
    resource_tracker.ensure_running()
    multiprocessing.forkserver.ensure_running()
    child = multiprocessing.get_context("forkserver").Process(target=work, args=(sys.argv[1],))
    child.start()
    child.join()
"""


def test_exit_functions_run_by_hand() -> None:
    """atexit runs what it was given once, last in first out; os._exit runs and flushes nothing."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-c", _EXIT], capture_output=True, text=True, check=False, env=kept
    )
    assert (3, "last\nfirst\n", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server")
def test_a_fork_server_is_started_by_hand(tmp_path: Path) -> None:
    """And so is a resource tracker."""
    script, said = tmp_path / "child.py", tmp_path / "said"
    script.write_text(_CHILD)
    subprocess.run([sys.executable, script, said], check=True, timeout=60)
    assert "done" == said.read_text()


def test_rings_of_one_piece_of_work_are_gone_after_it() -> None:
    """Objects begin in generation 0; collecting 0 and 1 throws away rings that were never looked through, and
    what survives is not looked through by the next such collection."""
    gc.collect()
    gc.collect(1)  # what survives is old from now on
    kept: list[object] = []
    kept.append(kept)
    was_young = any(one is kept for one in gc.get_objects(generation=0))
    lost = [[object()] for _ in range(100)]
    for one in lost:
        one.append(one)
    del lost, one
    gc.collect(1)
    assert (True, True) == (was_young, any(one is kept for one in gc.get_objects(generation=2)))
    assert gc.get_count()[:2] < (100, 1)


def test_temporary_files_go_where_they_are_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made without a folder's name lies in tempfile.tempdir."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        assert (tmp_path, tmp_path) == (Path(file.name).parent, Path(folder).parent)


def test_entries_put_into_a_zip() -> None:
    """A directory is written from start_dir, filelist and NameToInfo; FileHeader() is an entry's head."""
    out, data = io.BytesIO(), TEXT.encode()
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(data) + press.flush()
    with zipfile.ZipFile(out, "w") as target:
        for name in ("하나.txt", "b"):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size, info.compress_size, info.CRC = len(data), len(packed), zlib.crc32(data)
            assert target.start_dir == len(out.getvalue()), "start_dir is not where the next entry begins"
            raw_zip.append(out, target, info, packed)
        assert {"하나.txt", "b"} == set(target.NameToInfo)
    with zipfile.ZipFile(out) as made:
        assert ["하나.txt", "b"] == made.namelist()
        assert made.testzip() is None
        assert data == made.read("하나.txt") == made.read("b")


PARSED = {
    "a": [(op.LITERAL, 97)],
    "[^a]": [(op.NOT_LITERAL, 97)],
    ".": [(op.ANY, None)],
    "[^a-c\\d]": [(op.IN, [(op.NEGATE, None), (op.RANGE, (97, 99)), (op.CATEGORY, op.CATEGORY_DIGIT)])],
    "\\W": [(op.IN, [(op.CATEGORY, op.CATEGORY_NOT_WORD)])],
    "ab|.": [(op.BRANCH, (None, [[(op.LITERAL, 97), (op.LITERAL, 98)], [(op.ANY, None)]]))],
    "a*": [(op.MAX_REPEAT, (0, op.MAXREPEAT, [(op.LITERAL, 97)]))],
    "a+?": [(op.MIN_REPEAT, (1, op.MAXREPEAT, [(op.LITERAL, 97)]))],
    "a?+": [(op.POSSESSIVE_REPEAT, (0, 1, [(op.LITERAL, 97)]))],
    "(a)": [(op.SUBPATTERN, (1, 0, 0, [(op.LITERAL, 97)]))],
    "(?i:a)": [(op.SUBPATTERN, (None, 2, 0, [(op.LITERAL, 97)]))],
    "(?>a)": [(op.ATOMIC_GROUP, [(op.LITERAL, 97)])],
    "(?=a)": [(op.ASSERT, (1, [(op.LITERAL, 97)]))],
    "(?<!a)": [(op.ASSERT_NOT, (-1, [(op.LITERAL, 97)]))],
    "^": [(op.AT, op.AT_BEGINNING)],
}  # fmt: skip


def _plain(items: object) -> object:
    """A parsed expression as lists and tuples."""
    if isinstance(items, parser.SubPattern | list):
        return [_plain(one) for one in items]
    return tuple(map(_plain, items)) if isinstance(items, tuple) else items


@pytest.mark.parametrize("pattern", PARSED)
def test_expressions_are_parsed_so(pattern: str) -> None:
    """re._parser makes these rows of (kind, value)."""
    assert PARSED[pattern] == _plain(parser.parse(pattern, 0))
