"""How many pages units have: what is known from the last build, to guess page numbers by."""

from collections.abc import Mapping

from publisher.storage.cache import Cache
from publisher.storage.records import decoded, encoded


class Extents:
    """Pages of one book's units, by what these are made of."""

    def __init__(self, cache: Cache, book: str) -> None:
        """`book`: a key of the book and its setting."""
        self._cache, self._book = cache, book
        self._known = decoded(cache.get(book), dict[str, int]) or {}

    @property
    def known(self) -> Mapping[str, int]:
        """Material of a unit -> pages."""
        return self._known

    def add(self, material: str, pages: int) -> None:
        """Note what has just been laid out."""
        self._known[material] = pages

    def keep(self, pages: Mapping[str, int], *, is_part: bool = False) -> None:
        """Keep these, and no others, for the next build; of a part of a book, for this one alone."""
        self._known |= pages
        if is_part:
            return
        data = encoded(pages)
        if data and self._cache.get(self._book) != data:
            self._cache.put(self._book, data)
