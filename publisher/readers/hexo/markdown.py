"""Which Markdown a Hexo blog speaks: by its renderer and that one's settings in `_config.yml`.

See https://github.com/hexojs/hexo-renderer-marked#options and
https://github.com/hexojs/hexo-renderer-markdown-it#options.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect, MarkdownItOptions, MarkedOptions, PandocOptions
from publisher.errors import Report, Where
from publisher.phrase import _
from publisher.readers import site_file
from publisher.readers.hexo.generation import MARKDOWN_IT, MARKED, PANDOC, Engine, engine_of, hexo_of
from publisher.readers.hexo.packages import packages
from publisher.readers.site_file import text

_NOTES = re.compile(r"footnote|hexo-reference|markdown-it", re.I)  # plug-ins that know [^1]
_EMOJI = re.compile(r"hexo-filter-(?:github-)?emojis?", re.I)
_MATH = re.compile(r"mathjax|katex|hexo-math", re.I)
_CLOSE = 4  # since this Hexo no empty line is put below a fence
_SYNTAX_HIGHLIGHTER = 7  # since this Hexo a key of this name decides
_SWITCHED_ON = 4  # since this hexo-renderer-markdown-it HTML, breaks, links and quotes are on by themselves
_SMART = (
    5  # up to hexo-renderer-pandoc 0.4 quotes stay straight, unless the blog's own arguments say otherwise
)
_FORMAT = re.compile(r"(?:(?:--(?:from|read)|-[fr])[= ]?)(?P<name>[a-z_]+)(?P<switches>(?:[+-]\w+)*)")
_ROOTED = 5  # from this version of the plug-in on, a picture's address gets the root in front


def dialect_of(folder: Path, config: dict[str, Any], markdown: MarkdownTable) -> Dialect:
    """Tell how the blog's renderer is set; marked's defaults are hard breaks and smart punctuation."""
    engine = engine_of(folder)
    if engine.plugin == MARKDOWN_IT and markdown.grammar in ("", "markdown-it"):
        return _markdown_it(folder, config, markdown, engine)
    if engine.plugin == PANDOC and markdown.grammar in ("", "pandoc"):
        return _pandoc(folder, config, markdown, engine.number >= _SMART)
    theirs = config.get("marked")
    marked = theirs if isinstance(theirs, dict) else {}

    def switch(key: str, chosen: bool | None, default: bool) -> bool:
        return chosen if chosen is not None else text(marked, key, str(default)).lower() == "true"

    gfm = switch("gfm", None, True) and not switch("pedantic", None, False)
    quotes = text(marked, "quotes")
    rooted = (
        switch("prependRoot", None, engine.number >= _ROOTED)
        and text(config, "relative_link").lower() != "true"
    )
    return Dialect(
        grammar=markdown.grammar or "hexo",
        breaks=switch("breaks", markdown.breaks, True) and (gfm or markdown.breaks is True),
        smart=switch("smartypants", markdown.smart, True),
        quotes=quotes if len(quotes) == 4 else "“”‘’",
        linkify=switch("autolink", None, True) and gfm,
        gfm=gfm,
        root="" if markdown.grammar not in ("", "hexo") or not rooted else root_of(config),
        footnotes=any(_NOTES.search(name) for name in packages(folder)),
        emoji=any(_EMOJI.fullmatch(name) for name in packages(folder)),
        math=_shows_math(folder, config) if markdown.math is None else markdown.math,
        tags_off=switch("disableNunjucks", None, False),
        marked=MarkedOptions(
            generation=engine.generation,
            description_lists=switch("descriptionLists", None, True),
            captions=switch("figcaption", None, False),
            only_safe_links=switch("sanitizeUrl", None, False),
            hexo_fences=_highlights(config, hexo_of(folder)),
            fences_apart=hexo_of(folder) < _CLOSE,
        ),
    )


def _markdown_it(folder: Path, config: dict[str, Any], markdown: MarkdownTable, engine: Engine) -> Dialect:
    """How hexo-renderer-markdown-it is set, and which plug-ins it has that we have too."""
    usual = engine.number >= _SWITCHED_ON  # whether what the blog says nothing of is on
    theirs = config.get("markdown")
    settings = theirs if isinstance(theirs, dict) else {}
    rendering, pictures = (_table(settings, key) for key in ("render", "images"))
    names = (str(plugin.get("name", "")) if isinstance(plugin, dict) else str(plugin)
             for plugin in _listed(settings.get("plugins")))  # fmt: skip
    quotes = text(rendering, "quotes")

    def switch(key: str, chosen: bool | None) -> bool:
        return chosen if chosen is not None else text(rendering, key, str(usual)).lower() == "true"

    plugins = {name.removeprefix("markdown-it-") for name in names}
    return Dialect(
        grammar="markdown-it",
        tags="hexo",
        breaks=switch("breaks", markdown.breaks),
        smart=switch("typographer", markdown.smart),
        linkify=switch("linkify", None),
        unsafe=switch("html", None),
        quotes=quotes if len(quotes) == 4 else "“”‘’",
        emoji=any(_EMOJI.fullmatch(name) for name in packages(folder)),
        root=root_of(config) if text(pictures, "prepend_root").lower() == "true" else "",
        math=_shows_math(folder, config) if markdown.math is None else markdown.math,
        markdown_it=MarkdownItOptions(
            early=bool(engine.generation),
            definition_lists="deflist" in plugins,
            task_lists="task-lists" in plugins,
            footnotes="footnote" in plugins,
        ),
    )


def _pandoc(folder: Path, config: dict[str, Any], markdown: MarkdownTable, smart: bool) -> Dialect:
    """What hexo-renderer-pandoc is told under `pandoc: args:`: the input format and its extensions.

    See https://github.com/hexojs/hexo-renderer-pandoc#args and https://pandoc.org/MANUAL.html#extensions.
    """
    arguments = " ".join(map(str, _listed(_table(config, "pandoc").get("args"))))
    formats = [*_FORMAT.finditer(arguments)]
    name, switches = (formats[-1]["name"], formats[-1]["switches"]) if formats else ("markdown", "")
    common = name in ("gfm", "commonmark", "commonmark_x", "markdown_github")
    last = {switch[1:]: switch[0] == "+" for switch in re.findall(r"[+-]\w+", switches)}

    def switch(extension: str, chosen: bool | None, usual: bool) -> bool:
        return chosen if chosen is not None else last.get(extension, usual)

    return Dialect(
        grammar="commonmark" if common else "pandoc",
        tags="hexo",
        breaks=switch("hard_line_breaks", markdown.breaks, False),
        smart=switch("smart", markdown.smart, name == "markdown" if formats else smart),
        linkify=switch("autolink_bare_uris", None, name in ("gfm", "markdown_github")),
        math=switch("tex_math_dollars", markdown.math, True),
        emoji=any(_EMOJI.fullmatch(name) for name in packages(folder)),
        pandoc=PandocOptions(hexo_fences=_highlights(config, hexo_of(folder))),
    )


def _highlights(config: dict[str, Any], hexo: int) -> bool:
    """Whether Hexo itself reads fences, to colour them. See https://hexo.io/docs/syntax-highlight

    The older `highlight: enable: false` alone changes nothing since Hexo 7.
    """
    if hexo < _SYNTAX_HIGHLIGHTER:
        own, prism = _table(config, "highlight"), _table(config, "prismjs")
        return text(own, "enable", "true").lower() != "false" or text(prism, "enable").lower() == "true"
    chosen = config.get("syntax_highlighter", "highlight.js")
    return str(chosen or "").lower() not in ("", "false", "none")


def _table(settings: dict[str, Any], key: str) -> dict[str, Any]:
    value = settings.get(key)
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def root_of(config: dict[str, Any]) -> str:
    """Return the path under which the site is served: "/", "/notes/"."""
    try:
        path = text(config, "root") or urlsplit(text(config, "url")).path
    except ValueError:
        path = ""
    return f"/{path.strip('/')}/".replace("//", "/")


def _shows_math(folder: Path, config: dict[str, Any]) -> bool:
    """Whether every page of the blog draws formulas: by a plug-in or by the theme's settings."""
    if any(_MATH.search(name) for name in packages(folder)):
        return True
    theme = folder / f"_config.{text(config, 'theme', 'landscape')}.yml"
    sources = [config, *([settings_in(theme, folder)] if theme.is_file() else [])]
    return any(_enabled(source.get(key)) for source in sources for key in ("math", "mathjax", "katex"))


def renderer_of(folder: Path, report: Report) -> str:
    """Return what makes HTML of the blog's Markdown, and what pins it; one that is not followed is
    reported."""
    engine = engine_of(folder)
    if not engine.followed:
        hint = _("set grammar, breaks or smart in [markdown] of book.toml where posts look wrong")
        where = Where("package.json")
        report.warning(
            "renderer-other",
            _("{marked} is followed; the blog has {plugin}", marked=MARKED, plugin=engine.plugin),
            where,
            hint,
        )
    return str(engine)


def settings_in(path: Path, blog: Path) -> dict[str, Any]:
    """Return what a file of settings says: for Hexo a tab at a line's start is two spaces."""
    return site_file.load(path, blog, tab="  ")


def _enabled(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_enabled(value.get(key)) for key in ("enable", "every_page"))
    return str(value).lower() == "true"
