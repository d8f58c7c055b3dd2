"""Obsidian: each note of a vault is a post, each folder a category.

Its date, tags and the like are its properties: https://help.obsidian.md/properties. Templates, canvases and
drawings are no notes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from publisher.assets.urls import normal
from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Diagnostic, Report, Where
from publisher.markdown.obsidian import wiki
from publisher.markdown.obsidian.wiki import TAG
from publisher.model import Blog, Post, Section, Site
from publisher.phrase import Phrase, _
from publisher.readers import fields
from publisher.readers.dates import date_in_name
from publisher.readers.files import posts_below, shown_path, text_of
from publisher.readers.front_matter import FrontMatter, split
from publisher.readers.obsidian import embeds, vault
from publisher.readers.obsidian.vault import FOLDER, Index, Settings
from publisher.readers.parse_cache import Readings

_CREATED = ("created", "date", "date created", "created_at")
_UPDATED = ("updated", "modified", "lastmod", "date modified")
_PICTURE = (*fields.THUMBNAIL, "image")
_OTHERS = (".canvas", ".base", ".excalidraw")
_NO_WORDS = re.compile(r"^(`{3,}+|~{3,}+).*?^\1|`[^`\n]*`|%%.*?%%|<!--(?>(?:(?!-->|<!--).)*)-->", re.M | re.S)
_LINK = re.compile(wiki.LINK)
_TAG = re.compile(rf"(?<!\S){TAG}")
_HANGUL = re.compile(r"[가-힣]")
_NAMED = 3  # notes in a message about several


@dataclass(frozen=True, slots=True)
class Note:
    """A note's file, taken apart."""

    path: str  # below the vault
    front: FrontMatter
    faults: tuple[Diagnostic, ...]  # of its properties
    tags: tuple[str, ...]  # in its text
    hangul: bool  # whether there is any in it


def detect(folder: Path) -> bool:
    """Tell whether Obsidian keeps its settings there."""
    return (folder / FOLDER).is_dir()


def dialect(folder: Path, markdown: MarkdownTable) -> Dialect:
    """Return the Markdown of a vault, as its settings and book.toml have it."""
    return Dialect(
        grammar=markdown.grammar or "obsidian",
        breaks=vault.settings(folder).breaks if markdown.breaks is None else markdown.breaks,
        smart=bool(markdown.smart),
        math=markdown.math is not False,
        tags="obsidian",
    )


def read(
    folder: Path, markdown: MarkdownTable, largest_post: float, readings: Readings, report: Report
) -> Blog:
    """Return every note, with what its links mean and what it embeds."""
    chosen, spoken = vault.settings(folder), dialect(folder, markdown)
    files = [shown_path(file, folder) for file in posts_below(folder, folder, Report(), ("",))]
    notes = readings.all_of(posts_below(folder, folder, report), largest_post, report, _note)
    language = fields.language_by(note.hangul for note in notes)
    zone = fields.zone_of("", language, Where("."), report)
    index = Index.of(
        files, ((name, note.path) for note in notes for name in note.front.texts("aliases", "alias"))
    )
    posts = [_post(note, zone, language, spoken, chosen, index, report) for note in notes]
    _say_undated(posts, report)
    _say_left_out(files, report)
    title = fields.title_by(folder)
    roots = tuple(dict.fromkeys((".", chosen.attachments or ".")))
    site = Site("obsidian", title, "", "", (), language, str(zone), "", roots, "Obsidian")
    return Blog(str(folder), site, tuple(embeds.with_values(posts, index)))


def _note(file: Path, path: str, data: bytes, report: Report) -> Note:
    text, faults = text_of(data, path, report), Report()
    front = _without_links(split(text, path, faults))
    tags = _TAG.findall(_NO_WORDS.sub(" ", front.body))
    return Note(
        path, front, tuple(faults.diagnostics), tuple(dict.fromkeys(tags)), bool(_HANGUL.search(text))
    )


def _without_links(front: FrontMatter) -> FrontMatter:
    """Properties may be links: created: "[[2024-05-01]]", author: "[[김하늘]]"."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        if not isinstance(value, str):
            return value
        return _LINK.sub(lambda found: wiki.link(found).name.rpartition("/")[2], value)

    return replace(front, fields={key: plain(value) for key, value in front.fields.items()})


def _post(
    note: Note,
    zone: ZoneInfo,
    language: str,
    dialect: Dialect,
    chosen: Settings,
    index: Index,
    report: Report,
) -> Post:
    path, front = note.path, note.front
    report.extend(note.faults)
    place, stem = path.rpartition("/")[0], PurePosixPath(path).stem
    dates = _dates(front, path, stem, zone, report)
    return Post(
        path=path,
        name=path.rpartition(".")[0],
        first_line=front.first_line,
        title=" ".join(" ".join(front.texts("title")).split()) or stem,
        date=dates.date,
        dated=dates.dated,
        updated=dates.updated,
        sections=_sections(front, place),
        series=front.text("series"),
        tags=_tags(front, note),
        authors=front.texts("authors", "author"),
        language=fields.language_of(lang) if (lang := front.texts("lang", "language")) else language,
        summary=front.text("description", "summary", "excerpt"),
        thumbnail=_thumbnail(front, path, index),
        draft=front.flag("draft") is True,
        hidden_by=_hidden_by(front, path, chosen),
        book=fields.in_book(front, path, report),
        private_by="publish: false" if front.flag("publish") is False else fields.private_by(front),
        markdown=front.body,
        dialect=dialect,
        urls=tuple(dict.fromkeys((path, f"post:{path}", normal(path.rpartition(".")[0])))),
        asset_dirs=tuple(dict.fromkeys((place or ".", _attachments(chosen, place), "."))),
    )


def _dates(front: FrontMatter, path: str, stem: str, zone: tzinfo, report: Report) -> fields.Dates:
    """Of its properties, else the day in its name, else none: a file's own time is the day of a copy."""
    created = fields.date_of(front, _CREATED, path, zone, report) or date_in_name(stem, zone)[0]
    updated = fields.date_of(front, _UPDATED, path, zone, report)
    date = fields.steady(created or updated or datetime(1970, 1, 1, tzinfo=UTC))
    return fields.Dates(date, created is not None, fields.steady(updated) if updated else date)


def _sections(front: FrontMatter, place: str) -> tuple[Section, ...]:
    named = fields.sections(front.fields.get("categories", front.fields.get("category")))
    return named or ((tuple(place.split("/")),) if place else ())


def _tags(front: FrontMatter, note: Note) -> tuple[str, ...]:
    """Of its properties, as a list or as words, and of its text; each once, in any letter case."""
    words = (word for text in front.texts("tags", "tag") for word in re.split(r"[,\s]+", text))
    found: dict[str, str] = {}
    for name in filter(None, (word.strip("#/") for word in (*words, *note.tags))):
        found.setdefault(wiki.folded(name), name)
    return tuple(found.values())


def _thumbnail(front: FrontMatter, path: str, index: Index) -> str:
    """A picture of its properties, by its name or path, or its address on the web."""
    name = next(iter(front.texts(*_PICTURE)), "")
    known = index.find(name, path)
    return f"/{known}" if known else name


def _hidden_by(front: FrontMatter, path: str, chosen: Settings) -> str:
    """Why it is no note that a book could show; "" for one that is."""
    if any(path.startswith(f"{folder}/") for folder in chosen.templates):
        return str(_("a template"))
    if "excalidraw-plugin" in front.fields or path.endswith(".excalidraw.md"):
        return str(_("a drawing of Excalidraw"))
    return "" if front.body.strip() else str(_("no text of its own"))


def _attachments(chosen: Settings, place: str) -> str:
    """The folder of attachments of a note that lies in that place."""
    folder = chosen.attachments
    below = f"{place}/{folder.removeprefix('./')}".strip("/") if folder.startswith(".") else folder
    return below if below and ".." not in below.split("/") else "."


# What is said of the vault as a whole


def _say_undated(posts: Iterable[Post], report: Report) -> None:
    """Say once which notes have no date: most vaults' have none, and nothing is wrong with them."""
    shown = [post for post in posts if not (post.hidden_by or post.draft or post.kept_private_by)]
    undated = [post.path for post in shown if not post.dated]
    if undated:
        hint = _(
            "write created: 2024-05-01 in its properties, or the day before its name: 2024-05-01 제목.md"
        )
        if len(undated) == len(shown):
            hint = _("{hint}; the book's own day is published in [book] of book.toml", hint=hint)
        what = _(
            "{count} of {all} notes have no date and stand behind the others: {some}",
            count=len(undated),
            all=len(shown),
            some=_some(undated),
        )
        report.note("date-missing", what, Where("."), hint)


def _say_left_out(files: Iterable[str], report: Report) -> None:
    """Name what a vault holds that no book can show."""
    if others := [path for path in files if path.lower().endswith(_OTHERS)]:
        hint = _("export it as a picture (svg, png) and embed that")
        what = _(
            "{count} canvases, bases or drawings are left out: {some}", count=len(others), some=_some(others)
        )
        report.note("file-passed-over", what, Where("."), hint)


def _some(paths: list[str]) -> Phrase:
    names, more = ", ".join(paths[:_NAMED]), len(paths) - _NAMED
    return _("{names} and {more} more", names=names, more=more) if more > 0 else _("{names}", names=names)
