"""A plain folder of Markdown files: each file a post, each folder a category."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.assets.urls import normal
from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Diagnostic, Report, Where
from publisher.model import Blog, Post, Section, Site
from publisher.readers import fields
from publisher.readers.files import posts_below, text_of
from publisher.readers.front_matter import FrontMatter, split
from publisher.readers.parse_cache import Readings

_NO_POSTS = re.compile(r"^(readme|license|changelog|contributing|code_of_conduct)$", re.I)
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class _Page:
    """A Markdown file, taken apart."""

    path: str  # below the folder
    file: Path
    front: FrontMatter
    faults: tuple[Diagnostic, ...]  # of its front matter
    hangul: bool  # whether there is any in it


def detect(folder: Path) -> bool:
    """Anything with a Markdown file in it."""
    return any(True for _ in posts_below(folder, folder, Report()))


def read(
    folder: Path,
    markdown: MarkdownTable,
    largest_post: float,
    readings: Readings,
    report: Report,
    only: str = "",
) -> Blog:
    """Return every Markdown file, or `only` that of this path; a README without front matter speaks of the
    folder and is no post."""
    files = [folder / only] if only else posts_below(folder, folder, report)
    pages = readings.all_of(files, largest_post, report, _page)
    language = fields.language_by(page.hangul for page in pages)
    zone = fields.zone_of("", language, Where("."), report)
    spoken = dialect(folder, markdown)
    posts = tuple(_post(page, zone, language, spoken, report) for page in pages)
    return Blog(str(folder), _site(folder, language, zone), posts)


def _page(file: Path, path: str, data: bytes, report: Report) -> _Page | None:
    text = text_of(data, path, report)
    if _NO_POSTS.match(file.stem) and not text.startswith("---"):
        return None
    faults = Report()
    front = split(text, path, faults)
    return _Page(path, file, front, tuple(faults.diagnostics), bool(_HANGUL.search(text)))


def _site(folder: Path, language: str, zone: ZoneInfo) -> Site:
    title = fields.title_by(folder)
    return Site("plain", title, "", "", (), language, str(zone), "", (".", "static", "public"), "CommonMark")


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """CommonMark, unless book.toml says otherwise: a plain folder has no settings of its own."""
    return Dialect(
        grammar=markdown.grammar or "commonmark",
        breaks=bool(markdown.breaks),
        smart=bool(markdown.smart),
        math=markdown.math is not False,
    )


def _post(page: _Page, zone: ZoneInfo, language: str, dialect: Dialect, report: Report) -> Post:
    path, front, file = page.path, page.front, page.file
    report.extend(page.faults)
    dates = fields.dates_of(front, file, path, zone, report)
    place = path.rpartition("/")[0]
    title = fields.title_of(front, path, report)
    return Post(
        path=path,
        name=path.rpartition(".")[0],
        first_line=front.first_line,
        title=title,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=_sections(front, place),
        series=front.text("series"),
        tags=front.texts("tags", "tag", "keywords"),
        authors=front.texts("authors", "author"),
        language=fields.language_of(lang) if (lang := front.texts("lang", "language")) else language,
        summary=front.text("excerpt", "description", "summary"),
        thumbnail=front.text(*fields.THUMBNAIL),
        draft=front.flag("draft") is True,
        hidden_by="",
        book=fields.in_book(front, path, report),
        private_by=fields.private_by(front),
        markdown=front.body,
        dialect=dialect,
        urls=tuple(dict.fromkeys(_urls(path, title, front))),
        asset_dirs=(place or ".", path.rpartition(".")[0], "."),
    )


def _sections(front: FrontMatter, place: str) -> tuple[Section, ...]:
    """What the front matter says; else the folders the file lies in."""
    named = fields.sections(front.fields.get("categories", front.fields.get("category")))
    return named or ((tuple(place.split("/")),) if place else ())


def _urls(path: str, title: str, front: FrontMatter) -> Iterator[str]:
    yield path
    yield normal(path.rpartition(".")[0])
    yield from (normal(alias) for alias in front.texts("permalink", "url", "alias", "aliases"))
    yield from (f"post:{name}" for name in (Path(path).stem, title))
