"""What a layout of some pages of an edited chapter begins with: how the chapter was laid out last."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.starting import Pages


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
