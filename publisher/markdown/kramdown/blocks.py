"""The block rules, and the blocks that hold no others (syntax: "Block Boundaries")."""

import re
from collections.abc import Callable

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.document import DEEPEST, Document
from publisher.markdown.kramdown.patterns import (
    BLANK,
    BLOCK_LIST,
    BOUNDARY,
    END_OF_BLOCK,
    HTML_START,
    HTML_STOP,
    INDENT,
    LAZY_END_RE,
    OWN_PARAGRAPH_END,
    PARAGRAPH_END,
    SPACES,
)
from publisher.markdown.kramdown.tree import BLANK as BLANK_TAG
from publisher.markdown.kramdown.tree import END, Node, Source

_BLANKS = re.compile(rf"(?:{BLANK})+", re.A)
_END = re.compile(END_OF_BLOCK, re.A)
CODE = (
    rf"(?:(?:(?:{BLANK})*(?:{INDENT}[ \t]*[^\s][^\n]*\n)+)"
    rf"(?:(?!{END_OF_BLOCK}| {{0,3}}(?:{BLOCK_LIST}|{HTML_STOP}|{HTML_START}))[ \t]*[^\s][^\n]*\n)*)"
)
_CODE = re.compile(rf"(?={INDENT}[ \t]*\S){CODE}+", re.A)
_INDENT = re.compile(INDENT, re.A)
_INDENTS = re.compile(rf"^{INDENT}", re.A | re.M)
_JOINED = re.compile(r"\n( {0,3}\S+)", re.A)
_INFO = r"[^\S\n]*+(?:(\S[^\s?]*+)(\?\S*+)?)?[^\S\n]*+\n"  # a language, and what follows a question mark
_FENCE = re.compile(rf" {{0,3}}(`{{3,}}+|~{{3,}}+){_INFO}", re.A)
_OWN_FENCE = re.compile(rf"(~{{3,}}+){_INFO}", re.A)
_ATX = re.compile(r"(#{1,6})[\t ]+([^ \t\n][^\n]*)\n", re.A)
_OWN_ATX = re.compile(r"(#{1,6})[\t ]*([^ \t][^\n]*)\n", re.A)
_CLOSING = re.compile(r"[\t ]#+\Z", re.A)
_OWN_CLOSING = re.compile(r"(?<![\\#])#++\Z|(?<=\\#)#++\Z", re.A)
_SETEXT = re.compile(r" {0,3}([^ \t\n][^\n]*)\n([-=])[-=]*[ \t\r\f\v]*\n", re.A)
_HEADER_ID = re.compile(r"(?<![\t ])[\t ]++\{#([^\W\d][\w:.-]*)\}\Z")
RULE = re.compile(r" {0,3}(\*|-|_)[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n", re.A)
_QUOTE = re.compile(r" {0,3}>", re.A)
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.A | re.M)
_PARAGRAPH = re.compile(r" {0,3}[^ \t\n]", re.A)


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
            if not any(rule(self) for rule in RULES):
                self.source.pos += 1

    def block(self, tag: str, source: str | None = None) -> Node:
        """A new block with the attributes that stood above it."""
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
        return self.at(BOUNDARY) is not None


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
    """Lines indented by four spaces or a tab (syntax: "Standard Code Blocks"); lazy lines join."""
    match = reader.scan(_CODE)
    if match is None:
        return False
    text = _JOINED.sub(r" \1", match[0])
    reader.block("#code").text = _INDENTS.sub("", text)
    return True


def fence(reader: Reader) -> bool:
    """Fenced code (syntax: "Fenced Code Blocks"): no space in the info, and a closing fence must be there."""
    gfm = reader.document.dialect.gfm
    opening = reader.at(_FENCE if gfm else _OWN_FENCE)
    if opening is None:
        return False
    mark, language = opening[1], opening[2] or ""
    end = _closing(reader.source, mark, opening.end(), 3 if gfm else 0)
    if end is None and len(mark) > 3:  # shorter ones close it; the rest is its language
        language = mark[3:] + language
        end = _closing(reader.source, mark[:3], opening.end(), 3 if gfm else 0)
    if end is None:
        return False
    text = reader.source.text[opening.end() : end.start()]
    reader.source.pos = end.end()
    node = reader.block("#code")
    node.text, node.language = text, language
    return True


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
    while not LAZY_END_RE.match(source.text, source.pos):
        source.line()
    reader.inside(_QUOTE_MARK.sub("", source.text[start : source.pos]), reader.block("blockquote"))
    return True


def atx(reader: Reader) -> bool:
    """`# Header #` (syntax: "atx Style"); the GFM reader wants a space."""
    gfm = reader.document.dialect.gfm
    begins = reader.document.early or reader.after_boundary()
    match = reader.at(_ATX if gfm else _OWN_ATX) if begins else None
    if match is None:
        return False
    text, name = _named(match[2])
    text = (_CLOSING if gfm else _OWN_CLOSING).sub("", text).strip(SPACES)
    if not text:
        return False
    reader.source.pos = match.end()
    _header(reader, len(match[1]), text, name)
    return True


def setext(reader: Reader) -> bool:
    """One line with `===` or `---` below (syntax: "Setext Style")."""
    if not reader.after_boundary():
        return False
    match = reader.scan(_SETEXT)
    if match is not None:
        _header(reader, 1 if match[2] == "=" else 2, *_named(match[1]))
    return match is not None


def _named(text: str) -> tuple[str, str]:
    """A header's text, and the name behind it (syntax: "Specifying a Header ID")."""
    text = text.strip(SPACES)
    name = _HEADER_ID.search(text)
    return (text[: name.start()].strip(SPACES), name[1]) if name else (text, "")


def _header(reader: Reader, level: int, text: str, name: str) -> None:
    level = min(level + reader.document.number("header_offset", 0), 6)
    node = reader.block(f"h{level}", text)
    if name:
        node.set("id", name)
    reader.document.headers.append((level, node))


def rule_line(reader: Reader) -> bool:
    """Three asterisks, dashes or underscores (syntax: "Horizontal Rules")."""
    if reader.scan(RULE) is None:
        return False
    reader.block("hr")
    return True


def marker(reader: Reader) -> bool:
    """`^` alone on a line ends the block above (syntax: "EOB Marker")."""
    if reader.scan(_END) is None:
        return False
    reader.block(END)
    return True


def paragraph(reader: Reader) -> bool:
    """Everything else (syntax: "Paragraphs"); text right under a paragraph belongs to it."""
    source, start = reader.source, reader.source.pos
    source.line()
    ends = PARAGRAPH_END if reader.document.early else OWN_PARAGRAPH_END
    while not ends.match(source.text, source.pos):
        source.line()
    text = source.text[start : source.pos].removesuffix("\n")
    last = reader.parent.last()
    if last is not None and last.tag == "p" and last.lines is not None:
        last.lines.append(text)
    else:
        reader.block("p", text.lstrip(SPACES))
    return True


Rule = Callable[[Reader], bool]
RULES: list[Rule] = []
"""In kramdown's order; filled by the package, so that the modules of rules may build on this one."""
