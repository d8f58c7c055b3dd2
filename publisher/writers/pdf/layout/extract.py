"""What the engine made of a unit -> a fragment: pages without numbers, without font programs, relocatable.

What is relied on beyond WeasyPrint's public API stands in engine_pdf.py. Where it does not hold, LayoutError
says so, and the book is laid out as one document.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import unquote

import pikepdf
from pikepdf import Name

from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet
from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.storage.keys import key_of
from publisher.writers.pdf import archival
from publisher.writers.pdf.layout import engine_pdf, programs
from publisher.writers.pdf.layout import slots as slots
from publisher.writers.pdf.layout.context import FIRST
from publisher.writers.pdf.layout.engine import Laid
from publisher.writers.pdf.layout.fragment import (
    Body,
    Fragment,
    FragmentPage,
    Heads,
    Mark,
    Place,
    Shown,
    Slot,
)
from publisher.writers.pdf.layout.images import Print, is_stand_in, stood_for
from publisher.writers.pdf.layout.programs import Found
from publisher.writers.pdf.layout.relocatable import Collector, Relocatable, bundles, place_name, stream
from publisher.writers.pdf.layout.slots import Box, Numbered, Readable
from publisher.writers.pdf.layout.structure import Thinned

POINTS = 0.75  # to a CSS pixel


def extract(
    laid: Laid,
    theme_fonts: FontSet,
    starts: Sequence[str],
    front: range,
    gauge: Sequence[Numbered],
    prints: Mapping[bytes, Print],
) -> Fragment:
    """Return the fragment; the pages in `front` are its heads and numbers, which `gauge` tells the place of.

    `starts`: ids at which a chapter begins. `prints`: pictures for which the engine had stand-ins.
    """
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf:
        archival.print_links(pdf)
        pages, fonts = _opened(pdf, theme_fonts, laid.boxed)
        heads = pages[front.start : front.stop]
        source = _Source(pdf, pages[front.stop :], heads, gauge, len(pages), fonts, prints)
        return source.fragment(laid, starts, laid.document.pages[front.stop :])


def numbered(laid: Laid, theme_fonts: FontSet, front: range, first: int) -> tuple[Numbered, ...]:
    """Return the pages in `front`, numbered from `first` on."""
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf:
        pages, fonts = _opened(pdf, theme_fonts, laid.boxed)
        readable, total = _readable(fonts), len(pages)
        contents = (_drawn(page) for page in pages[front.start : front.stop])
        return tuple(_numbered(one, readable, first + n, total) for n, one in enumerate(contents))


def _opened(pdf: pikepdf.Pdf, theme_fonts: FontSet, boxed: Mapping[str, Face]) -> tuple[list[Any], Found]:
    """All pages, and the fonts that they share."""
    pages = engine_pdf.pages_of(pdf)
    return pages, programs.found_in(pages[0].Resources, theme_fonts, boxed)


def _readable(fonts: Found) -> dict[str, Readable]:
    return {name: Readable(letters, fonts.widths[name]) for name, letters in fonts.letters.items()}


def _drawn(page: Any) -> list[bytes]:
    """The content of a page of margin boxes."""
    return engine_pdf.untagged(engine_pdf.operators(engine_pdf.content_of(page)))


def _numbered(content: Sequence[bytes], fonts: dict[str, Readable], page: int, total: int) -> Numbered:
    shown = (run for run in slots.runs(content, fonts) if run.text.strip("\u200b"))
    return Numbered(tuple(shown), page, total)


class _Opened(NamedTuple):
    """A page's own content, its numbers cut out."""

    slots: tuple[Slot, ...]
    drawing: tuple[bytes, ...]  # one more than there are slots


class _Picture(NamedTuple):
    """A picture of the pages; two files may be the same one."""

    thing: tuple[int, int]  # the engine's object
    digest: str
    objects: tuple[Relocatable, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A laid out document that is taken apart."""

    pdf: pikepdf.Pdf
    pages: list[Any]
    front: list[Any]  # the margin boxes
    gauge: Sequence[Numbered]
    total: int  # pages of the document
    fonts: Found
    prints: Mapping[bytes, Print]

    def fragment(self, laid: Laid, starts: Sequence[str], shown: Sequence[Any]) -> Fragment:
        """Return all of it. `shown`: the engine's own pages."""
        heads = tuple(self._heads())
        opened = [self._open(page) for page in self.pages]
        _of_theme([*(one.slots for one in heads), *(one.slots for one in opened)], self.fonts)
        said = "".join(engine_pdf.said(b"\n".join(own.drawing), self.fonts.letters) for own in opened)
        tree = Thinned(self.pdf, self.pages, starts[0])
        drawn = [*self._pictures()]
        collector = Collector(self._elsewhere(tree, {one.thing: one.digest for one in drawn}))
        resources = collector.number(self.pages[0].Resources)
        self._keys_of_links(collector)
        pages = [_page(drawn, own, collector) for drawn, own in zip(self.pages, opened, strict=True)]
        collector.taken(self.pdf)
        tags_from = collector.count
        pages = [
            _with_tags(page, drawn, tree, collector) for page, drawn in zip(pages, self.pages, strict=True)
        ]
        section = collector.number(tree.section)
        ids = tuple((name, collector.number(element)) for name, element in tree.ids)
        taken = collector.taken(self.pdf)
        _no_stand_in(taken)
        bare = {number: thing for number, thing in enumerate(taken) if thing.data is None}
        # What shows a page, and what says how its text hangs together: few readers ask for that.
        shown_by = {number: thing for number, thing in bare.items() if number < tags_from}
        tags = {number: thing for number, thing in bare.items() if number >= tags_from}
        streams = tuple((number, thing) for number, thing in enumerate(taken) if thing.data is not None)
        return Fragment(
            start=starts[0],
            count=len(taken),
            body=Body(streams, (*bundles(shown_by), *bundles(tags))),
            names=tuple(collector.names),
            resources=resources,
            section=section,
            ids=ids,
            pages=tuple(_with_heads(pages, shown, starts)),
            margin_boxes=heads,
            fonts=tuple(self.fonts.shared.values()),
            pictures=tuple({one.digest: one.objects for one in drawn}.items()),
            places={name: place for n, page in enumerate(shown) for name, place in _places(page, n)},
            aims=tuple(sorted({str(link.Dest) for link in self._links() if "/Dest" in link})),
            marks=tuple(mark for n, page in enumerate(shown) for mark in _marks(page, n)),
            shown=Shown(said, tree.figures, frozenset(_addresses(self._links()))),
            complaints=laid.complaints,
        )

    def _elsewhere(self, tree: Thinned, pictures: dict[tuple[int, int], str]) -> Any:
        """What the book has, and the fragment refers to by name."""
        names = {page.objgen: f"page:{number}" for number, page in enumerate(self.pages)}
        names |= {font: f"font:{shared.name}" for font, shared in self.fonts.shared.items()}
        names |= {picture: f"picture:{digest}" for picture, digest in pictures.items()}
        names[tree.document.objgen] = "document"
        return lambda thing: names.get(thing.objgen, "")

    def _heads(self) -> Iterator[Heads]:
        """For each chapter an opening recto, verso, recto, opening verso."""
        fonts = _readable(self.fonts)
        for n, page in enumerate(self.front):
            content = _drawn(page)
            shown = _numbered(content, fonts, FIRST + n, self.total)
            found = slots.in_margin_boxes(shown, self.gauge[n % len(self.gauge)])
            drawing = [*slots.cut(content, found)]
            drawing[-1] += b"\nEMC"  # of the artifact that binding begins
            yield Heads(tuple(slot for _, slot in found), tuple(map(stream, drawing)))

    def _open(self, page: Any) -> _Opened:
        """Cut the page numbers out of a page's content, and give links into the book their names."""
        boxes = list(_settle_links(page))
        content = engine_pdf.content_of(page)
        if not boxes:
            return _Opened((), (content,))
        lines = engine_pdf.operators(content)
        runs = list(slots.runs(lines, _readable(self.fonts)))
        found = sorted(slots.in_text(runs, boxes), key=lambda slot: slot[0])
        return _Opened(tuple(slot for _, slot in found), tuple(slots.cut(lines, found)))

    def _links(self) -> Iterator[Any]:
        return (link for page in self.pages for link in page.get("/Annots", ()))

    def _keys_of_links(self, collector: Collector) -> None:
        """The key of a link in the structure is the number of its own object, which no other has."""
        for number, link in enumerate(self._links()):
            if "/StructParent" in link:
                link.StructParent = self.pdf.make_indirect(Name(f"/key{number}"))
                collector.same[link.StructParent.objgen] = link

    def _pictures(self) -> Iterator[_Picture]:
        """Each with a digest of all that they are: one in many chapters, or in two files, is kept once."""
        for thing in self.pages[0].Resources.get("/XObject", {}).values():
            if thing.get("/Subtype") == Name.Image:
                made = stood_for(self.prints, thing.read_raw_bytes())
                objects = made.objects() if made else self._taken(thing)
                yield _Picture(thing.objgen, key_of(objects), objects)

    def _taken(self, picture: Any) -> tuple[Relocatable, ...]:
        collector = Collector(lambda _: "")
        collector.number(picture)
        objects = collector.taken(self.pdf)
        _no_stand_in(objects)
        return tuple(objects)


def _of_theme(found: Iterable[Sequence[Slot]], fonts: Found) -> None:
    """Raise LayoutError for a number in a font of which the book has no file: it may lack other digits."""
    known = {font.name for font in fonts.shared.values()}
    if other := next((slot.font for slot in chain.from_iterable(found) if slot.font not in known), ""):
        raise LayoutError(
            _("page numbers are set in {font}, a font of no role in [fonts]", font=fonts.called[other])
        )


def _no_stand_in(things: Iterable[Relocatable]) -> None:
    if any(thing.data and is_stand_in(bytes(thing.data[:64])) for thing in things):
        raise LayoutError(_("the engine has drawn a picture where we do not look for it"))


def _page(drawn: Any, own: _Opened, collector: Collector) -> FragmentPage:
    """A page, its content and its links."""
    _, _, width, height = (float(value) for value in drawn.MediaBox)
    return FragmentPage(
        width=width,
        height=height,
        slots=own.slots,
        contents=tuple(collector.new(stream(part)) for part in own.drawing),
        links=tuple(collector.number(link) for link in drawn.get("/Annots", ())),
    )


def _with_tags(page: FragmentPage, drawn: Any, tree: Thinned, collector: Collector) -> FragmentPage:
    elements = collector.array(tree.elements(drawn))
    linked = (tree.element_of(link) for link in drawn.get("/Annots", ()))
    numbers = (-1 if element is None else collector.number(element) for element in linked)
    return page._replace(elements=elements, linked=tuple(numbers))


def _with_heads(
    pages: Sequence[FragmentPage], drawn: Sequence[Any], starts: Sequence[str]
) -> Iterator[FragmentPage]:
    """Each page with the heads of the first chapter that begins on it, else of the one that goes on."""
    begun = -1
    for page, shown in zip(pages, drawn, strict=True):
        here = [number for number, start in enumerate(starts) if start in shown.anchors]
        yield page._replace(heads=max(0, here[0] if here else begun), opens=bool(here))
        begun = here[-1] if here else begun


def _settle_links(page: Any) -> Iterator[tuple[str, Box]]:
    """`book:` and `field:` links become links to named places; the boxes of the numbers."""
    for link in page.get("/Annots", ()):
        kind, _, address = str(link.get("/A", {}).get("/URI", "")).partition(":")
        if "/Dest" in link:  # of the unit's own
            link.Dest = pikepdf.String(place_name(str(link.Dest)))
        if kind not in ("book", "field"):
            continue
        target = unquote(address)
        del link["/A"]
        link.Dest = pikepdf.String(place_name(target))
        if kind == "field":
            x0, y0, x1, y1 = (float(value) for value in link.Rect)
            yield target, (x0, y0, x1, y1)


def _addresses(links: Iterable[Any]) -> Iterator[str]:
    """Where links lead out of the book."""
    return (str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A)


def _places(page: Any, number: int) -> Iterator[tuple[str, Place]]:
    for name, (x, y, *_size) in page.anchors.items():
        yield name, (number, x * POINTS, (page.height - y) * POINTS)


def _marks(page: Any, number: int) -> Iterator[Mark]:
    for level, label, (x, y), _state in page.bookmarks:
        yield Mark(level, label, number, x * POINTS, (page.height - y) * POINTS)
