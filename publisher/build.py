"""The flow: read, arrange, render, write."""

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TypeVar

from publisher.assets import diagrams
from publisher.assets.font_files import font_folders, list_soon
from publisher.assets.fonts import FontSet, check_coverage, check_own, find_fonts
from publisher.assets.themes import Theme, load_theme
from publisher.book.box_set import box_meta, boxed, formats
from publisher.book.chosen import planned
from publisher.book.file_names import files_of
from publisher.book.leaflet import leaflet
from publisher.book.outline import capped
from publisher.book.paper import Paper, paper_of
from publisher.book.settled import figures, settled
from publisher.book.volumes import volumes
from publisher.config.load import Config
from publisher.config.schema import Format
from publisher.errors import Diagnostic, Report, UnkeptError, Where
from publisher.fetch import lock
from publisher.fetch.internet import PUBLIC, Internet
from publisher.model import Blog, Book, Chapter, LeftOut, Outline
from publisher.passes.chapter_build import Fetched, RenderContext
from publisher.passes.places import own_folders
from publisher.phrase import _, system_says
from publisher.readers import read_blog
from publisher.readers.own import own_chapters
from publisher.render import from_web
from publisher.render.editions import with_ids
from publisher.render.matter import with_back, with_matter, without_pages
from publisher.render.pipeline import render
from publisher.runtime.executor import Executor, Guard
from publisher.runtime.limits import Limits
from publisher.runtime.machine import write_fails_in_words
from publisher.storage import cache_folder
from publisher.storage.cache import Cache, NoCache, placed_together, swept, try_to_write
from publisher.storage.memory import Memory
from publisher.writers.job import Job, Step, silent
from publisher.writers.pdf import LAYOUT, check_cover, check_libraries, covers, warm_up
from publisher.writers.registry import WRITERS

T = TypeVar("T")
_CHAPTERS, POSTS, _FROM_WEB = "chapters", "posts", "web"  # parts of the cache
_MAKING = {"epub": "publisher.writers.epub.page", "pdf": LAYOUT}  # what takes time to import
_BEGIN = ("pdf", "epub")  # in this order: workers lay out while pages of the EPUB are looked for
_RENDERING = "publisher.render.chapters"
_WORKING = _("free some space; PUBLISHER_CACHE names another folder for the cache, TMPDIR for the rest")


@dataclass(frozen=True, slots=True)
class Progress:
    """How a build tells what it is doing; the default tells nobody."""

    step: Step = silent


@dataclass(frozen=True, slots=True)
class Work:
    """Where a build works, and who does."""

    keep_in: Path
    executor: Executor
    get_ready: Callable[[], None]  # as soon as it is known that something is new
    memory: Memory = field(default_factory=Memory)  # of the last book


@dataclass(frozen=True, slots=True)
class Finished:
    """One file of the book, in its place."""

    format: Format
    path: Path
    pages: int  # 0 where the format has none
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Volume:
    """One book, and its files."""

    book: Book
    files: tuple[Finished, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Books that were looked at, and not written."""

    outlines: tuple[Outline, ...]
    books: tuple[Book, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: one book, or the volumes of a set."""

    blog: Blog
    left_out: tuple[LeftOut, ...]
    volumes: tuple[Volume, ...]

    @property
    def files(self) -> tuple[Finished, ...]:
        return tuple(file for volume in self.volumes for file in volume.files)


def plan(config: Config, report: Report, kept: Cache | None = None) -> tuple[Blog, tuple[Outline, ...]]:
    """Read and arrange. `kept`: what an earlier build has read. Raises ConfigError for settings no book can
    have."""
    return arranged(config, look(config, report)[1], report, kept=kept)


def look(config: Config, report: Report) -> tuple[Theme, Paper]:
    """The book's theme and paper; what of the theme goes into no book is named."""
    theme = load_theme(config.settings.theme.name, config.source)
    check_cover(theme, config.settings.cover)
    report.extend(theme.faults())
    return theme, paper_of(config.settings.pdf.trim, theme.paper)


def check(config: Config, report: Report, progress: Progress, internet: Internet = PUBLIC) -> Checked:
    """Everything but the writing: what is wrong goes to `report`."""
    config = replace(config, formats=())  # nothing is written
    return _kept_or_not(config, report, lambda config: _checked(config, report, progress, internet))


def _checked(config: Config, report: Report, progress: Progress, internet: Internet) -> Checked:
    theme, paper = look(config, report)
    with at_work(config) as work:
        blog, outlines = arranged(config, paper, report, work)
        books = rendered(blog, outlines, theme, config, work, report, progress, internet)
        fonts_of(books, theme, config, work, report)
    return Checked(outlines, books)


def build(
    config: Config, report: Report, progress: Progress | None = None, internet: Internet = PUBLIC
) -> Built:
    """Blog to books. Raises PublisherError where no book can be made; all else goes to `report`.

    `internet` is what pictures may be fetched from, where the settings ask for that.
    """
    told = progress or Progress()
    return _kept_or_not(config, report, lambda config: _built(config, report, told, internet))


def _built(config: Config, report: Report, progress: Progress, internet: Internet) -> Built:
    theme, paper = look(config, report)
    check_libraries()
    progress.step(_("reading the blog"))
    list_soon()
    with at_work(config) as work:
        blog, outlines = arranged(config, paper, report, work)
        with _writing(files_of(outlines, config.out, config.formats, config.settings), config.out):
            try_to_write(config.out)  # now, and not after all the work
        maker = covers(theme, config.source, paper, config.settings.cover, work.keep_in, work.executor)
        box = box_meta(blog, outlines, config.settings)
        metas = [*(outline.meta for outline in outlines), *((box,) if box else ())]
        begun = maker.begin(metas, config.formats, report)
        books = rendered(blog, outlines, theme, config, work, report, progress, internet)
        fonts = fonts_of(books, theme, config, work, report)
        settings = settled(config.settings, theme)

        def job(book: Book, file: Path, target: Path) -> Job:
            progress.step(_("drawing the cover"))
            cover = begun[book.meta.identifier, target.suffix[1:]]()
            return Job(
                book, cover, theme, fonts, settings, config.epoch, file, target, work.keep_in,
                config.cache, work.executor, report, progress.step,
            )  # fmt: skip

        return Built(blog, outlines[0].left_out, _finished(books, config, job))


def arranged(
    config: Config, paper: Paper, report: Report, work: Work | None = None, kept: Cache | None = None
) -> tuple[Blog, tuple[Outline, ...]]:
    """Return the blog, and its books in order. Raises SourceError, ConfigError."""
    grammar, largest = config.settings.markdown, config.settings.content.largest_post
    posts = Cache(work.keep_in / POSTS) if work and config.cache else kept
    ready, memory = (work.get_ready, work.memory) if work else ((lambda: None), None)
    blog = read_blog(config.source, grammar, largest, report, posts, ready, config.only, memory)
    blog, settings = leaflet(blog, config.only, config.settings, report)
    blog, read = without_pages(blog, settings, report), tuple(report.diagnostics)
    own = partial(own_chapters, blog, largest, report)
    plan = None if config.only else planned(config.source / config.plan, config.source, own, report)
    outlines = volumes(blog, settings, report, paper, plan)
    outlines = with_ids(outlines, config.source) if work else outlines
    _forget_left_out(outlines[0].left_out, read, report)
    return blog, tuple(capped(outline, config.epoch) for outline in outlines)


def rendered(
    blog: Blog,
    outlines: Sequence[Outline],
    theme: Theme,
    config: Config,
    work: Work,
    report: Report,
    progress: Progress,
    internet: Internet,
) -> tuple[Book, ...]:
    """Return the books with their chapters: from the cache, or made. `internet`: see build()."""
    context = _context(blog, theme, config, outlines[0].meta.language, work)
    outlines = with_matter(outlines, blog, config, context.words, report)
    fetches = config.settings.images.fetch
    at = work.keep_in / _CHAPTERS if config.cache or fetches else None
    total = sum(len(outline.entries) + len(outline.matter) for outline in outlines)

    def made(context: RenderContext, report: Report) -> tuple[Book, ...]:
        count = itertools.count(1)

        def done(made: Chapter) -> None:
            progress.step(_("chapter"), made.title, done=next(count), of=total)

        made = render(outlines, context, at, work.executor, report, done, work.get_ready, work.memory)
        box = boxed(made, box_meta(blog, outlines, config.settings))
        return with_back((*made, *box), config.source, config.settings, report)

    if not fetches:
        return made(context, report)
    kept = Cache(work.keep_in / _FROM_WEB) if config.cache else NoCache()
    said = Report()
    books = made(context, said)
    found = from_web.fetched(books, config.source, kept, internet, progress.step)
    there = Fetched(lock.there(config.source, found.lock))
    if there != context.fetched:
        said = Report()
        books = made(replace(context, fetched=there), said)
    report.extend(said.diagnostics)
    from_web.say_why(found.faults, books, report)
    return books


def fonts_of(books: Sequence[Book], theme: Theme, config: Config, work: Work, report: Report) -> FontSet:
    """The fonts of all volumes: a page of one is set like a page of another."""
    characters = "".join(sorted({*"".join(book.characters for book in books)}))
    check_own(config.source, work.keep_in, report)
    fonts = find_fonts(theme.fonts, config.source, characters, work.keep_in)
    check_coverage(fonts, characters, report)
    return fonts


def _forget_left_out(left_out: Iterable[LeftOut], read: Iterable[Diagnostic], report: Report) -> None:
    """What was wrong with posts that are not in the book is no fault of the book."""
    out = {left.post.path for left in left_out}
    forgotten = {item for item in read if item.where.path in out}
    report.diagnostics[:] = [item for item in report.diagnostics if item not in forgotten]


def _context(blog: Blog, theme: Theme, config: Config, language: str, work: Work) -> RenderContext:
    return RenderContext(
        folder=Path(blog.folder).resolve(),
        site=blog.site,
        words=theme.words_in(language),
        pictures=work.keep_in / "pictures",
        tools=diagrams.tools() if config.settings.markdown.diagrams == "draw" else None,
        alt_captions=bool(figures(config.settings, theme).alt_captions),
        fix_emphasis=config.settings.markdown.fix_emphasis,
        line_numbers=config.settings.code.line_numbers,
        thumbnails=config.settings.theme.thumbnails,
        folders=own_folders(blog, work.memory),
        fetched=Fetched(lock.there(config.source, lock.read(config.source))),
    )


@contextmanager
def at_work(config: Config) -> Iterator[Work]:
    """The folder of working files, and who does the work: they get ready while the blog is read."""
    with (
        write_fails_in_words(_("working files"), _WORKING, cache_folder.folder()),
        keeping(config.cache) as keep_in,
        _no_folder_for_nothing(config.out),
        Executor(config.jobs, config.workers, _guard(config, keep_in)) as executor,
    ):
        if not (keep_in / _CHAPTERS).exists():
            executor.get_ready([_RENDERING, *(_MAKING[form] for form in config.formats)])
        yield Work(keep_in, executor, once(partial(_get_ready, keep_in, executor, config.formats)))


def _guard(config: Config, keep_in: Path) -> Guard:
    """To what work on posts is held: the blog is read, and only the cache and the books are written."""
    limits = Limits(config.settings.limits.seconds, config.settings.limits.memory)
    files = None if config.trusted else partial(_files, config, keep_in)
    known = diagrams.tools() if config.settings.markdown.diagrams == "draw" else ()
    return Guard(limits, files, {diagrams.draw: partial(diagrams.draw_with, known)})


@contextmanager
def _no_folder_for_nothing(folder: Path) -> Iterator[None]:
    """Take the folder away again, where it was made and nothing is in it."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            for one in made:
                one.rmdir()


def _files(config: Config, keep_in: Path) -> tuple[Sequence[Path], Sequence[Path]]:
    """What other processes may read, and what they may write: that has to be there."""
    if config.formats:
        with contextlib.suppress(OSError):  # it is said when the books are written
            config.out.mkdir(parents=True, exist_ok=True)
    return [config.source, *font_folders()], [keep_in, config.out]


def _get_ready(keep_in: Path, executor: Executor, formats: Sequence[Format]) -> None:
    """Let others get ready to lay out a book of which something has changed."""
    if "pdf" in formats:
        executor.get_ready([_MAKING["pdf"]])
        warm_up(keep_in, executor)


@contextmanager
def keeping(kept: bool) -> Iterator[Path]:
    """This version's part of the cache, or a folder that is gone afterwards.

    Raises UnkeptError where none can be made.
    """
    if kept:
        with cache_folder.opened() as folder:
            yield folder
        return
    try:
        made = tempfile.TemporaryDirectory(prefix="publisher-", ignore_cleanup_errors=True)
    except OSError as error:
        what = _("no folder of temporary files can be made: {strerror}", strerror=system_says(error))
        raise UnkeptError(what, _("TMPDIR names another place for them")) from error
    with made as name:
        yield Path(name)


def _kept_or_not(config: Config, report: Report, work: Callable[[Config], T]) -> T:
    """Work with the cache, and without it where that cannot be written: then that is said, once."""
    if not config.cache:
        return work(config)
    before, said = cache_folder.trouble(), len(report.diagnostics)
    try:
        made = work(replace(config, cache=not before))
    except UnkeptError as error:
        if before:
            raise
        before = cache_folder.trouble() or system_says(error.__cause__ or error)
        del report.diagnostics[said:]
        made = work(replace(config, cache=False))
    if why := before or cache_folder.trouble():
        hint = _("free some space, or check its permissions; PUBLISHER_CACHE names another folder")
        what = _("the cache cannot be written ({why}): the next build will take as long", why=why)
        report.warning("cache-unwritable", what, Where(str(cache_folder.folder())), hint)
    return made


def _writing(targets: Sequence[Path], out: Path) -> AbstractContextManager[None]:
    few = _("{files}", files=", ".join(map(str, targets)))
    shown = few if len(targets) < 4 else _("the books in {out}", out=out)
    return write_fails_in_words(shown, _("free some space, or choose another folder with -o"), out)


def _finished(
    books: Sequence[Book], config: Config, job: Callable[[Book, Path, Path], Job]
) -> tuple[Volume, ...]:
    """Every file made, then all put in their places together: no new EPUB beside an old PDF."""
    targets = files_of(books, config.out, config.formats, config.settings)
    with _writing(targets, config.out), swept(config.out), placed_together(targets) as files:
        places = zip(files, targets, strict=True)
        return tuple(
            _volume(book, formats(book, config.formats, config.settings), places, partial(job, book))
            for book in books
        )


def _volume(
    book: Book,
    formats: Iterable[Format],
    places: Iterator[tuple[Path, Path]],
    job: Callable[[Path, Path], Job],
) -> Volume:
    """One book written to the next files. All formats begin before the first is finished, and first those
    that take longest."""
    given = dict(zip(formats, places, strict=False))
    begun = {form: WRITERS[form](job(*given[form])) for form in sorted(given, key=_BEGIN.index)}
    waiting = sorted(given, key=lambda form: begun[form].elsewhere)
    made = {form: _made(form, *given[form], begun[form].finish) for form in waiting}
    return Volume(book, tuple(made[form] for form in given))


def _made(form: Format, file: Path, target: Path, finish: Callable[[], int]) -> Finished:
    """Where the last book is the very same, there is no new file."""
    pages = finish()
    return Finished(form, target, pages, (file if file.exists() else target).stat().st_size)
