"""Definition lists, and what is defined for elsewhere: links, abbreviations, footnotes."""

import re

from publisher.markdown.kramdown.blocks import Reader, outdented
from publisher.markdown.kramdown.boundaries import code_end, indent, item_mark, line_at
from publisher.markdown.kramdown.lists import collect, fill, plain
from publisher.markdown.kramdown.patterns import NOTE_NAME
from publisher.markdown.kramdown.tree import BLANK, NOTE, Node

_BEHIND = re.compile(r"(?<![ \t])[ \t]*+(?:\n|(?<=[ \t])(?=[\"']))", re.A)  # an address
_BLANKS = re.compile(r"[ \t]*+", re.A)
_CLOSE = re.compile(r">")
_NOTE = re.compile(rf"\[\^({NOTE_NAME})\]:", re.A)
_SPACE = re.compile(r"[\s]+", re.A)


def definition_list(reader: Reader) -> bool:
    """`: text` under a paragraph, whose lines are the terms (syntax: "Definition Lists")."""
    if item_mark(reader.source.text, reader.source.pos, "dl") < 0:
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
    """Return a link's name as it is looked up: case and spaces do not count."""
    return _SPACE.sub(" ", text).lower()


def link(reader: Reader) -> bool:
    """`[name]: address "title"` (syntax: "Link Definitions")."""
    text, start = reader.source.text, reader.source.pos
    line = line_at(text, start)
    name, colon, address = line.lstrip(" ")[1:].partition("]:")
    opens = indent(line, 0) >= 0 and line.lstrip(" ").startswith("[")
    if not opens or not colon or not name or "]" in name or not address.strip(" \t"):
        return False
    found = _target(text, start + len(line) - len(address.lstrip(" \t")))
    if found is None:
        return False
    address, title, reader.source.pos = found
    reader.document.links[link_id(name)] = (address, title)
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
        """Return the title behind an address, here or on the next line, or none; None where other text is."""
        at = _blanks(self.text, start)
        if self.text.startswith("\n", at):
            return _Line(self.text, at + 1).quoted(_blanks(self.text, at + 1)) or ("", at + 1)
        return self.quoted(at) if at > start else None

    def quoted(self, start: int) -> tuple[str, int] | None:
        """Return a text in quotes that fills the line, and where the next one begins."""
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
    line = line_at(reader.source.text, reader.source.pos)
    spaces = indent(line, 0)
    colon = line.find("]:", spaces + 3)  # a name has one sign at least
    if spaces < 0 or colon < 0 or not line.startswith("*[", spaces):
        return False
    reader.source.line()
    name, meaning = line[spaces + 2 : colon], line[colon + 2 :]
    reader.document.abbreviations[_SPACE.sub(" ", name).strip()] = meaning.strip()
    reader.defined()
    return True


def note(reader: Reader) -> bool:
    """`[^name]: text`, and the indented lines below (syntax: "Footnotes")."""
    text, start = reader.source.text, reader.source.pos
    spaces = indent(text, start)
    match = _NOTE.match(text, start + spaces) if spaces >= 0 and reader.document.dialect.footnotes else None
    if match is None:
        return False
    first = line_at(text, match.end())
    below = match.end() + len(first) + 1
    reader.source.pos = code_end(text, below)
    lines = [first.lstrip(" \t\r\f\v"), *text[below : reader.source.pos].split("\n")]
    node = Node(NOTE)
    reader.inside("\n".join(map(outdented, lines)), node)
    reader.document.notes[match[1]] = node
    reader.defined()
    return True
