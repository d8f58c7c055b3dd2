"""HTML that stands for an engine's tag: kept out of the Markdown parser's way by a marker."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.errors import Diagnostic

_LONGEST = 4_000_000  # characters
_BLOCK = re.compile(
    r"\s*<(?:aside|audio|blockquote|details|div|dl|figure|h[1-6]|hr|iframe|ol|p|pre|section|table|ul|video)\b"
)


@dataclass(frozen=True, slots=True)
class Insert:
    """One tag, translated."""

    marker: str  # what stands in the Markdown: an HTML comment, or a word that is nowhere else in the text
    html: str
    diagnostics: tuple[Diagnostic, ...] = ()
    block: bool = False  # alone in a paragraph, a block takes the paragraph's place


def marker(number: int) -> str:
    return f"<!--publisher:{number}-->"


def put_back(html: str, inserts: Iterable[Insert]) -> str:
    """The HTML with each marker replaced by what it stands for; an insert may hold earlier ones' markers."""
    placed: dict[str, Insert] = {}
    made: dict[str, str] = {}
    inserts = tuple(inserts)
    kinds = {re.sub(r"\d+", r"\\d+", re.escape(insert.marker)) for insert in inserts}
    if not kinds:
        return html
    one = re.compile("|".join(sorted(kinds)))
    run = re.compile(rf"<p>((?:(?:{one.pattern})\s*)+)</p>")

    def alone(match: re.Match[str]) -> str:
        known = [placed.get(mark) for mark in one.findall(match[1])]
        return match[1] if all(insert and _is_block(insert, made) for insert in known) else match[0]

    def filled(text: str) -> str:
        return one.sub(lambda match: made.get(match[0], match[0]), run.sub(alone, text))

    for insert in inserts:
        # A post that forges markers must not make a text that doubles with each of them.
        made[insert.marker] = filled(insert.html)[:_LONGEST]
        placed[insert.marker] = insert
    return filled(html)


def _is_block(insert: Insert, made: Mapping[str, str]) -> bool:
    return insert.block and bool(_BLOCK.match(made[insert.marker]))
