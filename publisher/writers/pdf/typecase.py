"""The fonts of the whole book: one program a face, one font dictionary a name, for all pieces."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publisher import glyphs
from publisher.fonts import Face
from publisher.writers.pdf.piece import Piece

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(slots=True)
class _Used:
    """A font by name, with all that any piece uses of it."""

    face: Face
    font: Any  # its dictionary in the book's file
    letters: dict[int, str] = field(default_factory=dict)


class Typecase:
    """Collects what pieces use of each font; fills the programs in when all are known."""

    def __init__(self) -> None:
        self._used: dict[str, _Used] = {}
        self._own: dict[str, Any] = {}

    def take(self, pdf: pikepdf.Pdf, piece: Piece, resources: Any) -> None:
        """Give a piece's copied resources the book's fonts in place of its own."""
        names = resources.get("/Font", Dictionary())  # the very one that drawings (forms) look into, too
        for font in piece.fonts:
            if font.face is None:
                continue
            used = self._used.get(font.name)
            if used is None:
                used = self._used[font.name] = _Used(font.face, names["/" + font.name])
            names["/" + font.name] = used.font
            known = font.letters
            for glyph in known.keys() - used.letters.keys():
                used.letters[glyph] = known[glyph]

    def compose(self, name: str, text: str) -> tuple[bytes, float]:
        """A page number's glyphs in a font, as hexadecimal digits, and its width in ems."""
        used = self._used[name]
        shaped = glyphs.shaped(used.face, text)
        for glyph, letter in zip(shaped.glyphs, text, strict=True):
            used.letters.setdefault(glyph, letter)
        codes = "".join(f"{glyph:04x}" for glyph in shaped.glyphs)
        return codes.encode(), sum(shaped.widths) / 1000

    def fill(self, pdf: pikepdf.Pdf) -> None:
        """The programs, widths and maps to Unicode of all fonts, once all pages are there."""
        programs: dict[Face, Any] = {}
        for name in sorted(self._used):
            used = self._used[name]
            if used.face not in programs:
                kept = {
                    glyph
                    for other in self._used.values()
                    if other.face == used.face
                    for glyph in other.letters
                }
                programs[used.face] = self._program(pdf, used.face, kept)
            below = used.font.DescendantFonts[0]
            opentype = below.Subtype == Name.CIDFontType0
            below.FontDescriptor["/FontFile3" if opentype else "/FontFile2"] = programs[used.face]
            below.W = _runs(glyphs.advances(used.face, sorted(used.letters)))
            used.font.ToUnicode = pdf.make_stream(_CMAP.format("".join(_map(used.letters))).encode())

    def _program(self, pdf: pikepdf.Pdf, face: Face, kept: set[int]) -> Any:
        data = glyphs.program_of(face, kept)
        if data[:4] == b"OTTO":
            return pdf.make_stream(data, Subtype=Name.OpenType)
        return pdf.make_stream(data, Length1=len(data))


def _runs(widths: Mapping[int, float]) -> Array:
    """Glyph -> advance as /W. See PDF 32000-1, 9.7.4.3"""
    runs: list[tuple[int, list[float]]] = []
    for glyph in widths:
        if not runs or runs[-1][0] + len(runs[-1][1]) != glyph:
            runs.append((glyph, []))
        runs[-1][1].append(round(widths[glyph], 3))
    return Array([item for first, row in runs for item in (first, Array(row))])


def _map(letters: dict[int, str]) -> Iterator[str]:
    """Glyph -> text as lines of a CMap, a hundred to a block."""
    rows = sorted(letters.items())
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        lines = "".join(f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in some)
        yield f"{len(some)} beginbfchar\n{lines}endbfchar\n"
