"""The book as units: what is laid out by itself. The cover, the contents, a part's page, a chapter.

A unit is laid out without page numbers and without a side (verso or recto); both are settled at
binding. What a unit is made of is known before its HTML is: the key of that is the cache's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from publisher.book.crossrefs import Targets
from publisher.model import Chapter, Part, PartText, Section, contents, walk
from publisher.storage.keys import key_of
from publisher.writers.figures import KINDS, Figures
from publisher.writers.job import Job
from publisher.writers.opening import Openings
from publisher.writers.pdf.compose.html import (
    COVER,
    Composed,
    Composer,
    Digits,
    Line,
    Opening,
    Subpart,
    Target,
    target_of,
)  # fmt: skip

_LONGEST_RUN = 650  # lines: some 25 pages
_OPENING = 9  # lines that a chapter's title takes
Kind = Literal["cover", "title", "contents", "frontispiece", "part", "plate", "chapter", "colophon"]


@dataclass(frozen=True, slots=True)
class Ready:
    """A page of few words, composed when the book is parted into units."""

    html: str
    files: Mapping[str, bytes] = field(default_factory=dict)

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (self.html,), self.files


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """Every part and chapter."""

    lines: tuple[Line, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (composer.contents(self.lines),), {}


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Every picture with a caption, or every table."""

    name: str  # "figures" or "tables"
    lines: tuple[Line, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (composer.figures(self.name, self.lines),), {}


@dataclass(frozen=True, slots=True)
class Plate:
    """The picture with which a chapter begins, on a page of its own."""

    opening: Opening

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return composer.plate(self.opening)


@dataclass(frozen=True, slots=True)
class Run:
    """A chapter, or some that flow on."""

    openings: tuple[Opening, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return composer.chapters(self.openings, digits)


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """All that a unit is laid out from, besides a Setting and the room for page numbers of others."""

    kind: Kind
    starts: tuple[str, ...]  # ids of the chapters or the part that begin on it; else its kind
    name: str  # as the report and the progress call it
    margin_boxes: str  # the name of the theme's page whose heads and numbers it carries; empty: none
    shows: Ready | ContentsPage | FiguresPage | Plate | Run


@dataclass(frozen=True, slots=True)
class LayoutUnit:
    """Something laid out by itself, and what is known of it before it is."""

    inputs: UnitInputs
    material: str  # the key of its inputs
    recto: bool  # begins on a right-hand page
    weight: int  # lines of text on A5, about
    targets: tuple[Target, ...]  # places whose page numbers stand in it, in room for just their digits

    @classmethod
    def of(
        cls, inputs: UnitInputs, *, recto: bool, weight: int = 0, targets: Iterable[Target] = ()
    ) -> "LayoutUnit":
        return cls(inputs, key_of(inputs), recto, weight, tuple(targets))

    @property
    def front(self) -> bool:
        """Front matter has Roman numbers of its own."""
        return self.inputs.kind in ("cover", "title", "contents", "frontispiece")

    @property
    def verso(self) -> bool:
        """Whether it begins on a left-hand page."""
        return self.inputs.kind in ("plate", "frontispiece")


def units(job: Job, composer: Composer) -> list[LayoutUnit]:
    """Return all units of the book in their order."""
    return list(_units(job, composer))


def _units(job: Job, composer: Composer) -> Iterator[LayoutUnit]:
    meta, naming = job.book.meta, _Naming.of(job)
    lines = tuple(naming.lines(contents(job.book.chapters)))
    if job.settings.pdf.cover:
        yield _plain("cover", Ready(composer.cover(), {COVER: job.cover}), recto=True)
    yield _plain("title", Ready(composer.title(meta)), recto=True)
    listed = UnitInputs("contents", ("contents",), "contents", "contents", ContentsPage(lines))
    yield LayoutUnit.of(listed, recto=True, weight=len(lines))
    yield from _lists(job, naming)
    yield from _body(job, composer, naming)
    yield _plain("colophon", Ready(composer.colophon(meta)), recto=False)


def _lists(job: Job, naming: "_Naming") -> Iterator[LayoutUnit]:
    """그림 차례, 표 차례."""
    listed = [*Figures.of(job).listed(job.book.chapters, naming.words)]
    for kind in KINDS:
        lines = tuple(Line(kind, one.id, one.label, (), one.text, 0) for one in listed if one.kind == kind)
        name = f"{kind}s"
        if lines:
            inputs = UnitInputs("contents", (name,), name, "contents", FiguresPage(name, lines))
            yield LayoutUnit.of(inputs, recto=False, weight=len(lines))


def _plain(kind: Kind, shows: Ready, *, recto: bool) -> LayoutUnit:
    """A page with neither head nor number."""
    return LayoutUnit.of(UnitInputs(kind, (kind,), kind, "", shows), recto=recto)


def _body(job: Job, composer: Composer, naming: "_Naming") -> Iterator[LayoutUnit]:
    """Part pages and chapters in reading order."""
    waiting: list[Part[Chapter]] = []  # parts in a part share the first page of the chapter they begin with
    run: list[Opening] = []
    targets = Targets(job.book)
    numberings = Figures.of(job).numberings(job.book.chapters)
    recto = begins = True  # the first page of the text
    for node in walk(contents(job.book.chapters)):
        if isinstance(node, Part) and node.depth > 1:
            waiting.append(node)
            continue
        if run and (isinstance(node, Part) or not _flows_on(run, node, job)):
            yield _chapters(run, recto=recto)
            run, recto = [], False
        if isinstance(node, Part):
            yield _part(node, naming, composer)
            begins = recto = False
        else:
            recto = recto or _opening_of(node, job) == "recto"
            opening = _opening(node, waiting, targets, naming)
            opening = replace(opening, numbering=next(numberings))
            if opening.has_plate:
                if run:
                    yield _chapters(run, recto=recto)
                yield _plate(opening, begins=begins)
                run, recto = [], False
            run.append(opening)
            waiting, begins = [], False
    if run:
        yield _chapters(run, recto=recto)


def _plate(opening: Opening, *, begins: bool) -> LayoutUnit:
    """A page without number. One that begins the text stands with the front matter, which ends before a
    right-hand page."""
    kind: Kind = "frontispiece" if begins else "plate"
    name = f"{opening.chapter.id}-plate"
    return LayoutUnit.of(UnitInputs(kind, (name,), opening.chapter.title, "", Plate(opening)), recto=False)


def _opening(
    chapter: Chapter, parts: Iterable[Part[Chapter]], targets: Targets, naming: "_Naming"
) -> Opening:
    """The head of left-hand pages is the part, or the book where there are none."""
    subparts = tuple(
        Subpart(part.id, part.title, part.depth, naming.texts.get(part.section, PartText())) for part in parts
    )
    running = chapter.section[0] if chapter.section else naming.title
    number = naming.shows.chapter_number(chapter, naming.words)
    plate = naming.shows.picture == "verso" and chapter.lead is not None
    return Opening(
        replace(chapter, number=0), number, subparts, running, targets.of(chapter), has_plate=plate
    )


def _flows_on(run: Sequence[Opening], chapter: Chapter, job: Job) -> bool:
    """Whether a chapter begins where these end. A run has an end: it is laid out again as a whole."""
    weight = sum(opening.chapter.rows for opening in run)
    return _opening_of(chapter, job) == "run-on" and weight < _LONGEST_RUN


def _opening_of(chapter: Chapter, job: Job) -> str:
    return chapter.opening or job.settings.pdf.opening


def _part(part: Part[Chapter], naming: "_Naming", composer: Composer) -> LayoutUnit:
    line = naming.line(part)
    text = naming.texts.get(part.section, PartText())
    shows = Ready(composer.part(part, line, [*naming.lines(part.children)], text))
    return LayoutUnit.of(UnitInputs("part", (part.id,), line.label, "", shows), recto=True)


def _chapters(run: Sequence[Opening], *, recto: bool) -> LayoutUnit:
    first = run[0].chapter
    name = first.title if len(run) == 1 else f"{first.title} …"
    starts = tuple(opening.chapter.id for opening in run)
    return LayoutUnit.of(
        UnitInputs("chapter", starts, name, "running", Run(tuple(run))),
        recto=recto,
        weight=sum(opening.chapter.rows + _OPENING for opening in run),
        targets=sorted({target for opening in run for target in _targets(opening)}),
    )


def _targets(opening: Opening) -> Iterator[Target]:
    """The places in other chapters that it links to."""
    own = opening.chapter.id
    return (target_of(place) for place in opening.places if place.chapter not in ("", own))


@dataclass(frozen=True, slots=True)
class _Naming:
    """How the parts and chapters of a book are called in its contents."""

    title: str  # of the book
    language: str
    words: Mapping[str, str]
    shows: Openings
    texts: Mapping[Section, PartText]

    @classmethod
    def of(cls, job: Job) -> "_Naming":
        meta = job.book.meta
        words = job.theme.words_in(meta.language)
        return cls(meta.title, meta.language, words, Openings.of(job), job.book.parts)

    def lines(self, nodes: Iterable[Part[Chapter] | Chapter]) -> Iterator[Line]:
        """Every part and chapter; a part in a part that holds one chapter stands in the line of that."""
        for node in nodes:
            if isinstance(node, Part) and node.depth > 1 and (alone := _only(node)):
                within = alone.section[node.depth - 1 :]
                yield replace(self.line(alone), within=within, depth=node.depth - 1)
            else:
                yield self.line(node)
                yield from self.lines(node.children if isinstance(node, Part) else ())

    def line(self, node: Part[Chapter] | Chapter) -> Line:
        if isinstance(node, Part):
            number = self.shows.part_number(node, self.words, self.language)
            return Line("part", node.id, number, (), node.title, node.depth)
        number = self.shows.chapter_number(node, self.words)
        return Line("chapter", node.id, number, (), node.title, len(node.section))


def _only(part: Part[Chapter]) -> Chapter | None:
    """The chapter that a part holds, where there is no other."""
    if len(part.children) != 1:
        return None
    (child,) = part.children
    return _only(child) if isinstance(child, Part) else child
