"""The tables of Pandoc's Markdown: pipes, columns below dashes, rows of several lines, grids."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from publisher.markdown.pandoc.lines import Lines

_PIPES = re.compile(r" {0,3}\|? *:?-++:?(?: *[|+] *:?-++:?)* *+\|?+ *\Z")
_DASHES = re.compile(r" *-+(?: +-+)+ *\Z")
_ALL_DASHES = re.compile(r" *-{3,} *\Z")
_LAST_DASHES = re.compile(r" *-{3}[ -]*\Z")
_GRID = re.compile(r"\+(?:[-=:]+\+)+ *\Z")
_CAPTION = re.compile(r"(?:[Tt]able)?: +(?P<text>\S.*)")
_CELL = re.compile(r"(?:\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|[^|])*")
_MOST_CELLS = 200_000
Span = tuple[int, int]  # of columns


class Table(NamedTuple):
    cells: tuple[str, ...]  # row by row
    aligns: tuple[str, ...]  # "", "left", "right", "center"
    headed: bool
    end: int
    caption: str = ""
    whole: bool = False  # its cells hold blocks


def table_at(lines: Lines, at: int) -> Table | None:
    """Return the table that starts at this line, with the caption below or above it."""
    above = _CAPTION.match(lines[at])
    start = at
    if above:
        end = lines.empty(at)
        start = (end if end < len(lines) else at) + 1
    found = _bare(lines, start) if start < len(lines) and lines[start] else None
    if found is None or above:
        return found._replace(caption=_caption(lines, at)[0]) if found else None
    below = lines.filled(found.end)
    below = below if below < found.end + 2 else found.end
    caption, end = _caption(lines, below) if below < len(lines) else ("", 0)
    return found._replace(caption=caption, end=end) if caption else found


def _caption(lines: Lines, at: int) -> tuple[str, int]:
    match = _CAPTION.match(lines[at])
    end = lines.empty(at)
    return ("\n".join([match["text"], *lines[at + 1 : end]]), end) if match else ("", at)


def _bare(lines: Lines, at: int) -> Table | None:
    for read in (_piped, _grid, _over_lines, _simple):
        if found := read(lines, at):
            return found
    return None


def _line(lines: Lines, at: int) -> str:
    return lines[at] if at < len(lines) else ""


# Pipes


def _piped(lines: Lines, at: int) -> Table | None:
    """A row, a line of hyphens, and rows: what is too long is cut off, what is too short is filled up."""
    below = _line(lines, at + 1)
    if "|" not in lines[at] or not _PIPES.match(below) or "|" not in below + lines[at].strip(" ")[1:-1]:
        return None
    aligns = tuple(map(_alignment, re.findall(r":?-+:?", below)))
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rows = [_filled(_split(line), len(aligns)) for line in (lines[at], *lines[at + 2 : end])]
    headed = any(rows[0])
    cells = tuple(cell for row in rows[not headed :] for cell in row)
    return Table(cells, aligns, headed, end) if len(cells) <= _MOST_CELLS else None


def _alignment(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _split(line: str) -> list[str]:
    """A row's cells: a bar in code or behind a backslash parts none."""
    line = line.strip(" ").removeprefix("|")
    cells, at = [], 0
    while at <= len(line):
        found = _CELL.match(line, at)
        end = found.end() if found else at
        cells.append(line[at:end].strip(" "))
        at = end + 1
    return cells[:-1] if len(cells) > 1 and line.endswith("|") and not cells[-1] else cells


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]


# Columns


def _simple(lines: Lines, at: int) -> Table | None:
    """Columns below a line of dashes each; without a head a second such line ends them."""
    headed = not _DASHES.match(lines[at])
    dashes = _line(lines, at + headed)
    if not _DASHES.match(dashes):
        return None
    first = at + headed + 1
    end = lines.empty(first)
    closed = end > first and (_DASHES.match(lines[end - 1]) or _ALL_DASHES.match(lines[end - 1]))
    if end == first or not (headed or closed):
        return None
    rows = [*([lines[at]] if headed else []), *lines[first : end - bool(closed)]]
    return _columns([[row] for row in rows], dashes, headed, end)


def _over_lines(lines: Lines, at: int) -> Table | None:
    """Rows over several lines, an empty one between two, dashes above and below them all."""
    if not (_ALL_DASHES.match(lines[at]) or _DASHES.match(lines[at])) or not _line(lines, at + 1):
        return None
    headed = bool(_ALL_DASHES.match(lines[at]))
    over = lines.next(at + 1, _DASHES.match) if headed else at
    if over >= lines.empty(at):
        return None
    last = lines.next(over + 1, _LAST_DASHES.match)
    if last == len(lines) or _line(lines, last + 1) or not (headed or lines.empty(over) < last):
        return None
    rows: list[list[str]] = [lines[at + 1 : over]] if headed else []
    rows.append([])
    for line in lines[over + 1 : last]:
        rows += [[]] if not line and rows[-1] else []
        rows[-1] += [line] if line else []
    return _columns([row for row in rows if row], lines[over], headed, last + 1)


def _columns(rows: list[list[str]], dashes: str, headed: bool, end: int) -> Table | None:
    if not rows:
        return None
    starts = [found.start() for found in re.finditer("-+", dashes)]
    spans = [found.span() for found in re.finditer("-+", dashes)]
    edges = [*starts, 1 << 30]
    edges[0] = 0
    aligns = tuple(map(_aligned, _cut(rows[0], spans), spans))
    cells = tuple(
        "\n".join(part.strip(" ") for part in cell).strip()
        for row in rows
        for cell in _cut(row, [*pairwise(edges)])
    )
    return Table(cells, aligns, headed, end)


def _aligned(parts: Sequence[str], span: Span) -> str:
    """By whether the words start and end where the dashes do."""
    words = max(parts, key=lambda part: len(part.strip(" ")), default="")
    if not words.strip(" "):
        return ""
    left, right = words[0] != " ", _width(words.rstrip(" ")) >= span[1] - span[0]
    return "" if left and right else "left" if left else "right" if right else "center"


def _cut(lines: Iterable[str], spans: Sequence[Span]) -> list[list[str]]:
    """What each line has between two columns of the screen, for each such span; a Korean letter takes two."""
    parts = [_parts(line, spans) for line in lines]
    return [[part[number] for part in parts] for number in range(len(spans))]


def _parts(line: str, spans: Iterable[Span]) -> list[str]:
    columns = [*accumulate(map(_width, line), initial=0)]
    return [line[bisect_left(columns, start) : bisect_left(columns, end)] for start, end in spans]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


# Grids


def _is_outside(line: str) -> bool:
    return not line.startswith(("+", "|"))


def _grid(lines: Lines, at: int) -> Table | None:
    """Cells with lines around them; they hold whatever a text does."""
    if not _GRID.match(lines[at]):
        return None
    end = lines.next(at + 1, _is_outside)
    edges = [place for place, sign in enumerate(lines[at]) if sign == "+"]
    borders = [n for n in range(at, end) if _GRID.match(lines[n])]
    if len(borders) < 2 or borders[-1] != end - 1:
        return None
    headed = len(borders) > 2 and "=" in lines[borders[1]]
    rows = [lines[one + 1 : two] for one, two in pairwise(borders)]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    cells = tuple(
        "\n".join(part.rstrip(" ").removeprefix(" ") for part in cell)
        for row in rows
        for cell in _cut(row, spans)
    )
    line = lines[borders[1]] if headed else lines[at]
    return Table(cells, tuple(map(_alignment, line.strip("+ ").split("+"))), headed, end, whole=True)
