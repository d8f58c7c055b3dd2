"""Blank lines that a post asks for with <br> between its blocks: on the web room, in a book holes.

A book parts headings, pictures and the beginning of a chapter by itself. Between other blocks one blank line
stays of several, for it may part what belongs to two scenes.
"""

from collections.abc import Iterator
from itertools import groupby

from publisher.assets.xhtml import HEADINGS, Element, each, remove, remove_all
from publisher.passes.chapter_build import ChapterBuild

_APART = frozenset((*HEADINGS, "hr", "figure", "table", "pre"))  # which have room around them


def apply(build: ChapterBuild) -> None:
    for paragraph in each(build.root, "p"):
        if not len(paragraph) and not (paragraph.text or "").strip() and not paragraph.get("id"):
            remove(paragraph)  # what a tag left that shows nothing: the next one would not be the first
    remove_all(one for gaps, *around in _runs(build.root) for one in gaps[_is_kept(*around) :])
    for gap in filter(_is_gap, build.root):
        del gap[1:]


def _runs(root: Element) -> Iterator[tuple[list[Element], Element | None, Element | None]]:
    """Gaps that follow each other, and what stands before and behind them."""
    runs = [(is_gap, [*some]) for is_gap, some in groupby([*root], _is_gap)]
    for place, (is_gap, some) in enumerate(runs):
        if is_gap:
            yield some, some[0].getprevious(), runs[place + 1][1][0] if place + 1 < len(runs) else None


def _is_kept(before: Element | None, after: Element | None) -> bool:
    """Whether one blank line stays between these two."""
    return before is not None and after is not None and _APART.isdisjoint((before.tag, after.tag))


def _is_gap(block: Element) -> bool:
    """Whether it is nothing but <br>, and no words stand beside it."""
    if block.get("id") or (block.tail or "").strip() or (block.text or "").strip():
        return False
    if block.tag == "br":
        before, root = block.getprevious(), block.getparent()
        words = before.tail if before is not None else root.text if root is not None else ""
        return not (words or "").strip()
    return block.tag in ("p", "div") and len(block) > 0 and all(_is_break(one) for one in block)


def _is_break(one: Element) -> bool:
    return one.tag == "br" and not (one.tail or "").strip()
