"""Whether a line's end parts an eojeol or stands between two.

A file says it where it keeps the space at a line's end, as Typst's do; WeasyPrint and Chromium draw none.
There the book itself decides: inside its lines each two neighbouring letters show whether they stand in one
eojeol. From all of them a logistic regression learns which endings and beginnings, which words whole and
which joined, belong to the one and the other; what it is not sure of is counted apart. How often it is right
is measured on lines that it has not learned from; against Typst's spaces it was right in 98–99 % of 5,000
line ends, and unsure of 6–10 %. The share of parted eojeols differs at lines' ends (a book set by eojeol has
none), so it is estimated from them by expectation maximisation
(Saerens and others 2002, https://doi.org/10.1162/089976602753284446).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from tests.page_counts.lines import Line, is_hangul
from tests.page_counts.paragraphs import Paragraph

SURE = 0.8
_KEEPS = 0.1  # of all lines end in a space, where a file keeps them
_ROUNDS, _RATE, _MOST = 4, 0.15, 150_000  # letters learned from: a large book has more than are needed
_HELD_BACK = 10  # each tenth line is not learned from


class Break(NamedTuple):
    """A line's end within a paragraph."""

    line: Line
    left: str  # what stands of the last word, or all of it
    right: str
    within: bool | None  # an eojeol; None where nobody can say


@dataclass(frozen=True)
class Breaks:
    all: tuple[Break, ...]
    exact: bool  # the file keeps spaces
    right: float | None  # share of held back cases that were decided rightly; 1 where exact

    def lone(self) -> Iterator[Break]:
        """Those within an eojeol that leave one syllable on a side."""
        return (one for one in self.all if one.within and 1 in (syllables(one.left), syllables(one.right)))


def syllables(text: str) -> int:
    """Letters and digits: marks are no syllables."""
    return sum(char.isalnum() for char in text)


def breaks(paragraphs: Sequence[Paragraph]) -> Breaks:
    """Those beside which Hangul stands."""
    ends = [
        (line, below) for one in paragraphs for line, below in pairwise(one.lines) if _is_korean(line, below)
    ]
    kept = sum(line.ends_in_space for line, _ in ends)
    if kept > _KEEPS * len(ends):
        return Breaks(tuple(_break(*one, not one[0].ends_in_space) for one in ends), True, 1.0)
    model = _Model([line.text for one in paragraphs for line in one.lines])
    chances = _with_own_share([model.chance(line.text, below.text) for line, below in ends], model.share)
    decided = (_break(*one, _decided(chance)) for one, chance in zip(ends, chances, strict=True))
    return Breaks(tuple(decided), False, model.right)


def _is_korean(line: Line, below: Line) -> bool:
    return is_hangul(line.text[-1]) or is_hangul(below.text[0])


def _break(line: Line, below: Line, within: bool | None) -> Break:
    return Break(line, line.text.split()[-1], below.text.split()[0], within)


def _decided(chance: float) -> bool | None:
    """Within an eojeol or not, from the chance that a space stands there."""
    if SURE > chance > 1 - SURE:
        return None
    return chance < 0.5


def _with_own_share(chances: Sequence[float], share: float) -> list[float]:
    """The chances of a space, once the share of spaces is that of these places and not of all text."""
    own = share
    adjusted = list(chances)
    for _ in range(50):
        adjusted = [_reweighted(one, own / share, (1 - own) / (1 - share)) for one in chances]
        own = min(max(sum(adjusted) / max(len(adjusted), 1), 0.001), 0.999)
    return adjusted


def _reweighted(chance: float, yes: float, no: float) -> float:
    return chance * yes / (chance * yes + (1 - chance) * no)


class _Place(NamedTuple):
    """Between two letters of a line."""

    left: str
    right: str
    space: bool


class _Model:
    """What the lines of a book teach of its spaces."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words = Counter(word for line in lines for word in line.split()[1:-1])
        taught = [place for n, line in enumerate(lines) if n % _HELD_BACK for place in _places(line)]
        asked = [place for n, line in enumerate(lines) if not n % _HELD_BACK for place in _places(line)]
        taught = taught[:: len(taught) // _MOST + 1]
        self.share = (sum(one.space for one in taught) + 1) / (len(taught) + 2)
        self._weights = dict[str, float]()
        self._learn(taught)
        self.right = self._judged(asked)

    def chance(self, left: str, right: str) -> float:
        """That a space stands between two pieces of text."""
        return self._sigmoid(self._features(left, right, None))

    def _learn(self, places: Sequence[_Place]) -> None:
        seen = [(self._features(*place), place.space) for place in places]
        for number in range(_ROUNDS):
            rate = _RATE / (1 + number)
            for features, space in seen:
                step = rate * (space - self._sigmoid(features))
                for feature in features:
                    self._weights[feature] = self._weights.get(feature, 0.0) + step

    def _sigmoid(self, features: Sequence[str]) -> float:
        weight = sum(self._weights.get(feature, 0.0) for feature in features)
        return 1 / (1 + exp(-min(max(weight, -30), 30)))

    def _judged(self, places: Sequence[_Place]) -> float | None:
        said = [(_decided(self._sigmoid(self._features(*one))), one.space) for one in places]
        sure = [within != space for within, space in said if within is not None]
        return sum(sure) / len(sure) if sure else None

    def _features(self, left: str, right: str, space: bool | None) -> tuple[str, ...]:
        """What is seen of a place; `space` takes the place's own words out of what the book has."""
        before, after = left.split()[-1], right.split()[0]
        known = (
            self._known(before + after, space is False),
            self._known(before, space is True),
            self._known(after, space is True),
        )
        one, two, three = left[-1], left[-2:], left[-3:]
        first, second, third = right[0], right[:2], right[:3]
        return (
            "",
            f"{one}<",
            f"{two}<",
            f"{three}<",
            f">{first}",
            f">{second}",
            f">{third}",
            f"{one}|{first}",
            f"{two}|{first}",
            f"{one}|{second}",
            f"{two}|{second}",
            f"{min(len(before), 6)} {min(len(after), 6)}",
            "{} {} {}".format(*known),
        )

    def _known(self, word: str, own: bool) -> int:
        """How often the book has a word, up to 3: 0, once, more, many."""
        count = self._words[word] - own
        return 3 if count > max(5, log(len(self._words) + 1)) else min(max(count, 0), 2)


def _places(line: str) -> Iterator[_Place]:
    for at, (char, other) in enumerate(pairwise(line), 1):
        if char == " " or not (is_hangul(char) or is_hangul(other) or other == " "):
            continue
        right = line[at:].lstrip()
        if right and (is_hangul(char) or is_hangul(right[0])):
            yield _Place(line[:at], right, other == " ")
