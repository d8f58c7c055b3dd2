"""The structure tree (tags) of a piece: thinned when it is laid out, joined when the book is bound.

WeasyPrint makes an element for each run of text. Elements that say nothing (Span, NonStruct without
attributes) are dissolved into the ones around them: a tenth is left, and a screen reader hears the same.
See PDF 32000-1, 14.7, and https://pdfa.org/resource/iso-14289-pdfua/
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_SAYS_NOTHING = frozenset(("/Span", "/NonStruct", "/Div"))
_ATTRIBUTES = ("/A", "/ID", "/Alt", "/ActualText", "/Lang", "/E", "/T")
_MAY_BE_EMPTY = frozenset(("/TD", "/TH", "/TR", "/Figure", "/LBody", "/Lbl"))


class Thinned:
    """A piece's tree without what says nothing; `prefix` makes its ids unique in the book."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[Any], prefix: str) -> None:
        self._prefix = prefix
        self._pages = {page.objgen for page in pages}  # what stands on other pages belongs to no text
        self._parents: dict[tuple[int, int], list[Any]] = {}  # page -> element of each marked content
        self._links: dict[tuple[int, int], Any] = {}  # annotation -> its element
        self.ids: list[Any] = []  # id, element, id, element
        self.section = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect))
        kids = [
            kid
            for document in _items(pdf.Root.StructTreeRoot.get("/K", Array()))
            for kid in self._below(document, self.section)
        ]
        self.section.K = Array([_placed(kid, self.section) for kid in kids])

    def put_into(self, pages: Sequence[Any]) -> None:
        """Each page and link knows the elements it belongs to, until the book's tree is made."""
        for page in pages:
            page["/Parents"] = Array(self._parents.get(page.objgen, []))
            for link in page.get("/Annots", ()):
                element = self._links.get(link.objgen)
                if element is not None:
                    link["/Element"] = element
                    del link["/StructParent"]

    def _below(self, element: Any, around: Any) -> list[Any]:
        """What stands in an element, its children thinned: numbers become references to marked content."""
        found: list[Any] = []
        for item in _items(element.get("/K", Array())):
            if isinstance(item, int):
                page = element.Pg
                if page.objgen in self._pages:
                    self._own(page, item, around)
                    found.append((page, item))
            elif "/S" not in item:  # a reference to a link
                if "/Obj" in item:
                    self._links[item.Obj.objgen] = around
                found.append(item)
            else:
                found += self._thinned(item, around)
        return found

    def _thinned(self, element: Any, around: Any) -> list[Any]:
        kind = str(element.S)
        if kind in _SAYS_NOTHING and not any(key in element for key in _ATTRIBUTES):
            return self._below(element, around)
        kids = self._below(element, element)
        if not kids and kind not in _MAY_BE_EMPTY:
            return []
        element.P = around
        element.K = Array([_placed(kid, element) for kid in kids])
        self._rename(element)
        return [element]

    def _own(self, page: Any, number: int, element: Any) -> None:
        row = self._parents.setdefault(page.objgen, [])
        row.extend([None] * (number + 1 - len(row)))
        row[number] = element

    def _rename(self, element: Any) -> None:
        """Ids of header cells, and the cells that name them, with the piece's own prefix."""
        if "/ID" in element:
            element.ID = String(f"{self._prefix}-{element.ID}")
            self.ids += [element.ID, element]
        for attributes in _items(element.get("/A", Array())):
            if "/Headers" in attributes:
                attributes.Headers = Array([String(f"{self._prefix}-{name}") for name in attributes.Headers])


def _placed(kid: Any, element: Any) -> Any:
    """Marked content by its number alone where it is on the element's own page."""
    if not isinstance(kid, tuple):
        return kid
    page, number = kid
    if page.objgen == element.get("/Pg", Dictionary()).objgen:
        return number
    return Dictionary(Type=Name.MCR, Pg=page, MCID=number)


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, Array):
        yield from value
    else:
        yield value


class Joined:
    """The book's tree, as pieces and pages come in."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root))
        self._kids: list[Any] = []
        self._ids: dict[bytes, Any] = {}
        self._rows: list[tuple[int, Any]] = []

    def piece(self, section: Any, ids: Any) -> None:
        """A piece's elements, in the order of the book."""
        section.P = self._document
        self._kids.append(section)
        for name, element in zip(ids[::2], ids[1::2], strict=True):
            self._ids[bytes(name)] = element

    def page(self, page: Any) -> None:
        """A page, in the order of the book; its links after it."""
        if "/Parents" in page:
            page.StructParents = len(self._rows)
            self._rows.append((len(self._rows), page["/Parents"]))
            del page["/Parents"]
        for link in page.get("/Annots", ()):
            if "/Element" in link:
                link.StructParent = len(self._rows)
                self._rows.append((len(self._rows), link["/Element"]))
                del link["/Element"]
        page.Tabs = Name.S

    def finish(self) -> None:
        """Hang the tree into the file."""
        self._document.K = Array(self._kids)
        self._root.K = Array([self._document])
        self._root.ParentTree = self._tree([(key, row) for key, row in self._rows], "/Nums")
        self._root.ParentTreeNextKey = len(self._rows)
        if self._ids:
            self._root.IDTree = self._tree([(String(k), self._ids[k]) for k in sorted(self._ids)], "/Names")
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _tree(self, rows: list[tuple[Any, Any]], kind: str) -> Any:
        """A number or name tree with leaves of 64."""
        leaves = []
        for start in range(0, len(rows), 64):
            some = rows[start : start + 64]
            flat = Array([item for row in some for item in row])
            leaves.append(
                self._pdf.make_indirect(Dictionary({kind: flat, "/Limits": Array([some[0][0], some[-1][0]])}))
            )
        return self._pdf.make_indirect(Dictionary(Kids=Array(leaves)))
