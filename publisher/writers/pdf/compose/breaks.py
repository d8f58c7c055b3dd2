"""Where a long word may be parted on paper: U+200B in addresses, code, and the cells of tables.

What is one letter to the engine may have as many signs as anyone likes: jamo of one kind, joined emoji, vowel
signs of India. One that is longer than the letters of any language is parted too: else no line could hold it.

Addresses part after / ? & = and the like, and %EC%98%A4 in them is shown as the letters that it stands for;
where a link leads to stays. Elsewhere the engine parts a word that is longer than a line where the line ends.
"""

import re
import unicodedata

from publisher.assets.urls import shown
from publisher.assets.xhtml import Element

HERE = "\u200b"
_JOINS = "\u200d"
_LONG = re.compile(r"\S{17,}")
_ADDRESS = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://|www\.)[^\s<>\"“”]+")
_AFTER = re.compile(r"(?<=[/?&=._\-#,;:@+~|])(?=[\w%])")
_WIDEST = 20  # letters of a cell that stay together, where no sign parts them; Hangul counts twice
_JAMO = re.compile("[ᄀ-ᅟꥠ-ꥼ]{4}|[ᅠ-ᆧힰ-ퟆ]{4}|[ᆨ-ᇿퟋ-ퟻ]{4}|[ำຳ]{4}")  # initials, vowels, finals; vowels of Thai
_MANY = re.compile(r"[^\s\w]{17,}|(?:\u200d\S){9,}")  # marks and joiners are no letters
_MOST = 16  # signs of a letter; a family of emoji has eleven
_CELLS, _CODE = frozenset(("td", "th")), frozenset(("code", "kbd", "samp"))


def apply(root: Element) -> None:
    """Put U+200B into the texts of a page wherever a long word may be parted."""
    for element in root.iter():
        if element.text and _LONG.search(element.text):
            element.text = _parted(element.text, _tags(element))
        parent = element.getparent()
        if element.tail and parent is not None and _LONG.search(element.tail):
            element.tail = _parted(element.tail, _tags(parent))


def _tags(element: Element) -> frozenset[str]:
    return frozenset(str(one.tag) for one in (element, *element.iterancestors()))


def _parted(text: str, around: frozenset[str]) -> str:
    """A text with places to part its long words, by what it stands in."""
    text = _MANY.sub(_letters, _JAMO.sub(rf"\g<0>{HERE}", text))
    if "pre" in around:
        return text
    code = bool(_CODE & around)
    text = _ADDRESS.sub(lambda found: _AFTER.sub(HERE, found[0] if code else shown(found[0])), text)
    if code or _CELLS & around:
        text = _LONG.sub(lambda found: _AFTER.sub(HERE, found[0]), text)
    if _CELLS & around:
        text = _LONG.sub(lambda found: HERE.join(map(_in_pieces, found[0].split(HERE))), text)
    return text


def _letters(found: re.Match[str]) -> str:
    """Signs with a place to part them in each letter that has too many."""
    made, many, before = list[str](), 0, ""
    for sign in found[0]:
        many = many + 1 if before == _JOINS or _belongs(sign) else 0
        if many >= _MOST and before != _JOINS:
            made.append(HERE)
            many = 0
        made.append(sign)
        before = sign
    return "".join(made)


def _belongs(sign: str) -> bool:
    """Whether a sign belongs to what is before it, or what is behind it to the sign."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _in_pieces(word: str) -> str:
    """A word with a place to part it wherever it has become too wide for a cell."""
    found, width = [], 0
    for letter in word:
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > _WIDEST and not unicodedata.combining(letter):
            found.append(HERE)
            width = 2
        found.append(letter)
    return "".join(found)
