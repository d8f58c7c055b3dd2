"""Korean words kept whole on paper: U+2060 between letters that a line must not part.

PDF only: WeasyPrint 70 ignores `word-break: keep-all`. Pango breaks between any two syllables; a
WORD JOINER forbids it there. Headings, captions, tables and the like always break between words
(어절); running text does when the theme says so, and the last two syllables of a paragraph always,
so that no line is a lone one. Text taken out of the PDF is free of joiners.

What is one letter to the eye stays one: no joiner stands inside 훈민ᄌᆞᆼ음, an emoji of several characters,
or before an accent. See https://www.unicode.org/reports/tr29/
"""

import re

from publisher.assets.xhtml import Element

JOINER = "\u2060"
_LEADING = "ᄀ-ᅟꥠ-ꥼ"  # jamo that begin a syllable: what follows is part of it
_FOLLOWING = "ᅠ-ᇿힰ-ퟻ"  # jamo that belong to the letter before them, as the next ones do
_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
_SYLLABLES = "가-힣ㄱ-ㆎ"
_HANGUL = f"{_SYLLABLES}{_LEADING}{_FOLLOWING}"
# No joiner beside a space, a dash, a slash or another place where even a word may be parted.
_OPEN = r"\s\-–—/…·\u2060\u200b"
_BETWEEN = re.compile(
    f"(?<=[{_SYLLABLES}{_FOLLOWING}])(?=[^{_OPEN}{_FOLLOWING}{_MARKS}])"
    f"|(?<=[^{_OPEN}{_LEADING}\u200d])(?=[{_SYLLABLES}{_LEADING}])"
)
_LAST_LETTERS = re.compile(
    f"(?<=[{_SYLLABLES}{_FOLLOWING}{_MARKS}])"
    f"(?=[{_LEADING}]{{0,3}}[{_SYLLABLES}{_LEADING}][{_FOLLOWING}{_MARKS}]*[^{_HANGUL}\\s]*\\s*\\Z)"
)
_ALWAYS = frozenset("h1 h2 h3 h4 h5 h6 figcaption caption th td dt summary".split())
_NEVER = frozenset(("pre", "code", "samp", "kbd"))
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup "
    "time u var".split()
)


def apply(root: Element, *, everywhere: bool) -> None:
    _walk(root, everywhere, " ")
    if not everywhere:
        for paragraph in root.iter("p", "li"):
            _keep_last_letters(paragraph)


def join(text: str) -> str:
    """Return a text whose lines may only break between words."""
    return _BETWEEN.sub(JOINER, text)


def _keep_last_letters(paragraph: Element) -> None:
    """The last two syllables stay together, so that no paragraph ends in a line of one."""
    last = paragraph[-1] if len(paragraph) else None
    text = (last.tail if last is not None else paragraph.text) or ""
    kept = _LAST_LETTERS.sub(JOINER, text)
    if last is not None:
        last.tail = kept
    else:
        paragraph.text = kept


def _walk(element: Element, on: bool, before: str) -> str:
    """Join the texts of an element; `before` is the letter in front of it, and the last one is returned."""
    on = on or element.tag in _ALWAYS
    if element.tag in _NEVER or "address" in element.get("class", ""):
        text = "".join(element.itertext())
        return text[-1:] or before
    last = before
    if element.text:
        element.text = _joined(last, element.text, on)
        last = element.text[-1]
    for child in element:
        if not isinstance(child.tag, str):
            continue
        flows = child.tag in _INLINE
        last = _walk(child, on, last if flows else " ")
        if child.tail:
            child.tail = _joined(last if flows else " ", child.tail, on)
            last = child.tail[-1]
    return last


def _joined(before: str, text: str, on: bool) -> str:
    """`text` joined, also to the letter before it: **굵은** + 글자 is one word."""
    return join(before + text)[len(before) :] if on else text
