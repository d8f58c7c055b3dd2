"""Font programs: taken out of the fragments, and put back once for the whole book.

A fragment's text names glyphs by their ids in the font file (Identity-H), so one program that keeps those
ids serves all fragments. A font whose file is not one of the theme's, or whose glyphs do not prove to be
that file's (bitmap fonts, fonts with a map of their own), stays in its fragment as the engine made it.

The engine is kept from cutting down what is taken out anyway: that takes longer than drawing the pages. Where
a face's file would stand, what it writes has boxes for glyphs: enough to tell whether words leave the paper.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pikepdf
from pikepdf import Name

from publisher.assets.box_fonts import box_font
from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet
from publisher.assets.glyphs import boxes_of, is_bitmap, same_glyphs
from publisher.writers.pdf.layout import engine_pdf
from publisher.writers.pdf.layout.fragment import Font, packed

_PROGRAMS = ("/FontFile2", "/FontFile3")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_NOTHING = "\u2060"
_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_PROVEN = 12  # glyphs compared
_LARGE = 5_000_000  # bytes of a file: to copy more takes longer than to cut it down


@dataclass(frozen=True, slots=True)
class Found:
    """The fonts of a fragment."""

    shared: dict[tuple[int, int], Font]  # by their object: those of the theme
    letters: dict[str, dict[int, str]]  # name -> glyph -> text: of all
    widths: dict[str, dict[int, float]]  # name -> glyph -> advance, in thousandths of the size
    called: dict[str, str]  # name -> what the engine calls it: "DejaVu-Sans"


@dataclass(frozen=True, slots=True)
class _Standing:
    """Faces that boxes stand for, and those that they were found to stand for."""

    faces: tuple[Face, ...] = ()
    found: dict[str, Face] = field(default_factory=dict)


_STANDING: ContextVar[_Standing | None] = ContextVar("_STANDING", default=None)


@contextmanager
def boxes_for(faces: Iterable[Face]) -> Iterator[dict[str, Face]]:
    """Have boxes stand for the glyphs of some faces in what the engine writes meanwhile.

    Yields what fills meanwhile: name of a font in the resources -> its face.
    """
    standing = _Standing(tuple(faces))
    token = _STANDING.set(standing)
    try:
        yield standing.found
    finally:
        _STANDING.reset(token)


def boxed(subset: Callable[..., None]) -> Callable[..., None]:
    """Return WeasyPrint's cutting down of a font program, which puts boxes in the place of those."""

    def cut(font: Any, letters: Mapping[int, str], *rest: Any) -> None:
        standing = _STANDING.get() or _Standing()
        face = next((face for face in standing.faces if _is_drawn_from(face, font, letters)), None)
        if face is None:
            subset(font, letters, *rest)
        else:
            standing.found[font.hash] = face
            font.file_content = box_font(boxes_of(face, letters))

    return cut


def _is_drawn_from(face: Face, font: Any, glyphs: Iterable[int]) -> bool:
    """Tell whether the engine's font is all of the face's file, and these are ids of its glyphs: for letters
    that it has not, the engine makes some up."""
    if max(glyphs, default=-1) not in range(font.glyph_count) or "fvar" in font.tables or face.index:
        return False
    size = len(font.file_content)
    if size > _LARGE or Path(face.path).stat().st_size != size or is_bitmap(face):
        return False
    return Path(face.path).read_bytes() == bytes(font.file_content)


def found_in(resources: Any, theme: FontSet, known: Mapping[str, Face] = MappingProxyType({})) -> Found:
    """Return all fonts of a fragment; shared are those whose glyphs are the theme's file's.

    `known`: name of a font -> its face, as boxes_for() tells it.
    """
    found = Found({}, {}, {}, {})
    for key, font in sorted(resources.get("/Font", {}).items()):
        if "/DescendantFonts" not in font:
            continue  # bitmaps: pictures of letters
        name, below = key[1:], font.DescendantFonts[0]
        letters = found.letters[name] = to_unicode(font.ToUnicode.read_bytes())
        found.widths[name] = engine_pdf.widths_of(below.get("/W", ()))
        found.called[name] = str(font.BaseFont).partition("+")[2]
        if font.Encoding != Name("/Identity-H"):
            continue
        face = known.get(name) or _face(str(font.BaseFont), below.FontDescriptor, tuple(letters), theme)
        if face is not None:
            descriptor = _entries(below.FontDescriptor)
            base = font.BaseFont.unparse()
            found.shared[font.objgen] = Font(name, face, base, descriptor, *packed(letters))
    return found


def _entries(descriptor: Any) -> bytes:
    """The entries of a font descriptor, but for the program."""
    kept = (key for key in sorted(descriptor) if key not in (*_PROGRAMS, "/CIDSet"))
    return b"".join(key.encode() + b" " + _value(descriptor[key]) for key in kept)


def _value(thing: Any) -> bytes:
    return thing.unparse() if isinstance(thing, pikepdf.Object) else str(thing).encode()


def _face(base_font: str, descriptor: Any, glyphs: tuple[int, ...], theme: FontSet) -> Face | None:
    """The theme's face that these glyphs come from, proven by their shapes. None: of no face we know."""
    program = program_in(descriptor)
    named = base_font.partition("+")[2].removesuffix("-Bold")
    bold = base_font.endswith("-Bold")
    likely = [
        (role.css_family.replace(" ", "-") != named, (face.css_weight == "bold") != bold, face)
        for role in theme.roles
        for face in role.faces
    ]
    likely.sort(key=lambda row: row[:2])
    some = some_of(glyphs)
    for *_, face in likely:
        if program and same_glyphs(face, program, some):
            return face
    return None


def program_in(descriptor: Any) -> bytes:
    """Return the font program of a descriptor; empty where it has none."""
    return next((descriptor[key].read_bytes() for key in _PROGRAMS if key in descriptor), b"")


def some_of(glyphs: tuple[int, ...]) -> tuple[int, ...]:
    """Enough of them to tell one font file from another by."""
    return glyphs[:: max(1, len(glyphs) // _PROVEN)]


def to_unicode(cmap: bytes) -> dict[int, str]:
    """Return glyph -> text as it is seen, from the ToUnicode map."""
    return {glyph: _seen(text) for glyph, text in engine_pdf.names_of(cmap).items()}


def _seen(text: str) -> str:
    """A glyph's text as it is seen: neither which space it is nor what chooses its form. Each has some, also
    one that the engine takes for two letters with an unseen one between, of which it says nothing."""
    if text.isalnum():
        return text
    return _SPACE.sub(" ", _UNSEEN.sub("", text) or text or _NOTHING)
