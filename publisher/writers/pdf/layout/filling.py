"""A picture or table that does not fit on what is left of a page lets the text behind it go first.

WeasyPrint 70 has no floats that go to the next page: it leaves the rest of this one white. So what was laid
out is looked at, and laid out again with the picture behind as many paragraphs as fill the page. It passes
no heading, no other picture, and stays behind a text that ends in a colon, which speaks of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.assets.xhtml import Element, classes
from publisher.writers.pdf.compose.exchange import Places

_WHITE = 0.15  # of the text block: as much may stay empty
_MOVED = frozenset(("figure", "table"))
_TEXT = frozenset(("p", "ul", "ol", "dl", "blockquote"))


@dataclass(frozen=True, slots=True)
class Gap:
    """A picture that begins a page, and how many px it leaves white on the one before."""

    picture: Element
    white: float


@dataclass(frozen=True, slots=True)
class Laid:
    """Blocks, and where they stand."""

    blocks: Sequence[Element]  # in their order, each with an id
    pages: Sequence[Places]
    height: float  # of the text block, in px

    def gaps(self) -> Iterator[Gap]:
        """Find the pages that a picture leaves too white."""
        foot = self.height + min((place[1] for page in self.pages for place in page.values()), default=0.0)
        for before, block in pairwise(self.blocks):
            left = self._left_by(before, block, foot) if _can_move(block) else 0.0
            if left > _WHITE * self.height:
                yield Gap(block, left)

    def height_of(self, block: Element) -> float:
        """Return how high it is on all its pages, in px."""
        places = (page[block.get("id", "")] for page in self.pages if block.get("id", "") in page)
        return sum(foot - top for _, top, _, foot in places)

    def _left_by(self, before: Element, block: Element, foot: float) -> float:
        """How much is white between the two, where the second begins the page after the first."""
        ends = [number for number, page in enumerate(self.pages) if before.get("id", "") in page]
        begins = [number for number, page in enumerate(self.pages) if block.get("id", "") in page]
        if not ends or not begins or begins[0] != ends[-1] + 1:
            return 0.0
        return self._foot(block, ends[-1], foot) - self.pages[ends[-1]][before.get("id", "")][3]

    def _foot(self, block: Element, page: int, foot: float) -> float:
        """Where the text of a page ends: its notes stand below."""
        section = [*block.iterancestors("section")][-1]
        notes = [one.get("id", "") for one in section.iter("span") if "footnote" in classes(one)]
        return min([foot, *(self.pages[page][n][1] for n in notes if n in self.pages[page])])


def _can_move(block: Element) -> bool:
    """Not code: the text around it goes on in it."""
    return block.tag in _MOVED and block.find(".//pre") is None


def let_text_first(gaps: Sequence[Gap], laid: Laid) -> bool:
    """Move the pictures behind text that fills their gaps; whether there was any."""
    moved = [_move(gap, laid) for gap in gaps]
    return any(moved)


def _move(gap: Gap, laid: Laid) -> bool:
    before, behind, filled = gap.picture.getprevious(), None, 0.0
    if before is not None and "".join(before.itertext()).rstrip().endswith((":", "：")):
        return False
    for block in gap.picture.itersiblings():
        if filled >= gap.white or block.tag not in _TEXT:
            break
        behind, filled = block, filled + laid.height_of(block)
    if behind is not None:
        tail, gap.picture.tail = gap.picture.tail, None
        behind.addnext(gap.picture)
        gap.picture.tail = tail
    return behind is not None
