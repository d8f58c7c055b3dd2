"""Names in addresses: of books, authors, tags; each of its own, and the same from run to run."""

import unicodedata
import zlib
from collections.abc import Iterable

_LONGEST = 60  # letters of a name: with an ending, 255 bytes of UTF-8 hold it


def unique_slugs(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names in addresses by key, for pairs of key and title; where two are alike but for letter case,
    all but the first bear a mark of their key. A name stays when others come, but for those of its title."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for one, title in sorted(titles):
        name = slug(title)
        if name.casefold() in taken:
            name = f"{name}-{zlib.crc32(one.encode()):08x}"
        taken.add(name.casefold())
        names[one] = name
    return names


def slug(title: str) -> str:
    """Return a name for an address: letters and digits of any script in NFC, "-" between words."""
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", title)).split()
    return "-".join(words)[:_LONGEST].strip("-") or "book"
