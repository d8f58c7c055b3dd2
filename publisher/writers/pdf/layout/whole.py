"""The book as one WeasyPrint document: the engine counts pages and fills in their numbers itself.

Its cost grows with the square of the pages. It is the yardstick for the pages that are bound late, and
takes their place where the engine does what we do not know. Each chapter is set and proven alone before, as
for those: in the limits of a post, and more simply where it must be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from lxml import html as lxml_html

from publisher.book.paper import Paper
from publisher.errors import Where, simplified
from publisher.writers.job import Job
from publisher.writers.pdf import archival
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.compose.html import Composed, Composer, ComposeSetting
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import units
from publisher.writers.pdf.layout import engine, simpler
from publisher.writers.pdf.layout.context import LayoutContext, context
from publisher.writers.pdf.layout.findings import Told
from publisher.writers.pdf.layout.proven import Sections
from publisher.writers.pdf.layout.reading import words_of
from publisher.writers.pdf.layout.repeated import said_again
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.worker import is_large, more_simply, posts_in, sections_of

_POINTS = 72 / 25.4  # to a millimetre
Sets = Mapping[int, Sections]  # chapters, by the number of their unit


@dataclass(frozen=True, slots=True)
class Whole:
    """The book as one document, and how some of its chapters are set."""

    laid: engine.Laid
    words: str  # all that it should say
    told: tuple[Told, ...]


def lay_out(job: Job, paper: Paper) -> Whole:
    """Lay out all units in one go; chapters as plain text where the engine can set each, but not all."""
    book = _Book.of(job, paper)
    asked = {n: book.request(n) for n, unit in enumerate(book.units) if unit.inputs.is_written}
    made = job.executor.each(
        sections_of, asked.values(), worth=len(asked) > 1, simpler=more_simply, large=is_large, posts=posts_in
    )
    try:
        return book.laid(dict(zip(asked, made, strict=True)))
    except OSError:  # a full disk is no fault of a chapter
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, text is simpler
        hint = simplified(error, Where("")).hint
        return book.laid({n: simpler.as_plain_text(request, hint) for n, request in asked.items()})


def page(parts: Sequence[Composed], composer: Composer) -> tuple[str, dict[str, File]]:
    """Units as one page of HTML, and the files that it names."""
    sections = chain.from_iterable(sections for sections, _ in parts)
    files = {address: file for _, asked in parts for address, file in asked.items()}
    return "".join((composer.head(), *sections, "</body></html>")), files


def composed(found: Sequence[LayoutUnit], composer: Composer) -> list[Composed]:
    return [unit.inputs.shows.compose(composer, {}) for unit in found]


@dataclass(frozen=True, slots=True)
class _Book:
    """All units, and what they are laid out with."""

    job: Job
    setting: ComposeSetting
    composer: Composer
    units: Sequence[LayoutUnit]
    parts: Sequence[Composed]
    context: LayoutContext

    @classmethod
    def of(cls, job: Job, paper: Paper) -> "_Book":
        setting = ComposeSetting.of(job, paper, late=False)
        composer = Composer(setting)
        found = units(job, composer)
        epoch = int(job.book.meta.modified.timestamp())
        on = context(setting.css(), job.fonts, job.keep_in, epoch, paper.room, setting.look.ink)
        return cls(job, setting, composer, found, composed(found, composer), on)

    def request(self, number: int) -> LayoutRequest:
        """Return a unit of chapters as it is set alone, without heads and numbers."""
        inputs, (sections, files), paper = self.units[number].inputs, self.parts[number], self.setting.paper
        return LayoutRequest(
            name=inputs.name,
            head=self.composer.head(),
            starts=inputs.starts,
            sections=sections,
            page_box=paper.sheet_box(self.setting.css()),
            margin_boxes="",
            files=tuple(files.items()),
            context=self.context,
            simplifies=True,
            cut=paper.one_sided * _POINTS,
            own_theme=self.job.theme.shipped() is not self.job.theme,
            cure=paper.cure,
        )

    def laid(self, sets: Sets) -> Whole:
        """Lay it out with its chapters so set, numbered as if it were bound late: the text begins with 1.

        The front matter is laid out once more before, alone, to know on which page that is.
        """
        parts = [(sets[n].html if n in sets else one[0], one[1]) for n, one in enumerate(self.parts)]
        fronts = parts[: sum(unit.front for unit in self.units)]
        pages = len(self._laid(fronts, "").document.pages)
        first = pages + pages % 2 + 1
        laid = self._laid(parts, f"@page :nth({first}) {{ counter-reset: page 1 }}\n")
        (body,) = lxml_html.document_fromstring(page(parts, self.composer)[0]).xpath("//body")
        words = f"{words_of(body)} {said_again(laid.document.pages)}"
        return Whole(laid, words, tuple(one for made in sets.values() for one in made.told))

    def _laid(self, parts: Sequence[Composed], more: str) -> engine.Laid:
        around = (
            f"@page {{ bleed: {self.setting.paper.bleed}mm }}"  # TrimBox and BleedBox, as pages.py has them
        )
        on = replace(self.context, css=f"{self.context.css}\n{around}\n{more}")
        identifier = self.job.book.meta.identifier.encode()
        html, files = page(parts, self.composer)
        return engine.lay_out(html, files, on, pdf_identifier=identifier, **archival.ENGINE)
