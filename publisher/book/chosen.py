"""The posts of a book, and the order that it has: a plan's, or that of book.toml. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publisher.book.metadata import book_meta
from publisher.book.outline import (
    for_book,
    in_order,
    kept_from_readers,
    language_of,
    links,
    numbered,
    select,
)
from publisher.book.parts import parts_of
from publisher.book.plan.file import Plan, plan_at
from publisher.book.plan.merge import Merged, merge
from publisher.book.series import check_series
from publisher.config.schema import BookToml
from publisher.errors import Report, SourceError, Where
from publisher.model import Blog, Entry, LeftOut, Outline, PartText, Placed, Post, Section
from publisher.phrase import _


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and the files that it names and that are no posts, by path."""

    plan: Plan
    others: Mapping[str, Post] = field(default_factory=dict)


def planned(
    path: Path, blog: Path, own: Callable[[Iterable[str]], Mapping[str, Post]], report: Report
) -> Planned | None:
    """Return the plan in a file; None where there is none, or the path is the blog's own: that names none.

    `own` reads chapters that are no posts.
    """
    plan = plan_at(path, blog, report) if path != blog else None
    return Planned(plan, own(plan.names)) if plan else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The posts of the book or of its volumes."""

    placed: tuple[Placed, ...]  # in the order of the whole
    left_out: tuple[LeftOut, ...]
    language: str
    merged: Merged | None  # None: without a plan

    @property
    def plan(self) -> str:
        """How messages name the plan; "" without one."""
        return self.merged.plan.shown if self.merged else ""

    @property
    def posts(self) -> list[Post]:
        return [post for _section, post in self.placed]

    def in_order(self, posts: Iterable[Post], settings: BookToml) -> list[Placed]:
        """Return some of them in the parts of one book, in reading order."""
        if not self.merged:
            return in_order(posts, settings, self.language)
        paths = {post.path for post in posts}
        return [one for one in self.placed if one[1].path in paths]

    def parts_of(
        self, entries: Sequence[Entry], settings: BookToml, blog: Blog, above: Section = ()
    ) -> dict[Section, PartText]:
        """Return what stands on the pages of parts: the plan's words before all others. `above`: the part in
        which all of them stand elsewhere, and here do not."""
        texts = parts_of(entries, settings.parts, blog.parts, above)
        own, depth = self.merged.texts if self.merged else {}, len(above)
        inside = (section for section in own if section[:depth] == above != section)
        return texts | {section[depth:]: own[section] for section in inside}


def choose(blog: Blog, settings: BookToml, report: Report, given: Planned | None = None) -> Chosen:
    """Return the posts to print. Raises SourceError where there are none."""
    posts, left_out = select(blog, settings, report)
    language = language_of(blog, settings)
    natural = in_order(posts, settings, language)
    check_series(natural, report)
    if not given:
        return Chosen(tuple(natural), left_out, language, None)
    others = {path: for_book(post) for path, post in given.others.items() if _may_be_read(post, settings)}
    merged = merge(given.plan, natural, others, left_out, report)
    if not merged:
        return Chosen(tuple(natural), left_out, language, None)
    if not merged.placed:
        what = _("{plan} leaves no post in the book", plan=given.plan.shown)
        raise SourceError(what, hint=_("move lines into its parts, or take the file away"))
    _name_new(merged, report)
    taken_in = {post.path for _section, post in merged.placed}
    out = (*(left for left in left_out if left.post.path not in taken_in), *merged.left_out)
    return Chosen(merged.placed, out, language, merged)


def _name_new(merged: Merged, report: Report) -> None:
    """Say which posts the plan does not name yet."""
    places = {post.path: at for at, (_section, post) in enumerate(merged.placed)}
    hint = _("`publisher plan --write` writes it into the plan")
    for post in merged.new:
        at = places[post.path]
        first = _("not in the plan yet: it begins the book")
        before = merged.placed[at - 1][1].title if at else ""
        what = _("not in the plan yet: it stands behind {before}", before=before) if at else first
        report.note("plan-new", what, Where(post.path), hint)


def _may_be_read(post: Post, settings: BookToml) -> bool:
    return not any(holds for holds, _reason in kept_from_readers(post, settings.content))


def arrange(blog: Blog, settings: BookToml, report: Report, plan: Planned | None = None) -> Outline:
    """Return the one book that holds them all. Raises SourceError where no post is left to print."""
    chosen = choose(blog, settings, report, plan)
    entries = numbered(chosen.placed)
    meta = book_meta(blog, entries, settings.book, report)
    parts = chosen.parts_of(entries, settings, blog)
    return Outline(meta, entries, chosen.left_out, links(entries), parts=parts, plan=chosen.plan)
