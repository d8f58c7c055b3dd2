"""Tables on paper: cells keep their words whole, and a table that is wider than the page is dressed to fit.

In smaller type first, then turned by a quarter on pages of its own, at last as rows of "head: value".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from publisher.assets.tables import in_head, rows_of, span
from publisher.assets.xhtml import HEADINGS, Element, classes
from publisher.phrase import Phrase, _
from publisher.writers.pdf.compose.exchange import Places
from publisher.writers.pdf.compose.records import noted, seen, stacked

_SLACK = 0.5  # px
_HEADING_ROOM = 0.88  # of the page's height, where a heading has to stand above a turned table

# Tables on paper of that width and height in px, each from a new page on -> the places of its ids, by page.
Try = Callable[[Sequence[Element], float, float], Sequence[Sequence[Places]]]


@dataclass(frozen=True, slots=True)
class Room:
    """Where a table stands: the width that it has there, and the text block."""

    needed: float  # px: what the table took, which is all that it can do with
    across: float
    width: float
    height: float


def name(root: Element, chapter: str) -> None:
    """An id for every table, by which it is found on the pages."""
    for number, table in enumerate(root.iter("table")):
        if not table.get("id"):
            table.set("id", f"fit-{chapter}-{number}")


def join(root: Element) -> None:
    """Mark rows which share a cell with the next one: no page parts them where it has room for both."""
    for table in root.iter("table"):
        reach = 0  # rows, from the first one on
        for number, row in enumerate(rows_of(table), 1):
            reach = max([reach, *(number - 1 + span(cell, "rowspan") for cell in row)])
            if reach > number:
                row.set("class", " ".join((*classes(row), "joined")))


def dress(rooms: Mapping[Element, Room], lay_out: Try) -> dict[Element, str]:
    """Put each table into the first dress in which it fits; their names: "small", "turned", or "stacked".

    Tables that are tried in the same room are laid out together, and what does not fit in the smallest type
    is tried in no other: each trial takes long.
    """
    names: dict[Element, str] = {}
    for name, attempt, sizes in _DRESSES:
        fitting = {table: room for table, room in rooms.items() if table not in names}
        parts: dict[Element, list[Element]] = {}
        for size in sizes:
            trials = {one: attempt(size, one, room) for one, room in fitting.items()}
            found = _fitting({one: trial for one, trial in trials.items() if trial}, lay_out)
            fitting = {one: room for one, room in fitting.items() if one in found}
            parts |= found
        for table, new in parts.items():
            _replace(table, new)
            names[table] = name
    return {table: names.get(table) or stack(table) for table in rooms}


@dataclass(frozen=True, slots=True)
class _Trial:
    """A table as it may be set, on paper of that size in px."""

    table: Element
    width: float
    height: float
    parts: Callable[[Sequence[Places]], list[Element]]  # what its pages make of it; none: it does not fit


def _fitting(trials: Mapping[Element, _Trial], lay_out: Try) -> dict[Element, list[Element]]:
    """The tables that fit, each with what takes its place."""
    found: dict[Element, list[Element]] = {}
    for width, height in dict.fromkeys((trial.width, trial.height) for trial in trials.values()):
        some = {one: trial for one, trial in trials.items() if (trial.width, trial.height) == (width, height)}
        laid = lay_out([trial.table for trial in some.values()], width, height)
        found |= {one: trial.parts(pages) for (one, trial), pages in zip(some.items(), laid, strict=True)}
    return {one: parts for one, parts in found.items() if parts}


def _upright(size: str, table: Element, room: Room) -> _Trial:
    sized = _sized(table, size)
    return _Trial(
        sized, room.across, room.height, lambda pages: [sized] if _fits(sized, pages, room.across) else []
    )


def _sideways(size: str, table: Element, room: Room) -> _Trial | None:
    """None where it may not be turned."""
    height = room.height * (_HEADING_ROOM if _heads(table) else 1) - 2
    if not _may_be_turned(table) or (not size and room.needed > height + _SLACK):
        return None
    sized = _sized(table, size)

    def parts(pages: Sequence[Places]) -> list[Element]:
        parted = _parted(sized, pages) if _fits(sized, pages, height) else []
        return [_turned(part, height, room.width) for part in parted]

    return _Trial(_with_rows_named(sized), height, room.width, parts)


_DRESSES: tuple[tuple[str, Callable[[str, Element, Room], _Trial | None], tuple[str, ...]], ...] = (
    ("small", _upright, ("smallest", "small")),
    ("turned", _sideways, ("",)),
    ("turned", _sideways, ("smallest", "small")),
)


def stack(table: Element) -> str:
    """Return the last dress, which always fits."""
    _replace(table, [stacked(table)])
    return "stacked"


def described(table: Element) -> Phrase:
    """ "a table of 12 columns (이름 · 나이 · …)"."""
    rows = list(rows_of(table))
    columns = max((sum(span(cell, "colspan") for cell in row) for row in rows), default=0)
    heads = [seen(cell)[:12] for cell in (rows[0] if rows else ())][:3]
    shown = " · ".join(heads) + (" · …" if columns > 3 else "")
    return _("a table of {columns} columns ({heads})", columns=columns, heads=shown)


def _fits(table: Element, pages: Sequence[Places], width: float) -> bool:
    found = [page[name] for page in pages if (name := table.get("id", "")) in page]
    return all(right <= width + _SLACK for _, _, right, _ in found)


def _sized(table: Element, size: str) -> Element:
    """A copy in another size of type: a class of the theme's style sheet."""
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
    return all(one.tag in ("div", "figure") for one in around) and not noted(table)


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
    return [row for row in rows_of(table) if not in_head(row)]


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
    if number:  # an id stands once in a book
        for again in (copy, *(one for head in copy.iterfind("thead") for one in head.iter())):
            again.attrib.pop("id", None)
    if number and (caption := copy.find("caption")) is not None:
        copy.remove(caption)
    return copy


def _spans_rows(table: Element) -> bool:
    return any(span(cell, "rowspan") > 1 for row in _rows(table) for cell in row)


def _turned(table: Element, height: float, width: float) -> Element:
    """A box as tall as the page, in which the table lies on its side, its head to the left."""
    turn = f"transform-origin: 0 0; transform: translateY({height:g}px) rotate(-90deg)"
    inner = etree.Element("div", {"style": f"width: {height:g}px; height: {width:g}px; {turn}"})
    inner.append(table)
    outer = etree.Element("div", {"class": "turned", "style": f"height: {height:g}px"})
    outer.append(inner)
    return outer


def wide(roots: Iterable[Element], pages: Sequence[Places], end: float) -> dict[Element, tuple[float, float]]:
    """Tables that reach beyond `end`, in px from the page's left, each with the width that it takes and that
    it has; none that stands in another such.
    """
    places = {name: place for page in reversed(pages) for name, place in page.items()}
    found: dict[Element, tuple[float, float]] = {}
    for root in roots:
        for table in root.iter("table"):
            if not found.keys().isdisjoint(table.iterancestors()):
                continue
            left, _, right, _ = places.get(table.get("id", ""), (0.0, 0.0, 0.0, 0.0))
            if right > end + _SLACK and not _is_turned(table):
                found[table] = right - left, end - left
    return found


def _is_turned(table: Element) -> bool:
    return any("turned" in classes(around) for around in table.iterancestors())
