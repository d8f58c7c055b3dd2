"""Hugo's Markdown as a site has set it: see https://gohugo.io/configuration/markup/."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from publisher.config.schema import MarkdownTable
from publisher.dialect import CommonMarkOptions, Dialect, GoldmarkOptions
from publisher.errors import Report
from publisher.readers.files import posts_below, read_text
from publisher.readers.front_matter import flat
from publisher.readers.hugo.config import Config, switched, table, text
from publisher.readers.hugo.folders import folders, missing_themes
from publisher.readers.hugo.version import Named

_LARGEST = 0.1  # MB of a template
_CODE = re.compile(r"`[^`]*`")
_ENVIRONMENT = re.compile(r"\\begin\{(?:equation|align|aligned|gather|eqnarray|multline)\*?\}")
_MATH = tuple(f"{how}{name}" for name in ("math", "mathjax", "katex") for how in ("", "use", "enable"))
_EXTRAS_CAME, _ALERTS_CAME = (0, 126), (0, 132)  # with which Hugo
_SIGNS = ("leftdoublequote", "rightdoublequote", "leftsinglequote", "rightsinglequote")


def dialect_of(config: Config, markdown: MarkdownTable) -> Dialect:
    """Hugo's Markdown as the site has set it."""
    goldmark = table(config, "markup", "goldmark")
    smart = switched(goldmark, "extensions", "typographer", default=True)
    delimiters = tuple(_delimiters(goldmark))
    options = _options(config, delimiters if markdown.math is not False else ())
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
        goldmark=options,
        # Where book.toml takes CommonMark for it, what the site has off stays off.
        commonmark=CommonMarkOptions(tables=options.tables, strikethrough=options.strikethrough),
    )


def _chosen(chosen: bool | None, theirs: bool) -> bool:
    return theirs if chosen is None else chosen


def _options(config: Config, delimiters: tuple[tuple[str, str], ...]) -> GoldmarkOptions:
    goldmark = table(config, "markup", "goldmark")

    def extends(*name: str, default: bool) -> bool:
        return switched(goldmark, "extensions", *name, default=default)

    def parses(*name: str, default: bool) -> bool:
        return switched(goldmark, "parser", *name, default=default)

    http = text(goldmark, "extensions", "linkifyprotocol").lower() == "http"
    return GoldmarkOptions(
        blackfriday=text(config, "markup", "defaultmarkdownhandler").lower() == "blackfriday",
        tables=extends("table", default=True),
        strikethrough=extends("strikethrough", default=True),
        task_lists=extends("tasklist", default=True),
        definition_lists=extends("definitionlist", default=True),
        insert=extends("extras", "insert", default=False),
        mark=extends("extras", "mark", default=False),
        superscript=extends("extras", "superscript", default=False),
        subscript=extends("extras", "subscript", default=False),
        delete=extends("extras", "delete", default=False),
        title_attributes=parses("attribute", "title", default=True),
        block_attributes=parses("attribute", "block", default=False),
        bare_images=not parses("wrapstandaloneimagewithinparagraph", default=True),
        joined_lines=_joined_lines(table(goldmark, "extensions", "cjk")),
        escaped_space=extends("cjk", "enable", default=False)
        and extends("cjk", "escapedspace", default=False),
        www="http" if http else "https",
        delimiters=delimiters,
    )


def _joined_lines(cjk: Config) -> Literal["", "simple", "css3draft"]:
    """https://gohugo.io/configuration/markup/#cjk"""
    on = all(switched(cjk, name, default=False) for name in ("enable", "eastasianlinebreaks"))
    style = text(cjk, "eastasianlinebreaksstyle").lower()
    if not on or style not in ("", "simple", "css3draft"):
        return ""
    return "css3draft" if style == "css3draft" else "simple"


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


def types_formulas(body: str) -> bool:
    """Tell whether a post escapes formulas as only MathJax and KaTeX want them, or has environments of TeX.

    Whatever the theme's setting is called, it draws them on this page.
    """
    in_fence = False
    for line in body.split("\n") if "\\\\(" in body or "\\begin{" in body else ():
        if line.lstrip().startswith(("```", "~~~")):
            in_fence = not in_fence
        elif not in_fence and "\\" in line:
            shown = _CODE.sub("", line)
            if ("\\\\(" in shown and "\\\\)" in shown) or _ENVIRONMENT.match(shown):
                return True
    return False


def with_hooks(dialect: Dialect, folder: Path, config: Config) -> Dialect:
    """Return the dialect with what templates of the site and its themes make of Markdown: > [!NOTE] a note.

    A theme that is not there is taken to have one: who writes such a line has seen what comes of it.
    """
    hooks = (
        read_text(hook, folder, hook.name, Report(), _LARGEST) or ""
        for layouts in folders(folder, config, "layouts")
        for hook in posts_below(folder / layouts, folder, Report(), (".html",))
        if hook.parent.name == "_markup" and hook.name.startswith("render-blockquote")
    )
    shows_alerts = missing_themes(folder, config) or any("alert" in hook.lower() for hook in hooks)
    return replace(dialect, goldmark=replace(dialect.goldmark, alerts=bool(shows_alerts)))


def of_generation(dialect: Dialect, named: Named) -> Dialect:
    """Return the dialect as this version reads it: what came later means nothing to it.

    The lowest version that will do tells nothing of Blackfriday: themes of any age still name such ones.
    """
    version, options = named.version, dialect.goldmark
    if version < _EXTRAS_CAME:
        options = replace(options, insert=False, mark=False, superscript=False, subscript=False, delete=False)
    if version < _ALERTS_CAME:
        options = replace(options, alerts=False)
    if options.blackfriday or (version < (0, 60) and not named.lowest):
        return replace(dialect, goldmark=replace(options, blackfriday=True), unsafe=True)
    return replace(dialect, goldmark=replace(options, since_128=version >= (0, 128)))


def has_extras(options: GoldmarkOptions) -> bool:
    """Tell whether the site turns on marks that not every Hugo knows."""
    return any((options.insert, options.mark, options.superscript, options.subscript, options.delete))
