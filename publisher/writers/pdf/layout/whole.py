"""The book as one WeasyPrint document: the engine counts pages and fills in their numbers itself.

Its cost grows with the square of the pages. It is the yardstick for the pages that are bound late, and
takes their place where the engine does what we do not know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import html as lxml_html

from publisher.book.paper import Paper
from publisher.writers.job import Job
from publisher.writers.pdf import archival
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.compose.html import Composer, ComposeSetting
from publisher.writers.pdf.compose.units import LayoutUnit, units
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import context
from publisher.writers.pdf.layout.fragment import Told
from publisher.writers.pdf.layout.reading import words_of

Fit = Callable[[tuple[str, ...], Mapping[str, File]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """The book as one document, and how some of its chapters are set."""

    laid: engine.Laid
    words: str  # all that it should say
    told: tuple[Told, ...]


def lay_out(job: Job, paper: Paper) -> Whole:
    """Lay out all units in one go, numbered as they are when they are bound late: the text begins with 1.

    The front matter is laid out once more before, alone, to know on which page that is.
    """
    setting = ComposeSetting.of(job, paper, late=False)
    found = units(job, Composer(setting))
    pages = len(_laid(found[: _fronts(found)], job, setting, "").laid.document.pages)
    first = pages + pages % 2 + 1
    return _laid(found, job, setting, f"@page :nth({first}) {{ counter-reset: page 1 }}\n")


def _fronts(found: Sequence[LayoutUnit]) -> int:
    return sum(unit.front for unit in found)


def page(
    found: Sequence[LayoutUnit], composer: Composer, fitted: Fit = lambda sections, _: sections
) -> tuple[str, dict[str, File]]:
    """Units as one page of HTML, and the files that it names."""
    html, files = [composer.head()], dict[str, File]()
    for unit in found:
        sections, asked = unit.inputs.shows.compose(composer, {})
        html += fitted(sections, asked) if unit.inputs.margin_boxes else sections
        files |= asked
    return "".join((*html, "</body></html>")), files


def _laid(found: Sequence[LayoutUnit], job: Job, setting: ComposeSetting, more: str) -> Whole:
    css, paper, composer = setting.css(), setting.paper, Composer(setting)
    epoch = int(job.book.meta.modified.timestamp())
    on = context(f"{css}\n{more}", job.fonts, job.keep_in, epoch, paper.room, setting.look.ink)
    box = paper.sheet_box(css)
    told: list[Told] = []

    def fitted(sections: tuple[str, ...], files: Mapping[str, File]) -> tuple[str, ...]:
        done = fit.alone(sections, composer.head(), box, files, on)
        told.extend(done.told)
        return done.sections

    html, files = page(found, composer, fitted)
    identifier = job.book.meta.identifier.encode()
    options = {"pdf_identifier": identifier, **archival.ENGINE}
    laid = engine.lay_out(html, files, on, **options)
    (body,) = lxml_html.document_fromstring(html).xpath("//body")
    return Whole(laid, words_of(body), tuple(told))
