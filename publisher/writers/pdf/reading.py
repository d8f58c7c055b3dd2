"""What a PDF page says, read from its own bytes: glyph codes and the font's map to Unicode."""

import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from lxml.html import HtmlElement

# A font is chosen, or a text is shown, as WeasyPrint and we write it: codes of two bytes, in hexadecimal.
_SHOWN = re.compile(rb"/([A-Za-z0-9]+) [0-9.]+ Tf|<([0-9a-fA-F]+)>")
_UNSAID = ("rp", "svg", "script", "style", "template")


def text(content: bytes, letters: Mapping[str, Mapping[int, str]]) -> str:
    """All that a content stream says; `letters`: font -> code -> text."""
    said, known = list[str](), letters.get("", {})
    for name, shown in _SHOWN.findall(content):
        if name:
            known = letters.get(name.decode(), {})
        elif len(shown) % 4 == 0:
            codes = struct.unpack(f">{len(shown) // 4}H", bytes.fromhex(shown.decode()))
            said += [known.get(code, "\ufffd") for code in codes]
    return "".join(said)


def words_of(root: HtmlElement) -> str:
    """All that a reader should find of a piece of HTML, which it changes; page numbers are settled later."""
    for element in (*root.iter(*_UNSAID), *root.find_class("page-number")):
        element.drop_tree()
    return str(root.text_content())


def tally(said: str) -> Counter[str]:
    """Letters and figures, counted; forms of one letter count as one: fonts often have one glyph for them."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", said).casefold()))


def missing(wanted: str, said: str, alike: Iterable[Mapping[str, str]]) -> str:
    """Letters of `wanted` that are not in `said`, as often as there; "" where all are.

    `alike`: for each font, which letters it shows by one glyph: the map to Unicode can name only one.
    """
    lost = tally(wanted) - tally(said)
    for same in alike if lost else ():
        table = str.maketrans(dict(same))
        lost = tally(wanted.translate(table)) - tally(said.translate(table))
        if not lost:
            break
    return "".join(lost.elements())
