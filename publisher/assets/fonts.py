"""Which font files serve a theme on this machine: found once a build, used by both writers.

A theme names roles (body, heading, code, fallback, symbols) and families for each. A role gets the
first family that is here (one with a bold face before one without), as files we know: no writer
leaves the choice of a font to chance. Looked for in the blog's own `fonts/`, then among this
machine's fonts, then in the extra `fonts`. A font whose licence bits forbid to embed it or to cut it
down is not used.
"""

import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from publisher.assets.font_files import BOLD, Face, installed, one_weight, opened, own_fonts
from publisher.errors import FontError, Report, Where
from publisher.phrase import NOTHING, _

_HANGUL = "가나다힣"
_FONTS = _("pip install pylopdf-fonts-ko, or on Debian: apt install fonts-noto-cjk")
_FORBIDDEN = 0x0002 | 0x0100  # OS/2 fsType: not to be embedded; to be embedded whole or not at all
_NAMED = 12  # characters that no font has
# Control characters, and what Unicode calls Default_Ignorable_Code_Point.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]|\\s"
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a theme calls "publisher body", with the files behind it."""

    name: str  # "body"
    faces: tuple[Face, ...]  # the regular one first, then the bold one if the family has one

    @property
    def css_family(self) -> str:
        return f"publisher {self.name}"


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts of one build."""

    roles: tuple[Role, ...]

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(dict.fromkeys(face for role in self.roles for face in role.faces))

    def draw(self, letter: str) -> bool:
        """Tell whether any of them has a letter."""
        return any(ord(letter) in _characters(face.path, face.index) for face in self.faces)


def find_fonts(
    wanted: Mapping[str, tuple[str, ...]], blog: Path, characters: str, keep_in: Path | None = None
) -> FontSet:
    """Return a family for each role. `keep_in`: where copies of the blog's own fonts are kept; without it,
    none is used.

    Raises FontError where the book has Hangul and no font for its body does.
    """
    here = _by_family(installed(own_fonts(blog, keep_in).faces if keep_in else ()))
    roles = []
    for name, families in wanted.items():
        known = [here[_folded(family)] for family in families if _folded(family) in here]
        faces = next((family for family in known if _has_bold(family)), known[0] if known else ())
        if name == "body" and any("가" <= character <= "힣" for character in characters):
            faces = _with_hangul(faces, here)
        if made := _of_one_weight(_regular_and_bold(faces), keep_in):
            roles.append(Role(name, made))
    return FontSet(tuple(roles))


def _of_one_weight(faces: tuple[Face, ...], keep_in: Path | None) -> tuple[Face, ...]:
    """These; of a variable font, those that can be taken out of it."""
    made = (one_weight(face, keep_in) for face in faces) if keep_in else faces
    return tuple(face for face in made if face)


def check_own(blog: Path, keep_in: Path, report: Report) -> None:
    """A warning for each font in the blog that is not used: it cannot be opened, or has no weight."""
    for path, what, hint in own_fonts(blog, keep_in).refused:
        report.warning("font-unreadable", what, Where(path.relative_to(blog).as_posix()), hint)


def check_coverage(fonts: FontSet, characters: str, report: Report) -> None:
    """A warning that names the characters which no font of the book has: they would print as boxes."""
    missing = [c for c in characters if not _INVISIBLE.match(c)]
    for face in fonts.faces:
        there = _characters(face.path, face.index)
        missing = [c for c in missing if ord(c) not in there]
    if missing:
        shown = " ".join(f"{c} (U+{ord(c):04X})" for c in missing[:_NAMED])
        count = len(missing) - _NAMED
        more = _(" and {count} more", count=count) if count > 0 else NOTHING
        hint = _("install fonts-noto-color-emoji for emoji, fonts-noto-core for other scripts")
        report.warning(
            "glyph-missing",
            _("no font of the theme has {shown}{more}", shown=shown, more=more),
            Where("the book"),
            hint,
        )


def font_face(role: Role, face: Face, address: str) -> str:
    """Return the CSS rule by which a theme's role is this face."""
    return (
        f'@font-face {{ font-family: "{role.css_family}"; font-weight: {face.css_weight};'
        f' src: url("{address}"); }}\n'
    )


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return the face with the glyphs of these characters only, as OpenType."""
    font = hb.Face(opened(face.path), face.index)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(character) for character in characters)
    made = hb.subset(font, wanted)
    return bytes(made.blob.data)


def _regular_and_bold(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Of faces as near to 400, or to 700, the first: the blog's own."""
    upright = sorted(faces, key=lambda face: abs(face.weight - 400))
    bold = sorted((face for face in upright if face.weight >= BOLD), key=lambda face: abs(face.weight - 700))
    regular = [face for face in upright if face.weight < BOLD] or upright
    return (*regular[:1], *bold[:1])


def _has_bold(faces: Iterable[Face]) -> bool:
    """A family of one weight makes poor headings: an engine smears it to make it bold."""
    return any(face.weight >= BOLD for face in faces)


def _with_hangul(faces: tuple[Face, ...], here: Mapping[str, tuple[Face, ...]]) -> tuple[Face, ...]:
    """These faces where they have Hangul, else the first family on this machine that does."""
    for family in (faces, *(here[name] for name in sorted(here))):
        if family and all(ord(letter) in _characters(family[0].path, family[0].index) for letter in _HANGUL):
            return family
    if not shutil.which("fc-list"):
        error = FontError(_("fc-list, which lists this machine's fonts, is not there"), _FONTS)
        error.lacks = "fc-list"
        raise error
    raise FontError(_("no font on this machine has Korean letters"), _FONTS)


def _by_family(faces: Iterable[Face]) -> dict[str, tuple[Face, ...]]:
    """Upright faces by folded family name. Of a family of two sources, those of the first stand first."""
    found: dict[str, list[Face]] = {}
    for face in faces:
        if not face.italic and not _fs_type(face.path, face.index) & _FORBIDDEN:
            found.setdefault(_folded(face.family), []).append(face)
    return {name: tuple(family) for name, family in found.items()}


def characters_of(face: Face) -> frozenset[str]:
    """Return the characters that a face has."""
    return frozenset(map(chr, _characters(face.path, face.index)))


@lru_cache(maxsize=64)
def _characters(path: str, index: int) -> Collection[int]:
    """HarfBuzz's own set: to copy one of a CJK font takes longer than to look a book's letters up in it."""
    there: Collection[int] = hb.Face(opened(path), index).unicodes
    return there


@lru_cache(maxsize=512)
def _fs_type(path: str, index: int) -> int:
    """OS/2 fsType. See https://learn.microsoft.com/typography/opentype/spec/os2#fstype"""
    table = hb.Face(opened(path), index).reference_table("OS/2").data
    return int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0


def _folded(family: str) -> str:
    return "".join(family.split()).casefold()
