"""The book as sheets: what is laid out by itself. The cover, the contents, a part's page, a chapter.

A sheet is laid out without page numbers and without a side (verso or recto); both are settled at
binding. What a sheet is made of is known before its HTML is: `material` is the key of the cache.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from publisher.model import Book, Chapter, Part, contents, walk
from publisher.themes import Theme
from publisher.writers.job import Job
from publisher.writers.pdf.compose import Composer, File, Line

Kind = Literal["cover", "title", "contents", "part", "chapter", "colophon"]
Digits = Mapping[str, int]  # id -> how many digits its page number has room for
Composed = tuple[str, dict[str, File]]  # a <section>, and the files that it asks for


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something laid out by itself."""

    kind: Kind
    id: str  # of the chapter or part that begins on it; else its kind
    name: str  # as the report and the progress call it
    recto: bool  # begins on a right-hand page
    furniture: str  # the name of the theme's page whose heads and numbers it carries; empty: none
    material: str  # a digest of all that it is made of, but for the digits
    weight: int  # about how much there is to lay out: letters of its HTML
    targets: tuple[str, ...]  # ids whose page numbers stand in it, in room for just their digits
    compose: Callable[[Digits], Composed]

    @property
    def front(self) -> bool:
        """Front matter has Roman numbers of its own."""
        return self.kind in ("cover", "title", "contents")


def sheets(job: Job, composer: Composer) -> list[Sheet]:
    """All sheets of the book in their order."""
    return list(_sheets(job, composer))


def _sheets(job: Job, composer: Composer) -> Iterator[Sheet]:
    if job.settings.pdf.cover:
        yield _plain("cover", composer.cover, recto=True)
    yield _plain("title", composer.title, recto=True)
    lines = _lines(job.book, job.theme)
    yield Sheet(
        kind="contents",
        id="contents",
        name="contents",
        recto=True,
        furniture="contents",
        material=_digest(lines),
        weight=100 * len(lines),
        targets=(),
        compose=lambda _: (composer.contents(lines), {}),
    )
    yield from _body(job, composer)
    yield _plain("colophon", composer.colophon, recto=False)


def _plain(kind: Kind, compose: Callable[[], Composed], *, recto: bool) -> Sheet:
    """A page of few words, with neither head nor number."""
    html, files = compose()
    material = _digest((html, [(address, _digest(file)) for address, file in files.items()]))
    return Sheet(kind, kind, kind, recto, "", material, 0, (), lambda _: (html, files))


def _body(job: Job, composer: Composer) -> Iterator[Sheet]:
    """Part pages and chapters in reading order."""
    waiting: list[Part[Chapter]] = []  # parts in a part share the first page of the chapter they begin with
    recto = job.settings.pdf.opening == "recto"
    first = True
    for node in walk(contents(job.book.chapters)):
        if not isinstance(node, Part):
            yield _chapter(node, tuple(waiting), composer, recto=recto or first)
            waiting = []
        elif node.depth == 1:
            yield _part(node, _part_label(node, job.book, job.theme), composer)
        else:
            waiting.append(node)
        first = False


def _part(part: Part[Chapter], label: str, composer: Composer) -> Sheet:
    html = composer.part(part, label)
    return Sheet("part", part.id, label, True, "", _digest(html), 0, (), lambda _: (html, {}))


def _chapter(
    chapter: Chapter, subparts: tuple[Part[Chapter], ...], composer: Composer, *, recto: bool
) -> Sheet:
    places = composer.places(chapter)
    shown = replace(chapter, number=0, headings=(), anchors={}, outgoing=(), characters="", diagnostics=())
    material = _digest(
        (shown, composer.running(chapter), places, [(part.id, part.section) for part in subparts])
    )
    targets = tuple(sorted({place.chapter for place in places if place.chapter not in ("", chapter.id)}))
    return Sheet(
        kind="chapter",
        id=chapter.id,
        name=chapter.title,
        recto=recto,
        furniture="running",
        material=material,
        weight=len(chapter.xhtml),
        targets=targets,
        compose=lambda digits: composer.chapter(chapter, subparts, places, digits),
    )


def _lines(book: Book, theme: Theme) -> tuple[Line, ...]:
    """The contents: every part and chapter."""
    return tuple(_line(node, book, theme) for node in walk(contents(book.chapters)))


def _line(node: Part[Chapter] | Chapter, book: Book, theme: Theme) -> Line:
    if isinstance(node, Part):
        return Line("part", node.id, _part_label(node, book, theme), node.depth)
    return Line("chapter", node.id, node.title, len(node.section))


def _part_label(part: Part[Chapter], book: Book, theme: Theme) -> str:
    """ "2부 커피" for a part of the book, its bare name for a part in a part."""
    if part.depth > 1:
        return part.title
    return f"{theme.words_in(book.meta.language)['part'].format(part.numbers[0])}  {part.title}"


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
