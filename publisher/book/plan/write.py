"""Merged -> the text of book.plan.toml. Lines are only put in: each letter that a person wrote stays where it
is, but for publisher's own memory, `[seen]`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from publisher.book.plan.file import Plan, PlanPart, read_plan
from publisher.book.plan.known import Item
from publisher.book.plan.lists import sign_behind, tables
from publisher.book.plan.marks import mark_of
from publisher.book.plan.merge import Merged
from publisher.errors import ConfigError, Report
from publisher.model import Placed, Post, Section
from publisher.phrase import _
from publisher.toml import quoted

INDENT = "    "
LINE_ENDS = re.compile(r"[ \t]{0,99}(,?)[ \t]{0,99}(?:#[^\n]*)?(?=\n|\Z)")
_MEMORY = re.compile(r'(?m)^\[seen\]\nposts = """\n[0-9a-f \n]*"""\n?')
_IN_A_LINE = 8  # marks
_Edit = tuple[int, str]  # an offset of the text, and what is put in there


@dataclass(frozen=True, slots=True)
class Words:
    """Comments for who reads the file, each some lines."""

    head: str
    dropped: str
    memory: str


def fresh(placed: Iterable[Placed], words: Words) -> str:
    """Return a plan that holds the book as it is."""
    whole = [*placed]
    rooms = groupby(whole, key=lambda one: one[0])
    parts = [_part(section, [post for _section, post in group]) for section, group in rooms]
    paths = [post.path for _section, post in whole]
    return remembered("\n".join([_comment(words.head), *parts]), paths, words)


def updated(merged: Merged, words: Words) -> str:
    """Return the plan with what is new. Raises ConfigError where nothing can be put into its form."""
    text = _with(merged.plan.text, [*_edits(merged, words)])
    made = remembered(text, merged.paths, words)
    if not _says(made, merged):
        raise cannot(merged.plan)
    return made


def without_memory(text: str) -> str:
    """Return the text of a plan as a person reads it."""
    return _MEMORY.sub("", text)


def cannot(plan: Plan) -> ConfigError:
    """Return what is said of a plan that is written in a way of its own."""
    return ConfigError(
        _("{shown} has a form into which nothing can be written; it stays as it is", shown=plan.shown),
        hint=_('write parts as `[[part]]`, and posts = ["a.md"] below it'),
    )


def _edits(merged: Merged, words: Words) -> Iterator[_Edit]:
    plan = merged.plan
    for room in merged.rooms:
        if room.part:
            yield from _into(room.part, room.items, plan)
    for at, room in enumerate(merged.rooms):
        if not room.part:
            behind = next((r.part.start for r in merged.rooms[at:] if r.part), None)
            place = _behind_parts(plan) if behind is None else _above(plan.text, behind)
            yield place, _part(room.section, [item.post for item in room.items if item.post]) + "\n"
    if merged.taken_out and plan.drop.start < 0:
        yield _drop(plan, merged.taken_out, words)
    elif merged.taken_out:
        lines = [Item(line, None) for line in plan.drop.lines]
        yield from _into(plan.drop, [*lines, *(Item(None, post) for post in merged.taken_out)], plan)


def _drop(plan: Plan, posts: Iterable[Post], words: Words) -> _Edit:
    return _behind_parts(plan), _comment(words.dropped) + f"[drop]\n{_list(posts)}\n"


def with_drop(plan: Plan, words: Words) -> str:
    """Return the text of a plan with a list of what is dropped."""
    return plan.text if plan.drop.start >= 0 else _with(plan.text, [_drop(plan, (), words)])


def _into(part: PlanPart, items: Iterable[Item], plan: Plan) -> Iterator[_Edit]:
    """Put posts that have no line behind the lines that they follow."""
    for (end, is_first), run in _runs(part, items):
        if end < 0 and (part.lines or part.start < 0):
            raise cannot(plan)
        if end < 0:
            yield _end_of_line(plan.text, part.start), f"\n{_list(run)}".rstrip("\n")
        else:
            yield from _behind(plan.text, end, run, is_first=is_first, is_last=is_first and not part.lines)


def _runs(part: PlanPart, items: Iterable[Item]) -> Iterator[tuple[tuple[int, bool], list[Post]]]:
    """Posts without a line, with the offset behind which they come, and whether the list begins there."""
    end, is_first = part.opened, True
    posts: list[Post] = []
    for item in items:
        if item.line:
            if posts:
                yield (end, is_first), posts
            end, is_first, posts = item.line.end, False, []
        elif item.post:
            posts.append(item.post)
    if posts:
        yield (end, is_first), posts


def _behind(text: str, end: int, posts: Sequence[Post], *, is_first: bool, is_last: bool) -> Iterator[_Edit]:
    """Lines of their own, where the line ends there; else in the same line."""
    ends = LINE_ENDS.match(text, end)
    if ends and (is_first or ends[1] or sign_behind(text, end) != ","):
        if not (is_first or ends[1]):
            yield end, ","
        indent = "" if is_first else indent_of(text, end)
        yield ends.end(), "".join(f"\n{indent or INDENT}{_line(post)}" for post in posts)
        return
    paths = ", ".join(quoted(post.path) for post in posts)
    yield end, f", {paths}" if not is_first else paths if is_last else f"{paths}, "


def indent_of(text: str, offset: int) -> str:
    """Return what stands before the first letter of a line."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _end_of_line(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found


def _behind_parts(plan: Plan) -> int:
    """Where another part may begin: below the last, above what is no part."""
    last = max((part.start for part in plan.parts), default=-1)
    behind = (one.start for one in tables(plan.text) if one.start > last and one.name != "part")
    place = next(behind, None)
    return len(plan.text) if place is None else _above(plan.text, place)


def _above(text: str, offset: int) -> int:
    """The beginning of a head's line, or of the comment that stands right above it."""
    start = text.rfind("\n", 0, offset) + 1
    while start and text[text.rfind("\n", 0, start - 1) + 1 : start].lstrip(" \t").startswith("#"):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _with(text: str, edits: Sequence[_Edit]) -> str:
    """The text with all that is put in; a line that had no end gets one before others follow."""
    made, done = [], 0
    for offset, more in sorted(edits, key=lambda edit: edit[0]):
        made += [text[done:offset], "\n" * _is_unended(text, offset, more), more]
        done = offset
    return "".join([*made, text[done:]])


def _is_unended(text: str, offset: int, more: str) -> bool:
    return offset == len(text) > 0 and not text.endswith("\n") and more.startswith(("[", "#"))


# What is written


def _part(section: Section, posts: Iterable[Post]) -> str:
    return f"[[part]]\ntitle = {_title(section)}\n{_list(posts)}"


def _title(section: Section) -> str:
    if any("/" in name or name != name.strip() for name in section):
        return f"[{', '.join(map(quoted, section))}]"
    return quoted(" / ".join(section))


def _list(posts: Iterable[Post]) -> str:
    lines = "".join(f"{INDENT}{_line(post)}\n" for post in posts)
    return f"posts = [\n{lines}]\n"


def _line(post: Post) -> str:
    """The path, and for a person the day and the title."""
    day = f"{post.date:%Y-%m-%d} " if post.dated else ""
    return f"{quoted(post.path)},  # {day}{quoted(post.title)[1:-1]}"


def _comment(words: str) -> str:
    return "".join(f"# {line}\n" for line in words.splitlines())


def remembered(text: str, paths: Iterable[str], words: Words) -> str:
    """Return the text with marks of the posts that stand in its parts."""
    marks = sorted(set(map(mark_of, paths)))
    rows = (" ".join(marks[at : at + _IN_A_LINE]) for at in range(0, len(marks), _IN_A_LINE))
    memory = '[seen]\nposts = """\n' + "".join(f"{row}\n" for row in rows) + '"""\n'
    if _MEMORY.search(text):
        return _MEMORY.sub(lambda _found: memory, text, count=1)
    return text.rstrip("\n") + f"\n\n{_comment(words.memory)}{memory}"


def _says(text: str, merged: Merged) -> bool:
    """Whether the text, read again, names what it should where it should."""
    found = read_plan(text, "", Report())
    wanted = [(room.section, [_path(item) for item in room.items]) for room in merged.rooms]
    parts = [(part.section, [line.chapter.path for line in part.lines]) for part in found.parts]
    dropped = [line.chapter.path for line in merged.plan.drop.lines] + [p.path for p in merged.taken_out]
    return found.is_whole and wanted == parts and dropped == [line.chapter.path for line in found.drop.lines]


def _path(item: Item) -> str:
    return item.line.chapter.path if item.line else item.post.path if item.post else ""
