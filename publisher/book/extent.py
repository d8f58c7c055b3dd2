"""How many pages a book will have, and each part and chapter of it: known before it is made. Pure.

Pages stand as the PDF has them: see publisher/writers/pdf/compose/units.py.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from publisher.book.measure import measured
from publisher.book.paper import Paper
from publisher.book.tree import Part, contents, walk
from publisher.model import Entry, Outline, Section

_HEADED = 4  # lines above a list of contents
_GAP = 1.3  # lines around a part in it


@dataclass(frozen=True, slots=True)
class Extent:
    """About how long a book will be."""

    pages: int
    manuscript: float  # 200자 원고지, 매
    parts: dict[Section, int]  # pages of each, those of the parts in it too
    chapters: dict[str, int]  # by the entry's id

    def pages_of(self, node: Part[Entry] | Entry) -> int:
        """Return the pages of a part, with all that stands in it, or of a chapter."""
        return self.parts[node.section] if isinstance(node, Part) else self.chapters[node.id]

    @property
    def sheets(self) -> int:
        """Leaves of paper."""
        return ceil(self.pages / 2)


class _Pages:
    """Pages that are filled one after the other."""

    def __init__(self, lines: int) -> None:
        self._lines = lines  # of a page
        self._used = 0.0  # of the last one
        self.count = 0

    def begin(self, lines: float = 1, *, recto: bool = False) -> int:
        """Begin on a new page, a right-hand one where that is asked for; return how many it takes."""
        pages = max(1, ceil(lines / self._lines))
        self.count += pages + (recto and self.count % 2)
        self._used = lines - (pages - 1) * self._lines
        return pages

    def go_on(self, lines: float) -> int:
        """Begin below what stands there; return on how many pages it stands."""
        more = max(0, ceil((self._used + lines) / self._lines) - 1)
        self.count += more
        self._used += lines - more * self._lines
        return more + 1


def extent_of(outline: Outline, paper: Paper, opening: str, *, has_cover: bool) -> Extent:
    """Return about how long a book is; `opening`: where its chapters begin, "page", "recto" or "run-on"."""
    pages, chapters = _Pages(paper.lines), dict[str, int]()
    parts: Counter[Section] = Counter()
    manuscript, is_first, follows = 0.0, True, False
    _front(outline, pages, has_cover=has_cover)
    for node in walk(contents(outline.entries)):
        if isinstance(node, Part):
            if node.depth == 1:
                parts[node.section] += pages.begin(len([*walk(node.children)]), recto=True)
                is_first = follows = False
            continue
        length, own = measured(node.post, paper), node.post.book.opening or opening
        if own == "run-on" and follows:
            chapters[node.id] = pages.go_on(length.lines)
        else:
            chapters[node.id] = pages.begin(length.lines, recto=is_first or own == "recto")
        _count(node, chapters[node.id], parts)
        manuscript += length.manuscript
        is_first, follows = False, True
    pages.begin()  # the colophon
    return Extent(pages.count, manuscript, dict(parts), chapters)


def _front(outline: Outline, pages: _Pages, *, has_cover: bool) -> None:
    """Cover, title page, contents."""
    if has_cover:
        pages.begin(recto=True)
    pages.begin(recto=True)
    tree = contents(outline.entries)
    listed = sum(1 + _GAP * (isinstance(node, Part) and node.depth == 1) for node in walk(tree))
    pages.begin(_HEADED + listed, recto=True)


def _count(entry: Entry, pages: int, parts: Counter[Section]) -> None:
    """Add a chapter's pages to the parts that it stands in."""
    for depth in range(1, len(entry.section) + 1):
        parts[entry.section[:depth]] += pages
