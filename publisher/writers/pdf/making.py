"""A PDF that is made anew, step by step: units, fragments, page numbers, one file, and the proof of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from publisher.book.paper import Paper
from publisher.errors import IncompleteError, LayoutError
from publisher.phrase import _
from publisher.runtime.executor import aside
from publisher.storage.records import encoded
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf import verify
from publisher.writers.pdf.assemble import index
from publisher.writers.pdf.assemble.assemble import bind
from publisher.writers.pdf.assemble.index import SegmentIndex
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import units
from publisher.writers.pdf.layout.fragment import overran
from publisher.writers.pdf.layout.scheduler import Asked, Guess, LaidOut, LayoutSetting, Scheduler
from publisher.writers.pdf.layout.store import LostError
from publisher.writers.pdf.numbering import guessed, numbered
from publisher.writers.pdf.told import About

_TRIES = 3  # where the cache has lost pictures


@dataclass(frozen=True, slots=True)
class Making:
    """One book, made anew."""

    job: Job
    paper: Paper
    found: Sequence[LayoutUnit]
    scheduler: Scheduler
    finished: LastFile

    @classmethod
    def of(cls, job: Job, paper: Paper, finished: LastFile) -> "Making":
        setting = LayoutSetting.of(job, paper)
        found = units(job, html.Composer(setting.composed))
        return cls(job, paper, found, Scheduler(job, setting), finished)

    def begin(self) -> "Begun":
        """Ask for all fragments, and read the last file meanwhile."""
        return Begun(self, self.scheduler.ask(self.found, self._guessed), aside(self._last))

    def _last(self) -> SegmentIndex:
        """What can be copied from the last file."""
        last = self.finished.last()
        return SegmentIndex.of(*last) if last else SegmentIndex()

    def whole(self, laid: LaidOut, last: SegmentIndex) -> About:
        """Return the file written and proven: without copies where one of the last file's proves wrong."""
        try:
            return self._proven(laid, last)
        except IncompleteError:
            if not last.shares:
                raise
            return self._proven(laid, SegmentIndex())

    def _proven(self, laid: LaidOut, last: SegmentIndex) -> About:
        """The file written and proven; what the cache has lost is made anew."""
        for _turn in range(_TRIES):
            try:
                pages = bool(self.job.book.index.entries)
                return self._bound(*numbered(self.found, laid, self.scheduler, pages=pages), last)
            except LostError:
                self.scheduler.forget_damaged()
                laid = self.scheduler.ask(self.found, self._guessed).finish()
        raise LayoutError(_("fragments vanish from the working files"))

    def _bound(self, laid: LaidOut, bound: Paginated, last: SegmentIndex) -> About:
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
        about = About(pages, tuple(complaints), told, soft)
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
class Begun:
    """A book whose new fragments are being laid out."""

    making: Making
    asked: Asked
    last: Callable[[], SegmentIndex]

    def finish(self) -> About:
        """Bind, prove and keep the book."""
        return self.making.whole(self.asked.finish(), self.last())
