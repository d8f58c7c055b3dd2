"""`*em*`, `**strong**`, `~~del~~` (syntax: "Emphasis"). What stands beside the mark hardly matters, so that
`**강조(괄호)**는` is strong; only `_` needs the end of a word."""

import re
from collections.abc import Sequence

from publisher.markdown.kramdown.spans import DEEPEST, Spans, Stop, put
from publisher.markdown.kramdown.tree import Node

_TAGS = {1: "em", 2: "strong"}  # by the length of the mark
_MARKS = {mark: re.compile(re.escape(mark)) for mark in ("*", "**", "_", "__")}
_STRIKE = re.compile(r"~~[^\s~]", re.A)
_STRIKE_END = re.compile(r"(?<=[^\s~])~~", re.A)


def emphasis(spans: Spans) -> bool:
    """Read one or two asterisks or underscores."""
    sign, start = spans.text[spans.pos], spans.pos
    mark = sign * (1 + spans.text.startswith(sign, start + 1))
    behind = start + len(mark)
    if _TAGS[len(mark)] in spans.open or len(spans.open) > DEEPEST or not _opens(spans.text, mark, start):
        return spans.literal(behind)
    spans.flush()
    for reading in _readings(mark, spans.open[-1:]):
        node = _emphasised(spans, reading, start + len(reading))
        if node is not None:
            return spans.take(spans.pos + len(reading), node)
    spans.pos = spans.base = start
    return spans.literal(behind)


def _readings(mark: str, around: Sequence[str]) -> tuple[str, ...]:
    """What a mark may mean: two signs that nothing closes are one, but for those right in emphasis."""
    return (mark,) if len(mark) == 1 or "em" in around else (mark, mark[0])


def _emphasised(spans: Spans, mark: str, start: int) -> Node | None:
    """What stands from here to the end of such a mark, which is then read up to; None: it is not closed."""
    tag = _TAGS[len(mark)]
    if tag in spans.open or spans.find(mark, start) < 0:
        return None
    spans.pos = spans.base = start
    spans.open.append(tag)
    items, found = spans.read(Stop(mark, _MARKS[mark], _closes))
    spans.open.pop()
    if not found:
        return None
    node = Node(tag)
    put(node, items)
    return node


def _opens(text: str, mark: str, start: int) -> bool:
    """No space behind it, and for `_` no word before it."""
    after = text[start + len(mark) : start + len(mark) + 1]
    if after in " \t\n\r\f\v":
        return False
    before = text[start - 1] if start else ""
    return not (mark[0] == "_" and (before.isalpha() or _hyphened(text, start)))


def _hyphened(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()


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
