"""Posts -> several Outlines: one blog, many books. Pure.

What makes a volume: a `[[volume]]` of book.toml, or `order.split` (a year, a category, so many pages).
Each is a book of its own: title, identifier, parts, chapters from 1. A post stands in one volume only.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, takewhile
from pathlib import Path

from publisher.book.chosen import Chosen, Planned, arrange, choose
from publisher.book.length.markdown import pages_of
from publisher.book.metadata import book_meta
from publisher.book.named import no_day
from publisher.book.outline import (  # fmt: skip
    by_year,
    category_of,
    language_of,
    links,
    numbered,
    ordered,
    rest,
    why_out,
)
from publisher.book.paper import A5, Paper
from publisher.config.schema import BookTable, BookToml, TitlePage, VolumeTable
from publisher.errors import ConfigError, Report, SourceError, Where
from publisher.model import Blog, OtherPost, Outline, Placed, Post, Section
from publisher.phrase import _


@dataclass(frozen=True, slots=True)
class Volume:
    """One book of the set before it is numbered."""

    book: BookTable
    key: str  # by which it is known through all its editions
    posts: tuple[Placed, ...]  # in reading order
    above: Section = ()  # the part that all of them stand in: the volume itself


def volumes(
    blog: Blog, settings: BookToml, report: Report, paper: Paper = A5, plan: Planned | None = None
) -> tuple[Outline, ...]:
    """Return the books of a blog: one, or as many as its owner asks for. Raises SourceError, ConfigError."""
    if not settings.volume and settings.order.split == "none":
        return (arrange(blog, settings, report, plan),)
    check_volumes(settings)
    chosen = choose(blog, settings, report, plan)
    if settings.book.isbn and settings.order.box_set == "none":  # else it is that of the box set
        hint = _("write one in each [[volume]]; without it a volume has an identifier of its own")
        report.warning(
            "volume-isbn",
            _("the ISBN of [book] is of one book, not of several"),
            settings.book.where("isbn"),
            hint,
        )
    books = _Set(blog, settings, paper, chosen)
    found = list(books.by_hand(chosen.posts, report) if settings.volume else books.split(chosen.posts))
    if not found:
        raise SourceError(_("no post is in any [[volume]]"), hint=_("ask for fewer conditions"))
    return _linked([books.outline(volume, n, report) for n, volume in enumerate(found, 1)])


def check_volumes(settings: BookToml) -> None:
    """Raise ConfigError where volumes are made in two ways."""
    if settings.volume and settings.order.split != "none":
        raise ConfigError(_("book.toml has both [[volume]] and order.split"), hint=_("keep one of them"))


class _Set:
    """The volumes of one blog on their way."""

    def __init__(self, blog: Blog, settings: BookToml, paper: Paper, chosen: Chosen) -> None:
        self._blog, self._paper, self._chosen = blog, paper, chosen
        self._settings = settings
        self._language = language_of(blog, settings)
        self._title = settings.book.title or blog.site.title or Path(blog.folder).name
        common = {"title": self._title, "isbn": ""}
        if not settings.book.title and not settings.book.subtitle:
            common["subtitle"] = blog.site.subtitle
        self._book = settings.book.model_copy(update=common)

    def outline(self, volume: Volume, number: int, report: Report) -> Outline:
        """Return one volume as a book of its own."""
        entries = numbered(volume.posts)
        found = Report()
        meta = book_meta(self._blog, entries, volume.book, found)
        report.extend(item for item in found.diagnostics if item not in report.diagnostics)
        identifier = meta.identifier
        if not meta.isbn:
            name = f"{self._blog.site.url}#{self._title}#{volume.key}"
            identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
        meta = replace(meta, identifier=identifier, collection=self._title, position=number)
        parts = self._chosen.parts_of(entries, self._settings, self._blog, volume.above)
        chosen = self._chosen
        return Outline(meta, entries, chosen.left_out, links(entries), parts=parts, plan=chosen.plan)

    # [[volume]]

    def by_hand(self, posts: Sequence[Post], report: Report) -> Iterator[Volume]:
        """Yield the volumes of book.toml; a post stands in the first that asks for it."""
        left = list(posts)
        self._check_titles()
        for number, table in enumerate(self._settings.volume, 1):
            own = self._settings.model_copy(update={"content": self._content(table)})
            taken = [post for post in left if not why_out(post, own.content)]
            left = [post for post in left if why_out(post, own.content)]
            if taken:
                book = self._imprint(table, number)
                yield Volume(book, table.title or str(number), *self._placed(taken, own))
            else:
                fewer = _("it is not made; ask for fewer conditions, or take the table out")
                hint = no_day(own.content) or fewer
                report.warning(
                    "volume-empty",
                    _("no post is in volume {number}", number=number),
                    table.where(),
                    hint,
                )
        hint = _("a last [[volume]] without conditions takes what is left; [content] leaves posts out")
        for post in left:
            report.warning("volume-none", _("the post is in no volume"), Where(post.path), hint)

    def _check_titles(self) -> None:
        titles = [self._imprint(table, n).title for n, table in enumerate(self._settings.volume, 1)]
        if twice := next((title for title in titles if titles.count(title) > 1), ""):
            raise ConfigError(
                _("book.toml has two volumes with the title {twice}", twice=twice),
                hint=_("give each its own"),
            )

    def _imprint(self, table: VolumeTable, number: int) -> BookTable:
        """What the volume says of itself over what the book says."""
        own = {name: getattr(table, name) for name in TitlePage.model_fields}
        given = {name: value for name, value in own.items() if value}
        return self._book.model_copy(update={"title": f"{self._title} {number}", **given})

    def _content(self, table: VolumeTable) -> object:
        asked = {name: getattr(table, name) for name in ("categories", "tags", "since", "until")}
        given = {name: value for name, value in asked.items() if value}
        return self._settings.content.model_copy(update=given)

    # order.split

    def split(self, posts: Sequence[Post]) -> Iterator[Volume]:
        """Yield a volume a year, a category, so many pages."""
        how, _, size = self._settings.order.split.partition(":")
        if how == "pages":
            yield from self._by_pages(posts, int(size))
            return
        placed = [(self._group(post, how), post) for post in posts]
        in_groups = ordered(placed, self._settings.order, self._language)
        for number, ((name,), group) in enumerate(groupby(in_groups, key=lambda item: item[0]), 1):
            title = f"{self._title}: {name}" if how == "year" else f"{self._title} {number}: {name}"
            book = self._book.model_copy(update={"title": title})
            yield Volume(book, f"{how}:{name}", *self._placed((post for _, post in group), self._settings))

    def _group(self, post: Post, how: str) -> Section:
        found = by_year(post, self._language) if how == "year" else category_of(post, self._settings)[:1]
        return (found[0] if found else rest(self._language),)

    def _by_pages(self, posts: Sequence[Post], size: int) -> Iterator[Volume]:
        """The whole book cut between chapters, where its equal parts would end."""
        placed = self._chosen.in_order(posts, self._settings)
        pages = [pages_of(post, self._paper) for _, post in placed]
        count = min(len(placed), max(1, round(sum(pages) / size)))
        for number, (start, end) in enumerate(_runs(pages, count), 1):
            book = self._book.model_copy(update={"title": f"{self._title} {number}"})
            yield Volume(book, f"pages:{number}", tuple(placed[start:end]))

    def _placed(self, posts: Iterable[Post], settings: BookToml) -> tuple[tuple[Placed, ...], Section]:
        """In reading order, and the part that all of them stand in: it is the volume itself."""
        placed = self._chosen.in_order(posts, settings)
        levels = zip(*(section for section, _ in placed), strict=False)
        above = tuple(names[0] for names in takewhile(lambda names: len(set(names)) == 1, levels))
        return tuple((section[len(above) :], post) for section, post in placed), above


def _runs(sizes: Sequence[float], count: int) -> Iterator[tuple[int, int]]:
    """Neighbours in `count` runs about alike, none empty: each ends nearest to its share of the whole."""
    ends = [0, *accumulate(sizes)]
    start = 0
    for number in range(1, count):
        share = ends[-1] * number / count
        last = len(sizes) - (count - number)
        end = min(range(start + 1, last + 1), key=lambda place: abs(ends[place] - share))
        yield start, end
        start = end
    yield start, len(sizes)


def _linked(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """Each volume with the pages of the others' posts, to which its links lead."""
    pages = [dict(_pages(outline)) for outline in outlines]
    return tuple(
        replace(one, elsewhere=_joined(other for m, other in enumerate(pages) if m != n))
        for n, one in enumerate(outlines)
    )


def _pages(outline: Outline) -> Iterator[tuple[str, OtherPost]]:
    """Blog address -> its page. The reader puts a post's own address first; a file is none."""
    for entry in outline.entries:
        post = entry.post
        own = post.urls[0] if post.urls else ""
        page = OtherPost("" if own == post.path else post.address or own, post.title)
        yield from ((url, page) for url in post.urls if outline.links[url] == entry.id)


def _joined(maps: Iterable[Mapping[str, OtherPost]]) -> dict[str, OtherPost]:
    found: dict[str, OtherPost] = {}
    for one in maps:
        found = {**one, **found}
    return found
