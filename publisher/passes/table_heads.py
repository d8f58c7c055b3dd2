"""Rows of nothing but <th> with which a table begins are its head, also where the post does not say so: they
come again on each page that the table goes over, and never stand alone at the foot of one.

See https://html.spec.whatwg.org/multipage/tables.html#the-thead-element
"""

from itertools import takewhile

from lxml import etree

from publisher.assets.tables import is_head, span
from publisher.assets.xhtml import Element, each
from publisher.passes.chapter_build import ChapterBuild


def apply(build: ChapterBuild) -> None:
    for table in each(build.root, "table"):
        groups = [child for child in table if child.tag in ("tbody", "tr")]
        if table.find("thead") is None and groups:
            _begin(table, groups[0])


def _begin(table: Element, first: Element) -> None:
    """Put the rows of the head of a table into one, where rows of another kind follow."""
    rows = first.findall("tr") if first.tag == "tbody" else table.findall("tr")
    head = [*takewhile(is_head, rows)]
    if not head or len(head) == len(rows) or _reaches_out(head):
        return
    made = etree.Element("thead")
    first.addprevious(made)
    made.extend(head)


def _reaches_out(rows: list[Element]) -> bool:
    """Whether a cell of some rows goes on below them."""
    return any(span(cell, "rowspan") > len(rows) - number for number, row in enumerate(rows) for cell in row)
