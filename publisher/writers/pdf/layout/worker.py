"""What other processes do for the PDF. Nothing here is loaded but the engine, and that not before there is
something to lay out: how soon a process is ready decides how soon an edited post is in the book."""

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.errors import (
    IncompleteError,
    LayoutError,
    OverrunError,
    PublisherError,
    Where,
    said,
    simplified,
)
from publisher.phrase import Phrase, _
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import Fault, LayoutRequest
from publisher.writers.pdf.layout.slots import Numbered

if TYPE_CHECKING:
    from publisher.writers.pdf.layout.earlier import LaidChapter, SomePages, SomePagesRequest
    from publisher.writers.pdf.layout.proven import Sections

_PATIENCE = 10
_LARGE = 300_000  # characters of a unit that is laid out where memory can be limited
Known = LayoutError | OverrunError | PublisherError


def fragment_of(request: LayoutRequest) -> Fragment:
    """Lay the unit out, a chapter more simply where it must be: see layout.py and simpler.py."""
    from publisher.writers.pdf.layout import simpler
    from publisher.writers.pdf.layout.layout import lay_out

    return simpler.lay_out(request, request.fault, lay_out) if request.fault else lay_out(request)


def laid_chapter_of(request: LayoutRequest) -> "LaidChapter":
    """Return the same, and how it was laid out, for some pages of it: see some_pages.py."""
    from publisher.writers.pdf.layout.earlier import LaidChapter
    from publisher.writers.pdf.layout.layout import laid_chapter

    return LaidChapter(fragment_of(request), None) if request.fault else laid_chapter(request)


def some_pages_of(asked: "SomePagesRequest") -> "SomePages | None":
    """Lay out some pages of an edited chapter: see some_pages.py."""
    from publisher.writers.pdf.layout import some_pages

    return some_pages.some_pages_of(asked)


def sections_of(request: LayoutRequest) -> "Sections":
    """Dress chapters for the book as one document, one more simply where it must be: see proven.py."""
    from publisher.writers.pdf.layout import simpler
    from publisher.writers.pdf.layout.proven import sections

    return simpler.lay_out(request, request.fault, sections) if request.fault else sections(request)


def more_simply(request: LayoutRequest, error: BaseException) -> LayoutRequest:
    """Have chapters set more simply: whatever is wrong with a unit, the rest of the book is right.

    Raises LayoutError where the book has to be laid out as one document, OSError, and PublisherError.
    """
    if isinstance(error, OSError):  # a full disk, a font that is gone: no fault of the chapter
        raise error
    cause = (
        error
        if isinstance(error, Known)
        else LayoutError(_("{name}: {error}", name=request.name, error=said(error)))
    )
    if isinstance(cause, OverrunError):
        return replace(request, fault=Fault(_hint(cause, request), _suspects(request, cause)))
    if request.fault or not request.simplifies:
        raise LayoutError(cause.message) from None
    return replace(request, fault=Fault(_hint(cause, request)))


def _hint(cause: Known, request: LayoutRequest) -> Phrase:
    if request.cure and isinstance(cause, LayoutError | IncompleteError):
        return _("{cause}; {cure}", cause=cause.message, cure=request.cure)
    return simplified(cause, Where("")).hint


def _suspects(request: LayoutRequest, cause: OverrunError) -> frozenset[int]:
    """The largest chapter of a run, which most likely took too much; if it was not that alone, all."""
    known = request.fault.overrun if request.fault else frozenset()
    all_of_it = frozenset(range(len(request.sections)))
    if known == all_of_it or not request.simplifies:
        raise PublisherError(
            _("{name} cannot be laid out: {cause}", name=request.name, cause=cause), _hint(cause, request)
        ) from None
    return (known and all_of_it) or frozenset((max(all_of_it, key=lambda n: len(request.sections[n])),))


def posts_in(request: LayoutRequest) -> int:
    """Return how many posts' limits hold for a unit; those of the book as a whole have none.

    Plain text takes as long as there is of it: nothing is simpler, so it gets what it should never need.
    """
    posts = len(request.sections) if request.simplifies else 0
    return posts * _PATIENCE if request.fault and request.fault.overrun else posts


def none_of_them(asked: "SomePagesRequest", _error: BaseException) -> "SomePagesRequest":
    """Have none made that fails, or takes too long: the chapter is laid out all the same."""
    return replace(asked, most=0)


def is_large(request: LayoutRequest) -> bool:
    return request.simplifies and sum(map(len, request.sections)) > _LARGE


def gauge_of(margin_boxes: tuple[LayoutContext, str, str]) -> tuple[Numbered, ...]:
    """Tell how numbers are aligned on pages of the theme: context, HTML before a unit's own, name of the
    page."""
    from publisher.writers.pdf.layout import layout

    return layout.gauge_of(*margin_boxes)


def set_up(last: LayoutContext) -> None:
    """Get ready to lay out a book like the last one."""
    from publisher.writers.pdf.layout import engine

    engine.set_up(last)
