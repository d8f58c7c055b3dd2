"""cache_folder.py: how large the cache grows, and who may use it at once."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publisher.errors import ConfigError, WriteError
from publisher.storage import cache_folder
from publisher.storage.cache import Cache
from tests.books import run, small_blog

DAY = 24 * 3600


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _put(kind: str, key: str, size: int, age: float) -> Path:
    """An entry of `size` bytes that was last used `age` seconds ago."""
    with cache_folder.opened() as own:
        Cache(own / kind).put(key, b"x" * size)
    path = own / kind / key[:2] / key
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_place(place: Path) -> None:
    """PUBLISHER_CACHE says where the cache is."""
    assert place == cache_folder.folder() == cache_folder.held().folder


def test_least_recently_used_goes_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit, entries go in the order of their last use, whatever their kind, until it holds."""
    old = _put("chapters", "aa", 400_000, 3 * DAY)
    read = _put("fragments", "bb", 400_000, 4 * DAY)
    new = _put("chapters", "cc", 400_000, DAY)
    assert Cache(read.parents[1]).get("bb")
    monkeypatch.setenv("PUBLISHER_CACHE_LIMIT", "1")
    with cache_folder.opened():
        pass
    assert (False, True, True) == (old.exists(), read.exists(), new.exists())
    assert cache_folder.held().size <= 1_000_000 == cache_folder.held().limit


def test_another_version(place: Path) -> None:
    """What another version made is left alone while it is in use, and goes when nobody uses it."""
    mine = _put("chapters", "aa", 10, 0)
    other = place / "v-0123456789ab"
    shutil.copytree(mine.parents[2], other)
    with cache_folder.opened():
        assert other.is_dir()
    os.utime(other, (time.time() - 8 * DAY,) * 2)
    with cache_folder.opened():
        pass
    assert (False, True) == (other.exists(), mine.exists())


def test_nothing_else_is_touched(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that holds other things too loses none of them."""
    letter = place / "letters" / "가.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("편지")
    os.utime(letter, (0, 0))
    entry = _put("chapters", "aa", 10, 0)
    monkeypatch.setenv("PUBLISHER_CACHE_LIMIT", "0")
    with cache_folder.opened():
        pass
    cache_folder.clear()
    assert (True, False, 0) == (letter.exists(), entry.exists(), cache_folder.held().entries)


def test_two_builds(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another build runs nothing is taken away from under it; the last to end makes room."""
    monkeypatch.setenv("PUBLISHER_CACHE_LIMIT", "0")
    with cache_folder.opened() as own:
        Cache(own / "chapters").put("aa", b"x")
        with cache_folder.opened():
            pass
        assert b"x" == Cache(own / "chapters").get("aa")
        with pytest.raises(WriteError, match="using"):
            cache_folder.clear()
    assert 0 == cache_folder.held().entries


def test_half_written_entries_go(place: Path) -> None:
    """What a killed build was writing is cleaned away by the next."""
    entry = _put("chapters", "aa", 10, 0)
    entry.with_name(".half").write_bytes(b"x")
    with cache_folder.opened():
        pass
    assert [entry] == list(entry.parent.iterdir())


@pytest.mark.parametrize("text", ["2GB", "-1", "1.5"])
def test_limit_that_is_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is no number of megabytes is refused, with the cure."""
    monkeypatch.setenv("PUBLISHER_CACHE_LIMIT", text)
    with pytest.raises(ConfigError, match="PUBLISHER_CACHE_LIMIT"):
        cache_folder.limit()


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Two builds with one empty cache, started together: the same book, and a cache that serves."""
    blog = small_blog(
        tmp_path / "blog", {f"{n}.md": f"---\ntitle: {n}\ndate: 2024-01-02\n---\n글" for n in range(40)}
    )
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    with ThreadPoolExecutor(2) as pool:
        order = [("export", blog, "-q", "--format", "epub", "-o", tmp_path / out) for out in "ab"]
        made = list(pool.map(lambda args: run(*args, env=env), order))
    assert [(0, ""), (0, "")] == [(one.code, one.err) for one in made]
    (a,), (b,) = ((tmp_path / out).iterdir() for out in "ab")
    assert a.read_bytes() == b.read_bytes()
    before = _files(tmp_path / "cache")
    assert before
    assert 0 == run("export", blog, "-q", "--format", "epub", "-o", tmp_path / "c", env=env).code
    assert before == _files(tmp_path / "cache")


def _files(cache: Path) -> dict[Path, bytes]:
    """What is kept of chapters and pages."""
    return {
        path: path.read_bytes() for path in cache.glob("*/*/*/*") if {"chapters", "pages"} & {*path.parts}
    }


def test_cache_command(tmp_path: Path) -> None:
    """`publisher cache` says where the cache is and what it holds; `--clear` empties it."""
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    assert f"{tmp_path / 'cache'}: 0 files, 0.0 MB of at most 2,000 MB\n" == run("cache", env=env).out
    assert 0 == run("export", small_blog(tmp_path / "blog"), "-q", "--format", "epub", env=env).code
    files = [path for path in (tmp_path / "cache").glob("v-*/**/*") if path.is_file()]
    held = {"folder": str(tmp_path / "cache"), "entries": len(files), "limit": 2_000_000_000}
    assert {**held, "bytes": sum(path.stat().st_size for path in files)} == run(
        "cache", "--json", env=env
    ).json
    assert 0 < len(files)
    assert ": 0 files" in run("cache", "--clear", env=env).out
    assert [] == [path for path in (tmp_path / "cache").glob("v-*/**/*") if path.is_file()]
