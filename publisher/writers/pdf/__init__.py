"""The PDF: laid out by the unit, bound late; and the cover of both formats.

WeasyPrint takes most of a second to import, so it is imported when there is something to lay out; and where
it is, nothing else should be, so nothing is imported here.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.assets.themes import Theme
    from publisher.book.paper import Paper
    from publisher.config.schema import CoverTable
    from publisher.runtime.executor import Executor
    from publisher.writers.job import Begun, Job
    from publisher.writers.pdf.cover.front import Covers


LAYOUT = "publisher.writers.pdf.layout.layout"  # what workers import that lay out


def begin(job: "Job") -> "Begun":
    """Let workers lay the book out."""
    from dataclasses import replace

    from publisher.book.length.chapters import pages_in
    from publisher.book.paper import paper_of
    from publisher.writers.job import Begun
    from publisher.writers.pdf import book

    pdf = job.settings.pdf
    paper = replace(paper_of(pdf.trim, job.theme.paper), bleed=pdf.bleed)
    pages = pages_in((chapter.rows for chapter in job.book.chapters), paper)
    return Begun(book.begin(job, paper.bound(pages)))


def check_libraries() -> None:
    """Raise LibraryError where what sets the pages does not load, before other processes try."""
    from publisher.writers.pdf.layout import libraries

    libraries.check()


def warm_up(keep_in: Path, executor: "Executor") -> None:
    """Let other processes get ready to lay out a book like the last one."""
    from publisher.writers.pdf.layout import scheduler

    scheduler.warm_up(keep_in, executor)


def covers(
    theme: "Theme", blog: Path, paper: "Paper", table: "CoverTable", keep_in: Path, executor: "Executor"
) -> "Covers":
    """Return who makes the covers of both formats: the blogger's own, or the theme's. See cover/front.py."""
    from publisher.writers.pdf.cover.front import Covers

    return Covers(theme, blog, paper, table, keep_in, executor)


def check_cover(theme: "Theme", table: "CoverTable") -> None:
    """Raises ConfigError where the theme has no such design or palette."""
    from publisher.writers.pdf.cover.design import design_of

    design_of(theme, table, "")
