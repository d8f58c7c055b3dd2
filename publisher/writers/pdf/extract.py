"""What the engine made of a sheet -> a piece: pages without numbers, without font programs, relocatable.

Relied on beyond WeasyPrint's public API, and asserted here: fonts are Identity-H over the file's own
glyph ids, all pages of a document share their resources, each run of text has a matrix of its own.
Where that does not hold, LayoutError says so, and the book is laid out as one document.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name

from publisher.fonts import FontSet
from publisher.writers.pdf import holes, programs, reading
from publisher.writers.pdf.engine import Laid
from publisher.writers.pdf.holes import Box, Readable, Run
from publisher.writers.pdf.piece import Hole, Leaf, Mark, Piece
from publisher.writers.pdf.press import FIRST, GAUGE
from publisher.writers.pdf.structure import Thinned

POINTS = 0.75  # to a CSS pixel


def extract(laid: Laid, theme_fonts: FontSet, starts: Sequence[str], shown: int) -> Piece:
    """The piece; behind the gauge, the first `shown` pages are its heads and numbers.

    `starts`: ids at which a chapter begins.
    """
    furniture = shown + GAUGE if shown else 0
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf:
        pages = [page.obj for page in pdf.pages]
        fonts, widths = programs.taken_out(pages[0].Resources, theme_fonts)
        by_name = {font.name: Readable.of(font, widths[font.name]) for font in fonts}
        boxes, links = zip(*(_settle_links(page) for page in pages), strict=True)
        leaves = [_open_page(pdf, page, box, by_name) for page, box in zip(pages, boxes, strict=True)]
        letters = {name: font.letters for name, font in by_name.items()}
        said = "".join(reading.text(_content(page), letters) for page in pages[furniture:])
        heads = _open_furniture(pdf, pages[:furniture], by_name, len(pages))
        images = _images(pages[0].Resources)
        tree = Thinned(pdf, pages[furniture:], starts[0])
        tree.put_into(pages[furniture:])
        body = laid.document.pages[furniture:]
        return Piece(
            pdf=_saved(pdf, pages[furniture:], pages[GAUGE:furniture], tree),
            leaves=tuple(_with_heads(leaves[furniture:], body, starts)),
            furniture=tuple(heads),
            fonts=fonts,
            images=images,
            places={name: place for n, page in enumerate(body) for name, place in _places(page, n)},
            marks=tuple(mark for n, page in enumerate(body) for mark in _marks(page, n)),
            links=tuple(dict.fromkeys(target for found in links for target in found)),
            letters=0,
            text=said,
            complaints=laid.complaints,
        )


def _settle_links(page: Any) -> tuple[list[tuple[str, Box]], list[str]]:
    """`book:` and `field:` links become links to named places; boxes of the numbers, ids linked to."""
    boxes, targets = [], []
    for link in page.get("/Annots", ()):
        address = str(link.get("/A", {}).get("/URI", ""))
        kind, _, target = address.partition(":")
        if kind not in ("book", "field"):
            continue
        target = unquote(target)
        del link["/A"]
        link.Dest = pikepdf.String(target)
        targets.append(target)
        if kind == "field":
            x0, y0, x1, y1 = (float(value) for value in link.Rect)
            boxes.append((target, (x0, y0, x1, y1)))
    return boxes, targets


def _open_page(
    pdf: pikepdf.Pdf, page: Any, boxes: Sequence[tuple[str, Box]], fonts: Mapping[str, Readable]
) -> Leaf:
    """Cut the numbers of a page out of its content."""
    if not boxes:
        return Leaf()
    content = pikepdf.parse_content_stream(page)
    found = sorted(holes.in_text(list(holes.runs(content, fonts)), boxes), key=lambda hole: hole[0])
    return _cut(pdf, page, content, found)


def _open_furniture(
    pdf: pikepdf.Pdf, pages: Sequence[Any], fonts: Mapping[str, Readable], total: int
) -> list[Leaf]:
    """The same for heads and numbers: for each chapter an opening recto, verso, recto, opening verso."""
    contents = [list(_untagged(pikepdf.parse_content_stream(page))) for page in pages]
    seen = [list(_visible(holes.runs(content, fonts))) for content in contents]
    leaves = []
    for n in range(GAUGE, len(pages)):
        gauge = n % GAUGE
        found = holes.in_furniture(seen[n], FIRST + n - GAUGE, seen[gauge], gauge + 1, total)
        leaves.append(_cut(pdf, pages[n], contents[n], found))
    return leaves


def _untagged(content: Sequence[Any]) -> Iterator[Any]:
    """The content without marks: heads and numbers are artifacts, and nothing in those is marked."""
    return (one for one in content if str(one[1]) not in ("BDC", "BMC", "EMC"))


def _with_heads(leaves: Sequence[Leaf], pages: Sequence[Any], starts: Sequence[str]) -> Iterator[Leaf]:
    """Each page with the heads of the first chapter that begins on it, else of the one that goes on."""
    begun = -1
    for leaf, page in zip(leaves, pages, strict=True):
        here = [number for number, start in enumerate(starts) if start in page.anchors]
        yield replace(leaf, heads=max(0, here[0] if here else begun), opens=bool(here))
        begun = here[-1] if here else begun


def _visible(found: Iterator[Run]) -> Iterator[Run]:
    return (run for run in found if run.text.strip("\u200b"))


def _cut(pdf: pikepdf.Pdf, page: Any, content: Sequence[Any], found: Sequence[tuple[int, Hole]]) -> Leaf:
    streams = [pdf.make_stream(piece) for piece in holes.cut(content, found)]
    page.Contents = Array(streams)
    return Leaf(tuple(hole for _, hole in found))


def _content(page: Any) -> bytes:
    """The page's content without the numbers that were cut out of it."""
    streams = page.get("/Contents", Array())
    return b"\n".join(one.read_bytes() for one in (streams if isinstance(streams, Array) else [streams]))


def _images(resources: Any) -> dict[str, str]:
    """Pictures by the digest of all that they are, so that one in many chapters is kept once."""
    found = {}
    for name, thing in resources.get("/XObject", {}).items():
        if thing.get("/Subtype") == Name.Image:
            about = repr(sorted((key, str(value)) for key, value in thing.items() if key != "/SMask"))
            mask = thing["/SMask"].read_raw_bytes() if "/SMask" in thing else b""
            found[name] = hashlib.sha256(about.encode() + thing.read_raw_bytes() + mask).hexdigest()
    return found


def _places(page: Any, number: int) -> Iterator[tuple[str, tuple[int, float, float]]]:
    for name, (x, y, *_) in page.anchors.items():
        yield name, (number, x * POINTS, (page.height - y) * POINTS)


def _marks(page: Any, number: int) -> Iterator[Mark]:
    for level, label, (x, y), state in page.bookmarks:
        yield Mark(level, label, number, x * POINTS, (page.height - y) * POINTS, state == "open")


def _saved(pdf: pikepdf.Pdf, body: Sequence[Any], furniture: Sequence[Any], tree: Thinned) -> bytes:
    """The pages as plain dictionaries below /Piece: so they are copied with all they need in one go."""
    for page in (*body, *furniture):
        for key in ("/Type", "/Parent", "/StructParents"):
            if key in page:
                del page[key]
    heads = [page.Contents for page in furniture]
    piece = Dictionary(
        Pages=Array(body),
        Furniture=Array(heads),
        Resources=body[0].Resources,
        Section=tree.section,
        Ids=Array(tree.ids),
    )
    pdf.Root.Piece = pdf.make_indirect(piece)
    pdf.Root.Pages = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(), Count=0))
    for key in ("/Names", "/Outlines", "/StructTreeRoot", "/Metadata"):
        if key in pdf.Root:
            del pdf.Root[key]
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
