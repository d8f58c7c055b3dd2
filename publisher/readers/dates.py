"""Dates as bloggers write them."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo

_DATE = re.compile(
    r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?"
    r"(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?\s*$",
    re.I,
)
_IN_NAME = re.compile(r"^(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?=\D|$)[-_. ]*")


def parse_date(text: str, zone: tzinfo) -> datetime:
    """A front-matter date, made aware: "2021-11-13 15:14" -> 15:14+09:00.

    Dates without an offset are in `zone`, the blog's own `timezone` setting; others are moved there, as
    the blog shows them, and its permalinks have them.
    Source: https://hexo.io/docs/front-matter, https://jekyllrb.com/docs/front-matter/
    Raises ValueError where it is no date (seen in the wild: "{{ .Date }}").
    """
    match = _DATE.match(text)
    if not match:
        raise ValueError(f"{text!r} is no date")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return _in_zone(datetime(year, month, day, hour, minute, second, tzinfo=_offset(match[7]) or zone), zone)


def date_in_name(stem: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """The date a file name starts with, and the rest: "2021-03-14-봄비" -> (14 March, "봄비")."""
    match = _IN_NAME.match(stem)
    if not match:
        return None, stem
    try:
        date = datetime(*(int(part) for part in match.groups()), tzinfo=zone)  # type: ignore[arg-type, misc]
        date = _in_zone(date, zone)
    except ValueError:
        return None, stem
    return date, stem[match.end() :] or stem


def _in_zone(date: datetime, zone: tzinfo) -> datetime:
    """Raises ValueError at both ends of the calendar: Go writes 0001-01-01 for no date."""
    if not MINYEAR < date.year < MAXYEAR:
        raise ValueError(f"no post was written in {date.year}")
    return date.astimezone(zone)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = re.sub(r"\D", "", text)
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)
