"""A Jekyll site's settings: its folders, its collections, its defaults and its Markdown.

See https://jekyllrb.com/docs/configuration/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from fnmatch import fnmatch
from html import unescape
from pathlib import Path
from typing import Any

from publisher.config.schema import MarkdownTable
from publisher.dialect import CommonMarkOptions, Dialect, KramdownOptions
from publisher.errors import ConfigError, Report, Where
from publisher.model import Site
from publisher.phrase import _
from publisher.readers import fields, site_file
from publisher.readers.front_matter import flat
from publisher.readers.jekyll import pins as jekyll_pins
from publisher.readers.jekyll import selection
from publisher.readers.jekyll.pins import Pins
from publisher.readers.jekyll.selection import Filter

CONFIGS = ("_config.yml", "_config.yaml")
_QUOTES = {
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
    "apos": "'",
    "quot": '"',
    "laquo": "«",
    "raquo": "»",
}
_COMMONMARK = re.compile(r"commonmark", re.I)
_MOST_DIGITS = 5  # of a number
_NO_ENGINE = ("", "nil", "null", "~", "false")
_KRAMDOWN = ("", "kramdown", "gfm")


@dataclass(frozen=True, slots=True)
class JekyllSettings:
    """What of the configuration decides how a post is read."""

    config: Mapping[str, Any]
    where: Where  # its file
    pins: Pins
    source: Path  # absolute
    below: str  # the source folder below the blog's: "" or "src/"
    filter: Filter
    collections_dir: str  # "" or "collections/"
    includes_dir: str  # "_includes/"
    collections: Mapping[str, str]  # name of each that has pages -> its permalink
    permalink: str
    defaults: tuple[tuple[str, str, Mapping[str, Any]], ...]  # path, type, values; the weightiest last
    zone: tzinfo
    language: str
    base: str  # "/blog", or "" where the site stands at the root
    dialect: Dialect
    largest_post: float


def root_of(folder: Path) -> Path:
    """Find where the site stands: in the blog's folder, or in its docs/, as GitHub Pages may be told.

    See https://docs.github.com/en/pages/getting-started-with-github-pages/configuring-a-publishing-source
    """
    docs = folder / "docs"
    own = config_file(folder) or (folder / "_posts").is_dir()
    return docs if not own and config_file(docs) and (docs / "_posts").is_dir() else folder


def config_file(folder: Path) -> Path | None:
    return next((folder / name for name in CONFIGS if (folder / name).is_file()), None)


def load(folder: Path) -> dict[str, Any]:
    path = config_file(root_of(folder))
    return site_file.load(path, folder) if path else {}


def settings(folder: Path, markdown: MarkdownTable, largest_post: float, report: Report) -> JekyllSettings:
    root, config = root_of(folder), load(folder)
    languages = [name for key in ("lang", "language", "locale") for name in flat(config.get(key))]
    language = fields.language_of(languages)
    above = "" if root == folder else f"{root.name}/"
    below = above + inside(config, "source")
    where = Where(above + (config_file(root) or root / CONFIGS[0]).name)
    base = site_file.text(config, "baseurl").strip("/")
    pins = jekyll_pins.of(root, folder)
    return JekyllSettings(
        config=config,
        where=where,
        pins=pins,
        source=folder / below,
        below=below,
        filter=selection.of(config, pins.jekyll),
        collections_dir=inside(config, "collections_dir"),
        includes_dir=inside(config, "includes_dir") or "_includes/",
        collections=_collections(config),
        permalink=_permalink(config),
        defaults=tuple(sorted(_defaults(config), key=lambda scope: (len(scope[0]), bool(scope[1])))),
        zone=fields.zone_of(site_file.text(config, "timezone"), language, where, report),
        language=language,
        base=f"/{base}" if base else "",
        dialect=dialect(config, markdown),
        largest_post=largest_post,
    )


def _permalink(config: Mapping[str, Any]) -> str:
    """Of posts: that of the collection "posts" weighs more than the site's."""
    tables = config.get("collections")
    posts = tables.get("posts") if isinstance(tables, dict) else None
    own = site_file.text(posts, "permalink") if isinstance(posts, dict) else ""
    return own or site_file.text(config, "permalink", "date")


def inside(config: Mapping[str, Any], key: str) -> str:
    """Return a folder that always lies inside the blog: "src" -> "src/", "." -> ""."""
    parts = Path(site_file.text(config, key)).parts
    if ".." in parts or parts[:1] == ("/",):
        raise ConfigError(
            _("{key}: {listed} lies outside the blog", key=key, listed="/".join(parts)),
            hint=_("take {key} out", key=key),
        )
    return "".join(f"{part}/" for part in parts)


def _collections(config: Mapping[str, Any]) -> dict[str, str]:
    """Collections with `output: true`: the others have no pages of their own."""
    tables = config.get("collections")
    if not isinstance(tables, dict):
        return {}
    return {
        str(name): site_file.text(table, "permalink")
        for name, table in tables.items()
        if isinstance(table, dict) and site_file.text(table, "output").lower() == "true" and name != "posts"
        and re.fullmatch(r"[\w.-]+", str(name))
    }  # fmt: skip


def _defaults(config: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """See https://jekyllrb.com/docs/configuration/front-matter-defaults/"""
    sets = config.get("defaults")
    for entry in sets if isinstance(sets, list) else ():
        scope, values = (entry.get("scope"), entry.get("values")) if isinstance(entry, dict) else (None, None)
        if isinstance(values, dict):
            scope = scope if isinstance(scope, dict) else {}
            yield site_file.text(scope, "path").strip("/"), site_file.text(scope, "type"), values


def defaults_for(path: str, kind: str, chosen: JekyllSettings) -> dict[str, Any]:
    """Return what the configuration says of every post there. `path` below the source, `kind` "posts",
    "wiki"."""
    found: dict[str, Any] = {}
    for scope, wanted, values in chosen.defaults:
        if wanted.rstrip("s") not in ("", kind.rstrip("s")):
            continue
        if (
            not scope
            or path == scope
            or path.startswith(scope + "/")
            or ("*" in scope and fnmatch(path, scope))
        ):
            found.update(values)
    return found


def dialect(config: Mapping[str, Any], markdown: MarkdownTable) -> Dialect:
    """kramdown as Jekyll sets it, or GitHub's CommonMark. See https://jekyllrb.com/docs/configuration/markdown/"""
    theirs = config.get("kramdown")
    kramdown = theirs if isinstance(theirs, dict) else {}
    name = site_file.text(config, "markdown")
    commonmark = bool(_COMMONMARK.search(name))
    bare = commonmark and "ghpages" not in name.lower()
    breaks = site_file.text(kramdown, "hard_wrap").lower() == "true" or _option(config, "HARDBREAKS")
    drawn = "math_engine" not in kramdown or site_file.text(kramdown, "math_engine").lower() not in _NO_ENGINE
    math = not commonmark and drawn
    smart = not commonmark or _option(config, "SMART")
    plugins = [*flat(config.get("plugins")), *flat(config.get("gems"))]
    return Dialect(
        grammar=markdown.grammar or ("commonmark" if commonmark else "kramdown"),
        breaks=breaks if markdown.breaks is None else markdown.breaks,
        smart=smart if markdown.smart is None else markdown.smart,
        linkify=commonmark and (not bare or _option(config, "AUTOLINK", "extensions")),
        unsafe=not bare or _option(config, "UNSAFE"),
        math=math if markdown.math is None else markdown.math,
        footnotes=not commonmark or _option(config, "FOOTNOTES"),
        emoji="jemoji" in plugins,
        quotes=_quotes(kramdown.get("smart_quotes")),
        gfm=_gfm(config),
        commonmark=_extensions(config, bare=bare) if commonmark else CommonMarkOptions(),
        kramdown=_options(kramdown, drawn=drawn),
        tags="liquid",
    )


def _options(kramdown: Mapping[str, Any], *, drawn: bool) -> KramdownOptions:
    """See https://kramdown.gettalong.org/options.html and https://github.com/kramdown/parser-gfm#options"""
    quirks = [name.strip() for text in flat(kramdown.get("gfm_quirks")) for name in text.split(",")]
    symbols = kramdown.get("typographic_symbols")
    return KramdownOptions(
        block_html=site_file.text(kramdown, "parse_block_html").lower() == "true",
        header_offset=_number(kramdown, "header_offset", 0),
        footnote_nr=_number(kramdown, "footnote_nr", 1),
        math_engine=drawn,
        symbols=tuple(
            (str(name), unescape(next(flat(sign), "")))
            for name, sign in (symbols.items() if isinstance(symbols, dict) else ())
        ),
        symbols_typed="no_auto_typographic" not in quirks or not _gfm({"kramdown": kramdown}),
        paragraph_end="gfm_quirks" not in kramdown or "paragraph_end" in quirks,
    )


def _number(kramdown: Mapping[str, Any], name: str, default: int) -> int:
    value = site_file.text(kramdown, name)
    return int(value) if value.isdecimal() and len(value) <= _MOST_DIGITS else default


def _extensions(config: Mapping[str, Any], *, bare: bool) -> CommonMarkOptions:
    """CommonMark has no definition lists; GitHub's plug-in has the extensions, the bare one those that it is
    told. See https://github.com/jekyll/jekyll-commonmark#readme"""
    return CommonMarkOptions(
        tables=not bare or _option(config, "TABLE", "extensions"),
        strikethrough=not bare or _option(config, "STRIKETHROUGH", "extensions"),
        task_lists=not bare or _option(config, "TASKLIST", "extensions"),
        definition_lists=False,
    )


def _option(config: Mapping[str, Any], name: str, key: str = "options") -> bool:
    """commonmark: {options: ["FOOTNOTES", …], extensions: ["table", …]}"""
    table = config.get("commonmark")
    return isinstance(table, dict) and name in [word.upper() for word in flat(table.get(key))]


def _gfm(config: Mapping[str, Any]) -> bool:
    kramdown = config.get("kramdown")
    return site_file.text(kramdown if isinstance(kramdown, dict) else {}, "input", "GFM").upper() == "GFM"


def _quotes(value: Any) -> str:
    """kramdown's smart_quotes, single ones first, as Dialect.quotes has it: double ones first."""
    names = [name.strip() for text in flat(value) for name in text.split(",")]
    signs = [_QUOTES.get(name, name if len(name) == 1 else "") for name in names]
    if len(signs) != 4 or not all(signs):
        return "“”‘’"
    return "".join(signs[2:] + signs[:2])


def renderer(chosen: JekyllSettings, report: Report) -> str:
    """Return what makes HTML of the blog's Markdown: its name, its version and what pins it; another than
    ours is reported."""
    name, pins = site_file.text(chosen.config, "markdown"), chosen.pins
    if _COMMONMARK.search(name):
        return name
    if name.lower() not in _KRAMDOWN:
        hint = _("GitHub Pages does so too, since 2016; set grammar in [markdown] where posts look wrong")
        report.warning("renderer-other", _("kramdown is taken for {name}", name=name), chosen.where, hint)
    version = pins.versions.get("kramdown", "")
    if version.startswith(("0.", "1.")):
        hint = _("nothing is to be done unless a post looks wrong")
        message = _(
            "kramdown {version} is pinned in {file}; its posts are read by the rules of kramdown 2",
            version=version,
            file=pins.file,
        )
        report.note("renderer-other", message, chosen.where, hint)
    said = [name for name in ("GFM" if _gfm(chosen.config) else "", pins.file if version else "") if name]
    return f"kramdown {version}".strip() + (f" ({', '.join(said)})" if said else "")


def site(chosen: JekyllSettings, report: Report) -> Site:
    config, author = chosen.config, chosen.config.get("author")
    url = site_file.text(config, "url").rstrip("/")
    social = config.get("social")
    names = author.get("name") if isinstance(author, dict) else author
    names = names or (social.get("name") if isinstance(social, dict) else None)
    return Site(
        engine="jekyll",
        title=site_file.text(config, "title", site_file.text(config, "name")),
        subtitle=site_file.text(config, "tagline", site_file.text(config, "subtitle")),
        description=" ".join(site_file.text(config, "description").split()),
        authors=tuple(flat(names)),
        language=chosen.language,
        timezone=str(chosen.zone),
        url=f"{url}{chosen.base}/" if url else "",
        static_dirs=(chosen.below.rstrip("/") or ".",),
        renderer=renderer(chosen, report),
        repository=site_file.text(config, "repository") or _repository(url, chosen.base),
    )


def _repository(url: str, base: str) -> str:
    """What GitHub Pages serves: at https://user.github.io user/user.github.io, below …/notes user/notes."""
    found = re.fullmatch(r"https?://([\w-]+)(\.github\.io)", url.lower())
    return f"{found[1]}/{base.strip('/') or found[1] + found[2]}" if found else ""
