"""Units -> fragments: from the cache where nothing they are made of has changed, else from the workers."""

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from publisher.assets.fonts import stamp
from publisher.book.paper import Paper
from publisher.model import BookMeta
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache, NoCache, key_of
from publisher.storage.sharded import unpickled
from publisher.writers.job import Job
from publisher.writers.pdf import LAYOUT
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.units import LayoutUnit
from publisher.writers.pdf.layout.context import LayoutContext, context, context_css
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.slots import Numbered
from publisher.writers.pdf.layout.store import FragmentStore
from publisher.writers.pdf.layout.worker import fragment_of, gauge_of, set_up

_ENGINES = ("weasyprint", "pydyf", "tinycss2", "pikepdf", "pypdfium2", "uharfbuzz", "ziamath", "fonttools")
_POINTS = 72 / 25.4  # to a millimetre
_LAST = "press"  # what the last book was laid out with
_ANEW = 32  # units after which digits are guessed anew, by what is known then
_WORTH_IT = 4  # units: a second process takes about a second to start, as long as these take

# Pages of units by what they are made of -> digits of page numbers.
Guess = Callable[[Mapping[str, int]], html.Digits]


class Scheduler:
    """Makes the fragments of one book."""

    def __init__(self, job: Job, paper: Paper, composer: html.Composer) -> None:
        self._job = job
        self._made: dict[str, Fragment] = {}  # by this build, or found by it
        self.keys: list[str] = []  # of the fragments, in their order
        self.fresh: set[int] = set()  # which fragments were made by this build
        self._head = composer.head()
        style = html.style(job, paper)
        self._page_box = paper.sheet_box(style)
        self._cut = paper.one_sided * _POINTS
        css = context_css(style, paper)
        self._context = context(css, job.fonts, job.keep_in, 0, paper.room)
        self.store = FragmentStore(job.keep_in, job.book.meta.identifier, keeps=job.keeps)
        fonts = [stamp(face) for face in job.fonts.faces]
        theme = (job.theme.digest(), job.theme.words, css, fonts)
        # Fragments name font files in the cache's folder: elsewhere, they are made anew.
        self._about = key_of(_versions(), self._head, theme, composer.look, str(job.keep_in))
        self._books = Cache(job.keep_in / "extents") if job.keeps else NoCache()
        self._book = key_of(self._about, job.book.meta.identifier)
        self._gauges = Cache(job.keep_in / "gauges") if job.keeps else NoCache()
        self._extents: dict[str, int] = json.loads(self._books.get(self._book) or "{}")

    def ask(self, units: Sequence[LayoutUnit], digits_by: Guess) -> Callable[[], list[Fragment]]:
        """Have the fragments made that are new; what returns the fragment of every unit.

        Workers begin at once, and what is kept is read while they work. `digits_by`: digits of page numbers,
        from what is known of how many pages each unit has.
        """
        digits = digits_by(self._extents)
        keys = [self._key(unit, digits) for unit in units]
        known = [
            key in self._made or self.store.has(unit.starts[0], key)
            for unit, key in zip(units, keys, strict=True)
        ]
        new = self._laid_out(units, digits_by, [n for n, here in enumerate(known) if not here])

        def fragments() -> list[Fragment]:
            kept = [
                (self._made.get(key) or self.store.get(unit.starts[0], key)) if here else None
                for unit, key, here in zip(units, keys, known, strict=True)
            ]
            damaged = [n for n, fragment in enumerate(kept) if known[n] and not fragment]
            made = {}
            for number, digits, fragment in chain(new, self._laid_out(units, digits_by, damaged)):
                keys[number] = self._key(units[number], digits)
                made[number] = self.store.put(keys[number], fragment)
                self.fresh.add(number)
            found = [fragment or made[number] for number, fragment in enumerate(kept)]
            for unit, fragment in zip(units, found, strict=True):
                self._extents[unit.material] = len(fragment.pages)
            self._made = dict(zip(keys, found, strict=True))
            self.keys = keys
            self._keep_extents(units)
            self.store.close()
            return found

        return fragments

    def _laid_out(
        self, units: Sequence[LayoutUnit], digits_by: Guess, numbers: Sequence[int]
    ) -> Iterator[tuple[int, html.Digits, Fragment]]:
        """The fragments of some units, by their numbers, and the digits for which there is room; work on them
        begins at once. The contents come last, when most page numbers are known."""
        executor, count = self._job.executor, len(numbers)
        if count:
            executor.get_ready([LAYOUT])
        if count and self._job.keeps:
            self._remember()
        numbers = sorted(numbers, key=lambda number: bool(units[number].front and units[number].targets))
        given: dict[int, html.Digits] = {}

        def requests() -> Iterator[LayoutRequest]:
            for place, number in enumerate(numbers):
                if not place % _ANEW or len(numbers) - place < _ANEW:
                    digits = digits_by(self._extents)
                given[number] = digits
                yield self._request(units[number], digits)

        worth, few = count >= _WORTH_IT or (executor.ready and count > 0), count < _WORTH_IT
        made = executor.anywhere(fragment_of, requests(), worth=worth, few=few)
        measured = self._measured({units[number].margin_boxes for number in numbers}, worth=worth, few=few)

        def told() -> Iterator[tuple[int, html.Digits, Fragment]]:
            pages = 0
            for done, (number, fragment) in enumerate(zip(numbers, made, strict=True), 1):
                pages += len(fragment.pages)
                self._extents[units[number].material] = len(fragment.pages)
                self._job.step("laying out", units[number].name, done=done, of=count, pages=pages)
                yield number, given[number], fragment
            for margin_boxes, gauge in measured:
                self._gauges.put(self._of(margin_boxes), pickle.dumps(gauge))

        return told()

    def _measured(
        self, names: Iterable[str], *, worth: bool, few: bool
    ) -> Iterator[tuple[str, tuple[Numbered, ...]]]:
        """The gauges of margin boxes that are not kept: a process that lays out one unit has half the work
        where it need not make its own. On a cluster, each process makes one."""
        kept_here = self._job.keeps and not self._job.executor.is_far
        wanted = sorted(name for name in names if name and not self._gauge(name)) if kept_here else []
        given = [(self._context, self._head, name) for name in wanted]
        return zip(wanted, self._job.executor.each(gauge_of, given, worth=worth, few=few), strict=True)

    def _gauge(self, margin_boxes: str) -> tuple[Numbered, ...]:
        """A kept gauge; none where there is none."""
        kept = unpickled(self._gauges.get(self._of(margin_boxes))) if margin_boxes else None
        return kept if isinstance(kept, tuple) else ()

    def _of(self, margin_boxes: str) -> str:
        return key_of(self._about, margin_boxes)

    def _remember(self) -> None:
        """For warm_up()."""
        Cache(self._job.keep_in / _LAST).put(_LAST, pickle.dumps(self._context))

    def _keep_extents(self, units: Sequence[LayoutUnit]) -> None:
        own = {unit.material: self._extents[unit.material] for unit in units}
        data = json.dumps(own).encode()
        if self._books.get(self._book) != data:
            self._books.put(self._book, data)

    def has_room(self, units: Sequence[LayoutUnit], digits: html.Digits) -> bool:
        """Whether all fragments have room for just these digits."""
        return all(self._key(unit, digits) in self._made for unit in units)

    def book_key(self, units: Sequence[LayoutUnit], meta: BookMeta, paper: Paper) -> str:
        """A digest of all that the finished file is made of."""
        made_of = [(unit.kind, unit.starts, unit.recto, unit.material) for unit in units]
        return key_of(self._about, made_of, meta, paper)

    def _request(self, unit: LayoutUnit, digits: html.Digits) -> LayoutRequest:
        sections, files = unit.compose(digits)
        return LayoutRequest(
            name=unit.name,
            head=self._head,
            starts=unit.starts,
            sections=sections,
            page_box="" if unit.kind == "cover" else self._page_box,
            margin_boxes=unit.margin_boxes,
            files=tuple(files.items()),
            context=self._context,
            simplifies=unit.kind == "chapter",
            cut=self._cut if unit.kind != "cover" else 0.0,
            gauge=self._gauge(unit.margin_boxes),
        )

    def _key(self, unit: LayoutUnit, digits: html.Digits) -> str:
        room = [(target, target.room(digits)) for target in unit.targets]
        return key_of(self._about, unit.kind, unit.margin_boxes, unit.material, room)

    def forget_damaged(self) -> None:
        """Have fragments made anew whose bodies or pictures are damaged, or gone."""
        lost = self.store.damaged_pictures([*self._made.values()])
        self._made = {
            key: fragment for key, fragment in self._made.items() if self.store.is_whole(key, fragment, lost)
        }


def warm_up(keep_in: Path, executor: Executor) -> None:
    """Let other processes set up what the last book was laid out with, while this one reads the blog: the
    next is likely to be laid out with the same."""
    last = unpickled(Cache(keep_in / _LAST).get(_LAST))
    if isinstance(last, LayoutContext):
        executor.soon(set_up, last)


def _versions() -> list[tuple[str, str]]:
    """Another engine makes other pages; other code of ours has another store, see storage/store.py."""
    return [(name, version(name)) for name in _ENGINES]
