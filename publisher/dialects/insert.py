"""HTML that stands for an engine's tag: kept out of the Markdown parser's way by a marker."""

from collections.abc import Iterable
from dataclasses import dataclass

from publisher.errors import Diagnostic


@dataclass(frozen=True, slots=True)
class Insert:
    """One tag, translated."""

    marker: str  # what stands in the Markdown: an HTML comment, which every grammar passes through
    html: str
    diagnostics: tuple[Diagnostic, ...] = ()


def marker(number: int) -> str:
    return f"<!--publisher:{number}-->"


def put_back(html: str, inserts: Iterable[Insert]) -> str:
    """The HTML with each marker replaced by what it stands for, the outermost first."""
    for insert in reversed(tuple(inserts)):
        html = html.replace(insert.marker, insert.html)
    return html
