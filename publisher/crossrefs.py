"""Links from chapter to chapter, decided when the whole book is known."""

from collections.abc import Callable, Iterator

from publisher.errors import Diagnostic, Severity
from publisher.model import Book, Chapter
from publisher.trees import Element

HrefTo = Callable[[str, str], str]  # (chapter id, id in it; "" = its start) -> href in this format


def resolve(root: Element, book: Book, href_to: HrefTo) -> None:
    """Give every `blog:` link below `root` its place in the book, or the blog's own page on the web."""
    by_id = {chapter.id: chapter for chapter in book.chapters}
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href.startswith("blog:"):
            continue
        address, _, fragment = href[5:].partition("#")
        chapter = by_id.get(book.links.get(address, ""))
        if chapter is not None:
            link.set("href", href_to(chapter.id, chapter.anchors.get(fragment, "")))
            _name(link, chapter)
        elif book.meta.source and not _is_file(address):
            link.set("href", book.meta.source + address + (f"#{fragment}" if fragment else ""))
        else:
            del link.attrib["href"]
            link.tag = "span"
        _forget_class(link)


def _name(link: Element, chapter: Chapter) -> None:
    """{% post_link %} without words of its own shows the post's title."""
    if link.get("class") == "titled":
        link.text = chapter.title


def _forget_class(link: Element) -> None:
    if link.get("class") == "titled":
        del link.attrib["class"]


def _is_file(address: str) -> bool:
    """A link to a file or a post's name, which the blog's own site has no page for."""
    return address.startswith("post:") or address.endswith((".md", ".markdown"))


def missing(book: Book) -> Iterator[Diagnostic]:
    """Links that name a post which is not in the book."""
    for chapter in book.chapters:
        for address, where in chapter.outgoing:
            if address not in book.links and _is_file(address):
                name = address.removeprefix("post:")
                hint = "its words stay, the link is gone; `publisher plan` shows which posts are out"
                yield Diagnostic(Severity.WARNING, "link-missing", f"{name} is not in the book", where, hint)
