"""Markdown -> HTML by the grammar the blog speaks: the only place where parsers are set up.

One module a family; a row in GRAMMARS is all that a new one needs. The HTML is as the post's writer
made it: raw HTML included, nothing cleaned yet (passes/sanitize.py).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import markdown as python_markdown

from publisher.markup.commonmark import commonmark
from publisher.markup.hexo import hexo
from publisher.markup.hexo_fences import hexo_code
from publisher.markup.hexo_markdown_it import hexo_markdown_it
from publisher.markup.html import code_block
from publisher.markup.hugo import goldmark
from publisher.markup.kramdown import kramdown
from publisher.model import Dialect

__all__ = ["GRAMMARS", "ToHtml", "code_block", "grammar", "hexo_code"]

ToHtml = Callable[[str], str]


@lru_cache(maxsize=16)
def grammar(dialect: Dialect) -> ToHtml:
    """The function that turns this dialect's Markdown into HTML."""
    return GRAMMARS[dialect.grammar](dialect)


def _python_markdown(dialect: Dialect) -> ToHtml:
    """Markdown.pl's heirs (Pelican, MkDocs): Python-Markdown with the extensions they switch on."""
    switched = [("nl2br", dialect.breaks), ("smarty", dialect.smart)]
    extensions = ["extra", "sane_lists", *(name for name, on in switched if on)]

    def convert(text: str) -> str:
        return python_markdown.markdown(text, extensions=extensions)

    return convert


GRAMMARS: Mapping[str, Callable[[Dialect], ToHtml]] = {
    "hexo": hexo,
    "markdown-it": hexo_markdown_it,
    "hugo": goldmark,
    "commonmark": commonmark,
    "kramdown": kramdown,
    "markdown": _python_markdown,
    "html": lambda dialect: str,  # a post that is HTML already
}
