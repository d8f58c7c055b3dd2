"""Dates in Liquid: read as Jekyll writes them, shown as Ruby's strftime shows them.

See https://docs.ruby-lang.org/en/master/language/strftime_formatting_rdoc.html
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_DIRECTIVE = re.compile(r"%([-0^#_]?)([a-zA-Z%])")
_ISO = re.compile(
    r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?[\d.]*\s*(.*)"
)
_NAMED = re.compile(r"\s*(?:(\d{1,2})\s+([A-Za-z]{3,9})|([A-Za-z]{3,9})\s+(\d{1,2})),?\s+(\d{4})")
_SECONDS = re.compile(r"\d{9,10}")  # since 1970
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()


def strftime(when: datetime, form: str) -> str:
    """Ruby's strftime in English, as Jekyll's sites have it: "%-d %B %Y" -> "3 March 2021"."""
    return _DIRECTIVE.sub(lambda match: _flagged(match[1], _directive(when, match[2])), form)


def _directive(when: datetime, letter: str) -> str:
    month, day = _MONTHS[when.month - 1], _DAYS[int(when.strftime("%w"))]
    offset = when.strftime("%z") or "+0000"
    values = {
        "Y": f"{when.year}", "C": f"{when.year // 100:02}", "y": f"{when.year % 100:02}",
        "m": f"{when.month:02}", "B": month, "b": month[:3], "h": month[:3],
        "d": f"{when.day:02}", "e": f"{when.day:2}", "j": f"{when.timetuple().tm_yday:03}",
        "H": f"{when.hour:02}", "k": f"{when.hour:2}", "I": f"{when.hour % 12 or 12:02}",
        "l": f"{when.hour % 12 or 12:2}", "M": f"{when.minute:02}", "S": f"{when.second:02}",
        "L": "000", "p": "AM" if when.hour < 12 else "PM", "P": "am" if when.hour < 12 else "pm",
        "A": day, "a": day[:3], "u": f"{when.isoweekday()}", "w": when.strftime("%w"),
        "U": when.strftime("%U"), "W": when.strftime("%W"), "V": f"{when.isocalendar().week:02}",
        "G": f"{when.isocalendar().year}", "z": offset, "Z": when.tzname() or "UTC",
        "s": str(int(when.timestamp())), "F": f"{when:%Y-%m-%d}", "D": f"{when:%m/%d/%y}",
        "T": f"{when:%H:%M:%S}", "X": f"{when:%H:%M:%S}", "R": f"{when:%H:%M}", "x": f"{when:%m/%d/%y}",
        "c": f"{day[:3]} {month[:3]} {when.day:2} {when:%H:%M:%S} {when.year}",
        "n": "\n", "t": "\t", "%": "%",
    }  # fmt: skip
    return values.get(letter, f"%{letter}")


def _flagged(flag: str, text: str) -> str:
    if flag == "-":
        return text.lstrip("0 ") or "0"
    if flag in ("^", "#"):
        return text.upper()
    return text.replace(" ", "0") if flag == "0" else text


def _numbered(text: str) -> str:
    """A date whose month has a name, with its number: "14 Mar 2021 10:00" -> "2021-3-14 10:00"."""
    match = _NAMED.match(text)
    if match is None:
        return text
    name = (match[2] or match[3])[:3].title()
    number = next((place for place, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
    return f"{match[5]}-{number}-{match[1] or match[4]}{text[match.end() :]}" if number else text


def ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st"""
    return f"{day}" + ({1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day // 10 != 1 else "th")


def parse(text: str) -> datetime | None:
    """Return a date as front matter and Liquid have it: "2021-03-14 10:00:00 +0900", "March 14, 2021",
    seconds."""
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    match = _ISO.match(_numbered(text))
    if match is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        made = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    offset = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", match[7])
    if offset is None:
        return made
    delta = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (1 if offset[1] == "+" else -1)
    return made.replace(tzinfo=timezone(delta)) if abs(delta) < timedelta(days=1) else made
