"""The PDF, step by step: sheets, pieces, page numbers, one file."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
from publisher.writers.pdf.piece import Piece
from publisher.writers.pdf.sheets import Sheet, sheets

_ROUNDS = 3  # a number that grows by a digit can move the pages behind it, and so another number


def begin(job: Job, paper: Paper) -> Callable[[], int]:
    """Let workers lay out what is new. What writes the book, and returns the number of its pages.

    That raises OSError. Nothing is bound again where nothing at all has changed.
    """
    composer = compose.Composer(job, paper, late=True)
    found = sheets(job, composer)
    foundry = Foundry(job, paper, composer)
    cache = Cache(job.keep_in / "books") if job.keeps else NoCache()
    key = foundry.book_key(found, job.book.meta, paper)
    known = _About.of(cache.get(key))
    digits = _guessed(found, paper)
    asked = None if known else foundry.ask(found, digits)

    def made() -> _About:
        if known and cache.get_file(f"{key}-pdf", job.file):
            return known
        pieces = (asked or foundry.ask(found, digits))()
        about = _bound(found, _laid_out(found, foundry, paper, digits, pieces), foundry, job, paper)
        cache.put_file(f"{key}-pdf", job.file)
        cache.put(key, about.kept())
        return about

    return partial(_written, made, job, paper)


def _written(made: Callable[[], "_About"], job: Job, paper: Paper) -> int:
    """The book, bound late; as one document where the engine did what we do not know."""
    try:
        about = made()
    except LayoutError as error:
        hint = "the book is whole, but took longer; please report this"
        job.report.warning("laid-out-whole", str(error), Where(f"theme {job.theme.name}"), hint)
        return _write_whole(job, paper)
    for complaint in about.complaints:
        job.report.note("pdf-engine", complaint, Where(f"theme {job.theme.name}"))
    return about.pages


def _write_whole(job: Job, paper: Paper) -> int:
    from publisher.writers.pdf import whole

    laid = whole.lay_out(job, paper)
    job.file.write_bytes(laid.pdf)
    return len(laid.document.pages)


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


def _bound(found: Sequence[Sheet], bound: Bound, foundry: Foundry, job: Job, paper: Paper) -> _About:
    """Write the file, and prove it whole."""
    job.step(f"binding {len(bound.spots):,} pages")
    bind(bound, paper, job.book.meta, job.file, foundry.picture)
    job.step(f"reading {len(bound.spots):,} pages back")
    proof.check(job.file, bound, [sheet.name for sheet in found], frozenset(foundry.fresh))
    complaints = dict.fromkeys(line for piece in bound.pieces for line in piece.complaints)
    return _About(len(bound.spots), tuple(complaints))


def _laid_out(
    found: Sequence[Sheet],
    foundry: Foundry,
    paper: Paper,
    digits: compose.Digits,
    pieces: Sequence[Piece],
) -> Bound:
    """Every sheet as a piece, with room for just the digits of its page numbers."""
    for left in reversed(range(_ROUNDS)):
        extents = [Extent(len(p.leaves), s.recto, s.front) for s, p in zip(found, pieces, strict=True)]
        bound = Bound(pieces, paginate(extents))
        needed = {name: len(label) for name, label in bound.labels.items()}
        targets = {target for sheet in found for target in sheet.targets}
        if not left or all(needed[target.id] == target.room(digits) for target in targets):
            break
        digits = needed
        pieces = foundry.ask(found, digits)()
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
