"""What pages say once more than what they were made of: the head of a table, on each page that it goes over.

Without it, letters of a head that stands there ten times would count for words that are not there at all.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from publisher.writers.pdf.layout.boxes import TextBox, heads_on


def said_again(pages: Iterable[Any]) -> str:
    """Return the words of all heads of tables but the first of each table; page numbers are settled later."""
    seen, words = set[Any](), list[str]()
    for page in pages:
        for head in heads_on(page):
            words += _texts(head) if head.element in seen else ()
            seen.add(head.element)
    return " ".join(words)


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, TextBox):
        yield box.text
    elif box.element is None or "page-number" not in (box.element.get("class") or "").split():
        for child in getattr(box, "children", ()):
            yield from _texts(child)
