"""How many pages a book will have, and each part and chapter of it: known before it is made. Pure.

Pages stand as the PDF has them: see publisher/writers/pdf/compose/units.py.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from publisher.book.length.markdown import Measure, measured
from publisher.book.matter import FRONT
from publisher.book.paper import Paper
from publisher.book.tree import Part, contents, walk
from publisher.config.schema import BookToml
from publisher.model import Entry, Outline, Post, Section

_HEADED = 4  # lines above a list of contents
_TAKEN_BACK = 2  # lines over the end of a page: a chapter that ends so is set closer (endings.py of the PDF)
_GAP = 1.3  # lines around a part in it
_INDEXED = 0.55  # of a word of the index: it is set small, in two columns, with heads between
_LISTED = 2  # of a post in the list of all


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
        pages = max(1, ceil((lines - _TAKEN_BACK) / self._lines))
        self.count += pages + (recto and self.count % 2)
        self._used = lines - (pages - 1) * self._lines
        return pages

    def go_on(self, lines: float) -> int:
        """Begin below what stands there; return on how many pages it stands."""
        more = max(0, ceil((self._used + lines) / self._lines) - 1)
        self.count += more
        self._used += lines - more * self._lines
        return more + 1


def extent_of(
    outline: Outline, paper: Paper, settings: BookToml, measured: Callable[[Post, Paper], Measure] = measured
) -> Extent:
    """Return about how long a book is. `settings`: with where its chapters open, which the theme may say;
    `measured`: how long posts are."""
    pages, chapters = _Pages(paper.lines), dict[str, int]()
    opening = settings.pdf.opening
    parts: Counter[Section] = Counter()
    manuscript, is_first, follows = 0.0, True, False
    _front(outline, pages, paper, settings)
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
    _back(outline, pages, paper, settings)
    return Extent(pages.count, manuscript, dict(parts), chapters)


def _front(outline: Outline, pages: _Pages, paper: Paper, settings: BookToml) -> None:
    """Cover, half title, title page, what somebody has written, contents."""
    for is_there in (settings.pdf.cover, settings.matter.half_title, True):
        if is_there:
            pages.begin(recto=True)
    for page in outline.matter:
        if page.kind in FRONT:
            pages.begin(measured(page.entry.post, paper).lines, recto=True)
    if settings.order.contents:
        tree = contents(outline.entries)
        listed = sum(1 + _GAP * (isinstance(node, Part) and node.depth == 1) for node in walk(tree))
        pages.begin(_HEADED + listed + len(outline.matter), recto=True)


def _back(outline: Outline, pages: _Pages, paper: Paper, settings: BookToml) -> None:
    """What somebody has written, the index, the list of posts, the colophon."""
    recto = settings.pdf.opening == "recto"
    for page in outline.matter:
        if page.kind not in FRONT:
            pages.begin(measured(page.entry.post, paper).lines, recto=recto)
    if settings.matter.index:
        tags = {tag for entry in outline.entries for tag in entry.post.tags}
        pages.begin(_HEADED + _INDEXED * len({*tags, *outline.terms}), recto=recto)
    if settings.matter.posts:
        pages.begin(_HEADED + _LISTED * len(outline.entries), recto=recto)
    pages.begin()


def _count(entry: Entry, pages: int, parts: Counter[Section]) -> None:
    """Add a chapter's pages to the parts that it stands in."""
    for depth in range(1, len(entry.section) + 1):
        parts[entry.section[:depth]] += pages
