"""The EPUB 3.3: pages from the theme's templates, a package by EbookLib, and a gate before it is done."""

import hashlib
from functools import partial
from importlib.metadata import version
from pathlib import Path

from publisher.cache import key_of
from publisher.fonts import stamp
from publisher.workers import aside
from publisher.writers.epub import archive, fonts, gate, package, pages
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import STYLE, Page
from publisher.writers.epub.pages import COVER_IMAGE
from publisher.writers.finished import LastFile
from publisher.writers.job import Begun, Job


def begin(job: Job) -> Begun:
    """Let workers make the pages of chapters that are new; with hardly any, let one write the whole file.

    To finish raises OSError where the file cannot be written, IncompleteError where it is not the whole book.
    """
    chapters = pages.Chapters(job)
    finished = LastFile(job, "epub", _key(job, chapters))
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
        return Begun(lambda: _write(made(), job, finished))
    write = partial(_write, job=job.alone(), finished=finished)
    writing = job.crew.each(write, (made(),), worth=job.crew.ready, few=True)
    return Begun(lambda: next(writing), elsewhere=job.crew.ready)


def _key(job: Job, chapters: pages.Chapters) -> str:
    """A digest of all that the file is made of; pictures are named by their own digests."""
    fonts = [stamp(face) for face in job.fonts.faces] if job.settings.epub.embed_fonts else []
    cover = hashlib.sha256(job.cover).hexdigest()
    about = (job.book.meta, job.settings.epub, job.theme.digest(), cover, version("ebooklib"))
    return key_of(about, fonts, chapters.keys)


def _write(made: list[Page], job: Job, finished: LastFile) -> int:
    files = fonts.embedded(job, made) if job.settings.epub.embed_fonts else ()
    archive.write(job.file, _contents(job, made, files))
    copy = aside(finished.copied)
    gate.check(job, [page.proof for page in made if page.proof])
    finished.keep(copy(), b"")
    return 0


def _contents(
    job: Job, made: list[Page], files: tuple[fonts.FontFile, ...]
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
    return package.documents(job, made, files) | {f"EPUB/{name}": data for name, data in within.items()}
