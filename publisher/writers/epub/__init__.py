"""The EPUB 3.3: pages from the theme's templates, a package by EbookLib, and a gate before it is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from publisher.writers.epub import archive, fonts, gate, package, pages
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import STYLE, Page
from publisher.writers.epub.pages import COVER_IMAGE
from publisher.writers.job import Job


def begin(job: Job) -> Callable[[], int]:
    """Let workers make the pages of chapters that are new. What writes the EPUB, which has no pages: 0.

    That raises OSError where the file cannot be written, IncompleteError where it is not the whole book.
    """
    return partial(_write, job, pages.begin(job))


def _write(job: Job, pages_of: Callable[[], list[Page]]) -> int:
    job.step("writing the EPUB")
    made = pages_of()
    files = fonts.embedded(job, made) if job.settings.epub.embed_fonts else ()
    archive.write(job.file, _contents(job, made, files))
    gate.check(job, [page.proof for page in made if page.proof])
    return 0


def _contents(
    job: Job, made: list[Page], files: tuple[fonts.FontFile, ...]
) -> dict[str, Packed | bytes | Path]:
    """Every file of the package, by its name in the zip."""
    style = "".join(font.css for font in files) + job.theme.css("book.css") + job.theme.css("epub.css")
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
