"""What the engine works out for each page from all that a document has is found at once, so that a chapter of
thousands of pages takes no more for a page than one of ten.

Seen with WeasyPrint 70.0 and pydyf 0.13. Assumed, and asserted by tests/contracts/test_weasyprint_layout.py:
a PDF's `page_references` are those of the pages that it has got; `page.set_page_type_computed_styles` looks
for the styles of a page among all that `add_page_declarations` has put behind those of the elements.
"""

from collections.abc import Callable
from functools import wraps
from itertools import islice
from typing import Any


def counted_once(references: Callable[[Any], tuple[bytes, ...]]) -> Callable[[Any], tuple[bytes, ...]]:
    """Return pydyf's references to pages, which are asked for once a tag: made again where there are more."""

    @wraps(references)
    def known(pdf: Any) -> tuple[bytes, ...]:
        found: tuple[bytes, ...]
        pages, found = pdf.__dict__.get("known_pages", (0, ()))
        if pages != pdf.pages["Count"]:
            pages, found = pdf.pages["Count"], references(pdf)
            pdf.known_pages = pages, found
        return found

    return known


class _OfPage:
    """The styles of a document, of which it shows those of a page."""

    def __init__(self, styles: Any) -> None:
        self._styles = styles
        self.set_computed_styles = styles.set_computed_styles
        self._names: list[tuple[object, str]] = []

    def add_page_declarations(self, page: object) -> None:
        said = self._styles.get_cascaded_styles()
        before = len(said)
        self._styles.add_page_declarations(page)
        self._names = self._styles.__dict__.setdefault("names_of_pages", {}).setdefault(page, [])
        self._names += reversed([*islice(reversed(said), len(said) - before)])

    def get_cascaded_styles(self) -> list[tuple[object, str]]:
        return self._names


def of_its_own(set_styles: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    """Return WeasyPrint's styling of a page, which looks through the styles of that page alone."""
    return lambda page, html, styles: set_styles(page, html, _OfPage(styles))
