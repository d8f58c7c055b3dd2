"""The fonts of the whole book: one program a face, one font a name, for all pieces."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat

from publisher import glyphs
from publisher.fonts import Face
from publisher.writers.pdf.file import PdfFile
from publisher.writers.pdf.piece import Font

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


Drawn = frozenset[tuple[str, str]]  # fonts, and letters that page numbers show in them


@dataclass(frozen=True, slots=True)
class _Used:
    """A font by name, with all that any piece uses of it."""

    font: Font  # as the first piece that uses it has it
    letters: dict[int, str] = field(default_factory=dict)


class Typecase:
    """Collects what a book uses of each font; writes the fonts when all is known."""

    def __init__(self, file: PdfFile, fonts: Iterable[Font]) -> None:
        """`fonts`: of all pieces, in their order."""
        self._file = file
        self._used: dict[str, _Used] = {}
        self.drawn: set[tuple[str, str]] = set()  # see Drawn
        self._glyphs: dict[tuple[str, str], tuple[bytes, float]] = {}  # their codes, and widths
        for font in fonts:
            self._take(font)
        self.numbers = {name: file.reserve() for name in sorted(self._used)}  # of their objects

    def _take(self, font: Font) -> None:
        used = self._used.setdefault(font.name, _Used(font))
        if not used.letters.keys() >= {*array("H", font.codes)}:
            used.letters.update(font.letters | used.letters)

    def compose(self, name: str, text: str) -> tuple[bytes, float]:
        """A page number's glyphs in a font, as hexadecimal digits, and its width in ems."""
        self.drawn.update(zip(repeat(name), text))
        known = self._glyphs
        shown = [known.get((name, letter)) or self._glyph(name, letter) for letter in text]
        return b"".join([code for code, _ in shown]), sum([width for _, width in shown]) / 1000

    def _glyph(self, name: str, letter: str) -> tuple[bytes, float]:
        shaped = glyphs.shaped(self._used[name].font.face, letter)
        known = self._glyphs[name, letter] = b"%04x" % shaped.glyphs[0], shaped.widths[0]
        return known

    def close(self) -> None:
        """Write all fonts. See PDF 32000-1, 9.7"""
        for name, letter in sorted(self.drawn):
            self._used[name].letters.setdefault(int(self._glyph(name, letter)[0], 16), letter)
        programs: dict[Face, bytes] = {}
        for name in sorted(self._used):
            used = self._used[name]
            face = used.font.face
            if face not in programs:
                programs[face] = self._program(face)
            self._write(used, programs[face])

    def _write(self, used: _Used, program: bytes) -> None:
        font = used.font
        kind = b"/CIDFontType0" if program.startswith(b"/FontFile3") else b"/CIDFontType2"
        descriptor = self._file.add(b"<<" + font.descriptor + program + b">>")
        advances = glyphs.advances(font.face, sorted(used.letters))
        below = self._file.add(
            b"<</Type/Font/Subtype%b/BaseFont%b/CIDToGIDMap/Identity/FontDescriptor %d 0 R/W[%b]"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            % (kind, font.base, descriptor, b"".join(_runs(advances)))
        )
        cmap = self._file.add_stream(_CMAP.format("".join(_map(used.letters))).encode())
        self._file.put(
            self.numbers[font.name],
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (font.base, below, cmap),
        )

    def _program(self, face: Face) -> bytes:
        """The entry of a descriptor that names the face's program."""
        sharing = (used for used in self._used.values() if used.font.face == face)
        data = glyphs.program_of(face, {glyph for used in sharing for glyph in used.letters})
        if data[:4] == b"OTTO":
            return b"/FontFile3 %d 0 R" % self._file.add_stream(data, b"/Subtype/OpenType")
        return b"/FontFile2 %d 0 R" % self._file.add_stream(data, b"/Length1 %d" % len(data))


def _runs(widths: Mapping[int, float]) -> Iterator[bytes]:
    """Glyph -> advance as the entries of /W. See PDF 32000-1, 9.7.4.3"""
    before = None
    for glyph, width in widths.items():
        if before is None or glyph != before + 1:
            yield b"%b%d[" % (b"" if before is None else b"]", glyph)
        yield b"%g " % round(width, 3)
        before = glyph
    if before is not None:
        yield b"]"


def _map(letters: Mapping[int, str]) -> Iterator[str]:
    """Glyph -> text as lines of a CMap, a hundred to a block."""
    rows = sorted(letters.items())
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        lines = "".join(f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in some)
        yield f"{len(some)} beginbfchar\n{lines}endbfchar\n"
