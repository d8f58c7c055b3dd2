"""What stands on the shelf: a folder of finished books -> `ShelfBook`s, the formats of one book together.

A book is known by the identifier that its files bear (dc:identifier of an EPUB, of a PDF's XMP), else by
title and authors, else by its file's name. Files are untrusted: one that cannot be read becomes a
diagnostic, and the others are shown all the same.
"""

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.collation import key
from publisher.config.isbn import isbn13
from publisher.errors import Report, SourceError, Where
from publisher.library import covers, epub, first_page, pdf
from publisher.library.about import FORMS, About, BookError, Form, Heading, Read, line
from publisher.library.apart import Apart
from publisher.library.covers import Cover
from publisher.library.names import unique_slugs
from publisher.phrase import _, system_says
from publisher.readers.files import shown_path
from publisher.storage.opening import opened
from publisher.storage.stamp import Stamp

MANIFEST = ".publisher-shelf.json"  # in a folder that we wrote: what is below it are copies of books
_BLOCK = 1 << 20  # bytes
_DAWN = datetime(1970, 1, 1, tzinfo=UTC)  # of a book that bears no date: no clock, no file time


@dataclass(frozen=True, slots=True)
class BookFile:
    """One format of a book."""

    form: Form  # "epub", "kepub", "pdf"
    path: Path
    media_type: str  # "application/epub+zip"
    size: int  # bytes
    digest: str  # SHA-256 in hexadecimal
    pages: int  # 0 where the format has none


@dataclass(frozen=True, slots=True)
class ShelfBook:
    """A book on the shelf, in one format or several."""

    identifier: str  # an IRI: "urn:uuid:…", "urn:isbn:…"
    name: str  # in addresses, of no other book on the shelf: "모래-묻은-키보드"
    title: str
    subtitle: str
    authors: tuple[str, ...]
    language: str  # "ko"; "" where no file says it
    description: str  # plain text
    publisher: str
    subjects: tuple[str, ...]
    rights: str
    published: date | None
    modified: datetime  # UTC: when this edition was made, as its files say
    series: str  # "" where it stands alone
    position: float  # in the series, from 1; 0: not said
    contents: tuple[Heading, ...]  # parts and chapters
    cover: Cover
    files: tuple[BookFile, ...]  # one of a form, in the order of FORMS

    @property
    def isbn(self) -> str:
        return self.identifier[9:] if self.identifier.startswith("urn:isbn:") else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """One file that could be read."""

    shown: str
    file: BookFile
    about: About
    cover: Cover | None  # None: the file has none that can be shown


Earlier = dict[tuple[Path, Stamp], _Found]  # what was read before, for who reads a folder again


def read_shelf(
    folder: Path, theme: Theme, report: Report, known: Earlier | None = None
) -> tuple[ShelfBook, ...]:
    """Return every book in a folder and the folders in it, by title. A cover that is missing is drawn in the
    theme's letters. `known`: of files that are as they were; it is filled. Raises SourceError where there is
    no book."""
    if not folder.is_dir():
        absent = _("{folder} does not exist", folder=folder)
        what = _("{folder} is a file, not a folder", folder=folder) if folder.exists() else absent
        raise SourceError(
            what,
            hint=_("name the folder that `publisher export -o` wrote to"),
        )
    paths = [*_files(folder, report)]
    with Apart(paths) as apart:
        found = _all_found(paths, folder, apart, report, {} if known is None else known)
        books = _distinct([_book(group, theme, apart, report) for group in _grouped(found)])
    if not books:
        hint = _("publisher export makes them; any EPUB or PDF will do")
        raise SourceError(_("there is no book in {folder}", folder=folder), hint)
    return _named(sorted(books, key=lambda book: (key(book.title), book.identifier)))


def _all_found(
    paths: Sequence[Path], folder: Path, apart: Apart, report: Report, known: Earlier
) -> list[_Found]:
    """Read the files that are not known, and know those that can be read without a word, and are so old that
    a change gives them another stamp."""
    before, found = dict(known), list[_Found]()
    known.clear()
    for path in paths:
        said = len(report.diagnostics)
        moment, stamp = time.time_ns(), _stamped(path)
        item = before.get(stamp) if stamp else None
        item = item or _found(path, folder, apart, report)
        if item:
            found.append(item)
            if stamp and stamp[1].is_old(moment) and len(report.diagnostics) == said:
                known[stamp] = item
    return found


def _stamped(path: Path) -> tuple[Path, Stamp] | None:
    try:
        return path, Stamp.of(path.stat())
    except OSError:  # it is said when it is read
        return None


def _files(folder: Path, report: Report) -> Iterator[Path]:
    """Books by name, never outside the folder; hidden files, and shelves that we wrote, are passed over."""
    inside = folder.resolve()
    for place, folders, files in os.walk(folder):
        if MANIFEST in files and Path(place) != folder:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if name.startswith(".") or form_of(name) is None:
                continue
            # realpath, since Path.resolve raises where a link leads to itself.
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                where, hint = Where(shown_path(path, folder)), _("copy the book into the folder")
                report.error(
                    "book-outside", _("a link to a file outside the folder is not read"), where, hint
                )
            else:
                yield path


def form_of(name: str) -> Form | None:
    """Return the format of a book by its file's name; None where it is none."""
    found = [form for form, (ending, _) in FORMS.items() if name.lower().endswith(ending)]
    return max(found, key=lambda form: len(FORMS[form][0]), default=None)


_READERS: Mapping[Form, Callable[[Path], Read]] = {"kepub": epub.read, "epub": epub.read, "pdf": pdf.read}


def _found(path: Path, folder: Path, apart: Apart, report: Report) -> _Found | None:
    shown, form = shown_path(path, folder), form_of(path.name)
    assert form is not None  # noqa: S101 - _files yields no others
    try:
        os.close(opened(path, None))  # of a pipe in a book's place nobody would ever see the end
        inside = apart.made(_inside, path)
        size, digest = _measured(path)
    except BookError as error:
        report.error(error.code, error.message, Where(shown), error.hint)
        return None
    except OSError as error:
        why = _("cannot be read: {strerror}", strerror=system_says(error))
        report.error("book-unreadable", why, Where(shown), _("check its permissions"))
        return None
    if one := inside.fault:
        report.warning(one.code, one.message, Where(shown), one.hint)
    file = BookFile(form, path, FORMS[form][1], size, digest, inside.pages)
    # What no message can show of a file's name is no letter of a title.
    title = inside.about.title or line(_stem(shown).replace("\N{REPLACEMENT CHARACTER}", "")) or "?"
    return _Found(shown, file, replace(inside.about, title=title), inside.cover)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a file says, and its picture made small at once: no more than one large one is held."""

    about: About
    pages: int
    cover: Cover | None
    fault: BookError | None  # of the picture


def _inside(path: Path) -> _Inside:
    read, cover, fault = _READERS[form_of(path.name) or "epub"](path), None, None
    try:
        cover = covers.made(read.about.cover) if read.about.cover else None
    except BookError as error:
        fault = error
    return _Inside(replace(read.about, cover=b""), read.pages, cover, fault)


def _measured(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def _stem(shown: str) -> str:
    """The name of a file without folder and ending."""
    name = shown.rpartition("/")[2]
    ending = FORMS[form_of(name) or "epub"][0]
    return name[: -len(ending)]


def _grouped(found: Iterable[_Found]) -> list[list[_Found]]:
    """The files of one book together: same identifier, else same bytes, title and authors, or name."""
    groups: list[list[_Found]] = []
    by: dict[tuple[str, ...], list[_Found]] = {}
    for item in sorted(found, key=lambda item: (not item.about.identifier, item.shown)):
        keys = list(_keys(item))
        sure = keys[:1] if item.about.identifier else keys
        known = next((by[one] for one in sure if one in by), None)
        if known is None:
            groups.append(known := [])
        known.append(item)
        for one in keys:
            by.setdefault(one, known)
    return groups


def _keys(item: _Found) -> Iterator[tuple[str, ...]]:
    """By which a file is known to be of a book, the surest first: equal copies are one book."""
    about = item.about
    if about.identifier:
        yield "identifier", about.identifier.casefold()
    yield "bytes", item.file.digest
    if about.authors:
        yield "title", about.title.casefold(), *sorted(name.casefold() for name in about.authors)
    yield "name", item.shown[: -len(FORMS[item.file.form][0])]


def _book(group: Sequence[_Found], theme: Theme, apart: Apart, report: Report) -> ShelfBook:
    """One book of its files: what the first does not say, the next does."""
    kept = [_newest(form, group, report) for form in FORMS]
    files = [item for item in kept if item]
    about = files[0].about
    for other in files[1:]:
        gaps = {name: getattr(other.about, name) for name in About.__slots__ if not getattr(about, name)}
        about = replace(about, **gaps)
    cover = next((item.cover for item in files if item.cover), None) or _first_page(files, apart)
    moments = [item.about.modified for item in files if item.about.modified]
    return ShelfBook(
        identifier=_iri(about),
        name="",
        title=about.title,
        subtitle=about.subtitle,
        authors=about.authors,
        language=about.language,
        description=about.description,
        publisher=about.publisher,
        subjects=about.subjects,
        rights=about.rights,
        published=about.published,
        modified=max(moments, default=_midnight(about.published)),
        series=about.series,
        position=about.position,
        contents=about.contents,
        cover=cover or covers.drawn(about.title, about.subtitle, about.authors, theme),
        files=tuple(item.file for item in files),
    )


def _first_page(files: Sequence[_Found], apart: Apart) -> Cover | None:
    """Of a book without a cover of its own, where it has a PDF with something on that page."""
    path = next((item.file.path for item in files if item.file.form == "pdf"), None)
    try:
        return apart.made(first_page.cover, path) if path else None
    except (BookError, OSError):  # it cannot be drawn
        return None


def _newest(form: Form, group: Iterable[_Found], report: Report) -> _Found | None:
    """The newest file of a form; the others are named."""
    same = sorted(
        (item for item in group if item.file.form == form),
        key=lambda item: (item.about.modified or _DAWN, item.shown),
    )
    for older in (item for item in same[:-1] if item.file.digest != same[-1].file.digest):
        message = _("an older edition of {shown}; it is not shown", shown=same[-1].shown)
        report.warning(
            "book-twice", message, Where(older.shown), _("remove it, or give it its own identifier")
        )
    return same[-1] if same else None


def _midnight(day: date | None) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _DAWN


def _iri(about: About) -> str:
    """The identifier as an atom:id can have it. See https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6"""
    known = about.identifier
    if isbn := isbn13(known.lower().removeprefix("urn:").removeprefix("isbn:")):
        return f"urn:isbn:{isbn}"
    if known.lower().startswith(("urn:uuid:", "urn:isbn:")) and known.isascii() and " " not in known:
        return known
    what = known or "\n".join((about.title, *about.authors))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, what)}"


def _distinct(books: Sequence[ShelfBook]) -> list[ShelfBook]:
    """Two books that say nothing but the same title are told apart by what is in them."""
    first = {book.identifier: book for book in reversed(books)}
    return [
        book
        if first[book.identifier] is book
        else replace(book, identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, book.files[0].digest)}")
        for book in books
    ]


def _named(books: Sequence[ShelfBook]) -> tuple[ShelfBook, ...]:
    names = unique_slugs((book.identifier, book.title) for book in books)
    return tuple(replace(book, name=names[book.identifier]) for book in books)
