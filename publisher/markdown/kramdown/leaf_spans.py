"""The spans that hold no others: code, math, escapes, entities, symbols, attribute lists, line breaks."""

import re
from html.entities import html5

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.document import Document
from publisher.markdown.kramdown.extensions import Tag, shows, tag_at
from publisher.markdown.kramdown.links import ESCAPABLE, ESCAPED
from publisher.markdown.kramdown.patterns import LIST_INSIDE
from publisher.markdown.kramdown.spans import Spans
from publisher.markdown.kramdown.tree import RAW, Node

_ALONE = re.compile(r"\\\$\$.[^$]*(?:\$[^$]+)*\$\$", re.S)
_TICKS = re.compile(r"`+")
_BREAK = re.compile(r"(?:  |\\\\?)(?=\n)")
_TWO = re.compile(r"\\\\(?=\n)")
_ENTITY = re.compile(r"&(?:([\w:][\w:.-]*)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));", re.A)
_LIST = re.compile(rf"\{{:(?!/)({LIST_INSIDE})\}}", re.A)
_SYMBOL = re.compile(r"---?|\.\.\.|<< ?|>>")
_SYMBOLS = {"---": "—", "--": "–", "...": "…", "<<": "«", "<< ": "«\u00a0", ">>": "»"}
_NAMES = {"---": "mdash", "--": "ndash", "...": "hellip", "<<": "laquo", "<< ": "laquo_space", ">>": "raquo"}
_OWN_ESCAPED = re.compile(rf"\\([{re.escape(ESCAPABLE)}])")
_ANGLES = re.compile(r"\\(<<|>>)")


def code(spans: Spans) -> bool:
    """`code` (syntax: "Code Spans"); a lone backtick between spaces is itself."""
    ticks = spans.at(_TICKS)
    if ticks is None:
        return False
    mark, start, end = ticks[0], spans.pos, ticks.end()
    before = spans.text[start - 1] if start else " "
    alone = len(mark) == 1 and before.isspace() and spans.text[end : end + 1].isspace()
    close = -1 if alone else spans.find(mark, end)
    if close < 0:
        return spans.literal(end)
    text = spans.text[end:close]
    if len(mark) > 1:
        text = text.removeprefix(" ").removesuffix(" ")
    node = Node("code")
    node.text = text
    return spans.take(close + len(mark), node)


def math(spans: Spans) -> bool:
    """`$$…$$` in a text."""
    if not spans.text.startswith("$$", spans.pos):
        return False
    end = spans.find("$$", spans.pos + 2)
    if end < 0:
        return False
    tex = spans.text[spans.pos + 2 : end]
    return spans.take(end + 2, formula(tex, "span", spans.document))


def formula(tex: str, tag: str, document: Document) -> Node:
    """Return a formula for the book, or what the page holds: for MathJax, or as it is where no engine is
    set."""
    formulas = document.dialect.math
    node = Node(tag, {"class": "math"} if formulas else {})
    if formulas:
        marks = ("", "")
    elif not document.options.math_engine:
        marks = ("$", "$") if tag == "span" else ("$$\n", "\n$$")
    else:
        marks = ("\\(", "\\)") if tag == "span" else ("\\[", "\\]")
    node.text = marks[0] + tex.strip() + marks[1]
    return node


def escaped(spans: Spans) -> bool:
    """Read a backslash before a mark, an end of line, or `<<`; before `$$…$$` that is a paragraph it keeps
    the formula from being a block."""
    if spans.pos == 0 and _ALONE.fullmatch(spans.text):
        spans.pos = spans.base = 1
        return math(spans)
    dialect = spans.document.dialect
    one = dialect.gfm and not spans.in_html()
    breaks = None if dialect.breaks else spans.at(_BREAK if one else _TWO)
    if (match := breaks) or (match := spans.at(_ANGLES)):
        return spans.take(match.end(), match[1] if match.re is _ANGLES else Node("br"))
    match = spans.at(ESCAPED if dialect.gfm else _OWN_ESCAPED)
    return match is not None and spans.take(match.end(), match[1])


def line_break(spans: Spans) -> bool:
    """Read two spaces at the end of a line (syntax: "Line Breaks")."""
    match = spans.at(_BREAK)
    return match is not None and not spans.document.dialect.breaks and spans.take(match.end(), Node("br"))


def entity(spans: Spans) -> bool:
    """`&amp;`; a name that HTML does not know is text (syntax: "HTML Entities")."""
    match = spans.at(_ENTITY)
    if match is None:
        return False
    name, decimal, hexadecimal = match.groups()
    if name:
        text = html5.get(f"{name};")
        return spans.literal(match.end()) if text is None else spans.symbol(match.end(), text)
    node = Node(RAW)
    node.text = match[0] if int(decimal or hexadecimal, 10 if decimal else 16) else ""
    return spans.take(match.end(), node)


def symbol(spans: Spans) -> bool:
    """Dashes, an ellipsis, guillemets (syntax: "Typographic Symbols")."""
    match = spans.at(_SYMBOL) if spans.document.dialect.smart else None
    options = spans.document.options
    if match is None or not options.symbols_typed:
        return False
    own = dict(options.symbols)
    if match[0] == ">>" and spans.pos > spans.base and spans.text[spans.pos - 1] == " ":
        spans.flush(spans.pos - 1)
        spans.base = spans.pos
        return spans.symbol(match.end(), own.get("raquo_space", "\u00a0»"))
    return spans.symbol(match.end(), own.get(_NAMES[match[0]], _SYMBOLS[match[0]]))


def extension(spans: Spans) -> bool:
    """`{: …}` behind a mark, and `{::comment}`, `{::nomarkdown}` in a text."""
    if not spans.text.startswith("{:", spans.pos):
        return False
    if tag := tag_at(spans.text, spans.pos):
        return _named(spans, tag)
    match = spans.at(_LIST)
    if match is None:
        return False
    spans.flush()
    last = spans.items[-1] if spans.items else None
    if not isinstance(last, Node) and spans.pos != spans.listed:
        return spans.literal(spans.pos + 1)
    found: attributes.Attributes = {}
    attributes.parse(match[1], spans.document.attributes, found)
    if isinstance(last, Node):
        attributes.give(last.attrib, found)
    return spans.take(match.end())


def _named(spans: Spans, tag: Tag) -> bool:
    name, end, body = tag.name, tag.end, ""
    if name not in ("comment", "nomarkdown", "options"):
        return False
    if not tag.empty:
        close = spans.next_place(name, re.compile(rf"\{{:/(?:{name})?\}}"), end)
        if close < 0:
            return False
        body, end = spans.text[end:close], spans.text.index("}", close) + 1
    node = Node(RAW)
    node.text = body if shows(name, tag.options) else ""
    return spans.take(end, node)
