"""The PDF, step by step: sheets, pieces, page numbers, one file."""

import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from publisher.errors import LayoutError, Where
from publisher.writers.finished import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf import compose, proof
from publisher.writers.pdf.bind import bind
from publisher.writers.pdf.bound import Bound
from publisher.writers.pdf.foundry import Foundry, LostError
from publisher.writers.pdf.ledger import Ledger, Share
from publisher.writers.pdf.pagination import Extent, paginate
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.piece import Piece
from publisher.writers.pdf.sheets import Sheet, sheets

_TRIES = 3  # where the cache has lost pictures
_ROUNDS = 3  # a number that grows by a digit can move the pages behind it, and so another number


def begin(job: Job, paper: Paper) -> Callable[[], int]:
    """Let workers lay out what is new. What writes the book, and returns the number of its pages.

    That raises OSError. Nothing is bound again where nothing at all has changed.
    """
    composer = compose.Composer(job, paper, late=True)
    found = sheets(job, composer)
    foundry = Foundry(job, paper, composer)
    finished = LastFile(job, "pdf", foundry.book_key(found, job.book.meta, paper))
    known = _About.of(finished.about())
    guess = partial(_guessed, found, paper)
    asked = None if known else foundry.ask(found, guess)

    def made() -> _About:
        if known and finished.taken():
            return known
        pieces = (asked or foundry.ask(found, guess))()
        about, shares = _bound_whole(found, foundry, job, paper, pieces, _last(finished))
        finished.keep(about.kept(), pickle.dumps(shares))
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


def _last(finished: LastFile) -> Ledger:
    """What can be copied from the last file."""
    last = finished.last()
    shares = pickle.loads(last[0]) if last else {}  # noqa: S301 - written by us, below the user's own cache folder
    return Ledger(shares, last[1]) if last else Ledger()


def _bound_whole(
    found: Sequence[Sheet],
    foundry: Foundry,
    job: Job,
    paper: Paper,
    pieces: Sequence[Piece],
    last: Ledger,
) -> tuple[_About, Mapping[str, Share]]:
    """The file written and proven; what the cache has lost is made anew."""
    for _ in range(_TRIES):
        try:
            return _bound(found, _laid_out(found, foundry, pieces), foundry, job, paper, last)
        except LostError:
            foundry.forget_damaged(pieces)
            pieces = foundry.ask(found, partial(_guessed, found, paper))()
    raise LayoutError("pieces vanish from the working files")


def _bound(
    found: Sequence[Sheet], bound: Bound, foundry: Foundry, job: Job, paper: Paper, last: Ledger
) -> tuple[_About, Mapping[str, Share]]:
    """Write the file, and prove it whole; what the next one can copy of it."""
    job.step(f"binding {len(bound.spots):,} pages")
    written = bind(bound, foundry.keys, paper, job.book.meta, job.file, foundry, last)
    job.step(f"reading {len(bound.spots):,} pages back")
    proof.check(job.file, bound, [sheet.name for sheet in found], frozenset(foundry.fresh), written.anew)
    complaints = dict.fromkeys(line for piece in bound.pieces for line in piece.complaints)
    return _About(len(bound.spots), tuple(complaints)), written.shares


def _laid_out(found: Sequence[Sheet], foundry: Foundry, pieces: Sequence[Piece]) -> Bound:
    """Every sheet as a piece, with room for just the digits of its page numbers."""
    for left in reversed(range(_ROUNDS)):
        extents = [Extent(len(p.leaves), s.recto, s.front) for s, p in zip(found, pieces, strict=True)]
        bound = Bound(pieces, paginate(extents))
        needed = {name: len(label) for name, label in bound.labels.items()}
        if not left or foundry.has_room(found, needed):
            break
        pieces = foundry.ask(found, partial(_known, needed))()
    return bound


def _known(needed: compose.Digits, _: Mapping[str, int]) -> compose.Digits:
    return needed


def _lines(paper: Paper) -> float:
    """Lines of A5 that a page of this paper holds."""
    wide = (paper.width - paper.inner - paper.outer) / 111
    return wide * (paper.height - paper.top - paper.bottom) / 6.03


def _guessed(found: Sequence[Sheet], paper: Paper, extents: Mapping[str, int]) -> dict[str, int]:
    """Digits of page numbers before all pages are laid out: from how much stands before them."""
    digits: dict[str, int] = {}
    pages = 0
    lines = _lines(paper)
    for sheet in found:
        if not sheet.front:
            pages += 1 + (sheet.recto and pages % 2)
        digits |= dict.fromkeys(sheet.starts, len(str(pages)))
        if not sheet.front:
            pages += max(1, extents.get(sheet.material) or ceil(sheet.weight / lines)) - 1
    return digits
