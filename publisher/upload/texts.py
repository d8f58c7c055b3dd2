"""The texts of an upload folder: metadata to copy, release notes, and the checklist."""

from collections.abc import Iterator, Mapping, Sequence

from publisher.book.tree import Part, contents
from publisher.model import Book

Sum = tuple[str, int, str]  # file name, bytes, SHA-256


def metadata(book: Book, pages: int, trim: str, words: Mapping[str, str]) -> str:
    """서지정보: what a store asks for, a line each; then description and contents."""
    meta, none = book.meta, words["none"]
    lines = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "set": f"{meta.collection} {meta.position}" if meta.collection else "",
        "author": ", ".join(meta.authors) or none,
        "publisher": meta.publisher or none,
        "published": f"{meta.published:%Y-%m-%d}",
        "edition": meta.edition,
        "isbn_label": meta.isbn or none,
        "price_label": meta.price or none,
        "pages_label": words["page_count"].format(pages=pages) if pages else "",
        "trim_label": trim if pages else "",
        "subjects": ", ".join(meta.subjects),
        "language": meta.language,
        "rights": meta.rights,
        "source": meta.source,
    }
    shown = [f"{words[key]}: {text}" for key, text in lines.items() if text]
    about = [words["about"], "", meta.description or none]
    return "\n".join((*shown, "", *about, "", words["contents"], "", *contents_of(book))) + "\n"


def contents_of(book: Book) -> Iterator[str]:
    """Yield parts and chapters, a line each."""
    yield from _lines(contents(book.chapters), "")


def _lines(nodes: Sequence[object], indent: str) -> Iterator[str]:
    for node in nodes:
        yield f"{indent}{node.title}"  # type: ignore[attr-defined]
        if isinstance(node, Part):
            yield from _lines(node.children, indent + "  ")


def notes(book: Book, sums: Sequence[Sum], words: Mapping[str, str]) -> str:
    """Release notes, in Markdown: the book, its files, its contents."""
    meta = book.meta
    head = [f"# {_plain(meta.title)}", ""]
    head += [_plain(text) for text in (meta.subtitle, ", ".join(meta.authors)) if text]
    about = ["", _plain(meta.description), ""] if meta.description else [""]
    rows = [f"| `{name}` | {size / 1e6:.1f} MB | `{digest}` |" for name, size, digest in sums]
    table = [f"| {words['files']} | | {words['checksum']} |", "|---|---|---|", *rows, ""]
    listed = [f"{_indent(line)}- {_plain(line.strip())}" for line in contents_of(book)]
    return "\n".join((*head, *about, *table, f"## {words['contents']}", "", *listed)) + "\n"


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip()))


def _plain(text: str) -> str:
    """A text that Markdown shows as it is. See https://spec.commonmark.org/0.31.2/#backslash-escapes"""
    return "".join(
        f"\\{letter}" if letter in "\\`*_[]<>#|~!" else letter for letter in " ".join(text.split())
    )


def checklist(
    head: str,
    checked: Sequence[tuple[str, str]],
    person: Sequence[str],
    names: Sequence[str],
    words: Mapping[str, str],
) -> str:
    """Return what was checked, each with its mark; what is left to do, each with an empty box; what is
    here."""
    blocks = (
        (head, words["legend"]),
        (words["checked"], *(f"{mark} {text}" for mark, text in checked)),
        (words["person"], *(f"[ ] {text}" for text in person)),
        (words["files"], *(f"- {name}" for name in names)),
    )
    return "\n\n".join("\n".join((f"■ {block[0]}", *block[1:])) for block in blocks) + "\n"
