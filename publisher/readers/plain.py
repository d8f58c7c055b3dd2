"""A plain folder of Markdown files: each file a post, each folder a category."""

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.addresses import normal
from publisher.errors import Report, Where
from publisher.model import Blog, Dialect, Post, Section, Site
from publisher.readers import fields
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.front_matter import FrontMatter, split
from publisher.settings import MarkdownTable

_NO_POSTS = re.compile(r"^(readme|license|changelog|contributing|code_of_conduct)$", re.I)
_HANGUL = re.compile(r"[가-힣]")


def detect(folder: Path) -> bool:
    """Anything with a Markdown file in it."""
    return any(True for _ in posts_below(folder, folder, Report()))


def read(folder: Path, markdown: MarkdownTable, largest_post: float, report: Report) -> Blog:
    """Every Markdown file; a README without front matter speaks of the folder and is no post."""
    texts: list[tuple[Path, str]] = []
    for file in posts_below(folder, folder, report):
        text = read_text(file, shown_path(file, folder), report, largest_post)
        if text is not None and not (_NO_POSTS.match(file.stem) and not text.startswith("---")):
            texts.append((file, text))
    language = "ko" if not texts or any(_HANGUL.search(text) for _, text in texts) else "en"
    zone = fields.zone_of("", language, Where("."), report)
    spoken = dialect(folder, markdown)
    posts = tuple(_post(file, folder, text, zone, language, spoken, report) for file, text in texts)
    return Blog(str(folder), _site(folder, language, zone), posts)


def _site(folder: Path, language: str, zone: ZoneInfo) -> Site:
    title = re.sub(r"[-_ ]+", " ", folder.name).strip()
    return Site("plain", title, "", "", (), language, str(zone), "", (".", "static", "public"), "CommonMark")


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """CommonMark, unless book.toml says otherwise: a plain folder has no settings of its own."""
    return Dialect(
        grammar=markdown.grammar or "commonmark",
        breaks=bool(markdown.breaks),
        smart=bool(markdown.smart),
        math=markdown.math is not False,
    )


def _post(
    file: Path, folder: Path, text: str, zone: ZoneInfo, language: str, dialect: Dialect, report: Report
) -> Post:
    path = shown_path(file, folder)
    front = split(text, path, report)
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
        hidden_by=fields.hidden_by(front),
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
