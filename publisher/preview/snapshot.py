"""One state of the book on the screen: its units, where their pages stand, and what is to be said of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from publisher.book.paper import Paper
from publisher.config.schema import BookToml
from publisher.errors import Diagnostic
from publisher.model import Post
from publisher.preview.drafts import Arranged
from publisher.preview.window import Sheets
from publisher.writers.job import Job
from publisher.writers.pdf.assemble.pagination import Spot, UnitPages, paginate
from publisher.writers.pdf.compose.html import Line
from publisher.writers.pdf.compose.targets import Digits
from publisher.writers.pdf.compose.unit import ContentsPage, LayoutUnit
from publisher.writers.pdf.layout.earlier import SomePages
from publisher.writers.pdf.layout.findings import overran
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.store import FragmentStore


@dataclass(frozen=True, slots=True)
class LaidUnit:
    """A unit and its place in the book."""

    unit: LayoutUnit
    fragment: Fragment | None  # None: it is still to be laid out
    made_of: str  # the fragment's key
    pages: int  # a guess, where there is no fragment

    @property
    def took_too_much(self) -> bool:
        """Whether it is set as text for the time that it took."""
        return self.fragment is not None and overran(self.fragment.told)


@dataclass(frozen=True, slots=True)
class NewerPages:
    """Pages of one unit that are newer than the rest of it."""

    unit: int
    pages: range  # of the unit, from 0
    token: str
    fragment: Fragment  # of these, and perhaps more


_CACHED = ("spots", "labels", "tokens", "lines", "_own", "_places")  # by who makes one snapshot of another


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that is shown, frozen: threads that answer look at one while the next is made."""

    job: Job  # the book, its theme and fonts
    volumes: tuple[str, ...]  # titles of all
    volume: int
    paper: Paper
    units: tuple[LaidUnit, ...]
    posts: Mapping[str, Post]  # by the ids of their chapters
    store: FragmentStore
    messages: tuple[Diagnostic, ...]
    settings: BookToml  # as they are written: what the theme says is left open
    arranged: Arranged  # the blog, and the order that its book has
    at: str  # the chapter under the cursor when it was made; "": none
    whole: bool  # whether it has all its chapters: the first snapshot may show some only
    altered: int = -1  # the one unit by which it is another than the snapshot before; -1: it may be all
    newer: NewerPages | None = None  # of that unit

    def with_unit(self, number: int, one: LaidUnit, post: Post, job: Job) -> "Snapshot":
        """Return the same with another unit in the place of one."""
        units = (*self.units[:number], one, *self.units[number + 1 :])
        posts = {**self.posts, one.unit.inputs.starts[0]: post}
        same = one.pages == self.units[number].pages
        made = replace(self, job=job, units=units, posts=posts, altered=number if same else -1)
        if same and one.fragment:  # pages stand where they stood
            first = next(n for n, spot in enumerate(self.spots) if spot.fragment == number)
            own = {name: first + page for name, (page, _x, _y) in one.fragment.places.items()}
            labels = self.labels | {name: self.spots[page].label for name, page in own.items()}
            tokens = [*self.tokens]
            tokens[number] = _token(one, self._own[number], labels, self.paper)
            made.__dict__.update(spots=self.spots, _own=self._own, lines=self.lines, tokens=tokens)
            made.__dict__.update(_places=self._places | own, labels=labels)
        return made

    def with_newer(self, number: int, unit: LayoutUnit, made: SomePages) -> "Snapshot":
        """Return the same with newer pages of a unit; as many as it had. `unit`: as it is now."""
        pages = range(made.first, min(made.first + made.count, len(self._own[number])))
        token = _digest((unit.material, made.first, self.tokens[number]))
        newer = NewerPages(number, pages, token, made.fragment)
        return self._knowing(replace(self, altered=number, newer=newer))

    def altered_as(self, last: "Snapshot") -> "Snapshot":
        """Return the same, told by what the last one was told by, which looks like it."""
        return self._knowing(replace(self, altered=last.altered))

    def _knowing(self, other: "Snapshot") -> "Snapshot":
        """Return another one of the same units with what is known of this one."""
        known = {name: value for name, value in self.__dict__.items() if name in _CACHED}
        other.__dict__.update(known)
        return other

    def digits_in(self, unit: LayoutUnit) -> Digits:
        """Return how many digits the page numbers have that a unit shows."""
        names = {name for target in unit.targets for name in (target.id, target.chapter)}
        return {name: len(self.labels[name]) for name in names if name in self.labels}

    def with_messages(self, post: Post, new: Sequence[Diagnostic]) -> "Snapshot":
        """Return the same with what is said of one post now."""
        others = (one for one in self.messages if one.where.path != post.path)
        return self._knowing(replace(self, messages=(*others, *new)))

    @property
    def is_laid_out(self) -> bool:
        """Whether all of it is."""
        return self.whole and all(one.fragment for one in self.units)

    def looks_like(self, other: "Snapshot") -> bool:
        """Tell whether a page, a line of the contents or a message is another."""
        return (
            self.tokens == other.tokens
            and self.newer == other.newer
            and self.messages == other.messages
            and self.lines == other.lines
            and self.settings == other.settings
            and self.arranged.outline.plan == other.arranged.outline.plan
            and (self.paper, self.volumes, self.volume, self.whole)
            == (other.paper, other.volumes, other.volume, other.whole)
        )

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every page of the book."""
        units = [one.unit for one in self.units]
        rows = zip(self.units, units, strict=True)
        return paginate([UnitPages(one.pages, unit.recto, unit.front, unit.verso) for one, unit in rows])

    @cached_property
    def _places(self) -> dict[str, int]:
        """Id -> the page of the book, from 0, of all that is laid out; of the rest, where it begins."""
        where = {(spot.fragment, spot.page): number for number, spot in enumerate(self.spots)}
        found = {start: where[n, 0] for n, one in enumerate(self.units) for start in one.unit.inputs.starts}
        for number, one in enumerate(self.units):
            if one.fragment:
                found |= {name: where[number, page] for name, (page, _, _) in one.fragment.places.items()}
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
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
        rows = zip(self.units, self._own, strict=True)
        return [_token(one, spots, self.labels, self.paper) for one, spots in rows]

    def sheets(self, token: str) -> Sheets | None:
        """Return the pages of the unit with this token."""
        number, newer = self._numbers.get(token), self.newer
        if newer and newer.token == token:
            return self._sheets(token, token, newer.fragment, self._spots_of(newer))
        one = None if number is None else self.units[number]
        if number is None or one is None or one.fragment is None:
            return None
        return self._sheets(token, one.made_of, one.fragment, self._own[number])

    def _spots_of(self, newer: NewerPages) -> tuple[Spot, ...]:
        """A place for every page that was laid out; those that are not shown have that of the last."""
        own, count = self._own[newer.unit], len(newer.fragment.pages)
        numbers = (min(newer.pages.start + page, len(own) - 1) for page in range(count))
        return tuple(replace(own[number], page=page) for page, number in enumerate(numbers))

    def _sheets(self, token: str, made_of: str, fragment: Fragment, spots: tuple[Spot, ...]) -> Sheets:
        return Sheets(
            token, made_of, fragment, spots, self.labels, self.spots[-1].label, self.paper,
            self.job.book.meta, self.store,
        )  # fmt: skip

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {token: number for number, token in enumerate(self.tokens) if token}

    @cached_property
    def named(self) -> frozenset[str]:
        """The files that messages are about."""
        return frozenset(one.where.path for one in self.messages)

    def posts_on(self, token: str) -> Mapping[str, Post]:
        """Return the posts whose chapters begin in a unit, by their paths."""
        starts = self.units[self._numbers[token]].unit.inputs.starts if token in self._numbers else ()
        return {self.posts[one].path: self.posts[one] for one in starts if one in self.posts}

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
        lines = next((one.lines for one in shown if isinstance(one, ContentsPage)), None)
        if lines is None:  # a book without a page of them
            inputs = (one.unit.inputs for one in self.units if one.unit.inputs.kind in ("part", "chapter"))
            lines = tuple(Line(one.kind, one.starts[0], "", (), one.name, 0) for one in inputs)
        return [(line, self._places.get(line.id, 0)) for line in lines]


def _token(one: LaidUnit, spots: Sequence[Spot], labels: Mapping[str, str], paper: Paper) -> str:
    if not one.fragment:
        return ""
    said = [labels.get(slot.target, "") for page in one.fragment.pages for slot in page.slots]
    return _digest((one.made_of, spots[0].label, spots[0].recto, paper.inner, *said))


def _digest(shown: tuple[object, ...]) -> str:
    return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()
