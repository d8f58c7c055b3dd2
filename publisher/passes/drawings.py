"""Drawings that stand in a post itself, <svg> among its HTML, are pictures as any other.

Each becomes an <img> with the drawing as its data, which goes the way of all pictures: what does not belong
there is taken out, and what cannot be drawn is named. Small ones are icons, which a theme dresses by its
styles: they stay what they are, and go. See https://html.spec.whatwg.org/multipage/embedded-content-other.html#svg-0
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape

from lxml import etree

from publisher.assets.allowed import SVG
from publisher.assets.xhtml import Element

# A comment, or a tag: whether it ends a drawing, whether it holds nothing.
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<end>/?)svg(?=[\s>/])(?:[^<>]*(?P<empty>/)>)?", re.I | re.S)
_NUMBER = re.compile(r"\s*(\d{1,5}(?:\.\d{1,6})?)(?:px)?\s*")
_ICON = 64  # pixels, or units of a drawing that does not say how large it is
_LARGEST = 2_000_000  # characters of a drawing


def as_pictures(html: str) -> str:
    """Return a post's HTML with its drawings as pictures."""
    if "<svg" not in html:
        return html
    made, at = [], 0
    for start, end in _drawings(html):
        if picture := _picture(html[start:end]):
            made += [html[at:start], picture]
            at = end
    return "".join(made) + html[at:]


def _drawings(html: str) -> Iterator[tuple[int, int]]:
    """Where each drawing stands that stands in no other."""
    depth, start = 0, -1
    for tag in _TAG.finditer(html):
        if tag["end"] is None or tag["empty"]:
            continue
        if tag["end"]:
            depth = max(depth - 1, 0)
            if depth or start < 0:
                continue
            if not (end := html.find(">", tag.end()) + 1):  # nor has any other one an end
                return
            yield start, end
            start = -1
        else:
            start = tag.start() if depth == 0 else start
            depth += 1


def _picture(source: str) -> str:
    root = _parsed(source) if len(source) <= _LARGEST else None
    if root is None or _is_icon(root):
        return ""
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4 and "%" in root.get("width", "100%"):  # as wide as the blog's column
        root.attrib.update({"width": box[2], "height": box[3]})
    data = b64encode(etree.tostring(root)).decode("ascii")
    said = root.get("aria-label") or root.findtext(f"{{{SVG}}}title") or ""
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(" ".join(said.split()))}">'


def _parsed(source: str) -> Element | None:
    """A drawing as XML, in the namespace that HTML gives it without being told."""
    if not re.match(r"<svg[^<>]*\sxmlns\s*=", source, re.I):
        source = f'<svg xmlns="{SVG}"{source[4:]}'
    if re.search(r"\sxlink:", source) and "xmlns:xlink" not in source:
        source = f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"{source[4:]}'
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_icon(root: Element) -> bool:
    """Whether it is small, or for eyes alone."""
    sizes = [found[1] for key in ("width", "height") if (found := _NUMBER.fullmatch(root.get(key, "")))]
    sizes = sizes or root.get("viewBox", root.get("viewbox", "")).replace(",", " ").split()[2:]
    try:
        largest = max(map(float, sizes), default=0.0)
    except ValueError:
        return True
    return largest <= _ICON or root.get("aria-hidden", "").strip().lower() == "true"
