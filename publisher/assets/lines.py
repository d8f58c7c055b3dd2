"""What stands in an element, line by line."""

from collections.abc import Iterator, Sequence

from lxml import etree

from publisher.assets.xhtml import Element, classes, fill

Line = list[str | Element]


def lines_of(element: Element) -> list[Line]:
    """Return its lines, without their ends; an element that stands in several comes in several pieces, the
    first with its id. What is a line by itself (`line`, with its end in it) stays whole."""
    lines: list[Line] = [[]]
    _add(lines, _split(element.text))
    for child in element:
        _add(lines, list(_pieces(child)))
        _add(lines, _split(child.tail))
    return lines


def is_line(line: Line) -> bool:
    """Tell whether it is a line by itself."""
    return len(line) == 1 and not isinstance(line[0], str) and "line" in classes(line[0])


def _pieces(child: Element) -> Iterator[Line]:
    lines = lines_of(child)
    if is_whole := "line" in classes(child):
        lines = lines[:1]
    for number, line in enumerate(lines):
        attributes = {name: value for name, value in child.items() if name != "id" or not number}
        piece = etree.Element(child.tag, attributes)
        fill(piece, line)
        yield [piece]
    if is_whole:
        yield []


def _split(text: str | None) -> list[Line]:
    return [[piece] if piece else [] for piece in (text or "").split("\n")]


def _add(lines: list[Line], more: Sequence[Line]) -> None:
    """Lines of which the first goes on where the last one stands."""
    lines[-1] += more[0]
    lines += more[1:]
