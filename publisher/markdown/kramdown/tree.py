"""The tree that the blocks build: ElementTree's elements, and what kramdown's rules must remember of them."""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

BLANK = "#blank"  # an empty line
END = "#end"  # an end-of-block marker
NOTE = "#note"  # a footnote, apart from the text
RAW = "#raw"  # HTML as the writer typed it, in .text
NOTHING = frozenset((BLANK, END))
_ENTITY = re.compile(r"&#?\w{1,40};", re.A)


class Node(Element):
    """An element; `source` is Markdown whose spans become its content."""

    lines: list[str] | None = None  # of the source; joined once, however many are added
    plain = False  # a paragraph that stands in a tight list: no <p>
    followed = False  # other blocks stand below a plain paragraph
    reference = ""  # words of an attribute list that nothing defines: "toc"
    language = ""  # of a code block

    @property
    def source(self) -> str | None:
        if self.lines is None:
            return None
        if len(self.lines) > 1:
            self.lines = ["\n".join(self.lines)]
        return self.lines[0]

    @source.setter
    def source(self, text: str | None) -> None:
        self.lines = None if text is None else [text]

    def last(self) -> "Node | None":
        """Return the last child."""
        return self[-1] if len(self) else None  # type: ignore[return-value]

    def add(self, tag: str, source: str | None = None, attributes: dict[str, str] | None = None) -> "Node":
        """Return a new last child."""
        child = Node(tag, attributes or {})
        child.source = source
        self.append(child)
        return child

    def raw(self, html: str) -> None:
        """HTML as it is, as the last child."""
        self.add(RAW).text = html


def entities(text: str) -> str:
    """Return a text whose entities are the letters they mean; an ampersand without a semicolon is itself."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def value(text: str) -> str:
    """Return an attribute's value in HTML; entities in it stay entities."""
    return escape(entities(text))


class Source:
    """Text being read, and where. Every text that blocks are read from ends with a newline."""

    __slots__ = ("fences", "missing", "pos", "text")

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.pos = 0
        self.fences: dict[str, tuple[int, int]] = {}  # no fence of so many marks from there on
        self.missing: dict[str, int] = {}  # what is not found in the text from there on

    @property
    def done(self) -> bool:
        """True at the end."""
        return self.pos >= len(self.text)

    def line(self) -> str:
        """Return the next line, which is then read."""
        start = self.pos
        end = self.text.find("\n", start) + 1
        self.pos = end or len(self.text)
        return self.text[start : self.pos]

    def search(self, pattern: str, start: int) -> re.Match[str] | None:
        """Find where the pattern matches next; a search that failed is not made again."""
        known = self.missing.get(pattern)
        if known is not None and start >= known:
            return None
        match = re.compile(pattern, re.A | re.M).search(self.text, start)
        if match is None:
            self.missing[pattern] = start
        return match

    def find(self, text: str) -> int:
        """Find where `text` comes next, or -1; a search that failed is not made again."""
        known = self.missing.get(text)
        if known is not None and self.pos >= known:
            return -1
        found = self.text.find(text, self.pos)
        if found < 0:
            self.missing[text] = self.pos
        return found
