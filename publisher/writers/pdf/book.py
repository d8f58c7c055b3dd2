"""The PDF: made anew where something has changed, else the last one; and what is said of it.

What makes it takes a twentieth of a second to import, and is where there is something to make: see making.py.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from publisher.book.paper import Paper
from publisher.errors import IncompleteError, LayoutError, PublisherError, Where
from publisher.phrase import _
from publisher.storage.records import decoded
from publisher.writers.artifacts import LastFile
from publisher.writers.job import Job
from publisher.writers.pdf.layout.libraries import machine
from publisher.writers.pdf.told import About, tell, tell_coarse

if TYPE_CHECKING:
    from publisher.writers.pdf.layout.whole import Whole


def begin(job: Job, paper: Paper) -> Callable[[], int]:
    """Let workers lay out what is new. What writes the book, and returns the number of its pages.

    That raises OSError. Nothing is bound again where nothing at all has changed.
    """
    finished = LastFile(job, "pdf", machine())
    known = decoded(finished.about(), About)
    try:
        finish = None if known else _begun(job, paper, finished)
    except LayoutError as error:  # a template leaves a chapter out
        return partial(_written_otherwise, job, paper, error)

    def made() -> About:
        if known and finished.taken():
            return known
        return (finish or _begun(job, paper, finished))()

    return partial(_written, made, job, paper)


def _begun(job: Job, paper: Paper, finished: LastFile) -> Callable[[], About]:
    from publisher.writers.pdf.making import Making

    return Making.of(job, paper, finished).begin().finish


def _written(made: Callable[[], About], job: Job, paper: Paper) -> int:
    """The book, bound late; as one document where the engine did what we do not know."""
    try:
        about = made()
    except (LayoutError, IncompleteError) as error:
        return _written_otherwise(job, paper, error)
    for complaint in about.complaints:
        job.report.note("pdf-engine", _("{engine}", engine=complaint), Where(f"theme {job.theme.name}"))
    tell(about.told, job)
    tell_coarse(about.coarse, job)
    return about.pages


def _written_otherwise(job: Job, paper: Paper, cause: LayoutError | IncompleteError) -> int:
    """The book as one document; without the files of the blog's own theme where that makes none."""
    where, plain = Where(f"theme {job.theme.name}"), job.theme.shipped()
    try:
        pages = _write_whole(job, paper)
    except IncompleteError:
        if plain is job.theme:
            raise
        hint = _(
            "the book is in the style of {parent}; mend print.css or the templates of {name}",
            parent=plain.folders[0].name,
            name=job.theme.name,
        )
        job.report.error("theme-set-aside", cause.message, where, hint)
        return begin(replace(job, theme=plain), paper)()
    hint = paper.cure or _("the book is whole, but took longer; please report this")
    job.report.warning("laid-out-whole", cause.message, where, hint)
    return pages


def _write_whole(job: Job, paper: Paper) -> int:
    """Write the book as one document, return the number of its pages.

    Raises IncompleteError where the theme makes none, or none that says all words.
    """
    from publisher.writers.pdf import archival
    from publisher.writers.pdf.layout import whole

    try:
        made = whole.lay_out(job, paper)
    except Exception as error:
        if isinstance(error, OSError | PublisherError):
            raise
        hint = _("does another theme make one? {name}: {error}", name=type(error).__name__, error=error)
        raise IncompleteError(
            _("the theme {name} makes no PDF of this book", name=job.theme.name), hint
        ) from None
    job.file.write_bytes(archival.made(made.laid.pdf, job.book.meta))
    _prove_whole(made, job, paper)
    tell(made.told, job)
    return len(made.laid.document.pages)


def _prove_whole(made: "Whole", job: Job, paper: Paper) -> None:
    """Read the document back with another program than the engine. Raises IncompleteError."""
    from publisher.writers.pdf.layout import inside, overlaid
    from publisher.writers.pdf.layout.reading import missing

    theme = job.theme.name
    hint = paper.cure or _("does the theme move them there?")
    if lost := missing(made.words, inside.text(job.file), job.fonts.draw):
        what = _(
            "the theme {name} makes no PDF that says all words of this book: {lost}",
            name=theme,
            lost=lost[:40],
        )
        raise IncompleteError(what, _("does it hide them? does another theme make one?"))
    if over := next(overlaid.overlaid(made.laid.document.pages), None):
        raise IncompleteError(_("theme {name}: {what}", name=theme, what=overlaid.on_others(*over)), hint)
    for page, cut in itertools.islice(inside.outside(job.file.read_bytes(), 0, 0.0), 1):
        what = _("words stand beyond the edge of page {value}: {cut}", value=page + 1, cut=cut[:40])
        if job.theme.shipped() is not job.theme and not paper.cure:
            raise IncompleteError(_("theme {name}: {what}", name=theme, what=what), hint)
        job.report.error("words-cut", what, Where(f"theme {theme}"), hint)
