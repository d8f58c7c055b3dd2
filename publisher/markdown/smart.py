"""Straight quotes, hyphens and full stops as typographers' marks, as SmartyPants sets them."""

import re

from markdown_it.rules_core import StateCore

# "\0" may stand where a run was put together from pieces.
_OPEN_SINGLE = re.compile(r"(^|[-—–/(\[{\"\s]\0?)'")
_OPEN_DOUBLE = re.compile(r"(^|[-—–/(\[{‘\s]\0?)\"")


def smart_punctuation(state: StateCore) -> None:
    """A rule for markdown-it: every run of text that is not code."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = smart(child.content)


def smart(text: str, quotes: str = "“”‘’") -> str:
    """Quotes, dashes and ellipses as SmartyPants sets them, in one run of text.

    `quotes`: double open and close, single open and close.
    """
    text = text.replace("---", "—").replace("--", "–")
    if "'" in text:
        text = _OPEN_SINGLE.sub(rf"\g<1>{quotes[2]}", text).replace("'", quotes[3])
    if '"' in text:
        text = _OPEN_DOUBLE.sub(rf"\g<1>{quotes[0]}", text).replace('"', quotes[1])
    return text.replace("...", "…")
