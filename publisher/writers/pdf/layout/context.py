"""What all units of a book are laid out with: its style sheet and its font files."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_lowercase

from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet, Role, font_face
from publisher.assets.glyphs import brackets, parts
from publisher.book.paper import Paper
from publisher.writers.pdf.layout.ink import Ink

GAUGE = 5  # page number of the first page of the gauge: see layout.py
_TEXT, _CODE = ("body", "heading"), "code"  # roles; letters of code keep their width
# Between half-wide brackets: see compose/brackets.py.
_APART = ".apart { padding-right: 0.5em } :is(code, pre, kbd, samp) .apart { padding-right: 0 }\n"
# What the pages are made of stays in the flow, whatever a theme does to all elements.
_FRAME = (
    "html, body { position: static !important; columns: auto !important; transform: none !important } "
    "html, body, .chapter-body { display: block !important } "
    "html, body, body > :is(div, section) { float: none !important }\n"
)
FIRST = 88881  # page number of the first page of margin boxes


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """What all units of a book are laid out with: the same for each, so a process sets it up once."""

    css: str
    files: tuple[tuple[str, Path], ...]  # address -> font file
    fonts: FontSet
    epoch: int  # the book's own time
    room: tuple[float, float] = (0, 0)  # width and height of the text block in CSS px
    ink: Ink = "colour"

    def moved(self, places: Mapping[str, str]) -> "LayoutContext":
        """Return the same with its fonts in other places: path -> path."""
        files = tuple((address, Path(places[str(path)])) for address, path in self.files)
        roles = tuple(
            replace(role, faces=tuple(replace(face, path=places[face.path]) for face in role.faces))
            for role in self.fonts.roles
        )
        return replace(self, files=files, fonts=FontSet(roles))


def context_css(css: str, paper: Paper) -> str:
    """Return the theme's style with what laying out by the unit adds. Its last word counts."""
    laid = f"@page laid, laid:left, laid:right {paper.sheet_box(css)}"
    return (
        f"{css}\n{laid}"
        ".margin-boxes { break-after: page; visibility: hidden; height: 1px; overflow: hidden }\n"
        f"{_FRAME}"
    )


def context(
    css: str,
    fonts: FontSet,
    keep_in: Path,
    epoch: int,
    room: tuple[float, float] = (0, 0),
    ink: Ink = "colour",
) -> LayoutContext:
    """Set up for a style sheet and the fonts of the theme."""
    half = {role: _half_wide(role, keep_in / "fonts") for role in fonts.roles}
    parted = [_parted(role, half[role], keep_in / "fonts") for role in fonts.roles]
    for role, *others in parted:
        names = ", ".join(f'"{one.css_family}"' for one in (role, *others))
        css = css.replace(f'"{role.css_family}"', names)
    cut = FontSet(tuple(itertools.chain.from_iterable(parted)))
    files = tuple((_font_address(face), Path(face.path)) for face in cut.faces)
    apart = _APART if all(half[role] for role in fonts.roles if role.name in _TEXT) else ""
    return LayoutContext(font_css(cut) + apart + css, files, cut, epoch, room, ink)


def _half_wide(role: Role, keep_in: Path) -> tuple[Face, ...]:
    """The files of brackets half an em wide: of all its faces, or none, so that a bold one is bold."""
    found = [brackets(face, keep_in) for face in role.faces] if role.name != _CODE else []
    return tuple(face for face in found if face) if all(found) else ()


def _parted(role: Role, half: tuple[Face, ...], keep_in: Path) -> list[Role]:
    """A role, and as roles of their own what its faces have in other files: see glyphs.parts()."""
    files = (parts(face, keep_in, own) for face, own in itertools.zip_longest(role.faces, half))
    rows = itertools.zip_longest(*files)
    return [
        Role(name, tuple(filter(None, faces))) for name, faces in zip(_names(role.name), rows, strict=False)
    ]


def _names(role: str) -> Iterator[str]:
    """ "body", "body b", "body c", ...: behind a figure Pango would write a comma."""
    yield role
    yield from (f"{role} {letter}" for letter in ascii_lowercase[1:])


def font_css(fonts: FontSet) -> str:
    """Return an @font-face for each file of each role."""
    return "".join(font_face(role, face, _font_address(face)) for role in fonts.roles for face in role.faces)


def _font_address(face: Face) -> str:
    return f"font:{Path(face.path).stem.replace(' ', '_')}-{face.index}"
