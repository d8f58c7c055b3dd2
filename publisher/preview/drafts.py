"""A blog -> its book before it is laid out, by the steps of a build.

What is drawn for a second and seldom changes, the cover, is kept at hand; a draft that lacks it says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from publisher import build
from publisher.assets.themes import Theme
from publisher.book.length.chapters import pages_in
from publisher.book.paper import Paper, paper_of
from publisher.book.settled import settled
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Diagnostic, Report
from publisher.fetch.internet import PUBLIC
from publisher.model import Blog, Book, Outline
from publisher.readers.files import MARKDOWN
from publisher.storage.keys import key_of
from publisher.storage.stamp import Stamp
from publisher.writers.job import Job, Step
from publisher.writers.pdf import covers
from publisher.writers.pdf.compose.html import Composer
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import units
from publisher.writers.pdf.layout.scheduler import Guess, LayoutSetting, Scheduler
from publisher.writers.pdf.numbering import guessed

Overlay = Mapping[str, Mapping[str, Any]]  # in the shape of book.toml

_NEAR = 2  # chapters on either side of the one under the cursor, with which a new book begins
_LETTERS = 550  # of Markdown on a page, about
_NOWHERE = Path("preview.pdf")  # no file is written
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which book is to be shown, and where one looks at it."""

    at: str = ""  # id of the chapter under the cursor, or its post's file
    page: int = 0  # of it that is looked at, from 0
    volume: int = 0
    overlay: Overlay = field(default_factory=dict)  # settings that are tried out
    files: frozenset[Path] | None = None  # that have changed since the last one; None: any may have

    @property
    def only_posts(self) -> bool:
        """Whether no other files have changed."""
        return self.files is not None and all(file.suffix.lower() in MARKDOWN for file in self.files)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The books of a blog in their order."""

    config: Config
    report: Report
    theme: Theme
    blog: Blog
    outlines: tuple[Outline, ...]
    volume: int
    at: str

    @property
    def outline(self) -> Outline:
        return self.outlines[self.volume]


@dataclass(frozen=True, slots=True)
class Draft:
    """A book before it is laid out."""

    config: Config
    job: Job
    paper: Paper
    units: Sequence[LayoutUnit]
    scheduler: Scheduler
    arranged: Arranged
    whole: bool  # whether it has all chapters
    here: int  # the unit under the cursor
    draw_cover: Callable[[], None] | None  # for the next draft, where this one lacks it

    @property
    def guess(self) -> Guess:
        return partial(guessed, self.units, self.paper)


@dataclass(frozen=True, slots=True)
class _Cover:
    """A cover, what it was drawn from, and what was said of that."""

    made_of: str
    jpeg: bytes
    told: tuple[Diagnostic, ...]


class Drafter:
    """Makes one draft after another."""

    def __init__(self, work: build.Work, step: Step) -> None:
        self._work, self._progress = work, build.Progress(step)
        self._scheduler: tuple[str, Scheduler] | None = None  # and its setting
        self._cover: _Cover | None = None
        self._looked: tuple[BookToml, tuple[Theme, Paper], tuple[Diagnostic, ...]] | None = None
        self.is_sure = False  # whether nothing but posts has changed since the last whole draft

    def heed(self, wish: Wish) -> None:
        """Note what has changed, also where no draft comes of it: a later one has to see that."""
        self.is_sure = self.is_sure and wish.only_posts

    def few(self, config: Config, wish: Wish) -> Draft:
        """Return the chapters around the cursor alone: all of a new book may take a minute."""
        self._work.memory.is_part = True
        whole = self._arranged(config, wish, as_it_was=False)
        few = replace(whole, outlines=(_around(whole.at, whole.outline),), volume=0)
        letters = sum(len(entry.post.markdown) for entry in whole.outline.entries)
        return self._draft(few, lambda _book, _paper: letters // _LETTERS)

    def whole(self, config: Config, wish: Wish) -> Draft:
        """Return the whole book. Raises PublisherError where there is none."""
        memory, sure = self._work.memory, self.is_sure
        memory.is_part, memory.only_posts_changed = False, sure
        self.is_sure = False  # as long as there may be no draft
        draft = self._draft(self._arranged(config, wish, as_it_was=sure), _length)
        self.is_sure = True
        return draft

    def _arranged(self, config: Config, wish: Wish, *, as_it_was: bool) -> Arranged:
        """`as_it_was`: whether no file of the theme has changed since the last draft."""
        config, report = _offline(config), Report()
        theme, paper = self._look(config, report, as_it_was=as_it_was)
        _blog, outlines = build.arranged(config, paper, report, self._work)
        volume = min(wish.volume, len(outlines) - 1)
        return Arranged(
            config, report, theme, _blog, outlines, volume, _chapter_at(wish.at, outlines[volume])
        )

    def _look(self, config: Config, report: Report, *, as_it_was: bool) -> tuple[Theme, Paper]:
        """The theme and its paper, loaded again where its files may have changed."""
        if not (as_it_was and self._looked and self._looked[0] == config.settings):
            said = Report()
            self._looked = config.settings, build.look(config, said), tuple(said.diagnostics)
        _settings, look, told = self._looked
        report.extend(told)
        return look

    def _draft(self, arranged: Arranged, length: Callable[[Book, Paper], int]) -> Draft:
        """`length`: how many pages the whole book has, about."""
        is_part = self._work.memory.is_part
        config, report, theme = arranged.config, arranged.report, arranged.theme
        books = build.rendered(
            arranged.blog, arranged.outlines, theme, config, self._work, report, self._progress, PUBLIC
        )
        book, fonts = books[arranged.volume], build.fonts_of(books, theme, config, self._work, report)
        book = _part_of(book) if is_part else book
        settings = settled(config.settings, theme)
        plain = replace(paper_of(settings.pdf.trim, theme.paper), bleed=settings.pdf.bleed)
        paper = plain.bound(length(book, plain))
        wants = settings.pdf.cover and not is_part
        cover = self._cover_of(book, arranged, paper) if wants else None
        draw = self._drawing(book, arranged, paper) if wants and not cover else None
        report.extend(cover.told if cover else ())
        job = Job(
            book, cover.jpeg if cover else b"", theme, fonts, settings if cover else _bare(settings),
            config.epoch, _NOWHERE, _NOWHERE, self._work.keep_in, config.cache, self._work.executor, report,
            self._progress.step,
        )  # fmt: skip
        setting = LayoutSetting.of(job, paper)
        found = units(job, Composer(setting.composed))
        here = next((n for n, unit in enumerate(found) if arranged.at in unit.inputs.starts), 0)
        return Draft(
            config, job, paper, found, self._scheduler_of(job, setting), arranged, not is_part, here, draw
        )

    def forget_damaged(self) -> None:
        """Have fragments made anew that the cache has lost."""
        if self._scheduler:
            self._scheduler[1].forget_damaged()

    def _scheduler_of(self, job: Job, setting: LayoutSetting) -> Scheduler:
        """The last one, where all units are laid out with the same."""
        key = key_of(setting, job.book.meta.identifier)
        if not self._scheduler or self._scheduler[0] != key:
            self._scheduler = key, Scheduler(job, setting, edited=True)
        return self._scheduler[1]

    def _cover_of(self, book: Book, arranged: Arranged, paper: Paper) -> _Cover | None:
        cover = self._cover
        return cover if cover and cover.made_of == _key_of_cover(book, arranged, paper) else None

    def _drawing(self, book: Book, arranged: Arranged, paper: Paper) -> Callable[[], None]:
        """What draws the cover, and keeps it at hand. Raises ConfigError where the theme has no such
        design."""
        config, work, told = arranged.config, self._work, Report()
        key = _key_of_cover(book, arranged, paper)
        maker = covers(
            arranged.theme, config.source, paper, config.settings.cover, work.keep_in, work.executor
        )
        begun = maker.begin([book.meta], ("pdf",), told)[book.meta.identifier, "pdf"]

        def draw() -> None:
            self._cover = _Cover(key, begun(), tuple(told.diagnostics))

        return draw


def _key_of_cover(book: Book, arranged: Arranged, paper: Paper) -> str:
    """Of what it shows; pictures count by their files' stamps."""
    table = arranged.config.settings.cover
    files = [
        arranged.config.source / name for name in (book.meta.cover, table.picture, table.portrait) if name
    ]
    stamps = [Stamp.of(one.stat()) for one in files if one.is_file()]
    return key_of(replace(book.meta, modified=_NO_DAY), table, arranged.theme, paper, stamps)


def _offline(config: Config) -> Config:
    """Nothing is fetched while one writes; what a build has fetched is there."""
    settings = config.settings
    images = settings.images.model_copy(update={"fetch": False})
    return replace(config, settings=settings.model_copy(update={"images": images}))


def _bare(settings: BookToml) -> BookToml:
    """A book without its cover."""
    return settings.model_copy(update={"pdf": settings.pdf.model_copy(update={"cover": False})})


def _length(book: Book, paper: Paper) -> int:
    return pages_in((chapter.rows for chapter in book.chapters), paper)


def _part_of(book: Book) -> Book:
    """A book of its own: what is kept of the whole one stays as it is."""
    return replace(book, meta=replace(book.meta, identifier=f"{book.meta.identifier}#part"))


def _chapter_at(at: str, outline: Outline) -> str:
    """The id of a chapter by that or by its post's file; "" where the book has none."""
    return next((entry.id for entry in outline.entries if at in (entry.id, entry.post.path)), "")


def _around(at: str, outline: Outline) -> Outline:
    """The same with the chapters around one alone."""
    here = next((n for n, entry in enumerate(outline.entries) if entry.id == at), 0)
    first = max(0, here - _NEAR)
    return replace(outline, entries=outline.entries[first : here + _NEAR + 1])
