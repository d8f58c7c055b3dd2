"""SVG drawings of strangers -> drawings that show themselves and do nothing else, and are soon drawn.

What stays is on the list of assets/allowed.py: scripts, handlers, foreign content, addresses that lead out
go, and so does what describes the drawing, and what an editor has left in it for itself. A drawing that would
take too long to draw is refused before anyone tries.
"""

import io
import re
from collections.abc import Callable

from lxml import etree

from publisher.assets import allowed
from publisher.assets.allowed import SVG
from publisher.assets.xhtml import Element, remove_all
from publisher.passes import svg_effort
from publisher.passes.svg_effort import MOST_EFFORT, OF_ELEMENT
from publisher.phrase import Phrase, _

_MOST_ATTRIBUTES = 1000
_SPACES = (SVG, None)
_HREFS = svg_effort.HREFS
_SILENT = frozenset(("script", "foreignobject", "metadata"))


class DrawingError(ValueError):
    """What is wrong with a drawing, as the end of a sentence, and the cure."""

    def __init__(self, message: Phrase, hint: Phrase) -> None:
        super().__init__(message)
        self.hint = hint


def clean(data: bytes, picture: Callable[[str], str], most: int = MOST_EFFORT) -> bytes:
    """Return the drawing without what is no part of it. Raises DrawingError.

    `picture` makes of the data: address of a picture in it one that may stand there, "" for none. `most`: the
    effort that it may take, see svg_effort.py.
    """
    try:
        return _cleaned(data, picture, most)
    except DrawingError:
        raise
    except ValueError as error:  # names that XML allows and lxml does not
        raise DrawingError(_("is no SVG: {error}", error=error), _("export it again")) from error


def _cleaned(data: bytes, picture: Callable[[str], str], most: int) -> bytes:
    root = _in_its_namespace(_parsed(data, most // OF_ELEMENT))
    etree.strip_elements(root, etree.Entity, with_tail=False)
    remove_all(element for element in list(root.iterdescendants()) if _is_foreign(element))
    for element in root.iter():
        if len(element.attrib) > _MOST_ATTRIBUTES:  # to take one out takes a look at each
            raise DrawingError(_("is no drawing"), _("export it again"))
        _lead_inwards(element, picture)
    try:
        effort = svg_effort.of(root, most)
    except RecursionError as error:
        raise DrawingError(_("shows itself within itself"), _("export it again")) from error
    if effort > most:
        raise _too_much()
    allowed.clean(root, allowed.DRAWING)
    remove_all([image for image in root.iter(f"{{{SVG}}}image") if not any(map(image.get, _HREFS))])
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _too_much() -> DrawingError:
    return DrawingError(_("would take too long to draw"), _("simplify it, or save it as PNG"))


def _parsed(data: bytes, most: int) -> Element:
    if re.search(rb"<!ENTITY", data, re.I):
        raise DrawingError(_("declares entities"), _("save it as a plain SVG"))
    # By the elements: a million of them would take a gigabyte before anyone could count them.
    reading = etree.iterparse(
        io.BytesIO(data), ("start",), resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        count = sum(1 for _ in zip(reading, range(most + 1), strict=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DrawingError(_("is no SVG: {error}", error=error), _("export it again")) from error
    root = reading.root
    if count > most:
        raise _too_much()
    if root is None or etree.QName(root).localname != "svg":
        raise DrawingError(_("is no drawing"), _("export it again"))
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.entities()):  # UTF-16 hid them from the search above
        raise DrawingError(_("declares entities"), _("save it as a plain SVG"))
    return root


def _in_its_namespace(root: Element) -> Element:
    """A drawing that was cut out of a page may not say that it is SVG: here it does."""
    if etree.QName(root).namespace:
        return root
    _without_prefixes(root)
    named = etree.Element(f"{{{SVG}}}svg", root.attrib, nsmap={None: SVG})
    named.text = root.text
    named.extend(list(root))
    for element in named.iterdescendants(etree.Element):
        if not etree.QName(element).namespace:
            element.tag = f"{{{SVG}}}{element.tag!s}"
    return named


def _without_prefixes(element: Element) -> None:
    """Take out attributes whose prefix nothing declares; to libxml2 that is a name, to a reader no XML."""
    for key in [key for key in element.attrib if ":" in key and key[0] != "{"]:
        value = element.attrib.pop(key)
        if key == "xlink:href":
            element.set("href", value)


def _is_foreign(element: Element) -> bool:
    """What is not SVG's, what is never drawn, animations that change an address, styles in odd letters."""
    name = etree.QName(element)
    if name.namespace not in _SPACES or name.localname.lower() in _SILENT:
        return True
    if name.localname == "style":
        return "\\" in "".join(element.itertext())
    changes = element.get("attributeName", "").rpartition(":")[2].lower()
    return changes == "href" or changes.startswith("on")


def _lead_inwards(element: Element, picture: Callable[[str], str]) -> None:
    """Of its addresses those stay that lead to another part of the drawing, or are a picture; nothing that is
    spelled with a backslash, in which CSS hides letters from who reckons."""
    _without_prefixes(element)
    for key in [key for key, value in element.items() if "\\" in value]:
        del element.attrib[key]
    name = etree.QName(element).localname
    shows = name in ("image", "feImage")
    for key in _HREFS:
        value = element.get(key)
        if value is None or (value.startswith("#") and name != "a"):  # nobody follows a link in a picture
            continue
        if kept := picture(value) if shows and value.startswith("data:image/") else "":
            element.set(key, kept)
        else:
            del element.attrib[key]
