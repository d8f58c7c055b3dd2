"""The parts of a table stand where HTML wants them, and where browsers show them: caption, columns, head,
rows, foot. See https://html.spec.whatwg.org/multipage/tables.html#the-table-element
"""

from lxml import etree

from publisher.assets.xhtml import Element, each
from publisher.passes.chapter_build import ChapterBuild

_ORDER = {"caption": 0, "colgroup": 1, "thead": 2, "tfoot": 4}  # rows: 3
_ONCE = ("thead", "tfoot")  # further ones are shown as rows


def apply(build: ChapterBuild) -> None:
    for table in each(build.root, "table"):
        for tag in _ONCE:
            for further in table.findall(tag)[1:]:
                further.tag = "tbody"
        _one_caption(table)
        parts = sorted(table, key=_place)
        if parts != list(table):
            table[:] = parts


def _place(part: Element) -> int:
    return _ORDER.get(str(part.tag), 3)


def _one_caption(table: Element) -> None:
    """What further captions say stands in the first, each on a line of its own."""
    for further in table.findall("caption")[1:]:
        first = table.find("caption")
        if first is not None and (len(further) or (further.text or "").strip()):
            etree.SubElement(first, "br").tail = further.text
            first.extend(further)
        table.remove(further)
