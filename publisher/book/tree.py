"""The tree of parts that a list of entries or chapters stands for. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from publisher.model import Section


class InPart(Protocol):
    """Anything with a place in the tree of parts: an Entry, a Chapter."""

    @property
    def section(self) -> Section: ...


T = TypeVar("T", bound=InPart)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part and all that stands in it, in reading order."""

    section: Section  # ("개발", "파이썬")
    numbers: tuple[int, ...]  # (2, 1): the first part in the second part of the book
    children: tuple["Part[T] | T", ...]

    @property
    def id(self) -> str:
        return "part-" + "-".join(str(number) for number in self.numbers)

    @property
    def title(self) -> str:
        return self.section[-1]

    @property
    def depth(self) -> int:
        """1 for a part of the book, 2 for a part in it."""
        return len(self.section)


def contents(
    items: Sequence[T], section: Section = (), numbers: tuple[int, ...] = ()
) -> "tuple[Part[T] | T, ...]":
    """The tree of parts that a flat list in book order stands for.

    Items of one part must stand together; what stands directly in a part comes as it is listed.
    """
    depth = len(section)
    found: list[Part[T] | T] = []
    count = 0
    for name, group in _runs(items, depth):
        if name is None:
            found.extend(group)
            continue
        count += 1
        inner, below = (*section, name), (*numbers, count)
        found.append(Part(inner, below, contents(group, inner, below)))
    return tuple(found)


def _runs(items: Iterable[T], depth: int) -> "Iterator[tuple[str | None, list[T]]]":
    """Neighbours that share the section name at `depth`; None: they stand no deeper."""
    name: str | None = None
    group: list[T] = []
    for item in items:
        own = item.section[depth] if len(item.section) > depth else None
        if group and own != name:
            yield name, group
            group = []
        name = own
        group.append(item)
    if group:
        yield name, group


def walk(tree: "Sequence[Part[T] | T]") -> "Iterator[Part[T] | T]":
    """Parts and items of `contents()`, one after another as a reader meets them."""
    for node in tree:
        yield node
        if isinstance(node, Part):
            yield from walk(node.children)
