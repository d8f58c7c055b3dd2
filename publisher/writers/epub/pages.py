"""Every XHTML page of the EPUB in spine order; chapters' pages are made by the workers.

A chapter's page is kept, deflated, from build to build: it is made anew when the chapter, a place that it
links to, the theme or what the book says of itself has changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from publisher.book.crossrefs import Targets
from publisher.book.tree import Part, contents, walk
from publisher.model import Book, Chapter, PartText
from publisher.storage.keys import key_of
from publisher.storage.sharded import ShardedStore
from publisher.writers import index, matter
from publisher.writers.colophon import colophon
from publisher.writers.epub import spine
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.joining import joined
from publisher.writers.epub.page import (
    Fault,
    PageInputs,
    PageSetting,
    XhtmlPage,
    chapter_page,
    plain_page,
    plainly,
)
from publisher.writers.figures import KINDS, Figures
from publisher.writers.job import Job
from publisher.writers.opening import address_of, is_long

COVER_IMAGE = "images/cover.jpg"
_LARGE = 300_000  # characters of a chapter whose page is made where memory can be limited
_WORTH_IT = 100  # pages: what it takes to send as many, and a second process to start


class Chapters:
    """The chapters whose pages are asked for."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._setting = PageSetting.of(job, job.book.meta.steady())
        self._asked = _asked(job)
        common = key_of(self._setting)
        self.keys = [key_of(common, one) for one in self._asked]

    def begin(self) -> "BegunPages":
        """Let workers make the pages that are new, where these are not few."""
        job, setting = self._job, self._setting
        kept = ShardedStore(job.cache("pages"), job.book.meta.identifier)
        rows = [
            _Row(one, key, self._known(one, key, kept))
            for one, key in zip(self._asked, self.keys, strict=True)
        ]
        missing = [row.inputs for row in rows if row.data is None]
        few = len(missing) < _WORTH_IT
        make = partial(chapter_page, setting=setting)
        made = job.executor.each(make, missing, worth=not few, chunk=20, simpler=plainly, large=_is_large)
        return BegunPages(job, _in_order(rows, made, setting, kept), few)

    def _known(self, inputs: PageInputs, key: str, kept: ShardedStore) -> bytes | None:
        """A kept page. Drawings are not kept: they are drawn where they are wanted."""
        return None if inputs.is_drawn(self._setting) else kept.get(inputs.chapter.id, key)


def _asked(job: Job) -> list[PageInputs]:
    """All that posts say, then the pages around them; captions of those have no numbers."""
    targets, chapters = Targets(job.book), job.book.chapters
    numberings, marks = Figures.of(job).numberings(chapters), index.first_marks(job.book)
    return [
        *(
            PageInputs(
                chapter,
                targets.of(chapter),
                numbering=numbering,
                marks=marks.get(chapter.id, ()),
                slots=job.book.slots.get(chapter.id, ()),
            )
            for chapter, numbering in zip(chapters, numberings, strict=True)
        ),
        *(PageInputs(page.chapter, targets.of(page.chapter), matter=page.kind) for page in job.book.matter),
    ]


def _is_large(asked: PageInputs) -> bool:
    return len(asked.chapter.xhtml) > _LARGE


class _Row(NamedTuple):
    """A chapter's page, as it is kept."""

    inputs: PageInputs
    key: str
    data: bytes | None  # None: it is to be made


@dataclass(frozen=True, slots=True)
class BegunPages:
    """The pages of a book, of which workers make those of new chapters."""

    job: Job
    chapters: Iterator[XhtmlPage]
    few: bool  # whether few are new

    def finish(self) -> list[XhtmlPage]:
        """Return all pages: cover, title page, contents, parts and chapters, colophon."""
        return _pages(self.job, self.chapters)


def _in_order(
    rows: Iterable[_Row], made: Iterator[XhtmlPage], setting: PageSetting, kept: ShardedStore
) -> Iterator[XhtmlPage]:
    """Every chapter's page; new ones are kept when all have been asked for."""
    for inputs, key, data in rows:
        name = inputs.chapter.id
        if data is not None:
            yield XhtmlPage(name, Packed.from_bytes(data), inputs.properties(setting))
            continue
        page = next(made)
        if not inputs.is_drawn(setting) and not page.fault:
            kept.put(name, key, page.packed.to_bytes())
        yield page
    kept.close()


def with_plain(made: list[XhtmlPage], faults: Mapping[str, Fault], job: Job) -> list[XhtmlPage]:
    """Return the same pages; those of chapters that have a fault with their words alone."""
    setting = PageSetting.of(job, job.book.meta.steady())
    plain = {
        asked.chapter.id: plain_page(plainly(asked, fault), setting)
        for asked in _asked(job)
        if (fault := faults.get(asked.chapter.id))
    }
    made = [plain.get(page.id, page) for page in made]
    silent = {page.id for page in made if page.fault}
    anew = [_nav(job, silent)]
    setting = PageSetting.of(job, job.book.meta)
    anew += [_matter(setting, one, job, silent) for one in matter.sections(job) if one.kind == "index"]
    others = {page.id: page for page in anew}
    return [others.get(page.id, page) for page in made]


def _pages(job: Job, chapters: Iterator[XhtmlPage]) -> list[XhtmlPage]:
    setting = PageSetting.of(job, job.book.meta)
    words, texts = setting.words, job.book.parts
    made = {page.id: page for page in chapters}
    plain = {page.id for page in made.values() if page.fault}
    made |= {
        one.id: _matter(setting, one, job, plain) for one in matter.sections(job) if one.id not in made
    } | {
        part.id: _part(setting, part, texts.get(part.section, PartText()))
        for part in walk(contents(job.book.chapters))
        if isinstance(part, Part)
    }
    made["cover"] = _page(setting, "cover", "cover", words["cover"], image=COVER_IMAGE)
    made["title"] = _page(setting, "title", "title", job.book.meta.title)
    made["nav"] = _nav(job, plain)
    made["colophon"] = _page(setting, "colophon", "colophon", words["colophon"], (), rows=colophon(job))
    return [made[page] for page in spine.ids(job.book, job.settings)]


def in_files(made: list[XhtmlPage], job: Job) -> list[XhtmlPage]:
    """Return the pages as they stand in the files of the EPUB."""
    empty = _page(PageSetting.of(job, job.book.meta), "", "place", job.book.meta.title)
    return joined(made, spine.Spine.of(job.book, job.settings), empty)


def _matter(setting: PageSetting, one: matter.MatterSection, job: Job, plain: Collection[str]) -> XhtmlPage:
    """A page before or behind the posts that nobody has written. `plain`: chapters without marks of words."""
    book = job.book
    values = {"chapters": book.chapters, "address": lambda chapter: address_of(chapter, book.meta)}
    values["changes"] = book.changes
    values |= {"groups": _index(book, plain)} if one.kind == "index" else {}
    return _page(setting, one.id, one.id, one.title, (), section=one, **values)


def _index(book: Book, plain: Collection[str]) -> index.Groups:
    """The lines of the index, which lead to chapters: pages of an EPUB have no numbers."""
    titles = {chapter.id: chapter.title for chapter in book.chapters}
    blocks = {mark.id: mark.block for marks in book.index.marks.values() for mark in marks}

    def located(places: Sequence[str]) -> Iterator[index.Locator]:
        for chapter, place in index.in_chapters(places, titles).items():
            inner = "" if place == chapter or chapter in plain else f"#{blocks[place]}"
            yield index.Locator(titles[chapter], f"{chapter}.xhtml{inner}")

    return index.grouped(book.index.entries, located)


def _part(setting: PageSetting, part: Part[Chapter], text: PartText) -> XhtmlPage:
    number, long = setting.part_number(part), is_long(part.title)
    return _page(setting, part.id, "part", part.title, part=part, number=number, text=text, long=long)


def _nav(job: Job, plain: Collection[str]) -> XhtmlPage:
    """The contents, and the lists of figures; of chapters whose words alone are shown, these have nothing."""
    setting = PageSetting.of(job, job.book.meta)
    listed = [
        one for one in Figures.of(job).listed(job.book.chapters, setting.words) if one.chapter not in plain
    ]
    lists = {kind: some for kind in KINDS if (some := [one for one in listed if one.kind == kind])}
    title, tree, around = setting.words["contents"], contents(job.book.chapters), matter.sections(job)
    whole = (*matter.listed(around, front=True), *tree, *matter.listed(around, front=False))
    values = {"tree": whole, "lists": lists, "first": tree[0].id, "around": around}
    values["gone"] = [
        name for name in spine.Spine.of(job.book, job.settings).names if name.startswith(spine.GONE)
    ]
    return _page(setting, "nav", "nav", title, ("nav",), **values, page=job.settings.order.contents)


def _page(
    setting: PageSetting,
    name: str,
    template: str,
    title: str,
    properties: tuple[str, ...] = (),
    **values: object,
) -> XhtmlPage:
    xhtml = setting.filled(template, title, setting.meta.language, **values)
    return XhtmlPage(name, Packed.of(xhtml.encode()), properties)
