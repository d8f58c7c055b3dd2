"""An item of a few words above a list of its own is a heading to it: no page ends with it."""

from itertools import takewhile

from publisher.assets.xhtml import Element, classes, text_of

_CLASS = "of-item"
_MOST = 30  # letters: what is about a line
_LISTS = ("ul", "ol")


def mark(root: Element) -> None:
    """Give lists in items their class where little stands above them."""
    for nested in root.iterfind(".//li/*"):
        item = nested.getparent()
        if nested.tag in _LISTS and item is not None and _is_short(item, nested):
            nested.set("class", " ".join((*classes(nested), _CLASS)))


def _is_short(item: Element, nested: Element) -> bool:
    """Tell whether an item says little above a list in it, in words."""
    above = [*takewhile(lambda one: one is not nested, item)]
    if any(one.tag in (*_LISTS, "img", "figure", "pre", "table") for one in above):
        return False
    said = [item.text or "", *(f"{text_of(one)}{one.tail or ''}" for one in above)]
    return 0 < len("".join(said).strip()) <= _MOST
