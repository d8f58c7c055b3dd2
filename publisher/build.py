"""The flow: read, arrange, render, write."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache as once
from functools import partial
from pathlib import Path

from publisher.assets import diagrams
from publisher.assets.fonts import FontSet, check_coverage, find_fonts, list_soon
from publisher.assets.themes import Theme, load_theme
from publisher.book.outline import capped
from publisher.book.paper import paper_of
from publisher.book.volumes import volumes
from publisher.config.load import Config
from publisher.config.schema import Format
from publisher.errors import Diagnostic, Report, WriteError
from publisher.model import Blog, Book, Chapter, LeftOut, Outline
from publisher.passes.chapter_build import RenderContext
from publisher.passes.places import own_folders
from publisher.readers import read_blog
from publisher.render.pipeline import render
from publisher.runtime.executor import Executor
from publisher.storage import cache_folder
from publisher.storage.cache import Cache, placed_together, swept
from publisher.writers.job import Job, Step, silent
from publisher.writers.pdf import LAYOUT, covers, warm_up
from publisher.writers.registry import WRITERS

_CHAPTERS, _POSTS = "chapters", "posts"  # parts of the cache
# What takes time to import.
_MAKING = {"epub": "publisher.writers.epub.page", "pdf": LAYOUT}
_BEGIN = ("pdf", "epub")  # in this order: workers lay out while pages of the EPUB are looked for
_RENDERING = "publisher.render.chapters"
_WORKING = "free some space; PUBLISHER_CACHE names another folder for the cache, TMPDIR for the rest"


@dataclass(frozen=True, slots=True)
class Progress:
    """How a build tells what it is doing; the default tells nobody."""

    step: Step = silent


@dataclass(frozen=True, slots=True)
class _Work:
    """Where a build works, and who does."""

    keep_in: Path
    executor: Executor
    get_ready: Callable[[], None]  # as soon as it is known that something is new


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
class Built:
    """What a build made: one book, or the volumes of a set."""

    blog: Blog
    left_out: tuple[LeftOut, ...]
    volumes: tuple[Volume, ...]

    @property
    def files(self) -> tuple[Finished, ...]:
        return tuple(file for volume in self.volumes for file in volume.files)


def plan(config: Config, report: Report) -> tuple[Blog, tuple[Outline, ...]]:
    """The books before they are made: read and arrange. Raises ConfigError for settings no book can have."""
    _theme(config, report)
    paper_of(config.settings.pdf.trim)
    return _arranged(config, report)


def _theme(config: Config, report: Report) -> Theme:
    """The book's theme; what of it goes into no book is named."""
    theme = load_theme(config.settings.theme.name, config.source)
    report.extend(theme.faults())
    return theme


def check(config: Config, report: Report, progress: Progress) -> tuple[Book, ...]:
    """Everything but the writing: what is wrong goes to `report`."""
    config = replace(config, formats=())  # nothing is written
    theme = _theme(config, report)
    paper_of(config.settings.pdf.trim)
    with _at_work(config) as work:
        blog, outlines = _arranged(config, report, work)
        books = _rendered(blog, outlines, theme, config, work, report, progress)
        _fonts(books, theme, config, report)
    return books


def build(config: Config, report: Report, progress: Progress | None = None) -> Built:
    """Blog to books. Raises PublisherError where no book can be made; all else goes to `report`."""
    progress = progress or Progress()
    theme = _theme(config, report)
    paper = paper_of(config.settings.pdf.trim)
    progress.step("reading the blog")
    list_soon()
    with _at_work(config) as work:
        blog, outlines = _arranged(config, report, work)
        maker = covers(theme, config.source, paper, work.keep_in, work.executor)
        begun = {outline.meta.identifier: maker.begin(outline.meta) for outline in outlines}
        books = _rendered(blog, outlines, theme, config, work, report, progress)
        fonts = _fonts(books, theme, config, report)

        def job(book: Book, file: Path, target: Path) -> Job:
            progress.step("drawing the cover")
            cover = begun[book.meta.identifier](report)
            return Job(
                book, cover, theme, fonts, config.settings, config.epoch, file, target, work.keep_in,
                config.cache, work.executor, report, progress.step,
            )  # fmt: skip

        return Built(blog, outlines[0].left_out, _finished(books, config, job))


def _arranged(config: Config, report: Report, work: _Work | None = None) -> tuple[Blog, tuple[Outline, ...]]:
    content = config.settings.content
    posts = Cache(work.keep_in / _POSTS) if work and config.cache else None
    get_ready = work.get_ready if work else (lambda: None)
    blog = read_blog(config.source, config.settings.markdown, content.largest_post, report, posts, get_ready)
    read = tuple(report.diagnostics)
    outlines = volumes(blog, config.settings, report)
    _forget_left_out(outlines[0].left_out, read, report)
    return blog, tuple(capped(outline, config.epoch) for outline in outlines)


def _rendered(
    blog: Blog,
    outlines: Sequence[Outline],
    theme: Theme,
    config: Config,
    work: _Work,
    report: Report,
    progress: Progress,
) -> tuple[Book, ...]:
    context = _context(blog, theme, config, outlines[0].meta.language, work.keep_in)
    at = work.keep_in / _CHAPTERS if config.cache else None
    total = sum(len(outline.entries) for outline in outlines)
    count = itertools.count(1)

    def done(made: Chapter) -> None:
        progress.step("chapter", made.title, done=next(count), of=total)

    return render(outlines, context, at, work.executor, report, done, work.get_ready)


def _fonts(books: Sequence[Book], theme: Theme, config: Config, report: Report) -> FontSet:
    """The fonts of all volumes: a page of one is set like a page of another."""
    characters = "".join(sorted({*"".join(book.characters for book in books)}))
    fonts = find_fonts(theme.fonts, config.source, characters)
    check_coverage(fonts, characters, report)
    return fonts


def _forget_left_out(left_out: Iterable[LeftOut], read: Iterable[Diagnostic], report: Report) -> None:
    """What was wrong with posts that are not in the book is no fault of the book."""
    out = {left.post.path for left in left_out}
    forgotten = {item for item in read if item.where.path in out}
    report.diagnostics[:] = [item for item in report.diagnostics if item not in forgotten]


def _context(blog: Blog, theme: Theme, config: Config, language: str, keep_in: Path) -> RenderContext:
    return RenderContext(
        folder=Path(blog.folder).resolve(),
        site=blog.site,
        words=theme.words_in(language),
        pictures=keep_in / "pictures",
        tools=diagrams.tools() if config.settings.markdown.diagrams == "draw" else None,
        fix_emphasis=config.settings.markdown.fix_emphasis,
        thumbnails=config.settings.theme.thumbnails,
        folders=own_folders(blog),
    )


@contextmanager
def _at_work(config: Config) -> Iterator[_Work]:
    """The folder of working files, and who does the work: they get ready while the blog is read."""
    with (
        _writing("working files", _WORKING),
        keeping(config.cache) as keep_in,
        Executor(config.jobs, config.workers) as executor,
    ):
        if not (keep_in / _CHAPTERS).exists():
            executor.get_ready([_RENDERING, *(_MAKING[form] for form in config.formats)])
        yield _Work(keep_in, executor, once(partial(_get_ready, keep_in, executor, config.formats)))


def _get_ready(keep_in: Path, executor: Executor, formats: Sequence[Format]) -> None:
    """Let others get ready to lay out a book of which something has changed."""
    if "pdf" in formats:
        executor.get_ready([_MAKING["pdf"]])
        warm_up(keep_in, executor)


@contextmanager
def keeping(kept: bool) -> Iterator[Path]:
    """This version's part of the cache, or a folder that is gone afterwards."""
    if kept:
        with cache_folder.opened() as folder:
            yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="publisher-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _names(books: Iterable[Book]) -> list[str]:
    """A file name without ending for each book; a number where two titles make the same one."""
    names: list[str] = []
    for book in books:
        name = slug(book.meta.title)
        while name.casefold() in map(str.casefold, names):
            name = f"{name}-{book.meta.position}"
        names.append(name)
    return names


def slug(title: str) -> str:
    """A file name from a title: letters and digits of any script, "-" between words."""
    words = "".join(c if c.isalnum() else " " for c in title).split()
    return "-".join(words)[:80].strip("-") or "book"


def _finished(
    books: Sequence[Book], config: Config, job: Callable[[Book, Path, Path], Job]
) -> tuple[Volume, ...]:
    """Every file made, then all put in their places together: no new EPUB beside an old PDF."""
    targets = [config.out / f"{name}.{form}" for name in _names(books) for form in config.formats]
    shown = " and ".join(map(str, targets)) if len(targets) < 4 else f"the books in {config.out}"
    hint = "free some space, or choose another folder with -o"
    with _writing(shown, hint), swept(config.out), placed_together(targets) as files:
        places = zip(files, targets, strict=True)
        return tuple(_volume(book, config.formats, places, partial(job, book)) for book in books)


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


@contextmanager
def _writing(what: str, hint: str) -> Iterator[None]:
    """Raises WriteError where the disk or its permissions do not allow it."""
    try:
        yield
    except OSError as error:
        raise WriteError(f"cannot write {what}: {error.strerror or error}", hint) from error
