"""A unit of the PDF: what is laid out by itself. The cover, the contents, a part's page, a chapter.

A unit is laid out without page numbers and without a side (verso or recto); both are settled at
binding. What a unit is made of is known before its HTML is: the key of that is the cache's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from publisher.model import IndexEntry
from publisher.storage.keys import key_of
from publisher.writers.matter import MatterSection
from publisher.writers.pdf.compose.html import Composed, Composer, Line, Opening
from publisher.writers.pdf.compose.targets import Digits, Target

Kind = Literal[
    "cover", "title", "contents", "frontispiece", "part", "plate", "chapter", "colophon", "front", "back"
]


@dataclass(frozen=True, slots=True)
class Ready:
    """A page of few words, composed when the book is parted into units."""

    html: str
    files: Mapping[str, bytes] = field(default_factory=dict)

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (self.html,), self.files


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """Every part and chapter."""

    lines: tuple[Line, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (composer.contents(self.lines),), {}


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Every picture with a caption, or every table."""

    name: str  # "figures" or "tables"
    lines: tuple[Line, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (composer.figures(self.name, self.lines),), {}


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Every word of the index. Which pages it names is known when all others are laid out."""

    section: MatterSection
    entries: tuple[IndexEntry, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return (composer.index(self.section, self.entries, digits),), {}


@dataclass(frozen=True, slots=True)
class Plate:
    """The picture with which a chapter begins, on a page of its own."""

    opening: Opening

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return composer.plate(self.opening)


@dataclass(frozen=True, slots=True)
class Run:
    """A chapter, or some that flow on."""

    openings: tuple[Opening, ...]

    def compose(self, composer: Composer, digits: Digits) -> Composed:
        return composer.chapters(self.openings, digits)


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """All that a unit is laid out from, besides a Setting and the room for page numbers of others."""

    kind: Kind
    starts: tuple[str, ...]  # ids of the chapters or the part that begin on it; else its kind
    name: str  # as the report and the progress call it
    margin_boxes: str  # the name of the theme's page whose heads and numbers it carries; empty: none
    shows: Ready | ContentsPage | FiguresPage | IndexPage | Plate | Run

    @property
    def is_written(self) -> bool:
        """Whether somebody has written it: it has the limits of a post, and is set more simply over them."""
        return isinstance(self.shows, Run)


@dataclass(frozen=True, slots=True)
class LayoutUnit:
    """Something laid out by itself, and what is known of it before it is."""

    inputs: UnitInputs
    material: str  # the key of its inputs
    recto: bool  # begins on a right-hand page
    weight: int  # lines of text on A5, about
    targets: tuple[Target, ...]  # places whose page numbers stand in it, in room for just their digits

    @classmethod
    def of(
        cls, inputs: UnitInputs, *, recto: bool, weight: int = 0, targets: Iterable[Target] = ()
    ) -> "LayoutUnit":
        return cls(inputs, key_of(inputs), recto, weight, tuple(targets))

    @property
    def front(self) -> bool:
        """Front matter has Roman numbers of its own."""
        return self.inputs.kind in ("cover", "title", "contents", "frontispiece", "front")

    @property
    def verso(self) -> bool:
        """Whether it begins on a left-hand page."""
        return self.inputs.kind in ("plate", "frontispiece")
