"""Each place of a table's grid has a cell: short rows are filled up, and no cell reaches below its part of
the table or into another one. Screen readers, and PDF/UA, know by the grid what stands below which head.

See https://html.spec.whatwg.org/multipage/tables.html#forming-a-table and ISO 14289-1, 7.5
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from publisher.assets.tables import span
from publisher.assets.xhtml import Element, each
from publisher.passes.chapter_build import ChapterBuild

_WIDEST = 200  # columns: no page has room for more
_MOST = 200_000  # places of a grid that are looked at


def apply(build: ChapterBuild) -> None:
    for table in each(build.root, "table"):
        parts = [*_parts(table)]
        width = max((_fitted(rows) for rows in parts), default=0)
        if 0 < width <= _WIDEST and width * sum(map(len, parts)) <= _MOST:
            for rows in parts:
                _fill(rows, width)


def _parts(table: Element) -> Iterator[list[Element]]:
    """The rows of each part of a table; a cell never goes on in the next one."""
    for tag, some in groupby(table, lambda child: child.tag):
        if tag == "tr":
            yield [*some]
        elif tag in ("thead", "tbody", "tfoot"):
            yield from (part.findall("tr") for part in some)


def _fitted(rows: Sequence[Element]) -> int:
    """Cut cells that reach out of their part, or into others; how many columns it has."""
    free, width = _Free(), 0
    for number, row in enumerate(rows):
        for cell in row:
            high = min(span(cell, "rowspan"), len(rows) - number)
            wide = free.put(span(cell, "colspan"), high)
            _say(cell, wide, high)
        width = max(width, free.end)
        if width > _WIDEST:
            break
        free.next_row()
    return width


def _fill(rows: Iterable[Element], width: int) -> None:
    """Put empty cells where a row has none; a head's last cell is above all that is left of its row."""
    free = _Free()
    for row in rows:
        for cell in row:
            free.put(span(cell, "colspan"), span(cell, "rowspan"))
        last, behind = row[-1] if len(row) else None, free.at
        while (wide := free.room(width)) > 0:
            if last is not None and last.tag == "th" and "rowspan" not in last.attrib and free.at == behind:
                _say(last, span(last, "colspan") + wide, 1)
            else:
                etree.SubElement(row, "td", {"colspan": str(wide)} if wide > 1 else {})
            free.put(wide, 1)
        free.next_row()


class _Free:
    """Which places of a row are free, from left to right."""

    def __init__(self) -> None:
        self._rows: list[int] = []  # for each column, how many rows a cell takes from this one on
        self.at = 0

    @property
    def end(self) -> int:
        return len(self._rows)

    def room(self, width: int) -> int:
        """Find the next free place; how many there are side by side, in a row of so many columns."""
        while self.at < len(self._rows) and self._rows[self.at]:
            self.at += 1
        taken = (column for column in range(self.at, len(self._rows)) if self._rows[column])
        return min(next(taken, width), width) - self.at

    def put(self, wide: int, high: int) -> int:
        """Put a cell there; how many columns it takes."""
        wide = min(wide, self.room(self.at + len(self._rows) + wide))
        self._rows += [0] * (self.at + wide - len(self._rows))
        self._rows[self.at : self.at + wide] = [high] * wide
        self.at += wide
        return wide

    def next_row(self) -> None:
        self._rows = [max(0, rows - 1) for rows in self._rows]
        self.at = 0


def _say(cell: Element, wide: int, high: int) -> None:
    for name, count in (("colspan", wide), ("rowspan", high)):
        if count > 1:
            cell.set(name, str(count))
        else:
            cell.attrib.pop(name, None)
