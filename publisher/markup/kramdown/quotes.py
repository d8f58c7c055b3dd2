"""Typographic quotes (syntax: "Typographic Symbols"): SmartyPants' rules, which look at both neighbours."""

import re

from publisher.markup.kramdown.spans import Spans

_PUNCTUATION = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_CLOSES = r"[^ \\\t\r\n\[{(-]"
# A kind: l and r are single or double as typed, the left and the right mark.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"()([\"'])(?=[_*]{1,2}(?a:\S))"), "l"),
    (re.compile(rf"()([\"'])(?={_PUNCTUATION}(?!\.\.)\B)"), "r"),
    (re.compile(r"(\s?)(\"'|'\")(?=\w)", re.A), "ll"),
    (re.compile(r"(\s?)(')(?=\d\ds)", re.A), "r"),
    (re.compile(r"(\s)(['\"])(?=\w)", re.A), "l"),
    (re.compile(rf"({_CLOSES})(['\"])"), "r"),
    (re.compile(r"()([\"'])(?=(?a:\s)|s\b|$)", re.M), "r"),
    (re.compile(r"(.?)(['\"])", re.S), "l"),
)


def quote(spans: Spans) -> bool:
    """A straight quote, together with the character before it when no rule has taken that."""
    if not spans.document.dialect.smart:
        return False
    text, at = spans.text, spans.pos
    start = at - 1 if at > spans.base and text[at - 1] != "\\" else at
    for pattern, kind in _RULES:
        if match := pattern.match(text, start):
            marks = "".join(_mark(mark, kind[0], spans.document.dialect.quotes) for mark in match[2])
            return spans.symbol(match.end(), (match[1] if start == at else "") + marks)
    return False


def _mark(mark: str, side: str, quotes: str) -> str:
    return quotes[(0 if mark == '"' else 2) + (0 if side == "l" else 1)]
