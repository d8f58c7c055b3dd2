"""sharded.py: many small things in a few files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.storage.cache import Cache, NoCache
from publisher.storage.sharded import ShardedStore


def _pack(folder: Path) -> ShardedStore:
    return ShardedStore(Cache(folder), "blog")


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_kept(tmp_path: Path) -> None:
    """What one build puts the next one finds; under another key, or of another blog, nothing."""
    pack = _pack(tmp_path)
    pack.put("글", "aa", b"x")
    pack.close()
    assert b"x" == _pack(tmp_path).get("글", "aa")
    assert _pack(tmp_path).get("글", "bb") is None
    assert ShardedStore(Cache(tmp_path), "other").get("글", "aa") is None


def test_few_files(tmp_path: Path) -> None:
    """A thousand things lie in sixteen files, and one that changes changes one of them."""
    pack = _pack(tmp_path)
    for n in range(1000):
        pack.put(f"p{n}", "aa", b"%d" % n)
    pack.close()
    before = _files(tmp_path)
    assert 16 == len(before)
    again = _pack(tmp_path)
    again.put("p7", "bb", b"new")
    again.close()
    after = _files(tmp_path)
    assert 1 == sum(before[path] != after[path] for path in before)
    assert [b"7", b"new"] == [_pack(tmp_path).get("p7", key) for key in ("aa", "bb")]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """A build that only reads leaves the files as they are; without a cache there are none."""
    pack = _pack(tmp_path)
    pack.get("글", "aa")
    pack.close()
    assert {} == _files(tmp_path)
    kept = ShardedStore(NoCache(), "blog")
    kept.put("글", "aa", b"x")
    kept.close()
    assert ShardedStore(NoCache(), "blog").get("글", "aa") is None


def test_bounded(tmp_path: Path) -> None:
    """Of one post's versions the newest few are kept; posts that are gone go, once they are the most."""
    pack = _pack(tmp_path)
    for n in range(10):
        pack.put("글", f"k{n}", b"x")
    pack.close()
    assert 3 == sum(_pack(tmp_path).get("글", f"k{n}") is not None for n in range(10))
    for n in range(200):
        pack.put(f"old{n}", "aa", b"x")
    pack.close()
    new = _pack(tmp_path)
    for n in range(64):
        new.put(f"new{n}", "aa", b"x")
    new.close()
    assert not any(_pack(tmp_path).get(f"old{n}", "aa") for n in range(200))


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"", lambda data: data + b"x"])
def test_damaged(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A damaged file is as none, and is written anew."""
    pack = _pack(tmp_path)
    pack.put("글", "aa", b"x")
    pack.close()
    ((path, data),) = _files(tmp_path).items()
    path.write_bytes(damage(data))
    again = _pack(tmp_path)
    assert again.get("글", "aa") is None
    again.put("글", "aa", b"y")
    again.close()
    assert b"y" == _pack(tmp_path).get("글", "aa")


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from("abcd"), st.binary(max_size=3)), max_size=40))
def test_like_a_dict(puts: list[tuple[str, str, bytes]]) -> None:
    """What was put last under an owner and a key is what is found there."""
    pack = ShardedStore(NoCache(), "blog")
    for owner, key, data in puts:
        pack.put(owner, key, data)
        assert data == pack.get(owner, key)
