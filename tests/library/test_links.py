"""Addresses on the web of what is on a shelf."""

import pytest

from publisher.library import links


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("index.html", ""),
        ("book/index.html", "book/"),
        ("book/Python-index.html", "book/Python-index.html"),
        ("book/파도.html", "book/%ED%8C%8C%EB%8F%84.html"),
        ("search.html?query=a", "search.html?query=a"),
    ],
)
def test_a_folders_page_alone_has_the_folders_address(address: str, there: str) -> None:
    """A book whose title ends in "index" keeps its own."""
    assert f"https://example.org/books/{there}" == links.absolute("https://example.org/books", address)
