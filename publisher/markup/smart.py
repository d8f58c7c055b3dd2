"""Straight quotes, hyphens and full stops as typographers' marks, as SmartyPants sets them."""

import re

from markdown_it.rules_core import StateCore

_OPEN_SINGLE = re.compile(r"(^|[-—–/(\[{\"\s])'")
_OPEN_DOUBLE = re.compile(r"(^|[-—–/(\[{‘\s])\"")


def smart_punctuation(state: StateCore) -> None:
    """A rule for markdown-it: every run of text that is not code."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = smart(child.content)


def smart(text: str) -> str:
    """Quotes, dashes and ellipses as SmartyPants sets them, in one run of text."""
    text = text.replace("---", "—").replace("--", "–")
    text = _OPEN_SINGLE.sub("\\1‘", text).replace("'", "’")
    text = _OPEN_DOUBLE.sub("\\1“", text).replace('"', "”")
    return text.replace("...", "…")
