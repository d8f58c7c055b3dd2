"""Parts of a thing that a client asks for: the Range field, and the fields that answer it.

See https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_UNIT = re.compile(r"bytes=(.*)", re.I)  # names of units know no case
_SPEC = re.compile(r"(?:(?P<first>\d+)-(?P<last>\d*)|-(?P<suffix>\d+))", re.A)
_MOST = 8  # ranges at once: what asks for more is no reader of books
_LONGEST = 200  # letters of the field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes from `start` up to, not with, `stop`; never empty."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.start

    def content_range(self, size: int) -> str:
        """The value of Content-Range, whose second number is that of the last byte."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def spans(field: str, size: int) -> tuple[Span, ...] | None:
    """The parts of `size` bytes that a Range field asks for, in its order.

    None: the whole is to be sent, since the field is of another unit, makes no sense, or asks for parts that
    overlap or go back and forth. Empty: it makes sense, but there are no such bytes (416).
    """
    found = _UNIT.fullmatch(field.strip())
    if not found or len(field) > _LONGEST:
        return None
    specs = [spec.strip() for spec in found[1].split(",") if spec.strip()]
    read = [_SPEC.fullmatch(spec) for spec in specs]
    if not read or len(read) > _MOST or not all(match and _ordered(match) for match in read):
        return None
    asked = tuple(span for match in read if match and (span := _span(match, size)))
    return asked if all(before.stop <= after.start for before, after in pairwise(asked)) else None


def _ordered(match: re.Match[str]) -> bool:
    return not match["last"] or int(match["first"]) <= int(match["last"])


def _span(match: re.Match[str], size: int) -> Span | None:
    """The part, cut to what is there; None where nothing of it is."""
    if match["suffix"]:
        start, stop = max(0, size - int(match["suffix"])), size
    else:
        start = int(match["first"])
        stop = min(size, int(match["last"]) + 1) if match["last"] else size
    return Span(start, stop) if start < stop else None
