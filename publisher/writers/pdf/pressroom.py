"""What other processes do for the PDF. Nothing here is loaded but the engine, and that not before there is
something to lay out: how soon a process is ready decides how soon an edited post is in the book."""

import pickle

from publisher.errors import LayoutError, PublisherError
from publisher.writers.pdf.order import Order
from publisher.writers.pdf.piece import Piece


def piece_of(order: Order) -> Piece:
    """The sheet laid out: see layout.py. Raises LayoutError, PublisherError."""
    from publisher.writers.pdf.layout import lay_out

    try:
        return lay_out(order)
    except (LayoutError, PublisherError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a sheet, the book can be laid out as one document
        raise LayoutError(f"{order.name}: {type(error).__name__}: {error}") from None


def set_up(last: bytes) -> None:
    """Get ready to lay out a book like the last one; `last`: what that was laid out with, pickled."""
    from publisher.writers.pdf import layout

    layout.set_up(*pickle.loads(last))  # noqa: S301 - written by foundry.py, below the user's own cache folder
