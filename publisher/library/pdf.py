"""A PDF -> what it says of itself: XMP, else the information dictionary; outline; number of pages.

Untrusted. XMP is inflated no further than its limit and parsed without DTD and entities; the outline is
walked no longer than its limit. See https://developer.adobe.com/xmp/docs/ and PDF 32000-1, 14.3
"""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from lxml import etree

from publisher.assets.xhtml import Element, xml
from publisher.library.about import (
    About,
    BookError,
    Read,
    day,
    headings,
    language,
    line,
    lines,
    moment,
    paragraph,
)
from publisher.phrase import _

_XMP_BYTES = 4_000_000
_MOST_ENTRIES = 2_000
_DEEPEST = 8
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_AGAIN = _("make or download it again; qpdf --check says more")


def read(path: Path) -> Read:
    """Raises BookError where it is no PDF that can be read, OSError where the file cannot."""
    try:
        with pikepdf.open(path) as file:
            return Read(_about(file), len(file.pages))
    except pikepdf.PasswordError as error:
        hint = _("save it without a password")
        raise BookError("book-locked", _("the PDF asks for a password"), hint) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BookError(
            "book-unreadable", _("no PDF that can be read: {error}", error=error), _AGAIN
        ) from error


def _about(file: pikepdf.Pdf) -> About:
    xmp, info = _xmp(file), _information(file)
    subjects = _items(xmp, "subject") or info.get("/Keywords", "").split(",")
    published = next(iter(_items(xmp, "date")), None) or _attribute(xmp, f"{_XMP}CreateDate")
    changed = _attribute(xmp, f"{_XMP}ModifyDate") or info.get("/ModDate") or info.get("/CreationDate")
    return About(
        identifier=line(next(iter(_items(xmp, "identifier")), None)),
        title=line(next(iter(_items(xmp, "title")), None) or info.get("/Title")),
        authors=lines([*(_items(xmp, "creator") or info.get("/Author", "").split(","))]),
        language=language(next(iter(_items(xmp, "language")), None) or _text(file.Root.get("/Lang"))),
        description=paragraph(next(iter(_items(xmp, "description")), None) or info.get("/Subject")),
        publisher=line(next(iter(_items(xmp, "publisher")), None)),
        subjects=lines([*subjects]),
        rights=line(next(iter(_items(xmp, "rights")), None)),
        published=day(published or info.get("/CreationDate", "").removeprefix("D:")),
        modified=moment(changed),
        contents=headings(_outline(file)),
    )


def _xmp(file: pikepdf.Pdf) -> Element | None:
    """The document's metadata as XML; None where there is none that can be read."""
    stream = file.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return None
    try:
        data = stream.read_raw_bytes()
        if stream.get("/Filter") is not None:
            data = zlib.decompressobj().decompress(data, _XMP_BYTES)
        return xml(data[:_XMP_BYTES].strip(), recover=True)
    except (zlib.error, etree.XMLSyntaxError, pikepdf.PdfError, ValueError):
        return None


def _items(xmp: Element | None, name: str) -> list[str]:
    """The texts of a Dublin Core property: in its list, or alone."""
    for element in xmp.iter(_DC + name) if xmp is not None else ():
        found = [item.text for item in element.iter(f"{_RDF}li")] or [element.text]
        texts = [text for text in found if text and text.strip()]
        if texts:
            return texts
    return []


def _attribute(xmp: Element | None, name: str) -> str | None:
    """A simple property: an element, or an attribute of its description."""
    if xmp is None:
        return None
    found = (element.text for element in xmp.iter(name))
    written = (element.get(name) for element in xmp.iter(f"{_RDF}Description") if element.get(name))
    return next(found, None) or next(written, None)


def _information(file: pikepdf.Pdf) -> dict[str, str]:
    info = file.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return {}
    return {name: _text(value) for name, value in info.items()}


def _text(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String | str) else ""


def _outline(file: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Titles and depths of the outline, outer before inner; a ring in it ends at the limit.

    pikepdf's own reading takes all entries that follow each other: of 200,000 it took minutes.
    """
    root = file.Root.get("/Outlines")
    waiting = [(root.get("/First"), 0)] if isinstance(root, pikepdf.Dictionary) else []
    for _entry in range(2 * _MOST_ENTRIES):
        if not waiting:
            return
        item, depth = waiting.pop()
        if isinstance(item, pikepdf.Dictionary) and depth < _DEEPEST:
            yield _text(item.get("/Title")), depth
            waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]
