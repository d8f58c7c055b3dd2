"""The EPUB 3.3: pages from the theme's templates, carried by EbookLib, set right in package.py."""

from publisher.writers.epub import fonts, package
from publisher.writers.epub.pages import pages
from publisher.writers.job import Job


def write(job: Job) -> int:
    """Write the EPUB, which has no pages: 0. Raises OSError where the file cannot be written."""
    job.step("writing the EPUB")
    made = pages(job)
    files = fonts.embedded(job, made) if job.settings.epub.embed_fonts else ()
    style = "".join(font.css for font in files) + job.theme.css("book.css") + job.theme.css("epub.css")
    job.file.write_bytes(package.bind(job, made, style, files))
    return 0
