"""All fragments as one file: bound, read back, and kept for the next build."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.book.paper import Paper
from publisher.phrase import _
from publisher.runtime.executor import aside
from publisher.storage.records import encoded
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf import verify
from publisher.writers.pdf.assemble import index
from publisher.writers.pdf.assemble.assemble import bind
from publisher.writers.pdf.assemble.index import SegmentIndex
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.layout.findings import overran
from publisher.writers.pdf.layout.scheduler import LaidOut
from publisher.writers.pdf.layout.store import FragmentStore
from publisher.writers.pdf.told import About


@dataclass(frozen=True, slots=True)
class Bound:
    """What a file is made of."""

    pages: Paginated
    laid: LaidOut
    names: Sequence[str]  # of the units
    paper: Paper


def last_of(finished: LastFile) -> SegmentIndex:
    """Return what can be copied from the last file."""
    last = finished.last()
    return SegmentIndex.of(*last) if last else SegmentIndex()


def made(given: Bound, job: Job, store: FragmentStore, last: SegmentIndex, finished: LastFile) -> About:
    """Write the file, prove it whole, and keep it for the next build.

    Raises IncompleteError, OSError, and LostError where the cache has lost what belongs in it.
    """
    bound, laid, pages = given.pages, given.laid, len(given.pages.spots)
    job.step(_("binding {pages:,} pages", pages=pages))
    written = bind(bound, laid.keys, given.paper, job.book.meta, job.file, store, last)
    job.step(_("reading {pages:,} pages back", pages=pages))
    copy = aside(finished.copied)
    new = verify.New(laid.fresh, written.anew, written.numbered, written.turned)
    verify.check(job.file, bound, given.names, new)
    about, kept = _about(bound), copy()
    if not overran(about.told):
        finished.keep(kept, encoded(about), index.kept(written.shares))
    elif kept:
        kept.unlink(missing_ok=True)
    return about


def _about(bound: Paginated) -> About:
    complaints = dict.fromkeys(line for fragment in bound.fragments for line in fragment.complaints)
    told = tuple(one for fragment in bound.fragments for one in fragment.told)
    coarse = tuple(one for fragment in bound.fragments for one in fragment.coarse)
    return About(len(bound.spots), tuple(complaints), told, coarse)
