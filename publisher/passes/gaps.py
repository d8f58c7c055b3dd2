"""Blank lines that a post asks for with <br> between its blocks: on the web room, in a book holes.

A book parts headings, pictures and the beginning of a chapter by itself. Between other blocks one blank line
stays of several, for it may part what belongs to two scenes.
"""

from publisher.assets.xhtml import HEADINGS, Element, each, remove
from publisher.passes.chapter_build import ChapterBuild

_APART = frozenset((*HEADINGS, "hr", "figure", "table", "pre"))  # which have room around them


def apply(build: ChapterBuild) -> None:
    for paragraph in each(build.root, "p"):
        if not len(paragraph) and not (paragraph.text or "").strip() and not paragraph.get("id"):
            remove(paragraph)  # what a tag left that shows nothing: the next one would not be the first
    for gap in [*filter(_is_gap, build.root)]:
        before, after = gap.getprevious(), gap.getnext()
        while after is not None and _is_gap(after):
            after = after.getnext()
        if any(one is None or one.tag in _APART or _is_gap(one) for one in (before, after)):
            remove(gap)
        elif len(gap) > 1:
            del gap[1:]


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
