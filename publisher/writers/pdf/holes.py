"""Page numbers that are still open: found in what the engine drew, and cut out of it.

WeasyPrint sets each run of text with a matrix of its own (`1 0 0 -1 x y Tm`), so one run can be taken
out and another set in its place without moving anything else.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf

from publisher.errors import LayoutError
from publisher.writers.pdf.piece import Hole

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # x0 y0 x1 y1, in PDF points
_START: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Readable:
    """A font whose glyphs can be read."""

    letters: Mapping[int, str]
    widths: Mapping[int, float]  # thousandths of the size


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text as a page draws it."""

    index: int  # of its operator in the content
    text: str
    font: str
    size: float
    matrix: Matrix  # text space -> the space that is current there
    around: Matrix  # that space -> the page
    width: float  # in text space

    @property
    def at(self) -> tuple[float, float]:
        """Where its base line begins, in PDF points."""
        return _applied(self.around, self.matrix[4], self.matrix[5])

    def hole(self, target: str, text: str, x: float, align: float) -> Hole:
        a, b, c, d, _, y = self.matrix
        return Hole(target, text, self.font, self.size, (a, b, c, d), x, y, align)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page of heads and numbers, as it is drawn."""

    runs: tuple[Run, ...]
    page: int  # its number
    total: int  # how many pages its document has

    def text(self, run: Run) -> str:
        """What a run of it says, with "{page}" and "{total}" in place of these."""
        return re.sub(rf"\b{self.total}\b", "{total}", run.text.replace(str(self.page), "{page}"))


def runs(content: Sequence[Any], fonts: Mapping[str, Readable]) -> Iterator[Run]:
    """Every run of text in a parsed content stream."""
    around, stack, matrix, font, size = _START, [], _START, "", 0.0
    for index, (operands, operator) in enumerate(content):
        match str(operator):
            case "q":
                stack.append(around)
            case "Q":
                around = stack.pop()
            case "cm":
                around = _product(_matrix(operands), around)
            case "Tm":
                matrix = _matrix(operands)
            case "Tf":
                font, size = str(operands[0])[1:], float(operands[1])
            case "TJ" | "Tj":
                known = fonts.get(font)
                if known is not None:
                    text, width = _read(operands[0], known, size)
                    yield Run(index, text, font, size, matrix, around, width)


def in_text(found: Sequence[Run], boxes: Sequence[tuple[str, Box]]) -> list[tuple[int, Hole]]:
    """A hole for the run in each box, the link around a number, aligned to the box's right edge."""
    return [_in_box(found, target, box) for target, box in boxes]


def _in_box(found: Sequence[Run], target: str, box: Box) -> tuple[int, Hole]:
    left, right = sorted((box[0], box[2]))
    foot, head = sorted((box[1], box[3]))
    for run in found:
        x, y = run.at
        if set(run.text) == {"0"} and left - 1 <= x <= right + 1 and foot - 1 <= y <= head + 1:
            edge = _across(run, right)
            return run.index, run.hole(target, "{page}", edge, 1.0)
    raise LayoutError(f"the page number of {target} is not where its link is")


def in_furniture(shown: Numbered, gauge: Numbered) -> list[tuple[int, Hole]]:
    """Holes for the page numbers of a furniture page; `gauge` is a page of that side with a short number."""
    holes = []
    for run in shown.runs:
        text = shown.text(run)
        if "{page}" not in text:
            continue
        short = next((one for one in gauge.runs if gauge.text(one) == text and _level(one, run)), None)
        if short is None:
            raise LayoutError("the theme's page numbers are not in the same place on all pages")
        align = _alignment(run, short)
        holes.append((run.index, run.hole("", text, run.matrix[4] + align * run.width, align)))
    return holes


def _level(one: Run, other: Run) -> bool:
    return abs(one.at[1] - other.at[1]) < 0.5


def _alignment(run: Run, short: Run) -> float:
    """0, 0.5 or 1, from where the same line begins with a long and with a short number."""
    more = run.width - short.width
    share = (short.matrix[4] - run.matrix[4]) / more if more else 0.0
    return round(share * 2) / 2


def cut(content: Sequence[Any], holes: Sequence[tuple[int, Hole]]) -> list[bytes]:
    """The content in pieces, without the runs of the holes: one piece more than there are holes."""
    pieces, start = [], 0
    for index, _ in holes:
        pieces.append(_written(content[start:index]))
        start = index + 1
    pieces.append(_written(content[start:]))
    return pieces


def _written(content: Sequence[Any]) -> bytes:
    """Operators as a content stream; what is shown stays hexadecimal, which reading.py reads."""
    return b"\n".join(
        _shown(operands[0]) + b" TJ"
        if str(operator) == "TJ"
        else pikepdf.unparse_content_stream([(operands, operator)])
        for operands, operator in content
    )


def _shown(items: Any) -> bytes:
    return (
        b"["
        + b" ".join(
            f"<{bytes(item).hex()}>".encode() if isinstance(item, pikepdf.String) else str(item).encode()
            for item in items
        )
        + b"]"
    )


def drawn(hole: Hole, text: str, shape: Callable[[str, str], tuple[bytes, float]]) -> bytes:
    """The operators that set `text` in a hole; `shape` gives glyphs and width in ems of a font's text."""
    glyphs, width = shape(hole.font, text)
    x = hole.x - hole.align * width * hole.size
    a, b, c, d = hole.matrix
    matrix = " ".join(f"{value:g}" for value in (a, b, c, d)) + f" {x:.4f} {hole.y:.4f}"
    return f"{matrix} Tm /{hole.font} {hole.size:g} Tf <".encode() + glyphs + b"> Tj\n"


def _read(shown: Any, font: Readable, size: float) -> tuple[str, float]:
    """Text and width of what TJ or Tj shows. https://opensource.adobe.com/dc-acrobat-sdk-docs/ 9.4.3"""
    text, width = "", 0.0
    for item in shown if isinstance(shown, (pikepdf.Array, list)) else [shown]:
        if isinstance(item, (int, float, Decimal)):
            width -= float(item) / 1000
            continue
        codes = bytes(item)
        for glyph in (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2)):
            text += font.letters.get(glyph, "\ufffd")
            width += font.widths.get(glyph, 0) / 1000
    return text, width * size


def _across(run: Run, x: float) -> float:
    """A place across the page, in PDF points, in the run's text space."""
    a, _, _, _, e, _ = run.around
    return (x - e) / a


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
