"""Which cells head which, in the tags of a table: by the grid that its cells make.

A row of nothing but heads is above those that follow; a head in any other row is that row's. WeasyPrint
counts the cells of a row, so one that takes two columns would head the first of them alone; what is assumed
of its tags stands in engine_pdf.py. See PDF 32000-1, 14.8.5.7, and ISO 14289-1, 7.5
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String


class _Row(NamedTuple):
    """A row of a table, its cells with their columns, and how many columns are taken in it."""

    row: Any
    cells: Sequence[tuple[Any, range]]
    taken: int

    @property
    def is_head(self) -> bool:
        return all(cell.S == "/TH" for cell, _columns in self.cells)


def settle(table: Any, pdf: pikepdf.Pdf) -> None:
    """Let each cell of a table name those that head it, and each row have as many columns. Where a page ends
    within a cell of several rows, none of them goes on in the tags of the next page."""
    rows = [*_rows(table)]
    grid = [*_grid(rows)]
    width = max((row.taken for row in grid), default=0)
    for row in grid:
        if row.taken < width:
            about = Dictionary(O=Name.Table, ColSpan=width - row.taken)
            row.row.K.append(pdf.make_indirect(Dictionary(S=Name.TD, P=row.row, A=about, K=Array())))
    _name_heads(_grid(rows))


def _name_heads(grid: Iterable[_Row]) -> None:
    above = defaultdict[int, list[str]](list)
    for row in grid:
        own = [str(cell.ID) for cell, _columns in row.cells if cell.S == "/TH" and "/ID" in cell]
        for cell, columns in row.cells:
            if row.is_head and "/ID" in cell:
                for column in columns:
                    above[column].append(str(cell.ID))
            elif cell.S == "/TD":
                _attributes(cell).Headers = _named([*(name for one in columns for name in above[one]), *own])


def _grid(rows: Sequence[Any]) -> Iterator[_Row]:
    left = dict[int, int]()  # for how many rows more a cell takes a column
    for number, row in enumerate(rows):
        placed = [*_placed(row, left, len(rows) - number)]
        yield _Row(row, placed, len(left))
        left = {column: more - 1 for column, more in left.items() if more > 1}


def _named(names: list[str]) -> Array:
    return Array([String(name) for name in dict.fromkeys(names)])


def _rows(element: Any) -> Iterator[Any]:
    """The rows of a table or of a part of one."""
    for kid in _kids(element):
        if kid.S == "/TR":
            yield kid
        elif kid.S in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(kid)


def _placed(row: Any, left: dict[int, int], rows: int) -> Iterator[tuple[Any, range]]:
    """The cells of a row with their columns. `rows`: how many there are from this one on."""
    column = 0
    for cell in (kid for kid in _kids(row) if kid.S in ("/TH", "/TD")):
        while column in left:
            column += 1
        about = _attributes(cell)
        if int(about.get("/RowSpan", 1)) > rows:
            about.RowSpan = rows
        columns = range(column, column + int(about.get("/ColSpan", 1)))
        yield cell, columns
        left |= dict.fromkeys(columns, int(about.get("/RowSpan", 1)))
        column = columns.stop


def _kids(element: Any) -> Iterator[Any]:
    return (kid for kid in element.get("/K", ()) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


def _attributes(cell: Any) -> Any:
    """What is said of it as a cell."""
    found = cell.get("/A", Dictionary())
    return next(iter(found), Dictionary()) if isinstance(found, Array) else found
