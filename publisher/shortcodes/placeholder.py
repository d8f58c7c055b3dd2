"""HTML that stands for an engine's tag: kept out of the Markdown parser's way by a marker."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from publisher.errors import Diagnostic

_WORD = "\ue000"  # in front of a comment: the parser does not take its line for a block of HTML
# In an address its brackets are gone, and behind a backslash its hyphens may have become dashes. What it may
# begin with is said letter by letter: so re looks for these letters, and tries nowhere else.
_MARKER = re.compile(
    rf"(?:{_WORD}<!|{_WORD}&lt;!|{_WORD}!|<!|&lt;!|!)"
    r"(?:--|–)publisher:(?P<name>\w+:\d+)(?:--|–)(?:>|&gt;)?"
)
_LONGEST = 4_000_000  # characters
_BLOCK = re.compile(
    r"\s*<(?:aside|audio|blockquote|details|div|dl|figure|h[1-6]|hr|iframe|ol|p|pre|section|table|ul|video)\b"
)


@dataclass(frozen=True, slots=True)
class Insert:
    """One tag, translated."""

    marker: str  # in the Markdown: an HTML comment, or a word that is nowhere else in the text
    html: str  # may hold markers of inserts before it
    source: str = ""  # the tag as it is written
    diagnostics: tuple[Diagnostic, ...] = ()
    block: bool = False  # alone in a paragraph, a block takes the paragraph's place
    alone: bool = False  # alone in a paragraph, it takes the paragraph's place whatever it is


def marker(key: str, number: int, *, inline: bool) -> str:
    """`inline`: it stands for words or a picture, which belong to the paragraph around them."""
    return (_WORD if inline else "") + f"<!--publisher:{key}:{number}-->"


def put_back(html: str, inserts: Iterable[Insert], *, paragraphs: bool = False) -> str:
    """Return the HTML with each marker replaced by what it stands for; by its source where it came into code.

    `paragraphs`: what is no block stays in its paragraph, also where the engine takes that away.
    """
    inserts = tuple(inserts)
    if inserts and not inserts[0].marker.endswith("-->"):
        return _put_words_back(html, inserts, paragraphs)
    by_marker = {insert.marker.removeprefix(_WORD): insert for insert in inserts}

    def fill(match: re.Match[str]) -> str:
        insert = by_marker.get(f"<!--publisher:{match['name']}-->")
        if insert is None:
            return match[0]
        escaped = match[0].removeprefix(_WORD).startswith("&lt;")
        return escape(insert.source, quote=False) if escaped else _MARKER.sub(fill, insert.html)

    return _MARKER.sub(fill, html) if by_marker else html


def _put_words_back(html: str, inserts: Iterable[Insert], paragraphs: bool) -> str:
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
        if len(known) == 1 and known[0] and known[0].alone and not paragraphs:
            return match[1]
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
