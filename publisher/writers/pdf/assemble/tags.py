"""The structure tree of the whole book, as fragments come in. See PDF 32000-1, 14.7"""

from collections.abc import Iterable, Mapping, Sequence

from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.layout.relocatable import array_of, place_name, text_string

_LEAF = 64  # entries in a leaf of a tree


class Tags:
    """The key of a page, or of a link, is the number of its own object, which no other has."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = file.reserve()
        self.document = file.reserve()
        self._sections: list[int] = []
        self._ids: dict[str, int] = {}
        self._branches: list[int] = []

    def fragment(self, section: int, ids: Iterable[tuple[str, int]]) -> None:
        """A fragment's root element, in the order of the book; elements that have ids."""
        self._sections.append(section)
        self._ids.update(ids)

    def add_branch(self, number: int) -> None:
        """A branch, whose keys are behind those of the ones before."""
        self._branches.append(number)

    def close(self) -> int:
        """Write the tree; the number of its root."""
        self._file.put(
            self.document,
            b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (self._root, array_of(self._sections)),
            "tags",
        )
        parents = self._file.add(b"<</Kids%b>>" % array_of(self._branches), "tags")
        named = named_rows((name, b"%d 0 R" % element) for name, element in self._ids.items())
        ids = b"/IDTree %d 0 R" % tree(self._file, b"Names", named) if named else b""
        self._file.put(
            self._root,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%b>>"
            % (self.document, parents, parents, ids),  # no key is above the numbers of objects so far
            "tags",
        )
        return self._root


def branch(file: PdfFile, elements: Mapping[int, int]) -> int:
    """Write a branch of the tree of keys: of a page the array of its marked contents' elements, of a link
    its element. The number of the branch."""
    rows = [(b"%d" % key, b"%d 0 R" % elements[key]) for key in sorted(elements)]
    return tree(file, b"Nums", rows, b"/Limits[%b %b]" % (rows[0][0], rows[-1][0]))


def named_rows(values: Iterable[tuple[str, bytes]]) -> list[tuple[bytes, bytes]]:
    """Ids and values as rows of a name tree, sorted as readers look them up."""
    return [(text_string(name), value) for name, value in sorted((place_name(n), v) for n, v in values)]


def tree(file: PdfFile, kind: bytes, rows: Sequence[tuple[bytes, bytes]], limits: bytes = b"") -> int:
    """Return a number or name tree of sorted rows; the number of its root. See PDF 32000-1, 7.9.6 and 7.9.7

    `limits`: those of its keys, where it is a branch of another tree.
    """
    leaves = []
    for start in range(0, len(rows), _LEAF):
        some = rows[start : start + _LEAF]
        flat = b" ".join(key + b" " + value for key, value in some)
        about = b"<</Limits[%b %b]/%b[%b]>>" % (some[0][0], some[-1][0], kind, flat)
        leaves.append(file.add(about, "tags"))
    return file.add(b"<<%b/Kids%b>>" % (limits, array_of(leaves)), "tags")
