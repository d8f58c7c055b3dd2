"""Which writer makes which format. A row in WRITERS is all that a new one needs.

A writer lets other processes begin with their part of the work, and gives back the rest.
"""

from collections.abc import Callable, Mapping

from publisher.writers import epub, pdf
from publisher.writers.job import Begun, Job

__all__ = ["WRITERS", "Job"]

WRITERS: Mapping[str, Callable[[Job], Begun]] = {"epub": epub.begin, "pdf": pdf.begin}
