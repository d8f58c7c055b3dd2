"""Jekyll: _posts and _drafts anywhere in the source folder, and the collections that have pages.

See https://jekyllrb.com/docs/posts/ and https://jekyllrb.com/docs/collections/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import Any

from publisher.assets.urls import normal
from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Report, Where
from publisher.markdown.emoji_names import with_signs
from publisher.model import Blog, Post, Section
from publisher.phrase import _
from publisher.readers import fields, site_file
from publisher.readers.files import MARKDOWN, posts_below, shown_path, text_of
from publisher.readers.front_matter import FrontMatter, flat, split
from publisher.readers.jekyll import addresses, selection, site, values
from publisher.readers.jekyll.pins import gemfile
from publisher.readers.jekyll.selection import folders_named
from publisher.readers.jekyll.site import JekyllSettings
from publisher.readers.jekyll.values import JekyllPost
from publisher.readers.parse_cache import Readings

_ENDINGS = MARKDOWN | {".html", ".htm"}
_OTHERS = frozenset({".textile", ".adoc", ".asciidoc", ".org", ".rst"})
_KEYS = {"baseurl", "kramdown", "collections", "defaults", "gems", "paginate_path", "remote_theme", "minima"}
_NAME = re.compile(r"(\d{4}|\d\d)-(\d{1,2})-(\d{1,2})-(.*)", re.S)
_NO_ZONE = re.compile(r"\d{4}-\d\d?-\d\d?[Tt \t]+\d\d?:\d\d:\d\d(?:\.\d*)?")
_PAGE_ONLY = re.compile(r"(?:readme|license|contributing|changelog|index|404|about)", re.I)
_FOLDERS = ("_drafts", "_posts")
_DRAWS_FORMULAS = ("math", "use_math", "mathjax", "use_mathjax", "usemathjax", "enable_math", "katex")
_TABS = "tabs"  # Chirpy's collection of pages: about, archives


@dataclass(frozen=True, slots=True)
class Base:
    """A folder that posts are in."""

    folder: Path
    collection: str  # "posts", "drafts", "pages", or a collection's name
    categories: tuple[str, ...]  # the folders above _posts
    prefix: str  # of the posts' names: "_wiki/"; empty for the blog's posts


def detect(folder: Path) -> bool:
    """Tell whether the folder has posts in a _posts folder, or a configuration and a Gemfile with Jekyll's
    names."""
    root = site.root_of(folder)
    if (root / "_posts").is_dir():
        return True
    config = site.config_file(root)
    if config is None:
        return False
    if _KEYS & site_file.keys(config, folder) or "jekyll" in gemfile(root, folder):
        return True
    everything = selection.of({}, 0)
    return any(found.name == "_posts" for found in folders_named(_FOLDERS, root, root, everything))


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """Return the Markdown that the site whose settings lie in `folder` is written in."""
    return site.dialect(site.load(folder), markdown)


def read(
    folder: Path, markdown: MarkdownTable, largest_post: float, readings: Readings, report: Report
) -> Blog:
    """Return the whole site: what it says of itself, every post, draft and page of a collection."""
    chosen = site.settings(folder, markdown, largest_post, report)
    written = [found for base in _bases(chosen) for found in _all(base, folder, chosen, readings, report)]
    written = list({found.post.path: found for found in written}.values())
    _other_formats(folder, chosen, report)
    posts = values.with_values(folder, written, chosen, report)
    return Blog(str(folder), site.site(chosen, report), posts)


def _other_formats(folder: Path, chosen: JekyllSettings, report: Report) -> None:
    """Posts in languages that need a plug-in of the blog's: said, not read."""
    for base in _bases(chosen):
        for file in posts_below(base.folder, folder, report, _OTHERS):
            if base.collection in ("posts", "drafts"):
                hint = _("save it as Markdown")
                report.error(
                    "post-format", _("no Markdown and no HTML"), Where(shown_path(file, folder)), hint
                )


# Where posts are


def _bases(chosen: JekyllSettings) -> list[Base]:
    start = chosen.source / chosen.collections_dir
    folders = list(folders_named(_FOLDERS, start, chosen.source, chosen.filter))
    theirs = [place for place in folders if place.name == "_posts"]
    main = theirs[0] if len(theirs) == 1 else start / "_posts"
    bases = [_base(place, main, chosen) for place in folders]
    bases += [Base(start / f"_{name}", name, (), f"_{name}/") for name in chosen.collections]
    if not theirs and not chosen.collections:  # a site of pages: a wiki, a manual
        bases.append(Base(chosen.source, "pages", (), ""))
    return bases


def _base(place: Path, main: Path, chosen: JekyllSettings) -> Base:
    above = shown_path(place.parent, chosen.source / chosen.collections_dir).split("/")
    categories = tuple(name for name in above if name != ".")
    prefix = "" if place == main else shown_path(place, chosen.source) + "/"
    return Base(place, "drafts" if place.name == "_drafts" else "posts", categories, prefix)


# One post


def _all(
    base: Base, folder: Path, chosen: JekyllSettings, readings: Readings, report: Report
) -> Iterator[JekyllPost]:
    above = shown_path(base.folder, chosen.source) + "/"
    for file in posts_below(base.folder, folder, report, _ENDINGS):
        below = shown_path(file, chosen.source)
        if not selection.is_read(below, above.removeprefix("./"), chosen.filter):
            continue
        path = shown_path(file, folder)
        if found := readings.of(file, path, chosen.largest_post, report, _written, base, chosen):
            yield found


def _written(
    file: Path, path: str, base: Base, chosen: JekyllSettings, data: bytes, report: Report
) -> JekyllPost | None:
    source = text_of(data, path, report)
    if not _is_page(base, file, source):
        return None
    front = split(source, path, report)
    stem = PurePosixPath(path).stem
    match = _NAME.fullmatch(stem)
    front = replace(front, fields=_fields(front, path, base, match, chosen))
    dates = fields.dates_of(front, file, path, chosen.zone, report)
    categories = _categories(front, base)
    name = shown_path(file, base.folder).rpartition(".")[0]
    place = addresses.PostAddress(
        collection="posts" if base.collection == "drafts" else base.collection,
        path=name,
        slug=front.text("slug") or (match[4] if match else stem),
        categories=categories,
        date=dates.date.astimezone(chosen.zone),
    )
    template = _template(front, place, chosen)
    link = addresses.permalink(template, place)
    post = _post(path, base.prefix + name, front, dates, link, base, chosen, report)
    if _NO_ZONE.fullmatch(front.text("date")):  # to YAML, that is UTC
        shifted = place.date.replace(tzinfo=UTC).astimezone(chosen.zone)
        other = normal(addresses.permalink(template, replace(place, date=shifted)))
        post = replace(post, urls=tuple(dict.fromkeys((*post.urls, other))))
    return JekyllPost(_hidden(post, base, match), front, link, categories, place.collection)


def _is_page(base: Base, file: Path, source: str) -> bool:
    """A post's name has a date (in Markdown, its author may have forgotten it); a page begins with front
    matter."""
    if base.collection == "posts":
        return file.suffix.lower() in MARKDOWN or _NAME.fullmatch(file.stem) is not None
    if base.collection == "drafts":
        return True
    page = base.collection != "pages" or (not _PAGE_ONLY.fullmatch(file.stem) and file.suffix in MARKDOWN)
    return page and source.startswith("---")


def _fields(
    front: FrontMatter, path: str, base: Base, match: re.Match[str] | None, chosen: JekyllSettings
) -> Mapping[str, Any]:
    """The front matter over the site's defaults, and the date in the file's name under all."""
    dated = {"date": f"{_year(match[1])}-{match[2]}-{match[3]}"} if match else {}
    below = path.removeprefix(chosen.below)
    return {**dated, **site.defaults_for(below, base.collection, chosen), **front.fields}


def _year(digits: str) -> str:
    """Two digits are a year near ours, as in Ruby: 69 is 1969, 21 is 2021."""
    return digits if len(digits) == 4 else f"{'19' if digits >= '69' else '20'}{digits}"


def _template(front: FrontMatter, place: addresses.PostAddress, chosen: JekyllSettings) -> str:
    if own := front.text("permalink"):
        return own
    if place.collection == "pages":
        return "/:path.html"
    return chosen.collections.get(place.collection, chosen.permalink)


def _categories(front: FrontMatter, base: Base) -> tuple[str, ...]:
    """The folders above _posts, `categories` as a list or words, `category` as one name."""
    several = front.fields.get("categories")
    words = several.split() if isinstance(several, str) else list(flat(several))
    named = [*base.categories, *words, *flat(front.fields.get("category"))]
    return tuple(dict.fromkeys(name for name in named if name not in ("null", "~")))


def _tags(front: FrontMatter) -> tuple[str, ...]:
    several = front.fields.get("tags")
    words = (
        re.split(r"\s*,\s*" if "," in several else r"\s+", several.strip())
        if isinstance(several, str)
        else flat(several)
    )
    return tuple(dict.fromkeys(tag for tag in (*flat(front.fields.get("tag")), *words) if tag))


def _sections(categories: tuple[str, ...], name: str, base: Base) -> tuple[Section, ...]:
    """Its categories as one path; of a collection's page without any, the collection and its folders."""
    if categories or base.collection in ("posts", "drafts"):
        return (categories,) if categories else ()
    folders = tuple(name.split("/")[:-1])
    return (tuple(part.removeprefix("_") for part in folders),) if folders else ()


def _post(
    path: str,
    name: str,
    front: FrontMatter,
    dates: fields.Dates,
    link: str,
    base: Base,
    chosen: JekyllSettings,
    report: Report,
) -> Post:
    languages = front.texts("lang", "language", "locale")
    stem, title = name.rpartition("/")[2], fields.title_of(front, path, report)
    return Post(
        path=path,
        name=name,
        first_line=front.first_line,
        title=with_signs(title) if chosen.dialect.emoji else title,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=_sections(_categories(front, base), name, base),
        series=front.text("series"),
        tags=_tags(front),
        authors=front.texts("authors", "author"),
        language=fields.language_of(languages) if languages else chosen.language,
        summary=front.text("description", "excerpt", "summary", "subtitle"),
        thumbnail=_thumbnail(front),
        draft=base.collection == "drafts" or front.flag("draft") is True,
        hidden_by="",
        book=fields.in_book(front, path, report),
        private_by=fields.private_by(front),
        markdown=front.body,
        dialect=_of_post(chosen.dialect, front, path),
        urls=tuple(dict.fromkeys(_urls(path, link, stem, front, chosen))),
        asset_dirs=_asset_dirs(path, front, chosen),
        address=re.sub(r"(?:^|(?<=/))index\.html$", "", link.lstrip("/")),
    )


def _thumbnail(front: FrontMatter) -> str:
    """As themes name it: a text, or in a table, as Chirpy's image.path and minimal-mistakes' header.image."""
    if own := front.text("image", *fields.THUMBNAIL):
        return own
    tables = [table for name in ("image", "header") if isinstance(table := front.fields.get(name), dict)]
    names = ("path", "image", "overlay_image", "teaser")
    return next((found for table in tables for name in names if (found := site_file.text(table, name))), "")


def _of_post(dialect: Dialect, front: FrontMatter, path: str) -> Dialect:
    """A post in HTML is HTML; render_with_liquid: false leaves {{ … }} alone."""
    grammar = dialect.grammar if Path(path).suffix.lower() in MARKDOWN else "html"
    tags = "" if front.flag("render_with_liquid") is False else dialect.tags
    if any(front.flag(key) for key in _DRAWS_FORMULAS):  # themes load MathJax with $...$ then
        dialect = replace(dialect, kramdown=replace(dialect.kramdown, dollars=True))
    usual = (grammar, tags) == (dialect.grammar, dialect.tags)
    return dialect if usual else replace(dialect, grammar=grammar, tags=tags)


def _urls(path: str, link: str, stem: str, front: FrontMatter, chosen: JekyllSettings) -> Iterator[str]:
    yield normal(link)
    yield path
    if chosen.base and not site_file.text(chosen.config, "url"):  # else links know where the site stands
        yield normal(chosen.base + link)
    yield from (normal(alias) for alias in front.texts("redirect_from", "alias", "aliases"))
    yield f"post:{stem}"


def _asset_dirs(path: str, front: FrontMatter, chosen: JekyllSettings) -> tuple[str, ...]:
    """What the theme puts before addresses, then the post's own folder, the site's, and assets."""
    prefix = front.text("media_subpath", "img_path").strip("/")
    root = chosen.below.rstrip("/") or "."
    own = path.rpartition("/")[0]
    themed = f"{chosen.below}{prefix}" if prefix else ""
    places = (themed, own, path.rpartition(".")[0], root, f"{chosen.below}assets")
    return tuple(place for place in places if place and ".." not in place.split("/"))


def _hidden(post: Post, base: Base, match: re.Match[str] | None) -> Post:
    """Why the site does not show it, beyond its front matter: a bad name, a page that only a layout fills."""
    if base.collection == "posts" and not match:
        return replace(post, hidden_by=str(_("no date in the file's name")))
    if base.collection not in ("posts", "drafts") and not post.markdown.strip():
        return replace(post, hidden_by=str(_("no text of its own")))
    if base.collection == _TABS:
        return replace(post, hidden_by=str(_("a page of the site, not a post")))
    return post
