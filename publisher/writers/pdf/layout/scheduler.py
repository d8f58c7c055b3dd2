"""Units -> fragments: from the store where nothing they are made of has changed, else from the workers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from publisher.assets.fonts import FontSet
from publisher.book.paper import Paper
from publisher.phrase import _
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded
from publisher.writers.job import Job
from publisher.writers.pdf import LAYOUT
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.html import Composer
from publisher.writers.pdf.compose.targets import Digits
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.layout.context import LayoutContext, context, context_css
from publisher.writers.pdf.layout.earlier import LaidChapter, SomePages
from publisher.writers.pdf.layout.earlier_layouts import EarlierLayouts
from publisher.writers.pdf.layout.extents import Extents
from publisher.writers.pdf.layout.findings import overran
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.gauges import Gauges
from publisher.writers.pdf.layout.libraries import machine
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.store import FragmentStore
from publisher.writers.pdf.layout.worker import (
    fragment_of,
    is_large,
    laid_chapter_of,
    more_simply,
    posts_in,
    set_up,
)

_POINTS = 72 / 25.4  # to a millimetre
_LAST = "press"  # what the last book was laid out with
_ANEW = 32  # units after which digits are guessed anew, by what is known then
_WORTH_IT = 4  # units: a second process takes about a second to start, as long as these take

# Pages of units by what they are made of -> digits of page numbers.
Guess = Callable[[Mapping[str, int]], Digits]


@dataclass(frozen=True, slots=True)
class LayoutSetting:
    """What all units are laid out with: with a unit's Inputs and its room for page numbers, all that a
    fragment is made of."""

    composed: html.ComposeSetting
    fonts: FontSet
    machine: tuple[str, ...]  # see libraries.py
    keep_in: Path  # fragments name font files there

    @classmethod
    def of(cls, job: Job, paper: Paper) -> "LayoutSetting":
        return cls(html.ComposeSetting.of(job, paper, late=True), job.fonts, machine(), job.keep_in)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The fragments of all units, in their order."""

    fragments: list[Fragment]
    keys: list[str]  # of each, all that it is made of
    fresh: frozenset[int]  # which were made by this build


class Row(NamedTuple):
    """A unit's key, and its fragment where there is one."""

    key: str
    fragment: Fragment | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Units whose fragments are looked for; work on those that are not kept has begun."""

    scheduler: "Scheduler"
    units: Sequence[LayoutUnit]
    guess: Guess
    keys: list[str]
    known: list[bool]  # whether the store should have it
    new: "Iterator[tuple[int, str, Fragment]]"

    def finish(self) -> LaidOut:
        """Wait for the new ones, and read the others meanwhile; what is damaged is made anew."""
        scheduler, keys = self.scheduler, [*self.keys]
        rows = zip(self.units, keys, self.known, strict=True)
        found = [scheduler.kept(unit, key) if here else None for unit, key, here in rows]
        damaged = [n for n, here in enumerate(self.known) if here and not found[n]]
        for number, key, fragment in chain(self.new, scheduler.laid_out(self.units, self.guess, damaged)):
            keys[number], found[number] = key, scheduler.put(key, fragment)
        return scheduler.closed(self.units, keys, [one for one in found if one])


class Scheduler:
    """Has the fragments of one book made, or finds them."""

    def __init__(self, job: Job, setting: LayoutSetting, *, edited: bool = False) -> None:
        """`edited`: whether chapters are edited while it works: see some_pages()."""
        self._job, self._executor = job, job.executor
        self._made: dict[str, Fragment] = {}  # by this build, or found by it
        self._fresh: set[str] = set()  # keys of what this build has made
        self._most = 0  # units that were asked for at once: less are a part of the book
        composed = setting.composed
        self._composer = Composer(composed)
        self._head = self._composer.head()
        self._page_box = composed.paper.sheet_box(composed.css())
        self._cut = composed.paper.one_sided * _POINTS
        self._cure, self._own_theme = composed.paper.cure, job.theme.shipped() is not job.theme
        css = context_css(composed.css(), composed.paper)
        room, ink = composed.paper.room, composed.look.ink
        self._context = context(css, setting.fonts, setting.keep_in, 0, room, ink)
        self._about = key_of(setting)
        self.store = FragmentStore(job)
        self._extents = Extents(job.cache("extents"), key_of(self._about, job.book.meta.identifier))
        self._gauges = Gauges(job.cache("gauges"), self._about, self._context, self._head)
        self._earlier, self._edited = EarlierLayouts(job.executor), edited

    def ask(self, units: Sequence[LayoutUnit], guess: Guess) -> Asked:
        """Let workers begin with what is new. `guess`: digits of page numbers, from what is known of how many
        pages each unit has."""
        digits = guess(self._extents.known)
        keys = [self._key(unit, digits) for unit in units]
        rows = zip(units, keys, strict=True)
        known = [key in self._made or self.store.has(unit.inputs.starts[0], key) for unit, key in rows]
        new = self.laid_out(units, guess, [n for n, here in enumerate(known) if not here])
        return Asked(self, units, guess, keys, known, new)

    def at_hand(self, units: Sequence[LayoutUnit], guess: Guess) -> list[Row]:
        """Return all units with the fragments that need not be laid out."""
        self._most = max(self._most, len(units))
        digits = guess(self._extents.known)
        rows = ((unit, self._key(unit, digits)) for unit in units)
        return [Row(key, self._found(unit, key)) for unit, key in rows]

    def _found(self, unit: LayoutUnit, key: str) -> Fragment | None:
        if found := self.kept(unit, key):
            self._made[key] = found
        return found

    @property
    def pages(self) -> Mapping[str, int]:
        """Pages of units, by what these are made of, as far as they are known."""
        return self._extents.known

    def kept(self, unit: LayoutUnit, key: str) -> Fragment | None:
        """Return a fragment of this build or an earlier one; None where it is damaged, or took too much."""
        if made := self._made.get(key):
            return made
        found = self.store.get(unit.inputs.starts[0], key)
        return None if found and overran(found.told) else found

    def put(self, key: str, fragment: Fragment) -> Fragment:
        """Keep a new fragment: see FragmentStore.put()."""
        self._fresh.add(key)
        return self.store.put(key, fragment)

    def closed(self, units: Sequence[LayoutUnit], keys: list[str], found: list[Fragment]) -> LaidOut:
        """Return all fragments, and what is known of them kept for the next build."""
        self._made |= zip(keys, found, strict=True)
        pages = {unit.material: len(one.pages) for unit, one in zip(units, found, strict=True)}
        self._most = max(self._most, len(units))
        self._extents.keep(pages, is_part=len(units) < self._most)
        self.store.close()
        # A unit may be made first, and then be kept with other digits: that was proven when it was made.
        fresh = frozenset(number for number, key in enumerate(keys) if key in self._fresh)
        return LaidOut(found, keys, fresh)

    def keep_only(self, keys: Sequence[str]) -> None:
        """Forget other fragments, and the bodies of these, which lie on the disk: for who makes one edition
        of a book after another."""
        kept = {key: self._made[key] for key in keys if key in self._made}
        bare = {
            key: replace(one, body=None) for key, one in kept.items() if one.body and self.store.keeps(key)
        }
        self._made = kept | bare

    def has_room(self, units: Sequence[LayoutUnit], digits: Digits) -> bool:
        """Tell whether all fragments have room for just these digits."""
        return all(self._key(unit, digits) in self._made for unit in units)

    def forget_damaged(self) -> None:
        """Have fragments made anew whose bodies or pictures are damaged, or gone."""
        lost = self.store.damaged_pictures([*self._made.values()])
        self._made = {
            key: fragment for key, fragment in self._made.items() if self.store.is_whole(key, fragment, lost)
        }

    def laid_out(
        self, units: Sequence[LayoutUnit], guess: Guess, numbers: Sequence[int]
    ) -> Iterator[tuple[int, str, Fragment]]:
        """Return the fragments of some units, by their numbers, and their keys; work on them begins at once.
        The contents come last, when most page numbers are known."""
        count = len(numbers)
        if count:
            self._executor.get_ready([LAYOUT])
            self._remember()
        numbers = sorted(numbers, key=lambda n: bool(units[n].front and units[n].targets))
        worth, few = count >= _WORTH_IT or (self._executor.ready and count > 0), count < _WORTH_IT
        keys: dict[int, str] = {}
        requests = self._requests(units, guess, numbers, keys)
        make: Callable[[LayoutRequest], Fragment | LaidChapter]
        make = laid_chapter_of if self._edited else fragment_of
        made: Iterator[Fragment | LaidChapter] = self._executor.anywhere(
            make, requests, worth=worth, few=few, simpler=more_simply, large=is_large, posts=posts_in
        )
        names = {units[number].inputs.margin_boxes for number in numbers}
        measured = self._gauges.measured(names, self._executor, worth=worth, few=few)
        return self._told(units, numbers, keys, made, measured)

    def _requests(
        self, units: Sequence[LayoutUnit], guess: Guess, numbers: Sequence[int], keys: dict[int, str]
    ) -> Iterator[LayoutRequest]:
        """What workers get, one after another as they take it; each one's key is put into `keys`."""
        digits: Digits = {}
        for place, number in enumerate(numbers):
            if not place % _ANEW or len(numbers) - place < _ANEW:
                digits = guess(self._extents.known)
            keys[number] = self._key(units[number], digits)
            yield self._request(units[number], digits)

    def _told(
        self,
        units: Sequence[LayoutUnit],
        numbers: Sequence[int],
        keys: Mapping[int, str],
        made: Iterator[Fragment | LaidChapter],
        measured: Iterator[object],
    ) -> Iterator[tuple[int, str, Fragment]]:
        """New fragments as they come, and progress."""
        pages = 0
        for done, (number, one) in enumerate(zip(numbers, made, strict=True), 1):
            fragment = self._earlier.keep(units[number], one) if isinstance(one, LaidChapter) else one
            pages += len(fragment.pages)
            self._extents.add(units[number].material, len(fragment.pages))
            name = units[number].inputs.name
            self._job.step(_("laying out"), name, done=done, of=len(numbers), pages=pages)
            yield number, keys[number], fragment
        for _rest in measured:
            pass

    def get_ready_for(self, unit: LayoutUnit, digits: Digits) -> None:
        """Lay a chapter out, once, that is kept from a build, to know how that is done: then an edit of it is
        soon seen."""
        if self._edited and self._earlier.is_wanted(unit):
            for _row in self.laid_out([unit], lambda _known: digits, [0]):
                pass

    def some_pages(self, unit: LayoutUnit, digits: Digits, page: int) -> SomePages | None:
        """Return the pages of an edited chapter on which something is another, up to the one that is looked
        at; None where that is not known before it is laid out."""
        if not self._earlier.has(unit):
            return None
        return self._earlier.some_pages(unit, self._request(unit, digits), page)

    def _request(self, unit: LayoutUnit, digits: Digits) -> LayoutRequest:
        inputs = unit.inputs
        sections, files = inputs.shows.compose(self._composer, _rooms(unit, digits))
        return LayoutRequest(
            name=inputs.name,
            head=self._head,
            starts=inputs.starts,
            sections=sections,
            page_box="" if inputs.kind == "cover" else self._page_box,
            margin_boxes=inputs.margin_boxes,
            files=tuple(files.items()),
            context=self._context,
            simplifies=inputs.is_written,
            cut=self._cut if inputs.kind != "cover" else 0.0,
            own_theme=self._own_theme,
            cure=self._cure,
            gauge=self._gauges.kept(inputs.margin_boxes),
        )

    def _key(self, unit: LayoutUnit, digits: Digits) -> str:
        return key_of(self._about, unit.material, _rooms(unit, digits))

    def _remember(self) -> None:
        """For warm_up()."""
        self._job.cache(_LAST).put(_LAST, encoded(self._context))


def _rooms(unit: LayoutUnit, digits: Digits) -> Digits:
    """All that a unit sees of page numbers: for how many digits there is room in those that it shows."""
    return {target.id: target.room(digits) for target in unit.targets}


def warm_up(keep_in: Path, executor: Executor) -> None:
    """Let other processes set up what the last book was laid out with, while this one reads the blog: the
    next is likely to be laid out with the same."""
    if last := decoded(Cache(keep_in / _LAST).get(_LAST), LayoutContext):
        executor.soon(set_up, last)
