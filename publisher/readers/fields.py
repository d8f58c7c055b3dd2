"""What posts of every engine have in common: title, dates, tags, and where they come from when missing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from publisher.errors import Report, Where
from publisher.model import InBook, Section
from publisher.phrase import _
from publisher.readers.dates import date_in_name, parse_date
from publisher.readers.front_matter import FrontMatter, flat

THUMBNAIL = ("thumbnail", "cover", "cover_image", "banner", "photo")  # as themes call it
IN_BOOK = ("title", "part", "lead", "opening", "after", "skip")  # keys of `book:`
OPENINGS = ("page", "recto", "run-on")
_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(\S.{0,500})")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}+(?=[^`]*\Z)|~{3,}+)(?P<info>.*)")
# Front matter by which blogs keep a post from the public. A book must not show what the blog hides.
_HIDING = {
    **dict.fromkeys(("published", "public"), False),
    **dict.fromkeys(("hidden", "private", "hide", "secret", "encrypt", "encrypted"), True),
}
_STATES = ("private", "hidden", "secret", "protected", "password", "비공개")


@dataclass(frozen=True, slots=True)
class Dates:
    """When a post was written and changed."""

    date: datetime
    dated: bool  # False: only the file's own time is known
    updated: datetime


def title_of(front: FrontMatter, path: str, report: Report) -> str:
    """Return the post's title, else its first heading, else its file name."""
    title = " ".join(" ".join(front.texts("title")).split())
    if title:
        return title
    found = _first_heading(front.body)
    from_name = not found
    found = found or _title_in_name(path)
    source = _("its file name") if from_name else _("its first heading")
    report.warning(
        "title-missing",
        _("no title; {source} is taken: {found}", source=source, found=found),
        Where(path, 1),
        _("write title: {found}", found=found),
    )
    return found


def dates_of(front: FrontMatter, file: Path, path: str, zone: tzinfo, report: Report) -> Dates:
    """Return the date of the front matter, else the one in the file name, else the file's own time."""
    date = date_of(front, ("date",), path, zone, report)
    dated = True
    if date is None:
        date, _rest = date_in_name(Path(path).stem, zone)
        if date is None:
            date, dated = datetime.fromtimestamp(int(file.stat().st_mtime), zone), False
        source = _("the one in its name") if dated else _("the file's own time")
        message = _("no date; {source} is taken: {date}", source=source, date=f"{date:%Y-%m-%d}")
        hint = _("write date: {date}", date=f"{date:%Y-%m-%d %H:%M:%S}")
        report.warning("date-missing", message, Where(path, 1), hint)
    updated = date_of(front, ("updated", "lastmod", "last_modified_at"), path, zone, report)
    return Dates(steady(date), dated, steady(updated or date))


def steady(date: datetime) -> datetime:
    """Return the same moment by its offset, in minutes, without a zone's name: as it can be written down."""
    offset = date.utcoffset() or timedelta()
    return date.replace(tzinfo=timezone(timedelta(minutes=offset // timedelta(minutes=1))))


def sections(value: Any) -> tuple[Section, ...]:
    """Categories as Hexo reads them: "a" and [a, b] are one path, [[a, b], [c]] two, [a, [b, c]] too.

    A list that holds a list means paths throughout. Source: https://hexo.io/docs/front-matter
    """
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        paths = [tuple(flat(item)) for item in value]
    else:
        paths = [tuple(flat(value))]
    return tuple(dict.fromkeys(path for path in paths if path))


def private_by(front: FrontMatter) -> str:
    """Return the line of the front matter that keeps the post from readers; "" where none does."""
    if front.text("password"):
        return "password"
    for key, hiding in _HIDING.items():
        if front.flag(key) is hiding:
            return f"{key}: {str(hiding).lower()}"
    for key in ("visibility", "status"):
        if (state := front.text(key).lower()) in _STATES:
            return f"{key}: {state}"
    return ""


def in_book(front: FrontMatter, path: str, report: Report) -> InBook:
    """Return what the front matter says of the post in the book alone, `book: {title: …, part: …}`.

    Blogs that speak of books have other things there, `book: {title: …, author: …}`: those are not meant.
    """
    said = front.fields.get("book")
    if said is None or said == "":
        return InBook()
    where = Where(path, front.line("book"))
    table = said if isinstance(said, dict) else {"book": said}
    if other := next((name for name in table if name not in IN_BOOK), ""):
        hint = _("for publisher, it is a table of {keys}", keys=", ".join(IN_BOOK))
        what = _("book: it is about something else: {name} is none of its keys", name=other)
        report.note("book-field", what, where, hint)
        return InBook()
    own = FrontMatter(table, {}, "", 1)
    paragraphs = re.split(r"\n[ \t]*\n", own.text("lead"))
    return InBook(
        title=" ".join(own.text("title").split()),
        part=tuple(filter(None, (step.strip() for step in own.text("part").split("/")))),
        lead=tuple(filter(None, (" ".join(one.split()) for one in paragraphs))),
        opening=_opening(own.text("opening"), where, report),
        after=own.text("after"),
        skip=own.flag("skip") is True,
    )


def _opening(said: str, where: Where, report: Report) -> str:
    if said in ("", *OPENINGS):
        return said
    hint = _("one of {names}", names=", ".join(OPENINGS))
    report.warning("book-field", _("book.opening: {said} is none", said=said), where, hint)
    return ""


def language_by(hangul: Iterable[bool]) -> str:
    """Return the language of a blog that does not say it: whether each of its posts has Hangul decides."""
    found = [*hangul]
    return "ko" if any(found) or not found else "en"


def title_by(folder: Path) -> str:
    """Return the title of a blog that has none: its folder's name as words."""
    return re.sub(r"[-_ ]+", " ", folder.name).strip()


def zone_of(name: str, language: str, where: Where, report: Report) -> ZoneInfo:
    """Return the blog's time zone; without one Seoul's for a Korean blog, else UTC: never this machine's."""
    if name:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            report.warning(
                "timezone", _("no time zone {name!r}", name=name), where, _("write it as Asia/Seoul")
            )
    return ZoneInfo("Asia/Seoul" if language.startswith("ko") else "UTC")


def language_of(names: Sequence[str]) -> str:
    """Return the first of a blog's languages as a tag browsers know: "ko-KR", "kr", "korean" -> "ko"."""
    name = names[0].strip().replace("_", "-") if names else ""
    if name.lower() in ("", "default", "kr", "kor", "korean", "ko-kr"):
        return "ko"
    return name if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) else "ko"


def date_of(
    front: FrontMatter, keys: tuple[str, ...], path: str, zone: tzinfo, report: Report
) -> datetime | None:
    for key in keys:
        if text := front.text(key):
            try:
                return parse_date(text, zone)
            except ValueError:
                hint = _("write {key}: 2021-11-13 15:14:00", key=key)
                report.warning(
                    "date-unreadable",
                    _("{key}: {text} is no date", key=key, text=text),
                    Where(path, front.line(key)),
                    hint,
                )
    return None


def _first_heading(markdown: str) -> str:
    """The words of the first heading that stands in no fence; one without an end is none."""
    fence = behind = ""
    for line in markdown.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence, behind = found["mark"], ""
        elif found and found["mark"].startswith(fence) and not found["info"].strip():
            fence = behind = ""
        elif not behind and (heading := _ATX.match(line)):
            behind = _heading(heading[1].rstrip())
            if not fence:
                return behind
    return behind if fence else ""


def _heading(text: str) -> str:
    """Its words, without the hashes that close it: "C# #" -> "C#"."""
    opened = text.rstrip("#")
    return _plain(opened if opened.endswith((" ", "\t")) else text)


def _plain(markdown: str) -> str:
    """A heading's words without its Markdown."""
    text = re.sub(r"!?\[([^][]*)\]\([^()[]*+(?:\([^()[]*+)?\)|<[^<>]+>|\{#[^{}]+\}", r"\1", markdown)
    return re.sub(r"[*_`~]+", "", text).strip()


def _title_in_name(path: str) -> str:
    """A title from a file name: "2021-03-14-봄비_내리는-날.md" -> "봄비 내리는 날"."""
    file = Path(path)
    stem = file.parent.name if file.stem.lower() in ("index", "readme") and file.parent.name else file.stem
    _, rest = date_in_name(stem, ZoneInfo("UTC"))
    return re.sub(r"[-_ ]+", " ", rest).strip() or stem
