"""The structure tree (tags) of a piece, thinned.

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
        self._pdf = pdf
        self._prefix = prefix
        self._pages = {page.objgen for page in pages}  # what stands on other pages belongs to no text
        self._parents: dict[tuple[int, int], list[Any]] = {}  # page -> element of each marked content
        self._links: dict[tuple[int, int], Any] = {}  # annotation -> its element
        self.ids: list[tuple[str, Any]] = []
        self.document = pdf.make_indirect(Dictionary())  # stands for the book's
        self.section = pdf.make_indirect(Dictionary(S=Name.Sect, P=self.document))
        kids = [
            kid
            for document in _items(pdf.Root.StructTreeRoot.get("/K", Array()))
            for kid in self._below(document, self.section)
        ]
        self.section.K = Array([_placed(kid, self.section) for kid in kids])

    def elements(self, page: Any) -> list[Any]:
        """The element of each marked content of a page, by its number; None for none."""
        return self._parents.get(page.objgen, [])

    def element_of(self, link: Any) -> Any:
        """The element of a link; None for none."""
        return self._links.get(link.objgen)

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
                self._links[item.Obj.objgen] = around
                found.append(Dictionary(Type=Name.OBJR, Obj=item.Obj, Pg=item.get("/Pg", around.get("/Pg"))))
            else:
                found += self._thinned(item, around)
        return found

    def _thinned(self, element: Any, around: Any) -> list[Any]:
        kind = str(element.S)
        if kind in _SAYS_NOTHING and not any(key in element for key in _ATTRIBUTES):
            return self._below(element, around)
        kids = self._below(element, element)
        if kind == "/LI":
            kids = list(self._listed(kids, element))
        if not kids and kind not in _MAY_BE_EMPTY:
            return []
        element.P = around
        del element["/Type"]  # as the standard allows: there are many
        element.K = Array([_placed(kid, element) for kid in kids])
        self._rename(element)
        return [element]

    def _listed(self, kids: list[Any], item: Any) -> Iterator[Any]:
        """A list item's label and body: the engine leaves later blocks of an item outside its body."""
        body = None
        for kid in kids:
            kind = "" if isinstance(kid, tuple) else str(kid.get("/S", ""))
            if kind == "/LBody":
                body = kid
            if kind in ("/Lbl", "/LBody"):
                yield kid
                continue
            if body is None:
                body = self._pdf.make_indirect(Dictionary(S=Name.LBody, P=item, K=Array()))
                yield body
            if kind:
                kid.P = body
            if isinstance(kid, tuple):
                self._own(*kid, body)
            body.K = Array([*_items(body.K), _placed(kid, body)])

    def _own(self, page: Any, number: int, element: Any) -> None:
        row = self._parents.setdefault(page.objgen, [])
        row.extend([None] * (number + 1 - len(row)))
        row[number] = element

    def _rename(self, element: Any) -> None:
        """Ids of header cells, and the cells that name them, with the piece's own prefix."""
        if "/ID" in element:
            name = f"{self._prefix}-{element.ID}"
            element.ID = String(name)
            self.ids.append((name, element))
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
