"""What a layout of some pages of an edited chapter begins with: how the chapter was laid out last.

No engine is needed to keep it: a build that finds everything made does not load one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import LayoutRequest


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins in the last section of a document."""

    block: int  # of the section, from 0
    inside: Any  # where in it, as the engine says it; None: at its beginning
    before: tuple[str, str]  # what ends the page before, and which page of the theme it is
    right: bool  # whether it is a right-hand page

    def is_at(self, other: "Start") -> bool:
        return (self.block, self.inside) == (other.block, other.inside)

    def moved(self, blocks: int) -> "Start":
        """Return the same place with as many blocks more before it."""
        return replace(self, block=self.block + blocks)


@dataclass(frozen=True, slots=True)
class Pages:
    """How the pages of a document begin; and what they were made with for its last page's sake."""

    starts: tuple[Start | None, ...]  # of all, and of one that would follow; None: nobody can say
    shorter: tuple[int, float]  # from which page on they are shorter at their foot, and how many px
    parts: Mapping[int, float]  # blocks of the last section whose lines end early: see Change.parts

    def behind(self, pages: int) -> "Pages":
        """Return the same without the first pages, and without one that would follow."""
        first, foot = self.shorter
        return replace(self, starts=self.starts[pages:-1], shorter=(first - pages, foot))


@dataclass(frozen=True, slots=True)
class EarlierLayout:
    """A chapter as it was laid out."""

    composed: str  # its HTML
    fitted: str  # the same, so dressed that it fits: see fit.py
    pages: Pages


@dataclass(frozen=True, slots=True)
class LaidChapter:
    """A fragment, and how it was laid out, where it is of one chapter."""

    fragment: Fragment
    earlier: EarlierLayout | None

    def paths(self) -> tuple[str, ...]:
        """Return the files that it names: see Fragment."""
        return self.fragment.paths()

    def moved(self, places: Mapping[str, str]) -> "LaidChapter":
        """Return the same with its files in other places."""
        return replace(self, fragment=self.fragment.moved(places))


@dataclass(frozen=True, slots=True)
class SomePagesRequest:
    """What a worker gets to lay out some pages of a chapter."""

    request: LayoutRequest  # of the chapter as it is now
    earlier: EarlierLayout
    page: int  # that is looked at, from 0
    most: int  # how many are laid out; 0: none, since it took too much


@dataclass(frozen=True, slots=True)
class SomePages:
    """Some pages of an edited chapter."""

    first: int  # the number of the first one, from 0
    count: int
    fragment: Fragment  # which may have one more that is not full
