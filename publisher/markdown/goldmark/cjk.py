"""goldmark's settings for East Asian texts: https://gohugo.io/configuration/markup/#cjk

A line break between two wide characters is none (`simple`), but beside Hangul it is one (`css3draft`);
a space behind a backslash is not shown.
"""

import unicodedata
from collections.abc import Callable

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from publisher.markdown.parser_parts import newline


def joined_lines(beside_hangul: bool) -> Callable[[StateCore], None]:
    def rule(state: StateCore) -> None:
        for token in state.tokens:
            children = token.children or []
            for before, line_end, after in zip(children, children[1:], children[2:], strict=False):
                if line_end.type == "softbreak" and not line_end.meta and before.type == after.type == "text":
                    signs = before.content[-1:], after.content[:1]
                    if all(_is_wide(sign) and (beside_hangul or not _is_hangul(sign)) for sign in signs):
                        line_end.type = "text"

    return rule


def line_end(state: StateInline, silent: bool) -> bool:
    """Read a line's end; one behind a space stays, whatever stands around it."""
    spaced = state.pending.endswith(" ")
    found = newline(state, silent)
    if found and spaced and not silent:
        state.tokens[-1].meta["spaced"] = True
    return found


def _is_wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) == "W"


def _is_hangul(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("HANGUL")


def escaped_space(state: StateInline, silent: bool) -> bool:
    """Read a backslash and a space: they end a word, and nothing of them is shown."""
    if not state.src.startswith("\\ ", state.pos):
        return False
    state.pos += 2
    return True
