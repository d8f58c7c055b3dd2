"""The block rules, and the blocks that hold no others (syntax: "Block Boundaries")."""

import re

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.boundaries import (
    code_end,
    ends_block,
    ends_lazily,
    ends_paragraph,
    gfm_heading,
    indent,
    line_at,
)
from publisher.markdown.kramdown.document import DEEPEST, Document
from publisher.markdown.kramdown.patterns import BLANK, INDENT, SPACES, WHITE
from publisher.markdown.kramdown.tree import BLANK as BLANK_TAG
from publisher.markdown.kramdown.tree import END, Node, Source
from publisher.markdown.scan import is_rule

_BLANKS = re.compile(rf"(?:{BLANK})+", re.A)
_END = re.compile(rf"\^{BLANK}", re.A)
_CODE_LINE = re.compile(rf"{INDENT}[ \t]*\S", re.A)
_SPACE = re.compile(r"\s", re.A)
_HEADER_ID = re.compile(r"[^\W\d][\w:.-]*")
_QUOTE = re.compile(r" {0,3}>", re.A)
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.A | re.M)


class Reader:
    """One run over a text, or a part of it, that fills one parent."""

    def __init__(self, document: Document, source: Source, parent: Node, depth: int = 0) -> None:
        self.document = document
        self.source = source
        self.parent = parent
        self.depth = depth
        self.pending: attributes.Attributes | None = None  # an attribute list for the next block
        self.closed = False  # the end tag of the HTML element that holds these blocks was found

    def inside(self, text: str, parent: Node) -> None:
        """Read a nested text into `parent`."""
        Reader(self.document, Source(text), parent, self.depth + 1).run()

    def run(self) -> None:
        """Read blocks up to the end, or up to the end tag of the parent."""
        if self.depth > DEEPEST:
            self.parent.add("p", self.source.text[self.source.pos :].strip(SPACES))
            self.source.pos = len(self.source.text)
        while not self.source.done and not self.closed:
            if not any(rule(self) for rule in self.document.rules.blocks):
                self.source.pos += 1

    def block(self, tag: str, source: str | None = None) -> Node:
        """Return a new block with the attributes that stood above it."""
        node = self.parent.add(tag, source)
        if self.pending is not None:
            attributes.give(node.attrib, self.pending)
            node.reference = self.pending.get("", "")
            self.pending = None
        return node

    def end_quietly(self) -> None:
        """End the block above; this is no boundary for blocks that need an empty line before them."""
        self.block(END).set("list", "list")

    def defined(self) -> None:
        """A definition was read: it shows nothing, but text below it is a new block."""
        self.pending = None
        self.end_quietly()

    def scan(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match here and read on behind it."""
        match = pattern.match(self.source.text, self.source.pos)
        if match:
            self.source.pos = match.end()
        return match

    def at(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match here."""
        return pattern.match(self.source.text, self.source.pos)

    def after_boundary(self) -> bool:
        """True where a block may begin that needs an empty line before it."""
        last = self.parent.last()
        if last is None or last.tag == BLANK_TAG or self.pending is not None:
            return True
        return last.tag == END and not last.get("list")

    def before_boundary(self) -> bool:
        """True where a block may end that needs an empty line after it."""
        return ends_block(self.source.text, self.source.pos)


def blank(reader: Reader) -> bool:
    """Empty lines."""
    match = reader.scan(_BLANKS)
    if match is None:
        return False
    last = reader.parent.last()
    if last is not None and last.tag == BLANK_TAG:
        last.text = (last.text or "") + match[0]
    else:
        reader.block(BLANK_TAG).text = match[0]
    return True


def code(reader: Reader) -> bool:
    """Read lines indented by four spaces or a tab (syntax: "Standard Code Blocks"); lazy lines join."""
    if reader.at(_CODE_LINE) is None:
        return False
    source, start = reader.source, reader.source.pos
    source.pos = code_end(source.text, start)
    node = reader.block("#code")
    node.text = _outdented(source.text[start : source.pos])
    return True


def _outdented(text: str) -> str:
    """Code without its indentation; a lazy line goes on with the line above it."""
    made: list[str] = []
    for line in text.split("\n"):
        lazy = made and line[:4].lstrip(" ")[:1].strip(WHITE)
        made += [" ", line] if lazy else ["\n" * bool(made), outdented(line)]
    return "".join(made)


def outdented(line: str) -> str:
    """Return a line less four spaces or a tab."""
    return line[1:] if line.startswith("\t") else line.removeprefix("    ")


def fence(reader: Reader) -> bool:
    """Fenced code (syntax: "Fenced Code Blocks"): no space in the info, and a closing fence must be there."""
    room = 3 if reader.document.dialect.gfm else 0
    opening = _opening_fence(reader.source, room, "`~" if reader.document.dialect.gfm else "~")
    if opening is None:
        return False
    mark, language, start = opening
    end = _closing(reader.source, mark, start, room)
    if end is None and len(mark) > 3:  # shorter ones close it; the rest is its language
        language = mark[3:] + language
        end = _closing(reader.source, mark[:3], start, room)
    if end is None:
        return False
    text = reader.source.text[start : end.start()]
    reader.source.pos = end.end()
    node = reader.block("#code")
    node.text, node.language = text, language
    return True


def _opening_fence(source: Source, room: int, signs: str) -> tuple[str, str, int] | None:
    """Its marks, the language, less what follows a question mark, and the place behind the line."""
    spaces = indent(source.text, source.pos, room)
    line = line_at(source.text, source.pos + max(spaces, 0))
    info = line.lstrip(line[0]) if spaces >= 0 and line and line[0] in signs else line
    mark, info = line[: len(line) - len(info)], info.strip(WHITE)
    if len(mark) < 3 or _SPACE.search(info):
        return None
    return mark, info[:1] + info[1:].partition("?")[0], source.pos + spaces + len(line) + 1


def _closing(source: Source, mark: str, start: int, room: int) -> re.Match[str] | None:
    """The next line of as many marks, or more."""
    length, place = source.fences.get(mark[0], (len(mark) + 1, 0))
    if len(mark) >= length and start >= place:
        return None
    pattern = re.compile(rf"^ {{0,{room}}}{mark[0]}{{{len(mark)},}}[^\S\n]*\n", re.A | re.M)
    match = pattern.search(source.text, start)
    if match is None:
        source.fences[mark[0]] = (len(mark), start)
    return match


def quote(reader: Reader) -> bool:
    """`>` and all lines up to the next boundary (syntax: "Blockquotes")."""
    if reader.at(_QUOTE) is None:
        return False
    source, start = reader.source, reader.source.pos
    source.line()
    while not ends_lazily(source.text, source.pos):
        source.line()
    reader.inside(_QUOTE_MARK.sub("", source.text[start : source.pos]), reader.block("blockquote"))
    return True


def atx(reader: Reader) -> bool:
    """`# Header #` (syntax: "atx Style"); the GFM reader wants a space."""
    gfm = reader.document.dialect.gfm
    text, start = reader.source.text, reader.source.pos
    begins = text.startswith("#", start) and (reader.document.early or reader.after_boundary())
    found = (_gfm_atx if gfm else _own_atx)(text, start) if begins else None
    if found is None:
        return False
    level, written, end = found
    words, name = _named(written)
    words = (_without_closing if gfm else _without_own_closing)(words).strip(SPACES)
    if not words:
        return False
    reader.source.pos = end
    _header(reader, level, words, name)
    return True


def _gfm_atx(text: str, start: int) -> tuple[int, str, int] | None:
    """Level, text, and the place behind it."""
    line = line_at(text, start)
    found = gfm_heading(line)
    return (*found, start + len(line) + 1) if found else None


def _own_atx(text: str, start: int) -> tuple[int, str, int] | None:
    """The same; where nothing stands behind the signs, the line below is the text."""
    line = line_at(text, start)
    level = min(len(line) - len(line.lstrip("#")), 6)
    behind = line[level:].lstrip(" \t")
    if not behind:
        below = start + len(line) + 1
        end = below + len(line_at(text, below)) + 1
        return (level, text[below:end], end) if below < len(text) else None
    return level, behind, start + len(line) + 1


def _without_closing(text: str) -> str:
    """A header's text less the signs at its end, where a blank is before them."""
    words = text.rstrip("#")
    return words if words.endswith((" ", "\t")) else text


def _without_own_closing(text: str) -> str:
    """A header's text less all signs at its end, but for one behind a backslash."""
    words = text.rstrip("#")
    return text[: len(words) + 1] if words.endswith("\\") else words


def setext(reader: Reader) -> bool:
    """Read one line with `===` or `---` below (syntax: "Setext Style")."""
    source, start = reader.source, reader.source.pos
    spaces = indent(source.text, start)
    line = line_at(source.text, start)
    signs = line_at(source.text, start + len(line) + 1)
    below = signs.rstrip(WHITE)
    text = line[spaces:] if spaces >= 0 else ""
    if not text or text[0] in " \t" or not below or below.strip("-=") or not reader.after_boundary():
        return False
    source.pos = start + len(line) + len(signs) + 2
    _header(reader, 1 if below[0] == "=" else 2, *_named(text))
    return True


def _named(text: str) -> tuple[str, str]:
    """A header's text, and the name behind it (syntax: "Specifying a Header ID")."""
    text = text.strip(SPACES)
    words, _, name = text.rpartition("{#")
    if words.endswith((" ", "\t")) and name.endswith("}") and _HEADER_ID.fullmatch(name, 0, len(name) - 1):
        return words.strip(SPACES), name[:-1]
    return text, ""


def _header(reader: Reader, level: int, text: str, name: str) -> None:
    level = min(level + reader.document.options.header_offset, 6)
    node = reader.block(f"h{level}", text)
    if name:
        node.set("id", name)
    reader.document.headers.append((level, node))


def rule_line(reader: Reader) -> bool:
    """Three asterisks, dashes or underscores (syntax: "Horizontal Rules")."""
    line = line_at(reader.source.text, reader.source.pos)
    if not is_rule(line):
        return False
    reader.source.pos += len(line) + 1
    reader.block("hr")
    return True


def marker(reader: Reader) -> bool:
    """`^` alone on a line ends the block above (syntax: "EOB Marker")."""
    if reader.scan(_END) is None:
        return False
    reader.block(END)
    return True


def paragraph(reader: Reader) -> bool:
    """Read everything else (syntax: "Paragraphs"); text right under a paragraph belongs to it."""
    source, start = reader.source, reader.source.pos
    source.line()
    while not ends_paragraph(source.text, source.pos, early=reader.document.early):
        source.line()
    text = source.text[start : source.pos].removesuffix("\n")
    last = reader.parent.last()
    if last is not None and last.tag == "p" and last.lines is not None:
        last.lines.append(text)
    else:
        reader.block("p", text.lstrip(SPACES))
    return True
