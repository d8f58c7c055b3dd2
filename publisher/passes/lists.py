"""Lists hold what HTML lets them: items; of definitions terms and definitions, in groups where all are."""

import re

from lxml import etree

from publisher.assets.xhtml import Element, remove, remove_all, replace, text_of, unwrap, wrap

LISTS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd", "div")}
_TERMS = ("dt", "dd")
_SEEN = ("img", "div", "hr", "input", "pre", "span", "table", "math")  # something that is no text


def items(element: Element) -> None:
    """A list holds items only: other children become items, white space and breaks between them go."""
    _only(element, LISTS[str(element.tag)], "dd" if element.tag == "dl" else "li")


def drop_empty(element: Element) -> None:
    """A hyphen that is left at a list's end is no item; in the middle of a numbered list it counts."""
    for item in reversed(element):
        is_named = any(one.get("id") for one in item.iter())
        if not text_of(item) and not is_named and next(item.iter(*_SEEN), None) is None:
            remove(item)
        elif element.tag == "ol":
            break
    if not len(element) and not text_of(element):
        remove(element)


def _only(element: Element, wanted: tuple[str, ...], item: str) -> None:
    remove_all(child for child in element if child.tag == "br")
    _loose_text(element, item)
    for child in list(element):
        if child.tag not in wanted:
            wrap(child, item)
    for child in list(element):
        if (child.tail or "").strip():
            stray = etree.Element(item)
            stray.text, child.tail = child.tail, None
            child.addnext(stray)


def _loose_text(element: Element, item: str) -> None:
    if (element.text or "").strip():
        stray = etree.Element(item)
        stray.text, element.text = element.text, None
        element.insert(0, stray)


def definitions(element: Element) -> None:
    """A definition list is terms, then definitions, again and again; an empty one is no list."""
    for group in element.findall("div"):
        _group(group)
    groups = element.findall("div")
    if len(groups) < len(element) or not all(map(_is_one, groups)):
        for group in groups:
            _open(group)
        _pairs(element)
    if not len(element):
        replace(element, etree.Element("div"))


def _group(group: Element) -> None:
    """Make a <div> in a definition list a group of terms and definitions, or a definition."""
    if any(child.tag in _TERMS for child in group):
        _only(group, _TERMS, "dd")
        _pairs(group)
    else:
        wrap(group, "dd")


def _is_one(group: Element) -> bool:
    return bool(re.fullmatch("t+d+", "".join("t" if child.tag == "dt" else "d" for child in group)))


def _open(group: Element) -> None:
    """Put what a group holds in its place; a link to it leads to its first."""
    if (name := group.get("id")) and not group[0].get("id"):
        group[0].set("id", name)
    unwrap(group)


def _pairs(element: Element) -> None:
    if len(element) and element[0].tag == "dd":
        element.insert(0, etree.Element("dt"))
    for child in list(element):
        if child.tag == "dt" and child.getnext() is None:
            child.addnext(etree.Element("dd"))
