"""One state of the book on the screen: its units, where their pages stand, and what is to be said of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.book.paper import Paper
from publisher.config.schema import BookToml
from publisher.errors import Diagnostic
from publisher.model import Post
from publisher.preview.window import Sheets
from publisher.writers.job import Job
from publisher.writers.pdf.assemble.pagination import Extent, Spot, paginate
from publisher.writers.pdf.compose.html import Line
from publisher.writers.pdf.compose.unit import ContentsPage, LayoutUnit
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.store import FragmentStore


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and its place in the book."""

    unit: LayoutUnit
    fragment: Fragment | None  # None: it is still to be laid out
    made_of: str  # the fragment's key
    pages: int  # a guess, where there is no fragment


@dataclass(frozen=True, eq=False)
class Edition:
    """All that is shown, frozen: threads that answer look at one while the next is made."""

    job: Job  # the book, its theme and fonts
    volumes: tuple[str, ...]  # titles of all
    volume: int
    paper: Paper
    units: tuple[Placed, ...]
    posts: Mapping[str, Post]  # by the ids of their chapters
    store: FragmentStore
    messages: tuple[Diagnostic, ...]
    settings: BookToml  # as they are written: what the theme says is left open
    at: str  # the chapter under the cursor when it was made; "": none
    whole: bool  # whether it has all its chapters: the first edition may show some only

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every page of the book."""
        units = [one.unit for one in self.units]
        rows = zip(self.units, units, strict=True)
        return paginate([Extent(one.pages, unit.recto, unit.front, unit.verso) for one, unit in rows])

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Id -> the page of the book, from 0, of all that is laid out; of the rest, where it begins."""
        where = {(spot.fragment, spot.page): number for number, spot in enumerate(self.spots)}
        found = {start: where[n, 0] for n, one in enumerate(self.units) for start in one.unit.inputs.starts}
        for number, one in enumerate(self.units):
            if one.fragment:
                found |= {name: where[number, page] for name, (page, _, _) in one.fragment.places.items()}
        return found

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Id -> the number of its page, as it is printed."""
        return {name: self.spots[page].label for name, page in self._places.items()}

    @cached_property
    def _own(self) -> Sequence[tuple[Spot, ...]]:
        """The pages of each unit."""
        own: list[list[Spot]] = [[] for _unit in self.units]
        for spot in self.spots:
            if spot.fragment >= 0:
                own[spot.fragment].append(spot)
        return [tuple(spots) for spots in own]

    @cached_property
    def tokens(self) -> Sequence[str]:
        """Of each unit, what is another where anything on its pages is another; "" where there are none."""
        return [self._token(one, spots) for one, spots in zip(self.units, self._own, strict=True)]

    def _token(self, one: Placed, spots: Sequence[Spot]) -> str:
        if not one.fragment:
            return ""
        said = [self.labels.get(slot.target, "") for page in one.fragment.pages for slot in page.slots]
        shown = (one.made_of, spots[0].label, spots[0].recto, self.paper.inner, *said)
        return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()

    def sheets(self, token: str) -> Sheets | None:
        """Return the pages of the unit with this token."""
        number = self._numbers.get(token)
        one = None if number is None else self.units[number]
        if number is None or one is None or one.fragment is None:
            return None
        spots = self._own[number]
        return Sheets(
            token, one.made_of, one.fragment, spots, self.labels, self.spots[-1].label, self.paper,
            self.job.book.meta, self.store,
        )  # fmt: skip

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {token: number for number, token in enumerate(self.tokens) if token}

    def post_at(self, token: str, page: int, y: float) -> Post | None:
        """Return the post to which a place on a page belongs; 0 is a page's head, 1 its foot."""
        sheets = self.sheets(token)
        if not sheets:
            return None
        at = page, -sheets.fragment.pages[page].height * (1 - y)
        starts = self.units[self._numbers[token]].unit.inputs.starts
        places = {one: sheets.fragment.places.get(one, (0, 0.0, 0.0)) for one in starts if one in self.posts}
        before = [one for one, (on, _x, up) in places.items() if (on, -up) <= at] or [*places][:1]
        return self.posts[before[-1]] if before else None

    @cached_property
    def lines(self) -> Sequence[tuple[Line, int]]:
        """Every line of the contents, and the page it leads to."""
        shown = (one.unit.inputs.shows for one in self.units)
        lines = next((one.lines for one in shown if isinstance(one, ContentsPage)), ())
        return [(line, self._places.get(line.id, 0)) for line in lines]
