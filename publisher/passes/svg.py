"""SVG drawings of strangers -> drawings that show themselves and do nothing else.

Scripts, handlers, foreign content and addresses that lead out go; so does what describes the drawing, and
what an editor has left in it for itself: all that stands in another namespace than SVG's.
"""

import re
from collections.abc import Callable

from lxml import etree

from publisher.assets.xhtml import Element, remove_all

# A backslash too: with it CSS can spell "url" in other letters.
_OUTWARD = re.compile(r"""url\((?![ \t\n\r\f]*+['"]?#)|image-set\(|@import|\\""", re.I)
_MOST_ATTRIBUTES = 1000
_SPACES = ("http://www.w3.org/2000/svg", None)
_XLINK, _XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
_OF_XML = (f"{_XML}lang", f"{_XML}space")  # not xml:base, which leads every address elsewhere
_FOREIGN = frozenset(("script", "foreignobject", "metadata"))


class DrawingError(ValueError):
    """What is wrong with a drawing, as the end of a sentence, and the cure."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def clean(data: bytes, picture: Callable[[str], str]) -> bytes:
    """Return the drawing without what is no part of it. Raises DrawingError.

    `picture` makes of the data: address of a picture in it one that may stand there, "" for none.
    """
    root = _parsed(data)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    remove_all(element for element in list(root.iterdescendants()) if _is_foreign(element))
    for element in root.iter():
        if len(element.attrib) > _MOST_ATTRIBUTES:  # to take one out takes a look at each
            raise DrawingError("is no drawing", "export it again")
        for key, value in element.attrib.items():
            kept = _attribute(str(key), str(value), picture)
            if not kept:
                del element.attrib[key]
            elif kept != value:
                element.set(key, kept)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _parsed(data: bytes) -> Element:
    if re.search(rb"<!ENTITY", data, re.I):
        raise DrawingError("declares entities", "save it as a plain SVG")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DrawingError(f"is no SVG: {error}", "export it again") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.entities()):  # UTF-16 hid them from the search above
        raise DrawingError("declares entities", "save it as a plain SVG")
    if etree.QName(root).localname != "svg":
        raise DrawingError("is no drawing", "export it again")
    return root


def _is_foreign(element: Element) -> bool:
    """What is not SVG's, scripts, style sheets that load, animations that change an address."""
    name = etree.QName(element)
    if name.namespace not in _SPACES or name.localname.lower() in _FOREIGN:
        return True
    if name.localname.lower() == "style":
        return bool(_OUTWARD.search("".join(element.itertext())))
    changes = element.get("attributeName", "").rpartition(":")[2].lower()
    return changes == "href" or changes.startswith("on")


def _attribute(key: str, value: str, picture: Callable[[str], str]) -> str:
    """Its value as it may stand there; empty for an attribute that goes."""
    if key in ("href", f"{_XLINK}href"):
        return picture(value) if value.startswith("data:image/") else value if value.startswith("#") else ""
    foreign = key.startswith("{") and not key.startswith(_XLINK) and key not in _OF_XML
    if foreign or key.lower().startswith(("on", "data-")) or _OUTWARD.search(value):
        return ""
    return value
