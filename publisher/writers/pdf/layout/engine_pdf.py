"""How WeasyPrint writes a PDF: what is relied on beyond its public API, and nowhere else but here.

Seen with WeasyPrint 70.0 and pydyf 0.13. Assumed, and asserted by tests/contracts/test_weasyprint.py:

- all pages of a document share one dictionary of resources;
- text is shown in hexadecimal codes of two bytes, each run of it with a matrix (Tm) of its own;
- fonts are Identity-H over the glyph ids of the font's own file, and name each glyph in their map to Unicode;
- a JPEG is taken over byte for byte (images.py);
- a kid of the structure tree is marked content on its element's page, a link, or an element (structure.py);
- links into the document have a /Dest that is a string, others a /URI as it was written;
- places of ids and the outline are told as `anchors` and `bookmarks` of a page, from its top left, in CSS px.

Operators, maps and widths are read by PDF's own rules (PDF 32000-1, 7.8.2, 9.7.4.3, 9.10.3), however they are
spaced. Where the rest does not hold, LayoutError says so, and the book is laid out as one document.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array

from publisher.errors import LayoutError
from publisher.phrase import _

# A string or a name, in which letters mean nothing, or a word; see PDF 32000-1, 7.2
_WORD = re.compile(
    rb"\((?<!\\\()(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[^<>]*>|/[^\s/<>\[\]()]*|([A-Za-z'\"][A-Za-z0-9*]*)",
    re.S,
)
_VALUES = (b"true", b"false", b"null")  # words that are no operators
_MARKS = (b"BMC", b"BDC", b"EMC")
_SHOWN = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+)|(\()")  # glyphs, two bytes each, or how far to move back
# A font is chosen, or a text is shown.
_SAID = re.compile(rb"/([A-Za-z0-9]+)\s+[0-9.]+\s+Tf|<([0-9a-fA-F]+)>")
_NAMES = re.compile(rb"beginbfchar(.*?)(?:endbfchar|\Z)", re.S)
_NAME = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


def pages_of(pdf: pikepdf.Pdf) -> list[Any]:
    """Return all pages. Raises LayoutError where they do not share their resources."""
    pages = [page.obj for page in pdf.pages]
    if any(page.Resources.objgen != pages[0].Resources.objgen for page in pages):
        raise LayoutError(_("pages of one document do not share their resources"))
    return pages


def content_of(page: Any) -> bytes:
    """Return all that a page draws."""
    contents = page.get("/Contents", Array())
    streams = list(contents) if isinstance(contents, Array) else [contents]
    content = b"\n".join(one.read_bytes() for one in streams)
    return content.replace(b"[<>", b"[")  # after an empty string PDFium drops what text moves by


def operators(content: bytes) -> list[bytes]:
    """Cut a content stream into operators, each with its operands before it."""
    found, start = [], 0
    for word in _WORD.finditer(content):
        if word[1] and word[1] not in _VALUES:
            found.append(content[start : word.end()].lstrip())
            start = word.end()
    return found


def untagged(found: Iterable[bytes]) -> list[bytes]:
    """Leave out the marks: heads and numbers are artifacts, and nothing in those is marked."""
    return [one for one in found if one[-3:] not in _MARKS]


def glyphs_of(operator: bytes) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield what TJ or Tj shows: some glyphs, or how far it moves back, in thousandths of the size."""
    for codes, moved, letters in _SHOWN.findall(operator):
        if letters:
            raise LayoutError(_("a text is shown in letters, not in codes"))
        yield tuple(int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)), float(moved or 0)


def said(content: bytes, letters: Mapping[str, Mapping[int, str]]) -> str:
    """Return all that a content stream says, one of ours too; `letters`: font -> code -> text."""
    text, known = list[str](), letters.get("", {})
    for name, shown in _SAID.findall(content):
        if name:
            known = letters.get(name.decode(), {})
        elif len(shown) % 4 == 0:
            codes = struct.unpack(f">{len(shown) // 4}H", bytes.fromhex(shown.decode()))
            text += [known.get(code, "\ufffd") for code in codes]
    return "".join(text)


def names_of(cmap: bytes) -> dict[int, str]:
    """Return the text of each glyph, by a font's map to Unicode, one of ours too; none of them may have one:
    a title of nothing but U+202E."""
    rows = [row for block in _NAMES.findall(cmap) for row in _NAME.findall(block)]
    known = bool(rows) or (b"begincodespacerange" in cmap and b"beginbfchar" not in cmap)
    if not known or b"beginbfrange" in cmap or any(len(glyph) != 4 for glyph, _ in rows):
        raise LayoutError(_("a font's map to Unicode is not written as we know it"))
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for glyph, text in rows
    }


def widths_of(array: Any) -> dict[int, float]:
    """Return each glyph's advance by /W, in thousandths of the size. See PDF 32000-1, 9.7.4.3"""
    widths: dict[int, float] = {}
    items = iter(array)
    for first in items:
        some = next(items)
        if isinstance(some, Array):
            widths |= {int(first) + step: float(width) for step, width in enumerate(some)}
        else:
            widths |= dict.fromkeys(range(int(first), int(some) + 1), float(next(items)))
    return widths
