"""Hugo's Markdown as a site has set it: see https://gohugo.io/configuration/markup/."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.model import Dialect
from publisher.readers.files import posts_below, read_text
from publisher.readers.front_matter import flat
from publisher.readers.hugo.config import Config, switched, table, text
from publisher.readers.hugo.folders import folders, missing_themes
from publisher.readers.hugo.version import Named

_SWITCHES = ("definitionlist", "strikethrough", "table", "tasklist")
_LARGEST = 0.1  # MB of a template
_MATH = tuple(f"{how}{name}" for name in ("math", "mathjax", "katex") for how in ("", "use", "enable"))
_EXTRAS = ("insert", "mark", "superscript", "subscript", "delete")
SINCE = dict.fromkeys(_EXTRAS, (0, 126)) | {"alerts": (0, 132)}  # the Hugo with which a switch came
_WRITTEN = {"definitionlist": "definitionList", "tasklist": "taskList"}
_SIGNS = ("leftdoublequote", "rightdoublequote", "leftsinglequote", "rightsinglequote")


def dialect_of(config: Config, markdown: MarkdownTable) -> Dialect:
    """Hugo's Markdown as the site has set it."""
    goldmark = table(config, "markup", "goldmark")
    smart = switched(goldmark, "extensions", "typographer", default=True)
    delimiters = tuple(_delimiters(goldmark))
    return Dialect(
        grammar=markdown.grammar or "hugo",
        breaks=_chosen(markdown.breaks, switched(goldmark, "renderer", "hardwraps", default=False)),
        smart=_chosen(markdown.smart, smart),
        linkify=switched(goldmark, "extensions", "linkify", default=True),
        math=_chosen(markdown.math, bool(delimiters) or _shows_math(config)),
        footnotes=switched(goldmark, "extensions", "footnote", default=True),
        unsafe=switched(goldmark, "renderer", "unsafe", default=False),
        emoji=switched(config, "enableemoji", default=False),
        quotes=_quotes(table(goldmark, "extensions", "typographer")),
        switches=(*_handler(config), *_switches(goldmark)),
        delimiters=delimiters if markdown.math is not False else (),
    )


def _chosen(chosen: bool | None, theirs: bool) -> bool:
    return theirs if chosen is None else chosen


def _switches(goldmark: Config) -> Iterator[str]:
    for name in _SWITCHES:
        if not switched(goldmark, "extensions", name, default=True):
            yield "-" + _WRITTEN.get(name, name)
    if switched(goldmark, "parser", "attribute", "block", default=False):
        yield "block-attributes"
    if not switched(goldmark, "parser", "attribute", "title", default=True):
        yield "-title-attributes"
    if not switched(goldmark, "parser", "wrapstandaloneimagewithinparagraph", default=True):
        yield "bare-images"
    if text(goldmark, "extensions", "linkifyprotocol").lower() == "http":
        yield "www-http"
    yield from _extras(goldmark)


def _handler(config: Config) -> Iterator[str]:
    if text(config, "markup", "defaultmarkdownhandler").lower() == "blackfriday":
        yield "blackfriday"


def _delimiters(goldmark: Config) -> Iterator[tuple[str, str]]:
    """https://gohugo.io/configuration/markup/#passthrough"""
    if not switched(goldmark, "extensions", "passthrough", default=False):
        return
    for pairs in table(goldmark, "extensions", "passthrough", "delimiters").values():
        for pair in pairs if isinstance(pairs, list) else ():
            marks = tuple(flat(pair))
            if len(marks) == 2:
                yield marks[0], marks[1]


def _quotes(typographer: Config) -> str:
    signs = (html.unescape(text(typographer, name)) for name in _SIGNS)
    return "".join(sign[:1] or usual for sign, usual in zip(signs, "“”‘’", strict=True))


def _shows_math(config: Config) -> bool:
    """Whether the theme draws formulas on every page."""
    tables = [table(config, "params", *inner) for inner in ((), ("page",), ("article",), ("features",))]
    return any(asks_for_math(of_theme) for of_theme in tables)


def asks_for_math(fields: Mapping[str, Any]) -> bool:
    """Tell whether settings of a theme, or a page's front matter, turn formulas on, by names that themes
    use."""
    if any(switched(fields, name, default=False) for name in _MATH):
        return True
    return any(name.lower() in ("katex", "mathjax") for name in flat(fields.get("libraries")))


def _extras(goldmark: Config) -> Iterator[str]:
    """https://gohugo.io/configuration/markup/#extras and #cjk"""
    for name in _EXTRAS:
        if switched(goldmark, "extensions", "extras", name, default=False):
            yield name
    cjk = table(goldmark, "extensions", "cjk")
    if not switched(cjk, "enable", default=False):
        return
    if switched(cjk, "eastasianlinebreaks", default=False):
        yield f"joined-lines-{text(cjk, 'eastasianlinebreaksstyle').lower() or 'simple'}"
    if switched(cjk, "escapedspace", default=False):
        yield "escaped-space"


def with_hooks(dialect: Dialect, folder: Path, config: Config) -> Dialect:
    """Return the dialect with what templates of the site and its themes make of Markdown: > [!NOTE] a note.

    A theme that is not there is taken to have one: who writes such a line has seen what comes of it.
    """
    hooks = (
        read_text(hook, hook.name, Report(), _LARGEST) or ""
        for layouts in folders(folder, config, "layouts")
        for hook in posts_below(folder / layouts, folder, Report(), (".html",))
        if hook.parent.name == "_markup" and hook.name.startswith("render-blockquote")
    )
    shows_alerts = missing_themes(folder, config) or any("alert" in hook.lower() for hook in hooks)
    return replace(dialect, switches=(*dialect.switches, "alerts")) if shows_alerts else dialect


def of_generation(dialect: Dialect, named: Named) -> Dialect:
    """Return the dialect as this version reads it: what came later means nothing to it.

    The lowest version that will do tells nothing of Blackfriday: themes of any age still name such ones.
    """
    switches = [name for name in dialect.switches if named.version >= SINCE.get(name, (0, 0))]
    if "blackfriday" in switches or (named.version < (0, 60) and not named.lowest):
        return replace(dialect, switches=(*dict.fromkeys((*switches, "blackfriday")),), unsafe=True)
    if named.version >= (0, 128):
        switches.append("since-0.128")
    return replace(dialect, switches=tuple(switches))
