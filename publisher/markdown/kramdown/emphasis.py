"""`*em*`, `**strong**`, `~~del~~` (syntax: "Emphasis"). What stands beside the mark hardly matters, so that
`**강조(괄호)**는` is strong; only `_` needs the end of a word."""

import re

from publisher.markdown.kramdown.spans import DEEPEST, Spans, Stop, put
from publisher.markdown.kramdown.tree import Node

_START = re.compile(r"\*\*?|__?")
_STRIKE = re.compile(r"~~[^\s~]", re.A)
_STRIKE_END = re.compile(r"(?<=[^\s~])~~", re.A)


def emphasis(spans: Spans) -> bool:
    """One or two asterisks or underscores."""
    match = spans.at(_START)
    if match is None:
        return False
    mark, start = match[0], spans.pos
    tag = "strong" if len(mark) == 2 else "em"
    if tag in spans.open or len(spans.open) > DEEPEST or not _opens(spans.text, mark, start):
        return spans.literal(match.end())
    spans.flush()
    node, end = _inside(spans, mark, tag, match.end())
    if node is None and tag == "strong" and spans.open[-1:] != ["em"]:
        node, end = _inside(spans, mark[0], "em", start + 1)
    if node is None:
        spans.pos = spans.base = start
        return spans.literal(match.end())
    return spans.take(end, node)


def _opens(text: str, mark: str, start: int) -> bool:
    """No space behind it, and for `_` no word before it."""
    after = text[start + len(mark) : start + len(mark) + 1]
    if after in " \t\n\r\f\v":
        return False
    before = text[start - 1] if start else ""
    return not (mark[0] == "_" and (before.isalpha() or _hyphened(text, start)))


def _hyphened(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()


def _inside(spans: Spans, mark: str, tag: str, start: int) -> tuple[Node | None, int]:
    """The emphasised content behind a mark, if the mark is closed."""
    if tag in spans.open or spans.find(mark, start) < 0:
        return None, start
    stop = Stop(mark, _MARKS[mark], _closes)
    spans.pos = spans.base = start
    spans.open.append(tag)
    items, found = spans.read(stop)
    spans.open.pop()
    if not found:
        return None, start
    node = Node(tag)
    put(node, items)
    return node, spans.pos + len(mark)


_MARKS = {mark: re.compile(re.escape(mark)) for mark in ("*", "**", "_", "__")}


def _closes(spans: Spans, end: re.Match[str], content: bool) -> bool:
    """No space before it, not a part of a longer mark, and for `_` no word behind it."""
    mark, text, at = end[0], spans.text, end.start()
    if text[at - 1] in " \t\n\r\f\v" or not content:
        return False
    if len(mark) == 1 and text.startswith(mark * 2, at) and not text.startswith(mark, at + 2):
        return False
    following = text[end.end() : end.end() + 1]
    return not (mark[0] == "_" and following.isalnum())


def strike(spans: Spans) -> bool:
    """`~~deleted~~` (a GFM addition) ends at the next mark, whatever was begun inside."""
    if spans.at(_STRIKE) is None or "del" in spans.open or not spans.document.dialect.gfm:
        return False
    end = spans.next_place("~~", _STRIKE_END, spans.pos + 3)
    if end < 0:
        return False
    node = Node("del")
    put(node, Spans(spans.document, spans.text[spans.pos + 2 : end], [*spans.open, "del"]).read()[0])
    return spans.take(end + 2, node)
