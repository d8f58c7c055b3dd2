"""Names of a book's files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from publisher.book.box_set import formats
from publisher.config.schema import BookToml, Format
from publisher.model import Book, Outline


def file_names(books: Iterable[Book | Outline]) -> list[str]:
    """Return a file name without ending for each book; a number where two titles make the same one."""
    names: list[str] = []
    for book in books:
        name = slug(book.meta.title)
        while name.casefold() in map(str.casefold, names):
            name = f"{name}-{book.meta.position}"
        names.append(name)
    return names


def files_of(
    books: Sequence[Book | Outline], out: Path, given: Sequence[Format], settings: BookToml
) -> list[Path]:
    """Return the files of books in a folder, those of each in the order of its formats."""
    return [
        out / f"{name}.{form}"
        for name, book in zip(file_names(books), books, strict=True)
        for form in formats(book, given, settings)
    ]


def slug(title: str) -> str:
    """Return a file name from a title: letters and digits of any script, "-" between words."""
    words = "".join(c if c.isalnum() else " " for c in title).split()
    return "-".join(words)[:80].strip("-") or "book"
