"""A page of a Hugo site as a post: its dates, categories, addresses, and what hides it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any

from publisher.assets.urls import normal
from publisher.dialect import Dialect
from publisher.errors import Report, Where
from publisher.markdown.emoji_names import with_signs
from publisher.model import Post, Section
from publisher.phrase import _
from publisher.readers import fields
from publisher.readers.front_matter import FrontMatter, flat
from publisher.readers.hugo import pages
from publisher.readers.hugo.config import Config, in_language, switched, table, text
from publisher.readers.hugo.dialect import asks_for_math, types_formulas
from publisher.readers.hugo.pages import PagePath
from publisher.readers.hugo.shortcodes import Templates, extra
from publisher.readers.hugo.version import Named

_ASKS_FOR_MATH = re.compile(r"\{\{[<%] {0,9}(?:katex|math|mathjax) {0,9}/?[>%]\}\}")
HTML = (".html", ".htm")
_ANY_POSTS = frozenset("post posts blog blogs article articles 글 포스트 블로그".split())
# Layouts that themes give to pages which list or look for posts.
_NO_POSTS = frozenset(
    "search archives archive about links friends contact categories tags offline 404".split()
)


@dataclass(frozen=True, slots=True)
class HugoPage:
    """A file below a content folder, read."""

    file: Path
    path: str  # below the blog's folder
    place: PagePath
    language: str  # a key of `languages`; "" where the site has none
    front: FrontMatter


@dataclass(frozen=True, slots=True)
class HugoSettings:
    """What of the site's settings decides how a page is read."""

    config: Config
    contents: Mapping[str, str]  # language -> content folder, the default language first
    language: str  # of the blog: "ko"
    zone: tzinfo
    dialect: Dialect
    version: Named  # of Hugo, and where it is named
    patterns: Mapping[str, str]  # section -> permalink
    served: tuple[str, ...]  # folders that the site serves at its root
    statics: tuple[str, ...]  # these, and those from which themes take pictures
    titles: Mapping[tuple[str, ...], str]  # folders of a section -> what its _index.md calls it
    templates: Templates  # of shortcodes, its themes' too
    sections: frozenset[tuple[str, tuple[str, ...]]]  # language and folders of each _index.md


def _extra(page: HugoPage, settings: HugoSettings) -> Iterator[tuple[str, str]]:
    if "{{" not in page.front.body:  # most pages have no shortcodes
        return iter(())
    config = in_language(settings.config, page.language)
    return extra(page.front.body, page.front.fields, config, settings.templates)


def post_of(page: HugoPage, settings: HugoSettings, is_post: bool, several: bool, report: Report) -> Post:
    front, place = page.front, page.place
    title = fields.title_of(front, page.path, report) if is_post else front.text("title") or place.base
    dates = _dates(page, settings, is_post, report)
    own = list(_urls(page, title, dates, settings))
    return Post(
        path=page.path,
        name=place.name,
        first_line=front.first_line,
        title=with_signs(title) if settings.dialect.emoji else title,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=_sections(page, settings, several),
        series=next(iter(front.texts("series")), ""),
        tags=front.texts("tags", "tag"),
        authors=tuple(names_in(front.fields.get("authors") or front.fields.get("author"))),
        language=_post_language(page, settings),
        summary=front.text("description", "summary"),
        thumbnail=_thumbnail(front),
        draft=front.flag("draft") is True,
        hidden_by=_hidden_by(page, is_post),
        book=fields.in_book(page.front, page.path, report),
        private_by=fields.private_by(page.front),
        markdown=front.body,
        dialect=_of_post(settings.dialect, front, page.path),
        urls=tuple(dict.fromkeys((*own, *pages.known_as(place, page.path, title, front)))),
        asset_dirs=tuple(dict.fromkeys(_asset_dirs(page, own, settings))),
        extra=tuple(_extra(page, settings)),
    )


def _dates(page: HugoPage, settings: HugoSettings, is_post: bool, report: Report) -> fields.Dates:
    """The date in the name of a bundle counts as the one in a file's."""
    path = f"{page.path.rpartition('/')[0]}.md" if page.place.bundle else page.path
    faults = Report()
    found = fields.dates_of(page.front, page.file, path, settings.zone, faults)
    if is_post:
        told = (replace(fault, where=Where(page.path, fault.where.line)) for fault in faults.diagnostics)
        report.extend(told)
    return found


def _urls(page: HugoPage, title: str, dates: fields.Dates, settings: HugoSettings) -> Iterator[str]:
    """Where the page stands; with its language's folder in front where the site has languages."""
    first = page.language == next(iter(settings.contents))
    in_folder = not first or switched(settings.config, "defaultcontentlanguageinsubdir", default=False)
    folders = page.place.folders
    sections = tuple(
        name
        for at, name in enumerate(folders)
        if not at or (page.language, folders[: at + 1]) in settings.sections
    )
    found = pages.addresses(page.place, page.front, title, dates.date, settings.patterns, sections)
    for address in dict.fromkeys(found):
        if in_folder and page.language:
            yield normal(f"{page.language}/{address.lstrip('/')}")
        yield normal(address)


def _sections(page: HugoPage, settings: HugoSettings, several: bool) -> tuple[Section, ...]:
    """Its categories, each a part of its own; without one the folders that it lies in."""
    named = page.front.texts("categories", "category")
    if named:
        return tuple((name,) for name in dict.fromkeys(named))
    names = part_of(page.place.folders, settings, several)
    return (names,) if names else ()


def part_of(folders: tuple[str, ...], settings: HugoSettings, several: bool) -> Section:
    """Return the part that posts in these folders make; `several`: not all posts lie in one section.

    A section that is called only what all posts are is none.
    """
    names = tuple(settings.titles.get(folders[: end + 1], name) for end, name in enumerate(folders))
    return names if several and names and names[0].lower() not in _ANY_POSTS else names[1:]


def _post_language(page: HugoPage, settings: HugoSettings) -> str:
    other = page.language and page.language != next(iter(settings.contents))
    named = page.front.text("lang", "language") or (page.language if other else "")
    return fields.language_of((named,)) if named else settings.language


def _hidden_by(page: HugoPage, is_post: bool) -> str:
    """What keeps the page out of the blog's lists."""
    front = page.front
    if front.flag("headless") is True:
        return "headless: true"
    options = {**table(front.fields, "_build"), **table(front.fields, "build")}
    for key in ("render", "list"):
        if str(options.get(key, "")).lower() in ("never", "false"):
            return f"build.{key}: {options[key]}"
    layout = front.text("layout", "type").lower()
    if layout in _NO_POSTS:
        return f"layout: {layout}"
    return "" if is_post else str(_("a page of the site, not a post"))


def _thumbnail(front: FrontMatter) -> str:
    """The picture of the post, as themes call it: cover: a.png, cover: {image: a.png}, image: a.png."""
    own = front.text(*fields.THUMBNAIL, "image", "featuredimage", "featured_image", "feature_image")
    return own or text(front.fields, "cover", "image") or text(front.fields, "params", "cover", "image")


def _of_post(dialect: Dialect, front: FrontMatter, path: str) -> Dialect:
    """Themes draw formulas where a page asks for it: math: true, {{< katex >}}. A page in HTML is HTML."""
    if path.lower().endswith(HTML):
        dialect = replace(dialect, grammar="html", tags="hugo")
    params = table(front.fields, "params")
    asked = asks_for_math(front.fields) or asks_for_math(params) or bool(_ASKS_FOR_MATH.search(front.body))
    return replace(dialect, math=True) if asked or types_formulas(front.body) else dialect


def _asset_dirs(page: HugoPage, addresses: list[str], settings: HugoSettings) -> Iterator[str]:
    """Its bundle or folder, then what the site serves at its address."""
    folder = page.path.rpartition("/")[0]
    yield folder
    if not page.place.bundle:
        yield f"{folder}/{page.place.base}"
    yield from (f"{static}/{addresses[0]}" for static in settings.served)


def names_in(value: Any) -> Iterator[str]:
    """Authors as themes write them: a name, a list, a table with a name, a list of those."""
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list):
        for item in value:
            yield from names_in(item)
    else:
        yield from flat(value)
