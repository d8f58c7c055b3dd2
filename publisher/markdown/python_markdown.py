"""Markdown.pl's heirs (Pelican, MkDocs): Python-Markdown itself, with the extensions they switch on.

Its time grows with the square of a block's marks, and of some marks in the whole text. Where that would
take seconds, kramdown's rules read the text instead: the same family's, in time that grows with length.
"""

import re
from collections.abc import Callable
from dataclasses import replace

import markdown

from publisher.dialect import Dialect
from publisher.markdown.kramdown import kramdown

_LARGEST_WORK = 10_000_000  # a second or two
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKS = re.compile(r"[!*_`<&:\"'\\|>~\n]")
# What makes Python-Markdown look through the rest of the text: a tag or fence that may have no end, an
# abbreviation.
_FAR = re.compile(r"<(?=[^<>]*(?:<|\Z))|^ {0,3}(?:```|~~~)|^\*\[", re.M)
_BRACKET = 8  # a bracket costs as much as so many other marks


def python_markdown(dialect: Dialect) -> Callable[[str], str]:
    """Return the function that turns the text of a post into HTML."""
    switched = [("nl2br", dialect.breaks), ("smarty", dialect.smart)]
    extensions = ["extra", "sane_lists", *(name for name, on in switched if on)]
    instead = kramdown(replace(dialect, grammar="kramdown"))

    def convert(text: str) -> str:
        return instead(text) if is_tangled(text) else markdown.markdown(text, extensions=extensions)

    return convert


def is_tangled(text: str) -> bool:
    """Tell whether Python-Markdown would need more than some seconds for this text."""
    blocks = _BLANK.split(text)
    far = len(text) * len(_FAR.findall(text)) + len(blocks) ** 2  # each moves all others up
    return far + sum(map(_work, blocks)) > _LARGEST_WORK * _BRACKET


def _work(block: str) -> int:
    """In the time of one look at one character."""
    return len(block) * (len(_MARKS.findall(block)) + _BRACKET * block.count("["))
