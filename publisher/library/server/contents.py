"""A folder of books -> what is served of it: its website, and what is reckoned when it is asked for."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from publisher.assets.themes import Theme
from publisher.errors import Report, Where
from publisher.library import links, opds1, opds2, opensearch, page, plain, reading
from publisher.library.books import Earlier, read_shelf
from publisher.library.feeds import Feed, acquisition, search
from publisher.library.server.opening import Files
from publisher.library.server.respond import moved, respond
from publisher.library.server.shelves import Contents
from publisher.library.server.site import Site
from publisher.library.shelf import Catalog, ShelfSettings, catalog
from publisher.library.website import Resource, Website, website
from publisher.phrase import _

_LONGEST = 200  # letters of a query


@dataclass(frozen=True, slots=True)
class _Made:
    """A reckoned document."""

    media_type: str
    body: bytes
    policy: str = ""  # Content-Security-Policy, where it is not the usual one


def read_contents(
    folder: Path, settings: ShelfSettings, theme: Theme, moment: datetime, known: Earlier | None = None
) -> Contents:
    """Return what is on the shelf now; `moment` is when the folder last changed, `known` what was read of it
    before. Raises SourceError."""
    report = Report()
    settings = replace(settings, searchable=True, readable=reading.available())
    if not settings.readable:
        where, hint = Where("publisher/library/reader"), _("make reader fetches foliate-js")
        report.note("reader-absent", _("books cannot be read in the browser"), where, hint)
    shelf = catalog(read_shelf(folder, theme, report, known), settings, theme)
    made = {**website(shelf, theme).resources, **reading.resources(shelf, theme, moment)}
    site = _dated(Website(made), moment)
    sitting = Sitting(shelf, site, theme, moment)
    return Contents(shelf.title, site, sitting.routed, tuple(report.diagnostics))


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

    def routed(self, files: Files) -> Router:
        """Return what is reckoned at its addresses, and the website at all others."""
        site = Site(self.site, files, {links.READER: reading.POLICY})

        async def front(request: Request) -> Response:
            # On the plain page it is said how to come to the one with covers.
            return moved(plain.ADDRESS) if _reader(request) else site.answer(request)

        reckoned = [
            Route(f"/{place}", partial(self._reckoned, make, files)) for place, make in _RECKONED.items()
        ]
        return Router([Route("/", front), *reckoned], redirect_slashes=False, default=site)

    async def _reckoned(self, make: "_Make", files: Files, request: Request) -> Response:
        made = make(self, request)
        digest = hashlib.sha256(made.body).hexdigest()
        found = Resource(made.media_type, made.body, len(made.body), digest, self.moment)
        return respond(request, found, files, made.policy)

    def found(self, request: Request) -> Feed:
        """Return the books that are searched for."""
        said = unicodedata.normalize("NFC", request.query_params.get("query", "")[:_LONGEST])
        # What cannot be printed cannot stand in XML either, and in no title.
        query = " ".join("".join(one if one.isprintable() else " " for one in said).split())
        return search(self.shelf, query, _page(request)) if query else self.all(request)

    def all(self, request: Request) -> Feed:
        pages = list(acquisition(self.shelf, "all", self.shelf.words["all"], self.shelf.books))
        return pages[min(_page(request), len(pages)) - 1]


def _reader(request: Request) -> plain.Device:
    return plain.device(request.headers.get("user-agent", ""))


def _page(request: Request) -> int:
    text = request.query_params.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _plain(sitting: Sitting, request: Request) -> _Made:
    feed, reader = sitting.found(request), _reader(request)
    body = plain.page(sitting.shelf, feed, sitting.theme, reader, _host(request))
    return _Made(page.TYPE, body, plain.POLICY)


def _host(request: Request) -> str:
    """ "192.168.0.7:8080"; "" where none is given (HTTP/1.0)."""
    return request.headers.get("host", "")


_Make = Callable[[Sitting, Request], _Made]
_RECKONED: dict[str, _Make] = {
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
        opensearch.TYPE, opensearch.description(sitting.shelf, _host(asked))
    ),
}
