"""fetch/pictures.py, fetch/lock.py: politely, at most so many, and once for all time."""

import json
from pathlib import Path

import pytest

from publisher.errors import ConfigError, WriteError
from publisher.fetch import lock
from publisher.fetch.internet import FetchError, Internet
from publisher.fetch.pictures import fetch
from publisher.storage.cache import Cache, NoCache
from publisher.storage.stamp import Stamp
from tests.fetch.hosts import PNG, answer, internet, picture, serving


def quiet(what: str, item: str = "", *, done: int = 0, of: int = 0) -> None:
    """Progress that nobody sees."""


_DIGEST = "0" * 64


def test_fetched_once(tmp_path: Path) -> None:
    """The second time nobody is asked: the bytes lie in the blog; the lock is the same, byte for byte."""
    with serving(a_png=answer(), b_jpg=answer(picture("blue", "JPEG"))) as host:
        wanted = [(host.url("/b.jpg"),), (host.url("/a.png"),), (host.url("/a.png"),)]
        first = fetch(wanted, tmp_path, NoCache(), internet(), quiet)
        text = (tmp_path / lock.LOCK).read_bytes()
        again = fetch(wanted, tmp_path, NoCache(), internet(), quiet)
        assert (first.lock, {}) == (again.lock, again.faults)
        assert ["/a.png", "/b.jpg"] == sorted(host.asked)
    assert text == (tmp_path / lock.LOCK).read_bytes()
    found = json.loads(text)["pictures"][host.url("/a.png")]
    assert PNG == (tmp_path / "book-images" / found["file"]).read_bytes()
    assert (len(PNG), "image/png", found["sha256"]) == (found["size"], found["type"], found["file"][:64])
    assert {host.url("/a.png"), host.url("/b.jpg")} == lock.there(tmp_path, lock.read(tmp_path)).keys()


def test_from_the_cache(tmp_path: Path) -> None:
    """A fresh clone of the blog without its lock (CI) asks nobody for what the cache has."""
    with serving(a_png=answer()) as host:
        for name in ("one", "two"):
            fetch([(host.url("/a.png"),)], tmp_path / name, Cache(tmp_path / "cache"), internet(), quiet)
        assert ["/a.png"] == host.asked
    assert [PNG] == [file.read_bytes() for file in (tmp_path / "two/book-images").iterdir()]


def test_a_damaged_file_is_fetched_anew(tmp_path: Path) -> None:
    """One whose bytes are others than those that were locked."""
    with serving(a_png=answer()) as host:
        fetch([(host.url("/a.png"),)], tmp_path, NoCache(), internet(), quiet)
        (file,) = (tmp_path / "book-images").iterdir()
        file.write_bytes(PNG[:-1] + b"x")
        fetch([(host.url("/a.png"),)], tmp_path, NoCache(), internet(), quiet)
    assert PNG == file.read_bytes()


def test_a_lock_without_news_stays(tmp_path: Path) -> None:
    """Also where a locked file is gone, and nobody has it: `watch` would build without end."""
    one = lock.Locked(f"{_DIGEST}.png", _DIGEST, 5, "image/png", "2026-01-01")
    lock.write(tmp_path, {"https://gone.example/a.png": one})
    before = Stamp.of((tmp_path / lock.LOCK).stat())
    nowhere = Internet(resolve=lambda _host, _port: [], pause=0)
    found = fetch([("https://gone.example/a.png",)], tmp_path, NoCache(), nowhere, quiet)
    assert ["https://gone.example/a.png"] == [*found.faults]
    assert before == Stamp.of((tmp_path / lock.LOCK).stat())


def test_a_second_try(tmp_path: Path) -> None:
    """A host that was busy is asked once more, and no third time; one that has no picture, once."""
    busy = answer(b"", "503 Service Unavailable")
    with serving(a_png=[busy, answer()], b_png=[busy, busy, answer()]) as host:
        wanted = [(host.url(path),) for path in ("/a.png", "/b.png", "/c.png")]
        found = fetch(wanted, tmp_path, NoCache(), internet(), quiet)
        assert ["/a.png", "/a.png", "/b.png", "/b.png", "/c.png"] == sorted(host.asked)
    assert [host.url("/a.png")] == list(found.lock)
    said = {address: fault.what for address, fault in found.faults.items()}
    assert {host.url("/b.png"): "503 Service Unavailable", host.url("/c.png"): "404 Not Found"} == said


def test_the_next_address(tmp_path: Path) -> None:
    """A picture in several sizes comes from the first address that has it; the others are not asked for."""
    with serving(b_png=answer(), c_png=answer()) as host:
        found = fetch(
            [tuple(host.url(f"/{name}.png") for name in "abc")], tmp_path, NoCache(), internet(), quiet
        )
        assert (["/a.png", "/b.png"], [host.url("/b.png")], {}) == (
            host.asked,
            list(found.lock),
            found.faults,
        )


def test_politely(tmp_path: Path) -> None:
    """A host is asked for two pictures at once, whatever a post wants."""
    with serving() as host:
        for number in range(12):
            host.answers[f"/{number}"] = [[answer(picture((number, 0, 0)))]]
        wanted = [(host.url(f"/{number}"),) for number in range(12)]
        steps: list[int] = []
        found = fetch(wanted, tmp_path, NoCache(), internet(), lambda *_, done, of: steps.append(done))
        assert (12, 2, list(range(1, 13))) == (len(found.lock), host.most_at_once, steps)


def test_bounds_of_all(tmp_path: Path) -> None:
    """So many pictures in a build, and so many bytes; the rest is named."""
    with serving(a_png=answer(), b_png=answer(), c_png=answer()) as host:
        wanted = [(host.url(f"/{name}.png"),) for name in "abc"]
        found = fetch(wanted, tmp_path, NoCache(), internet(most=2), quiet)
        assert (2, ["over 2 pictures in a build"]) == (
            len(found.lock),
            [fault.what for fault in found.faults.values()],
        )
        found = fetch(wanted, tmp_path / "b", NoCache(), internet(altogether=0), quiet)
        assert "all pictures together are over 0 MB" in {fault.what for fault in found.faults.values()}
        found = fetch(wanted, tmp_path / "c", NoCache(), internet(patience=-1), quiet)
        assert 3 == [fault.what for fault in found.faults.values()].count(
            "all pictures together take too long"
        )


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"pictures": 1}', '{"pictures": {"a": {}}}', "[" * 100_000, "\xff",
     '{"pictures": {"a": {"file": "../../x.png", "sha256": "0", "size": 1, "type": "", "fetched": ""}}}',
     f'{{"pictures": {{"a": {{"file": "{_DIGEST}.png", "sha256": "{_DIGEST}", "size": "1", "type": "",'
     ' "fetched": ""}}}'],
)  # fmt: skip
def test_a_lock_that_is_none(text: str, tmp_path: Path) -> None:
    """It is named, with the cure; it leads to no file outside its folder."""
    (tmp_path / lock.LOCK).write_text(text, "latin-1")
    with pytest.raises(ConfigError, match=r"images\.lock cannot be read"):
        lock.read(tmp_path)


def test_no_link_leads_out(tmp_path: Path) -> None:
    """Neither of the lock nor of the folder, to read or to write."""
    (tmp_path / "out").mkdir()
    blog = tmp_path / "blog"
    blog.mkdir()
    (blog / "book-images").symlink_to(tmp_path / "out")
    with serving(a_png=answer()) as host, pytest.raises(WriteError, match="is a link"):
        fetch([(host.url("/a.png"),)], blog, NoCache(), internet(), quiet)
    assert [] == list((tmp_path / "out").iterdir())
    (blog / lock.LOCK).symlink_to("/etc/passwd")
    with pytest.raises(ConfigError, match="leads out of the blog"):
        lock.read(blog)


def test_a_fault_says_what_to_do() -> None:
    assert "try again" == FetchError("it takes too long", "try again", passing=True).hint
