"""Pandoc's Markdown, for blogs with hexo-renderer-pandoc.

The program itself is not run: what a book shows must not depend on what is installed. Written from the manual
(https://pandoc.org/MANUAL.html#pandocs-markdown) and from what pandoc 3.9 prints.
"""

from collections.abc import Callable

from publisher.dialect import Dialect
from publisher.markdown.hexo.fences import Fences
from publisher.markdown.pandoc.blocks import blocks
from publisher.markdown.pandoc.inline import Words
from publisher.markdown.pandoc.rules import Named
from publisher.markdown.pandoc.write import notes, written


def pandoc(dialect: Dialect) -> Callable[[str], str]:
    def to_html(text: str) -> str:
        fences = Fences()
        named = Named()
        tree = blocks(fences.taken_out(text) if dialect.pandoc.hexo_fences else text, named)
        words = Words(dialect, named)
        return fences.put_back(written(tree, words) + notes(words))

    return to_html
