"""Korean words kept whole on paper: U+2060 between letters that a line must not part.

PDF only: WeasyPrint 70 ignores `word-break: keep-all`. Pango breaks between any two syllables; a
WORD JOINER forbids it there. Headings, captions, tables and the like always break between words
(어절); running text does when the theme says so. Else its words are parted where two syllables or more stand
on both sides, and no paragraph ends in a line of one or two; behind the first syllable, where U+FEFF stands,
they are where the line would be short without it: see layout/first_syllables.py. Text taken out of the PDF is
free of both.

What no line parts is joined in every text: see unparted.py.

By UAX 14 no line begins with a stop, a slash or an exclamation mark, whatever space stands before. But
.gitignore, /etc and !important are words: a letter that nobody sees stands before their sign, and no line
ends behind it.

What is one letter to the eye stays one: no joiner stands inside 훈민ᄌᆞᆼ음, an emoji of several characters,
or before an accent. See https://www.unicode.org/reports/tr29/
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from publisher.assets.xhtml import Element, classes
from publisher.writers.pdf.compose import unparted

JOINER = "\u2060"
SOFT = "\ufeff"  # joins as well, and can be told from it
LETTER = "\u2063"  # INVISIBLE SEPARATOR, to UAX 14 a letter
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
_SYLLABLE = re.compile("[가-힣]")
_EOJEOL = re.compile(r"\S+")
_LETTER = re.compile(f"[^\\W_{_FOLLOWING}{_MARKS}]")
# The space before a sign that begins a word. See https://www.unicode.org/reports/tr14/#LB13
_SIGNED = re.compile(r"(?<=[^\s\u2060\u200b]) (?=[./:!?][A-Za-z0-9_])")
_SHORT = re.compile(r"[^\s\u200b]{2,12}")  # code that is not parted
_FEW = 2  # letters of a word that do not stand alone at the end or the beginning of a line
_LAST = 3  # words that may be a last line of few letters
_ALWAYS = frozenset("h1 h2 h3 h4 h5 h6 figcaption caption th td dt summary".split())
_NEVER = frozenset(("pre", "code", "samp", "kbd"))
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup "
    "time u var".split()
)
_PICTURE = "가가"  # what a picture, or a formula, in a line is to the letters beside it: a word
_BLOCKS = frozenset(("line", "paragraph"))  # classes of <span>: of verse, and in a note
_MARKS_OF_NOTES = frozenset(("noteref", "between"))


@dataclass
class _Run:
    """Text that is set in lines of its own, in pieces: where each stands, and its letters."""

    words: bool  # whether it breaks between words only
    is_title: bool
    pieces: list[tuple[Element | None, str, str]] = field(default_factory=list)
    code: set[Element] = field(default_factory=set)  # of these, only signs at the beginning are joined
    kept: list[int] = field(default_factory=list)  # places where what follows belongs to what is before it
    length: int = 0

    def add(self, element: Element | None, where: str, text: str | None) -> None:
        if text:
            self.pieces.append((element, where, text))
            self.length += len(text)

    def keep(self) -> None:
        """Let what comes now stand in the line of what was last."""
        if self.pieces and not self.pieces[-1][2][-1].isspace():
            self.kept.append(self.length)

    def join(self) -> None:
        """Put the joiners into the texts of the elements."""
        text = "".join(piece for _, _, piece in self.pieces)
        signs = _signs(text, self) | dict.fromkeys(self.kept, JOINER)
        in_code = _before_signs(text, signs) | dict.fromkeys(self._in_short_code(), JOINER)
        signs |= in_code
        places, begin = sorted(signs), 0
        for element, where, piece in self.pieces:
            first, last = (bisect_left(places, place) for place in (begin, begin + len(piece)))
            able = in_code if where == "text" and element in self.code else signs
            inside = {place - begin: signs[place] for place in places[first:last] if place in able}
            begin += len(piece)
            if element is not None and inside:
                setattr(element, where, _joined(piece, inside))

    def _in_short_code(self) -> Iterator[int]:
        """Places beside signs in code of a few letters, such as \\[ and a->b, which stays whole."""
        begin = 0
        for element, where, piece in self.pieces:
            if element in self.code and where == "text" and _SHORT.fullmatch(piece):
                pairs = enumerate(pairwise(piece), begin + 1)
                yield from (at for at, (one, other) in pairs if not (one.isalnum() and other.isalnum()))
            begin += len(piece)


def apply(root: Element, *, everywhere: bool) -> None:
    """Join words as a theme wishes: `everywhere` or, in running text, their ends only."""
    runs = [_Run(everywhere, is_title=False)]
    _read(root, runs, words=everywhere)
    for run in runs:
        run.join()


@lru_cache(maxsize=8192)  # the names of all chapters, which several pages show
def join(text: str) -> str:
    """Return a text whose lines may only break between words."""
    signs = _signs(text, _Run(words=True, is_title=True))
    return _joined(text, {place: signs[place] for place in sorted(signs)})


def _read(element: Element, runs: list[_Run], *, words: bool, is_title: bool = False) -> None:
    """Add the element's text to the last run; a block is a run of its own, and another begins behind it."""
    if element.tag == "img":
        runs[-1].add(None, "text", _PICTURE)
        return
    is_title = is_title or element.tag in _ALWAYS
    if _is_block(element):
        runs.append(_Run(words or is_title or "line" in classes(element), is_title))
    elif element.tag in ("sup", "sub") or _MARKS_OF_NOTES.intersection(classes(element)):
        runs[-1].keep()
    if element.tag in _NEVER or "address" in element.get("class", ""):
        is_word = element.tag in _INLINE and not len(element)
        if is_word:
            runs[-1].code.add(element)
        runs[-1].add(element if is_word else None, "text", "".join(element.itertext()))
        return
    runs[-1].add(element, "text", element.text)
    for child in element:
        if child.tag == "span" and "footnote" in classes(child):
            _read_note(child, runs, words=words)
        elif isinstance(child.tag, str):
            _read(child, runs, words=words, is_title=is_title)
            if _is_block(child):
                runs.append(_Run(words or is_title, is_title))
        runs[-1].add(child, "tail", child.tail)


def _is_block(element: Element) -> bool:
    return element.tag not in (*_INLINE, "img") or not _BLOCKS.isdisjoint(classes(element))


def _read_note(note: Element, runs: list[_Run], *, words: bool) -> None:
    """A note leaves its place for the page's foot: its mark stays, and what is around it is one text."""
    mark = note.getparent()
    if mark is not None and "mark" in classes(mark):
        mark.text = JOINER
    around = runs.pop()
    runs.append(_Run(words, is_title=False))
    _read(note, runs, words=words)
    runs.append(around)


def _signs(text: str, run: _Run) -> dict[int, str]:
    """Find where in a run no line may break, and with which sign it says so; what joins most goes before."""
    signs: dict[int, str] = {}
    for place, sign in _places(text, run):
        if signs.get(place) != JOINER:
            signs[place] = sign
    return signs


def _places(text: str, run: _Run) -> Iterator[tuple[int, str]]:
    eojeols = [*_EOJEOL.finditer(text)]
    yield from ((place, JOINER) for place in unparted.places(text, eojeols))
    yield from ((place, JOINER) for place in _last_words([] if run.is_title else eojeols))
    for number, eojeol in enumerate(eojeols, 1):
        is_last = number == len(eojeols) and not run.is_title
        if run.words:
            yield from ((found.start(), JOINER) for found in _BETWEEN.finditer(text, *eojeol.span()))
        else:
            yield from _ends(text, *eojeol.span(), _FEW + is_last)


def _before_signs(text: str, kept: Collection[int]) -> dict[int, str]:
    """Where a word begins with a sign: what goes before the sign and behind it."""
    found = [space for space in _SIGNED.finditer(text) if space.end() not in kept]
    return {space.end(): LETTER for space in found} | {space.end() + 1: JOINER for space in found}


def _last_words(eojeols: Sequence[re.Match[str]]) -> Iterator[int]:
    """Places before the last words of a paragraph as long as these have few letters together."""
    letters = 0
    for eojeol in reversed(eojeols[max(_FEW, len(eojeols) - _LAST) :]):
        letters += len(_LETTER.findall(eojeol[0]))
        if letters > _FEW:
            return
        yield eojeol.start()


def _ends(text: str, start: int, end: int, few: int) -> Iterator[tuple[int, str]]:
    """Places in a word before which there are less than two letters, or behind which there are less than
    `few`."""
    letters = [found.start() for found in _LETTER.finditer(text, start, end)]
    for found in _BETWEEN.finditer(text, start, end):
        place = found.start()
        before = bisect_left(letters, place)
        behind = len(letters) - before
        if 0 < before < _FEW or 0 < behind < few:
            yield place, SOFT if behind >= few and _SYLLABLE.match(text, place - 1) else JOINER


def _joined(text: str, signs: dict[int, str]) -> str:
    """A text with signs in their places."""
    parts = (text[begin:end] for begin, end in pairwise((0, *signs, len(text))))
    return "".join(sign + part for sign, part in zip(("", *signs.values()), parts, strict=True))
