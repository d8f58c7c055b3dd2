"""Definition lists, and what is defined for elsewhere: links, abbreviations, footnotes."""

import re

from publisher.markdown.kramdown.blocks import CODE, Reader
from publisher.markdown.kramdown.lists import collect, fill, plain
from publisher.markdown.kramdown.patterns import INDENT, NOTE_NAME
from publisher.markdown.kramdown.tree import BLANK, NOTE, Node

_DEFINITION = re.compile(r" {0,3}:[\t| ]", re.A)
_LINK = re.compile(r" {0,3}\[([^\n\]]+)\]:[ \t]*+(?=[^ \t\n])", re.A)
_BEHIND = re.compile(r"(?<![ \t])[ \t]*+(?:\n|(?<=[ \t])(?=[\"']))", re.A)  # an address
_BLANKS = re.compile(r"[ \t]*+", re.A)
_CLOSE = re.compile(r">")
_ABBREVIATION = re.compile(r" {0,3}\*\[([^\n]+?)\]:([^\n]*?)\n", re.A)
_NOTE = re.compile(rf" {{0,3}}\[\^({NOTE_NAME})\]:[^\S\n]*([^\n]*?\n{CODE}*)", re.A)
_INDENTS = re.compile(rf"^{INDENT}", re.A | re.M)
_SPACE = re.compile(r"[\s]+", re.A)


def definition_list(reader: Reader) -> bool:
    """`: text` under a paragraph, whose lines are the terms (syntax: "Definition Lists")."""
    if reader.at(_DEFINITION) is None:
        return False
    terms, late = _terms(reader.parent)
    if terms is None:
        return False
    reader.parent.remove(terms)
    node = _continued(reader)
    for line in (terms.source or "").split("\n"):
        node.add("dt", line.strip(" \t"))
    items, ended = collect(reader, "dl")
    items[0].late = late
    for item in items:
        child = node.add("dd", attributes={k: v for k, v in item.attributes.items() if k})
        fill(reader, item, child)
        if len(child) and child[0].tag == "p" and not item.late:
            plain(child)
    last = node[-1]
    if len(last) and last[-1].tag == BLANK and not ended:
        reader.parent.append(last[-1])
    return True


def _terms(parent: Node) -> tuple[Node | None, bool]:
    """The paragraph above, and whether one empty line is between."""
    last = parent.last()
    if last is None:
        return None, False
    if last.tag == "p" and last.source is not None:
        return last, False
    if last.tag == BLANK and last.text == "\n" and len(parent) > 1 and parent[-2].tag == "p":
        parent.remove(last)
        return parent.last(), True
    return None, False


def _continued(reader: Reader) -> Node:
    """The list right above, or a new one."""
    parent = reader.parent
    if len(parent) and parent[-1].tag == "dl":
        return parent[-1]  # type: ignore[return-value]
    if len(parent) > 1 and parent[-1].tag == BLANK and parent[-2].tag == "dl":
        parent.remove(parent[-1])
        return parent[-1]  # type: ignore[return-value]
    return reader.block("dl")


def link_id(text: str) -> str:
    """A link's name as it is looked up: case and spaces do not count."""
    return _SPACE.sub(" ", text).lower()


def link(reader: Reader) -> bool:
    """`[name]: address "title"` (syntax: "Link Definitions")."""
    match = reader.at(_LINK)
    found = _target(reader.source.text, match.end()) if match else None
    if match is None or found is None:
        return False
    address, title, reader.source.pos = found
    reader.document.links[link_id(match[1])] = (address, title)
    reader.defined()
    return True


def _target(text: str, start: int) -> tuple[str, str, int] | None:
    """Address, title, and where they end: `<…>`, or all up to a title or the line's end."""
    line = _Line(text, start)
    if text[start] == "<":
        for close in _CLOSE.finditer(text, start, line.end):
            if behind := line.title(close.end()):
                return text[start + 1 : close.start()], *behind
    gap = _BEHIND.search(text, start + 1)
    last = line.title(gap.start()) if gap else None
    return (text[start : gap.start()], *last) if gap and last else None


class _Line:
    """The rest of a line; what is asked of it costs nothing, however often."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        end = text.find("\n", start)
        self.end = len(text) if end < 0 else end
        self.last = start + len(text[start : self.end].rstrip(" \t")) - 1

    def title(self, start: int) -> tuple[str, int] | None:
        """The title behind an address, here or on the next line, or none; None where other text is."""
        at = _blanks(self.text, start)
        if self.text.startswith("\n", at):
            return _Line(self.text, at + 1).quoted(_blanks(self.text, at + 1)) or ("", at + 1)
        return self.quoted(at) if at > start else None

    def quoted(self, start: int) -> tuple[str, int] | None:
        """A text in quotes that fills the line, and where the next one begins."""
        fills = (
            self.text.startswith(("'", '"'), start) and self.last > start + 1 and self.end < len(self.text)
        )
        if not fills or self.text[self.last] != self.text[start]:
            return None
        return self.text[start + 1 : self.last], self.end + 1


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def abbreviation(reader: Reader) -> bool:
    """`*[HTML]: what it means` (syntax: "Abbreviations")."""
    match = reader.scan(_ABBREVIATION)
    if match is None:
        return False
    reader.document.abbreviations[_SPACE.sub(" ", match[1]).strip()] = match[2].strip()
    reader.defined()
    return True


def note(reader: Reader) -> bool:
    """`[^name]: text`, and the indented lines below (syntax: "Footnotes")."""
    match = reader.scan(_NOTE) if reader.document.dialect.footnotes else None
    if match is None:
        return False
    node = Node(NOTE)
    reader.inside(_INDENTS.sub("", match[2]), node)
    reader.document.notes[match[1]] = node
    reader.defined()
    return True
