"""Elements of a line, and those that say what a part is for, as HTML's content model has them."""

import re

from lxml import etree

from publisher.assets.xhtml import HEADINGS, Element, each, fill, text_of

BLOCKS = frozenset(
    "address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hr li nav "
    "ol p pre section table ul dd dt figcaption summary".split()
)
_PARTS = frozenset(("article", "aside", "nav", "section", "header", "footer"))
# What no element of this kind may be in, however deep.
_NEVER_IN = {
    **dict.fromkeys(("header", "footer"), ("header", "footer", "address", "th")),
    **dict.fromkeys(("article", "aside", "nav", "section"), ("th",)),
    "address": ("address", "th"),
    "dfn": ("dfn",),
}
_OF_RUBY = {"rt": ("ruby", "rtc"), "rp": ("ruby", "rtc"), "rb": ("ruby",), "rtc": ("ruby",)}
_NEEDS = {"bdo": "dir", "data": "value"}  # without which they say nothing
_BRACKETED = re.compile("([^tp]*(t|ptp))+")  # rt alone, or between two rp


def holds_blocks(element: Element) -> bool:
    return any(one is not element for one in element.iter(*BLOCKS))


def unlinked(link: Element) -> None:
    """Make a link that leads nowhere what it is without."""
    link.tag = "div" if holds_blocks(link) else "span"


def apply(root: Element) -> None:
    """Give what HTML does not allow there another name: a <span> in a line, else a <div>."""
    for element in each(root, *_NEVER_IN):
        tag = str(element.tag)
        if any(outer.tag in _NEVER_IN[tag] for outer in element.iterancestors()):
            element.tag = "span" if tag == "dfn" else "div"
    for element in each(root, "address"):
        if next(element.iter(*_PARTS, *HEADINGS), None) is not None:
            element.tag = "div"
    for element in each(root, "bdo", "data", "time"):
        if not _says(element):
            element.tag = "span"
    for element in each(root, "ruby", *_OF_RUBY):
        _ruby(element)


def _says(element: Element) -> bool:
    if element.tag == "time":  # its words are the time, where no attribute is
        return not len(element) or "datetime" in element.attrib
    return _NEEDS[str(element.tag)] in element.attrib


def _ruby(element: Element) -> None:
    parent = element.getparent()
    if element.tag == "ruby":
        _annotated(element)
    elif parent is None or parent.tag not in _OF_RUBY[str(element.tag)]:
        element.tag = "span"
    elif element.tag == "rp":
        fill(element, [text_of(element)])


def _annotated(ruby: Element) -> None:
    """Words, then what stands above them, again and again; words alone are no ruby."""
    last = next(ruby.iterchildren("rt", "rtc", reversed=True), None)
    if last is None:
        ruby.tag = "span"
        return
    signs = "".join({"rt": "t", "rtc": "t", "rp": "p"}.get(str(child.tag), "x") for child in ruby)
    if not _BRACKETED.match(signs):
        etree.strip_elements(ruby, "rp", with_tail=False)
    _let_out(ruby, next(ruby.iterchildren(*_OF_RUBY, reversed=True)))


def _let_out(ruby: Element, last: Element) -> None:
    """What stands behind the last that is said above words comes behind the ruby."""
    bare, words, behind = [*last.itersiblings()], last.tail or "", ruby.tail or ""
    last.tail = ruby.tail = None
    for one in reversed(bare):
        ruby.addnext(one)
    if bare:
        bare[-1].tail = (bare[-1].tail or "") + behind
    ruby.tail = words if bare else words + behind
