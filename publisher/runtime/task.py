"""One kind of work on many things, and what is made where one fails: the last guard of every stage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from publisher.errors import OverrunError
from publisher.runtime.garbage import collect
from publisher.runtime.limits import Limits, here

Item = TypeVar("Item")
Made = TypeVar("Made")
Simpler = Callable[[Item, BaseException], Item]


def one_post(_: object) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class Task(Generic[Item, Made]):
    """What is done to each item; it must be picklable."""

    make: Callable[[Item], Made]
    # What is made instead where that fails, or takes too much, and why. Raises where nothing is simpler.
    simpler: Simpler[Item] | None = None
    limits: Limits = field(default_factory=Limits)  # of one post
    posts: Callable[[Item], int] = one_post  # how many there are in an item

    def limits_of(self, item: Item) -> Limits | None:
        return self.limits.times(self.posts(item)) if self.simpler else None

    def done(self, item: Item) -> Made:
        """Return what is made of the item, or of what is simpler: one post never costs the book."""
        while True:
            try:
                return self.make(item)
            except MemoryError:
                item = self.instead(item, self.limits.too_large)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are right
                item = self.instead(item, error)

    def here(self, item: Item) -> Made:
        """Return the same, made in this process within the time."""
        try:
            return self._within(item)
        finally:
            collect()

    def _within(self, item: Item) -> Made:
        while limits := self.limits_of(item):
            try:
                return here(limits, self.done, item)
            except OverrunError as error:
                item = self.instead(item, error)
        return self.done(item)

    def instead(self, item: Item, error: BaseException) -> Item:
        if not self.simpler:
            raise error
        return self.simpler(item, error)
