"""The tree as HTML."""

import re
from html import escape
from xml.etree.ElementTree import Element

from publisher.markdown.code_options import code_options
from publisher.markdown.html import code_block
from publisher.markdown.kramdown.patterns import VOID_ELEMENTS
from publisher.markdown.kramdown.tree import NOTHING, RAW, Node, value

_TAG = re.compile(r"<\w+")
_BLOCKS = frozenset(
    "p ul ol dl li dt dd blockquote table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 hr div".split()
)


def serialize(root: Element) -> str:
    """HTML of what stands in a tree."""
    out: list[str] = []
    _children(root, out)
    return "".join(out)


def _children(node: Element, out: list[str]) -> None:
    if node.text:
        out.append(escape(node.text, quote=False))
    for child in node:
        _write(child, out)
        if child.tail:
            out.append(escape(child.tail, quote=False))


def _write(node: Element, out: list[str]) -> None:
    tag = node.tag
    if tag in NOTHING:
        return
    if tag == RAW:
        out.append(node.text or "")
    elif tag == "#code":
        out.append(_code(node))
    elif tag == "#group" or (tag == "p" and getattr(node, "plain", False)):
        _children(node, out)
        out.append("\n" if tag == "p" else "")
    else:
        _element(node, out)


def _element(node: Element, out: list[str]) -> None:
    if node.tag in VOID_ELEMENTS:
        out.append(f"<{node.tag}{_attributes(node)} />")
    else:
        out.append(f"<{node.tag}{_attributes(node)}>")
        _children(node, out)
        out.append(f"</{node.tag}>")
    if node.tag in _BLOCKS:
        out.append("\n")


def _attributes(node: Element) -> str:
    return "".join(f' {key}="{value(text)}"' for key, text in node.items() if not key.startswith("#"))


def _code(node: Element) -> str:
    language = node.language if isinstance(node, Node) else ""
    for name in (node.get("class") or "").split():
        language = language or name.removeprefix("language-") * name.startswith("language-")
    said = " ".join(f'{key}="{value}"' for key, value in node.items())  # {: file="app.js"} below it
    html = code_block(node.text or "", language, options=code_options(said))
    identifier = node.get("id")  # {: #listing-1}
    return _TAG.sub(lambda tag: f'{tag[0]} id="{value(identifier)}"', html, count=1) if identifier else html
