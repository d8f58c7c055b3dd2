"""Who said a quotation: its last line, behind a dash, stands to the right, as books have it.

"— 서유구, 『임원경제지』" is a paragraph of its own, or a line that its writer has broken off. Where more
lines begin with a dash people speak; and a line that ends as a sentence does is said, too.
"""

import re

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.hard_lines import lines_of, text_in

_CLASS = "attribution"
_LONGEST = 60  # letters
_DASH = re.compile(r"[—–―─]+\s*[^\s—–―─]")
_SAID = re.compile(r"(?:[.?!…。][”’\"'」』)]*|[”\"])$")


def apply(build: ChapterBuild) -> None:
    for quotation in each(build.root, "blockquote"):
        last = quotation[-1] if len(quotation) else None
        if last is not None and last.tag == "p" and not (last.tail or "").strip():
            _mark(quotation, last)


def _mark(quotation: Element, last: Element) -> None:
    *before, line = map(text_in, lines_of(last))
    others = [*map(text_of, quotation[:-1]), *before]
    if any(others) and _names(line) and not any(map(_DASH.match, others)):
        own = _broken_off(last) if any(before) else last
        if own is not None:
            own.set("class", " ".join((*classes(own), _CLASS)))


def _broken_off(paragraph: Element) -> Element | None:
    """The last line of a paragraph as one of its own; None where an emphasis is around all of it."""
    end = next(paragraph.iterchildren("br", reversed=True), None)
    if end is None:
        return None
    line = etree.Element("p")
    line.text = (end.tail or "").lstrip()
    line.extend(list(end.itersiblings()))
    paragraph.remove(end)
    paragraph.addnext(line)
    return line


def _names(text: str) -> bool:
    """Tell whether a line says who, and does not speak."""
    return bool(_DASH.match(text)) and len(text) <= _LONGEST and not _SAID.search(text)
