"""A picture or table that does not fit on what is left of a page lets the text behind it go first.

WeasyPrint 70 has no floats that go to the next page: it leaves the rest of this one white. So what was laid
out is looked at, and laid out again with the picture behind as many paragraphs as fill the page. It passes
no other picture, stays behind a text that ends in a colon, which speaks of it, and passes a heading no higher
than its own only where its caption says what it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.assets.xhtml import HEADINGS, Element, classes
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
        above: Element | None = None  # the last block that is no heading: those stay with what is below them
        for before, block in pairwise(self.blocks):
            above = above if before.tag in HEADINGS else before
            left = self._left_by(above, block, foot) if above is not None and _can_move(block) else 0.0
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
    return (block.tag in _MOVED or "row" in classes(block)) and block.find(".//pre") is None


@dataclass(frozen=True, slots=True)
class Move:
    """A picture, and the text that goes before it."""

    picture: Element
    behind: Element  # the last of that text

    @property
    def name(self) -> str:
        return self.picture.get("id", "")

    def make(self) -> str:
        """Move it; return its name."""
        tail, self.picture.tail = self.picture.tail, None
        self.behind.addnext(self.picture)
        self.picture.tail = tail
        return self.name


def moves(gaps: Iterable[Gap], laid: Laid) -> Iterator[Move]:
    """Find the pictures that have text behind them to fill their gaps."""
    for gap in gaps:
        before, behind, filled = gap.picture.getprevious(), None, 0.0
        if before is not None and "".join(before.itertext()).rstrip().endswith((":", "：")):
            continue
        for block in gap.picture.itersiblings():
            if filled >= gap.white or not _can_pass(gap.picture, block):
                break
            filled += laid.height_of(block)
            behind = behind if block.tag in HEADINGS else block
        if behind is not None:
            yield Move(gap.picture, behind)


def _can_pass(picture: Element, block: Element) -> bool:
    """Text; and a heading of the picture's own level or below, where a caption says what it shows."""
    if block.tag not in HEADINGS:
        return block.tag in _TEXT
    own = next((one.tag for one in picture.itersiblings(preceding=True) if one.tag in HEADINGS), "h2")
    return picture.find(".//figcaption") is not None and own <= block.tag
