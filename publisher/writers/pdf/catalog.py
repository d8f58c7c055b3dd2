"""What a PDF says of itself besides its pages: named places, outline, page labels, metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pikepdf.models import PdfMetadata

from publisher.model import BookMeta
from publisher.writers.pdf.pagination import Spot
from publisher.writers.pdf.piece import Mark, Piece

_BRANCH = 64  # entries in a node of the name tree


def finish(
    pdf: pikepdf.Pdf, pieces: Sequence[Piece], spots: Sequence[Spot], pages: Sequence[Any], meta: BookMeta
) -> None:
    """Everything in the catalogue but the pages."""
    at = {(spot.piece, spot.leaf): page for spot, page in zip(spots, pages, strict=True)}
    _places(pdf, pieces, at)
    _outline(pdf, pieces, at)
    pdf.Root.PageLabels = _labels(spots)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = String(meta.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _metadata(pdf, meta)


def _places(pdf: pikepdf.Pdf, pieces: Sequence[Piece], at: Mapping[tuple[int, int], Any]) -> None:
    """Named places, in one sorted tree. See PDF 32000-1, 7.9.6"""
    named = {
        String(name): Array([at[number, leaf], Name.XYZ, round(x, 3), round(y, 3), 0])
        for number, piece in enumerate(pieces)
        for name, (leaf, x, y) in piece.places.items()
    }
    order = sorted(named, key=bytes)
    leaves = []
    for start in range(0, len(order), _BRANCH):
        names = order[start : start + _BRANCH]
        rows = Array([item for name in names for item in (name, named[name])])
        leaves.append(pdf.make_indirect(Dictionary(Limits=Array([names[0], names[-1]]), Names=rows)))
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Kids=Array(leaves))))


@dataclass(slots=True)
class _Node:
    """An entry of the outline and those below it."""

    item: Any
    level: int
    below: list["_Node"] = field(default_factory=list)


def _outline(pdf: pikepdf.Pdf, pieces: Sequence[Piece], at: Mapping[tuple[int, int], Any]) -> None:
    """The marks of all pieces as one tree, nested by their levels. See PDF 32000-1, 12.3.3"""
    root = _Node(pdf.make_indirect(Dictionary(Type=Name.Outlines)), 0)
    open_nodes = [root]
    for number, piece in enumerate(pieces):
        for mark in piece.marks:
            while open_nodes[-1].level >= mark.level:
                open_nodes.pop()
            node = _Node(_item(pdf, mark, at[number, mark.page]), mark.level)
            open_nodes[-1].below.append(node)
            open_nodes.append(node)
    _join(root)
    pdf.Root.Outlines = root.item


def _item(pdf: pikepdf.Pdf, mark: Mark, page: Any) -> Any:
    place = Array([page, Name.XYZ, round(mark.x, 3), round(mark.y, 3), 0])
    return pdf.make_indirect(Dictionary(Title=String(" ".join(mark.label.split())), Dest=place))


def _join(node: _Node) -> int:
    """Link a node's entries to each other; how many entries are below it."""
    total = len(node.below)
    for before, after in zip(node.below, node.below[1:], strict=False):
        before.item.Next, after.item.Prev = after.item, before.item
    for child in node.below:
        child.item.Parent = node.item
        total += _join(child)
    if node.below:
        node.item.First, node.item.Last = node.below[0].item, node.below[-1].item
        node.item.Count = total if node.level == 0 else -total
    return total


def _labels(spots: Sequence[Spot]) -> Dictionary:
    """Roman numbers, then Arabic ones: as they are printed. See PDF 32000-1, 12.4.2"""
    first = next((n for n, spot in enumerate(spots) if spot.label.isdigit()), len(spots))
    rows: list[Any] = [0, Dictionary(S=Name.r)] if first else []
    return Dictionary(Nums=Array([*rows, first, Dictionary(S=Name.D)]))


def _metadata(pdf: pikepdf.Pdf, meta: BookMeta) -> None:
    """The information dictionary and XMP; times are the posts', not the clock's."""
    moment = meta.modified
    PdfMetadata.register_xml_namespace("http://www.aiim.org/pdfua/ns/id/", "pdfuaid")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = meta.title
        xmp["dc:language"] = {meta.language}
        if meta.authors:
            xmp["dc:creator"] = list(meta.authors)
        xmp["dc:description"] = meta.description or meta.title
        xmp["pdf:Producer"] = "publisher"
        xmp["xmp:CreatorTool"] = "publisher"
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = moment.isoformat()
        xmp["dc:identifier"] = meta.identifier
        xmp["pdfuaid:part"] = "1"
    stamp = moment.strftime("D:%Y%m%d%H%M%SZ")
    info = {
        "/Title": meta.title,
        "/Author": ", ".join(meta.authors),
        "/Subject": meta.description or meta.title,
        "/Keywords": ", ".join(meta.subjects),
        "/Creator": "publisher",
        "/Producer": "publisher",
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    for key, value in info.items():
        if value:
            pdf.docinfo[key] = value
