"""Quotations that are notes: > [!NOTE], > [!tip] A title.

Hugo shows them as quotations unless the site or its theme has a template for them, Obsidian as notes. See
https://gohugo.io/render-hooks/blockquotes/#alerts and https://help.obsidian.md/callouts.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SIGN = re.compile(r"\[!(?P<kind>[A-Za-z0-9_-]{1,50})\][+-]?(?:[ \t]+(?P<title>[^\n]*))?(?:\n|\Z)")
# Of any kind that a vault's own CSS knows, and behind a bar what that is told: > [!메모|왼쪽].
_CALLOUT = re.compile(
    r"\[!(?P<kind>[^\[\]|\n]{1,50})(?:\|[^\[\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|\Z)"
)


def alerts(state: StateCore) -> None:
    """Each quotation whose first line is such a sign is a note under its title."""
    _noted(state, _SIGN)


def callouts(state: StateCore) -> None:
    """The same, as Obsidian has them."""
    _noted(state, _CALLOUT)


def _noted(state: StateCore, form: re.Pattern[str]) -> None:
    made: list[Token] = []
    opened: list[bool] = []
    for index, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            sign = _sign(state.tokens[index + 1 : index + 3], form)
            opened.append(sign is not None)
            made.append(token)
            if sign:
                token.tag, token.attrs = "aside", {"class": "note"}
                made += _title(sign, token.level + 1)
                state.tokens[index + 2].content = state.tokens[index + 2].content[sign.end() :]
            continue
        if token.type == "blockquote_close" and opened.pop():
            token.tag = "aside"
        made.append(token)
    state.tokens = list(without_empty(made))


def _sign(first: Sequence[Token], form: re.Pattern[str]) -> re.Match[str] | None:
    if len(first) < 2 or first[0].type != "paragraph_open":
        return None
    return form.match(first[1].content)


def _title(sign: re.Match[str], level: int) -> Iterator[Token]:
    """The title; where there is none, the kind, which passes/alerts.py says in the book's language."""
    own = (sign["title"] or "").strip()
    words = own or sign["kind"].replace("_", " ").capitalize()
    paragraph = Token("paragraph_open", "p", 1, level=level, block=True)
    if not own:
        paragraph.attrSet("class", "kind")
    yield paragraph
    yield Token("inline", "", 0, level=level + 1, block=True, content=f"**{words}**", children=[])
    yield Token("paragraph_close", "p", -1, level=level, block=True)


def without_empty(tokens: Sequence[Token]) -> Iterator[Token]:
    """Return the tokens without paragraphs of which nothing is left."""
    empty = {
        at + step
        for at, token in enumerate(tokens)
        if token.type == "inline" and not token.content.strip() and tokens[at - 1].type == "paragraph_open"
        for step in (-1, 0, 1)
    }
    return (token for at, token in enumerate(tokens) if at not in empty)
