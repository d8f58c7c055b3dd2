"""The structure tree (tags) of a fragment, thinned.

WeasyPrint makes an element for each run of text; what is assumed of its tree stands in engine_pdf.py.
Elements that say nothing (Span, NonStruct without attributes) are dissolved into the ones around them: a
tenth is left, and a screen reader hears the same.
See PDF 32000-1, 14.7, and https://pdfa.org/resource/iso-14289-pdfua/
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.writers.pdf.layout import table_tags

_SAYS_NOTHING = frozenset(("/Span", "/NonStruct", "/Div"))
_ATTRIBUTES = ("/A", "/ID", "/Alt", "/ActualText", "/Lang", "/E", "/T")
_MAY_BE_EMPTY = frozenset(("/TD", "/TH", "/TR", "/Figure", "/LBody", "/Lbl"))


class Thinned:
    """A fragment's tree without what says nothing; `prefix` makes its ids unique in the book."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[Any], prefix: str) -> None:
        self._pdf = pdf
        self._prefix = prefix
        self._level = 0  # of the last heading
        self.figures = 0  # pictures that are drawn on these pages
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
        """Return the element of each marked content of a page, by its number; None for none."""
        return self._parents.get(page.objgen, [])

    def element_of(self, link: Any) -> Any:
        """Return the element of a link; None for none."""
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
            elif "/S" not in item:
                if "/Obj" not in item:
                    raise LayoutError(_("a tag holds what is neither text, a link nor a tag"))
                found.append(self._link(item, around))
            else:
                found += self._thinned(item, around)
        return found

    def _thinned(self, element: Any, around: Any) -> list[Any]:
        kind = str(element.S)
        if kind in _SAYS_NOTHING and not any(key in element for key in _ATTRIBUTES):
            return self._below(element, around)
        self._step_down(element)
        kids = self._below(element, element)
        if not kids and kind not in _MAY_BE_EMPTY:
            return []
        self.figures += kind == "/Figure" and bool(kids)
        element.P = around
        del element["/Type"]  # as the standard allows: there are many
        kids = [_placed(kid, element) for kid in kids]
        element.K = Array(self._item(kids, element) if kind == "/LI" else kids)
        self._rename(element)
        if kind == "/Table":
            table_tags.settle(element, self._pdf)
        return [element]

    def _link(self, item: Any, around: Any) -> Any:
        """A reference to a link, in an element of its own where it stands in none."""
        page = item.get("/Pg", around.get("/Pg"))
        reference = Dictionary(Type=Name.OBJR, Obj=item.Obj, Pg=page)
        if around.get("/S") == Name.Link:
            self._links[item.Obj.objgen] = around
            return reference
        link = self._pdf.make_indirect(Dictionary(S=Name.Link, P=around, K=Array([reference])))
        self._links[item.Obj.objgen] = link
        return link

    def _item(self, kids: Sequence[Any], element: Any) -> list[Any]:
        """A list item is a label and a body: what is neither goes into the body."""
        label = [kid for kid in kids if _kind(kid) == "/Lbl"]
        bodies = [kid for kid in kids if _kind(kid) == "/LBody"]
        rest = [kid for kid in kids if _kind(kid) not in ("/Lbl", "/LBody")]
        if not rest:
            return [*kids]
        body = (
            bodies[0] if bodies else self._pdf.make_indirect(Dictionary(S=Name.LBody, P=element, K=Array()))
        )
        if "/Pg" in element:
            body.Pg = body.get("/Pg", element.Pg)
        for kid in rest:
            if isinstance(kid, int):
                self._own(element.Pg, kid, body)
                kid = _placed((element.Pg, kid), body)
            elif "/MCID" in kid:
                self._own(kid.Pg, int(kid.MCID), body)
            elif "/S" in kid:
                kid.P = body
            body.K.append(kid)
        return [*label, body, *bodies[1:]]

    def _step_down(self, element: Any) -> None:
        """A heading is at most one level below the one before it, whatever the post says."""
        if found := re.fullmatch(r"/H([1-6])", str(element.S)):
            self._level = min(int(found[1]), self._level + 1)
            element.S = Name(f"/H{self._level}")

    def _own(self, page: Any, number: int, element: Any) -> None:
        row = self._parents.setdefault(page.objgen, [])
        row.extend([None] * (number + 1 - len(row)))
        row[number] = element

    def _rename(self, element: Any) -> None:
        """Ids of header cells, and the cells that name them, with the fragment's own prefix."""
        if "/ID" in element:
            name = f"{self._prefix}-{element.ID}"
            element.ID = String(name)
            self.ids.append((name, element))
        for attributes in _items(element.get("/A", Array())):
            if "/Headers" in attributes:
                attributes.Headers = Array([String(f"{self._prefix}-{name}") for name in attributes.Headers])


def _kind(kid: Any) -> str:
    return str(kid.get("/S", "")) if isinstance(kid, pikepdf.Dictionary) else ""


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
