"""Outline -> Book: chapters.py for each entry that is new; the home of the chapter cache and its workers."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from publisher.book import crossrefs
from publisher.errors import Diagnostic, Report, Where, WriteError, simplified
from publisher.model import Book, Chapter, Entry, MatterPage, Outline, Post
from publisher.passes import pictures
from publisher.passes.chapter_build import Found, RenderContext
from publisher.passes.places import candidates
from publisher.render import remote
from publisher.render.held import HeldChapters, Kept, placed
from publisher.runtime.executor import Executor
from publisher.runtime.task import Task
from publisher.storage.cache import Cache, NoCache
from publisher.storage.kept_files import KeptFiles
from publisher.storage.keys import key_of
from publisher.storage.memory import Memory
from publisher.storage.records import decoded, encoded
from publisher.storage.sharded import ShardedStore
from publisher.storage.stamp import Stamp

_WORTH_IT = 200  # a second process takes about a second to start: as long as this many chapters take
_WORTH_SENDING = 16  # to a cluster
_LARGE = 100_000  # characters of a post whose memory is limited in any case
_BUILDS = count(1)


@dataclass(frozen=True, slots=True)
class Try:
    """A post to be rendered."""

    entry: Entry
    fault: Diagnostic | None = None  # why it is set as it is written
    build: int = 0  # which asks for it: a worker outlives one


@dataclass(frozen=True, slots=True)
class Made:
    """What comes back from a worker."""

    kept: Kept
    worth_keeping: bool  # False for a post that could not be rendered


def render(
    outlines: Iterable[Outline],
    context: RenderContext,
    cache_at: Path | None,
    executor: Executor,
    report: Report,
    done: Callable[[Chapter], None],
    some_are_new: Callable[[], None],
    memory: Memory | None = None,
) -> tuple[Book, ...]:
    """Return a book an outline: every entry as a chapter, in book order.

    `cache_at` is None for no cache; `done` shows progress; `some_are_new` is called before the first that
    the cache has not is made.
    """
    memory = memory or Memory()
    pictures.forget_folders()
    outlines = tuple(outlines)
    pack = ShardedStore(Cache(cache_at) if cache_at else NoCache(), str(context.folder))
    entries = [entry for outline in outlines for entry in (*outline.entries, *_matter(outline))]
    made = _told(rendered(entries, context, pack, executor, some_are_new, memory), report, done)
    try:
        return tuple(_book(outline, made, report) for outline in outlines)
    finally:  # what is made is kept, also by a build that is stopped
        pack.close(is_part=memory.is_part)


def _told(made: Iterable[Chapter], report: Report, done: Callable[[Chapter], None]) -> Iterator[Chapter]:
    for chapter in made:
        report.extend(chapter.diagnostics)
        done(chapter)
        yield chapter


def _book(outline: Outline, made: Iterator[Chapter], report: Report) -> Book:
    """The next chapters and pages, as many as the outline has."""
    chapters = tuple(islice(made, len(outline.entries)))
    pages = tuple(MatterPage(one.kind, next(made)) for one in outline.matter)
    book = Book(outline.meta, chapters, outline.links, outline.elsewhere, outline.parts, pages, outline.terms)
    report.extend(crossrefs.missing(book))
    return book


def _matter(outline: Outline) -> Iterator[Entry]:
    return (one.entry for one in outline.matter)


def rendered(
    entries: Sequence[Entry],
    context: RenderContext,
    pack: ShardedStore,
    executor: Executor,
    some_are_new: Callable[[], None] = lambda: None,
    memory: Memory | None = None,
) -> Iterator[Chapter]:
    """From the cache where nothing that a chapter depends on has changed; only the others are made."""
    held = HeldChapters(memory or Memory(), key_of(context), pack)
    rows = [_known(entry, held, context) for entry in entries]
    missing = [_unplaced(row.entry) for row in rows if row.kept is None]
    if missing:
        some_are_new()
    made = _made(missing, context, executor)
    for entry, key, kept in rows:
        if kept:
            yield held.placed(entry, kept)
        elif (new := next(made)).worth_keeping:
            pack.put(entry.id, key, encoded(new.kept))
            yield held.placed(entry, new.kept)
        else:
            yield placed(new.kept.chapter, entry)


class _Row(NamedTuple):
    """An entry, the key of its chapter, and that where it is kept."""

    entry: Entry
    key: str
    kept: Kept | None


def _known(entry: Entry, held: HeldChapters, context: RenderContext) -> _Row:
    kept = held.kept(entry)
    if kept and held.is_sure:
        return _Row(entry, "", kept)
    key = _key(held.common, entry)
    kept = kept or decoded(held.pack.get(entry.id, key), Kept)
    now = _as_now(kept, entry.post, context) if kept else None
    if now and now is not kept:
        held.pack.put(entry.id, key, encoded(now))
    return _Row(entry, key, now)


def _made(missing: Sequence[Entry], context: RenderContext, executor: Executor) -> Iterator[Made]:
    """New chapters, in their order: made here, by this machine's cores, or by others."""
    if not executor.is_far or len(missing) < _WORTH_SENDING:
        worth = len(missing) >= _WORTH_IT
        build = next(_BUILDS)
        make, tries = partial(make_chapter, context=context), [Try(entry, build=build) for entry in missing]
        return executor.each(make, tries, worth=worth, chunk=12, simpler=as_text, large=_is_large)
    batches = executor.anywhere(remote.render_there, remote.renderings(missing, context), worth=True)
    rendered = (one for batch in batches for one in batch.rendered)
    return (_home(one, entry, context) for one, entry in zip(rendered, missing, strict=True))


def _home(made: remote.Rendered | None, entry: Entry, context: RenderContext) -> Made:
    """What was made on another machine, as if it had been made here."""
    chapter = remote.brought_home(made, context)
    if not made or not chapter:
        return Task(partial(make_chapter, context=context), as_text).here(Try(entry))
    return _finished(chapter, made.looked_for)


def as_text(one: Try, error: BaseException) -> Try:
    """Have it set as it is written: one bad post never hides the others, whatever is wrong with it."""
    if one.fault or isinstance(error, WriteError):  # a full disk is no fault of the post
        raise error
    where = Where(one.entry.post.path, one.entry.post.first_line)
    return replace(one, fault=simplified(error, where))


def _is_large(one: Try) -> bool:
    return len(one.entry.post.markdown) > _LARGE


def make_chapter(one: Try, context: RenderContext) -> Made:
    """Return one post as a chapter, and what it was made with, for the cache. Runs in workers."""
    # Here: parsers take a quarter of a second to import, and a warm build has no use for them.
    from publisher.render import chapters

    pictures.look_again(one.build)
    if one.fault:
        return Made(Kept(chapters.as_text(one.entry, context, one.fault), {}), worth_keeping=False)
    return _finished(*chapters.made(one.entry, context))


def _finished(chapter: Chapter, looked_for: Mapping[str, Found]) -> Made:
    return Made(Kept(chapter, looked_for), worth_keeping=True)


# The cache


def _key(common: str, entry: Entry) -> str:
    """Of all that a chapter is made of, but for its place in the book and the pictures' bytes."""
    return key_of(common, _unplaced(entry))


def _unplaced(entry: Entry) -> Entry:
    """As a chapter is made: it stays when its place in the book changes."""
    return replace(entry, number=0, section=())


def _as_now(kept: Kept, post: Post, context: RenderContext) -> Kept | None:
    """Return a cached chapter, with what is known of its pictures' files now; None where one of them is found
    elsewhere or has other bytes, or a converted one is gone.

    Another post may have come whose page lies above a picture: then its address may mean another file.
    """
    folder, now = str(context.folder), dict[str, Found]()
    for address, found in kept.looked_for.items():
        if candidates(address, post, context) != found.places:
            return None
        if not (same := _same(found, pictures.first(folder, found.places), context.folder)):
            return None
        now[address] = same
    made = KeptFiles(context.pictures)
    if not all(made.find(asset.name) for asset in kept.chapter.assets):
        return None
    return kept if now == kept.looked_for else replace(kept, looked_for=now)


def _same(found: Found, path: str, blog: Path) -> Found | None:
    """Return what is known now of a picture that has the bytes it had; None of another. It is not read where
    its path and stamp are the same."""
    if not (path and found.path):
        return found if path == found.path else None
    if path == found.path and found.stamp and _stamp(path) == found.stamp:
        return found
    try:
        file = pictures.opened(Path(path), blog)
    except pictures.PictureError:  # the chapter says so
        return None if found.digest else found
    return found._replace(path=path, stamp=file.stamp) if file.digest == found.digest else None


def _stamp(path: str) -> Stamp | None:
    """None where there is none."""
    try:
        return Stamp.of(os.stat(path))  # noqa: PTH116 - a Path takes longer than to look
    except OSError:
        return None
