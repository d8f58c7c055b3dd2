"""What other processes do for the PDF. Nothing here is loaded but the engine, and that not before there is
something to lay out: how soon a process is ready decides how soon an edited post is in the book."""

from publisher.errors import LayoutError, PublisherError
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.slots import Numbered


def fragment_of(request: LayoutRequest) -> Fragment:
    """Lay the unit out, a chapter more simply where it must be: see layout.py and simpler.py.

    Raises LayoutError where the book has to be laid out as one document, OSError, and PublisherError.
    """
    from publisher.writers.pdf.layout import simpler
    from publisher.writers.pdf.layout.layout import lay_out

    try:
        return lay_out(request)
    except OSError:  # a full disk, a font that is gone: no fault of the chapter
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a unit, the rest of the book is right
        cause = error if isinstance(error, LayoutError | PublisherError) else _named(request, error)
        if not request.simplifies:
            raise LayoutError(str(cause)) from None
        return simpler.lay_out(request, cause, lay_out)


def _named(request: LayoutRequest, error: Exception) -> LayoutError:
    return LayoutError(f"{request.name}: {type(error).__name__}: {error}")


def gauge_of(margin_boxes: tuple[LayoutContext, str, str]) -> tuple[Numbered, ...]:
    """Tell how numbers are aligned on pages of the theme: context, HTML before a unit's own, name of the
    page."""
    from publisher.writers.pdf.layout import layout

    return layout.gauge_of(*margin_boxes)


def set_up(last: LayoutContext) -> None:
    """Get ready to lay out a book like the last one."""
    from publisher.writers.pdf.layout import engine

    engine.set_up(last)
