"""What a line of a page says -> the line of the post that says it.

No grammar tells where its words came from, and six of them read posts. So words are looked for: the letters
and figures of the printed line among those of the post, without marks, spaces and hyphens.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from publisher.model import Post

_SIZES = (24, 14, 8, 5)  # letters that are looked for: a link, a note or a mark may stand between them


def line_of(said: str, post: Post, part: float) -> int:
    """Return a line of the post's file, from 1; 0 where its words are not found. `part`: about where in the
    text, of 1, for words that come again."""
    lines = [_letters(line) for line in post.markdown.split("\n")]
    begins = [0, *accumulate(map(len, lines))]
    text, wanted = "".join(lines), _letters(said)
    about = part * len(text)
    for size in _SIZES:
        places = [at for piece in _pieces(wanted, size) for at in _places(piece, text)]
        if places:
            return post.first_line + bisect_right(begins, min(places, key=lambda at: abs(at - about))) - 1
    return 0


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
