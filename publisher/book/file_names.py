"""Names of a book's files."""

from collections.abc import Iterable

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


def slug(title: str) -> str:
    """Return a file name from a title: letters and digits of any script, "-" between words."""
    words = "".join(c if c.isalnum() else " " for c in title).split()
    return "-".join(words)[:80].strip("-") or "book"
