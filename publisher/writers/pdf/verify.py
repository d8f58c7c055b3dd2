"""The gate: no PDF is put in place that the made file itself does not show to be the whole book.

That a fragment says all words of its unit was proven when it was laid out (layout/layout.py). Here the bound
file is read back: each page is there and shows its own number, each number names the right page, each
link lands, each outline entry leads to its page, each font has the shapes of its file; nothing in it runs or
leads elsewhere than to a page, the web or mail; and pages that
are new in this build show, byte for byte, what was laid out, in fonts whose letters have the same names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import NameTree

from publisher.assets import cids
from publisher.assets.glyphs import same_glyphs
from publisher.errors import IncompleteError
from publisher.phrase import Phrase, _
from publisher.runtime.executor import aside
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout import engine_pdf, programs
from publisher.writers.pdf.layout.fragment import Font, Fragment
from publisher.writers.pdf.layout.relocatable import place_name

# The last file that was read, closed. To take apart what was read of it takes as long as to read it: it goes
# when another one has been read, or with the process. Of a closed one no file is open: see
# tests/contracts/test_pikepdf.py.
_LAST: list[pikepdf.Pdf] = []


_CATALOG = frozenset(
    "/Type /Pages /Lang /PageLabels /Names /ViewerPreferences /MarkInfo /Metadata /StructTreeRoot /PageMode "
    "/PageLayout /Outlines /OutputIntents /Version /Extensions".split()
)
_WEB = re.compile(r"(?:https?|mailto):", re.I)


@dataclass(frozen=True, slots=True)
class New:
    """What is new in a file. The rest was copied from the last one, which was proven, and is whole by its
    digest; it is what belongs here by a digest of all that it is made of: see assemble/index.py."""

    fresh: frozenset[int]  # fragments that were laid out by this build
    anew: frozenset[int]  # fragments whose objects were written
    numbered: Sequence[tuple[int, range]]  # the first of some numbers that were drawn, for which pages
    turned: frozenset[int]  # pages that were written


def check(file: Path, bound: Paginated, names: Sequence[str], new: New) -> None:
    """Raises IncompleteError. `names` are the units'."""
    opened = aside(partial(pikepdf.open, file))
    numbers = list(_wanted(bound, new.numbered))
    try:
        with opened() as pdf:
            _LAST[:] = [pdf]
            _check(pdf, bound, names, new, numbers)
    except pikepdf.PdfError as error:
        raise _fault(_("the book"), _("it cannot be read back: {error}", error=error)) from None


def _check(
    pdf: pikepdf.Pdf, bound: Paginated, names: Sequence[str], new: New, wanted: Sequence["_Number"]
) -> None:
    pages = [page.obj for page in pdf.pages]
    if len(pages) != len(bound.spots):
        raise _fault(
            _("the book"),
            _("{count} pages were bound, {count2} are there", count=len(bound.spots), count2=len(pages)),
        )
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    places = {name: numbers.get(place[0].objgen) for name, place in NameTree(pdf.Root.Names.Dests).items()}
    if wrong := next(
        (name for name, page in bound.pages.items() if places.get(place_name(name)) != page), ""
    ):
        raise _fault(_("the book"), _("the place {wrong} is not on its page", wrong=wrong))
    _does_nothing(pdf.Root)
    reader = _Reader()
    letters = _fonts_are_right(pages, bound, new.fresh, reader)
    _outline_leads(pdf.Root.Outlines, bound, numbers)
    _links_land(bound, places, names)
    _numbers_are_right(pdf, wanted, letters)
    last = {spot.fragment: page for spot, page in zip(bound.spots, pages, strict=True) if spot.fragment >= 0}
    _can_be_read(pdf, last.values())
    for number, (spot, page) in enumerate(zip(bound.spots, pages, strict=True)):
        if spot.fragment >= 0 and number in new.turned:
            _shows_its_numbers(spot, page, bound, names[spot.fragment], reader)
        if spot.fragment in new.anew:
            _has_its_links(spot, page, bound.fragments[spot.fragment], names[spot.fragment])
        if spot.fragment in new.fresh:
            _is_as_laid_out(spot, page, bound.fragments[spot.fragment], names[spot.fragment])


def _does_nothing(root: Any) -> None:
    """No script, no form, no file is in the book; nothing begins when it is opened. PDF 32000-1, 12.6."""
    if odd := next((key for key in root if key not in _CATALOG), ""):
        raise _fault(_("the book"), _("no book holds {odd}", odd=odd))
    if odd := next((key for key in root.Names if key != "/Dests"), ""):
        raise _fault(_("the book"), _("no book holds {odd}", odd=odd))


def _fonts_are_right(
    pages: Sequence[Any], bound: Paginated, fresh: frozenset[int], reader: "_Reader"
) -> dict[str, dict[int, str]]:
    """Each font of the theme has the shapes of its file, under the same ids, and says of each what the
    fragments say. What each says."""
    said: dict[str, dict[int, str]] = {}
    proven = set[tuple[int, int]]()
    for number, resources in _resources(pages, bound.spots):
        for font in bound.fragments[number].fonts:
            found = resources.Font[f"/{font.name}"]
            said[font.name] = reader.map(found)
            if found.objgen not in proven:
                _has_its_shapes(found, font)
                proven.add(found.objgen)
            if number in fresh and not font.letters.items() <= said[font.name].items():
                raise _fault(
                    _("the book"),
                    _("letters of {base} were lost when the book was bound", base=font.base.decode()),
                )
    return said


def _resources(pages: Sequence[Any], spots: Sequence[Spot]) -> Iterator[tuple[int, Any]]:
    """Every fragment, and the resources that all of its pages share."""
    first = {spot.fragment: number for number, spot in reversed([*enumerate(spots)])}
    return (
        (fragment, pages[number].Resources) for fragment, number in sorted(first.items()) if fragment >= 0
    )


def _has_its_shapes(found: Any, font: Font) -> None:
    program = programs.program_in(found.DescendantFonts[0].FontDescriptor)
    if not same_glyphs(font.face, program, programs.some_of(tuple(font.letters))):
        raise _fault(
            _("the book"), _("the letters of {base} are not those of its file", base=font.base.decode())
        )
    if not cids.are_glyph_ids(program):
        raise _fault(
            _("the book"), _("some programs would draw other letters of {base}", base=font.base.decode())
        )


def _outline_leads(root: Any, bound: Paginated, numbers: Mapping[tuple[int, int], int]) -> None:
    """The outline's entries lead to the pages of the marks, in their order."""
    where = {(spot.fragment, spot.page): number for number, spot in enumerate(bound.spots)}
    wanted = [where[n, mark.page] for n, fragment in enumerate(bound.fragments) for mark in fragment.marks]
    found = [numbers.get(item.Dest[0].objgen, -1) for item in _items(root)]
    if found != wanted:
        raise _fault(_("the outline"), _("its entries do not lead to their pages"))


def _items(node: Any) -> Iterator[Any]:
    item = node.get("/First")
    while item is not None:
        yield item
        yield from _items(item)
        item = item.get("/Next")


def _can_be_read(pdf: pikepdf.Pdf, pages: Iterable[Any]) -> None:
    """What these pages show stands where the table says, and qpdf had nothing to mend."""
    for page in pages:
        for stream in page.get("/Contents", ()):
            stream.read_raw_bytes()
    if warnings := pdf.get_warnings():
        raise _fault(_("the book"), _("it cannot be read back: {warnings}", warnings=warnings[0]))


def _links_land(bound: Paginated, places: Mapping[str, int | None], names: Sequence[str]) -> None:
    """Where links lead, there is a place."""
    for number, fragment in enumerate(bound.fragments):
        if lost := next((aim for aim in fragment.aims if aim not in places), ""):
            raise _fault(names[number], _("a link leads nowhere: {lost}", lost=lost))


def _has_its_links(spot: Spot, page: Any, fragment: Fragment, name: str) -> None:
    """The page's links are links of its fragment."""
    links = page.get("/Annots", ())
    if len(links) != len(fragment.pages[spot.page].links):
        raise _fault(name, _("links on page {label} were lost", label=spot.label))
    for link in links:
        if not _leads_well(link):
            raise _fault(name, _("a link on page {label} is more than a link", label=spot.label))
        target = link.get("/Dest")
        if target is not None and str(target) not in fragment.aims:
            raise _fault(
                name, _("a link on page {label} leads nowhere: {target}", label=spot.label, target=target)
            )


def _leads_well(link: Any) -> bool:
    """Whether it is a link to a page, to the web or to mail, and does nothing beside."""
    action = link.get("/A")
    if link.get("/Subtype") != "/Link" or "/AA" in link or (action is None) == ("/Dest" not in link):
        return False
    if action is None:
        return True
    return action.get("/S") == "/URI" and "/Next" not in action and bool(_WEB.match(str(action.get("/URI"))))


_Number = tuple[int, str, str]  # object, label of the page that shows it, what it says


def _wanted(bound: Paginated, numbered: Iterable[tuple[int, range]]) -> Iterator[_Number]:
    """What the numbers of new pages should be: those of the pages that they name."""
    for first, pages in numbered:
        spots = [bound.spots[page] for page in pages if bound.spots[page].fragment >= 0]
        said = ((spot.label, bound.said(slot, spot)) for spot in spots for _, slot in bound.drawn(spot))
        yield from ((number, *one) for number, one in enumerate(said, first))


def _numbers_are_right(
    pdf: pikepdf.Pdf, wanted: Iterable[_Number], letters: Mapping[str, Mapping[int, str]]
) -> None:
    for number, label, text in wanted:
        said = engine_pdf.said(pdf.get_object(number, 0).read_raw_bytes(), letters)
        if said != text:
            raise _fault(
                _("the book"),
                _("page {label} shows {said!r} where {text!r} belongs", label=label, said=said, text=text),
            )


def _shows_its_numbers(spot: Spot, page: Any, bound: Paginated, name: str, reader: "_Reader") -> None:
    """The page's numbers are those of the pages that they name."""
    streams = page.Contents
    for place, slot in bound.drawn(spot):
        said, wanted = reader.text(page, streams[place]), bound.said(slot, spot)
        if said != wanted:
            raise _fault(
                name,
                _(
                    "page {label} shows {said!r} where {wanted!r} belongs",
                    label=spot.label,
                    said=said,
                    wanted=wanted,
                ),
            )


def _is_as_laid_out(spot: Spot, page: Any, fragment: Fragment, name: str) -> None:
    """The page shows what layout/layout.py has proven to say all words of the unit."""
    first = 1 if fragment.margin_boxes else 0
    streams, contents = dict(fragment.body.streams if fragment.body else ()), list(page.Contents)
    for place, number in enumerate(fragment.pages[spot.page].contents):
        shown = contents[first + 2 * place : first + 2 * place + 1]
        if [one.read_raw_bytes() for one in shown] != [streams[number].data]:
            raise _fault(name, _("page {label} does not show what was laid out", label=spot.label))


class _Reader:
    """Reads pages by the maps to Unicode of the made file itself."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], dict[int, str]] = {}
        self._resources: dict[tuple[int, int], dict[str, dict[int, str]]] = {}

    def text(self, page: Any, content: Any) -> str:
        # Numbers are not packed: what is read raw is what is drawn.
        return engine_pdf.said(content.read_raw_bytes(), self._letters(page.Resources))

    def _letters(self, resources: Any) -> dict[str, dict[int, str]]:
        known = self._resources.get(resources.objgen)
        if known is None:
            fonts = resources.get("/Font", {}).items()
            known = {name[1:]: self.map(font) for name, font in fonts if "/ToUnicode" in font}
            self._resources[resources.objgen] = known
        return known

    def map(self, font: Any) -> dict[int, str]:
        known = self._fonts.get(font.objgen)
        if known is None:
            known = self._fonts[font.objgen] = programs.to_unicode(font.ToUnicode.read_bytes())
        return known


def _fault(name: str, what: Phrase) -> IncompleteError:
    hint = _("the last book stays as it was; this is a fault of ours: please report it")
    return IncompleteError(_("{name}: {what}", name=name, what=what), hint)
