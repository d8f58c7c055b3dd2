"""What one file says of the book it is, cut down to what a page can show; and why a file cannot be shown."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Literal

from publisher.phrase import NOTHING, Phrase
from publisher.readers.files import clean

Form = Literal["epub", "kepub", "pdf"]
# Endings and media types, in the order of downloads. See https://www.iana.org/assignments/media-types
FORMS: dict[Form, tuple[str, str]] = {
    "epub": (".epub", "application/epub+zip"),
    "kepub": (".kepub.epub", "application/kepub+zip"),
    "pdf": (".pdf", "application/pdf"),
}
_LONGEST_LINE = 300  # letters of a title, a name
_LONGEST_TEXT = 5_000
_MOST = 50  # authors, subjects
_MOST_CONTENTS = 2_000
_TAG = re.compile(r"<[^<>]*>")
_DAY = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
_MOMENT = re.compile(r"\s*(?:D:)?(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d)(?::?(\d\d))?")
_OFFSET = re.compile(r"([+-])(\d\d):?'?(\d\d)?'?\s*$")


class BookError(Exception):
    """A file that is not shown: diagnostic code, what is wrong, the cure."""

    def __init__(self, code: str, message: Phrase, hint: Phrase = NOTHING) -> None:
        super().__init__(code, message, hint)  # all that it takes to make it again, at home
        self.code, self.message, self.hint = code, message, hint

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a book's contents."""

    title: str
    depth: int  # from 0


@dataclass(frozen=True, slots=True)
class About:
    """What a file says; empty where it says nothing. Fields are those of `ShelfBook`."""

    identifier: str = ""
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    description: str = ""
    publisher: str = ""
    subjects: tuple[str, ...] = ()
    rights: str = ""
    published: date | None = None
    modified: datetime | None = None
    series: str = ""
    position: float = 0.0
    contents: tuple[Heading, ...] = ()
    cover: bytes = b""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read."""

    about: About
    pages: int = 0  # 0 where the format has none


def line(text: str | None) -> str:
    """Return one line of plain text, of a length that a page can show."""
    return " ".join(clean(text or "").split())[:_LONGEST_LINE].strip()


def lines(texts: list[str | None], most: int = _MOST) -> tuple[str, ...]:
    """Return each once, empty ones left out."""
    return tuple(dict.fromkeys(found for text in texts if (found := line(text))))[:most]


def headings(found: Iterable[tuple[str, int]]) -> tuple[Heading, ...]:
    """Of titles and depths in a table of contents; two chapters may have the same title."""
    some = islice(found, _MOST_CONTENTS)
    return tuple(Heading(title, depth) for text, depth in some if (title := line(text)))


def paragraph(text: str | None) -> str:
    """Return a description as plain text: stores write HTML into it."""
    plain = clean(text or "")[: 4 * _LONGEST_TEXT]
    if "<" in plain:
        plain = html.unescape(_TAG.sub(" ", plain))
    return " ".join(clean(plain).split())[:_LONGEST_TEXT]


def language(text: str | None) -> str:
    """Return a language tag: "ko", "en-GB"; "" where it is none ("Korean"). See
    https://www.rfc-editor.org/rfc/rfc5646"""
    tag = (text or "").strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", tag) else ""


def day(text: str | None) -> date | None:
    """ "2024", "2024-12", "2024-12-20T…": the day; January and the first where it is not said."""
    found = _DAY.match(text or "")
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def moment(text: str | None) -> datetime | None:
    """Return a W3C or a PDF date in UTC: "2024-12-20T09:00:00Z", "D:20241220090000+09'00'"."""
    found = _MOMENT.match(text or "")
    if not found or not text:
        return None
    year, month, of_month, hour, minute, second = (int(part or 0) for part in found.groups())
    offset = _OFFSET.search(text[found.end() :])
    ahead = (int(offset[2]) * 60 + int(offset[3] or 0)) * (-1 if offset[1] == "-" else 1) if offset else 0
    try:
        local = datetime(year, month, of_month, hour, minute, min(second, 59), tzinfo=UTC)
        return local - timedelta(minutes=ahead)
    except (ValueError, OverflowError):
        return None


def position(text: str | None) -> float:
    """Return a place in a series: "3", "1.5"; 0 where it is none."""
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*", text or "", re.A)
    return float(found[1]) if found else 0.0
