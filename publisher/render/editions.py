"""`book.editions/` of a blog: a file for each edition that was published, which nobody changes afterwards."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

from publisher.book import renamed
from publisher.book.editions import (
    Edition,
    compared,
    digest,
    edition_of,
    latest_other,
    same,
    with_slots,
)
from publisher.book.slots import Slots
from publisher.errors import Report, SourceError, Where, WriteError
from publisher.model import Book, Changes, Outline
from publisher.phrase import _
from publisher.storage.cache import write_new
from publisher.storage.opening import leads_outside, read
from publisher.storage.records import from_json

FOLDER = "book.editions"
_NAME = re.compile(r"([1-9]\d{0,8})\.json")
_LARGEST = 100_000_000  # bytes


def published(blog: Path, report: Report) -> list[Edition]:
    """Return the editions of a blog by their numbers; a file that is none is named."""
    return sorted(_all(blog, report), key=lambda one: one.number)


def _all(blog: Path, report: Report) -> Iterator[Edition]:
    for number in _numbers(blog):
        name = f"{number}.json"
        try:
            yield _edition(read(blog / FOLDER / name, blog, _LARGEST).data, number)
        except (OSError, ValueError) as error:
            what = _("no edition can be read from it: {error}", error=str(error)[:80])
            hint = _("take it back from version control, or delete it")
            report.warning("edition-unreadable", what, Where(f"{FOLDER}/{name}"), hint)


def _numbers(blog: Path) -> list[int]:
    """The numbers that files have, whatever is in them."""
    folder = blog / FOLDER
    names = (_NAME.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(int(name[1]) for name in names if name)


def publish(
    blog: Path,
    books: Sequence[Book],
    report: Report,
    name: str = "",
    spines: Mapping[str, Slots] = MappingProxyType({}),
) -> Edition:
    """Keep what the books hold now as the next edition, under a name: 초판 1쇄. `spines`: of their EPUBs.

    Raises SourceError where it is the last one, WriteError where the file cannot be written, or a link would
    lead it out of the blog.
    """
    if leads_outside(blog / FOLDER, blog):
        outside = _("{output} leads out of the blog: nothing is written", output=FOLDER)
        raise WriteError(outside, _("put the folder itself there"))
    known = published(blog, report)
    number = max(_numbers(blog), default=0) + 1
    made = replace(edition_of(books, number, name), spines=dict(spines))
    if known and same(known[-1], made):
        last = known[-1].number
        raise SourceError(
            _("nothing has changed since edition {number}", number=last), hint=_("it is not published twice")
        )
    table = asdict(made) | {"digests": [[digest(words) for words in one.paragraphs] for one in made.chapters]}
    data = json.dumps(table, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        (blog / FOLDER).mkdir(exist_ok=True)
        write_new(blog / FOLDER / f"{made.number}.json", data)
    except OSError as error:
        hint = _("check its permissions")
        raise WriteError(
            _("cannot write to {output}: {strerror}", output=blog / FOLDER, strerror=error.strerror), hint
        ) from error
    return made


def with_editions(books: Sequence[Book], blog: Path, report: Report, *, changes: bool) -> tuple[Book, ...]:
    """Return the books with the places of the last edition's paragraphs, and with what is other in them than
    in the one that they follow, where `changes` asks for that."""
    known = published(blog, report)
    if not known:
        return tuple(books)
    books = tuple(with_slots(book, known[-1]) for book in books)
    now = edition_of(books, 0)
    before = latest_other(known, now) if changes else None
    if before is None:
        return books
    found = compared(before, now)
    return tuple(replace(book, changes=_of(book, found)) for book in books)


def _of(book: Book, changes: Changes) -> Changes:
    """What of it is in one volume; what is gone is gone from all."""
    here = {chapter.id for chapter in book.chapters}
    new, changed = (tuple(one for one in posts if one.id in here) for posts in (changes.new, changes.changed))
    return Changes(changes.since, new, changed, changes.gone)


def with_ids(outlines: Sequence[Outline], blog: Path) -> tuple[Outline, ...]:
    """Return the books with the ids that their posts had in the last edition."""
    known = published(blog, Report())  # with_editions() says what cannot be read
    return renamed.with_ids(outlines, known[-1]) if known else tuple(outlines)


def numbered(blog: Path, number: int, report: Report) -> Edition:
    """Return one edition. Raises SourceError where there is none of that number."""
    known = {one.number: one for one in published(blog, report)}
    if number not in known:
        there = ", ".join(map(str, known)) or "-"
        raise SourceError(
            _("there is no edition {number}", number=number), hint=_("there is: {names}", names=there)
        )
    return known[number]


def _edition(data: bytes, number: int) -> Edition:
    """Raises ValueError for what is no edition, or one of another number: the next one has its own."""
    made = from_json(data, Edition)
    if made.number != number:
        raise ValueError(f"it says that it is edition {made.number}")
    return made
