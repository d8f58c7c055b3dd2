"""The PDF, step by step: sheets, pieces, page numbers, one file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from publisher.cache import Cache, NoCache
from publisher.errors import LayoutError, Where
from publisher.writers.job import Job
from publisher.writers.pdf import compose, proof
from publisher.writers.pdf.bind import bind
from publisher.writers.pdf.bound import Bound
from publisher.writers.pdf.foundry import Foundry
from publisher.writers.pdf.pagination import Extent, paginate
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.sheets import Sheet, sheets

_ROUNDS = 3  # a number that grows by a digit can move the pages behind it, and so another number


def write(job: Job, paper: Paper) -> int:
    """Lay the book out and write it; the number of its pages. Raises OSError."""
    try:
        return _write_late(job, paper)
    except LayoutError as error:
        hint = "the book is whole, but took longer; please report this"
        job.report.warning("laid-out-whole", str(error), Where(f"theme {job.theme.name}"), hint)
    from publisher.writers.pdf import whole

    laid = whole.lay_out(job, paper)
    job.file.write_bytes(laid.pdf)
    return len(laid.document.pages)


def _write_late(job: Job, paper: Paper) -> int:
    """Nothing is bound again where nothing at all has changed."""
    composer = compose.Composer(job, paper, late=True)
    found = sheets(job, composer)
    foundry = Foundry(job, paper, composer)
    cache = Cache(job.keep_in / "books") if job.keeps else NoCache()
    key = foundry.book_key(found, job.book.meta, paper)
    about = _About.of(cache.get(key))
    if about is None or not cache.get_file(f"{key}-pdf", job.file):
        about = _bound(found, foundry, job, paper)
        cache.put_file(f"{key}-pdf", job.file)
        cache.put(key, about.kept())
    for complaint in about.complaints:
        job.report.note("pdf-engine", complaint, Where(f"theme {job.theme.name}"))
    return about.pages


@dataclass(frozen=True, slots=True)
class _About:
    """What is kept of a finished PDF besides the file."""

    pages: int
    complaints: tuple[str, ...]

    def kept(self) -> bytes:
        return json.dumps([self.pages, *self.complaints]).encode()

    @classmethod
    def of(cls, kept: bytes | None) -> "_About | None":
        pages, *complaints = json.loads(kept or "[null]")
        return cls(pages, tuple(complaints)) if pages else None


def _bound(found: Sequence[Sheet], foundry: Foundry, job: Job, paper: Paper) -> _About:
    """Write the file, and prove it whole."""
    bound = _laid_out(found, foundry, paper)
    job.step(f"binding {len(bound.spots):,} pages")
    bind(bound, paper, job.book.meta, job.file)
    job.step(f"reading {len(bound.spots):,} pages back")
    proof.check(job.file, bound, [sheet.name for sheet in found], frozenset(foundry.fresh))
    complaints = dict.fromkeys(line for piece in bound.pieces for line in piece.complaints)
    return _About(len(bound.spots), tuple(complaints))


def _laid_out(found: Sequence[Sheet], foundry: Foundry, paper: Paper) -> Bound:
    """Every sheet as a piece, with room for just the digits of its page numbers."""
    digits = _guessed(found, paper)
    for _ in range(_ROUNDS):
        pieces = foundry.pieces(found, digits)
        extents = [Extent(len(p.leaves), s.recto, s.front) for s, p in zip(found, pieces, strict=True)]
        bound = Bound(pieces, paginate(extents))
        needed = {name: len(label) for name, label in bound.labels.items()}
        targets = {target for sheet in found for target in sheet.targets}
        if all(needed[target.id] == target.room(digits) for target in targets):
            break
        digits = needed
    return bound


def _lines(paper: Paper) -> float:
    """Lines of A5 that a page of this paper holds."""
    wide = (paper.width - paper.inner - paper.outer) / 111
    return wide * (paper.height - paper.top - paper.bottom) / 6.03


def _guessed(found: Sequence[Sheet], paper: Paper) -> dict[str, int]:
    """Digits of page numbers before a page is laid out: from how much stands before them."""
    digits: dict[str, int] = {}
    pages = 0.0
    recto = 0.5  # every other sheet that opens on one finds a blank page before it
    lines = _lines(paper)
    for sheet in found:
        pages += 0 if sheet.front else 1 + recto * sheet.recto
        digits |= dict.fromkeys(sheet.starts, len(str(round(pages))))
        pages += 0 if sheet.front else max(0, ceil(sheet.weight / lines) - 1)
    return digits
