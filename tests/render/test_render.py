"""render.py: chapters, their cache, and posts that fail."""

import os
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import Report, Where
from publisher.model import Book, BookMeta, Chapter, Entry, InBook, Lead, Outline, Post
from publisher.passes import pictures
from publisher.passes.chapter_build import ChapterBuild, RenderContext
from publisher.render import chapters, pipeline
from publisher.render.pipeline import _key, render, rendered
from publisher.runtime.executor import Executor
from publisher.storage import stamp
from publisher.storage.cache import Cache, NoCache
from publisher.storage.keys import key_of
from publisher.storage.memory import Memory
from publisher.storage.sharded import ShardedStore, _place
from publisher.storage.stamp import Stamp
from tests.chapters import DAY, Blog, entry, said, tree
from tests.chapters import POST as A_POST

META = BookMeta(
    title="책", subtitle="", authors=(), language="ko", identifier="urn:x", published=date(2021, 3, 14),
    modified=DAY, publisher="", edition="", rights="", description="", isbn="", price="", subjects=(),
    source="", cover="",
)  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000167a4d4b30000000049454e44ae426082"
)
POST = "![가](/없음.png)\n\n{% hmm %}\n\n![나](/a.png)"


def _entries(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def test_warm_is_cold(tmp_path: Path) -> None:
    """A chapter from the cache is the chapter, with the same diagnostics."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    cold = blog.chapter(POST, cache)
    assert 3 == len(cold.diagnostics)
    (stored,) = _entries(cache)
    before = stored.stat().st_mtime_ns
    assert cold == blog.chapter(POST, cache)
    assert before == stored.stat().st_mtime_ns


def test_place_in_the_book_is_not_cached(tmp_path: Path) -> None:
    """A post that moved in the book is not rendered again, and has its new place."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    blog.chapter("글", cache)
    moved = replace(entry("글"), number=7, section=("시",))
    chapter = blog.rendered(moved, cache)
    assert (7, ("시",), 1) == (chapter.number, chapter.section, len(_entries(cache)))


def test_characters_of_parts(tmp_path: Path) -> None:
    """A book knows the letters of its parts' names, also where its chapters are older than these."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    blog.chapter("글", cache)
    moved = blog.rendered(replace(entry("글"), section=("뷁", "쀍")), cache)
    assert {*"뷁쀍글"} <= {*Book(META, (moved,), {}).characters}


@pytest.mark.parametrize("name", sorted({*Chapter.__slots__} - {"digest"}))
def test_digest(tmp_path: Path, name: str) -> None:
    """A chapter's digest is another where anything in it is; it stays when the chapter's place in the book
    changes, and wherever its pictures lie."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", PNG)
    chapter = blog.chapter("## 절\n\n![](/a.png)[곳](/b/)", thumbnail="/a.png", tags=("가",), authors=("나",))
    assert chapter == chapters.digested(chapter)
    same = name in ("number", "section")
    changed = replace(chapter, **{name: _other(getattr(chapter, name))})
    assert same == (chapter.digest == chapters.digested(changed).digest)
    assert chapter.key() != chapters.digested(changed).key()
    moved = replace(chapter, assets=tuple(asset._replace(path="/there") for asset in chapter.assets))
    assert chapter.digest == chapters.digested(moved).digest


def _other(value: Any) -> Any:
    """A value of the same type, and another one."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}."
        case tuple():
            return value[1:] if value else ("다",)
        case Where():
            return replace(value, path="다")
        case dict():
            return {**value, "다": "다"}
        case InBook():
            return replace(value, title="다")
        case None:  # of what may be missing, what is there
            return Lead("다.png", 1, 1)
        case _:
            return value + timedelta(days=1)


def test_post_is_cached_by_all_its_fields(tmp_path: Path) -> None:
    """A post of which anything is another is rendered anew."""
    shop = Blog(tmp_path).context
    others = {*Post.__slots__} - {"dialect"}
    posts = [A_POST, *(replace(A_POST, **{name: _other(getattr(A_POST, name))}) for name in others)]
    posts.append(replace(A_POST, dialect=replace(A_POST.dialect, math=not A_POST.dialect.math)))
    entries = [Entry("c", 1, (), post) for post in posts]
    keys = {_key(key_of(shop), entry) for entry in (*entries, Entry("d", 1, (), A_POST))}
    assert len({*Post.__slots__}) + 2 == len(keys)


def test_new_picture(tmp_path: Path) -> None:
    """A picture that came, changed or went makes its chapter new."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    assert 1 == len(blog.chapter("![](/a.png)", cache).diagnostics)
    file = blog.put("source/a.png", PNG)
    came = blog.chapter("![](/a.png)", cache)
    assert [] == said(came)
    file.write_bytes(PNG + b"\0")
    assert came.assets != blog.chapter("![](/a.png)", cache).assets
    file.unlink()
    assert 1 == len(blog.chapter("![](/a.png)", cache).diagnostics)


def test_picture_of_the_same_size(tmp_path: Path) -> None:
    """A picture with as many bytes as the old one, and its time, makes its chapter new all the same."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    file = blog.put("source/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="1"/>')
    before, stat = blog.chapter("![](/a.svg)", cache).assets, file.stat()
    file.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="2"/>')
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert before != blog.chapter("![](/a.svg)", cache).assets


def test_picture_written_twice_within_a_tick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that is written again before its file system's clock goes on makes its chapter new; one that
    is older than that clock's tick is not read for it, from the second build on."""
    blog, cache, read = Blog(tmp_path), tmp_path / "cache", list[Path]()
    real, now = pictures.opened, time.time_ns()
    monkeypatch.setattr(Stamp, "of", lambda status: Stamp(status.st_size, now, now, status.st_ino))
    monkeypatch.setattr(pictures, "opened", lambda path, home: (read.append(path), real(path, home))[1])
    file = blog.put("source/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="1"/>')
    before = blog.chapter("![](/a.svg)", cache).assets
    file.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="2"/>')
    again = blog.chapter("![](/a.svg)", cache).assets
    assert before != again
    monkeypatch.setattr(stamp, "_SOON", -(10**15))  # as if it had been long ago
    read.clear()
    counts = [(blog.chapter("![](/a.svg)", cache).assets, len(read)) for _ in range(3)]
    assert [(again, 1)] * 3 == counts


def test_touched_picture(tmp_path: Path) -> None:
    """A picture that only its date tells from the old one is the old one."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    file = blog.put("source/a.png", PNG)
    before = blog.chapter("![](/a.png)", cache)
    (stored,) = _entries(cache)
    written = stored.stat().st_mtime_ns
    os.utime(file)
    assert (before, written) == (blog.chapter("![](/a.png)", cache), stored.stat().st_mtime_ns)


def test_only_the_changed_post_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a blog in the cache, one changed post is made; and none where the change is undone."""
    blog, cache, made = Blog(tmp_path), Cache(tmp_path / "cache"), list[str]()
    make = pipeline.make_chapter

    def noted(one: pipeline.Try, context: RenderContext) -> pipeline.Made:
        made.append(one.entry.id)
        return make(one, context)

    monkeypatch.setattr(pipeline, "make_chapter", noted)
    entries = [replace(entry(f"글 {n}"), id=f"c{n}", number=n) for n in range(5)]
    changed = [*entries]
    changed[3] = replace(entries[3], post=replace(entries[3].post, markdown="고친 글"))
    for some, new in ((entries, ["c0", "c1", "c2", "c3", "c4"]), (changed, ["c3"]), (entries, [])):
        made.clear()
        pack = ShardedStore(cache, "blog")
        again = list(rendered(some, blog.context, pack, executor=Executor(1)))
        pack.close()
        assert (new, [one.id for one in some]) == (made, [one.id for one in again])


def test_lost_conversion(tmp_path: Path) -> None:
    """A converted picture that was deleted is made again."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    blog.put("source/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    (asset,) = blog.chapter("![](/a.svg)", cache).assets
    Path(asset.path).unlink()
    (again,) = blog.chapter("![](/a.svg)", cache).assets
    assert Path(again.path).is_file()


def test_chapter_with_remote_and_data_pictures(tmp_path: Path) -> None:
    """Pictures on the web and in data: addresses do not keep a chapter out of the cache."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    cold = blog.chapter("![](https://e.org/a.png) ![](data:image/png,x)", cache)
    assert cold == blog.chapter("![](https://e.org/a.png) ![](data:image/png,x)", cache)


@pytest.mark.parametrize("data", [b"", b"noise", b"x" * 100])
def test_damaged_entry(data: bytes, tmp_path: Path) -> None:
    """A damaged entry of the cache is as none."""
    blog, cache = Blog(tmp_path), tmp_path / "cache"
    cold = blog.chapter("글", cache)
    (stored,) = _entries(cache)
    stored.write_bytes(data)
    assert cold == blog.chapter("글", cache)


def test_bad_post_stands_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post on which a pass fails stands in the book as it is written; the others are as ever."""
    add = ChapterBuild.warning

    def warning(self: ChapterBuild, code: str, message: str, needle: str, hint: str = "") -> None:
        if "없음" in message:
            raise KeyError("고장")
        add(self, code, message, needle, hint)

    monkeypatch.setattr(ChapterBuild, "warning", warning)
    blog = Blog(tmp_path)
    chapter = blog.chapter("앞 <b>\x08\n\n![](/없음.png)\n\n```c\nint a;\n\n  b;\n```", first_line=4)
    shown = [(one.tag, one.text) for one in tree(chapter)]
    assert [("p", "앞 <b>"), ("p", "![](/없음.png)"), ("pre", "```c\nint a;\n\n  b;\n```")] == shown
    what = "the chapter could not be set as it is written; it stands in the book as plain text"
    assert [f"source/_posts/가을.md:4: error[chapter-simplified]: {what}"] == said(chapter)
    assert "KeyError: '고장'; please report this" == chapter.diagnostics[0].hint
    assert [] == said(blog.chapter("글"))


def test_book(tmp_path: Path) -> None:
    """A book has a chapter for each entry, in order; diagnostics and progress are told on the way."""
    entries = tuple(replace(entry(f"글 {n} {{% hmm %}}"), id=f"c{n}", number=n) for n in (1, 2, 3))
    report, seen = Report(), list[Chapter]()
    outlines = [Outline(META, entries, (), {})]
    (book,) = render(outlines, Blog(tmp_path).context, None, Executor(1), report, seen.append, lambda: None)
    assert ["c1", "c2", "c3"] == [chapter.id for chapter in book.chapters]
    assert book.chapters == tuple(seen)
    assert 3 == len(report.diagnostics)


def test_characters(tmp_path: Path) -> None:
    """A chapter knows every character that its pages show, title and tags too."""
    chapter = Blog(tmp_path).chapter("본문", title="제목", tags=("꼬리표",), authors=("지은이",))
    assert set("본문제목꼬리표지은이") <= set(chapter.characters)


def test_chapters_are_held_in_memory(tmp_path: Path) -> None:
    """From one book to the next: the same value for the same post; a post that is another is made anew, and
    so is one whose picture has come, unless it is known that none has."""
    blog, memory = Blog(tmp_path), Memory()
    pack = ShardedStore(Cache(tmp_path / "cache"), "blog")
    one = entry(POST)

    def made(some: Entry) -> Chapter:
        (chapter,) = rendered([some], blog.context, pack, Executor(1), memory=memory)
        return chapter

    first = made(one)
    assert first is made(one)
    assert first is not made(replace(one, post=replace(one.post, markdown="다른 글")))
    first = made(one)
    blog.put("source/없음.png", PNG)
    pictures.forget_folders()
    memory.only_posts_changed = True
    assert first is made(one)
    memory.only_posts_changed = False
    assert first is not made(one)


def test_a_picture_comes_while_workers_live(tmp_path: Path) -> None:
    """As in the preview: a post that another process renders finds a picture that came since it last did."""
    blog, pack = Blog(tmp_path), ShardedStore(NoCache(), "blog")
    one = entry("![](/새.png)\n\n" + "가" * pipeline._LARGE)
    with Executor(2) as executor:
        (before,) = rendered([one], blog.context, pack, executor)
        blog.put("source/새.png", PNG)
        (after,) = rendered([one], blog.context, pack, executor)
    assert [0, 1] == [len(before.assets), len(after.assets)]


def test_a_part_of_a_book_leaves_the_rest_in_the_cache(tmp_path: Path) -> None:
    """What is kept of posts that were not asked for is dropped with a whole book alone."""
    cache = Cache(tmp_path / "cache")
    for is_part in (False, True):
        store = ShardedStore(cache, "blog")
        for number in range(99):
            store.put(f"post-{number}", "key", b"chapter")
        store.close()
        store = ShardedStore(cache, "blog")
        store.put("post-0", "key", b"another")
        store.close(is_part=is_part)
        beside = [n for n in range(1, 99) if _place(f"post-{n}") == _place("post-0")]
        assert [is_part] * len(beside) == [
            ShardedStore(cache, "blog").get(f"post-{n}", "key") is not None for n in beside
        ]
