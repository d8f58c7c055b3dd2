"""Trees of XHTML: read, written, and the small moves that passes and writers make on them.

Seen with lxml 6.1. Assumed, and asserted by tests/contracts/test_lxml.py: all elements are of one type,
whose only name is private.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Literal, TypeAlias

from lxml import etree
from lxml.etree import _Element

Element: TypeAlias = _Element
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_GONE = "gone"
SIGNS = ("\ufdd2", "\ufdd3")  # stand for elements while a text is searched: noncharacters, no one's letters
_SIGN = re.compile(f"([{''.join(SIGNS)}])")


def legal(text: str, instead: str = "") -> str:
    """Return the text without characters that no XML may hold. See https://www.w3.org/TR/xml/#charsets"""
    return _ILLEGAL.sub(instead, text)


def xml(data: str | bytes, *, huge_tree: bool = False, recover: bool = False) -> Element:
    """Return XML as a tree. No entities, no network, no DTD: nothing in a text can make the parser read or
    grow. Raises XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge_tree, recover=recover
    )
    return etree.fromstring(data, parser)


def fragment(xhtml: str, namespaces: str = "") -> Element:
    """Return a fragment of our own making as a tree below one <div>."""
    return xml(f"<div{namespaces}>{xhtml}</div>", huge_tree=True)


def inner(root: Element, method: Literal["xml", "html"] = "xml") -> str:
    """Return what stands inside an element, as XML or as HTML."""
    pieces = [etree.tostring(child, encoding="unicode", method=method) for child in root]
    return escape(root.text or "", quote=False) + "".join(pieces)


def text_of(element: Element) -> str:
    """Return all text in an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def replace(old: Element, new: Element) -> None:
    """`new` in the place of `old`; the text behind `old` stays."""
    parent = old.getparent()
    if parent is None:
        raise ValueError("the root of a chapter is never replaced")
    new.tail, old.tail = old.tail, None
    parent.replace(old, new)


def remove(element: Element) -> None:
    """The element goes, the text behind it stays."""
    _put_text_before(element, element.tail or "")
    element.tail = None
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def remove_all(elements: Iterable[Element]) -> None:
    """Many elements go, the text behind each stays. One by one, that text would be joined again and again."""
    root = None
    for element in elements:
        root = element.getroottree().getroot()
        element.tag = _GONE
    if root is not None:
        etree.strip_elements(root, _GONE, with_tail=False)


def text_in(element: Element) -> str:
    """Return all text in an element, as flat() gives it, without the signs."""
    text = "".join(element.itertext())
    return text.replace(SIGNS[0], "").replace(SIGNS[1], "")


def flat(element: Element, sign: Callable[[Element], str]) -> str:
    """Return the element's own texts, each child as the sign that stands for it: one of SIGNS."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    signs = ["", *(sign(child) for child in element)]
    return "".join(mark + _SIGN.sub("", piece) for mark, piece in zip(signs, pieces, strict=True))


def unflat(text: str, children: Iterator[Element]) -> Iterator[str | Element]:
    """Yield a piece of what `flat` gave: texts, and for each sign the next of these children."""
    for piece in _SIGN.split(text):
        yield next(children) if piece and piece in SIGNS else piece


def fill(element: Element, content: Iterable[str | Element]) -> None:
    """These in the place of all that the element holds."""
    content = list(content)
    element.text = None
    for child in list(element):
        element.remove(child)
    for last, text in _with_texts(content):
        if last is None:
            element.text = text
        else:
            last.tail = text
            element.append(last)


def _with_texts(content: Iterable[str | Element]) -> Iterator[tuple[Element | None, str]]:
    """Each element, before the first None, with all text up to the next."""
    last: Element | None = None
    texts: list[str] = []
    for item in content:
        if isinstance(item, str):
            texts.append(item)
        else:
            yield last, "".join(texts)
            last, texts = item, []
    yield last, "".join(texts)


def unwrap(element: Element) -> None:
    """The element goes; its text and children stay in its place."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + tail
        tail = ""
    _put_text_before(element, (element.text or "") + tail)
    index = parent.index(element)
    element.tail = None
    parent.remove(element)
    parent[index:index] = children


def wrap(element: Element, tag: str) -> Element:
    """Return a new element around this one; the text behind it stays behind the new one."""
    outer = etree.Element(tag)
    replace(element, outer)
    outer.append(element)
    return outer


def each(root: Element, *tags: str) -> Iterator[Element]:
    """Elements below the root in document order, as a snapshot: the tree may change meanwhile."""
    yield from [element for element in root.iter(*tags) if element is not root]


def _put_text_before(element: Element, text: str) -> None:
    """Add `text` where `element` starts: behind the sibling before it, or to the parent's own text."""
    if not text:
        return
    parent, previous = element.getparent(), element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
