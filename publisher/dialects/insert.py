"""HTML that stands for an engine's tag: kept out of the Markdown parser's way by a marker."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from publisher.errors import Diagnostic

_WORD = "\ue000"  # in front of a comment: the parser does not take its line for a block of HTML
_MARKER = re.compile(rf"{_WORD}?(?:<|(?P<escaped>&lt;))!--publisher:(?P<name>\w+:\d+)--(?:>|&gt;)")


@dataclass(frozen=True, slots=True)
class Insert:
    """One tag, translated."""

    marker: str  # what stands in the Markdown: an HTML comment, which every grammar passes through
    html: str  # may hold markers of inserts before it
    source: str  # the tag as it is written
    diagnostics: tuple[Diagnostic, ...] = ()


def marker(key: str, number: int, *, inline: bool) -> str:
    """`inline`: it stands for words or a picture, which belong to the paragraph around them."""
    return (_WORD if inline else "") + f"<!--publisher:{key}:{number}-->"


def put_back(html: str, inserts: Iterable[Insert]) -> str:
    """The HTML with each marker replaced by what it stands for; by its source where it came into code."""
    by_marker = {insert.marker.removeprefix(_WORD): insert for insert in inserts}

    def fill(match: re.Match[str]) -> str:
        insert = by_marker.get(f"<!--publisher:{match['name']}-->")
        if insert is None:
            return match[0]
        return escape(insert.source, quote=False) if match["escaped"] else _MARKER.sub(fill, insert.html)

    return _MARKER.sub(fill, html) if by_marker else html
