"""A folder of books -> what is served of it: its website, and what is reckoned when it is asked for."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.errors import Report, Where
from publisher.library import links, opds1, opds2, opensearch, page, plain, reading
from publisher.library.books import read_shelf
from publisher.library.catalog import Catalog, ShelfSettings, catalog
from publisher.library.feeds import Feed, acquisition, search
from publisher.library.server.answer import Answer, answer, answer_with, moved
from publisher.library.server.request import Request
from publisher.library.server.shelves import Contents
from publisher.library.website import Resource, Website, website

_LONGEST = 200  # letters of a query


@dataclass(frozen=True, slots=True)
class _Made:
    """A reckoned document."""

    media_type: str
    body: bytes


def read_contents(folder: Path, settings: ShelfSettings, theme: Theme, moment: datetime) -> Contents:
    """What is on the shelf now; `moment` is when the folder last changed. Raises SourceError."""
    report = Report()
    settings = replace(settings, searchable=True, readable=reading.available())
    if not settings.readable:
        where = Where("publisher/shelf/reader")
        report.note(
            "reader-absent", "books cannot be read in the browser", where, "make reader fetches foliate-js"
        )
    shelf = catalog(read_shelf(folder, theme, report), settings, theme)
    made = {**website(shelf, theme).resources, **reading.resources(shelf, theme, moment)}
    site = _dated(Website(made), moment)
    return Contents(shelf.title, site, Sitting(shelf, site, theme, moment).answer, tuple(report.diagnostics))


def _dated(site: Website, moment: datetime) -> Website:
    """Feeds and pages bear the moment of the folder's last change where it is later than their books'.

    KOReader keeps a feed as long as its Last-Modified is the same, and a book that is taken away leaves no
    younger book behind. See https://github.com/koreader/koreader, plugins/opds.koplugin (parseFeed).
    """
    dated = {
        address: replace(one, modified=max(one.modified, moment)) if isinstance(one.body, bytes) else one
        for address, one in site.resources.items()
    }
    return Website(dated)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A shelf, ready to answer."""

    shelf: Catalog
    site: Website
    theme: Theme
    moment: datetime

    def answer(self, request: Request) -> Answer:
        if request.method in ("GET", "HEAD"):
            if request.address == "" and _reader(request):
                return moved(plain.ADDRESS)  # there it is said how to come to the page with covers
            reckon = _RECKONED.get(request.address or "")
            if reckon:
                made = reckon(self, request)
                digest = hashlib.sha256(made.body).hexdigest()
                found = Resource(made.media_type, made.body, len(made.body), digest, self.moment)
                return answer_with(request, found, plain.POLICY if request.address == plain.ADDRESS else "")
        return answer(request, self.site, {links.READER: reading.POLICY})

    def found(self, request: Request) -> Feed:
        """The books that are searched for."""
        said = request.query.get("query", "")[:_LONGEST]
        # What cannot be printed cannot stand in XML either, and in no title.
        query = " ".join("".join(one if one.isprintable() else " " for one in said).split())
        return search(self.shelf, query, _page(request)) if query else self.all(request)

    def all(self, request: Request) -> Feed:
        pages = list(acquisition(self.shelf, "all", self.shelf.words["all"], self.shelf.books))
        return pages[min(_page(request), len(pages)) - 1]


def _reader(request: Request) -> plain.Device:
    return plain.device(request.fields.get("user-agent", ""))


def _page(request: Request) -> int:
    text = request.query.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _plain(sitting: Sitting, request: Request) -> _Made:
    feed, reader = sitting.found(request), _reader(request)
    return _Made(page.TYPE, plain.page(sitting.shelf, feed, sitting.theme, reader, request.host))


_RECKONED: dict[str, Callable[[Sitting, Request], _Made]] = {
    plain.ADDRESS: _plain,
    "search.html": lambda sitting, asked: _Made(
        page.TYPE, page.feed(sitting.shelf, sitting.found(asked), sitting.theme)
    ),
    "opds/search.xml": lambda sitting, asked: _Made(
        opds1.ACQUISITION, opds1.feed(sitting.shelf, sitting.found(asked))
    ),
    "opds/search.json": lambda sitting, asked: _Made(
        opds2.FEED, opds2.feed(sitting.shelf, sitting.found(asked))
    ),
    links.OPENSEARCH: lambda sitting, asked: _Made(
        opensearch.TYPE, opensearch.description(sitting.shelf, asked.host)
    ),
}
