"""HTML in a text (syntax: "HTML Spans"): Markdown inside, and block elements shown as text."""

import re
from functools import lru_cache

from publisher.markdown.kramdown.document import DEEPEST
from publisher.markdown.kramdown.html_blocks import element_name, parse_attributes
from publisher.markdown.kramdown.patterns import (
    BLOCK_ELEMENTS,
    HOLDS_BLOCKS,
    HOLDS_SPANS,
    HTML_CLOSE,
    HTML_TAG,
    VOID_ELEMENTS,
)
from publisher.markdown.kramdown.spans import Spans, Stop, put
from publisher.markdown.kramdown.tree import RAW, Node


@lru_cache(maxsize=64)
def _end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>", re.I)


def html(spans: Spans) -> bool:
    """Read a comment, an element; an end tag alone is text."""
    text, at = spans.text, spans.pos
    if text.startswith("<!--", at) and (found := spans.find("-->", at + 4)) >= 0:
        comment = Node(RAW)
        comment.text = text[at : found + 3]
        return spans.take(found + 3, comment)
    if match := spans.at(HTML_CLOSE):
        return spans.literal(match.end())
    tag = spans.at(HTML_TAG)
    if tag is None:
        return False
    depth = spans.open.count("<") + spans.open.count("<raw")
    if tag[1].lower() in BLOCK_ELEMENTS or depth > DEEPEST:
        return spans.literal(tag.end())
    return _element(spans, tag)


def _element(spans: Spans, tag: re.Match[str]) -> bool:
    name = element_name(tag[1])
    values = parse_attributes(tag[2])
    markdown = values.pop("markdown", "")
    node = Node(name, values)
    if tag[3] or name in VOID_ELEMENTS:
        return spans.take(tag.end(), node)
    parsed = (name in HOLDS_SPANS or name in HOLDS_BLOCKS) and markdown != "0"
    raw = (not parsed and markdown != "span") or spans.open[-1:] == ["<raw"]
    spans.flush()
    spans.pos = spans.base = tag.end()
    spans.open.append("<raw" if raw else "<")
    items, found = spans.read(Stop(f"</{name}", _end(name), _always), raw=raw)
    spans.open.pop()
    put(node, items)
    end = _end(name).match(spans.text, spans.pos) if found else None
    return spans.take(end.end() if end else len(spans.text), node)


def _always(spans: Spans, end: re.Match[str], content: bool) -> bool:
    return True
