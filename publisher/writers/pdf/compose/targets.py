"""Places whose page numbers a unit shows, and what is known of these numbers before they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.book.crossrefs import Destination

PAGE = "#"  # before an id: what is asked for is its page itself
Digits = Mapping[str, int]  # id -> digits of its page number


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A place that a page number names."""

    id: str
    chapter: str  # in which it is

    def room(self, digits: Digits) -> int:
        """For how many digits there is room; the chapter's, as long as its own are not known. Of a place of
        which the page is asked for, that; 0 where it is not known."""
        if self.id.startswith(PAGE):
            return digits.get(self.id, 0)
        return digits.get(self.id) or digits.get(self.chapter, 1)


def target_of(place: Destination) -> Target:
    """Return the place of a link as a page number names it."""
    return Target(place.anchor or place.chapter, place.chapter)
