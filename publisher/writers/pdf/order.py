"""What a worker gets to lay out."""

from dataclasses import dataclass

from publisher.writers.pdf.compose import File
from publisher.writers.pdf.press import Press


@dataclass(frozen=True, slots=True)
class Order:
    """All that laying out one sheet takes: it can be sent to another process, or another machine."""

    id: str  # the sheet's
    name: str  # as messages call it
    head: str  # HTML before the sheet's own
    starts: tuple[str, ...]  # ids at which it begins, or begins anew: a chapter's heads go by them
    sections: tuple[str, ...]  # HTML, one for each
    page_box: str  # of its pages, see Paper.sheet_box(); empty: the theme's
    furniture: str  # name of the theme's page; empty: none
    files: tuple[tuple[str, File], ...]
    press: Press
