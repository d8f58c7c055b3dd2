"""Which generation of which Markdown engine a Hexo blog pins: what is bold, a list or a table depends on it.

The plug-in's version says which marked it carries, where no lock file does: `npm view hexo-renderer-marked@3
dependencies` and so on. Between two generations that we follow, the nearer one is taken.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from publisher.readers.hexo.packages import Pinned, packages, pinned

MARKED, MARKDOWN_IT = "hexo-renderer-marked", "hexo-renderer-markdown-it"
PANDOC = "hexo-renderer-pandoc"
_KRAMED = "hexo-renderer-kramed"
# Of Markdown: not those of other files (asciidoc, org), nor hexo-renderer-mathjax, which only draws formulas.
_RENDERER = re.compile(r"(?:.*/)?hexo-renderer-(?:[\w-]*mark[\w-]*|kramed|pandoc)")
_COMMONMARK = 4  # since this hexo-renderer-markdown-it its markdown-it is 10 and later
# The plug-in's first number -> the marked in it.
_CARRIES: Mapping[int, str] = {0: "0.3", 1: "0.6", 2: "0.7", 3: "1", 4: "2", 5: "4", 6: "4", 7: "15"}
# From this marked on -> the generation (MarkedOptions.generation) that is taken for it.
_GENERATIONS = (
    ((9,), ""), ((3,), "marked 4"), ((2,), "marked 2"), ((1,), "marked 1"), ((0, 5), "marked 0.7"),
    ((0,), "marked 0.3"),
)  # fmt: skip


class Engine(NamedTuple):
    """What makes HTML of a blog's Markdown."""

    plugin: str  # "hexo-renderer-marked"
    generation: str = ""  # MarkedOptions.generation; of markdown-it, where it is an early one
    program: str = ""  # "marked 0.3.19"; empty: nothing tells
    by: str = ""  # the file that pins it
    number: int = 99  # the plug-in's first number; its second, where it is at 0

    @property
    def followed(self) -> bool:
        return self.plugin in (MARKED, MARKDOWN_IT, PANDOC, _KRAMED)

    def __str__(self) -> str:
        """ "hexo-renderer-marked: marked 0.3.19, as package-lock.json pins it"."""
        return f"{self.plugin}: {self.program}, as {self.by} pins it" if self.program else self.plugin


def hexo_of(folder: Path) -> int:
    """Return the first number of the Hexo that the blog pins; 99: nothing tells."""
    found = pinned(folder, "hexo")
    return _numbers(found.version)[0] if found else 99


def engine_of(folder: Path) -> Engine:
    """Return the renderer that Hexo loads last, since it takes the place of those before it."""
    plugin = next((name for name in reversed(packages(folder)) if _RENDERER.fullmatch(name)), MARKED)
    own = pinned(folder, plugin)
    if plugin == _KRAMED:
        kramed = pinned(folder, plugin, "kramed") or Pinned("0.5", own.by if own else "package.json")
        return Engine(plugin, "kramed", f"kramed {kramed.version}", kramed.by)
    number = _numbers(own.version)[0] if own else 99
    if plugin == PANDOC:  # it pins no pandoc: what is installed is run
        return Engine(plugin, number=[*_numbers(own.version), 99][1] if own and not number else number)
    if plugin != MARKED:
        inner = pinned(folder, plugin, "markdown-it") if plugin == MARKDOWN_IT else None
        early = "markdown-it 5" if plugin == MARKDOWN_IT and number < _COMMONMARK else ""
        program = f"markdown-it {inner.version}" if inner else early
        return Engine(plugin, early, program, (inner or own or Pinned("", "")).by if program else "", number)
    marked = pinned(folder, plugin, "marked")
    if marked is None and own:
        marked = Pinned(_CARRIES.get(number, ""), own.by)
    if marked is None or not marked.version:
        return Engine(plugin, number=number)
    generation = next(name for first, name in _GENERATIONS if _numbers(marked.version) >= first)
    return Engine(plugin, generation, f"marked {marked.version}", marked.by, number)


def _numbers(version: str) -> tuple[int, ...]:
    """ "0.3.19" -> (0, 3, 19)."""
    return tuple(int(digits[:9]) for digits in re.findall(r"\d+", version)) or (99,)
