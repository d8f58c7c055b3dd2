"""HTML in a text (syntax: "HTML Spans"): Markdown inside, and block elements shown as text."""

import re
from functools import lru_cache

from publisher.markup.kramdown.html_blocks import element_name, parse_attributes
from publisher.markup.kramdown.patterns import (
    BLOCK_ELEMENTS,
    HOLDS_RAW,
    HTML_CLOSE,
    HTML_TAG,
    VOID_ELEMENTS,
)
from publisher.markup.kramdown.spans import DEEPEST, Spans, Stop, put
from publisher.markup.kramdown.tree import RAW, Node


@lru_cache(maxsize=64)
def _end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>", re.I)


def html(spans: Spans) -> bool:
    """A comment, an instruction, an element; an end tag alone is text."""
    text, at = spans.text, spans.pos
    for start, end in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if text.startswith(start, at) and (found := spans.find(end, at + len(start))) >= 0:
            return _verbatim(spans, found + len(end), start)
    if match := spans.at(HTML_CLOSE):
        return spans.literal(match.end())
    tag = spans.at(HTML_TAG)
    if tag is None:
        return False
    if tag[1].lower() in BLOCK_ELEMENTS or spans.open.count("<") > DEEPEST:
        return spans.literal(tag.end())
    return _element(spans, tag)


def _verbatim(spans: Spans, end: int, start: str) -> bool:
    node = Node(RAW)
    node.text = spans.text[spans.pos : end]
    if start == "<![CDATA[":
        return spans.take(end, node.text[9:-3])
    return spans.take(end, node)


def _element(spans: Spans, tag: re.Match[str]) -> bool:
    name = element_name(tag[1])
    values = parse_attributes(tag[2])
    markdown = values.pop("markdown", "")
    node = Node(name, values)
    if tag[3] or name in VOID_ELEMENTS:
        return spans.take(tag.end(), node)
    raw = (
        markdown == "0"
        or (name in HOLDS_RAW and markdown not in ("1", "span"))
        or spans.open[-1:] == ["<raw"]
    )
    spans.flush()
    spans.pos = spans.base = tag.end()
    spans.open.append("<raw" if raw else "<")
    items, found = spans.read(Stop(f"</{name}", _end(name), _always), raw=raw)
    spans.open.pop()
    put(node, items)
    if raw:
        _keep(node)
    end = _end(name).match(spans.text, spans.pos) if found else None
    return spans.take(end.end() if end else len(spans.text), node)


def _keep(node: Node) -> None:
    """Text that is HTML already: entities stay as they are."""
    if node.text:
        raw = Node(RAW)
        raw.text, node.text = node.text, None
        node.insert(0, raw)


def _always(spans: Spans, end: re.Match[str], content: bool) -> bool:
    return True
