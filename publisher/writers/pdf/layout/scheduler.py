"""Sheets -> pieces: from the cache where nothing they are made of has changed, else from the workers."""

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from publisher.assets.fonts import stamp
from publisher.book.paper import Paper
from publisher.model import BookMeta
from publisher.runtime.executor import Crew
from publisher.storage.cache import Cache, NoCache, key_of
from publisher.storage.sharded import unpickled
from publisher.writers.job import Job
from publisher.writers.pdf import LAYOUT
from publisher.writers.pdf.compose import html
from publisher.writers.pdf.compose.units import Sheet
from publisher.writers.pdf.layout.context import Press, press, press_css
from publisher.writers.pdf.layout.fragment import Piece
from publisher.writers.pdf.layout.request import Order
from publisher.writers.pdf.layout.slots import Numbered
from publisher.writers.pdf.layout.store import Stock
from publisher.writers.pdf.layout.worker import gauge_of, piece_of, set_up

_ENGINES = ("weasyprint", "pydyf", "tinycss2", "pikepdf", "pypdfium2", "uharfbuzz", "ziamath", "fonttools")
_POINTS = 72 / 25.4  # to a millimetre
_LAST = "press"  # what the last book was laid out with
_ANEW = 32  # sheets after which digits are guessed anew, by what is known then
_WORTH_IT = 4  # sheets: a second process takes about a second to start, as long as these take

# Pages of sheets by what they are made of -> digits of page numbers.
Guess = Callable[[Mapping[str, int]], html.Digits]


class Foundry:
    """Makes the pieces of one book."""

    def __init__(self, job: Job, paper: Paper, composer: html.Composer) -> None:
        self._job = job
        self._made: dict[str, Piece] = {}  # by this build, or found by it
        self.keys: list[str] = []  # of the pieces, in their order
        self.fresh: set[int] = set()  # which pieces were made by this build
        self._head = composer.head()
        style = html.style(job, paper)
        self._page_box = paper.sheet_box(style)
        self._cut = paper.one_sided * _POINTS
        css = press_css(style, paper)
        self._press = press(css, job.fonts, job.keep_in, 0, paper.room)
        self.stock = Stock(job.keep_in, job.book.meta.identifier, keeps=job.keeps)
        fonts = [stamp(face) for face in job.fonts.faces]
        theme = (job.theme.digest(), job.theme.words, css, fonts)
        # Pieces name font files in the cache's folder: elsewhere, they are made anew.
        self._about = key_of(_versions(), self._head, theme, composer.look, str(job.keep_in))
        self._books = Cache(job.keep_in / "extents") if job.keeps else NoCache()
        self._book = key_of(self._about, job.book.meta.identifier)
        self._gauges = Cache(job.keep_in / "gauges") if job.keeps else NoCache()
        self._extents: dict[str, int] = json.loads(self._books.get(self._book) or "{}")

    def ask(self, sheets: Sequence[Sheet], digits_by: Guess) -> Callable[[], list[Piece]]:
        """Have the pieces made that are new; what returns the piece of every sheet.

        Workers begin at once, and what is kept is read while they work. `digits_by`: digits of page numbers,
        from what is known of how many pages each sheet has.
        """
        digits = digits_by(self._extents)
        keys = [self._key(sheet, digits) for sheet in sheets]
        known = [
            key in self._made or self.stock.has(sheet.starts[0], key)
            for sheet, key in zip(sheets, keys, strict=True)
        ]
        new = self._laid_out(sheets, digits_by, [n for n, here in enumerate(known) if not here])

        def pieces() -> list[Piece]:
            kept = [
                (self._made.get(key) or self.stock.get(sheet.starts[0], key)) if here else None
                for sheet, key, here in zip(sheets, keys, known, strict=True)
            ]
            damaged = [n for n, piece in enumerate(kept) if known[n] and not piece]
            made = {}
            for number, digits, piece in chain(new, self._laid_out(sheets, digits_by, damaged)):
                keys[number] = self._key(sheets[number], digits)
                made[number] = self.stock.put(keys[number], piece)
                self.fresh.add(number)
            found = [piece or made[number] for number, piece in enumerate(kept)]
            for sheet, piece in zip(sheets, found, strict=True):
                self._extents[sheet.material] = len(piece.leaves)
            self._made = dict(zip(keys, found, strict=True))
            self.keys = keys
            self._keep_extents(sheets)
            self.stock.close()
            return found

        return pieces

    def _laid_out(
        self, sheets: Sequence[Sheet], digits_by: Guess, numbers: Sequence[int]
    ) -> Iterator[tuple[int, html.Digits, Piece]]:
        """The pieces of some sheets, by their numbers, and the digits for which there is room; work on them
        begins at once. The contents come last, when most page numbers are known."""
        crew, count = self._job.crew, len(numbers)
        if count:
            crew.get_ready([LAYOUT])
        if count and self._job.keeps:
            self._remember()
        numbers = sorted(numbers, key=lambda number: bool(sheets[number].front and sheets[number].targets))
        given: dict[int, html.Digits] = {}

        def orders() -> Iterator[Order]:
            for place, number in enumerate(numbers):
                if not place % _ANEW or len(numbers) - place < _ANEW:
                    digits = digits_by(self._extents)
                given[number] = digits
                yield self._order(sheets[number], digits)

        worth, few = count >= _WORTH_IT or (crew.ready and count > 0), count < _WORTH_IT
        made = crew.anywhere(piece_of, orders(), worth=worth, few=few)
        measured = self._measured({sheets[number].furniture for number in numbers}, worth=worth, few=few)

        def told() -> Iterator[tuple[int, html.Digits, Piece]]:
            pages = 0
            for done, (number, piece) in enumerate(zip(numbers, made, strict=True), 1):
                pages += len(piece.leaves)
                self._extents[sheets[number].material] = len(piece.leaves)
                self._job.step("laying out", sheets[number].name, done=done, of=count, pages=pages)
                yield number, given[number], piece
            for furniture, gauge in measured:
                self._gauges.put(self._of(furniture), pickle.dumps(gauge))

        return told()

    def _measured(
        self, names: Iterable[str], *, worth: bool, few: bool
    ) -> Iterator[tuple[str, tuple[Numbered, ...]]]:
        """The gauges of furniture that are not kept: a process that lays out one sheet has half the work
        where it need not make its own. On a cluster, each process makes one."""
        kept_here = self._job.keeps and not self._job.crew.is_far
        wanted = sorted(name for name in names if name and not self._gauge(name)) if kept_here else []
        given = [(self._press, self._head, name) for name in wanted]
        return zip(wanted, self._job.crew.each(gauge_of, given, worth=worth, few=few), strict=True)

    def _gauge(self, furniture: str) -> tuple[Numbered, ...]:
        """A kept gauge; none where there is none."""
        kept = unpickled(self._gauges.get(self._of(furniture))) if furniture else None
        return kept if isinstance(kept, tuple) else ()

    def _of(self, furniture: str) -> str:
        return key_of(self._about, furniture)

    def _remember(self) -> None:
        """For warm_up()."""
        Cache(self._job.keep_in / _LAST).put(_LAST, pickle.dumps(self._press))

    def _keep_extents(self, sheets: Sequence[Sheet]) -> None:
        own = {sheet.material: self._extents[sheet.material] for sheet in sheets}
        data = json.dumps(own).encode()
        if self._books.get(self._book) != data:
            self._books.put(self._book, data)

    def has_room(self, sheets: Sequence[Sheet], digits: html.Digits) -> bool:
        """Whether all pieces have room for just these digits."""
        return all(self._key(sheet, digits) in self._made for sheet in sheets)

    def book_key(self, sheets: Sequence[Sheet], meta: BookMeta, paper: Paper) -> str:
        """A digest of all that the finished file is made of."""
        made_of = [(sheet.kind, sheet.starts, sheet.recto, sheet.material) for sheet in sheets]
        return key_of(self._about, made_of, meta, paper)

    def _order(self, sheet: Sheet, digits: html.Digits) -> Order:
        sections, files = sheet.compose(digits)
        return Order(
            name=sheet.name,
            head=self._head,
            starts=sheet.starts,
            sections=sections,
            page_box="" if sheet.kind == "cover" else self._page_box,
            furniture=sheet.furniture,
            files=tuple(files.items()),
            press=self._press,
            simplifies=sheet.kind == "chapter",
            cut=self._cut if sheet.kind != "cover" else 0.0,
            gauge=self._gauge(sheet.furniture),
        )

    def _key(self, sheet: Sheet, digits: html.Digits) -> str:
        room = [(target, target.room(digits)) for target in sheet.targets]
        return key_of(self._about, sheet.kind, sheet.furniture, sheet.material, room)

    def forget_damaged(self) -> None:
        """Have pieces made anew whose bodies or pictures are damaged, or gone."""
        lost = self.stock.damaged_pictures([*self._made.values()])
        self._made = {
            key: piece for key, piece in self._made.items() if self.stock.is_whole(key, piece, lost)
        }


def warm_up(keep_in: Path, crew: Crew) -> None:
    """Let other processes set up what the last book was laid out with, while this one reads the blog: the
    next is likely to be laid out with the same."""
    last = unpickled(Cache(keep_in / _LAST).get(_LAST))
    if isinstance(last, Press):
        crew.soon(set_up, last)


def _versions() -> list[tuple[str, str]]:
    """Another engine makes other pages; other code of ours has another store, see storage/store.py."""
    return [(name, version(name)) for name in _ENGINES]
