"""What a line of a page says -> the line of the post that says it; and the other way.

No grammar tells where its words came from, and six of them read posts. So words are looked for: the letters
and figures of the printed line among those of the post, without marks, spaces and hyphens.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from publisher.model import Post

_SIZES = (24, 14, 8, 5)  # letters that are looked for: a link, a note or a mark may stand between them
_NEAR = 60  # lines above one that shows no words, and below it


class Lines:
    """Lines in which words are looked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        letters = [_letters(line) for line in lines]
        self._begins, self._text = [0, *accumulate(map(len, letters))], "".join(letters)

    def find(self, said: str, part: float) -> int:
        """Return the number of the line that says so; -1 for none. `part`: about where among them, of 1."""
        wanted, about = _letters(said), part * len(self._text)
        for size in _SIZES:
            places = [at for piece in _pieces(wanted, size) for at in _places(piece, self._text)]
            if places:
                return bisect_right(self._begins, min(places, key=lambda at: abs(at - about))) - 1
        return -1


def line_of(said: str, post: Post, part: float) -> int:
    """Return a line of the post's file, from 1; 0 where its words are not found. `part`: about where in the
    text, of 1, for words that come again."""
    found = Lines(post.markdown.split("\n")).find(said, part)
    return post.first_line + found if found >= 0 else 0


def place_of(line: int, post: Post, printed: Lines) -> int:
    """Return which printed line says what a line of the post's file does, or the nearest line above it that
    is printed, else below it; the first where there is none."""
    lines = post.markdown.split("\n")
    at = min(max(line - post.first_line, 0), len(lines) - 1)
    order = (*range(at, max(-1, at - _NEAR), -1), *range(at + 1, min(len(lines), at + _NEAR)))
    near = (n for n in order if len(_letters(lines[n])) >= _SIZES[-1])
    found = (printed.find(lines[n], n / len(lines)) for n in near)
    return next((number for number in found if number >= 0), 0)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _pieces(wanted: str, size: int) -> Iterator[str]:
    """Such a piece from each part of a line; the line itself, where it is shorter."""
    if size == _SIZES[-1] and wanted:
        size = min(size, len(wanted))
    yield from (wanted[at : at + size] for at in range(0, len(wanted) - size + 1, max(1, size // 2)))


def _places(piece: str, text: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)
