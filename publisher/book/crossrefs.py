"""Links from chapter to chapter, decided when the whole book is known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from publisher.assets.urls import escaped, is_file, key, web
from publisher.assets.xhtml import Element
from publisher.errors import Diagnostic, Severity
from publisher.model import Book, Chapter
from publisher.phrase import NOTHING, Phrase, _

HrefTo = Callable[[str, str], str]  # (chapter id, id in it; "" = its start) -> href in this format


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a `blog:` link leads: to a chapter of this book, to the blog's page on the web, or nowhere."""

    href: str  # "blog:ADDRESS#FRAGMENT", as the chapter has it
    chapter: str = ""  # id of the chapter; empty: not in the book
    anchor: str = ""  # id in that chapter; empty: its start
    title: str = ""  # the post's
    web: str = ""  # the page on the web; empty: none


class Targets:
    """The book as links see it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._chapters = {chapter.id: chapter for chapter in book.chapters}

    def of(self, chapter: Chapter) -> tuple[Destination, ...]:
        """Return the place of every `blog:` link in a chapter, each address once, in their order."""
        return tuple(self.place(href) for href in chapter.hrefs)

    def place(self, href: str) -> Destination:
        """Find where one `blog:` address leads."""
        address, _, fragment = href[5:].partition("#")
        chapter = self._chapters.get(self._book.links.get(key(address), ""))
        if chapter is not None:
            return Destination(href, chapter.id, chapter.anchors.get(fragment, ""), chapter.title)
        page = self._book.elsewhere.get(key(address))
        if page:
            return Destination(
                href, title=page.title, web=self._web(escaped(page.address), fragment) if page.address else ""
            )
        return Destination(href, web="" if is_file(address) else self._web(address, fragment))

    def _web(self, path: str, fragment: str) -> str:
        """The page on the web at an address below the blog's: its home at an empty one. "" where the blog's
        address is unknown."""
        source = self._book.meta.source
        return web(f"{source}{path}" + (f"#{fragment}" if fragment else "")) if source else ""


def settle(
    root: Element, places: Iterable[Destination], href_of: Callable[[Destination], str]
) -> Iterator[tuple[Element, Destination]]:
    """Give every `blog:` link below `root` its place; yields those that lead into the book."""
    by_href = {place.href: place for place in places}
    for link in list(root.iter("a")):
        if not link.get("href", "").startswith("blog:"):
            continue
        place = by_href[link.get("href", "")]
        _name(link, place)
        if place.chapter:
            link.set("href", href_of(place))
        elif place.web:
            link.set("href", place.web)
        else:
            del link.attrib["href"]
            link.tag = "span"
        _forget_class(link)
        if place.chapter:
            yield link, place


def resolve(root: Element, book: Book, href_to: HrefTo) -> None:
    """Give every `blog:` link below `root` its place in the book, or the blog's own page on the web."""
    targets = Targets(book)
    hrefs = dict.fromkeys(link.get("href", "") for link in root.iter("a"))
    places = [targets.place(href) for href in hrefs if href.startswith("blog:")]
    for _link in settle(root, places, lambda place: href_to(place.chapter, place.anchor)):
        pass


def _name(link: Element, place: Destination) -> None:
    """{% post_link %} without words of its own shows the post's title."""
    if link.get("class") == "titled" and place.title:
        link.text = place.title


def _forget_class(link: Element) -> None:
    if link.get("class") == "titled":
        del link.attrib["class"]


def missing(book: Book) -> Iterator[Diagnostic]:
    """Yield links that name a post which is neither in the book nor on the web."""
    for chapter in book.texts:
        for address, where in chapter.outgoing:
            if address not in book.links and (what := _why_lost(address, book)):
                hint = _("its words stay, the link is gone; `publisher plan` shows where each post is")
                yield Diagnostic(Severity.WARNING, "link-missing", what, where, hint)


def _why_lost(address: str, book: Book) -> Phrase:
    """Why a link out of the book leads nowhere; NOTHING where it leads to the web."""
    page, shown = book.elsewhere.get(address), address.removeprefix("post:") or "/"
    if page is None:
        unknown = _("{address} is not in the book, and the blog's address is unknown", address=shown)
        away = NOTHING if book.meta.source else unknown
        return _("{address} is not in the book", address=shown) if is_file(address) else away
    if page.address and book.meta.source:
        return NOTHING
    return _("{address} is in another volume, and not on the web", address=shown)
