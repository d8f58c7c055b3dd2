"""The PDF, step by step: units, fragments, page numbers, one file."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from publisher.book.paper import Paper
from publisher.errors import Diagnostic, IncompleteError, LayoutError, PublisherError, Severity, Where
from publisher.phrase import _
from publisher.runtime.executor import aside
from publisher.storage.records import decoded, encoded
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf import archival, verify
from publisher.writers.pdf.assemble import index
from publisher.writers.pdf.assemble.assemble import bind
from publisher.writers.pdf.assemble.index import SegmentIndex
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import units
from publisher.writers.pdf.layout.fragment import LEAST, Coarse, Told, overran
from publisher.writers.pdf.layout.libraries import versions
from publisher.writers.pdf.layout.reading import missing
from publisher.writers.pdf.layout.scheduler import Asked, Guess, LaidOut, LayoutSetting, Scheduler
from publisher.writers.pdf.layout.store import LostError
from publisher.writers.pdf.numbering import guessed, numbered

if TYPE_CHECKING:
    from publisher.writers.pdf.layout.whole import Whole

_NAMED = 5  # pictures beside the worst
_TRIES = 3  # where the cache has lost pictures


def begin(job: Job, paper: Paper) -> Callable[[], int]:
    """Let workers lay out what is new. What writes the book, and returns the number of its pages.

    That raises OSError. Nothing is bound again where nothing at all has changed.
    """
    finished = LastFile(job, "pdf", versions())
    known = decoded(finished.about(), _About)
    try:
        begun = None if known else _Making.of(job, paper, finished).begin()
    except LayoutError as error:  # a template leaves a chapter out
        return partial(_written_otherwise, job, paper, error)

    def made() -> _About:
        if known and finished.taken():
            return known
        return (begun or _Making.of(job, paper, finished).begin()).finish()

    return partial(_written, made, job, paper)


def _written(made: Callable[[], "_About"], job: Job, paper: Paper) -> int:
    """The book, bound late; as one document where the engine did what we do not know."""
    try:
        about = made()
    except (LayoutError, IncompleteError) as error:
        return _written_otherwise(job, paper, error)
    for complaint in about.complaints:
        job.report.note("pdf-engine", _("{engine}", engine=complaint), Where(f"theme {job.theme.name}"))
    tell(about.told, job)
    tell_coarse(about.coarse, job)
    return about.pages


def _written_otherwise(job: Job, paper: Paper, cause: LayoutError | IncompleteError) -> int:
    """The book as one document; without the files of the blog's own theme where that makes none."""
    where, plain = Where(f"theme {job.theme.name}"), job.theme.shipped()
    try:
        pages = _write_whole(job, paper)
    except IncompleteError:
        if plain is job.theme:
            raise
        hint = _(
            "the book is in the style of {parent}; mend print.css or the templates of {name}",
            parent=plain.folders[0].name,
            name=job.theme.name,
        )
        job.report.error("theme-set-aside", cause.message, where, hint)
        return begin(replace(job, theme=plain), paper)()
    hint = paper.cure or _("the book is whole, but took longer; please report this")
    job.report.warning("laid-out-whole", cause.message, where, hint)
    return pages


def tell(told: Sequence[Told], job: Job) -> None:
    """Report how some chapters are set, by the places of their posts."""
    where = {chapter.id: chapter.where for chapter in job.book.texts}
    job.report.extend(
        Diagnostic(
            Severity(one.severity), one.code, one.what, where.get(one.chapter, Where("the book")), one.hint
        )
        for one in told
    )


def tell_coarse(found: Sequence[Coarse], job: Job) -> None:
    """Name the pictures that have too few dots for print in one message, the worst first."""
    chapters = {chapter.id: dict(chapter.pictures) for chapter in job.book.texts}
    worst = {
        place: one.dpi
        for one in sorted(found, key=lambda one: -one.dpi)
        for chapter in one.chapters
        if (place := chapters.get(chapter, {}).get(one.asset))
    }
    if places := sorted(worst, key=lambda place: (worst[place], place)):
        first, *others = places
        count = len(worst)
        what = _(
            "pictures printed with under {least} dots per inch: {count}; this one has {worst}",
            least=LEAST,
            count=count,
            worst=worst[first],
        )
        listed = ", ".join(f"{place} ({worst[place]})" for place in others[:_NAMED])
        larger = _("larger files print sharper")
        hint = _("{larger}; others: {listed}", larger=larger, listed=listed) if listed else larger
        job.report.note("image-coarse", what, first, hint)


def _write_whole(job: Job, paper: Paper) -> int:
    """Write the book as one document, return the number of its pages.

    Raises IncompleteError where the theme makes none, or none that says all words.
    """
    from publisher.writers.pdf.layout import whole

    try:
        made = whole.lay_out(job, paper)
    except Exception as error:
        if isinstance(error, OSError | PublisherError):
            raise
        hint = _("does another theme make one? {name}: {error}", name=type(error).__name__, error=error)
        raise IncompleteError(
            _("the theme {name} makes no PDF of this book", name=job.theme.name), hint
        ) from None
    job.file.write_bytes(archival.made(made.laid.pdf, job.book.meta))
    _prove_whole(made, job, paper)
    tell(made.told, job)
    return len(made.laid.document.pages)


def _prove_whole(made: "Whole", job: Job, paper: Paper) -> None:
    """Read the document back with another program than the engine. Raises IncompleteError."""
    from publisher.writers.pdf.layout import inside, overlaid

    theme = job.theme.name
    hint = paper.cure or _("does the theme move them there?")
    if lost := missing(made.words, inside.text(job.file), job.fonts.draw):
        what = _(
            "the theme {name} makes no PDF that says all words of this book: {lost}",
            name=theme,
            lost=lost[:40],
        )
        raise IncompleteError(what, _("does it hide them? does another theme make one?"))
    if over := next(overlaid.overlaid(made.laid.document.pages), None):
        raise IncompleteError(_("theme {name}: {what}", name=theme, what=overlaid.on_others(*over)), hint)
    for page, cut in itertools.islice(inside.outside(job.file.read_bytes(), 0, 0.0), 1):
        what = _("words stand beyond the edge of page {value}: {cut}", value=page + 1, cut=cut[:40])
        if job.theme.shipped() is not job.theme and not paper.cure:
            raise IncompleteError(_("theme {name}: {what}", name=theme, what=what), hint)
        job.report.error("words-cut", what, Where(f"theme {theme}"), hint)


@dataclass(frozen=True, slots=True)
class _About:
    """What is kept of a finished PDF besides the file."""

    pages: int
    complaints: tuple[str, ...]
    told: tuple[Told, ...] = ()
    coarse: tuple[Coarse, ...] = ()


@dataclass(frozen=True, slots=True)
class _Making:
    """One book, made anew."""

    job: Job
    paper: Paper
    found: Sequence[LayoutUnit]
    scheduler: Scheduler
    finished: LastFile

    @classmethod
    def of(cls, job: Job, paper: Paper, finished: LastFile) -> "_Making":
        setting = LayoutSetting.of(job, paper)
        found = units(job, html.Composer(setting.composed))
        return cls(job, paper, found, Scheduler(job, setting), finished)

    def begin(self) -> "_Begun":
        """Ask for all fragments, and read the last file meanwhile."""
        return _Begun(self, self.scheduler.ask(self.found, self._guessed), aside(self._last))

    def _last(self) -> SegmentIndex:
        """What can be copied from the last file."""
        last = self.finished.last()
        return SegmentIndex.of(*last) if last else SegmentIndex()

    def whole(self, laid: LaidOut, last: SegmentIndex) -> _About:
        """Return the file written and proven: without copies where one of the last file's proves wrong."""
        try:
            return self._proven(laid, last)
        except IncompleteError:
            if not last.shares:
                raise
            return self._proven(laid, SegmentIndex())

    def _proven(self, laid: LaidOut, last: SegmentIndex) -> _About:
        """The file written and proven; what the cache has lost is made anew."""
        for _turn in range(_TRIES):
            try:
                pages = bool(self.job.book.index.entries)
                return self._bound(*numbered(self.found, laid, self.scheduler, pages=pages), last)
            except LostError:
                self.scheduler.forget_damaged()
                laid = self.scheduler.ask(self.found, self._guessed).finish()
        raise LayoutError(_("fragments vanish from the working files"))

    def _bound(self, laid: LaidOut, bound: Paginated, last: SegmentIndex) -> _About:
        """Write the file, prove it whole, and keep it for the next build."""
        job, pages = self.job, len(bound.spots)
        job.step(_("binding {pages:,} pages", pages=pages))
        written = bind(bound, laid.keys, self.paper, job.book.meta, job.file, self.scheduler.store, last)
        job.step(_("reading {pages:,} pages back", pages=pages))
        copy = aside(self.finished.copied)
        names = [unit.inputs.name for unit in self.found]
        verify.check(
            job.file, bound, names, verify.New(laid.fresh, written.anew, written.numbered, written.turned)
        )
        complaints = dict.fromkeys(line for fragment in bound.fragments for line in fragment.complaints)
        told = tuple(one for fragment in bound.fragments for one in fragment.told)
        soft = tuple(one for fragment in bound.fragments for one in fragment.coarse)
        about = _About(pages, tuple(complaints), told, soft)
        kept = copy()
        if not overran(told):
            self.finished.keep(kept, encoded(about), index.kept(written.shares))
        elif kept:
            kept.unlink(missing_ok=True)
        return about

    @property
    def _guessed(self) -> Guess:
        return partial(guessed, self.found, self.paper)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A book whose new fragments are being laid out."""

    making: _Making
    asked: Asked
    last: Callable[[], SegmentIndex]

    def finish(self) -> _About:
        """Bind, prove and keep the book."""
        return self.making.whole(self.asked.finish(), self.last())
