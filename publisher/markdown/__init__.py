"""Markdown -> HTML by the grammar the blog speaks: the only place where parsers are set up.

One module a family; a row in GRAMMARS is all that a new one needs. The HTML is as the post's writer made it:
raw HTML included, nothing cleaned yet (passes/sanitize.py). What takes long to import is imported where a
blog speaks it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from publisher.dialect import Dialect
from publisher.markdown.code_options import PLAIN, CodeOptions, code_options
from publisher.markdown.commonmark import commonmark
from publisher.markdown.goldmark.document import goldmark
from publisher.markdown.hexo.fences import hexo_code
from publisher.markdown.hexo.markdown_it import hexo_markdown_it
from publisher.markdown.hexo.marked import hexo
from publisher.markdown.html import code_block
from publisher.markdown.obsidian.document import obsidian
from publisher.markdown.pandoc.document import pandoc

__all__ = [
    "GRAMMARS",
    "PLAIN",
    "CodeOptions",
    "ToHtml",
    "code_block",
    "code_options",
    "grammar",
    "hexo_code",
    "too_tangled",
]

ToHtml = Callable[[str], str]


@lru_cache(maxsize=16)
def grammar(dialect: Dialect) -> ToHtml:
    """Return the function that turns this dialect's Markdown into HTML."""
    return GRAMMARS[dialect.grammar](dialect)


def too_tangled(dialect: Dialect, text: str) -> bool:
    """Tell whether the text is read by a grammar near this dialect's: its own would take too long."""
    if dialect.grammar != "markdown":
        return False
    from publisher.markdown.python_markdown import is_tangled

    return is_tangled(text)


def _kramdown(dialect: Dialect) -> ToHtml:
    from publisher.markdown.kramdown import kramdown

    return kramdown(dialect)


def _python_markdown(dialect: Dialect) -> ToHtml:
    from publisher.markdown.python_markdown import python_markdown

    return python_markdown(dialect)


GRAMMARS: Mapping[str, Callable[[Dialect], ToHtml]] = {
    "hexo": hexo,
    "markdown-it": hexo_markdown_it,
    "pandoc": pandoc,
    "hugo": goldmark,
    "commonmark": commonmark,
    "obsidian": obsidian,
    "kramdown": _kramdown,
    "markdown": _python_markdown,
    "html": lambda dialect: str,  # a post that is HTML already
}
