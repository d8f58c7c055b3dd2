"""The PDF, step by step: sheets, pieces, page numbers, one file."""

from collections.abc import Sequence

from publisher.errors import LayoutError, Where
from publisher.writers.job import Job
from publisher.writers.pdf import compose, proof
from publisher.writers.pdf.bind import bind
from publisher.writers.pdf.bound import Bound
from publisher.writers.pdf.foundry import Foundry
from publisher.writers.pdf.pagination import Extent, paginate
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.sheets import Sheet, sheets

_LETTERS = 2500  # of HTML on a page, about
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
    composer = compose.Composer(job, paper, late=True)
    found = sheets(job, composer)
    bound, fresh = _laid_out(found, job, paper, composer)
    job.step(f"binding {len(bound.spots):,} pages")
    for complaint in dict.fromkeys(line for piece in bound.pieces for line in piece.complaints):
        job.report.note("pdf-engine", complaint, Where(f"theme {job.theme.name}"))
    bind(bound, paper, job.book.meta, job.file)
    job.step(f"reading {len(bound.spots):,} pages back")
    proof.check(job.file, bound, [sheet.name for sheet in found], fresh)
    return len(bound.spots)


def _laid_out(
    found: Sequence[Sheet], job: Job, paper: Paper, composer: compose.Composer
) -> tuple[Bound, frozenset[int]]:
    """Every sheet as a piece, with room for just the digits of its page numbers; and which are new."""
    foundry = Foundry(job, paper, composer)
    digits = _guessed(found)
    for _ in range(_ROUNDS):
        pieces = foundry.pieces(found, digits)
        extents = [Extent(len(p.leaves), s.recto, s.front) for s, p in zip(found, pieces, strict=True)]
        bound = Bound(pieces, paginate(extents))
        needed = {name: len(label) for name, label in bound.labels.items()}
        targets = {target for sheet in found for target in sheet.targets}
        if all(needed[target.id] == target.room(digits) for target in targets):
            break
        digits = needed
    return bound, frozenset(foundry.fresh)


def _guessed(found: Sequence[Sheet]) -> dict[str, int]:
    """Digits of page numbers before a page is laid out: from how much stands before them."""
    digits: dict[str, int] = {}
    pages = 0
    for sheet in found:
        pages += 0 if sheet.front else 1
        digits |= dict.fromkeys(sheet.starts, len(str(pages)))
        pages += sheet.weight // _LETTERS
    return digits
