"""Hugo: its settings and `content/`. See https://gohugo.io/configuration/all/ and /content-management/.

A page is a post when it lies in a section that holds posts: one of `mainSections`, or any section with
a dated page. Pages beside the sections (about.md) are read, and kept out of the book as `page`.
A page in several languages is one post, in the default language where that is there.
`publishDate` and `expiryDate` hide nothing: a book is not made for a day.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import ConfigError, Report, Where
from publisher.model import Blog, Site
from publisher.phrase import _
from publisher.readers import fields
from publisher.readers.dates import date_in_name
from publisher.readers.files import MARKDOWN, posts_below, shown_path, text_of
from publisher.readers.front_matter import FrontMatter, flat
from publisher.readers.hugo.cascade import with_inherited
from publisher.readers.hugo.config import Config, config_files, in_language, load, table, text
from publisher.readers.hugo.dialect import dialect_of, has_extras, of_generation, with_hooks
from publisher.readers.hugo.folders import below, folders, mounts
from publisher.readers.hugo.front import split
from publisher.readers.hugo.leads import leads
from publisher.readers.hugo.pages import place_of
from publisher.readers.hugo.posts import HTML, HugoPage, HugoSettings, names_in, post_of
from publisher.readers.hugo.shortcodes import templates
from publisher.readers.hugo.version import NEWEST, Named, Version, version_of
from publisher.readers.parse_cache import Readings

_OTHER = (".org", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc")
_FENCES = ("---", "+++", "{")  # a file of HTML without front matter is no page
_OF_BODIES = Version(0, 111)


def detect(folder: Path) -> bool:
    """Hugo's settings and a content folder; `config.toml` alone could be anything's."""
    files = config_files(folder)
    if not files:
        return False
    named = any(path.stem == "hugo" for path in files)
    return (folder / "content").is_dir() or (named and any(_folders(load(folder)).values()))


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """Return the Markdown that the site whose settings lie in `folder` is written in.

    Bare bodies that name no version beside them are read as Debian's Hugo shows them, by which we measure.
    """
    config = load(folder)
    found = dialect_of(in_language(config, next(iter(_folders(config)))), markdown)
    usual = NEWEST if has_extras(found.goldmark) else _OF_BODIES
    return of_generation(found, _named(folder, config) or Named(usual, ""))


def read(
    folder: Path, markdown: MarkdownTable, largest_post: float, readings: Readings, report: Report
) -> Blog:
    """Return the whole site: what it says of itself, and every page that is not a list."""
    config = load(folder)
    contents = _folders(config)
    every = with_inherited(list(_pages(folder, contents, largest_post, readings, report)), config)
    pages = _once([page for page in every if page.place.base != "_index"], contents)
    settings = _settings(folder, config, contents, every, markdown, report)
    where_posts = _post_sections(config, pages)
    several = len(where_posts) > 1
    posts = tuple(
        post_of(page, settings, page.place.section in where_posts, several, report) for page in pages
    )
    return Blog(str(folder), _site(settings), posts, leads(every, settings, several=several))


def _named(folder: Path, config: Config) -> Named | None:
    files = config_files(folder)
    return version_of(folder, config, shown_path(files[0], folder) if files else "")


def _folders(config: Config) -> dict[str, str]:
    """The content folder of each language, the default language's first."""
    mounted = {text(mount, "lang").lower(): text(mount, "source") for mount in mounts(config, "content")}
    usual = _inside(text(config, "contentdir") or mounted.get("") or "content")
    languages = {name: value for name, value in table(config, "languages").items() if isinstance(value, dict)}
    default = text(config, "defaultcontentlanguage").lower()
    order = sorted(languages, key=lambda name: (name.lower() != default, _weight(languages[name]), name))
    if not order:
        return {default: usual}
    found = {
        name.lower(): _inside(text(languages[name], "contentdir") or mounted.get(name.lower()) or usual)
        for name in order
    }
    return found if not default or default in found else {default: usual, **found}


def _weight(language: Config) -> int:
    weight = text(language, "weight")
    return int(weight) if re.fullmatch(r"\d{1,9}", weight) else 9999


def _inside(name: str) -> str:
    """A folder's name below the blog's; another is refused."""
    if not (inside := below(name)):
        what = _("contentDir: {name} is no folder inside the blog's", name=name)
        raise ConfigError(what, hint=_("put the posts into one of their own and write contentDir: content"))
    return inside


def _pages(
    folder: Path, contents: Mapping[str, str], largest: float, readings: Readings, report: Report
) -> Iterator[HugoPage]:
    """Every page, sections' own among them; files inside a leaf bundle belong to its page."""
    names = list(dict.fromkeys(contents.values()))
    for name in names:
        language = next(key for key, value in contents.items() if value == name)
        inner = [folder / other for other in names if other != name and other.startswith(name + "/")]
        found = posts_below(folder / name, folder, report, MARKDOWN | {*HTML, *_OTHER})
        files = [file for file in found if not _below(file, inner)]
        leaves = {file.parent for file in files if file.name.split(".")[0] == "index"} - {folder / name}
        for file in files:
            path = shown_path(file, folder)
            place = place_of(path[len(name) + 1 :], contents)
            if _below(file.parent, leaves) or (file.parent in leaves and not place.bundle):
                continue
            if file.suffix.lower() in _OTHER:
                report.error(
                    "post-format", _("no Markdown and no HTML"), Where(path), _("save it as Markdown")
                )
                continue
            if front := readings.of(file, path, largest, report, _front):
                yield HugoPage(file, path, place, place.language or language, front)


def _front(file: Path, path: str, data: bytes, report: Report) -> FrontMatter | None:
    """A page, taken apart; nothing where the file is no page."""
    source = text_of(data, path, report)
    is_page = file.suffix.lower() not in HTML or source.lstrip().startswith(_FENCES)
    return split(source, path, report) if is_page else None


def _below(path: Path, folders: Any) -> bool:
    return bool(folders) and any(parent in folders for parent in path.parents)


def _once(pages: list[HugoPage], contents: Mapping[str, str]) -> list[HugoPage]:
    """Each page in one language: the default one where it is there, else the first that is."""
    order = list(contents)
    best: dict[str, HugoPage] = {}
    for page in pages:
        known = best.get(page.place.path)
        if known is None or order.index(page.language) < order.index(known.language):
            best[page.place.path] = page
    return list(best.values())


def _post_sections(config: Config, pages: list[HugoPage]) -> set[str]:
    """The sections whose pages are posts; "" stands for the content folder itself."""
    there = Counter(page.place.section for page in pages)
    named = table(config, "params").get("mainsections") or config.get("mainsections")
    dated = Counter(page.place.section for page in pages if _dated(page))
    beside = dated.pop("", 0)
    found = set(dated) | (set(flat(named)) & set(there))
    if beside > dated.total():
        found.add("")
    # Not one date: what most pages are in, as Hugo itself guesses.
    return found or {section for section, _ in there.most_common(1)}


def _dated(page: HugoPage) -> bool:
    return bool(page.front.text("date", "publishdate")) or _name_date(page)


def _name_date(page: HugoPage) -> bool:
    return date_in_name(page.place.base, fields.zone_of("", "", Where(page.path), Report()))[0] is not None


def _settings(
    folder: Path, config: Config, contents: Mapping[str, str], pages: list[HugoPage], markdown: MarkdownTable,
    report: Report,
) -> HugoSettings:  # fmt: skip
    language = _language(config, contents, pages)
    where = Where(shown_path(config_files(folder)[0], folder))
    ours = in_language(config, next(iter(contents)))
    served = tuple(folders(folder, ours, "static"))
    version = _named(folder, config) or Named(NEWEST, "")
    dialect = of_generation(with_hooks(dialect_of(ours, markdown), folder, ours), version)
    _tell_handler(config, dialect, version, where, report)
    return HugoSettings(
        config=config,
        contents=contents,
        language=language,
        zone=fields.zone_of(text(config, "timezone"), language, where, report),
        dialect=dialect,
        version=version,
        patterns=_patterns(config),
        served=served,
        statics=tuple(dict.fromkeys((*served, *folders(folder, ours, "assets"), *contents.values()))),
        titles={
            page.place.folders: page.front.text("title")
            for page in reversed(pages)
            if page.place.base == "_index" and page.front.text("title")
        },
        templates=templates(folder, config, next(iter(contents)) or language),
        sections=frozenset(
            (page.language, page.place.folders) for page in pages if page.place.base == "_index"
        ),
    )


def _tell_handler(config: Config, dialect: Dialect, version: Named, where: Where, report: Report) -> None:
    """Whoever has another Markdown parser than goldmark is told what is taken for it."""
    handler = text(config, "markup", "defaultmarkdownhandler").lower()
    hint = _("check the chapters: where the two differ, the book shows what Hugo's own parser makes")
    if dialect.goldmark.blackfriday:
        said = "is set" if handler == "blackfriday" else f"reads Markdown in {version}"
        what = _(
            "Blackfriday {said}: its marks, lists and fractions are followed, else goldmark's rules",
            said=said,
        )
        report.warning("renderer-other", what, where, hint)
    elif handler not in ("", "goldmark"):
        report.warning(
            "renderer-other",
            _("{handler} is not at hand; goldmark's rules are taken", handler=handler),
            where,
            hint,
        )


def _language(config: Config, contents: Mapping[str, str], pages: list[HugoPage]) -> str:
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


def _site(settings: HugoSettings) -> Site:
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
        authors=tuple(names_in(table(own, "params").get("author") or table(config, "params").get("author")))
        or tuple(names_in(config.get("author"))),
        language=settings.language,
        timezone=str(settings.zone),
        url=url + "/" if "//" in url else "",
        static_dirs=settings.statics,
        renderer=f"{_parser(settings.dialect)} ({settings.version})",
    )


def _parser(dialect: Dialect) -> str:
    return "blackfriday" if dialect.goldmark.blackfriday else "goldmark"
