"""Drafts -> snapshots: what is under the cursor is laid out first, the rest in portions, each a snapshot.

What one snapshot has made serves the next: fragments, fonts and themes stay at hand, and the process that
lays out stays ready.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from publisher import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Diagnostic, LayoutError, PublisherError, Report
from publisher.model import Post
from publisher.preview import quick
from publisher.preview.drafts import Draft, Drafter, Wish
from publisher.preview.snapshot import LaidUnit, Snapshot
from publisher.writers.job import Step
from publisher.writers.pdf.layout.scheduler import LaidOut, Row
from publisher.writers.pdf.numbering import numbered, pages_of
from publisher.writers.pdf.told import tell, tell_coarse

_SOON = 40  # pages of a chapter that is laid out only because it is looked at
_PORTION = 6  # new units that are laid out before they are shown

Sift = Callable[[Config, Sequence[Post], Report], None]  # puts aside what is not to be said


@dataclass(frozen=True, slots=True)
class _Last:
    """The last snapshot, and what it was made of."""

    settings: BookToml
    volume: int
    draft: Draft
    snapshot: Snapshot


class Maker:
    """Makes one snapshot after another."""

    def __init__(self, work: build.Work, sift: Sift, step: Step) -> None:
        self._work, self._drafts, self._sift = work, Drafter(work, step), sift
        self._has_begun = self._has_settled = False
        self._last: _Last | None = None
        work.get_ready()

    def snapshots(self, config: Config, wish: Wish, stale: Callable[[], bool]) -> Iterator[Snapshot]:
        """Yield the book as far as it is laid out, again and again until it is whole, or `stale`.

        Raises PublisherError where there is none to show.
        """
        self._drafts.heed(wish)
        if not self._has_begun:
            self._has_begun = True
            yield from self._laid(self._drafts.few(config, wish), stale)
        for snapshot in self._quick(config, wish):
            yield snapshot
        while not stale():
            draft = self._drafts.whole(config, wish)
            for snapshot in self._laid(draft, stale):
                self._last = _Last(config.settings, wish.volume, draft, snapshot)
                yield snapshot
            if stale():
                return
            if not draft.draw_cover:
                return self._settle()
            draft.draw_cover()

    def _settle(self) -> None:
        """A whole book is at hand, and stays: to look through it for garbage takes a quarter of a second, so
        that is done once. What an edit leaves behind is looked through each time: it is soon done, and else
        memory grows for hundreds of edits, since Python is told to be patient."""
        gc.collect()
        if not self._has_settled:
            self._has_settled = True
            gc.freeze()

    def _quick(self, config: Config, wish: Wish) -> Iterator[Snapshot]:
        """The last snapshot with the one post that has changed since, first with some of its pages; nothing
        where more has changed, or may have."""
        last = self._last
        if not last or not wish.files or len(wish.files) != 1 or not self._drafts.is_sure:
            return
        if (last.settings, last.volume) != (config.settings, wish.volume) or not last.snapshot.is_laid_out:
            return
        (file,) = wish.files
        with suppress(PublisherError, LayoutError):  # it is said by the long way
            edit = quick.edit_of(last.draft, last.snapshot, file, self._work)
            if not edit:
                return
            is_looked_at = wish.at in edit.unit.inputs.starts
            if newer := edit.newer(wish.page if is_looked_at else 0):
                yield newer
            if not edit.is_all:
                return
            made = edit.finished()
            self._sift(last.draft.config, [edit.post], edit.job.report)
            made = made.with_messages(edit.post, edit.job.report.diagnostics)
            self._last = replace(last, snapshot=made)
            yield made

    def get_ready_for(self, wish: Wish) -> None:
        """Get ready for edits of the chapter that is looked at."""
        if self._last and self._last.snapshot.is_laid_out:
            snapshot, scheduler = self._last.snapshot, self._last.draft.scheduler
            found = (
                one.unit
                for one in snapshot.units
                if wish.at in one.unit.inputs.starts and one.pages <= _SOON and not one.took_too_much
            )
            with suppress(PublisherError, LayoutError):  # it has been said
                for unit in found:
                    scheduler.get_ready_for(unit, snapshot.digits_in(unit))

    def forget_damaged(self) -> None:
        """Have made anew what the cache has lost."""
        self._drafts.forget_damaged()

    def _laid(self, draft: Draft, stale: Callable[[], bool]) -> Iterator[Snapshot]:
        found, scheduler = draft.units, draft.scheduler
        rows = scheduler.at_hand(found, draft.guess)
        new = sorted((n for n, row in enumerate(rows) if not row.fragment), key=lambda n: abs(n - draft.here))
        while new:
            portion, new = new[:_PORTION], new[_PORTION:]
            laid = scheduler.ask([found[n] for n in portion], draft.guess).finish()
            for n, key, fragment in zip(portion, laid.keys, laid.fragments, strict=True):
                rows[n] = Row(key, fragment)
            if new:
                yield self._snapshot(draft, rows)
                if stale():
                    return
        made = LaidOut([row.fragment for row in rows if row.fragment], [row.key for row in rows], frozenset())
        laid, _bound = numbered(found, made, scheduler, pages=bool(draft.job.book.index.entries))
        scheduler.keep_only(laid.keys)
        yield self._snapshot(draft, [*map(Row, laid.keys, laid.fragments)])

    def _snapshot(self, draft: Draft, rows: Sequence[Row]) -> Snapshot:
        job, arranged = draft.job, draft.arranged
        known = draft.scheduler.pages
        placed = tuple(
            LaidUnit(unit, row.fragment, row.key, len(row.fragment.pages))
            if row.fragment
            else LaidUnit(unit, None, row.key, pages_of(unit, draft.paper, known))
            for unit, row in zip(draft.units, rows, strict=True)
        )
        return Snapshot(
            job=job,
            volumes=tuple(outline.meta.title for outline in arranged.outlines),
            volume=arranged.volume,
            paper=draft.paper,
            units=placed,
            posts={entry.id: entry.post for entry in arranged.outline.entries},
            store=draft.scheduler.store,
            messages=tuple(self._said(draft, placed)) if draft.whole else (),
            settings=draft.config.settings,
            arranged=arranged,
            at=arranged.at,
            whole=draft.whole,
        )

    def _said(self, draft: Draft, placed: Sequence[LaidUnit]) -> list[Diagnostic]:
        """All that is to be said of the book so far."""
        said = Report([*draft.job.report.diagnostics])
        fragments = [one.fragment for one in placed if one.fragment]
        job = replace(draft.job, report=said)
        tell([one for fragment in fragments for one in fragment.told], job)
        tell_coarse([one for fragment in fragments for one in fragment.coarse], job)
        posts = [entry.post for entry in draft.arranged.outline.entries]
        self._sift(draft.config, posts, said)
        return said.diagnostics
