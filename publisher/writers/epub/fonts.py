"""Fonts inside the EPUB: the theme's faces, cut down to the letters of the book."""

from collections.abc import Iterable
from dataclasses import dataclass

from publisher.assets.font_files import Face
from publisher.assets.fonts import Role, characters_of, font_face, subset
from publisher.writers.epub.page import XhtmlPage
from publisher.writers.job import Job

_CARRIED = ("body", "heading", "code", "fallback")  # symbols and emoji are every reader's own


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font as it stands in the package."""

    file_name: str  # "fonts/body-400.otf"
    css: str  # the rule that brings it in
    data: bytes

    @property
    def media_type(self) -> str:
        return "font/otf" if self.data[:4] == b"OTTO" else "font/ttf"


def embedded(job: Job, pages: Iterable[XhtmlPage]) -> tuple[FontFile, ...]:
    """Return a file for each face that has letters to show. The fallback carries what the body lacks."""
    wanted = set().union(*(page.xhtml() for page in pages)) | {chr(code) for code in range(0x20, 0x7F)}
    made = []
    covered: set[str] = set()
    for role in job.fonts.roles:
        if role.name not in _CARRIED:
            continue
        letters = wanted - covered if role.name == "fallback" else wanted
        made += [_file(role, face, letters) for face in role.faces if letters & characters_of(face)]
        if role.name == "body":
            covered = wanted & characters_of(role.faces[0])
    return tuple(made)


def _file(role: Role, face: Face, letters: set[str]) -> FontFile:
    data = subset(face, letters)
    ending = "otf" if data[:4] == b"OTTO" else "ttf"
    name = f"fonts/{role.name}-{face.weight}.{ending}"
    return FontFile(name, font_face(role, face, name), data)
