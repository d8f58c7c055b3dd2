"""Hexo: `_config.yml` and `source/_posts`. See https://hexo.io/docs/configuration and /docs/front-matter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publisher.assets.urls import normal
from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import ConfigError, Report, Where
from publisher.model import Blog, Post, Site
from publisher.phrase import _
from publisher.readers import fields, site_file
from publisher.readers.files import shown_path, text_of
from publisher.readers.front_matter import FrontMatter, flat, split
from publisher.readers.hexo.included import with_code
from publisher.readers.hexo.markdown import dialect_of, renderer_of, root_of, settings_in
from publisher.readers.hexo.packages import packages
from publisher.readers.hexo.posts import HTML, Choice, choice_of, posts_in
from publisher.readers.parse_cache import Readings
from publisher.readers.site_file import text

CONFIG = "_config.yml"
_JEKYLL = {"source", "baseurl", "kramdown", "collections", "collections_dir", "remote_theme", "gems"}
_HEXO = {
    "source_dir",
    "public_dir",
    "new_post_name",
    "post_asset_folder",
    "default_layout",
    "deploy",
    "marked",
}
_VARIABLE = re.compile(r":([a-zA-Z_]\w*)")
_MOST_FREE = 2  # variables of any length in a file's name: all ways to part a name between them are tried
_DIGITS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}"}


@dataclass(frozen=True, slots=True)
class HexoSettings:
    """What of the blog's configuration decides how a post is read."""

    source_dir: str  # "source"
    permalink: str  # ":year/:month/:day/:title/"
    file_name: re.Pattern[str]  # what new_post_name makes of a title
    default_category: str
    category_map: Mapping[str, str]
    zone: tzinfo
    language: str
    dialect: Dialect
    largest_post: float
    choice: Choice
    in_permalink: Mapping[str, str]  # what variables of the permalink are where a post says nothing
    encrypted_tags: tuple[str, ...]  # posts with one of them are locked with a password


def detect(folder: Path) -> bool:
    """Tell whether the folder has a configuration and a folder of posts under its source folder.

    So may a Jekyll site; there the keys of the configuration tell.
    """
    if not (folder / CONFIG).is_file():
        return False
    keys = site_file.keys(folder / CONFIG, folder)
    ours = bool(_HEXO & keys) or "hexo" in packages(folder)
    theirs = bool(_JEKYLL & keys) or (folder / "Gemfile").is_file() or (folder / "_posts").is_dir()
    if theirs and not ours:
        return False
    places = [place for place in folder.iterdir() if place.is_dir() and (ours or place.name == "source")]
    return any((place / "_posts").is_dir() for place in places)


def read(
    folder: Path, markdown: MarkdownTable, largest_post: float, readings: Readings, report: Report
) -> Blog:
    """Return the whole site: what it says of itself, and every post and draft."""
    config = settings_in(folder / CONFIG, folder)
    settings = _settings(folder, config, markdown, largest_post, report)
    source = folder / settings.source_dir
    found = [
        with_code(post, source, folder, config)
        for base in (source / "_posts", source / "_drafts")
        for post in _posts(base, folder, settings, readings, report)
    ]
    return Blog(
        str(folder),
        _site(config, settings, renderer_of(folder, report)),
        tuple(found),
    )


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """Return the Markdown that the site whose settings lie in `folder` is written in."""
    path = folder / CONFIG
    return dialect_of(folder, settings_in(path, folder) if path.is_file() else {}, markdown)


def _settings(
    folder: Path, config: dict[str, Any], markdown: MarkdownTable, largest_post: float, report: Report
) -> HexoSettings:
    language = fields.language_of(tuple(flat(config.get("language"))))
    return HexoSettings(
        source_dir=source_dir_of(config),
        permalink=text(config, "permalink", ":year/:month/:day/:title/"),
        file_name=_file_name(text(config, "new_post_name", ":title.md")),
        default_category=text(config, "default_category", "uncategorized"),
        category_map=_texts(config.get("category_map")),
        zone=fields.zone_of(text(config, "timezone"), language, Where(CONFIG), report),
        language=language,
        dialect=dialect_of(folder, config, markdown),
        largest_post=largest_post,
        choice=choice_of(config),
        in_permalink=_texts(config.get("permalink_defaults")),
        encrypted_tags=tuple(_encrypted_tags(config)),
    )


def _encrypted_tags(config: Mapping[str, Any]) -> Iterator[str]:
    """`encrypt: {tags: [{name: …, password: …}]}`"""
    encrypt = config.get("encrypt")
    tags = encrypt.get("tags") if isinstance(encrypt, dict) else ()
    if isinstance(tags, list):
        yield from (name for tag in tags if isinstance(tag, dict) and (name := text(tag, "name")))


def _texts(table: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}


def source_dir_of(config: dict[str, Any]) -> str:
    """Return the folder of sources, always inside the blog."""
    name = text(config, "source_dir", "source").strip("/")
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise ConfigError(
            _("source_dir: {name} lies outside the blog", name=name), hint=_("write source_dir: source")
        )
    return name


def _site(config: dict[str, Any], settings: HexoSettings, renderer: str) -> Site:
    return Site(
        engine="hexo",
        title=text(config, "title"),
        subtitle=text(config, "subtitle"),
        description=text(config, "description"),
        authors=tuple(flat(config.get("author"))),
        language=settings.language,
        timezone=str(settings.zone),
        url=url_of(config),
        static_dirs=(settings.source_dir,),
        renderer=renderer,
    )


def url_of(config: dict[str, Any]) -> str:
    """Return the site's address; "" where there is none, or a placeholder such as http://[주소]/."""
    url = text(config, "url").rstrip("/")
    try:
        path = urlsplit(url).path.strip("/")
    except ValueError:
        return ""
    if url and not path:
        url += root_of(config).rstrip("/")
    return url + "/" if url else ""


def _file_name(pattern: str) -> re.Pattern[str]:
    """ ":year-:title.md" as an expression with a group for each variable."""
    pieces = _VARIABLE.split(re.sub(r"\.\w+$", "", pattern))
    made = ""
    seen: set[str] = set()
    for index, piece in enumerate(pieces):
        free = len(seen - _DIGITS.keys()) >= _MOST_FREE and piece not in _DIGITS
        if index % 2 == 0 or piece in seen or free:
            made += re.escape(piece)
        else:
            made += f"(?P<{piece}>{_DIGITS.get(piece, '.+?')})"
            seen.add(piece)
    return re.compile(made + r"\Z")


def _posts(
    base: Path, folder: Path, settings: HexoSettings, readings: Readings, report: Report
) -> Iterator[Post]:
    for file in posts_in(base, folder, base.parent, settings.choice, report):
        path = shown_path(file, folder)
        if post := readings.of(file, path, settings.largest_post, report, _post, base, settings):
            yield post


def _post(
    file: Path, path: str, base: Path, settings: HexoSettings, data: bytes, report: Report
) -> Post | None:
    front = split(text_of(data, path, report), path, report)
    is_html = file.suffix.lower() in HTML
    if is_html and not front.fields:  # a page or figure that a post shows, or that others have made
        return None
    dates = fields.dates_of(front, file, path, settings.zone, report)
    title = fields.title_of(front, path, report)
    slug = _slug(shown_path(file, base).rpartition(".")[0], settings)
    link = _permalink(front, slug, title, dates, settings)
    return Post(
        path=path,
        name=shown_path(file, base).rpartition(".")[0],
        first_line=front.first_line,
        title=title,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=fields.sections(front.fields.get("categories", front.fields.get("category"))),
        series=front.text("series"),
        tags=front.texts("tags", "tag"),
        authors=front.texts("authors", "author"),
        language=fields.language_of(lang) if (lang := front.texts("lang", "language")) else settings.language,
        summary=front.text("excerpt", "description", "summary"),
        thumbnail=front.text(*fields.THUMBNAIL),
        draft=base.name == "_drafts",
        hidden_by="",
        book=fields.in_book(front, path, report),
        private_by=_private_by(front, settings),
        markdown=front.body,
        dialect=_of_post(_html(settings.dialect) if is_html else settings.dialect, front),
        address=re.sub(r"(?:^|(?<=/))index\.html$", "", link.lstrip("/")),
        urls=tuple(dict.fromkeys(_urls(path, slug, title, link, front))),
        asset_dirs=(path.rpartition(".")[0], path.rpartition("/")[0], settings.source_dir),
    )


def _private_by(front: FrontMatter, settings: HexoSettings) -> str:
    """`published: no` hides nothing: in YAML 1.2, which Hexo reads, that is a word.

    hexo-blog-encrypt locks posts by their tags too, but for those that set no password of their own.
    Source: https://github.com/D0n9X1n/hexo-blog-encrypt (README)
    """
    others = {key: value for key, value in front.fields.items() if key != "published"}
    own = "published: false" if front.text("published").lower() in ("false", "0", "0.0") else ""
    locked = () if "password" in front.fields else {*settings.encrypted_tags} & {*front.texts("tags", "tag")}
    by_tag = f"encrypted by its tag {min(locked)}" if locked else ""
    return own or fields.private_by(replace(front, fields=others)) or by_tag


def _html(dialect: Dialect) -> Dialect:
    """A post that is HTML already; tags are read in it too."""
    return replace(dialect, grammar="html", tags="hexo")


def _of_post(dialect: Dialect, front: FrontMatter) -> Dialect:
    """Themes draw formulas where the post asks for them: mathjax: true. A post may go without tags."""
    asked = any(front.flag(key) for key in ("mathjax", "math", "katex"))
    if front.flag("disableNunjucks"):
        dialect = replace(dialect, tags_off=True)
    return replace(dialect, math=True) if asked and not dialect.math else dialect


def _slug(stem: str, settings: HexoSettings) -> str:
    """What Hexo calls a post's :title: its path below _posts, less what new_post_name adds."""
    match = settings.file_name.match(stem)
    return match["title"] if match and "title" in match.groupdict() else stem


def _permalink(front: FrontMatter, slug: str, title: str, dates: fields.Dates, settings: HexoSettings) -> str:
    """The post's address below the site's root. See https://hexo.io/docs/permalinks"""
    if own := front.text("permalink"):
        return own
    date = dates.date
    paths = fields.sections(front.fields.get("categories"))
    category = paths[0] if paths else (settings.default_category,)
    values = {
        "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}",
        "hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}",
        "i_month": str(date.month), "i_day": str(date.day),
        "title": slug, "name": slug.rpartition("/")[2], "post_title": title.lower().replace(" ", "-"),
        "category": "/".join(settings.category_map.get(name, name) for name in category),
    }  # fmt: skip
    # Plug-ins such as hexo-abbrlink add variables of their own, from the front matter.
    return _VARIABLE.sub(
        lambda name: (
            values.get(name[1]) or front.text(name[1]) or settings.in_permalink.get(name[1]) or name[0]
        ),
        settings.permalink,
    )


def _urls(path: str, slug: str, title: str, link: str, front: FrontMatter) -> Iterator[str]:
    """Its permalink first, then its file, aliases, and the names that {% post_link %} knows."""
    yield normal(link)
    yield path
    yield from (normal(alias) for alias in front.texts("alias", "aliases", "redirect_from"))
    yield from (f"post:{name}" for name in (slug, slug.rpartition("/")[2], title))
