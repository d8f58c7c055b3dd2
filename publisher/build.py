"""The flow: read, arrange, render, write."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from publisher import diagrams, store
from publisher.cache import placed_together
from publisher.config import Config
from publisher.errors import Report, WriteError
from publisher.fonts import check_coverage, find_fonts
from publisher.model import Blog, Book, Chapter, Outline
from publisher.outline import arrange, capped
from publisher.passes.draft import Workshop
from publisher.readers import read_blog
from publisher.render import render
from publisher.settings import Format
from publisher.themes import Theme, load_theme
from publisher.writers import WRITERS, Job
from publisher.writers.pdf import cover_jpeg
from publisher.writers.pdf.paper import paper_of

_WORKING = "free some space; PUBLISHER_CACHE names another folder for the cache, TMPDIR for the rest"


@dataclass(frozen=True, slots=True)
class Progress:
    """How a build tells what it is doing; the default tells nobody."""

    step: Callable[[str], None] = lambda _: None
    chapter: Callable[[Chapter, int], None] = lambda _chapter, _of: None


@dataclass(frozen=True, slots=True)
class Finished:
    """One file of the book, in its place."""

    format: Format
    path: Path
    pages: int  # 0 where the format has none
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    blog: Blog
    outline: Outline
    book: Book
    files: tuple[Finished, ...]


def plan(config: Config, report: Report) -> tuple[Blog, Outline]:
    """The book before it is made: read and arrange. Raises ConfigError for settings no book can have."""
    load_theme(config.settings.theme.name, config.source)
    paper_of(config.settings.pdf.trim)
    return _arranged(config, report)


def check(config: Config, report: Report, progress: Progress) -> int:
    """Everything but the writing: what is wrong goes to `report`; how many chapters there are."""
    theme = load_theme(config.settings.theme.name, config.source)
    paper_of(config.settings.pdf.trim)
    blog, outline = _arranged(config, report)
    with _writing("working files", _WORKING), _keeping(config.cache) as keep_in:
        book = _rendered(blog, outline, theme, config, keep_in, report, progress)
        check_coverage(find_fonts(theme.fonts, config.source, book.characters), book.characters, report)
    return len(book.chapters)


def build(config: Config, report: Report, progress: Progress | None = None) -> Built:
    """Blog to books. Raises PublisherError where no book can be made; all else goes to `report`."""
    progress = progress or Progress()
    theme = load_theme(config.settings.theme.name, config.source)
    paper = paper_of(config.settings.pdf.trim)
    progress.step("reading the blog")
    blog, outline = _arranged(config, report)
    with _writing("working files", _WORKING), _keeping(config.cache) as keep_in:
        book = _rendered(blog, outline, theme, config, keep_in, report, progress)
        fonts = find_fonts(theme.fonts, config.source, book.characters)
        check_coverage(fonts, book.characters, report)
        progress.step("drawing the cover")
        cover = cover_jpeg(book.meta, theme, fonts, paper, keep_in, report)

        def job(file: Path) -> Job:
            return Job(
                book, cover, theme, fonts, config.settings, file, keep_in,
                config.cache, config.jobs, report, progress.step,
            )  # fmt: skip

        return Built(blog, outline, book, _finished(_targets(config, book), job))


def _arranged(config: Config, report: Report) -> tuple[Blog, Outline]:
    content = config.settings.content
    blog = read_blog(config.source, config.settings.markdown, content.largest_post, report)
    outline = capped(arrange(blog, config.settings, report), config.epoch)
    _forget_left_out(outline, report)
    return blog, outline


def _rendered(
    blog: Blog,
    outline: Outline,
    theme: Theme,
    config: Config,
    keep_in: Path,
    report: Report,
    progress: Progress,
) -> Book:
    workshop = _workshop(blog, theme, config, outline, keep_in)
    at = keep_in / "chapters" if config.cache else None
    total = len(outline.entries)
    return render(outline, workshop, at, config.jobs, report, lambda made: progress.chapter(made, total))


def _forget_left_out(outline: Outline, report: Report) -> None:
    """What is wrong with posts that are not in the book is no fault of the book."""
    out = {left.post.path for left in outline.left_out}
    report.diagnostics[:] = [item for item in report.diagnostics if item.where.path not in out]


def _workshop(blog: Blog, theme: Theme, config: Config, outline: Outline, keep_in: Path) -> Workshop:
    return Workshop(
        folder=Path(blog.folder).resolve(),
        site=blog.site,
        words=theme.words_in(outline.meta.language),
        pictures=keep_in / "pictures",
        tools=diagrams.tools() if config.settings.markdown.diagrams == "draw" else None,
        fix_emphasis=config.settings.markdown.fix_emphasis,
        thumbnails=config.settings.theme.thumbnails,
    )


@contextmanager
def _keeping(kept: bool) -> Iterator[Path]:
    """This version's part of the cache, or a folder that is gone afterwards."""
    if kept:
        with store.opened() as folder:
            yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="publisher-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _targets(config: Config, book: Book) -> dict[Format, Path]:
    name = slug(book.meta.title)
    return {form: config.out / f"{name}.{form}" for form in config.formats}


def slug(title: str) -> str:
    """A file name from a title: letters and digits of any script, "-" between words."""
    words = "".join(c if c.isalnum() else " " for c in title).split()
    return "-".join(words)[:80].strip("-") or "book"


def _finished(targets: Mapping[Format, Path], job: Callable[[Path], Job]) -> tuple[Finished, ...]:
    """Every file made, then all put in their places together: no new EPUB beside an old PDF."""
    books = " and ".join(map(str, targets.values()))
    hint = "free some space, or choose another folder with -o"
    with _writing(books, hint), placed_together(tuple(targets.values())) as files:
        made = zip(targets.items(), files, strict=True)
        return tuple(
            Finished(form, target, WRITERS[form](job(file)), file.stat().st_size)
            for (form, target), file in made
        )


@contextmanager
def _writing(what: str, hint: str) -> Iterator[None]:
    """Raises WriteError where the disk or its permissions do not allow it."""
    try:
        yield
    except OSError as error:
        raise WriteError(f"cannot write {what}: {error.strerror or error}", hint) from error
