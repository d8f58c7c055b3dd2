"""Feeds and books as HTML, filled into the theme's templates: no script, nothing from elsewhere.

Every text from a book is escaped by the templates; the policy in each page's head lets a browser load
nothing but the shelf's own pictures and its style sheet. Templates are given plain data, addresses and
no object with which a theme could reach a file.
"""

from collections.abc import Iterator
from typing import Any

import segno
from markupsafe import Markup

from publisher.assets.themes import Theme
from publisher.library import links, opds1, opds2
from publisher.library.books import ShelfBook
from publisher.library.covers import Picture
from publisher.library.feeds import Feed, newest, steps
from publisher.library.shelf import PLURAL, Catalog, Sort

TYPE = "text/html; charset=utf-8"
STYLE_TYPE = "text/css; charset=utf-8"
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'"
_FEW = 3  # books: they are shown with their descriptions
_IN_SNIPPET = 6
_HOME = "index.html"
_OWN = ("title", "subtitle", "authors", "language", "description", "publisher", "subjects", "rights",
        "published", "modified", "series", "position", "contents", "isbn", "identifier")  # fmt: skip


def style(theme: Theme) -> bytes:
    """Return the style sheet of every page."""
    return theme.css("shelf.css").encode()


def icon(theme: Theme) -> bytes:
    """Return what a browser shows beside the title."""
    return theme.fill("shelf/icon.j2").encode()


def feed(shelf: Catalog, page: Feed, theme: Theme) -> bytes:
    """Return a page of a feed: books, or the sections it leads to."""
    here = links.of_feed(page.path, page.page, "html", page.query)
    at = {rel: links.of_feed(page.path, number, "html", page.query) for rel, number in steps(page)}
    return _filled(
        "shelf/feed.j2",
        shelf,
        theme,
        here,
        page={"title": page.title, "number": page.page, "of": page.pages, "query": page.query},
        home=here == _HOME,
        count=shelf.count(page.total) if page.kind == "acquisition" else "",
        sections=[
            {"title": one.title, "about": one.about, "address": links.of_feed(one.path, 1, "html")}
            for one in page.sections
        ],
        books=[_shown(shelf, one) for one in page.books],
        few=page.path == "all" and page.total <= _FEW,
        at=at,
        up=_above(shelf, page),
        code=_code(shelf, _CATALOGUE) if here == _HOME else "",
    )


def book(shelf: Catalog, shown: ShelfBook, theme: Theme) -> bytes:
    """Return a book's own page."""
    here = links.of_book(shown, "html")
    return _filled("shelf/book.j2", shelf, theme, here, book=_shown(shelf, shown), code=_code(shelf, here))


def snippet(shelf: Catalog, theme: Theme, root: str = "") -> bytes:
    """Return what a blog puts into a page of its own: the newest books, with a link to the shelf.

    `root`: where the shelf is, "/books/" or a full address; else links are relative to the snippet.
    """
    books = [_shown(shelf, one) for one in newest(shelf.books)[:_IN_SNIPPET]]
    base = root or shelf.url

    def at(there: str) -> str:
        return links.absolute(base, there) if base else links.reference(links.SNIPPET, there)

    return _filled("shelf/snippet.j2", shelf, theme, links.SNIPPET, books=books, at=at)


_CATALOGUE = links.of_feed("", 1, "xml")


def _above(shelf: Catalog, page: Feed) -> dict[str, str]:
    """The feed above, where that is not the shelf itself."""
    if not page.up:
        return {}
    sort = page.path.partition("/")[0]
    return {"address": links.of_feed(page.up, 1, "html"), "title": shelf.words[f"by_{sort}"]}


def _shown(shelf: Catalog, shown: ShelfBook) -> dict[str, Any]:
    """A book as templates know it."""
    files = [
        {
            "form": file.form,
            "address": links.of_file(shown, file),
            "name": links.file_name(shown, file),
            "size": size(file.size),
            "pages": file.pages,
            "digest": file.digest,
        }
        for file in shown.files
    ]
    return {
        **{name: getattr(shown, name) for name in _OWN},
        "address": links.of_book(shown, "html"),
        "cover": _picture(links.of_cover(shown), shown.cover.full),
        "thumbnail": _picture(links.of_thumbnail(shown), shown.cover.thumbnail),
        "files": files,
        "forms": {file["form"]: file for file in files},
        "reader": links.of_reader(shown) if shelf.readable and shown.files[0].form == "epub" else "",
        "by_author": dict(_leading(shelf, "author", shown.authors)),
        "by_tag": dict(_leading(shelf, "tag", shown.subjects)),
        "by_series": dict(_leading(shelf, "series", (shown.series,) if shown.series else ())),
    }


def _picture(address: str, picture: Picture) -> dict[str, object]:
    return {"address": address, "width": picture.width, "height": picture.height}


def _leading(shelf: Catalog, sort: Sort, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Names with the pages that list their books."""
    for name in names:
        yield name, links.of_feed(shelf.path_of(sort, name), 1, "html")


def _filled(template: str, shelf: Catalog, theme: Theme, here: str, **values: object) -> bytes:
    sorts = [(PLURAL[sort], shelf.words[f"by_{sort}"]) for sort, groups in shelf.groups.items() if groups]
    places = [("new", shelf.words["new"]), ("all", shelf.words["all"]), *sorts]
    text = theme.fill(
        template,
        shelf={"title": shelf.title, "language": shelf.language, "books": shelf.count(len(shelf.books))},
        words=shelf.words,
        policy=POLICY,
        here=here,
        url=links.absolute(shelf.url, here) if shelf.url else "",
        to=lambda there: links.reference(here, there),
        absolute=lambda there: links.absolute(shelf.url, there),
        places=[(links.of_feed(path, 1, "html"), name) for path, name in places]
        if len(shelf.books) > 1
        else [],
        addresses={
            "home": _HOME,
            "style": links.STYLE,
            "icon": links.ICON,
            "editions": links.EDITIONS,
            "opds1": _CATALOGUE,
            "opds2": links.of_feed("", 1, "json"),
            "opensearch": links.OPENSEARCH,
            "search": links.of_feed("search", 1, "html") if shelf.searchable else "",
        },
        types={"opds1": opds1.NAVIGATION, "opds2": opds2.FEED},
        day=lambda date: theme.day(date, shelf.language),
        **values,
    )
    return text.encode()


def size(count: int) -> str:
    """Return bytes as people read them: "0.5 MB", "40 KB"."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{max(1, round(count / 1e3))} KB"


def _code(shelf: Catalog, there: str) -> Markup:
    """A QR code of an address as SVG; empty where the shelf does not know its own."""
    if not shelf.url:
        return Markup()
    made = segno.make(links.absolute(shelf.url, there), error="m", micro=False)
    # No text of a book's is in the drawing: modules only.
    return Markup(made.svg_inline(scale=3, border=3, light="#fff", dark="#000", omitsize=True))  # noqa: S704
