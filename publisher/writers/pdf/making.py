"""A PDF made anew, step by step: units, fragments, page numbers; then binding.py makes one file of it.

That is imported when work on the fragments has begun: it takes a twentieth of a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from publisher.book.paper import Paper
from publisher.errors import IncompleteError, LayoutError
from publisher.phrase import _
from publisher.runtime.executor import aside
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import units
from publisher.writers.pdf.layout.scheduler import Asked, Guess, LaidOut, LayoutSetting, Scheduler
from publisher.writers.pdf.layout.store import LostError
from publisher.writers.pdf.numbering import guessed, numbered
from publisher.writers.pdf.told import About

if TYPE_CHECKING:
    from publisher.writers.pdf.assemble.index import SegmentIndex

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
        asked = self.scheduler.ask(self.found, self._guessed)
        from publisher.writers.pdf import binding  # here: workers are at it by now

        return Begun(self, asked, aside(partial(binding.last_of, self.finished)))

    def whole(self, laid: LaidOut, last: "SegmentIndex") -> About:
        """Return the file written and proven: without copies where one of the last file's proves wrong."""
        try:
            return self._proven(laid, last)
        except IncompleteError:
            if not last.shares:
                raise
            from publisher.writers.pdf.assemble.index import SegmentIndex

            return self._proven(laid, SegmentIndex())

    def _proven(self, laid: LaidOut, last: "SegmentIndex") -> About:
        """The file written and proven; what the cache has lost is made anew."""
        for _turn in range(_TRIES):
            try:
                pages = bool(self.job.book.index.entries)
                return self._bound(*numbered(self.found, laid, self.scheduler, pages=pages), last)
            except LostError:
                self.scheduler.forget_damaged()
                laid = self.scheduler.ask(self.found, self._guessed).finish()
        raise LayoutError(_("fragments vanish from the working files"))

    def _bound(self, laid: LaidOut, bound: Paginated, last: "SegmentIndex") -> About:
        from publisher.writers.pdf import binding

        names = [unit.inputs.name for unit in self.found]
        return binding.made(
            binding.Bound(bound, laid, names, self.paper), self.job, self.scheduler.store, last, self.finished
        )

    @property
    def _guessed(self) -> Guess:
        return partial(guessed, self.found, self.paper)


@dataclass(frozen=True, slots=True)
class Begun:
    """A book whose new fragments are being laid out."""

    making: Making
    asked: Asked
    last: Callable[[], "SegmentIndex"]

    def finish(self) -> About:
        """Bind, prove and keep the book."""
        return self.making.whole(self.asked.finish(), self.last())
