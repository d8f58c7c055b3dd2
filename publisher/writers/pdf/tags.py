"""The structure tree of the whole book, as pieces and pages come in. See PDF 32000-1, 14.7"""

from collections.abc import Iterable, Sequence

from publisher.writers.pdf.file import PdfFile
from publisher.writers.pdf.movable import array_of, place_name, text_string

_LEAF = 64  # entries in a leaf of a tree


class Tags:
    """Keys of pages are their numbers from 0; those of links follow."""

    def __init__(self, file: PdfFile, pages: int) -> None:
        self._file = file
        self._root = file.reserve()
        self.document = file.reserve()
        self._sections: list[int] = []
        self._ids: dict[str, int] = {}
        self._rows: dict[int, bytes] = {}
        self._next = pages

    def keys(self, count: int) -> range:
        """Keys for some links."""
        first, self._next = self._next, self._next + count
        return range(first, self._next)

    def piece(self, section: int, ids: Sequence[tuple[str, int]]) -> None:
        """A piece's root element, in the order of the book; elements that have ids."""
        self._sections.append(section)
        self._ids.update(ids)

    def page(self, number: int, elements: int) -> int:
        """The array of the elements of a page's marked contents; its key."""
        self._rows[number] = b"%d 0 R" % elements
        return number

    def link(self, key: int, element: int) -> None:
        if element:
            self._rows[key] = b"%d 0 R" % element

    def close(self) -> int:
        """Write the tree; the number of its root."""
        self._file.put(
            self.document,
            b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (self._root, array_of(self._sections)),
            "tags",
        )
        rows = [(b"%d" % key, self._rows[key]) for key in sorted(self._rows)]
        parents = tree(self._file, b"Nums", rows)
        named = named_rows((name, b"%d 0 R" % element) for name, element in self._ids.items())
        ids = b"/IDTree %d 0 R" % tree(self._file, b"Names", named) if named else b""
        self._file.put(
            self._root,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%b>>"
            % (self.document, parents, self._next, ids),
            "tags",
        )
        return self._root


def named_rows(values: Iterable[tuple[str, bytes]]) -> list[tuple[bytes, bytes]]:
    """Ids and values as rows of a name tree, sorted as readers look them up."""
    return [(text_string(name), value) for name, value in sorted((place_name(n), v) for n, v in values)]


def tree(file: PdfFile, kind: bytes, rows: Sequence[tuple[bytes, bytes]]) -> int:
    """A number or name tree of sorted rows; the number of its root. See PDF 32000-1, 7.9.6 and 7.9.7"""
    leaves = []
    for start in range(0, len(rows), _LEAF):
        some = rows[start : start + _LEAF]
        flat = b" ".join(key + b" " + value for key, value in some)
        about = b"<</Limits[%b %b]/%b[%b]>>" % (some[0][0], some[-1][0], kind, flat)
        leaves.append(file.add(about, "tags"))
    return file.add(b"<</Kids%b>>" % array_of(leaves), "tags")
