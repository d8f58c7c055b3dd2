"""Markdown -> HTML by the grammar the blog speaks: the only place where parsers are set up.

One module a family; a row in GRAMMARS is all that a new one needs. The HTML is as the post's writer made it:
raw HTML included, nothing cleaned yet (passes/sanitize.py). What takes long to import is imported where a
blog speaks it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module

from publisher.dialect import Dialect
from publisher.markdown.code_options import PLAIN, CodeOptions, code_options
from publisher.markdown.html import code_block

__all__ = [
    "GRAMMARS",
    "PLAIN",
    "CodeOptions",
    "ToHtml",
    "code_block",
    "code_options",
    "grammar",
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


def _of(module: str, name: str) -> Callable[[Dialect], ToHtml]:
    """A grammar that is imported when the first post speaks it."""

    def made(dialect: Dialect) -> ToHtml:
        found: Callable[[Dialect], ToHtml] = getattr(import_module(f"{__name__}.{module}"), name)
        return found(dialect)

    return made


GRAMMARS: Mapping[str, Callable[[Dialect], ToHtml]] = {
    "hexo": _of("hexo.marked", "hexo"),
    "markdown-it": _of("hexo.markdown_it", "hexo_markdown_it"),
    "pandoc": _of("pandoc.document", "pandoc"),
    "hugo": _of("goldmark.document", "goldmark"),
    "commonmark": _of("commonmark", "commonmark"),
    "obsidian": _of("obsidian.document", "obsidian"),
    "kramdown": _of("kramdown", "kramdown"),
    "markdown": _of("python_markdown", "python_markdown"),
    "html": lambda dialect: str,  # a post that is HTML already
}
