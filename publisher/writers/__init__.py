"""Writers: a Book -> a file. One package a format; a row in WRITERS is all that a new one needs."""

from collections.abc import Callable, Mapping

from publisher.writers import epub, pdf
from publisher.writers.job import Job

__all__ = ["WRITERS", "Job"]

WRITERS: Mapping[str, Callable[[Job], int]] = {"epub": epub.write, "pdf": pdf.write}
