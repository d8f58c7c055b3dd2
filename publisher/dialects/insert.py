"""HTML that stands for an engine's tag: kept out of the Markdown parser's way by a marker."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from publisher.errors import Diagnostic


@dataclass(frozen=True, slots=True)
class Insert:
    """One tag, translated."""

    marker: str  # what stands in the Markdown: an HTML comment, or a word that is nowhere else in the text
    html: str
    diagnostics: tuple[Diagnostic, ...] = ()
    block: bool = False  # alone in a paragraph, it takes the paragraph's place


def marker(number: int) -> str:
    return f"<!--publisher:{number}-->"


def put_back(html: str, inserts: Iterable[Insert]) -> str:
    """The HTML with each marker replaced by what it stands for; an insert may hold earlier ones' markers."""
    placed: dict[str, Insert] = {}
    made: dict[str, str] = {}
    kinds = {re.sub(r"\d+", r"\\d+", re.escape(insert.marker)) for insert in (inserts := tuple(inserts))}
    if not kinds:
        return html
    any_marker = re.compile(rf"(?P<open><p>)?(?P<marker>{'|'.join(sorted(kinds))})(?P<close></p>)?")

    def shown(match: re.Match[str]) -> str:
        if match["marker"] not in made:
            return match[0]
        alone = match["open"] and match["close"] and placed[match["marker"]].block
        text = made[match["marker"]]
        return text if alone else f"{match['open'] or ''}{text}{match['close'] or ''}"

    for insert in inserts:
        made[insert.marker] = any_marker.sub(shown, insert.html)
        placed[insert.marker] = insert
    return any_marker.sub(shown, html)
