"""The order of names in a Korean book: 가나다, then ABC, then 123, then the rest."""

import re
import unicodedata

_PIECES = re.compile(r"\d+|.", re.S)
_Key = tuple[tuple[int, int, str], ...]


def key(name: str) -> _Key:
    """A sort key for a title or a category: total, the same on every machine.

    Precomposed Hangul syllables lie in dictionary order in Unicode, so NFC and code points do; runs
    of digits count as numbers (2장 before 10장); a name stands before those that go on from it; letter
    case decides last; marks in front of a name (quotes, brackets) do not count.
    """
    name = unicodedata.normalize("NFC", name).strip()
    folded = name.casefold().lstrip(" \t'\"‘’“”「」『』()[]<>《》〈〉-–—·…*#") or name.casefold()
    return (*(_rank(piece) for piece in _PIECES.findall(folded)), (-1, 0, name))


def _rank(piece: str) -> tuple[int, int, str]:
    if piece.isspace():
        return (0, 0, "")
    if "가" <= piece <= "힣" or "ㄱ" <= piece <= "ㆎ" or "ᄀ" <= piece <= "ᇿ":
        return (1, 0, piece)
    if piece.isalpha() and unicodedata.name(piece, "").startswith("LATIN"):
        return (2, 0, piece)
    if piece.isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in piece).lstrip("0")
        return (3, len(digits), digits)  # a longer number is a larger one, however long it is
    return (4, 0, piece)
