"""Whether pages say all words of a text, as engine_pdf.py reads them."""

import unicodedata
from collections import Counter
from collections.abc import Callable

from lxml.html import HtmlElement

_UNSAID = ("rp", "svg", "script", "style", "template")


def words_of(root: HtmlElement) -> str:
    """All that a reader should find of HTML, which it changes; page numbers are settled later."""
    for element in (*root.iter(*_UNSAID), *root.find_class("page-number")):
        element.drop_tree()
    return str(root.text_content())


def tally(said: str) -> Counter[str]:
    """Count letters and figures in one normal form: taken apart (한 is ㅎ, ㅏ and ㄴ), so that neither what
    stands between two letters nor their order matters. See https://www.unicode.org/reports/tr15/
    """
    counted = Counter[str]()
    for letter, times in Counter(said).items():
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if part.isalnum():
                counted[part] += times
    return counted


def missing(wanted: str, said: str, drawn: Callable[[str], bool]) -> str:
    """Find what `said` lacks of the letters of `wanted`, by the word where whole words are gone.

    `drawn`: whether a font of the book has a letter; what none has cannot be asked for: see check_coverage().
    """
    if not tally(wanted) - tally(said):
        return ""
    could = {letter for letter in {*wanted} if letter.isspace() or drawn(letter)}
    there = "".join(filter(could.__contains__, wanted))
    lost = tally(there) - tally(said)
    seen = _solid(said)
    words = (word for word in there.split() if _solid(word) not in seen)
    return " ".join(words) or "".join(lost.elements()) if lost else ""


def _solid(text: str) -> str:
    """A text without what stands between its letters."""
    return "".join(filter(str.isalnum, text))
