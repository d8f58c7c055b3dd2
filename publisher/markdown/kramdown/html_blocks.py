"""HTML among blocks (syntax: "HTML Blocks"): raw to its end tag, unless `markdown="1"` says otherwise."""

import re
from html import escape

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.blocks import Reader
from publisher.markdown.kramdown.document import DEEPEST
from publisher.markdown.kramdown.patterns import (
    HOLDS_BLOCKS,
    HOLDS_SPANS,
    HTML_ATTRIBUTE,
    HTML_CLOSE,
    HTML_TAG,
    KNOWN,
    SPAN_ELEMENTS,
    VOID_ELEMENTS,
)
from publisher.markdown.kramdown.tree import Node, value

_INDENT = re.compile(r" {0,3}(?=<)")
_TRAILING = re.compile(r"\s*?\n", re.A)
_REST = re.compile(r"[^<]+")


def parse_attributes(text: str) -> dict[str, str]:
    """Return a start tag's attributes."""
    found = HTML_ATTRIBUTE.findall(text)
    return {name: word or double or single for name, word, double, single in found if name}


def element_name(name: str) -> str:
    """HTML's own names in small letters, others as they are."""
    return name.lower() if name.lower() in KNOWN else name


def start_tag(name: str, values: dict[str, str]) -> str:
    """Return a start tag without its end."""
    return f"<{name}" + "".join(f' {key}="{value(text)}"' for key, text in values.items())


def html(reader: Reader) -> bool:
    """Read a comment, an element, or the end tag that the blocks around wait for."""
    opening = reader.at(_INDENT)
    if opening is None:
        return False
    source, start = reader.source, reader.source.pos
    source.pos = opening.end()
    if match := _comment(reader):
        reader.parent.raw(match + "\n")
        reader.scan(_TRAILING)
    elif (tag := reader.at(HTML_TAG)) and tag[1].lower() not in SPAN_ELEMENTS:
        source.pos = tag.end()
        Element(reader).read(reader.parent, tag, 0)
    elif (close := reader.at(HTML_CLOSE)) and reader.parent.get("#html", "").lower() == close[1].lower():
        source.pos = close.end()
        reader.closed = True
    else:
        source.pos = start
        return False
    return True


def _comment(reader: Reader) -> str:
    """A comment, read."""
    return _verbatim(reader, "<!--", "-->")


def _verbatim(reader: Reader, start: str, end: str) -> str:
    source, begins = reader.source, reader.source.pos
    if not source.text.startswith(start, begins):
        return ""
    source.pos += len(start)
    found = source.find(end)
    source.pos = found + len(end) if found >= 0 else begins
    return source.text[begins : source.pos]


class Element:
    """Reads one HTML element and what it holds."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def read(self, parent: Node, tag: re.Match[str], depth: int) -> None:
        """The element whose start tag was just read."""
        name = element_name(tag[1])
        values = parse_attributes(tag[2])
        model = _model(name, values.pop("markdown", None), natural=depth == 0 and self._markdown())
        if self.reader.pending is not None and depth == 0:
            attributes.give(values, self.reader.pending)
            self.reader.pending = None
        if tag[3] or name in VOID_ELEMENTS:
            parent.raw(start_tag(name, values) + " />")
        else:
            parent.raw(start_tag(name, values) + ">")
            self._content(parent, name, model, depth)
            parent.raw(f"</{name}>")
        if depth == 0:
            parent.raw("\n")
            if name not in VOID_ELEMENTS:  # behind <hr>, the end of the line is an empty line
                self.reader.scan(_TRAILING)

    def _markdown(self) -> bool:
        """True when the settings ask for Markdown in every HTML block."""
        return self.reader.document.options.block_html

    def _content(self, parent: Node, name: str, model: str, depth: int) -> None:
        if model == "block" and self.reader.depth < DEEPEST:
            self.reader.scan(_TRAILING)
            node = parent.add("#group", attributes={"#html": name})
            inner = Reader(self.reader.document, self.source, node, self.reader.depth + 1)
            inner.run()
        elif model == "span":
            end = re.compile(rf"</{re.escape(name)}\s*>", re.A | re.I).search(
                self.source.text, self.source.pos
            )
            parent.add("#group", self.source.text[self.source.pos : end.start() if end else None])
            self.source.pos = end.end() if end else len(self.source.text)
        elif name in ("script", "style"):
            self._verbatim(parent, name)
        else:
            self._raw(parent, name, depth)

    def _verbatim(self, parent: Node, name: str) -> None:
        end = re.compile(rf"(?=</{name}\s*>)", re.A | re.I).search(self.source.text, self.source.pos)
        parent.raw(self.source.text[self.source.pos : end.start() if end else None])
        close = HTML_CLOSE.match(self.source.text, end.start()) if end else None
        self.source.pos = close.end() if close else len(self.source.text)

    def _raw(self, parent: Node, name: str, depth: int) -> None:
        """Everything up to the end tag, elements inside by themselves."""
        while not self.source.done:
            if text := self.reader.scan(_REST):
                parent.raw(text[0].replace(">", "&gt;"))
            elif kept := _comment(self.reader) or _verbatim(self.reader, "<?", "?>"):
                parent.raw(kept)
            elif (tag := self.reader.at(HTML_TAG)) and depth < DEEPEST:
                self.source.pos = tag.end()
                self.read(parent, tag, depth + 1)
            elif close := self.reader.scan(HTML_CLOSE):
                if close[1].lower() == name.lower():
                    return
                parent.raw(escape(close[0]))
            elif not self.source.done:
                parent.raw("&lt;")
                self.source.pos += 1


def _model(name: str, markdown: str | None, *, natural: bool) -> str:
    """How an element's content is read: as blocks, as spans, or not at all."""
    own = "block" if name in HOLDS_BLOCKS else "span" if name in HOLDS_SPANS else "raw"
    models = {"0": "raw", "1": own, "span": "span", "block": "block"}
    return models.get(markdown or "", own if natural else "raw")
