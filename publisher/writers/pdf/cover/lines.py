"""A title in lines of like width, broken between words (어절): WeasyPrint knows no `text-wrap: balance`.

Widths are in the size of the letters (em), as `width` measures them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

Width = Callable[[str], float]
LEADING = 1.45  # of lines, in their size: templates set none further apart
_SPACES = re.compile(r"[^\S\u00a0]+")
_PAUSES = (":", ",", ".", "!", "?", ";", "—", "–", "·", "…")
_PAUSE = 0.35  # of the room: by how much lines may differ, for one of them to end where the title pauses
_JAMO = (0x1160, 0x1200)  # that belong to the letter before them


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it is set."""

    lines: tuple[str, ...]
    size: float  # as `sizes` of fitted() are
    whole: bool = True  # nothing had to be cut off

    @property
    def high(self) -> float:
        """How high the lines are at most, in the unit of the size."""
        return len(self.lines) * self.size * LEADING


def fitted(text: str, width: Width, room: float, tall: float, sizes: Sequence[float]) -> Fitted:
    """Return a text in the first of these sizes in which its lines are no wider than `room` and no higher
    than `tall`; in the last of them words are parted, and what is too much is cut off with "…".

    All lengths are in the unit of the sizes. There may always be one line.
    """
    words = [word for word in _SPACES.split(text) if word]
    for size in sizes:
        lines = _filled(words, width, room / size)
        if len(lines) <= _most(tall, size) and all(width(word) <= room / size for word in words):
            return Fitted(balanced(words, width, room / size, len(lines)), size)
    fits, most = room / sizes[-1], _most(tall, sizes[-1])
    parts = [part for word in words for part in _parted(word, width, fits)]
    lines = _filled(parts, width, fits)
    if len(lines) <= most:
        return Fitted(balanced(parts, width, fits, len(lines)), sizes[-1])
    return Fitted((*lines[: most - 1], _cut(lines[most - 1], width, fits)), sizes[-1], whole=False)


def _most(tall: float, size: float) -> int:
    return max(int(tall / (size * LEADING)), 1)


def balanced(words: Sequence[str], width: Width, room: float, lines: int) -> tuple[str, ...]:
    """Return words in that many lines, no wider than `room`, that differ in width as little as can be; where
    the title pauses they may differ more."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """Cost of the words from there on in so many lines, and where those end."""
        if left == 0:
            return (0.0, ()) if start == len(words) else (float("inf"), ())
        last = next((end for end in range(start + 1, len(words)) if too_wide(start, end + 1)), len(words))
        ways = (cut(start, end, left) for end in range(start + 1, last + 1))
        return min(ways, default=(float("inf"), ()))

    def too_wide(start: int, end: int) -> bool:
        return width(" ".join(words[start:end])) > room

    def cut(start: int, end: int, left: int) -> tuple[float, tuple[int, ...]]:
        wide = width(" ".join(words[start:end]))
        rest, ends = best(end, left - 1)
        pause = 0 if end == len(words) or words[end - 1].endswith(_PAUSES) else (_PAUSE * room) ** 2
        return wide**2 + pause + rest, (end, *ends)

    ends = best(0, lines)[1]
    return tuple(" ".join(words[start:end]) for start, end in pairwise((0, *ends)))


def _filled(words: Sequence[str], width: Width, room: float) -> list[str]:
    """Lines each as full as it can be: there are no fewer."""
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _parted(word: str, width: Width, room: float) -> Iterator[str]:
    """A word in parts that fit; no letter is parted from its marks."""
    part = ""
    for letter in word:
        if part and width(part + letter) > room and not _belongs(letter):
            yield part
            part = ""
        part += letter
    yield part


def _belongs(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or ord(letter) in range(*_JAMO)


def _cut(line: str, width: Width, room: float) -> str:
    while line and width(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
