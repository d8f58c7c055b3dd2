"""Hugo: its settings and `content/`. See https://gohugo.io/configuration/all/ and /content-management/.

A page is a post when it lies in a section that holds posts: one of `mainSections`, else any section with
a dated page. Pages beside the sections (about.md) are read, and kept out of the book as `page`.
A page in several languages is one post, in the default language where that is there.
`publishDate` and `expiryDate` hide nothing: a book is not made for a day.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any

from publisher.addresses import normal
from publisher.errors import ConfigError, Report, Where
from publisher.model import Blog, Dialect, Post, Section, Site
from publisher.readers import fields, hugo_pages
from publisher.readers.dates import date_in_name
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.front_matter import FrontMatter, flat
from publisher.readers.hugo_config import Config, config_files, dialect_of, load, switched, table, text
from publisher.readers.hugo_front import split
from publisher.readers.hugo_pages import Place, place_of
from publisher.settings import MarkdownTable

# Layouts that themes give to pages which list or look for posts.
_NO_POSTS = frozenset(
    "search archives archive about links friends contact categories tags offline 404".split()
)
_HANDLERS = ("", "goldmark", "blackfriday")


@dataclass(frozen=True, slots=True)
class Page:
    """A file below a content folder, read."""

    file: Path
    path: str  # below the blog's folder
    place: Place
    language: str  # a key of `languages`; "" where the site has none
    front: FrontMatter


@dataclass(frozen=True, slots=True)
class Settings:
    """What of the site's settings decides how a page is read."""

    config: Config
    contents: Mapping[str, str]  # language -> content folder, the default language first
    language: str  # of the blog: "ko"
    zone: tzinfo
    dialect: Dialect
    patterns: Mapping[str, str]  # section -> permalink
    statics: tuple[str, ...]
    titles: Mapping[tuple[str, ...], str]  # folders of a section -> what its _index.md calls it


def detect(folder: Path) -> bool:
    """Hugo's settings and a content folder; `config.toml` alone could be anything's."""
    files = config_files(folder)
    if not files:
        return False
    named = any(path.stem == "hugo" for path in files)
    return (folder / "content").is_dir() or (named and any(_folders(load(folder)).values()))


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """The Markdown that the site whose settings lie in `folder` is written in."""
    return dialect_of(load(folder), markdown)


def read(folder: Path, markdown: MarkdownTable, largest_post: float, report: Report) -> Blog:
    """The whole site: what it says of itself, and every page that is not a list."""
    config = load(folder)
    contents = _folders(config)
    every = list(_pages(folder, contents, largest_post, report))
    pages = _once([page for page in every if page.place.base != "_index"], contents)
    settings = _settings(folder, config, contents, every, markdown, report)
    where_posts = _post_sections(config, pages)
    several = len(where_posts) > 1
    posts = tuple(_post(page, settings, page.place.section in where_posts, several, report) for page in pages)
    return Blog(str(folder), _site(settings), posts)


def _folders(config: Config) -> dict[str, str]:
    """The content folder of each language, the default language's first."""
    usual = _inside(text(config, "contentdir") or "content")
    languages = {name: value for name, value in table(config, "languages").items() if isinstance(value, dict)}
    default = text(config, "defaultcontentlanguage").lower()
    order = sorted(languages, key=lambda name: (name.lower() != default, _weight(languages[name]), name))
    if not order:
        return {default: usual}
    found = {name.lower(): _inside(text(languages[name], "contentdir") or usual) for name in order}
    return found if not default or default in found else {default: usual, **found}


def _weight(language: Config) -> int:
    weight = text(language, "weight")
    return int(weight) if weight.isdigit() else 9999


def _inside(name: str) -> str:
    """A folder's name below the blog's; one that leads outside is refused."""
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise ConfigError(f"contentDir: {name} lies outside the blog", hint="write contentDir: content")
    return name.strip("/").removeprefix("./") or "content"


def _pages(folder: Path, contents: Mapping[str, str], largest: float, report: Report) -> Iterator[Page]:
    """Every page, sections' own among them; files inside a leaf bundle belong to its page."""
    names = list(dict.fromkeys(contents.values()))
    for name in names:
        language = next(key for key, value in contents.items() if value == name)
        inner = [folder / other for other in names if other != name and other.startswith(name + "/")]
        files = [file for file in posts_below(folder / name, folder, report) if not _below(file, inner)]
        leaves = {file.parent for file in files if file.name.split(".")[0] == "index"} - {folder / name}
        for file in files:
            path = shown_path(file, folder)
            place = place_of(path[len(name) + 1 :], contents)
            if _below(file.parent, leaves) or (file.parent in leaves and not place.bundle):
                continue
            read = read_text(file, path, report, largest)
            if read is not None:
                yield Page(file, path, place, place.language or language, split(read, path, report))


def _below(path: Path, folders: Any) -> bool:
    return any(parent in folders for parent in path.parents)


def _once(pages: list[Page], contents: Mapping[str, str]) -> list[Page]:
    """Each page in one language: the default one where it is there, else the first that is."""
    order = list(contents)
    best: dict[str, Page] = {}
    for page in pages:
        known = best.get(page.place.path)
        if known is None or order.index(page.language) < order.index(known.language):
            best[page.place.path] = page
    return list(best.values())


def _post_sections(config: Config, pages: list[Page]) -> set[str]:
    """The sections whose pages are posts; "" stands for the content folder itself."""
    named = table(config, "params").get("mainsections") or config.get("mainsections")
    if sections := set(flat(named)):
        return sections
    dated = Counter(page.place.section for page in pages if _dated(page))
    found = {section for section in dated if section}
    if not found or dated[""] > sum(dated[section] for section in found):
        found |= {""} if dated[""] or not pages else set()
    return found or {Counter(page.place.section for page in pages).most_common(1)[0][0] if pages else ""}


def _dated(page: Page) -> bool:
    return bool(page.front.text("date", "publishdate")) or _name_date(page)


def _name_date(page: Page) -> bool:
    return date_in_name(page.place.base, fields.zone_of("", "", Where(page.path), Report()))[0] is not None


def _settings(
    folder: Path, config: Config, contents: Mapping[str, str], pages: list[Page], markdown: MarkdownTable,
    report: Report,
) -> Settings:  # fmt: skip
    language = _language(config, contents, pages)
    where = Where(shown_path(config_files(folder)[0], folder))
    handler = text(config, "markup", "defaultmarkdownhandler").lower()
    if handler not in _HANDLERS:
        hint = "check the chapters: where the two differ, the book shows what Hugo's own parser makes"
        report.warning("renderer", f"{handler} is not at hand; goldmark's rules are taken", where, hint)
    return Settings(
        config=config,
        contents=contents,
        language=language,
        zone=fields.zone_of(text(config, "timezone"), language, where, report),
        dialect=dialect_of(config, markdown),
        patterns=_patterns(config),
        statics=tuple(_statics(folder, config, contents)),
        titles={
            page.place.folders: page.front.text("title")
            for page in reversed(pages)
            if page.place.base == "_index" and page.front.text("title")
        },
    )


def _language(config: Config, contents: Mapping[str, str], pages: list[Page]) -> str:
    """What the site says; `en-us`, which Hugo writes into each new site, counts only for English posts."""
    default = next(iter(contents))
    said = default or text(config, "languagecode") or text(config, "locale")
    if default:
        said = text(config, "languages", default, "languagecode") or said
    if not said or said.lower().startswith("en"):
        hangul = sum(any("가" <= sign <= "힣" for sign in page.front.body[:4000]) for page in pages)
        said = "ko" if not pages or 2 * hangul > len(pages) else said or "en"
    return fields.language_of((said,))


def _patterns(config: Config) -> dict[str, str]:
    """permalinks, or permalinks.page of newer sites: section -> pattern."""
    own = table(config, "permalinks")
    return {key: value for key, value in {**own, **table(own, "page")}.items() if isinstance(value, str)}


def _statics(folder: Path, config: Config, contents: Mapping[str, str]) -> Iterator[str]:
    """Folders served at the root of the site, and those from which themes take pictures."""
    yield from flat(config.get("staticdir", "static"))
    yield text(config, "assetdir") or "assets"
    yield from dict.fromkeys(contents.values())
    for theme in flat(config.get("theme")):
        if (folder / "themes" / theme / "static").is_dir():
            yield f"themes/{theme}/static"


def _site(settings: Settings) -> Site:
    config = settings.config
    own = table(config, "languages", next(iter(settings.contents)))
    both = [own, config]
    url = text(config, "baseurl").rstrip("/")

    def said(*keys: str) -> str:
        return next((found for where in both if (found := text(where, *keys))), "")

    return Site(
        engine="hugo",
        title=said("title"),
        subtitle=said("params", "subtitle"),
        description=said("params", "description") or said("description"),
        authors=tuple(_names(table(own, "params").get("author") or table(config, "params").get("author")))
        or tuple(_names(config.get("author"))),
        language=settings.language,
        timezone=str(settings.zone),
        url=url + "/" if "//" in url else "",
        static_dirs=settings.statics,
    )


def _names(value: Any) -> Iterator[str]:
    """Authors as themes write them: a name, a list, a table with a name, a list of those."""
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    else:
        yield from flat(value)


def _post(page: Page, settings: Settings, is_post: bool, several: bool, report: Report) -> Post:
    front, place = page.front, page.place
    title = fields.title_of(front, page.path, report) if is_post else front.text("title") or place.base
    dates = _dates(page, settings, is_post, report)
    own = list(_urls(page, title, dates, settings))
    return Post(
        path=page.path,
        name=place.name,
        first_line=front.first_line,
        title=title,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=_sections(page, settings, several),
        series=next(iter(front.texts("series")), ""),
        tags=front.texts("tags", "tag"),
        authors=tuple(_names(front.fields.get("authors") or front.fields.get("author"))),
        language=_post_language(page, settings),
        summary=front.text("description", "summary"),
        draft=front.flag("draft") is True,
        hidden_by=_hidden_by(page, is_post),
        markdown=front.body,
        dialect=_of_post(settings.dialect, front),
        urls=tuple(dict.fromkeys((*own, *hugo_pages.known_as(place, page.path, title, front)))),
        asset_dirs=tuple(dict.fromkeys(_asset_dirs(page, own, settings))),
    )


def _dates(page: Page, settings: Settings, is_post: bool, report: Report) -> fields.Dates:
    """date, else publishDate; the date in the name of a bundle counts as the one in a file's."""
    front = page.front
    if not front.text("date") and (other := front.text("publishdate", "pubdate", "published")):
        front = replace(front, fields={**front.fields, "date": other})
    path = f"{page.path.rpartition('/')[0]}.md" if page.place.bundle else page.path
    faults = Report()
    found = fields.dates_of(front, page.file, path, settings.zone, faults)
    if is_post:
        told = (replace(fault, where=Where(page.path, fault.where.line)) for fault in faults.diagnostics)
        report.extend(told)
    return found


def _urls(page: Page, title: str, dates: fields.Dates, settings: Settings) -> Iterator[str]:
    """Where the page stands; with its language's folder in front where the site has languages."""
    first = page.language == next(iter(settings.contents))
    in_folder = not first or switched(settings.config, "defaultcontentlanguageinsubdir", default=False)
    found = hugo_pages.addresses(page.place, page.front, title, dates.date, settings.patterns)
    for address in dict.fromkeys(found):
        if in_folder and page.language:
            yield normal(f"{page.language}/{address.lstrip('/')}")
        yield normal(address)


def _sections(page: Page, settings: Settings, several: bool) -> tuple[Section, ...]:
    """Its categories, each a part of its own; without one the folders that it lies in."""
    named = page.front.texts("categories", "category")
    if named:
        return tuple((name,) for name in dict.fromkeys(named))
    folders = page.place.folders
    start = 0 if several else 1
    names = tuple(settings.titles.get(folders[: end + 1], folders[end]) for end in range(start, len(folders)))
    return (names,) if names else ()


def _post_language(page: Page, settings: Settings) -> str:
    other = page.language and page.language != next(iter(settings.contents))
    named = page.front.text("lang", "language") or (page.language if other else "")
    return fields.language_of((named,)) if named else settings.language


def _hidden_by(page: Page, is_post: bool) -> str:
    """What keeps the page out of the blog's lists."""
    front = page.front
    if shown := fields.hidden_by(front):
        return shown
    if front.flag("headless") is True:
        return "headless: true"
    options = {**table(front.fields, "_build"), **table(front.fields, "build")}
    for key in ("render", "list"):
        if str(options.get(key, "")).lower() in ("never", "false"):
            return f"build.{key}: {options[key]}"
    layout = front.text("layout", "type").lower()
    if layout in _NO_POSTS:
        return f"layout: {layout}"
    return "" if is_post else "a page of the site, not a post"


def _of_post(dialect: Dialect, front: FrontMatter) -> Dialect:
    """Themes draw formulas where the page asks for them: math: true."""
    asked = any(front.flag(key) or front.flag(f"use{key}") for key in ("math", "mathjax", "katex"))
    params = table(front.fields, "params")
    asked = asked or switched(params, "math", default=False)
    return replace(dialect, math=True) if asked else dialect


def _asset_dirs(page: Page, addresses: list[str], settings: Settings) -> Iterator[str]:
    """Its bundle or folder, then what the site serves at its address."""
    folder = page.path.rpartition("/")[0]
    yield folder
    if not page.place.bundle:
        yield page.path.rpartition(".")[0]
        yield f"{folder}/{page.place.base}"
    yield from (f"{static}/{addresses[0]}" for static in settings.statics)
    yield from settings.statics
