"""A plan, and a blog that has gone on since -> what stands where.

What a person has written stays as it is; what is new comes in by the order that the book would have without a
plan: behind the post before it in its part.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.book.parts import part_text
from publisher.book.plan.file import Plan, PlanPart
from publisher.book.plan.known import Item, Known
from publisher.book.plan.marks import mark_of
from publisher.errors import Report, Where
from publisher.model import LeftOut, PartText, Placed, Post, Section
from publisher.phrase import _

DROPPED = _("dropped in the plan")


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """A part of the plan, and what stands in it now."""

    section: Section
    part: PlanPart | None  # None: it is new
    items: list[Item]


_NONE = Room((), None, [])


@dataclass(frozen=True, slots=True)
class Merged:
    """A plan with what the blog has since."""

    plan: Plan
    rooms: tuple[Room, ...]
    new: tuple[Post, ...]
    taken_out: tuple[Post, ...]  # whose lines a person has deleted
    left_out: tuple[LeftOut, ...]  # by the plan
    placed: tuple[Placed, ...]  # the whole book in its order

    @property
    def paths(self) -> set[str]:
        """What stands in its parts: the files, and what lines call them."""
        items = [item for room in self.rooms for item in room.items]
        named = {item.line.chapter.path for item in items if item.line}
        return named | {item.post.path for item in items if item.post}

    @property
    def texts(self) -> dict[Section, PartText]:
        """What parts say of themselves."""
        parts = (room.part for room in self.rooms if room.part)
        return {part.section: part.text for part in parts if part.text != PartText()}


def merge(
    plan: Plan, natural: Sequence[Placed], others: Mapping[str, Post], out: Iterable[LeftOut], report: Report
) -> Merged | None:
    """Return the plan over the book as it would be without one, which is `natural`; None where the plan is
    another blog's.

    `others`: files that are no posts, by path, which are in the book where the plan names them; `out`: posts
    that are left out in any case.
    """
    known = Known(plan, (post for _, post in natural), others, out)
    rooms = [Room(part.section, part, [known.item(line) for line in part.lines]) for part in plan.parts]
    dropped = set(map(known.dropped, plan.drop.lines))
    if known.is_another_blogs():
        hint = _(
            "put this blog's plan in its place, or take it away and begin anew: `publisher plan --write`"
        )
        what = _("hardly one of its posts is in this blog: the plan is not used")
        report.error("plan-foreign", what, Where(plan.shown, 1), hint)
        return None
    known.report(report)
    _name_empty(plan, report)
    listed = dropped | {item.post.path for room in rooms for item in room.items if item.post}
    unlisted = [post for _, post in natural if post.path not in listed]
    taken_out = tuple(post for post in unlisted if _is_taken_out(post, plan))
    out_of_it = dropped | {post.path for post in taken_out}
    new = tuple(post for post in unlisted if post.path not in out_of_it)
    _Merging(rooms, natural).add(new)
    left = tuple(LeftOut(post, DROPPED) for _, post in natural if post.path in out_of_it)
    placed = [(room.section, _planned(item)) for room in rooms for item in room.items if item.post]
    return Merged(plan, tuple(rooms), new, taken_out, left, tuple(placed))


def _is_taken_out(post: Post, plan: Plan) -> bool:
    """Whether the plan had a line of it once. Where the plan is not whole, that may be there, and unread."""
    return mark_of(post.path) in plan.seen and (plan.is_whole or post.path not in plan.text)


def _name_empty(plan: Plan, report: Report) -> None:
    for part in plan.parts:
        if not part.lines and plan.is_whole:
            hint = _("write posts into it, or take it out")
            what = _("a part without posts: the book does not show it")
            report.warning("plan-empty", what, Where(plan.shown, part.line), hint)


def _planned(item: Item) -> Post:
    """The post as its line wants it."""
    post, line = item.post, item.line
    assert post  # noqa: S101 - who asks has looked
    if not line:
        return post
    said, own = line.chapter, post.book
    lead = part_text(said.lead).lead or own.lead
    planned = replace(own, lead=lead, opening=said.opening or own.opening)
    is_same = planned == own and said.title in ("", post.title)
    return post if is_same else replace(post, title=said.title or post.title, book=planned)


class _Merging:
    """New posts on their way into the parts of a plan."""

    def __init__(self, rooms: list[Room], natural: Sequence[Placed]) -> None:
        self._rooms = rooms
        self._natural = [post.path for _, post in natural]
        self._rank = {path: rank for rank, path in enumerate(self._natural)}
        self._section = {post.path: section for section, post in natural}
        self._homes: dict[Section, Room] = {}
        self._room = {item.post.path: room for room in rooms for item in room.items if item.post}

    def add(self, new: Iterable[Post]) -> None:
        """Give each its place, in the order of the book."""
        for post in new:
            section = self._section[post.path]
            room = self._homes.get(section) or self._home(section) or self._new_room(post)
            self._homes[section] = room
            room.items.insert(self._place(post, room), Item(None, post))
            self._room[post.path] = room

    def _around(self, path: str, is_one: Callable[[str], bool]) -> tuple[str, str]:
        """The nearest post before it, in the book without a plan, of which that is true; else behind it."""
        rank = self._rank[path]
        before = (self._natural[at] for at in range(rank - 1, -1, -1))
        behind = (self._natural[at] for at in range(rank + 1, len(self._natural)))
        if found := next(filter(is_one, before), ""):
            return found, ""
        return "", next(filter(is_one, behind), "")

    def _home(self, section: Section) -> Room | None:
        """The part of that name; else the one in which most of what belongs to it stands now."""
        named = (room for room in self._rooms if room.section == section)
        counts = Counter(room for path, room in self._room.items() if self._section.get(path) == section)
        ours = (room for room, _count in counts.most_common(1))
        return next(named, None) or next(ours, None)

    def _new_room(self, post: Post) -> Room:
        """A part of its own, beside those that it shares most of its path with."""
        section = self._section[post.path]
        shared = {room: _shared(room.section, section) for room in self._rooms}
        most = max(shared.values(), default=0)
        near = [room for room in self._rooms if shared[room] == most]
        before, behind = self._around(post.path, lambda path: shared.get(self._room.get(path, _NONE)) == most)
        if behind:
            at = self._rooms.index(self._room[behind])
        else:
            anchor = self._room[before] if before else near[-1] if near else None
            at = self._rooms.index(anchor) + 1 if anchor else 0
        room = Room(section, None, [])
        self._rooms.insert(at, room)
        return room

    def _place(self, post: Post, room: Room) -> int:
        """Behind the nearest of its section before it, else before the nearest behind it, else at the end;
        never between what stands together, nor outside of what is pinned."""
        section, items = self._section[post.path], room.items
        before, behind = self._around(
            post.path, lambda path: self._room.get(path) is room and self._section[path] == section
        )
        at = _index(items, before) + 1 if before else _index(items, behind) if behind else len(items)
        step = 1 if before else -1
        while 0 < at < len(items) and _is_together(items[at]):
            at += step
        first = next((n for n, item in enumerate(items) if _pin(item) != "first"), len(items))
        last = next((n for n, item in enumerate(reversed(items)) if _pin(item) != "last"), len(items))
        return max(first, min(at, len(items) - last))


def _index(items: Sequence[Item], path: str) -> int:
    """Where a post stands; most come near the end."""
    return next(n for n in range(len(items) - 1, -1, -1) if (post := items[n].post) and post.path == path)


def _pin(item: Item) -> str:
    return item.line.chapter.pin if item.line else ""


def _is_together(item: Item) -> bool:
    return bool(item.line and item.line.chapter.together)


def _shared(one: Section, other: Section) -> int:
    """How many steps two paths have in common from their start."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
