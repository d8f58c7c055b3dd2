"""A justified line takes and gives room between its letters and its words alike, as little as it can.

Korean lines have few spaces: all the room between them makes holes that the eye falls into. A theme says in
its print.css what its readers will not see, in em: `--justify: 0.02 0.04 0.14` lets letters stand 0.02 apart
or closer, spaces be 0.04 narrower, so that one more syllable fits, or 0.14 wider. A line that is too short
for that stays ragged. What says otherwise within a line, as code does, `--justify: 0 0 0.14`, gives what
the rest of the line cannot. WeasyPrint 70 has spaces only, of any width; see the limits of
https://www.w3.org/TR/css-text-4/#word-spacing-property and #text-justify-property.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from publisher.writers.pdf.compose.breaks import HERE
from publisher.writers.pdf.compose.joiners import JOINER, LETTER, SOFT
from publisher.writers.pdf.layout.boxes import UNSEEN, InlineBox, LineBox, TextBox, numbers

_RAGGED = 2.0  # em that are wanting: there the eye sees a ragged line, and wide spaces help nobody
_SPACES = 0.22  # of a line's width in em: about as many spaces has it, in Korean
_JOINERS = str.maketrans("", "", JOINER + LETTER + SOFT + HERE)

Function = Callable[..., Any]


class Limits(NamedTuple):
    """What a theme allows, in em."""

    letters: float
    narrower: float
    wider: float


class Filled:
    """What a line puts into the lists of its page while it is filled."""

    def __init__(self, given: Sequence[Any]) -> None:
        self._lists = [(one, len(one)) for one in given if isinstance(one, list)]

    def forget(self) -> None:
        """Take it out again: the line is not taken."""
        for one, length in self._lists:
            del one[length:]


def fuller(fill: Function) -> Function:
    """Return WeasyPrint's filling of a line, which goes on as far as closer letters make room for.

    Change.parts of endings.py: which part of that room is filled; less than none ends lines early, to have
    more of them.
    """

    def fuller_line(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        if not isinstance(box, LineBox) or context.excluded_shapes or not (limits := _limits(box.style)):
            return fill(context, box, start, end, *rest)
        filled = Filled(rest)
        more = give(box.style) * (end - start) * _fit(context, box)
        line = fill(context, box, start, end + more, *rest)
        if more <= 0 or white(line[0], end) >= -_most(line[0], limits.letters, limits.narrower):
            return line
        filled.forget()
        return fill(context, box, start, end, *rest)

    return fuller_line


def closer(align: Function, justify: Function) -> Function:
    """Return WeasyPrint's alignment of a line, which sets letters closer where the line is too long."""

    def aligned(context: Any, line: Any, width: float, *rest: Any, **named: Any) -> Any:
        if line.width > width and _is_justified(line.style) and (limits := _limits(line.style)):
            part = (line.width - width) / (_most(line, limits.letters, limits.narrower) or math.inf)
            if part <= 1:  # what cannot be parted runs over
                _stretch(context, line, -limits.letters * part, -limits.narrower * part, justify)
        return align(context, line, width, *rest, **named)

    return aligned


def evenly(justify: Function) -> Function:
    """Return WeasyPrint's justification, which gives to letters and to spaces, within limits."""

    def justified(context: Any, line: Any, extra: float) -> None:
        limits = _limits(line.style)
        if not limits:
            justify(context, line, extra)
        elif (most := _most(line, limits.letters, limits.wider)) or _later(line):
            part = min(1.0, extra / most) if most else 0.0
            rest = min(_later(line), extra - most * part)
            if extra - most * part - rest <= _RAGGED * line.style["font_size"]:
                _stretch(context, line, limits.letters * part, limits.wider * part, justify)
                with _hidden(line, lambda text: _gives(line, text)):
                    justify(context, line, max(0.0, rest))

    return justified


def give(style: Any) -> float:
    """Return how much of a line's width it can take in, as the theme has it."""
    limits = _limits(style)
    return limits.letters + limits.narrower * _SPACES if limits else 0.0


def most_wider(line: Any) -> float:
    """Return how many px a line can take up."""
    limits = _limits(line.style)
    return _most(line, limits.letters, limits.wider) + _later(line) if limits else 0.0


def white(line: Any, end: float) -> float:
    """Return how many px are empty behind a line: its width has the indent, before which it begins."""
    return float(end - line.content_box_x() - line.width)


def lacks(line: Any, end: float) -> bool:
    """Whether a line that is to end there will be shorter."""
    empty = white(line, end)
    return empty > line.style["font_size"] and _is_justified(line.style) and empty > most_wider(line)


def keeps_words(style: Any) -> bool:
    """Whether lines are justified, and end between words where they can."""
    return _is_justified(style) and any(
        token.value == "whole" for token in style["__words"] if token.type == "ident"
    )


def _limits(style: Any) -> Limits | None:
    """What the theme says of lines; a style is asked once."""
    if "limits" not in style.__dict__:
        said = numbers(style, "__justify")
        style.limits = Limits(*said) if len(said) == len(Limits._fields) else None
    limits: Limits | None = style.limits
    return limits


def _fit(context: Any, line: Any) -> float:
    """Which part of what a line can take in it does. One that is not justified can end early, no more."""
    part: float = getattr(context, "parts", {}).get(line.element, 1.0)
    return part if _is_justified(line.style) else min(part, 0.0)


def _is_justified(style: Any) -> bool:
    return bool(style["text_align_all"] == "justify")


def _most(line: Any, letters: float, spaces: float) -> float:
    """How many px a line gives, when each letter and each space gives as many em."""
    return math.fsum(
        text.style["font_size"] * (letters * _letters(text) + spaces * text.text.count(" "))
        for text in _texts(line)
        if _gives(line, text)
    )


def _later(line: Any) -> float:
    """How many px spaces can be wider of texts that give only what the line cannot."""
    return math.fsum(
        text.style["font_size"] * limits.wider * text.text.count(" ")
        for text in _texts(line)
        if not _gives(line, text) and (limits := _limits(text.style))
    )


def _stretch(context: Any, line: Any, letters: float, spaces: float, justify: Function) -> None:
    """Set letters, and words, that many em further apart."""
    room = _most(line, 0.0, spaces)
    _widened(line, letters, 0.0)
    with _hidden(line, lambda text: not _gives(line, text)):
        justify(context, line, room)


@contextmanager
def _hidden(line: Any, which: Callable[[Any], bool]) -> Iterator[None]:
    """Hide the spaces of texts that keep their width: what has none is moved only."""
    texts = [(text, text.text) for text in _texts(line) if which(text)]
    for text, said in texts:
        text.text = said.replace(" ", "").replace("\xa0", "")
    try:
        yield
    finally:
        for text, said in texts:
            text.text = said


def _gives(line: Any, text: Any) -> bool:
    """Tell whether a text gives as the rest of its line does."""
    return _limits(text.style) == _limits(line.style)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, TextBox):
        yield box
    elif isinstance(box, LineBox | InlineBox):
        for child in box.children:
            yield from _texts(child)


def _letters(text: Any) -> int:
    return len(text.text.translate(UNSEEN))


def _widened(box: Any, share: float, moved: float, line: Any = None) -> float:
    """Move a piece of a line, and set its letters apart by `share` em; how far the next piece is moved."""
    if isinstance(box, TextBox):
        box.position_x += moved
        return moved + (_set_apart(box, share * box.style["font_size"]) if _gives(line, box) else 0.0)
    if not isinstance(box, LineBox | InlineBox):
        box.translate(moved, 0)
        return moved
    box.position_x += moved
    before = moved
    for child in box.children:
        if child.is_in_normal_flow():
            moved = _widened(child, share, moved, line or box)
    box.width += moved - before
    return moved


def _set_apart(text: Any, by: float) -> float:
    """Set the letters of a text further apart, in px; by how much it is wider then.

    Joiners have done their work when a line is broken: Pango would give each of them room of its own.
    """
    style = text.style.copy()
    style["letter_spacing"] = by + (0 if style["letter_spacing"] == "normal" else style["letter_spacing"])
    text.style = style
    text.text = text.pango_layout.text = text.text.translate(_JOINERS)
    wider = by * _letters(text)
    text.width += wider
    return wider
