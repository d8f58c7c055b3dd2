"""The EPUB 3.3: pages from the theme's templates, carried by EbookLib, set right in package.py."""

from publisher.cache import write_whole
from publisher.writers.epub import fonts, package
from publisher.writers.epub.pages import pages
from publisher.writers.job import Finished, Job


def write(job: Job) -> Finished:
    """Write the EPUB. Raises OSError where the file cannot be written."""
    job.step("writing the EPUB")
    made = pages(job)
    files = fonts.embedded(job, made) if job.settings.epub.embed_fonts else ()
    style = "".join(font.css for font in files) + job.theme.css("book.css") + job.theme.css("epub.css")
    data = package.bind(job, made, style, files)
    write_whole(job.target, data)
    return Finished("epub", job.target, len(data), 0)
