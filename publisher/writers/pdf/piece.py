"""A piece: one sheet laid out, kept as a small PDF of relocatable pages and what binding must know of it."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from publisher.fonts import Face


@dataclass(frozen=True, slots=True)
class Hole:
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


@dataclass(frozen=True, slots=True)
class Font:
    """A font as a piece uses it. Its program is not in the piece where `face` says which file has it."""

    name: str  # in the resources: "TMDGZK"
    face: Face | None  # None: its program stays in the piece
    codes: bytes  # its glyphs, two bytes each
    texts: str  # the text of each glyph, with a NUL between them: small, since a book has many pieces

    @classmethod
    def of(cls, name: str, face: Face | None, letters: Mapping[int, str]) -> "Font":
        return cls(name, face, array("H", letters).tobytes(), "\0".join(letters.values()))

    @property
    def letters(self) -> dict[int, str]:
        """Glyph -> its text."""
        return dict(zip(array("H", self.codes), self.texts.split("\0"), strict=True))


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the outline."""

    level: int
    label: str
    page: int  # in the piece, from 0
    x: float  # PDF points, from the left
    y: float  # PDF points, from the foot
    open: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a piece, or of its furniture."""

    holes: tuple[Hole, ...] = ()  # the numbers that its content leaves open, in the order of its streams
    heads: int = 0  # which of the piece's furniture it carries: see furniture()
    opens: bool = False  # whether a chapter begins on it


@dataclass(frozen=True, slots=True)
class Piece:
    """One sheet, laid out. Pages stand as for both sides: binding chooses what is seen of them."""

    pdf: bytes
    leaves: tuple[Leaf, ...]  # its pages
    furniture: tuple[
        Leaf, ...
    ]  # heads and numbers, four a chapter: opening recto, verso, recto, opening verso
    fonts: tuple[Font, ...]
    images: Mapping[str, str]  # name in the resources -> digest of the picture
    places: Mapping[str, tuple[int, float, float]]  # id -> page, x and y in PDF points
    marks: tuple[Mark, ...]
    links: tuple[str, ...]  # ids that its links lead to
    letters: int  # how many letters and figures its pages show
    text: str  # what they say; empty once it has been proven
    complaints: tuple[str, ...]  # of the engine
