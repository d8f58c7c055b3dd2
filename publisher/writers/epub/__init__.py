"""The EPUB 3.3: pages from the theme's templates, a package by EbookLib, and a gate before it is done.

A chapter whose page cannot be made, or does not pass the gate, is named and stands in the book as plain text.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from publisher.errors import ConfigError, PublisherError, simplified
from publisher.runtime.executor import aside
from publisher.writers.artifacts import LastFile
from publisher.writers.epub import archive, edition, fonts, package, pages, verify
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import STYLE, XhtmlPage
from publisher.writers.epub.pages import COVER_IMAGE
from publisher.writers.job import Begun, Job


def begin(job: Job) -> Begun:
    """Let workers make the pages of chapters that are new; with hardly any, let one write the whole file.

    To finish raises OSError where the file cannot be written, IncompleteError where it is not the whole book.
    """
    chapters = pages.Chapters(job)
    finished = LastFile(job, "epub")
    begun = None if finished.about() is not None else _begun(job, chapters, finished)
    elsewhere = bool(begun and begun.elsewhere)

    def written() -> int:
        job.step("writing the EPUB")
        if begun or not finished.taken():
            (begun or _begun(job, chapters, finished)).finish()
        return 0

    return Begun(written, elsewhere)


def _begun(job: Job, chapters: pages.Chapters, finished: LastFile) -> Begun:
    made, few = chapters.begin()
    if not few:
        return Begun(lambda: _told(_write(made(), job, finished), job))
    write = partial(_write, job=job.alone(), finished=finished)
    writing = job.executor.each(write, (made(),), worth=job.executor.ready, few=True)
    return Begun(lambda: _told(next(writing), job), elsewhere=job.executor.ready)


def _told(faults: Mapping[str, PublisherError], job: Job) -> int:
    """Name the chapters that stand in the book as plain text."""
    for chapter in job.book.chapters:
        if fault := faults.get(chapter.id):
            job.report.extend([simplified(fault, chapter.where)])
    return 0


def _write(made: list[XhtmlPage], job: Job, finished: LastFile) -> dict[str, PublisherError]:
    """Write the file, prove it, keep it. Why chapters stand in it as plain text, by their ids."""
    _not_all(made, job)
    made, copy = _proven(made, job, finished)
    faults = {page.id: page.fault for page in made if page.fault}
    if not faults:
        finished.keep(copy, b"")
    else:  # the next build tries again, and says it again
        _drop(copy)
    return faults


def _not_all(made: list[XhtmlPage], job: Job) -> None:
    """Raises the theme's fault where it fails for every chapter of the book: then it is not the chapters'."""
    faults = [page.fault for page in made if isinstance(page.fault, ConfigError)]
    if faults and len(faults) == len(job.book.chapters):
        raise faults[0]


def _proven(made: list[XhtmlPage], job: Job, finished: LastFile) -> tuple[list[XhtmlPage], Path | None]:
    """The pages of which a file stands that has passed the gate, and a copy of it: without what a chapter
    had beside its words, where the gate has named that chapter. Each time all faulty chapters are named, so
    that the file is written anew once or twice, however many there are."""
    while True:
        files = fonts.embedded(job, made) if job.settings.epub.embed_fonts else ()
        archive.write(job.file, _contents(job, made, files))
        copy = aside(finished.copied)
        try:
            faults = _faults(made, job)
        except verify.NotWholeError:
            _drop(copy())
            raise
        if not faults:
            return made, copy()
        _drop(copy())
        made = pages.with_plain(made, faults, job)


def _faults(made: list[XhtmlPage], job: Job) -> Mapping[str, PublisherError]:
    """What the gate finds. Raises its NotWholeError where plain text is no cure."""
    faults = verify.check(job, [page.proof for page in made if page.proof])
    if again := [page.id for page in made if page.fault and page.id in faults]:
        raise faults[again[0]]
    return faults


def _drop(copy: Path | None) -> None:
    if copy:
        copy.unlink(missing_ok=True)


def _contents(
    job: Job, made: list[XhtmlPage], files: tuple[fonts.FontFile, ...]
) -> dict[str, Packed | bytes | Path]:
    """Every file of the package, by its name in the zip."""
    style = "".join(font.css for font in files) + job.theme.css("book.css", "epub.css")
    assets = {asset for chapter in job.book.chapters for asset in chapter.assets}
    within: dict[str, Packed | bytes | Path] = {
        STYLE: style.encode(),
        COVER_IMAGE: job.cover,
        **{page.file_name: page.packed for page in made},
        **{f"images/{asset.name}": Path(asset.path) for asset in assets},
        **{name: svg for page in made for name, svg in page.drawings},
        **{font.file_name: font.data for font in files},
    }
    documents = package.documents(job, made, files, edition.moment(within, job))
    return documents | {f"EPUB/{name}": data for name, data in within.items()}
