"""The lines that breaks make of a paragraph: cut apart, and put into paragraphs again."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from publisher.assets.xhtml import SIGNS, Element, classes, fill, flat, text_of, unflat

HardLine = tuple[str | Element, ...]  # texts and elements; none: an empty line
_OBJECT, _BREAK = SIGNS
_AROUND = frozenset(("b", "cite", "em", "i", "q", "small", "span", "strong"))


def lines_of(paragraph: Element, deep: int = 8) -> list[HardLine]:
    """Return the lines of a paragraph, which stays as it is. Emphasis around all of them is around each, as
    far as there is no more of it than `deep` says."""
    around = paragraph[0] if len(paragraph) == 1 and paragraph[0].tag in _AROUND else None
    if deep and around is not None and not (paragraph.text or "").strip() and not (around.tail or "").strip():
        lines = lines_of(deepcopy(around), deep - 1)
        return [(_around(line, around, with_id=not n),) if line else () for n, line in enumerate(lines)]
    text = flat(paragraph, lambda child: _BREAK if child.tag == "br" else _OBJECT)
    children = iter([child for child in paragraph if child.tag != "br"])
    return [tuple(one for one in unflat(line.strip(), children) if one != "") for line in text.split(_BREAK)]


def _around(line: HardLine, outer: Element, *, with_id: bool) -> Element:
    """A line in an element like this one; an id stands once in a book."""
    made = etree.Element(outer.tag, {key: value for key, value in outer.items() if with_id or key != "id"})
    fill(made, line)
    return made


def text_in(line: HardLine) -> str:
    """Return what a line says."""
    return " ".join("".join(one if isinstance(one, str) else text_of(one) for one in line).split())


def in_spans(lines: Sequence[HardLine]) -> list[Element]:
    """Return a <span class="line"> for each. The <br> at its end is for who knows no style sheets."""
    spans = []
    for number, line in enumerate(lines, 1):
        span = etree.Element("span", {"class": "line"})
        fill(span, [*line, etree.Element("br")] if number < len(lines) else line)
        spans.append(span)
    return spans


def part(paragraph: Element, contents: Sequence[HardLine], name: str = "") -> list[Element]:
    """Put the first of these into the paragraph, the others into new ones behind it, which have the class
    `name`; return them all."""
    parts = [paragraph, *(etree.Element("p") for _ in contents[1:])]
    for before, one in pairwise(parts):
        before.addnext(one)
    for one, content in zip(parts, contents, strict=True):
        fill(one, content)
        if name and one is not paragraph:
            one.set("class", " ".join((*classes(one), name)))
    return parts
