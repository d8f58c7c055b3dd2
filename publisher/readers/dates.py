"""Dates as bloggers write them: as ISO 8601 nearly always; else in any form that Ruby or JavaScript takes.

Where these two part ways (03/04/2018 is April to one, March to the other), it is no date.
"""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo

_DATE = re.compile(
    r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?"
    r"(?:[T\s]++(?!24)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*+(Z|UTC|GMT|(?<![-/.]\d)(?<![-/.]\d\d)[+-]\d{1,2}(?::?\d{2})?)?\s*$",
    re.I,
)
_LONGEST = 80  # letters of a date
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR, _NUMBER, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BETWEEN = r"[-/. ] ?"
_ORDERS = tuple(
    re.compile(order, re.I | re.A)
    for order in (
        rf"{_YEAR}{_BETWEEN}{_NUMBER}{_BETWEEN}{_DAY}\.?",
        rf"{_YEAR}년 ?{_NUMBER}월 ?{_DAY}일",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}",
        rf"{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}",
        rf"{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}",
        rf"{_MONTH} {_YEAR}",
        r"(?P<day>1[3-9]|2\d|3[01])[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[-/.](?P<day>1[3-9]|2\d|3[01]|(?P=month))[-/.](?P<year>\d{4})",
    )
)
_HALF = r"AM|PM|오전|오후"
_TIME = re.compile(
    rf"(?:(?<![a-z가-힣])(?P<before>{_HALF})\s*)?(?<![\d:])(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"|시(?:\s*(?P<minutes>\d{1,2})분(?:\s*(?P<seconds>\d{1,2})초)?)?)"
    rf"\s*(?P<after>AM|PM)?(?![\d:])",
    re.I | re.A,
)
_RUN_ON = re.compile(r"(\d{8})[T ]?(\d\d)(\d\d)(\d\d)", re.I | re.A)  # 20180923T101112
_ASIDE = re.compile(
    r"\([^()]*\)|\b(?:sun|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur)(?:day)?\b\.?|[월화수목금토일]요일|,",
    re.I,
)
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "KST": 9, "JST": 9, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_ZONE = re.compile(
    rf"\s*(?P<zone>(?:UTC|GMT)?[+-]\d{{1,2}}(?::?\d\d)?(?!\d)|{'|'.join(_ZONES)})(?![a-z])",
    re.I | re.A,
)
_IN_NAME = re.compile(r"^(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?=\D|$)[-_. ]*")


def parse_date(text: str, zone: tzinfo) -> datetime:
    """Return a front-matter date, made aware: "2021-11-13 15:14" -> 15:14+09:00.

    Dates without an offset are in `zone`, the blog's own `timezone` setting; others are moved there, as
    the blog shows them, and its permalinks have them.
    Source: https://hexo.io/docs/front-matter, https://jekyllrb.com/docs/front-matter/
    Raises ValueError where it is no date (seen in the wild: "{{ .Date }}").
    """
    match = _DATE.match(text)
    if not match:
        return _in_zone(_loosely(text[: _LONGEST + 1], zone), zone)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return _in_zone(datetime(year, month, day, hour, minute, second, tzinfo=_offset(match[7]) or zone), zone)


def _loosely(text: str, zone: tzinfo) -> datetime:
    """A date in another order or with words: "Sun, 23 Sep 2018 10:11 GMT", "2018년 9월 23일 오후 3시"."""
    plain = _RUN_ON.sub(r"\1 \2:\3:\4", _ASIDE.sub(" ", text))
    time = _TIME.search(plain)
    before, behind = (plain[: time.start()].rstrip("-Tt "), plain[time.end() :]) if time else (plain, "")
    offset = _ZONE.match(behind)
    rest = behind[offset.end() :] if offset else behind
    day = " ".join(f"{before} {rest}".strip(" \t'\"").split())
    found = next((match for order in _ORDERS if (match := order.fullmatch(day))), None)
    if not found or len(text) > _LONGEST:
        raise ValueError(f"{text!r} is no date")
    parts = found.groupdict()
    month = _MONTHS.index(parts["name"][:3].lower()) + 1 if parts.get("name") else int(parts["month"])
    date = datetime(int(parts["year"]), month, int(parts.get("day") or 1), tzinfo=_offset_of(offset) or zone)
    return date + _clock(time) if time else date


def _clock(time: re.Match[str]) -> timedelta:
    """The time of day; 24:00 is the next one's beginning. Raises ValueError."""
    hour = int(time["hour"])
    minute, second = int(time["minute"] or time["minutes"] or 0), int(time["second"] or time["seconds"] or 0)
    if half := (time["before"] or time["after"] or "").upper():
        hour = hour % 12 + (12 if half in ("PM", "오후") else 0) if hour <= 12 else hour
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
        raise ValueError("no time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset_of(found: re.Match[str] | None) -> tzinfo | None:
    if not found:
        return None
    name = found["zone"].upper()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    return _offset(re.sub(r"^(?:UTC|GMT)", "", name))


def date_in_name(stem: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """Return the date a file name starts with, and the rest: "2021-03-14-봄비" -> (14 March, "봄비")."""
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
