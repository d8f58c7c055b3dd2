"""One kind of work on many things, and what is made where one fails: the last guard of every stage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from publisher.errors import OverrunError, PublisherError
from publisher.phrase import _
from publisher.runtime.garbage import collect
from publisher.runtime.limits import Limits, here

Item = TypeVar("Item")
Made = TypeVar("Made")
Simpler = Callable[[Item, BaseException], Item]
_HINT = _("was there enough memory? --jobs takes a smaller number; what is made is kept")
_SIMPLER = 4  # times that an item is made simpler; no work of ours has more ways


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
        tried = Tried(self, item)
        while True:
            try:
                return self.make(tried.item)
            except MemoryError:
                tried.simplify(self.limits.too_large)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are right
                tried.simplify(error)

    def here(self, item: Item) -> Made:
        """Return the same, made in this process within the time."""
        try:
            return self._within(item)
        finally:
            collect()

    def _within(self, item: Item) -> Made:
        tried = Tried(self, item)
        while limits := self.limits_of(tried.item):
            try:
                return here(limits, self.done, tried.item)
            except OverrunError as error:
                tried.simplify(error)
        return self.done(tried.item)


class Tried(Generic[Item, Made]):
    """An item as it is tried, simpler each time, and not without end."""

    def __init__(self, task: Task[Item, Made], item: Item) -> None:
        self.item = item
        self._task, self._left = task, _SIMPLER

    def simplify(self, error: BaseException) -> None:
        """Raises the error where nothing is simpler, or all that is has been tried; PublisherError for
        OverrunError, which would end a process unsaid."""
        try:
            if not self._task.simpler or not self._left:
                raise error
            self._left -= 1
            self.item = self._task.simpler(self.item, error)
        except OverrunError:
            raise PublisherError(_("a worker process was killed"), _HINT) from None
