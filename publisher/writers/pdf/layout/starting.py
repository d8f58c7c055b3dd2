"""Where the pages of a chapter begin, and a layout of some of them alone: what a preview shows first.

A page begins where the one before it ended, which WeasyPrint says as numbers of boxes in boxes, down to the
byte of a text. Here that is the number of a block, and the place in it: so it holds in the same chapter with
other blocks before it, or without them.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from publisher.writers.pdf.layout.earlier import Pages, Start
from publisher.writers.pdf.layout.endings import now_seen

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Some:
    """Which pages are made of a section."""

    start: Start | None  # None: the section's own beginning
    most: int  # how many are made
    known: Sequence[Start | None]  # of the pages behind it: one that begins there is as it was, with the rest
    shorter: tuple[int, float]  # see Pages; the first of those that are made is 0
    parts: Mapping[int, float]

    def is_over(self, made: int, then: Start | None) -> bool:
        """Tell whether that is all, when so many are made, and the next would begin there."""
        known = self.known[made - 1] if made <= len(self.known) else None
        return made >= self.most or bool(then and known and then.is_at(known))


_SOME: ContextVar[tuple[Some, int] | None] = ContextVar("_SOME", default=None)


@contextmanager
def alone(some: Some, first: int) -> Iterator[None]:
    """Make these pages only; and those before `first`, which are of other sections."""
    token = _SOME.set((some, first))
    try:
        yield
    finally:
        _SOME.reset(token)


def noted(make_all: Function) -> Function:
    """Return WeasyPrint's making of all pages, which notes where each begins, and where one more would."""

    def with_starts(context: Any, root: Any, *rest: Any) -> list[Any]:
        made = [*make_all(context, root, *rest)]
        if (found := now_seen()) is not None:
            found.begun = _pages(context, _Section.of(root), len(made))
        return made

    return with_starts


def some_alone(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which begins where it is told, and ends there too."""

    def made(index: int, context: Any, root: Any, *rest: Any) -> Any:
        some, first = _SOME.get() or (None, 0)
        section = _Section.of(root) if some else None
        if some is None or section is None or index < first:
            return remake(index, context, root, *rest)
        if index == first:
            _begin(context, section, some, first)
        page, resume_at = remake(index, context, root, *rest)
        then = section.start(context, index + 1)
        if resume_at is None or not some.is_over(index - first + 1, then):
            return page, resume_at
        context.behind = then
        _end(context, index + 1)
        return page, None

    return made


@dataclass(frozen=True, slots=True)
class _Section:
    """The last section of a document."""

    body: int  # its number among the boxes
    number: int  # that of the section in it
    box: Any

    @classmethod
    def of(cls, root: Any) -> "_Section | None":
        body = root.children[-1] if root.children else None
        boxes = getattr(body, "children", ())
        return cls(len(root.children) - 1, len(boxes) - 1, boxes[-1]) if boxes else None

    def start(self, context: Any, number: int) -> Start | None:
        """Return where a page begins; None for one of another section, and where something that began before
        goes on beside the text, which no place in it tells."""
        resume_at, after, right, *_ = context.page_maker[number]
        inside = ((resume_at or {}).get(self.body) or {}).get(self.number, False)
        _notes, reported, floats = context.starts.get(number, ((), (), ()))
        if inside is False or len(inside or ()) > 1 or reported or floats:
            return None
        ((block, rest),) = inside.items() if inside else ((0, None),)
        boxes = getattr(self.box, "children", ())
        place = self._place(boxes[block].element) if block < len(boxes) else -1
        return None if place < 0 else Start(place, rest, (after["break"], after["page"]), right)

    def _place(self, element: Any) -> int:
        return next((place for place, one in enumerate(self.box.element) if one is element), -1)

    def box_of(self, block: int) -> int:
        """Return which box a block is."""
        element = self.box.element[block]
        return next(place for place, one in enumerate(self.box.children) if one.element is element)

    def resume_at(self, start: Start) -> Any:
        """Return a start as the engine says it."""
        return {self.body: {self.number: {self.box_of(start.block): start.inside}}}


def _pages(context: Any, section: _Section | None, count: int) -> Pages:
    if section is None:
        return Pages((None,) * (count + 1), (0, 0.0), {})
    starts = (*(section.start(context, number) for number in range(count)), getattr(context, "behind", None))
    places = {element: place for place, element in enumerate(section.box.element)}
    parts = {places[one]: part for one, part in getattr(context, "parts", {}).items() if one in places}
    return Pages(starts, getattr(context, "foot", (0, 0.0)), parts)


def _begin(context: Any, section: _Section, some: Some, number: int) -> None:
    """Have a page begin there."""
    context.foot = some.shorter[0] + number, some.shorter[1]
    context.parts = {section.box.element[block]: part for block, part in some.parts.items()}
    if some.start:
        *_, state, remake = context.page_maker[number]
        after = dict(zip(("break", "page"), some.start.before, strict=True))
        begun = section.resume_at(some.start), after, some.start.right, state, remake
        context.page_maker[number] = begun


def _end(context: Any, number: int) -> None:
    """Have no page begin there, whatever goes on."""
    _resume_at, after, right, state, remake = context.page_maker[number]
    context.page_maker[number] = (None, after, right, state, remake | {"content_changed": False})
    context.reported_footnotes.clear()
    context.broken_out_of_flow.clear()
