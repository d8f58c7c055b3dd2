"""What a printer makes of so many pages: a book so thick, and what a copy costs, about. Pure."""

from dataclasses import dataclass

from publisher.config.schema import BookToml
from publisher.writers.pdf.cover.spine import width


@dataclass(frozen=True, slots=True)
class Printed:
    """A copy of a book."""

    spine: float  # mm
    cost: int  # won; 0 where book.toml does not say what the printer takes


def printed(pages: int, settings: BookToml) -> Printed:
    """Return what comes of the pages of a PDF, of which the cover is printed apart."""
    table = settings.print
    body = pages - 2 * settings.pdf.cover  # the cover, and the blank page behind it
    cost = round(table.cost_copy + table.cost_page * (body + body % 2), -1)
    return Printed(table.spine or width(body, table.gsm), int(cost))
