"""Pages on which words stand on words: a theme that takes all elements out of the flow, or leaves lines no
height, makes a page that says everything, and that nobody can read.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from publisher.phrase import Phrase, _
from publisher.writers.pdf.layout.boxes import UNSEEN, texts_on

_CORE = 0.3  # of an em above and below the middle of a letter, which no other letter touches
_MOST = 0.5  # of the letters of a page: signs that are drawn over others on purpose are fewer
_FEW = 8  # letters: a page of less has no text that could be lost


class _Words(NamedTuple):
    """Letters that stand in one line; px from the top and the left of the page."""

    top: float
    foot: float
    left: float
    right: float
    said: str

    def meets(self, other: "_Words") -> bool:
        """Tell whether half of the shorter one stands on the other."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        return self.foot > other.top and 2 * shared > min(self.right - self.left, other.right - other.left)


def overlaid(pages: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """Find the pages, from 0, most of whose words stand on others, with some of these."""
    for number, page in enumerate(pages):
        words = sorted(_words(page))
        hidden = _hidden(words)
        letters = sum(len(one.said) for one in words)
        if letters >= _FEW and sum(len(one.said) for one in hidden) > _MOST * letters:
            yield number, " ".join(one.said for one in hidden)


def on_others(page: int, words: str) -> Phrase:
    """Say that words of a page, from 0, stand on others."""
    return _("words stand on others on page {value}: {words}", value=page + 1, words=words[:40])


def _hidden(words: Sequence[_Words]) -> list[_Words]:
    """Those that stand on others, or under them. `words`: from the top of the page on."""
    found: dict[int, _Words] = {}
    for place, one in enumerate(words):
        rest = (n for n in range(place + 1, len(words)))
        for other in takewhile(lambda n: words[n].top < one.foot, rest):  # noqa: B023 - used at once
            if one.meets(words[other]):
                found |= {place: one, other: words[other]}
    return [*found.values()]


def _words(page: Any) -> Iterator[_Words]:
    for box in texts_on(page):
        said = box.text.translate(UNSEEN).strip()
        if said and box.style["visibility"] == "visible" and box.width > 0:
            middle = box.position_y + box.height / 2
            core = _CORE * box.style["font_size"]
            yield _Words(middle - core, middle + core, box.position_x, box.position_x + box.width, said)
