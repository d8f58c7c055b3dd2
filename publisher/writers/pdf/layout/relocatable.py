"""Objects of one PDF made ready to stand in another: each with its references left open.

A template is the object's own bytes with "%8d 0 R" for each reference; filling all references of an
object in is one formatting of bytes. A reference takes eight columns whatever its number, so what is
written is as long wherever an object stands, and a hundred objects are filled in together. That is what
makes binding thousands of pages a matter of a second and of little memory: no object of a page that did
not change is looked at again.

Seen with pikepdf 10.18. Assumed, and asserted by tests/contracts/test_pikepdf.py: unparse() writes an
object in PDF's own syntax (PDF 32000-1, 7.3), its references as "12 0 R", its strings in brackets.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple
from urllib.parse import quote

import pikepdf

from publisher.writers.pdf.archival import keep_dots

# Strings, in which digits mean nothing, or a reference.
_TOKEN = re.compile(
    rb"\((?<!\\\()(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9a-fA-F\s]*>|(?<![\w.])(\d+) 0 R\b", re.S
)
_TO_ESCAPE = re.compile(rb"([\\()])")
_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")  # what quote() leaves as it is


class Relocatable(NamedTuple):
    """One object. It refers to its fragment's own by numbers from 0, to named ones of others by -1, -2…"""

    template: bytes
    references: tuple[int, ...]
    data: bytes | None  # of a stream


class Bundle(NamedTuple):
    """Objects that are no streams, as the bytes of one object stream. See PDF 32000-1, 7.5.7"""

    numbers: tuple[int, ...]  # of the fragment's objects
    begins: int  # where in the bytes the first object begins
    template: bytes
    references: tuple[int, ...]


_BUNDLE = 100  # objects in a bundle: a reader unpacks a whole one to see one of them


def bundles(objects: Mapping[int, Relocatable]) -> Iterator[Bundle]:
    """Objects by their numbers, some hundred to a bundle."""
    rest = iter(objects.items())
    while some := list(islice(rest, _BUNDLE)):
        yield _bundle(some)


def _bundle(some: Sequence[tuple[int, Relocatable]]) -> Bundle:
    head, at = [], 0
    for _, thing in some:
        head.append(b"%%8d %d" % at)
        at += len(thing.template % ((0,) * len(thing.references))) + 1
    top = b" ".join(head) + b"\n"
    numbers = tuple(number for number, _ in some)
    references = chain(numbers, *(thing.references for _, thing in some))
    template = top + b"\n".join(thing.template for _, thing in some)
    return Bundle(numbers, len(top % numbers), template, tuple(references))


class Collector:
    """Takes objects, and all that they refer to, out of a PDF."""

    def __init__(self, elsewhere: Callable[[Any], str]) -> None:
        """`elsewhere`: the name of an object that will not be taken along; "" takes it."""
        self._elsewhere = elsewhere
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[Any] = []  # objects of the PDF, or what is movable already
        self._taken: list[Relocatable] = []
        self.names: dict[str, int] = {}
        self.same: dict[tuple[int, int], Any] = {}  # things that stand for the number of others

    def number(self, thing: Any) -> int:
        """Return the number of an indirect object in the fragment; a new one is taken along."""
        thing = self.same.get(thing.objgen, thing)
        known = self._numbers.get(thing.objgen)
        if known is None:
            name = self._elsewhere(thing)
            known = self._named(name) if name else len(self._waiting)
            if not name:
                self._waiting.append(thing)
            self._numbers[thing.objgen] = known
        return known

    def new(self, thing: Relocatable) -> int:
        """Return the number of an object that the PDF has not."""
        self._waiting.append(thing)
        return len(self._waiting) - 1

    def array(self, things: Iterable[Any]) -> int:
        """Return the number of a new array of references; None stands for null."""
        numbers = [None if thing is None else self.number(thing) for thing in things]
        row = b" ".join(b"null" if number is None else b"%8d 0 R" for number in numbers)
        return self.new(
            Relocatable(b"[" + row + b"]", tuple(one for one in numbers if one is not None), None)
        )

    @property
    def count(self) -> int:
        """How many objects there are."""
        return len(self._waiting)

    def _named(self, name: str) -> int:
        """The number that stands for something the book has and the fragment has not."""
        return self.names.setdefault(name, -1 - len(self.names))

    def taken(self, pdf: pikepdf.Pdf) -> list[Relocatable]:
        """Return all objects, by their numbers."""
        while len(self._taken) < len(self._waiting):
            thing = self._waiting[len(self._taken)]
            self._taken.append(thing if isinstance(thing, Relocatable) else self._movable(thing, pdf))
        return self._taken

    def _movable(self, thing: Any, pdf: pikepdf.Pdf) -> Relocatable:
        data = None
        if isinstance(thing, pikepdf.Stream):
            keep_dots(thing)
            data = thing.read_raw_bytes()
            about = thing.stream_dict
            if "/Filter" not in about:
                data = zlib.compress(data, 6)
                about.Filter = pikepdf.Name.FlateDecode
            about.Length = len(data)
            source = about.unparse()
        else:
            source = thing.unparse(resolved=True)
        template, references = _opened(source, lambda number: self.number(pdf.get_object(number, 0)))
        return Relocatable(template.replace(b"/StructParent %8d 0 R", b"/StructParent %8d"), references, data)


def stream(data: bytes) -> Relocatable:
    """Return a stream of these bytes."""
    packed = zlib.compress(data, 6)
    return Relocatable(b"<</Filter/FlateDecode/Length %d>>" % len(packed), (), packed)


def _opened(source: bytes, number: Callable[[int], int]) -> tuple[bytes, tuple[int, ...]]:
    """The bytes with references open, and the references."""
    fragments, references, at = [], [], 0
    for match in _TOKEN.finditer(source):
        if match[1]:
            fragments += [source[at : match.start()].replace(b"%", b"%%"), b"%8d 0 R"]
            references.append(number(int(match[1])))
            at = match.end()
    fragments.append(source[at:].replace(b"%", b"%%"))
    return b"".join(fragments), tuple(references)


def settled(thing: Relocatable | Bundle, base: int, named: Sequence[int]) -> bytes:
    """Return its bytes with the references filled in: own objects stand from `base` on."""
    return thing.template % tuple(
        [base + number if number >= 0 else named[-1 - number] for number in thing.references]
    )


def text_string(text: str) -> bytes:
    """Return a text string. See PDF 32000-1, 7.9.2.2"""
    if text.isascii() and text.isprintable():
        return b"(" + _TO_ESCAPE.sub(rb"\\\1", text.encode()) + b")"
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def place_name(name: str) -> str:
    """Return an id as a name of a place: in ASCII, so that readers find it, whether they compare names by
    their bytes, as the standard has it (PDF 32000-1, 7.9.6), or by their letters (qpdf, MuPDF, PDFium)."""
    return name if _PLAIN.fullmatch(name) else quote(name)


def array_of(references: Iterable[int]) -> bytes:
    """Return an array of references."""
    return b"[" + b" ".join([b"%d 0 R" % number for number in references]) + b"]"
