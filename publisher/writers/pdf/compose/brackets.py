"""「가」「나」: half an em stands between a bracket that closes and one that opens.

Where the theme's fonts say how, brackets are half an em wide (assets/half_width.py): beside letters, and
beside each other, they need no more. Here alone KLREQ asks for it; it stands behind the one that closes, at
which a line may end. See https://www.w3.org/TR/klreq/#before-after-space
"""

import re

from lxml import etree

from publisher.assets.xhtml import Element

_BETWEEN = re.compile("([」』〉》〕】］）])(?=[「『〈《〔【［（])")
_MOST = 200  # in one text: with more, it is no prose, and the engine would be busy with boxes for them
_NEVER = frozenset(("pre", "code", "samp", "kbd"))


def apply(root: Element) -> None:
    """Put <span class="apart"> around brackets that close right before one that opens."""
    for element in [*root.iter(etree.Element)]:
        parent = element.getparent()
        if element.tag not in _NEVER and _is_wanted(element.text):
            element.text = _spread(element, 0, element.text or "")
        if parent is not None and parent.tag not in _NEVER and _is_wanted(element.tail):
            element.tail = _spread(parent, parent.index(element) + 1, element.tail or "")


def _is_wanted(text: str | None) -> bool:
    return 0 < len(_BETWEEN.findall(text or "")) <= _MOST


def _spread(parent: Element, place: int, text: str) -> str:
    """Put the brackets of a text, and what is behind each, at a place of its parent; what is before them."""
    before, *parts = _BETWEEN.split(text)
    for bracket, after in reversed([*zip(parts[::2], parts[1::2], strict=True)]):
        apart = etree.Element("span", {"class": "apart"})
        apart.text, apart.tail = bracket, after
        parent.insert(place, apart)
    return before
