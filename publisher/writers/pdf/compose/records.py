"""A table as rows of "head: value": each row is a block, each cell a line after the head of its column."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from publisher.assets.tables import is_head, rows_of, span
from publisher.assets.xhtml import Element, remove, text_of

_FLOW = frozenset("address blockquote div dl figure ol p pre section table ul".split())
_SHORT = 16  # letters of head and value: two such stand side by side
Row = tuple[Element, Sequence[tuple[int, Element]]]  # with its cells by the column in which each begins


def stacked(table: Element) -> Element:
    """Return the table as such rows; heads that belong to no value stand before them."""
    box = etree.Element("div", {"class": "stacked"})
    if kept := table.get("id"):
        box.set("id", kept)
    said = _Said()
    if (caption := table.find("caption")) is not None:
        said.pour(caption, etree.SubElement(box, "p", {"class": "caption"}))
    grid = list(_grid(table))
    heads = _heads(grid)
    records = [
        _record(row, [_pair(heads[column], cell, said) for column, cell in cells])
        for row, cells in grid
        if cells and not is_head(row)
    ]
    left = [cell for row, cells in grid if is_head(row) for _, cell in cells if said.is_new(cell)]
    box.extend([*_alone(dict.fromkeys(left), said), *records])
    return box


class _Said:
    """Pours cells into the lines: whole the first time; afterwards without what may stand once in a book."""

    def __init__(self) -> None:
        self._cells: set[Element] = set()

    def is_new(self, cell: Element) -> bool:
        return cell not in self._cells

    def pour(self, cell: Element, into: Element) -> None:
        copy = deepcopy(cell) if self.is_new(cell) else _again(cell)
        self._cells.add(cell)
        into.text = copy.text
        into.extend(list(copy))
        if kept := copy.get("id"):
            into.set("id", kept)


def _again(cell: Element) -> Element:
    """A copy without ids and notes; of tables no more than their words."""
    copy = deepcopy(cell)
    for mark in copy.xpath(".//span[@class='mark'] | .//sup[@class='between']"):
        remove(mark)
    if copy.find(".//table") is not None:
        words = etree.Element(copy.tag)
        words.text = " ".join("\n".join(copy.itertext()).split())
        return words
    for element in copy.iter():
        element.attrib.pop("id", None)
    return copy


def _alone(cells: Iterable[Element], said: _Said) -> list[Element]:
    """A record of heads that no value stands behind; none where there are none."""
    pairs = [_pair((), cell, said) for cell in cells]
    return [_record(etree.Element("tr"), pairs)] if pairs else []


def _record(row: Element, pairs: Sequence[Element]) -> Element:
    short = not any(map(noted, pairs)) and all(len(seen(pair)) <= _SHORT for pair in pairs)
    record = etree.Element("div", {"class": "record short" if short else "record"})
    if kept := row.get("id"):
        record.set("id", kept)
    record.extend(pairs)
    return record


def _heads(grid: Sequence[Row]) -> list[list[Element]]:
    """For each column the cells of the head that say something of it, each thing once."""
    width = max((number for _, cells in grid for number, _ in cells), default=-1) + 1
    found: list[dict[object, Element]] = [{} for _ in range(width)]
    for row, cells in grid:
        for number, cell in cells if is_head(row) else ():
            for column in range(number, min(width, number + span(cell, "colspan"))):
                if len(cell) or text_of(cell):
                    found[column].setdefault(text_of(cell) or cell, cell)
    return [list(heads.values()) for heads in found]


def _pair(heads: Sequence[Element], cell: Element, said: _Said) -> Element:
    pair = etree.Element("div", {"class": "pair"})
    if heads:
        field = etree.SubElement(pair, "span", {"class": "field"})
        for head in heads:
            part = etree.SubElement(field, "span")
            said.pour(head, part)
            part.tail = " "
        part.tail, field.tail = ":", " "
    blocks = any(child.tag in _FLOW for child in cell)
    said.pour(cell, etree.SubElement(pair, "div" if blocks else "span", {"class": "value"}))
    return pair


def _grid(table: Element) -> Iterator[Row]:
    """Its rows. A cell of several rows is one of each."""
    reaching: dict[int, tuple[int, int, Element]] = {}  # column -> rows left, span, cell
    for row in rows_of(table):
        cells, column = [(place, cell) for place, (_, _, cell) in reaching.items()], 0
        taken = {n for place, (_, wide, _) in reaching.items() for n in range(place, place + wide)}
        reaching = {at: (left - 1, wide, cell) for at, (left, wide, cell) in reaching.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in taken:
                column += 1
            cells.append((column, cell))
            wide, rows = span(cell, "colspan"), span(cell, "rowspan")
            if rows > 1:
                reaching[column] = (rows - 1, wide, cell)
            column += wide
        yield row, sorted(cells, key=lambda cell: cell[0])


# What is asked of any table


def noted(element: Element) -> bool:
    """Tell whether a note belongs to something in it."""
    return element.find(".//span[@class='footnote']") is not None


_UNSEEN = str.maketrans("", "", "\u200b\u2060\u2063")


def seen(cell: Element) -> str:
    """Return its text without the signs of where lines may end."""
    return text_of(cell).translate(_UNSEEN)
