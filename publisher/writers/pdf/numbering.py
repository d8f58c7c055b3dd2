"""Page numbers and the room that they take: guessed before units are laid out, known afterwards."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil

from publisher.book.length.chapters import rows_on
from publisher.book.paper import Paper
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import UnitPages, paginate
from publisher.writers.pdf.compose.targets import PAGE, Digits
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.layout.scheduler import LaidOut, Scheduler

_TRUST = 20  # pages of a book after which its own are a better guess than those of others
_ROUNDS = 3  # a number that grows by a digit can move the pages behind it, and so another number


def numbered(
    found: Sequence[LayoutUnit], laid: LaidOut, scheduler: Scheduler, *, pages: bool
) -> tuple[LaidOut, Paginated]:
    """Return every unit as a fragment with room for just the digits of its page numbers, and where pages
    stand. `pages`: an index asks for the numbers themselves."""
    for left in reversed(range(_ROUNDS)):
        rows = zip(found, laid.fragments, strict=True)
        extents = [
            UnitPages(len(fragment.pages), unit.recto, unit.front, unit.verso) for unit, fragment in rows
        ]
        bound = Paginated(laid.fragments, paginate(extents))
        needed = _needed(bound, pages=pages)
        if not left or scheduler.has_room(found, needed):
            break
        laid = scheduler.ask(found, partial(_known, needed)).finish()
    return laid, bound


def _needed(bound: Paginated, *, pages: bool) -> dict[str, int]:
    """Digits of all page numbers; with `pages`, also those of the text themselves, for an index."""
    digits = {name: len(label) for name, label in bound.labels.items()}
    numbers = bound.labels.items() if pages else ()
    return digits | {PAGE + name: int(label) for name, label in numbers if label.isdecimal()}


def _known(needed: Digits, _: Mapping[str, int]) -> Digits:
    return needed


def guessed(found: Sequence[LayoutUnit], paper: Paper, extents: Mapping[str, int]) -> dict[str, int]:
    """Return the digits of page numbers before all pages are laid out: from how much stands before them.

    `extents`: pages of units by what they are made of, as far as they are known.
    """
    digits: dict[str, int] = {}
    pages, rows = 0.0, _rows_on(found, paper, extents)
    for unit in found:
        if not unit.front:
            pages += 1 + (unit.recto and pages % 2)
        digits |= dict.fromkeys(unit.inputs.starts, len(str(round(pages))))
        if not unit.front:
            pages += (extents.get(unit.material) or max(1.0, unit.weight / rows)) - 1
    return digits


def _rows_on(found: Sequence[LayoutUnit], paper: Paper, extents: Mapping[str, int]) -> float:
    """Return how many rows a page has, about: of this very book, where some of its pages are known."""
    known = [(one.weight, extents[one.material]) for one in found if one.weight and one.material in extents]
    weights, pages = sum(weight for weight, _ in known), sum(count for _, count in known)
    return (weights + _TRUST * rows_on(paper)) / (pages + _TRUST)


def pages_of(unit: LayoutUnit, paper: Paper, extents: Mapping[str, int]) -> int:
    """Return how many pages a unit has; about how many, where that is not known."""
    return max(1, extents.get(unit.material) or ceil(unit.weight / rows_on(paper)))
