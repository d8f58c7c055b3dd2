"""The EPUB 3.3: made anew where something has changed, else the last one.

What makes it takes a twentieth of a second to import, and is where there is something to make: see making.py.
"""

from functools import partial
from typing import TYPE_CHECKING

from publisher.phrase import _
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Begun, Job

if TYPE_CHECKING:
    from publisher.writers.epub.making import Making


def begin(job: Job) -> Begun:
    """Let workers make the pages of chapters that are new; with hardly any, let one write the whole file.

    To finish raises OSError where the file cannot be written, IncompleteError where it is not the whole book.
    Nothing is written again where nothing at all has changed.
    """
    finished = LastFile(job, "epub")
    making = None if finished.about() is not None else _making(job, finished)
    return Begun(partial(_finish, job, finished, making), elsewhere=bool(making and making.elsewhere))


def _finish(job: Job, finished: LastFile, making: "Making | None") -> int:
    """Write the file, or take the last one; an EPUB has no pages to count."""
    job.step(_("writing the EPUB"))
    if making or not finished.taken():
        (making or _making(job, finished)).finish()
    return 0


def _making(job: Job, finished: LastFile) -> "Making":
    from publisher.writers.epub.making import Making

    return Making.of(job, finished)
