"""One chapter of a plan is moved, left out, taken in again or called something else. Pure.

Its line goes with all that stands in it: what the chapter has of its own, and the comment behind it. No other
letter is changed, but for publisher's own memory. What is new in the blog gets its line first, by the merge.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publisher.book.named import names_of
from publisher.book.plan.file import Line, Plan, PlanPart, read_plan
from publisher.book.plan.merge import Merged
from publisher.book.plan.write import (
    INDENT,
    LINE_ENDS,
    Words,
    cannot,
    indent_of,
    remembered,
    updated,
    with_drop,
)
from publisher.config.change import with_key
from publisher.config.plan import LineTable
from publisher.errors import Report
from publisher.model import Section
from publisher.toml import quoted

_COMMA = re.compile(r"[ \t]*,[ \t]*")
_COMMA_BEFORE = re.compile(r",[ \t]*\Z")
_Edit = tuple[int, int, str]  # from, to: what stands there instead
_Place = tuple[int, int]  # a part, the last being what is dropped; a line of it


@dataclass(frozen=True, slots=True)
class Moved:
    """A chapter's place is before or behind another one, or it begins a part."""

    path: str  # of its post
    beside: str | Section  # the other one's post, or the part
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A chapter is not in the book any more."""

    path: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A chapter has a title in the book alone; "": that of its post."""

    path: str
    title: str


Change = Moved | Dropped | Renamed


def rearranged(merged: Merged, change: Change, words: Words) -> str:
    """Return the text of the plan with a change. Raises ConfigError where nothing can be written into its
    form, and LookupError where it has no such chapter."""
    text = updated(merged, words)
    if isinstance(change, Dropped):
        text = with_drop(read_plan(text, "", Report()), words)
    plan = replace(read_plan(text, "", Report()), shown=merged.plan.shown)
    lists = _Lists(plan, merged)
    at = lists.place(change.path)
    match change:
        case Renamed(title=title):
            own = next(post.title for post in lists.posts if post.path == change.path)
            given = "" if title == own else title
            made, wanted = _called(text, lists.line(at), given), lists.with_title(at, given)
        case Dropped() | Moved():
            to = lists.end if isinstance(change, Dropped) else lists.target(change)
            made, wanted = _carried(text, lists, at, to), lists.with_line(at, to)
    found = read_plan(made, "", Report())
    if not found.is_whole or [*_rows(found)] != wanted or _heads(found) != _heads(plan):
        raise cannot(merged.plan)
    return remembered(made, lists.paths(wanted), words)


def _rows(plan: Plan) -> Iterator[list[LineTable]]:
    for part in (*plan.parts, plan.drop):
        yield [line.chapter for line in part.lines]


def _heads(plan: Plan) -> list[tuple[object, ...]]:
    return [(part.section, part.text) for part in plan.parts]


class _Lists:
    """The lines of a plan, and the posts that they name."""

    def __init__(self, plan: Plan, merged: Merged) -> None:
        self._plan, self._parts = plan, (*plan.parts, plan.drop)
        self.rows = [part.lines for part in self._parts]
        left = [out.post for out in merged.left_out]
        self.posts = [*(item.post for room in merged.rooms for item in room.items if item.post), *left]
        names = names_of(left)
        dropped = [names.get(unicodedata.normalize("NFC", line.chapter.path), "") for line in plan.drop.lines]
        rooms = [[item.post.path if item.post else "" for item in room.items] for room in merged.rooms]
        self._places = {
            path: (part, n)
            for part, row in enumerate([*rooms, dropped])
            for n, path in enumerate(row)
            if path
        }
        is_known = all(part.start >= 0 for part in plan.parts) and all(one.start >= 0 for one in plan.lines())
        if not is_known or [*map(len, self.rows)] != [*map(len, [*rooms, dropped])]:
            raise cannot(merged.plan)

    def part(self, at: _Place) -> PlanPart:
        return self._parts[at[0]]

    def line(self, at: _Place) -> Line:
        return self.rows[at[0]][at[1]]

    def place(self, path: str) -> _Place:
        """Return where a chapter stands. Raises LookupError."""
        return self._places[path]

    def target(self, change: Moved) -> _Place:
        """Return where it is to stand, before it is taken out of its own place. Raises LookupError."""
        if isinstance(change.beside, str):
            part, n = self._places[change.beside]
            return part, n + change.behind
        deep = len(change.beside)
        starts = [one.section[:deep] for one in self._plan.parts]
        if change.beside not in starts:
            raise LookupError(change.beside)
        return starts.index(change.beside), 0

    @property
    def end(self) -> _Place:
        """Where one stands that is dropped: behind the others."""
        return len(self.rows) - 1, len(self.rows[-1])

    def with_line(self, at: _Place, to: _Place) -> list[list[LineTable]]:
        """Return all chapters with one at another place, told as it was before it was taken out."""
        rows: list[list[LineTable | None]] = [[line.chapter for line in row] for row in self.rows]
        rows[at[0]][at[1]] = None
        rows[to[0]].insert(to[1], self.line(at).chapter)
        return [[one for one in row if one] for row in rows]

    def with_title(self, at: _Place, title: str) -> list[list[LineTable]]:
        """Return all chapters with one called something else."""
        rows = [[line.chapter for line in row] for row in self.rows]
        rows[at[0]][at[1]] = self.line(at).chapter.model_copy(update={"title": title})
        return rows

    def paths(self, rows: Sequence[Sequence[LineTable]]) -> set[str]:
        """Return what stands in the parts: the files, and what lines call them."""
        names = {self.line(place).chapter.path: path for path, place in self._places.items()}
        said = {one.path for row in rows[:-1] for one in row}
        return said | {names[name] for name in said & names.keys()}


# A line, letter by letter


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is taken out of a text, and what of it is put in elsewhere."""

    start: int
    end: int
    item: str
    comment: str  # "" or "  # …"


def _called(text: str, line: Line, title: str) -> str:
    item = text[line.start : line.end]
    new = with_key(item, "title", title) if item.startswith("{") else ""
    new = new or f"{{ path = {item}, title = {quoted(title)} }}"
    if not line.chapter.model_copy(update={"title": title}).model_dump(
        exclude={"path"}, exclude_defaults=True
    ):
        new = quoted(line.chapter.path)
    return text[: line.start] + (item if title == line.chapter.title else new) + text[line.end :]


def _carried(text: str, lists: _Lists, at: _Place, to: _Place) -> str:
    """The text with a line at another place; as it is, where that is its own."""
    if to in (at, (at[0], at[1] + 1)):
        return text
    cut = _cut(text, lists.line(at))
    edits = [(cut.start, cut.end, ""), *_put(text, cut, lists.part(to), to[1])]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _cut(text: str, line: Line) -> _Cut:
    start, end, item = line.start, line.end, text[line.start : line.end]
    begin = text.rfind("\n", 0, start) + 1
    ends = LINE_ENDS.match(text, end)
    if ends and not text[begin:start].strip():
        comment = ends[0][ends[0].find("#") :] if "#" in ends[0] else ""
        return _Cut(begin, ends.end() + 1, item, comment and f"  {comment}")
    if comma := _COMMA.match(text, end):
        return _Cut(start, comma.end(), item, "")
    before = _COMMA_BEFORE.search(text, begin, start)
    return _Cut(before.start() if before else start, end, item, "")


def _put(text: str, cut: _Cut, part: PlanPart, at: int) -> Iterator[_Edit]:
    """Put a line before the one that stands at a place of a part, or behind its last one."""
    whole = f"{cut.item},{cut.comment}"
    if at < len(part.lines):
        start = part.lines[at].start
        begin = text.rfind("\n", 0, start) + 1
        if not text[begin:start].strip():
            yield begin, begin, f"{text[begin:start]}{whole}\n"
        else:
            yield start, start, f"{whole}\n{INDENT}" if cut.comment else f"{whole} "
    elif part.lines:
        yield from _put_behind(text, cut, part.lines[-1].end)
    elif part.opened < 0:
        end = text.find("\n", part.start)
        end = len(text) if end < 0 else end
        yield end, end, f"\nposts = [\n{INDENT}{whole}\n]"
    else:
        ends = LINE_ENDS.match(text, part.opened)
        place = ends.end() if ends else part.opened
        yield place, place, f"\n{INDENT}{whole}" + "\n" * (not ends)


def _put_behind(text: str, cut: _Cut, end: int) -> Iterator[_Edit]:
    ends = LINE_ENDS.match(text, end)
    if not ends:
        yield end, end, f", {cut.item}" + (f",{cut.comment}\n" if cut.comment else "")
        return
    if not ends[1]:
        yield end, end, ","
    yield ends.end(), ends.end(), f"\n{indent_of(text, end) or INDENT}{cut.item},{cut.comment}"
