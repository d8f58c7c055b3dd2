"""The text of book.plan.toml -> Plan. What is wrong in it is named with its line, and the rest is used."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from publisher import toml
from publisher.book.named import path_of
from publisher.book.outline import DEEPEST
from publisher.book.parts import part_text
from publisher.book.plan.lists import List, Span, TableAt, tables
from publisher.config.plan import Fault, LineTable, PlanPartTable, unknown, usable
from publisher.config.table import Table
from publisher.errors import Report, Where
from publisher.model import PartText, Section
from publisher.phrase import NOTHING, Phrase, _
from publisher.storage.opening import read

T = TypeVar("T", bound=Table)
_LARGEST = 2_000_000  # bytes: the lines of 20,000 posts
_MENDED = 20  # lines of a text that is no TOML which are passed over
_MARKS = re.compile(r"(?m)^(?:<{7}|={7}|>{7}|\|{7})(?: [^\n]*)?$")  # https://git-scm.com/docs/git-merge
_KEYS = ("part", "drop", "seen")


@dataclass(frozen=True, slots=True)
class Line:
    """A chapter that the plan names."""

    chapter: LineTable
    line: int  # of the file
    start: int  # offset of it in the text; -1 where that is not known
    end: int  # and behind it


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A part of the plan, or its list of what is dropped."""

    section: Section
    text: PartText
    lines: tuple[Line, ...]
    line: int  # of its head
    start: int = -1  # offset of its head
    opened: int = -1  # offset behind the bracket of its list; -1 where it has none


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is written."""

    text: str
    shown: str  # how messages name the file
    parts: tuple[PlanPart, ...]
    drop: PlanPart
    seen: frozenset[str]  # marks of the paths that it had when publisher last wrote it
    is_whole: bool  # False: something of it could not be read

    @property
    def names(self) -> list[str]:
        """What its parts call their chapters."""
        return [line.chapter.path for part in self.parts for line in part.lines]

    def lines(self) -> Iterator[Line]:
        """Yield all that it names, what it drops last."""
        for part in (*self.parts, self.drop):
            yield from part.lines


def plan_at(path: Path, blog: Path, report: Report) -> Plan | None:
    """Return the plan in a file; None where there is none. What cannot be read is named, and the book is
    ordered without it."""
    below = blog if path.is_relative_to(blog) else None
    shown = path.relative_to(blog).as_posix() if below else str(path)
    try:
        text = read(path, below, _LARGEST).data.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        hint = _("it must be a UTF-8 text file; until then, the book is ordered without it")
        report.error("plan-syntax", _("cannot be read: {why}", why=why), Where(shown, 1), hint)
        return None
    return read_plan(text.replace("\r\n", "\n").replace("\r", "\n"), shown, report)


def read_plan(text: str, shown: str, report: Report) -> Plan:
    """Return what a plan says; what cannot be used of it goes to `report`."""
    reading = _Reading(shown, report)
    mended, values = reading.values(text)
    reading.look_at(mended)
    places = [*tables(mended)]
    parts = tuple(reading.parts(values.get("part", []), [one for one in places if one.name == "part"]))
    dropped = next((one for one in places if one.name == "drop"), None)
    drop = reading.part(_table(values.get("drop")), dropped)
    seen = _table(values.get("seen")).get("posts", "")
    marks = frozenset(seen.split()) if isinstance(seen, str) else frozenset()
    reading.name_unknown(sorted(values.keys() - {*_KEYS}), mended)
    return Plan(text, shown, parts, drop, marks, mended == text and reading.is_whole)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class _Reading:
    """A plan that is being read, and what was wrong with it."""

    def __init__(self, shown: str, report: Report) -> None:
        self._shown, self._report = shown, report
        self.is_whole = True
        self._ends: list[int] = []  # offsets of the ends of lines

    def values(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return its values, and the text without what made them unreadable: whole lines, so that all others
        keep their numbers."""
        if marks := [*_MARKS.finditer(text)]:
            hint = _("take the lines <<<<<<<, ======= and >>>>>>> out, and keep what you want of both sides")
            what = _("marks of a merge conflict: both sides are read")
            self._error("plan-conflict", what, text.count("\n", 0, marks[0].start()) + 1, hint)
            text = _MARKS.sub("", text)
        for _again in range(max(1, min(_MENDED, _LARGEST // max(len(text), 1)))):  # it takes time to read
            try:
                return text, toml.loads(text)
            except (ValueError, RecursionError) as error:
                text = self._without(text, error)
        hint = _("mend it, or put book.plan.toml.bak in its place")
        self._error("plan-syntax", _("too much of it is no TOML: it is not used"), 1, hint)
        return "", {}

    def look_at(self, text: str) -> None:
        """Have lines counted in the text that is read."""
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def _line(self, offset: int) -> int:
        return bisect_left(self._ends, offset) + 1

    def _without(self, text: str, error: Exception) -> str:
        """The text without the line at which it is no TOML; the last one, where it ends too early."""
        lines = text.split("\n")
        found = re.search(r"at line (\d+)", str(error))
        written = [n for n, line in enumerate(lines) if line.strip()]
        at = min(int(found[1]) - 1 if found else len(lines), written[-1] if written else 0)
        if not lines[at].strip():  # a line end in a text or a table that stands on one line
            at = max((n for n in written if n < at), default=0)
        hint = _("each path stands in quotes with a comma behind it; see https://toml.io")
        said = _("{error}: the line is passed over", error=error)
        self._error("plan-syntax", said, at + 1, hint)
        lines[at] = ""
        return "\n".join(lines)

    def _error(self, code: str, what: Phrase, line: int, hint: Phrase = NOTHING) -> None:
        self.is_whole = False
        self._report.error(code, what, Where(self._shown, line), hint)

    def parts(self, values: Any, places: Sequence[TableAt]) -> Iterator[PlanPart]:
        given = values if isinstance(values, list) else []
        known: Sequence[TableAt | None] = places if len(places) == len(given) else [None] * len(given)
        for value, place in zip(given, known, strict=True):
            yield self.part(_table(value), place)

    def part(self, value: Mapping[str, Any], place: TableAt | None) -> PlanPart:
        """One table; a part, or what is dropped."""
        line = self._line(place.start) if place else 0
        table = self._of(PlanPartTable, {k: v for k, v in value.items() if k != "posts"}, line)
        posts = value.get("posts", [])
        if not isinstance(posts, list):
            self._error("config-value", _("posts: wanted: a list of paths"), line, _('posts = ["a.md"]'))
            posts = []
        found = place.posts if place and place.posts and len(place.posts.items) == len(posts) else None
        lines = tuple(self._lines(posts, found, line))
        title = table.title if table else ""
        section = path_of(title) if isinstance(title, str) else tuple(filter(None, title))
        if len(section) > DEEPEST:
            what = _("title: more than {deepest} steps: the others are passed over", deepest=DEEPEST)
            self._error("config-value", what, line, _("write fewer steps"))
        said = part_text(table.lead, table.epigraph) if table else PartText()
        start, opened = place.start if place else -1, found.opened if found else -1
        return PlanPart(section[:DEEPEST], said, lines, line, start, opened)

    def _lines(self, posts: Sequence[Any], found: List | None, line: int) -> Iterator[Line]:
        spans: Sequence[Span | None] = found.items if found else [None] * len(posts)
        for value, span in zip(posts, spans, strict=True):
            own = self._line(span[0]) if span else line
            given = {"path": value} if isinstance(value, str) else value
            if not isinstance(given, dict):
                given = {"path": value}
            if chapter := self._of(LineTable, given, own):
                yield Line(chapter, own, *(span or (-1, -1)))

    def _of(self, kind: type[T], values: Mapping[str, Any], line: int) -> T | None:
        """The values that can be used; the others are named."""
        found = usable(kind, values)
        for fault in found.faults:
            self._say(fault, line)
        return found.table

    def _say(self, fault: Fault, line: int) -> None:
        code, what = fault.code, fault.what
        self._report.error(code, what, Where(self._shown, line), fault.hint)

    def name_unknown(self, names: Iterable[str], text: str) -> None:
        """Name tables and keys of the file that mean nothing."""
        for name in names:
            self._say(unknown(name, _KEYS), self._line(text.find(name)))
