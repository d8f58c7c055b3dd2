"""What a PDF says of itself besides its pages: named places, outline, page labels, metadata."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publisher.model import BookMeta
from publisher.writers.pdf import archival
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.assemble.tags import named_rows, tree
from publisher.writers.pdf.layout.fragment import Mark
from publisher.writers.pdf.layout.relocatable import text_string


@dataclass(slots=True)
class _Entry:
    """An entry of the outline and those below it."""

    number: int  # of its object
    level: int
    about: bytes
    below: list["_Entry"] = field(default_factory=list)


class Catalog:
    """The document's own dictionary."""

    def __init__(self, file: PdfFile, bound: Paginated, pages: Sequence[int], meta: BookMeta) -> None:
        self._file = file
        self._bound = bound
        self._pages = pages  # the number of each page's object
        self._meta = meta

    def write(self, pages: int, structure: int) -> int:
        """Return the number of the catalogue; of the page tree and the structure tree it is given."""
        language = text_string(self._meta.language)
        xmp = self._file.add_stream(archival.xmp(self._meta), b"/Type/Metadata/Subtype/XML", packed=False)
        intent = archival.INTENT % self._file.add_stream(archival.srgb(), b"/N 3")
        return self._file.add(
            b"<</Type/Catalog/Pages %d 0 R/Names<</Dests %d 0 R>>/Outlines %d 0 R/PageLabels%b"
            b"/PageMode/UseOutlines/Lang%b/ViewerPreferences<</DisplayDocTitle true>>"
            b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R/OutputIntents[%b]>>"
            % (
                pages,
                self._places(),
                self._outline(),
                _labels(self._bound.spots),
                language,
                structure,
                xmp,
                intent,
            )
        )

    def _places(self) -> int:
        """Named places, in one sorted tree."""
        found = []
        for fragment in self._bound.fragments:
            for name, (_, x, y) in fragment.places.items():
                place = b"[%d 0 R/XYZ %.3f %.3f 0]" % (self._pages[self._bound.pages[name]], x, y)
                found.append((name, place))
        return tree(self._file, b"Names", named_rows(found))

    def _outline(self) -> int:
        """The marks of all fragments as one tree, nested by their levels. See PDF 32000-1, 12.3.3"""
        root = _Entry(self._file.reserve(), 0, b"/Type/Outlines")
        around = [root]
        for mark, page in self._marks():
            place = b"[%d 0 R/XYZ %.3f %.3f 0]" % (self._pages[page], mark.x, mark.y)
            about = b"/Title%b/Dest%b" % (text_string(" ".join(mark.label.split())), place)
            entry = _Entry(self._file.reserve(), mark.level, about)
            while around[-1].level >= mark.level:
                around.pop()
            around[-1].below.append(entry)
            around.append(entry)
        self._join(root, b"")
        return root.number

    def _marks(self) -> Iterator[tuple[Mark, int]]:
        where = {(spot.fragment, spot.page): number for number, spot in enumerate(self._bound.spots)}
        for number, fragment in enumerate(self._bound.fragments):
            for mark in fragment.marks:
                yield mark, where[number, mark.page]

    def _join(self, entry: _Entry, beside: bytes) -> int:
        """Write an entry and those below it; how many there are below."""
        total = 0
        for place, child in enumerate(entry.below):
            links = b"/Parent %d 0 R" % entry.number
            if place:
                links += b"/Prev %d 0 R" % entry.below[place - 1].number
            if place + 1 < len(entry.below):
                links += b"/Next %d 0 R" % entry.below[place + 1].number
            total += 1 + self._join(child, links)
        below = b""
        if entry.below:
            count = total if entry.level == 0 else -total
            below = b"/First %d 0 R/Last %d 0 R/Count %d" % (
                entry.below[0].number,
                entry.below[-1].number,
                count,
            )
        self._file.put(entry.number, b"<<%b%b%b>>" % (entry.about, beside, below))
        return total

    def information(self) -> int:
        """Return the number of the information dictionary."""
        meta, stamp = self._meta, self._meta.modified.strftime("D:%Y%m%d%H%M%SZ")
        values = {
            "Title": meta.title,
            "Author": ", ".join(meta.authors),
            "Subject": meta.description or meta.title,
            "Keywords": ", ".join(meta.subjects),
            "Creator": "publisher",
            "Producer": "publisher",
            "CreationDate": stamp,
            "ModDate": stamp,
        }
        rows = (b"/" + name.encode() + text_string(value) for name, value in values.items() if value)
        return self._file.add(b"<<" + b"".join(rows) + b">>")


def _labels(spots: Sequence[Spot]) -> bytes:
    """Roman numbers, then Arabic ones: as they are printed. See PDF 32000-1, 12.4.2"""
    first = next((n for n, spot in enumerate(spots) if spot.label.isdigit()), len(spots))
    roman = b"0<</S/r>>" if first else b""
    return b"<</Nums[%b%d<</S/D>>]>>" % (roman, first)
