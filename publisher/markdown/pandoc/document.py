"""Pandoc's Markdown, for blogs with hexo-renderer-pandoc.

The program itself is not run: what a book shows must not depend on what is installed. Written from the manual
(https://pandoc.org/MANUAL.html#pandocs-markdown) and from what pandoc 3.9 prints.
"""

from collections.abc import Callable

from publisher.markdown.hexo.fences import Fences
from publisher.markdown.pandoc.blocks import blocks
from publisher.markdown.pandoc.inline import Words
from publisher.markdown.pandoc.rules import Named
from publisher.markdown.pandoc.write import notes, written
from publisher.model import Dialect


def pandoc(dialect: Dialect) -> Callable[[str], str]:
    plain = dialect.tags != "hexo" or "-highlighter" in dialect.switches  # then fences are Pandoc's own

    def to_html(text: str) -> str:
        fences = Fences()
        named = Named()
        tree = blocks(text if plain else fences.taken_out(text), named)
        words = Words(dialect, named)
        return fences.put_back(written(tree, words) + notes(words))

    return to_html
