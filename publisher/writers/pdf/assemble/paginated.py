"""Fragments and where their pages stand: all that binding, and the proof of what was bound, go by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout.fragment import Fragment, FragmentPage, Slot


@dataclass(frozen=True)
class Paginated:
    """A book of fragments, paginated."""

    fragments: Sequence[Fragment]
    spots: Sequence[Spot]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Id -> the number of the page on which it stands, as it is printed."""
        return {name: self.spots[number].label for name, number in self.pages.items()}

    @cached_property
    def pages(self) -> dict[str, int]:
        """Id -> the page of the book, from 0."""
        where = {(spot.fragment, spot.page): number for number, spot in enumerate(self.spots)}
        return {
            name: where[number, page]
            for number, fragment in enumerate(self.fragments)
            for name, (page, _, _) in fragment.places.items()
        }

    @property
    def total(self) -> str:
        """The number of the last page."""
        return self.spots[-1].label

    def said(self, slot: Slot, spot: Spot) -> str:
        """Return what is drawn in a slot. Raises LayoutError where the theme shows no such place."""
        if slot.target and slot.target not in self.labels:
            raise LayoutError(_("the theme's template shows no place of {name}", name=slot.target))
        page = self.labels[slot.target] if slot.target else spot.label
        return slot.text.replace("{page}", page).replace("{total}", self.total)

    def drawn(self, spot: Spot) -> Iterator[tuple[int, Slot]]:
        """Find where among the streams of a page each of its numbers is drawn; see assemble.py."""
        fragment = self.fragments[spot.fragment]
        page = fragment.pages[spot.page]
        before = 1 if fragment.margin_boxes else 0
        yield from ((before + 2 * place + 1, slot) for place, slot in enumerate(page.slots))
        if fragment.margin_boxes:
            start = before + 2 * len(page.slots) + 2
            heads = fragment.margin_boxes[margin_boxes(page, recto=spot.recto)]
            yield from ((start + 2 * place + 1, slot) for place, slot in enumerate(heads.slots))


def margin_boxes(page: FragmentPage, *, recto: bool) -> int:
    """Tell which of its fragment's margin boxes a page carries: see FragmentPage.heads."""
    place = (0 if page.opens else 2) if recto else (3 if page.opens else 1)
    return 4 * page.heads + place
