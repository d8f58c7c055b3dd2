"""The fonts of the whole book: one program a face, one font a name, for all fragments."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.assets import glyphs
from publisher.assets.font_files import Face
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.layout.fragment import Font

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


@dataclass(frozen=True, slots=True)
class _Used:
    """A font of the file, with all that some fragments use of it."""

    font: Font  # as the first fragment that uses it has it
    number: int  # of its object
    letters: dict[int, str] = field(default_factory=dict)

    def takes(self, font: Font) -> bool:
        """Add what a fragment uses of the font, unless it shows another text by a glyph that is used here."""
        if list(map(self.letters.get, array("H", font.codes))) == font.texts.split("\0"):
            return True
        own = font.letters
        both = own.keys() & self.letters.keys()
        if font.face != self.font.face or any(self.letters[glyph] != own[glyph] for glyph in both):
            return False
        self.letters.update(own)
        return True


class FontEmbedder:
    """Collects what a book uses of each font; writes the fonts when all is known.

    Fragments share a font while they mean the same by its glyphs: what a glyph says stands once in it.
    """

    def __init__(self, file: PdfFile, fonts: Iterable[Sequence[Font]]) -> None:
        """`fonts`: of each fragment, in their order."""
        self._file = file
        self._used: dict[str, list[_Used]] = {}  # by name
        self.drawn: set[tuple[str, str]] = set()  # fonts, and letters that page numbers show in them
        # For each fragment, by name: the object of the font for one that uses it so.
        self.numbers = [{font.name: self._number_of(font) for font in one} for one in fonts]

    def _number_of(self, font: Font) -> int:
        known = self._used.setdefault(font.name, [])
        for used in known:
            if used.takes(font):
                return used.number
        known.append(_Used(font, self._file.reserve(), font.letters))
        return known[-1].number

    def face_of(self, name: str) -> Face:
        """Return what page numbers in a font are drawn in."""
        return self._used[name][0].font.face

    def close(self) -> None:
        """Write all fonts. See PDF 32000-1, 9.7"""
        for name, letter in sorted(self.drawn):
            for used in self._used[name]:
                (glyph,) = glyphs.shaped(self.face_of(name), letter).glyphs
                used.letters.setdefault(glyph, letter)
        programs: dict[Face, bytes] = {}
        for used in self._all():
            face = used.font.face
            if face not in programs:
                programs[face] = self._program(face)
            self._write(used, programs[face])

    def _all(self) -> list[_Used]:
        return [used for name in sorted(self._used) for used in self._used[name]]

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
            used.number,
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (font.base, below, cmap),
        )

    def _program(self, face: Face) -> bytes:
        """The entry of a descriptor that names the face's program."""
        sharing = (used for used in self._all() if used.font.face == face)
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
