"""The book as units: what is laid out by itself. The cover, the contents, a part's page, a chapter.

What a unit is stands in unit.py; here is which there are, and in which order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.book.crossrefs import Targets
from publisher.book.matter import BACK, FRONT
from publisher.book.tree import Part, contents, walk
from publisher.model import Book, Chapter, PartText, Section
from publisher.writers import matter
from publisher.writers.colophon import colophon
from publisher.writers.figures import KINDS, Figures
from publisher.writers.job import Job
from publisher.writers.opening import Openings
from publisher.writers.pdf.compose.html import COVER, Composer, Line, Opening, Subpart
from publisher.writers.pdf.compose.targets import PAGE, Target, target_of
from publisher.writers.pdf.compose.unit import (
    ContentsPage,
    FiguresPage,
    IndexPage,
    Kind,
    LayoutUnit,
    Plate,
    Ready,
    Run,
    UnitInputs,
)

_LONGEST_RUN = 650  # lines: some 25 pages
_OPENING = 9  # lines that a chapter's title takes


def units(job: Job, composer: Composer) -> list[LayoutUnit]:
    """Return all units of the book in their order."""
    return list(_units(job, composer))


def _units(job: Job, composer: Composer) -> Iterator[LayoutUnit]:
    meta, naming = job.book.meta, _Naming.of(job)
    around = _Around(job, composer, naming)
    if job.settings.pdf.cover:
        yield _plain("cover", Ready(composer.cover(), {COVER: job.cover}), recto=True)
    yield from around.units("half_title")
    yield _plain("title", Ready(composer.title(meta)), recto=True)
    yield from around.units(*FRONT)
    if job.settings.order.contents:
        lines = (
            *around.lines(front=True),
            *naming.lines(contents(job.book.chapters)),
            *around.lines(front=False),
        )
        listed = UnitInputs("contents", ("contents",), "contents", "contents", ContentsPage(lines))
        yield LayoutUnit.of(listed, recto=True, weight=len(lines))
        yield from _lists(job, naming)
    yield from _body(job, composer, naming)
    yield from around.units(*BACK)
    yield _plain("colophon", Ready(composer.colophon(meta, colophon(job))), recto=False)
    yield from around.units("ads")


class _Around:
    """The pages before and behind the posts."""

    def __init__(self, job: Job, composer: Composer, naming: "_Naming") -> None:
        self._found, self._targets = matter.sections(job), Targets(job.book)
        self._job, self._composer, self._naming = job, composer, naming

    def lines(self, *, front: bool) -> Iterator[Line]:
        """Yield those of the contents."""
        for one in matter.listed(self._found, front=front):
            yield Line("matter", one.id, "", (), one.title, 0)

    def units(self, *kinds: str) -> Iterator[LayoutUnit]:
        """Yield the pages of these kinds, as they come."""
        return (self._unit(one) for one in self._found if one.kind in kinds)

    def _index(self, one: matter.MatterSection, *, recto: bool) -> LayoutUnit:
        entries = self._job.book.index.entries
        ids = dict.fromkeys(place for entry in entries for place in entry.places)
        inputs = UnitInputs("back", (one.id,), one.title, "running", IndexPage(one, entries))
        return LayoutUnit.of(inputs, recto=recto, targets=(Target(PAGE + place, "") for place in ids))

    def _unit(self, one: matter.MatterSection) -> LayoutUnit:
        kind: Kind = "front" if one.of.front else "back"
        recto = one.of.front or self._job.settings.pdf.opening == "recto"
        margin_boxes = "running" if one.of.is_listed else ""
        if one.kind == "index":
            return self._index(one, recto=recto)
        if not one.chapter:
            shows = Ready(self._composer.made(one, self._job.book))
            return LayoutUnit.of(UnitInputs(kind, (one.id,), one.title, margin_boxes, shows), recto=recto)
        opening = Opening(
            one.chapter, "", (), self._naming.title, self._targets.of(one.chapter), matter=one.kind
        )
        return LayoutUnit.of(
            UnitInputs(kind, (one.id,), one.title, margin_boxes, Run((opening,))),
            recto=recto,
            weight=one.chapter.rows + _OPENING,
            targets=sorted({*_targets(opening)}),
        )


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
            marks = job.book.index.marks.get(node.id, ())
            opening = replace(opening, numbering=next(numberings), marks=marks)
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


def remade(unit: LayoutUnit, chapter: Chapter, book: Book) -> LayoutUnit:
    """Return a unit with a chapter in the place of the one that it had: of the same title, with a plate or
    without, and as many captions, so that no other unit is another by it."""
    run, targets = unit.inputs.shows, Targets(book)
    assert isinstance(run, Run)  # noqa: S101 - chapters stand in no others
    openings = tuple(
        replace(one, chapter=replace(chapter, number=0), places=targets.of(chapter))
        if one.chapter.id == chapter.id
        else one
        for one in run.openings
    )
    return LayoutUnit.of(
        replace(unit.inputs, shows=Run(openings)),
        recto=unit.recto,
        weight=sum(opening.chapter.rows + _OPENING for opening in openings),
        targets=sorted({target for opening in openings for target in _targets(opening)}),
    )


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
