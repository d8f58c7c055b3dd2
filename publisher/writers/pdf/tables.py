"""Tables on paper: cells keep their words whole, and a table that is wider than the page is dressed to fit.

In smaller type first, then turned by a quarter on pages of its own, at last as rows of "head: value".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from publisher.trees import HEADINGS, Element, classes, text_of
from publisher.writers.pdf.order import Places

_SLACK = 0.5  # px
_SIZES = ("", "small", "smallest")  # classes of the theme's style sheet
_FLOW = frozenset("address blockquote div dl figure ol p pre section table ul".split())
_SHORT = 16  # letters of head and value: two such stand side by side
_HEADING_ROOM = 0.88  # of the page's height, where a heading has to stand above a turned table

# A table on paper of that width and height in px -> where its ids are, page by page.
Try = Callable[[Element, float, float], Sequence[Places]]


@dataclass(frozen=True, slots=True)
class Room:
    """Where a table stands: the width that it has there, and the text block."""

    across: float  # px
    width: float
    height: float


def name(root: Element, chapter: str) -> None:
    """An id for every table, by which it is found on the pages."""
    for number, table in enumerate(root.iter("table")):
        if not table.get("id"):
            table.set("id", f"fit-{chapter}-{number}")


def dress(table: Element, room: Room, lay_out: Try) -> str:
    """Put a table into the first dress in which it fits; its name: "small", "turned", or "stacked"."""
    for size in _SIZES[1:]:
        if _fits(sized := _sized(table, size), lay_out(sized, room.across, room.height), room.across):
            _replace(table, [sized])
            return "small"
    if _may_be_turned(table):
        height = room.height * (_HEADING_ROOM if _heads(table) else 1) - 2
        for size in _SIZES:
            sized = _sized(table, size)
            pages = lay_out(_with_rows_named(sized), height, room.width)
            if _fits(sized, pages, height) and (parts := _parted(sized, pages)):
                _replace(table, [_turned(part, height, room.width) for part in parts])
                return "turned"
    return stack(table)


def stack(table: Element) -> str:
    """The last dress, which always fits."""
    _replace(table, [stacked(table)])
    return "stacked"


def described(table: Element) -> str:
    """ "a table of 12 columns (이름 · 나이 · …)"."""
    rows = list(table.iter("tr"))
    columns = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
    heads = [_said(cell)[:12] for cell in (rows[0] if rows else ())][:3]
    return f"a table of {columns} columns ({' · '.join(heads)}{' · …' if columns > 3 else ''})"


def _said(cell: Element) -> str:
    """Its text without the signs of where lines may end."""
    return text_of(cell).replace("\u2060", "").replace("\u200b", "")


def _fits(table: Element, pages: Sequence[Places], width: float) -> bool:
    found = [page[name] for page in pages if (name := table.get("id", "")) in page]
    return all(right <= width + _SLACK for _, _, right, _ in found)


def _sized(table: Element, size: str) -> Element:
    """A copy in another size of type."""
    copy = deepcopy(table)
    copy.tail = None
    if size:
        copy.set("class", " ".join([*classes(copy), size]))
    return copy


def _replace(table: Element, new: Sequence[Element]) -> None:
    parent = table.getparent()
    if parent is not None:
        place = parent.index(table)
        new[-1].tail, table.tail = table.tail, None
        parent[place : place + 1] = new


# Turned by a quarter


def _may_be_turned(table: Element) -> bool:
    """A turned table takes the page alone: it stands in nothing else, and no note stands below it."""
    around = takewhile(lambda one: one.tag != "section", table.iterancestors())
    return all(one.tag in ("div", "figure") for one in around) and not any(_notes(table))


def _notes(table: Element) -> Iterator[bool]:
    return ("footnote" in classes(span) for span in table.iter("span"))


def _heads(table: Element) -> bool:
    """Whether a heading stands right above it, which has to stay with it."""
    before = table.getprevious()
    return before is not None and before.tag in HEADINGS and not (before.tail or "").strip()


def _with_rows_named(table: Element) -> Element:
    copy = deepcopy(table)
    for number, row in enumerate(_rows(copy)):
        row.set("id", f"fit-row-{number}")
    return copy


def _rows(table: Element) -> list[Element]:
    """The rows of its body."""
    return [row for row in table.iter("tr") if not _in_head(row)]


def _in_head(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _parted(table: Element, pages: Sequence[Places]) -> list[Element]:
    """The table page by page, its head on each; none where a row, or cells of several, stand on two."""
    count = len(_rows(table))
    ends = [[n for n in range(count) if f"fit-row-{n}" in page] for page in pages]
    runs = [range(rows[0], rows[-1] + 1) for rows in ends if rows]
    if sum(map(len, runs)) != count or (len(runs) > 1 and _spans_rows(table)) or len(runs) != len(pages):
        return []
    return [_part(table, run, number) for number, run in enumerate(runs)]


def _part(table: Element, run: range, number: int) -> Element:
    copy = deepcopy(table)
    for place, row in enumerate(_rows(copy)):
        parent = row.getparent()
        if place not in run and parent is not None:
            parent.remove(row)
    for again in copy.iter() if number else ():  # an id stands once in a book
        again.attrib.pop("id", None) if _in_some_head(again) or again is copy else None
    if number and (caption := copy.find("caption")) is not None:
        copy.remove(caption)
    return copy


def _in_some_head(element: Element) -> bool:
    return any(around.tag == "thead" for around in element.iterancestors())


def _spans_rows(table: Element) -> bool:
    return any(_span(cell, "rowspan") > 1 for row in _rows(table) for cell in row)


def _turned(table: Element, height: float, width: float) -> Element:
    """A box as tall as the page, in which the table lies on its side, its head to the left."""
    turn = f"transform-origin: 0 0; transform: translateY({height:g}px) rotate(-90deg)"
    inner = etree.Element("div", {"style": f"width: {height:g}px; height: {width:g}px; {turn}"})
    inner.append(table)
    outer = etree.Element("div", {"class": "turned", "style": f"height: {height:g}px"})
    outer.append(inner)
    return outer


# Rows of "head: value"


def stacked(table: Element) -> Element:
    """Each row as a block of its own, each cell a line of it after the head of its column."""
    box = etree.Element("div", {"class": "stacked"})
    if kept := table.get("id"):
        box.set("id", kept)
    if (caption := table.find("caption")) is not None:
        title = etree.SubElement(box, "p", {"class": "caption"})
        _pour(caption, title)
    grid = list(_grid(table))
    heads = [" ".join(dict.fromkeys(filter(None, column))) for column in _columns(grid)]
    for row, cells in grid:
        if not _is_head(row):
            pairs = [_pair(heads[column], cell) for column, cell in cells]
            short = all(len(_said(pair)) <= _SHORT for pair in pairs)
            record = etree.SubElement(box, "div", {"class": "record short" if short else "record"})
            record.extend(pairs)
    return box


def _columns(grid: Sequence[tuple[Element, Sequence[tuple[int, Element]]]]) -> list[list[str]]:
    """For each column what the rows of the head say of it."""
    width = max((number for _, cells in grid for number, _ in cells), default=-1) + 1
    said: list[list[str]] = [[] for _ in range(width)]
    for row, cells in grid:
        for number, cell in cells if _is_head(row) else ():
            for column in range(number, min(width, number + _span(cell, "colspan"))):
                said[column].append(text_of(cell))
    return said


def _is_head(row: Element) -> bool:
    return _in_head(row) or all(cell.tag == "th" for cell in row)


def _grid(table: Element) -> Iterator[tuple[Element, Sequence[tuple[int, Element]]]]:
    """Rows, and their cells with the number of the column in which each begins. A cell of several rows is
    one of each."""
    reaching: dict[int, tuple[int, int, Element]] = {}  # column -> rows left, span, cell
    for row in table.iter("tr"):
        cells, column = [(place, cell) for place, (_, _, cell) in reaching.items()], 0
        taken = {n for place, (_, span, _) in reaching.items() for n in range(place, place + span)}
        reaching = {at: (left - 1, span, cell) for at, (left, span, cell) in reaching.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in taken:
                column += 1
            cells.append((column, cell))
            span, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            if rows > 1:
                reaching[column] = (rows - 1, span, cell)
            column += span
        yield row, sorted(cells, key=lambda cell: cell[0])


def _pair(head: str, cell: Element) -> Element:
    blocks = any(child.tag in _FLOW for child in cell)
    pair = etree.Element("div", {"class": "pair"})
    if head:
        label = etree.SubElement(pair, "span", {"class": "field"})
        label.text = f"{head}:"
        label.tail = " "
    _pour(cell, etree.SubElement(pair, "div" if blocks else "span", {"class": "value"}))
    return pair


def _pour(source: Element, into: Element) -> None:
    """All that stands in one element, in another."""
    copy = deepcopy(source)
    into.text = copy.text
    into.extend(list(copy))
    if kept := source.get("id"):
        into.set("id", kept)


def _span(cell: Element, name: str) -> int:
    """How many columns or rows a cell takes: at most as many as HTML allows."""
    text = cell.get(name, "1").strip()
    return min(1000, max(1, int(text))) if text.isdecimal() and len(text) < 6 else 1


def wide(roots: Iterable[Element], pages: Sequence[Places], end: float) -> list[tuple[Element, float]]:
    """Tables that reach beyond `end`, in px from the page's left, each with the width that it has."""
    places = {name: place for page in reversed(pages) for name, place in page.items()}
    found = []
    for root in roots:
        for table in root.iter("table"):
            left, _, right, _ = places.get(table.get("id", ""), (0.0, 0.0, 0.0, 0.0))
            if right > end + _SLACK and not _is_turned(table):
                found.append((table, end - left))
    return found


def _is_turned(table: Element) -> bool:
    return any("turned" in classes(around) for around in table.iterancestors())
