"""MathML that a converter made of a stranger's TeX -> MathML of ours: what is not on the lists stays out.

A converter copies what the TeX holds: `\\text{<script>}`, `\\href{javascript:…}`, `\\style{…}`. Here each
element is made anew in MathML's own namespace, and text is text.
See https://www.w3.org/TR/mathml-core/
"""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element as Made  # the converter's; nothing is parsed by it

from lxml import etree

from publisher.assets.allowed import MATHML, MATHML_ATTRIBUTES, MATHML_ELEMENTS
from publisher.assets.xhtml import Element, legal

_DEEPEST = 100
_VALUE = re.compile(r"[\w#%.+ -]{1,80}", re.A)


def allowed(made: Made) -> Element:
    """Return the same formula, of allowed elements and attributes only. Raises ValueError for any other
    element."""
    root = etree.Element(_name(made), nsmap={None: MATHML})
    waiting = [(made, root, 1)]
    while waiting:
        source, target, depth = waiting.pop()
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        target.attrib.update(_attributes(source))
        target.text = _text(source.text)
        for child in source:
            waiting.append((child, etree.SubElement(target, _name(child)), depth + 1))
            target[-1].tail = _text(child.tail)
    return root


def _name(made: Made) -> str:
    name = made.tag.removeprefix(f"{{{MATHML}}}")
    if name not in MATHML_ELEMENTS:
        raise ValueError(f"no formula has <{name}>")
    return f"{{{MATHML}}}{name}"


def _attributes(made: Made) -> Iterator[tuple[str, str]]:
    return (
        (key, value) for key, value in made.items() if key in MATHML_ATTRIBUTES and _VALUE.fullmatch(value)
    )


def _text(text: str | None) -> str | None:
    """Its letters; the converter writes operators as &#x2211;."""
    return legal(unescape(text)) if text else None
