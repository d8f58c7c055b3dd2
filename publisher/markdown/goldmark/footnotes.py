"""Footnotes as goldmark reads them: a reference goes before a link, the first of two notes counts.

See https://gohugo.io/configuration/markup/#footnote and
https://michelf.ca/projects/php-markdown/extra/#footnotes.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.footnote import footnote_plugin

from publisher.markdown.parser_parts import footnote_def, footnote_ref

_ABOVE = ["paragraph", "reference", "blockquote"]  # what a note ends, with no empty line between
_LABEL = re.compile(r"\[\^([^\] ]+)\]:")
_NEVER = "\n"  # in no label


def use_footnotes(parser: MarkdownIt) -> None:
    parser.use(footnote_plugin, inline=False)
    parser.block.ruler.at("footnote_def", _note, {"alt": _ABOVE})
    parser.inline.ruler.disable("footnote_ref")
    parser.inline.ruler.before("link", "footnote_reference", footnote_ref)


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    label = _LABEL.match(state.src, state.bMarks[start] + state.tShift[start])
    known = label is not None and f":{label[1]}" in state.env.get("footnotes", {}).get("refs", ())
    first = len(state.tokens)
    if not footnote_def(state, start, end, silent):
        return False
    if known and not silent:
        state.tokens[first].meta["label"] = _NEVER
    return True
