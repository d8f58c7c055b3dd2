"""The PDF: laid out by the sheet, bound late; and the cover of both formats.

WeasyPrint takes most of a second to import, so it is imported when there is something to lay out.
"""

from collections.abc import Callable
from pathlib import Path

from publisher.errors import Report
from publisher.fonts import FontSet
from publisher.model import BookMeta
from publisher.themes import Theme
from publisher.writers.job import Job
from publisher.writers.pdf.paper import Paper, paper_of


def begin(job: Job) -> Callable[[], int]:
    """Let workers lay the book out; what writes it, and returns the number of its pages."""
    from publisher.writers.pdf import book

    return book.begin(job, paper_of(job.settings.pdf.trim))


def cover_jpeg(
    meta: BookMeta, theme: Theme, fonts: FontSet, paper: Paper, keep_in: Path, report: Report
) -> bytes:
    """The blogger's own cover, or the theme's. See cover.py."""
    from publisher.writers.pdf import cover

    return cover.jpeg(meta, theme, fonts, paper, keep_in, report)
