"""The EPUB 3.3: pages from the theme's templates, a package by EbookLib, and a gate before it is done.

A chapter whose page cannot be made, or does not pass the gate, is named and stands in the book as plain text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from publisher.assets.themes import of_book
from publisher.errors import ConfigError, simplified
from publisher.runtime.executor import aside
from publisher.writers.artifacts import LastFile
from publisher.writers.epub import archive, edition, fonts, package, pages, verify
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import STYLE, Fault, XhtmlPage
from publisher.writers.epub.pages import COVER_IMAGE
from publisher.writers.job import Job


@dataclass(frozen=True, slots=True)
class Making:
    """One book, made anew: written here, or by another process where few of its pages are new."""

    job: Job
    finished: LastFile
    begun: pages.BegunPages
    written: Iterator[Mapping[str, Fault]] | None  # by another process

    @classmethod
    def of(cls, job: Job, finished: LastFile) -> "Making":
        begun = pages.Chapters(job).begin()
        if not begun.few:
            return cls(job, finished, begun, None)
        write = partial(_write, job=job.alone(), finished=finished)
        written = job.executor.each(write, (begun.finish(),), worth=job.executor.ready, few=True)
        return cls(job, finished, begun, written)

    @property
    def elsewhere(self) -> bool:
        """Whether another process writes it."""
        return self.written is not None and self.job.executor.ready

    def finish(self) -> None:
        """Write the book, and name the chapters that stand in it as plain text."""
        faults = next(self.written) if self.written else _write(self.begun.finish(), self.job, self.finished)
        for chapter in self.job.book.texts:
            if fault := faults.get(chapter.id):
                self.job.report.extend([simplified(fault, chapter.where)])


def _write(made: list[XhtmlPage], job: Job, finished: LastFile) -> dict[str, Fault]:
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
    if faults and len(faults) == len(job.book.texts):
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


def _faults(made: list[XhtmlPage], job: Job) -> Mapping[str, Fault]:
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
    look = job.settings.theme
    style = "".join(font.css for font in files) + job.theme.css(*of_book(look), "epub.css")
    assets = {asset for chapter in job.book.texts for asset in chapter.assets}
    made = pages.in_files(made, job)
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
