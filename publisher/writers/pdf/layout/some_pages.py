"""The pages of an edited chapter on which something is another, before all of it is laid out.

A chapter as it was laid out last has its changed blocks exchanged, and is laid out from the page before the
first of them on, up to a page that begins where one began before, or until all that is looked at is there.
What is far from these pages is left away. Nothing is kept of it, and nothing proven: the whole chapter is
laid out behind it as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree
from lxml import html as lxml_html

from publisher.assets.xhtml import Element
from publisher.writers.pdf.compose.opening import is_opening
from publisher.writers.pdf.layout.earlier import EarlierLayout, Pages, SomePages, SomePagesRequest, Start
from publisher.writers.pdf.layout.fit import MARK, blocks_of, name_blocks
from publisher.writers.pdf.layout.layout import Around, gauged
from publisher.writers.pdf.layout.starting import Some, alone

_BEHIND = 2  # blocks behind the pages that are laid out: whether a heading may stay is seen by what follows


def some_pages_of(asked: SomePagesRequest) -> SomePages | None:
    """Lay out the pages that are others now; None where that cannot be known from the last layout."""
    if not asked.most or not (change := _changed(asked.earlier, asked.request.sections[0])):
        return None
    starts = asked.earlier.pages.starts
    first = max((n for n, one in enumerate(starts) if one and one.block < max(change.at, 1)), default=0)
    if starts[first] is None:
        return None
    most = min(max(asked.page - first + 2, 2), asked.most)
    cut = _cut(change, starts, first, most)
    some = _some(change, asked.earlier.pages, first, most, cut)
    return gauged(asked.request, lambda gauge: _made(Around.of(asked.request, gauge), first, some, cut))


@dataclass(frozen=True, slots=True)
class _Change:
    """A chapter with some blocks exchanged."""

    root: Element  # its section
    at: int  # the first of the new blocks
    end: int  # behind the last of the old ones, as they were numbered
    more: int  # how many blocks more there are

    def keeps(self, block: int) -> bool:
        """Tell whether a block is as it was, by its old number."""
        return not self.at <= block < self.end

    def place(self, block: int) -> int:
        """Return the number now of a block that is as it was."""
        return block + self.more if block >= self.end else block


def _changed(earlier: EarlierLayout, composed: str) -> _Change | None:
    """Exchange the blocks that are others; None where none is, and where it is the opening, or a table, which
    may be dressed otherwise."""
    before, now, root = (
        lxml_html.fragment_fromstring(one) for one in (earlier.composed, composed, earlier.fitted)
    )
    old, new = [*map(_said, before)], [*map(_said, now)]
    same = sum(1 for _ in takewhile(_alike, zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - same
    last = sum(1 for _ in takewhile(_alike, zip(old[::-1][:rest], new[::-1][:rest], strict=True)))
    for one in (before, root):
        name_blocks(blocks_of([one]))
    places = {block.get("id"): place for place, block in enumerate(root) if block.get("id")}
    come, others = now[same : len(new) - last], before[same : len(old) - last]
    is_same = not come and not others
    if (
        is_same
        or not same
        or any(map(is_opening, others))
        or any(one.find(".//td") is not None for one in come)
    ):
        return None
    gone = sorted(places[block.get("id")] for block in others)
    at = gone[0] if gone else places.get(before[same - 1].get("id", ""), same - 1) + 1
    for place in reversed(gone):
        root.remove(root[place])
    for number, block in enumerate(come):
        block.set("id", block.get("id", f"{MARK}new-{number}"))
        root.insert(at + number, block)
    return _Change(root, at, gone[-1] + 1 if gone else at, len(come) - len(gone))


def _said(block: Element) -> str:
    return etree.tostring(block, encoding="unicode")


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of a section."""

    start: int  # blocks that are left away before it
    count: int  # of its blocks
    html: str
    is_short: bool  # whether blocks are left away behind it


def _cut(change: _Change, starts: Sequence[Start | None], first: int, most: int) -> _Cut:
    """Leave away what is far from the pages from `first` on."""
    begin = starts[first]
    start = max(0, begin.block - 1) if begin else 0
    then = next((one for one in starts[first + most + 1 :] if one), None)
    stop = len(change.root) if then is None else max(then.block, change.end) + change.more + _BEHIND
    is_short = stop < len(change.root)
    for block in [*change.root[:start], *change.root[stop:]]:
        change.root.remove(block)
    return _Cut(
        start, len(change.root), etree.tostring(change.root, encoding="unicode", method="html"), is_short
    )


def _some(change: _Change, pages: Pages, first: int, most: int, cut: _Cut) -> Some:
    """Which pages are made of the part, as its blocks are numbered."""
    shorter, foot = pages.shorter
    begin = pages.starts[first]
    behind = (one if one and one.block >= change.end else None for one in pages.starts[first + 1 :])
    parts = {change.place(n) - cut.start: part for n, part in pages.parts.items() if change.keeps(n)}
    return Some(
        start=begin.moved(-cut.start) if begin and first else None,
        most=most,
        known=[one and one.moved(change.more - cut.start) for one in behind],
        shorter=(shorter - first, foot),
        parts={n: part for n, part in parts.items() if 0 <= n < cut.count},
    )


def _made(on: Around, first: int, some: Some, cut: _Cut) -> SomePages | None:
    with alone(some, on.front.stop):
        rendered = on.rendered(cut.html)
    fragment, _laid = on.fragment(rendered)
    # Where the blocks came to their end before the pages did, the last page is not full.
    is_full = rendered.begun.starts[-1] is not None or not cut.is_short
    count = len(fragment.pages) - (not is_full)
    return SomePages(first, count, fragment) if count else None
