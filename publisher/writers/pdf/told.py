"""What is said of a finished PDF besides the file: also by builds that find nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.errors import Diagnostic, Severity, Where
from publisher.phrase import _
from publisher.writers.job import Job
from publisher.writers.pdf.layout.findings import LEAST, Coarse, Told

_NAMED = 5  # pictures beside the worst


@dataclass(frozen=True, slots=True)
class About:
    """What is kept of a finished PDF besides the file."""

    pages: int
    complaints: tuple[str, ...]
    told: tuple[Told, ...] = ()
    coarse: tuple[Coarse, ...] = ()


def tell(told: Sequence[Told], job: Job) -> None:
    """Report how some chapters are set, by the places of their posts."""
    where = {chapter.id: chapter.where for chapter in job.book.texts}
    job.report.extend(
        Diagnostic(
            Severity(one.severity), one.code, one.what, where.get(one.chapter, Where("the book")), one.hint
        )
        for one in told
    )


def tell_coarse(found: Sequence[Coarse], job: Job) -> None:
    """Name the pictures that have too few dots for print in one message, the worst first."""
    chapters = {chapter.id: dict(chapter.pictures) for chapter in job.book.texts}
    worst = {
        place: one.dpi
        for one in sorted(found, key=lambda one: -one.dpi)
        for chapter in one.chapters
        if (place := chapters.get(chapter, {}).get(one.asset))
    }
    if places := sorted(worst, key=lambda place: (worst[place], place)):
        first, *others = places
        count = len(worst)
        what = _(
            "pictures printed with under {least} dots per inch: {count}; this one has {worst}",
            least=LEAST,
            count=count,
            worst=worst[first],
        )
        listed = ", ".join(f"{place} ({worst[place]})" for place in others[:_NAMED])
        larger = _("larger files print sharper")
        hint = _("{larger}; others: {listed}", larger=larger, listed=listed) if listed else larger
        job.report.note("image-coarse", what, first, hint)
