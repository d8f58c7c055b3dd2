"""Hexo's Markdown of 2013 to 2018: marked 0.3 and kramed, which know nothing of CommonMark.

They read a text from its start and take what their first fitting rule takes: a list goes on to an empty line,
`**강조(괄호)**는` is bold, an unclosed mark is text. Written from what the two programs print
(marked 0.3.19 in hexo-renderer-marked 0.3.2, kramed 0.5.6 in hexo-renderer-kramed 0.1.4).
"""

from collections.abc import Callable

from publisher.dialect import Dialect
from publisher.markdown.hexo.early.blocks import blocks
from publisher.markdown.hexo.early.inline import Words
from publisher.markdown.hexo.early.rules import EARLY, Named
from publisher.markdown.hexo.early.write import notes, written
from publisher.markdown.hexo.fences import Fences


def hexo_early(dialect: Dialect) -> Callable[[str], str]:
    rules, options = EARLY[dialect.marked.generation], dialect.marked

    def to_html(text: str) -> str:
        fences = Fences(apart=options.fences_apart)
        text = fences.taken_out(text) if options.hexo_fences else text
        named = Named(notes={} if dialect.footnotes and not rules.notes else None)
        tree = blocks(_plain(text), rules, named)
        words = Words(dialect, rules, named)
        return fences.put_back(written(tree, words) + notes(words))

    return to_html


def _plain(text: str) -> str:
    """Tabs are four spaces wherever they stand, and a no-break space is a space."""
    return text.replace("\t", "    ").replace("\u00a0", " ").replace("\u2424", "\n")
