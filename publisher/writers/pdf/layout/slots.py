"""Page numbers that are still open: found in what the engine drew, and cut out of it.

Each run of text is set with a matrix of its own (see engine_pdf.py), so one run can be taken out and another
set in its place without moving anything else.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.writers.pdf.layout import engine_pdf
from publisher.writers.pdf.layout.fragment import Slot

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

    def slot(self, target: str, text: str, x: float, align: float) -> Slot:
        a, b, c, d, _, y = self.matrix
        return Slot(target, text, self.font, self.size, (a, b, c, d), x, y, align)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page of heads and numbers, as it is drawn."""

    runs: tuple[Run, ...]
    page: int  # its number
    total: int  # how many pages its document has

    def texts(self, run: Run) -> tuple[str, str]:
        """Return what a run of it says with "{page}" in place of its number: with "{total}" in place of how
        many pages there are, and without, since a head may have the same number."""
        text = run.text.replace(str(self.page), "{page}")
        return re.sub(rf"(?<!\d){self.total}(?!\d)", "{total}", text), text


def runs(lines: Sequence[bytes], fonts: Mapping[str, Readable]) -> Iterator[Run]:
    """Yield every run of text in a content stream. Raises LayoutError where it is not written as we know
    it."""
    try:
        yield from _runs(lines, fonts)
    except (IndexError, ValueError) as error:
        raise LayoutError(_("a page is not written as we know it: {error}", error=error)) from None


def _runs(lines: Sequence[bytes], fonts: Mapping[str, Readable]) -> Iterator[Run]:
    around, stack, matrix, font, size = _START, [], _START, "", 0.0
    for index, line in enumerate(lines):
        match line[-2:]:
            case b"q":
                stack.append(around)
            case b"Q":
                around = stack.pop()
            case b"cm":
                around = _product(_matrix(line), around)
            case b"Tm":
                matrix = _matrix(line)
            case b"Tf":
                name, value, _ = line.split()
                font, size = name[1:].decode(), float(value)
            case b"TJ" | b"Tj":
                known = fonts.get(font)
                if known is not None:
                    text, width = _read(line, known, size)
                    yield Run(index, text, font, size, matrix, around, width)


def in_text(found: Sequence[Run], boxes: Sequence[tuple[str, Box]]) -> list[tuple[int, Slot]]:
    """Return a slot for the run in each box, the link around a number, aligned to the box's right edge."""
    return [_in_box(found, target, box) for target, box in boxes]


def _in_box(found: Sequence[Run], target: str, box: Box) -> tuple[int, Slot]:
    left, right = sorted((box[0], box[2]))
    foot, head = sorted((box[1], box[3]))
    for run in found:
        x, y = run.at
        if set(run.text) == {"0"} and left - 1 <= x <= right + 1 and foot - 1 <= y <= head + 1:
            edge = _across(run, right)
            return run.index, run.slot(target, "{page}", edge, 1.0)
    raise LayoutError(_("the page number of {target} is not where its link is", target=target))


def in_margin_boxes(shown: Numbered, gauge: Numbered) -> list[tuple[int, Slot]]:
    """Slots for page numbers in margin boxes; `gauge` is a page of that side with a short number."""
    slots = []
    for run in shown.runs:
        if "{page}" not in shown.texts(run)[0]:
            _look_for_total(run, shown, gauge)
            continue
        short, text = _alike(run, shown, gauge)
        align = _alignment(run, short)
        slots.append((run.index, run.slot("", text, run.matrix[4] + align * run.width, align)))
    return slots


def _alike(run: Run, shown: Numbered, gauge: Numbered) -> tuple[Run, str]:
    """The run of the gauge that says the same beside it, and what both say."""
    for one in gauge.runs:
        same = [text for text in gauge.texts(one) if text in shown.texts(run)]
        if same and _level(one, run):
            return one, same[0]
    raise LayoutError(_("the theme's page numbers are not in the same place on all pages"))


def _look_for_total(run: Run, shown: Numbered, gauge: Numbered) -> None:
    """Raise LayoutError for a text that says how many pages there are and not which it is: where that begins
    is not known. For a head with such a number the gauge has none beside it."""
    said = (one for one in gauge.runs if "{total}" in gauge.texts(one)[0] and _level(one, run))
    if "{total}" in shown.texts(run)[0] and any(said):
        raise LayoutError(_("the theme says how many pages there are apart from the number of each"))


def _level(one: Run, other: Run) -> bool:
    return abs(one.at[1] - other.at[1]) < 0.5


def _alignment(run: Run, short: Run) -> float:
    """0, 0.5 or 1, from where the same line begins with a long and with a short number."""
    more = run.width - short.width
    share = (short.matrix[4] - run.matrix[4]) / more if more else 0.0
    return round(share * 2) / 2


def cut(lines: Sequence[bytes], slots: Sequence[tuple[int, Slot]]) -> list[bytes]:
    """Return the content in parts, without the runs of the slots: one part more than there are slots."""
    fragments, start = [], 0
    for index, _slot in slots:
        fragments.append(b"\n".join(lines[start:index]))
        start = index + 1
    fragments.append(b"\n".join(lines[start:]))
    return fragments


def drawn(slot: Slot, text: str, shape: Callable[[str, str], tuple[bytes, float]]) -> bytes:
    """Return the operators that set `text` in a slot; `shape` gives glyphs and width in ems of a font's
    text."""
    glyphs, width = shape(slot.font, text)
    matrix, chosen = _set_as(slot)
    return b"%b %.4f %b<%b> Tj\n" % (matrix, slot.x - slot.align * width * slot.size, chosen, glyphs)


@lru_cache(maxsize=1024)
def _set_as(slot: Slot) -> tuple[bytes, bytes]:
    """What stands before and behind the place across the page: the same for the numbers of many pages."""
    matrix = " ".join(f"{value:g}" for value in slot.matrix)
    return matrix.encode(), f"{slot.y:.4f} Tm /{slot.font} {slot.size:g} Tf ".encode()


def _read(line: bytes, font: Readable, size: float) -> tuple[str, float]:
    """Text and width of what TJ or Tj shows."""
    text, width = "", 0.0
    for shown, moved in engine_pdf.glyphs_of(line):
        width -= moved / 1000
        for glyph in shown:
            text += font.letters.get(glyph, "\ufffd")
            width += font.widths.get(glyph, 0) / 1000
    return text, width * size


def _across(run: Run, x: float) -> float:
    """A place across the page, in PDF points, in the run's text space."""
    a, _, _, _, e, _ = run.around
    return (x - e) / a


def _matrix(line: bytes) -> Matrix:
    a, b, c, d, e, f = map(float, line.split()[:-1])
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
