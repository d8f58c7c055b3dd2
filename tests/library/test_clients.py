"""Real OPDS clients walk the catalogue of 300 books: paging, facets, downloads."""

from typing import Any
from urllib.parse import unquote

import pytest

from tests.library.conftest import Site
from tests.library.library import sample
from tests.library.node import needs_chromium, needs_node, node

CLIENTS = {
    "opds-feed-parser": "opds/index.xml",
    "r2-opds-js-1": "opds/index.xml",
    "r2-opds-js-2": "opds/index.json",
    "foliate-js": "opds/index.xml",
}
pytestmark = [needs_node, pytest.mark.parametrize("client", [
    pytest.param(name, marks=needs_chromium) if name == "foliate-js" else name for name in CLIENTS
])]  # fmt: skip
_WALKS: dict[str, Any] = {}


@pytest.fixture
def walk(client: str, address: str) -> Any:
    """All that a client has seen on its way, walked once a session."""
    if client not in _WALKS:
        _WALKS[client] = node("opds.mjs", client, address + CLIENTS[client])
    return _WALKS[client]


def _books() -> dict[str, Any]:
    return {sample(number).title: sample(number) for number in range(1, 301)}


def test_every_book_is_found(walk: Any) -> None:
    """By its title and authors, whatever letters are in them."""
    books = _books()
    assert 300 == len(books)
    assert {title: book.authors for title, book in books.items()} == {
        title: tuple(found["authors"]) for title, found in walk["books"].items()
    }


def test_downloads_are_whole(walk: Any, site: Site, address: str) -> None:
    """Each file of each book, with the SHA-256 that the program names, and the right media type."""
    wanted = {
        address + file["address"]: file["sha256"] for book in site.summary["books"] for file in book["files"]
    }
    assert 360 == len(wanted)
    assert wanted == {unquote(href): digest for href, digest in walk["downloads"].items()}
    types = {link["href"][-4:]: link["type"] for book in walk["books"].values() for link in book["downloads"]}
    assert {"epub": "application/epub+zip", ".pdf": "application/pdf"} == types


def test_covers_are_there(walk: Any) -> None:
    """A cover and a thumbnail of each book can be fetched."""
    assert 600 == walk["images"]


def test_pages_lead_to_one_another(walk: Any, client: str, address: str) -> None:
    """`all` has six pages of 50; `next` leads through them, `previous` back, first and last to the ends."""
    ending = CLIENTS[client].rpartition(".")[2]
    first = f"{address}opds/all.{ending}"
    pages = [first]
    while walk["feeds"][pages[-1]]["next"]:
        (following,) = walk["feeds"][pages[-1]]["next"]
        assert [pages[-1]] == walk["feeds"][following]["previous"]
        pages.append(following)
    assert [50] * 6 == [len(walk["feeds"][page]["books"]) for page in pages]
    titles = [title for page in pages for title in walk["feeds"][page]["books"]]
    assert 300 == len(set(titles))
    for page in pages:
        assert ([first], [pages[-1]]) == (walk["feeds"][page]["first"], walk["feeds"][page]["last"])


def test_facets_keep_their_word(walk: Any, client: str, address: str) -> None:
    """A facet leads to as many books as it says, and there it is the active one, alone in its group."""
    ending = CLIENTS[client].rpartition(".")[2]
    facets = walk["feeds"][f"{address}opds/all.{ending}"]["facets"]
    assert {"지은이", "주제", "연도"} == {facet["group"] for facet in facets}
    assert not any(facet["active"] for facet in facets)
    for facet in facets:
        there = walk["feeds"][facet["href"]]
        assert facet["title"] == there["title"]
        assert facet["count"] == _length(walk, facet["href"])
        if client != "r2-opds-js-1":  # its model has no field for the active facet
            active = [one["title"] for one in there["facets"] if one["active"]]
            assert [facet["title"]] == active


def _length(walk: Any, page: str) -> int:
    books = len(walk["feeds"][page]["books"])
    return books + sum(_length(walk, following) for following in walk["feeds"][page]["next"])


def test_every_feed_leads_up_to_the_root(walk: Any, client: str, address: str) -> None:
    """`up` after `up` ends at the root."""
    root = address + CLIENTS[client]
    for page in walk["feeds"]:
        here = page
        for _ in range(3):
            here = (walk["feeds"][here]["up"] or [here])[0]
        assert root == here
