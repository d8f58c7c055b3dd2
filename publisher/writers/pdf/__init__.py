"""The PDF: laid out by the sheet, bound late; and the cover of both formats.

WeasyPrint takes most of a second to import, so it is imported when there is something to lay out; and where
it is, nothing else should be, so nothing is imported here.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.themes import Theme
    from publisher.workers import Crew
    from publisher.writers.job import Begun, Job
    from publisher.writers.pdf.cover import Covers
    from publisher.writers.pdf.paper import Paper


LAYOUT = "publisher.writers.pdf.layout"  # what workers import that lay out


def begin(job: "Job") -> "Begun":
    """Let workers lay the book out."""
    from publisher.writers.job import Begun
    from publisher.writers.pdf import book
    from publisher.writers.pdf.paper import paper_of

    return Begun(book.begin(job, paper_of(job.settings.pdf.trim)))


def warm_up(keep_in: Path, crew: "Crew") -> None:
    """Let other processes get ready to lay out a book like the last one."""
    from publisher.writers.pdf import foundry

    foundry.warm_up(keep_in, crew)


def covers(theme: "Theme", blog: Path, paper: "Paper", keep_in: Path, crew: "Crew") -> "Covers":
    """Who makes the covers of both formats: the blogger's own, or the theme's. See cover.py."""
    from publisher.writers.pdf.cover import Covers

    return Covers(theme, blog, paper, keep_in, crew)
