"""Shortcodes: what a blog's own engine adds to Markdown. A table from tags or grammar to translation.

A translation never changes the number of lines: line n of its result came from line n of the post.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from publisher.dialect import Dialect
from publisher.model import Post
from publisher.shortcodes.lines import unfold
from publisher.shortcodes.placeholder import Insert

__all__ = ["DIALECTS", "Translation", "translate"]


@dataclass(frozen=True, slots=True)
class Translation:
    """A post's text in plain Markdown, and HTML to put in place of its markers afterwards."""

    markdown: str
    inserts: tuple[Insert, ...]

    @property
    def source(self) -> str:
        """The text as the engine's Markdown parser gets it: lines that tags wrote are lines again."""
        return unfold(self.markdown)


Translate = Callable[[Post, Callable[[str], str]], tuple[str, tuple[Insert, ...]]]


def _in(module: str) -> Translate:
    """A module's translation. Imported when a post asks for it: Liquid takes longer than many a blog."""

    def translated(post: Post, to_html: Callable[[str], str]) -> tuple[str, tuple[Insert, ...]]:
        translation: Translate = import_module(f"publisher.shortcodes.{module}").translate
        return translation(post, to_html)

    return translated


DIALECTS: Mapping[str, Translate] = {
    "hexo": _in("hexo.tags"),
    "hugo": _in("hugo.tags"),
    "liquid": _in("liquid.document"),
    "obsidian": _in("obsidian.notes"),
}


def translate(post: Post, dialect: Dialect, to_html: Callable[[str], str]) -> Translation:
    """Return the post's text with its engine's own tags taken out; `to_html` renders Markdown inside them."""
    known = DIALECTS.get(dialect.tags or dialect.grammar)
    return Translation(*known(post, to_html)) if known else Translation(post.markdown, ())
