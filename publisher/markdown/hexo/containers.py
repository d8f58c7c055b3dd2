"""What quotes and lists share as marked reads them: their lines are collected first, then parsed as a text.

What is collected decides what a reader sees: a lazy line below a quote or item belongs to it and may start
a table or another list there. Written from marked's documented behaviour and from what its pages show.
"""

from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publisher.markdown.hexo.blocks import indent_at
from publisher.markdown.hexo.generations import Marked

DEEPEST = 40  # levels; what is nested deeper stays text


def parsed(state: StateBlock, lines: Sequence[str], *, item: bool = False) -> list[Token]:
    """Return the tokens of a container's own text."""
    inner = StateBlock("\n".join(lines), state.md, state.env, [])
    inner.level = state.level + 1
    inner.listIndent = 0 if item else -1
    state.md.block.tokenize(inner, inner.line, inner.lineMax)
    return inner.tokens


def reach(state: StateBlock, start: int, end: int) -> int:
    """Return the line behind the last that a container may reach: a footnote ends where its indentation
    does."""
    if not state.blkIndent:
        return end
    outside = (number for number in range(start, end) if indent_at(state, number) < 0)
    return next((number for number in outside if not state.isEmpty(number)), end)


def generation(state: StateBlock) -> Marked:
    found: Marked = state.md.options["marked"]
    return found
