"""The objects of the fragments on one segment: all of a book but for what changes with its page numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Stand
from publisher.writers.pdf.assemble.tags import branch
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.relocatable import Relocatable, settled
from publisher.writers.pdf.layout.store import FragmentStore


class KeyedFragment(NamedTuple):
    """A fragment and its key, by which the store has what the fragment comes without."""

    fragment: Fragment
    made_of: str  # a digest of all that it is made of

    def key(self) -> str:
        """Return that digest: see storage/keys.py."""
        return self.made_of


@dataclass(frozen=True, slots=True)
class ObjectsInputs:
    """All that the objects of a segment are made of, but for their numbers."""

    node: int  # object: of the page tree; those of the pages follow
    document: int  # object: of the structure
    fragments: tuple[KeyedFragment, ...]
    fonts: tuple[Mapping[str, int], ...]  # of each fragment: name -> object
    pictures: Mapping[str, int]  # of all, that segments before this one show too: digest -> object

    @property
    def pages(self) -> tuple[int, ...]:
        """Return the object of the first page of each fragment; behind them, the first that is of none."""
        counts = (len(one.fragment.pages) for one in self.fragments)
        return tuple(accumulate(counts, initial=self.node + 1))


def write_objects(inputs: ObjectsInputs, file: PdfFile, *, store: FragmentStore) -> Stand:
    """Write a segment's objects. Raises OSError, and LostError where the store has lost what they are."""
    objects = _Objects(inputs, file, store)
    return Stand(objects.bases, tuple(objects.drawn), branch(file, dict(objects.elements())))


class _Objects:
    """A segment's objects on their way into the file."""

    def __init__(self, inputs: ObjectsInputs, file: PdfFile, store: FragmentStore) -> None:
        self._inputs, self._file, self._store = inputs, file, store
        self._pictures = dict(inputs.pictures)
        self.drawn: list[tuple[str, int]] = []  # pictures that no segment before shows
        self.bases = tuple(map(self._fragment, inputs.fragments, inputs.pages, inputs.fonts))

    def _fragment(self, keyed: KeyedFragment, page: int, fonts: Mapping[str, int]) -> int:
        """Write a fragment; the number of its first object."""
        fragment, file = keyed.fragment, self._file
        body = fragment.body or self._store.body(keyed.made_of)
        meant = {"document": self._inputs.document}
        meant |= {f"page:{n}": page + n for n in range(len(fragment.pages))}
        meant |= {f"font:{name}": number for name, number in fonts.items()}
        meant |= {f"picture:{digest}": self._picture(digest, things) for digest, things in fragment.pictures}
        named = [meant[name] for name in fragment.names]
        base = file.reserve(fragment.count)
        for own, thing in body.streams:
            put(file, base + own, thing, base, named)
        for bundle in body.bundles:
            numbers = [base + own for own in bundle.numbers]
            file.put_bundle(numbers, bundle.begins, settled(bundle, base, named))
        return base

    def _picture(self, digest: str, things: Sequence[Relocatable]) -> int:
        """A picture's object; the same for all chapters that show it."""
        if digest not in self._pictures:
            things = things or self._store.picture(digest)
            base = self._pictures[digest] = self._file.reserve(len(things))
            self.drawn.append((digest, base))
            for number, thing in enumerate(things):
                put(self._file, base + number, thing, base, ())
        return self._pictures[digest]

    def elements(self) -> Iterator[tuple[int, int]]:
        """Find of each page the array of its marked contents' elements, and of each link its element."""
        for keyed, base, first in zip(self._inputs.fragments, self.bases, self._inputs.pages, strict=False):
            for number, page in enumerate(keyed.fragment.pages, first):
                yield number, base + page.elements
                links = zip(page.links, page.linked, strict=True)
                yield from ((base + link, base + element) for link, element in links if element >= 0)


def put(file: PdfFile, number: int, thing: Relocatable, base: int, named: Sequence[int]) -> None:
    """Write an object, its references filled in."""
    value = settled(thing, base, named)
    if thing.data is None:
        file.put(number, value)
    else:
        file.put_stream(number, value, thing.data)
