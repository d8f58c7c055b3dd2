"""A chapter set and proven alone, before it stands in the book as one document: see whole.py."""

from dataclasses import dataclass

from lxml import html as lxml_html

from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.writers.pdf import archival
from publisher.writers.pdf.layout import engine, fit, inside
from publisher.writers.pdf.layout.findings import Told
from publisher.writers.pdf.layout.overlaid import on_others, overlaid
from publisher.writers.pdf.layout.reading import missing, words_of
from publisher.writers.pdf.layout.repeated import said_again
from publisher.writers.pdf.layout.request import LayoutRequest


@dataclass(frozen=True, slots=True)
class Sections:
    """The HTML of a unit's chapters, so dressed that the engine sets it whole."""

    html: tuple[str, ...]
    told: tuple[Told, ...]


def sections(request: LayoutRequest) -> Sections:
    """Fit a unit's chapters to pages. Raises LayoutError where these do not show all that they say."""
    fitted = fit.alone(request.sections, request.head, request.page_box, dict(request.files), request.context)
    laid = engine.written(fitted.rendered, request.context, **archival.ENGINE)
    again, pdf = said_again(laid.document.pages), laid.pdf
    root = lxml_html.fragment_fromstring("".join(fitted.sections), create_parent=True)
    if lost := missing(f"{words_of(root)} {again}", inside.text(pdf), request.context.fonts.draw):
        raise LayoutError(
            _("{name}: the layout has lost letters of it: {lost}", name=request.name, lost=lost[:40])
        )
    for page, words in inside.outside(pdf, 0, request.cut):
        raise LayoutError(
            _(
                "{name}: words stand beyond the edge of page {value}: {words}",
                name=request.name,
                value=page + 1,
                words=words[:40],
            )
        )
    for over in overlaid(laid.document.pages) if request.own_theme else ():
        raise LayoutError(_("{name}: {what}", name=request.name, what=on_others(*over)))
    return Sections(fitted.sections, fitted.told)
