"""Which writer makes which format. A row in WRITERS is all that a new one needs.

A writer lets other processes begin with their part of the work, and gives back the rest: what writes the
file, and returns the number of its pages; 0 where the format has none.
"""

from collections.abc import Callable, Mapping

from publisher.writers import epub, pdf
from publisher.writers.job import Job

__all__ = ["WRITERS", "Job"]

WRITERS: Mapping[str, Callable[[Job], Callable[[], int]]] = {"epub": epub.begin, "pdf": pdf.begin}
