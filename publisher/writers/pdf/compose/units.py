"""The book as units: what is laid out by itself. The cover, the contents, a part's page, a chapter.

A unit is laid out without page numbers and without a side (verso or recto); both are settled at
binding. What a unit is made of is known before its HTML is: `material` is the key of the cache.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from publisher.assets.themes import Theme
from publisher.model import Book, Chapter, Part, contents, walk
from publisher.storage.cache import key_of
from publisher.writers.job import Job
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.compose.html import Composer, Digits, Line, Opening, Target, target_of

_LONGEST_RUN = 650  # lines: some 25 pages
_OPENING = 9  # lines that a chapter's title takes
Kind = Literal["cover", "title", "contents", "part", "chapter", "colophon"]
Composed = tuple[tuple[str, ...], dict[str, File]]  # <section>s, and the files that they ask for


@dataclass(frozen=True, slots=True)
class LayoutUnit:
    """Something laid out by itself."""

    kind: Kind
    starts: tuple[str, ...]  # ids of the chapters or the part that begin on it; else its kind
    name: str  # as the report and the progress call it
    recto: bool  # begins on a right-hand page
    margin_boxes: str  # the name of the theme's page whose heads and numbers it carries; empty: none
    material: str  # a digest of all that it is made of, but for the digits
    weight: int  # lines of text on A5, about
    targets: tuple[Target, ...]  # places whose page numbers stand in it, in room for just their digits
    compose: Callable[[Digits], Composed]

    @property
    def front(self) -> bool:
        """Front matter has Roman numbers of its own."""
        return self.kind in ("cover", "title", "contents")


def units(job: Job, composer: Composer) -> list[LayoutUnit]:
    """All units of the book in their order."""
    return list(_units(job, composer))


def _units(job: Job, composer: Composer) -> Iterator[LayoutUnit]:
    if job.settings.pdf.cover:
        yield _plain("cover", composer.cover, recto=True)
    yield _plain("title", composer.title, recto=True)
    lines = _lines(job.book, job.theme)
    yield LayoutUnit(
        kind="contents",
        starts=("contents",),
        name="contents",
        recto=True,
        margin_boxes="contents",
        material=key_of(lines),
        weight=len(lines),
        targets=(),
        compose=lambda _: ((composer.contents(lines),), {}),
    )
    yield from _body(job, composer)
    yield _plain("colophon", composer.colophon, recto=False)


def _plain(kind: Kind, compose: Callable[[], tuple[str, dict[str, File]]], *, recto: bool) -> LayoutUnit:
    """A page of few words, with neither head nor number."""
    html, files = compose()
    material = key_of(html, [(address, key_of(file)) for address, file in files.items()])
    return LayoutUnit(kind, (kind,), kind, recto, "", material, 0, (), lambda _: ((html,), files))


def _body(job: Job, composer: Composer) -> Iterator[LayoutUnit]:
    """Part pages and chapters in reading order."""
    waiting: list[Part[Chapter]] = []  # parts in a part share the first page of the chapter they begin with
    run: list[Opening] = []
    recto = True  # the first page of the text
    for node in walk(contents(job.book.chapters)):
        if isinstance(node, Part) and node.depth > 1:
            waiting.append(node)
            continue
        if run and (isinstance(node, Part) or not _flows_on(run, job)):
            yield _chapters(run, composer, recto=recto)
            run, recto = [], job.settings.pdf.opening == "recto"
        if isinstance(node, Part):
            yield _part(node, _part_label(node, job.book, job.theme), composer)
            recto = job.settings.pdf.opening == "recto"
        else:
            run.append(Opening(node, tuple(waiting), composer.places(node)))
            waiting = []
    if run:
        yield _chapters(run, composer, recto=recto)


def _flows_on(run: Sequence[Opening], job: Job) -> bool:
    """Whether another chapter begins where these end. A run has an end: it is laid out again as a whole."""
    weight = sum(opening.chapter.rows for opening in run)
    return job.settings.pdf.opening == "run-on" and weight < _LONGEST_RUN


def _part(part: Part[Chapter], label: str, composer: Composer) -> LayoutUnit:
    html = composer.part(part, label)
    return LayoutUnit("part", (part.id,), label, True, "", key_of(html), 0, (), lambda _: ((html,), {}))


def _chapters(run: Sequence[Opening], composer: Composer, *, recto: bool) -> LayoutUnit:
    """A chapter, or some that flow on."""
    openings = tuple(run)
    own = {opening.chapter.id for opening in openings}
    linked = {target_of(place) for opening in openings for place in opening.places if place.chapter}
    first = openings[0].chapter
    return LayoutUnit(
        kind="chapter",
        starts=tuple(opening.chapter.id for opening in openings),
        name=first.title if len(openings) == 1 else f"{first.title} …",
        recto=recto,
        margin_boxes="running",
        material=key_of([_shown(opening, composer) for opening in openings]),
        weight=sum(opening.chapter.rows + _OPENING for opening in openings),
        targets=tuple(sorted(target for target in linked if target.chapter not in own)),
        compose=lambda digits: composer.chapters(openings, digits),
    )


def _shown(opening: Opening, composer: Composer) -> tuple[object, ...]:
    """All that a chapter's pages show: the chapter, and what depends on its place in the book."""
    chapter = opening.chapter
    subparts = [(part.id, part.section) for part in opening.subparts]
    return chapter.digest, chapter.section, composer.running(chapter), opening.places, subparts


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
