"""Posts -> Outline: which posts are in the book, and where each one stands. Pure.

Every order is total and looks at nothing but the posts: the same blog is the same book everywhere.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from publisher import collation
from publisher.book import skips
from publisher.book.following import check_following, following
from publisher.book.named import (
    absent,
    check_choice,
    closest,
    cures,
    matches,
    means,
    no_day,
    path_of,
    placing,
)
from publisher.book.parts import unknown
from publisher.book.series import in_series
from publisher.config.order import OrderTable
from publisher.config.schema import BookToml, ContentTable
from publisher.errors import Report, SourceError, Where
from publisher.model import Blog, Entry, LeftOut, Outline, Placed, Post, Section
from publisher.phrase import NOTHING, Phrase, _, listed

_EMPTY = _("empty")
DEEPEST = 20  # parts in parts: a contents page of more is none, and each takes room on a stack
_REST = {"ko": "그 밖의 글"}  # the last part: posts that are in no category, year, series...


def select(blog: Blog, settings: BookToml, report: Report) -> tuple[list[Post], tuple[LeftOut, ...]]:
    """Return the posts to print, and the others. Raises SourceError where there are none to print."""
    if never := no_day(settings.content):
        raise SourceError(never, hint=_("change one of the two days"))
    check_choice(blog.posts, settings.content, report)
    chosen, left_out = _select(blog.posts, settings.content)
    if not chosen:
        raise SourceError(_nothing(left_out), hint=cures(left_out, settings.content))
    _check_names(blog.posts, settings, language_of(blog, settings), report)
    check_following(chosen, report)
    for left in left_out:
        if left.reason is _EMPTY:
            hint = _("write something in it, or delete it")
            report.warning("post-empty", _("nothing is in the file: left out"), Where(left.post.path), hint)
    for post in chosen:
        if max(map(len, (*post.sections, post.book.part))) > DEEPEST:
            hint = _("write fewer steps")
            what = _("its part has more than {deepest} steps: the others are passed over", deepest=DEEPEST)
            report.warning("part-deep", what, Where(post.path), hint)
    return [for_book(post) for post in chosen], tuple(left_out)


def language_of(blog: Blog, settings: BookToml) -> str:
    return settings.book.language or blog.site.language


def in_order(posts: Iterable[Post], settings: BookToml, language: str) -> list[Placed]:
    """Return posts in the parts of one book, in reading order."""
    placed = [(_section(post, settings, language), post) for post in posts]
    if all(section == (rest(language),) for section, _ in placed):
        placed = [((), post) for _, post in placed]
    found = ordered(placed, settings.order, language)
    return following(in_series(found) if settings.order.posts in ("date", "title") else found)


def for_book(post: Post) -> Post:
    """Return a post as the book shows it, where it wants to look otherwise there."""
    title, markdown = post.book.title or post.title, skips.without_skipped(post.markdown)
    is_same = title == post.title and markdown == post.markdown
    return post if is_same else replace(post, title=title, markdown=markdown)


def numbered(placed: Iterable[Placed]) -> tuple[Entry, ...]:
    """Entries from 1."""
    return tuple(
        Entry(entry_id(post.path), number, section, post) for number, (section, post) in enumerate(placed, 1)
    )


def capped(outline: Outline, epoch: int | None) -> Outline:
    """No time in the book later than `epoch`. See https://reproducible-builds.org/specs/source-date-epoch/"""
    if epoch is None or outline.meta.modified.timestamp() <= epoch:
        return outline
    modified = outline.meta.modified.fromtimestamp(epoch, outline.meta.modified.tzinfo)
    return replace(outline, meta=replace(outline.meta, modified=modified))


def _nothing(left_out: Sequence[LeftOut]) -> Phrase:
    """Why the book is empty, in a line: how many posts are out for which reason."""
    if not left_out:
        return _("the blog has no posts yet")
    counts = Counter(left.reason for left in left_out)
    reasons = listed(_("{count} {reason}", count=n, reason=reason) for reason, n in counts.most_common())
    return _(
        "none of the blog's {count} posts is in the book: {reasons}", count=len(left_out), reasons=reasons
    )


# Which posts


def _select(posts: Iterable[Post], content: ContentTable) -> tuple[list[Post], list[LeftOut]]:
    chosen, left_out = [], []
    for post in sorted(posts, key=lambda post: post.path):
        reason = why_out(post, content)
        if reason:
            left_out.append(LeftOut(post, reason))
        else:
            chosen.append(post)
    return chosen, left_out


def why_out(post: Post, content: ContentTable) -> Phrase:
    """Say why a post is not in the book; NOTHING where it is."""
    day = post.date.date()
    checks = (
        *kept_from_readers(post, content),
        (post.book.skip or skips.is_skipped(post.markdown), _("skipped by itself")),
        (post.first_line <= 1 and not post.markdown.strip(), _EMPTY),
        (any(means(name, post) for name in content.exclude), _("excluded")),
        (bool(content.categories) and not _in_categories(post, content), _("other category")),
        (bool(content.tags) and not set(content.tags) & set(post.tags), _("other tags")),
        (not post.dated and (content.since or content.until) is not None, _("undated")),
        (content.since is not None and day < content.since, _("before {day}", day=content.since)),
        (content.until is not None and day > content.until, _("after {day}", day=content.until)),
    )
    return next((reason for holds, reason in checks if holds), NOTHING)


def kept_from_readers(post: Post, content: ContentTable) -> tuple[tuple[bool, Phrase], ...]:
    """Return what hides it, and whether that holds: no plan takes such a post in."""
    private = post.kept_private_by
    return (
        (bool(private) and not content.private, _("hidden ({by})", by=private)),
        (bool(post.hidden_by), _("hidden ({by})", by=Phrase(post.hidden_by))),
        (post.draft and not content.drafts, _("draft")),
    )


def _in_categories(post: Post, content: ContentTable) -> bool:
    return any(matches(section, name) for section in post.sections for name in content.categories)


# Where they stand


def _section(post: Post, settings: BookToml, language: str) -> Section:
    """The part that a post stands in; the last part of the book where it has none."""
    month = f"{post.date.month}월" if language.startswith("ko") else f"{post.date:%B}"
    by = settings.order.by
    sections: dict[str, Section] = {
        "category": category_of(post, settings) if by == "category" else (),
        "year": by_year(post, language),
        "month": (*by_year(post, language), month) if post.dated else (),
        "tag": _preferred(tuple((tag,) for tag in post.tags), settings.order.prefer),
        "series": (post.series,) if post.series else (),
        "flat": (),
    }
    return (post.book.part or sections[by] or (rest(language),))[:DEEPEST]


def by_year(post: Post, language: str) -> Section:
    """Return its year as a part is called; nothing where it is undated."""
    year = f"{post.date.year}년" if language.startswith("ko") else f"{post.date.year}"
    return (year,) if post.dated else ()


def rest(language: str) -> str:
    """Return what the part, or the volume, of all that is left over is called."""
    return _REST.get(language.partition("-")[0], "Other posts")


def category_of(post: Post, settings: BookToml) -> Section:
    """Return its one category; where the book is of some categories only, one of those."""
    wanted = settings.content.categories
    within = tuple(path for path in post.sections if any(matches(path, name) for name in wanted))
    return _preferred(within or post.sections, settings.order.prefer)


def _preferred(sections: tuple[Section, ...], prefer: str | tuple[str, ...]) -> Section:
    """One of several: the first, the deepest (the first of equals), or the first that a list names."""
    if not sections:
        return ()
    if prefer == "deepest":
        return max(sections, key=len)
    names = () if isinstance(prefer, str) else prefer
    named = (section for name in names for section in sections if matches(section, name))
    return next(named, sections[0])


def ordered(placed: list[Placed], order: OrderTable, language: str) -> list[Placed]:
    """Return parts and posts in reading order: what stands in a part itself comes before the parts in it."""
    by_date = sorted(placed, key=lambda item: _date_key(item[1], order.posts == "date-desc"))
    by_post = _by_post(by_date, order)
    rank = {post.path: index for index, (_, post) in enumerate(by_date)}
    first: dict[Section, int] = {}
    for section, post in by_date:
        for depth in range(1, len(section) + 1):
            first.setdefault(section[:depth], rank[post.path])
    part_key = _part_key(order, first, rest(language))
    return sorted(by_post, key=lambda item: tuple(part_key(item[0][: d + 1]) for d in range(len(item[0]))))


def _date_key(post: Post, descending: bool) -> tuple[bool, float, tuple[object, ...], str]:
    """Undated posts come last whichever way the dates run; equal dates go by title, then path."""
    time = post.date.timestamp() if post.dated else 0.0
    return (not post.dated, -time if descending else time, collation.key(post.title), post.path)


def _by_post(by_date: list[Placed], order: OrderTable) -> list[Placed]:
    if order.posts == "title":
        return sorted(by_date, key=lambda item: (collation.key(item[1].title), item[1].path))
    if isinstance(order.posts, str):
        return by_date
    place_of = placing(order.posts)
    return sorted(by_date, key=lambda item: place_of(item[1]))


def _part_key(
    order: OrderTable, first: dict[Section, int], rest: str
) -> Callable[[Section], tuple[object, ...]]:
    """The sort key of one part among its siblings; the part of what is left over is the last."""
    names = () if isinstance(order.parts, str) else order.parts

    def key(section: Section) -> tuple[object, ...]:
        named = _place(names, lambda name: section[-1] == name or section == path_of(name))
        by_name: object = collation.key(section[-1]) if order.parts == "name" else first[section]
        return (section == (rest,), named, by_name, section[-1])

    return key


def _place(names: Sequence[str], holds: Callable[[str], bool]) -> int:
    """The place of the first name that holds; behind all of them where none does."""
    return next((index for index, name in enumerate(names) if holds(name)), len(names))


def _check_names(posts: Sequence[Post], settings: BookToml, language: str, report: Report) -> None:
    """Names in book.toml that mean nothing in the whole blog, chosen or not, are slips of the pen."""
    order = settings.order
    if isinstance(order.parts, str) and isinstance(order.posts, str) and not settings.parts:
        return
    sections = {path for post in posts for path in (*post.sections, _section(post, settings, language))}
    for name in () if isinstance(order.parts, str) else order.parts:
        if not any(matches(section, name) for section in sections):
            _unknown(
                "order.parts",
                order.where("parts"),
                name,
                sorted("/".join(section) for section in sections),
                report,
            )
    for name in unknown(settings.parts, sections):
        _unknown(
            "parts",
            settings.parts[name].where(),
            name,
            sorted("/".join(section) for section in sections),
            report,
        )
    for name in () if isinstance(order.posts, str) else absent(order.posts, posts):
        known = sorted(PurePosixPath(post.path).stem for post in posts)
        _unknown("order.posts", order.where("posts"), name, known, report)


def _unknown(key: str, where: Where, name: str, known: list[str], report: Report) -> None:
    near = closest(name, known)
    hint = _("did you mean {near}?", near=near) if near else _("`publisher plan` shows all of them")
    report.warning("order-unknown", _("{key}: there is no {name}", key=key, name=name), where, hint)


# What others call them


def entry_id(path: str) -> str:
    """Return an ASCII name for a file, the same as long as that keeps its own: "hexo-blog-3fa9b2c1"."""
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(path).stem.lower()).strip("-")[:32].strip("-")
    digest = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"{stem}-{digest}" if stem and stem[0].isalpha() else f"post-{stem}-{digest}".replace("--", "-")


def links(entries: Iterable[Entry]) -> dict[str, str]:
    """Blog address -> entry id. An address that two posts claim stays with the first."""
    found: dict[str, str] = {}
    for entry in entries:
        for url in entry.post.urls:
            found.setdefault(url, entry.id)
    return found
