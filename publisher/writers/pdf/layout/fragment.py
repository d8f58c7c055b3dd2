"""A fragment: one unit laid out, kept as relocatable pages and what binding must know of it.

A book is made of tens of thousands of its parts, which are read from the cache for each build: they are
named tuples, since those are read several times as fast as other classes.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from publisher.assets.font_files import Face
from publisher.writers.pdf.layout.findings import Coarse, Told
from publisher.writers.pdf.layout.relocatable import Bundle, Relocatable

Place = tuple[int, float, float]  # page of the fragment, x and y in PDF points


class Slot(NamedTuple):
    """A place in a page's content where a number belongs, and how it is set there.

    Lengths are in units of the page's text space (CSS px). The number's left edge is
    `x - align * width`, where `width` is that of the text as it is drawn.
    """

    target: str  # id whose page it names; empty: the page that it stands on
    text: str  # "{page}", "- {page} -", "{page} / {total}"
    font: str  # name of the font in the page's resources
    size: float
    matrix: tuple[float, float, float, float]  # of the text: a b c d
    x: float
    y: float
    align: float  # 0 left, 0.5 centred, 1 right


class Font(NamedTuple):
    """A font of the theme as a fragment uses it. Its program is in the theme's file."""

    name: str  # in the resources: "TMDGZK"
    face: Face
    base: bytes  # "/TMDGZK+publisher-body"
    descriptor: bytes  # entries of its descriptor, without the program
    codes: bytes  # its glyphs, two bytes each
    texts: str  # the text of each glyph, with a NUL between them: small, since a book has many fragments

    @property
    def letters(self) -> dict[int, str]:
        """Glyph -> its text."""
        texts = self.texts.split("\0") if self.codes else []
        return dict(zip(array("H", self.codes), texts, strict=True))


def packed(letters: Mapping[int, str]) -> tuple[bytes, str]:
    """Return glyph -> text as Font keeps it."""
    return array("H", letters).tobytes(), "\0".join(letters.values())


class Mark(NamedTuple):
    """A line of the outline."""

    level: int
    label: str
    page: int  # in the fragment, from 0
    x: float  # PDF points, from the left
    y: float  # PDF points, from the foot


class FragmentPage(NamedTuple):
    """One page of a fragment. Numbers are those of the fragment's objects."""

    width: float  # PDF points
    height: float
    slots: tuple[Slot, ...] = ()  # page numbers that its content pages open
    contents: tuple[int, ...] = ()  # content streams: one more than there are slots
    links: tuple[int, ...] = ()  # annotations
    elements: int = 0  # object: an array of the structure's elements, by marked content
    linked: tuple[int, ...] = ()  # the element of each link; -1 for none
    heads: int = 0  # which of the fragment's margin boxes it carries: see paginated.margin_boxes()
    opens: bool = False  # whether a chapter begins on it


class Shown(NamedTuple):
    """What the pages of a fragment show, read from them."""

    text: str = ""
    figures: int = 0  # pictures
    addresses: frozenset[str] = frozenset()  # to which their links lead out of the book


class Heads(NamedTuple):
    """Head and number of a page: what is drawn around its slots."""

    slots: tuple[Slot, ...]
    drawing: tuple[Relocatable, ...]  # streams: one more than there are slots


class Body(NamedTuple):
    """The objects of a fragment: the most of it, and looked at only where they are bound anew."""

    streams: tuple[tuple[int, Relocatable], ...]  # number, object
    bundles: tuple[Bundle, ...]  # the other objects


@dataclass(frozen=True, slots=True)
class Fragment:
    """One unit, laid out. Pages stand as for both sides: binding chooses what is seen of them."""

    start: str  # id of the first chapter or part that begins on it; else the kind of its unit
    count: int  # of its objects
    body: Body | None  # its objects; None: they lie on the disk
    names: tuple[str, ...]  # what references of -1, -2… mean: "page:0", "font:TMDGZK", "document"
    resources: int  # object that all pages share
    section: int  # object: the root of its structure
    ids: tuple[tuple[str, int], ...]  # of elements of the structure
    pages: tuple[FragmentPage, ...]
    margin_boxes: tuple[Heads, ...]  # four a chapter: opening recto, verso, recto, opening verso
    fonts: tuple[Font, ...]
    pictures: tuple[tuple[str, tuple[Relocatable, ...]], ...]  # digest, its objects; or none: on the disk
    places: Mapping[str, Place]  # by id
    aims: tuple[str, ...]  # names of the places that its links lead to
    marks: tuple[Mark, ...]
    shown: Shown  # empty once it has been proven
    complaints: tuple[str, ...] = field(default=())  # of the engine
    told: tuple[Told, ...] = field(default=())
    coarse: tuple[Coarse, ...] = field(default=())

    def paths(self) -> tuple[str, ...]:
        """Return the files that it names: its fonts."""
        return tuple(font.face.path for font in self.fonts)

    def moved(self, places: Mapping[str, str]) -> "Fragment":
        """Return the same with its fonts in other places: path -> path."""
        fonts = (font._replace(face=replace(font.face, path=places[font.face.path])) for font in self.fonts)
        return replace(self, fonts=tuple(fonts))
