"""What other processes do for the PDF. Nothing here is loaded but the engine, and that not before there is
something to lay out: how soon a process is ready decides how soon an edited post is in the book."""

from publisher.errors import LayoutError, PublisherError
from publisher.writers.pdf.layout.context import Press
from publisher.writers.pdf.layout.fragment import Piece
from publisher.writers.pdf.layout.request import Order
from publisher.writers.pdf.layout.slots import Numbered


def piece_of(order: Order) -> Piece:
    """Lay the sheet out, a chapter more simply where it must be: see layout.py and simpler.py.

    Raises LayoutError where the book has to be laid out as one document, OSError, and PublisherError.
    """
    from publisher.writers.pdf.layout import simpler
    from publisher.writers.pdf.layout.layout import lay_out

    try:
        return lay_out(order)
    except OSError:  # a full disk, a font that is gone: no fault of the chapter
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a sheet, the rest of the book is right
        cause = error if isinstance(error, LayoutError | PublisherError) else _named(order, error)
        if not order.simplifies:
            raise LayoutError(str(cause)) from None
        return simpler.lay_out(order, cause, lay_out)


def _named(order: Order, error: Exception) -> LayoutError:
    return LayoutError(f"{order.name}: {type(error).__name__}: {error}")


def gauge_of(furniture: tuple[Press, str, str]) -> tuple[Numbered, ...]:
    """How numbers are aligned on pages of the theme: press, HTML before a sheet's own, name of the page."""
    from publisher.writers.pdf.layout import layout

    return layout.gauge_of(*furniture)


def set_up(last: Press) -> None:
    """Get ready to lay out a book like the last one."""
    from publisher.writers.pdf.layout import engine

    engine.set_up(last)
