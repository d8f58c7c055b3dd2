"""library/feeds.py: what is searched for on a shelf."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from publisher.assets.themes import load_theme
from publisher.library import feeds
from publisher.library.books import ShelfBook
from publisher.library.shelf import Catalog, ShelfSettings, catalog
from tests.books import ROOT

_BOOK = ShelfBook(
    "urn:uuid:1", "a", "모래 묻은 키보드", "", ("윤서해",), "ko", "바닷가에서", "", ("Jazz",), "", None,
    datetime(2024, 1, 2, tzinfo=UTC), "", 0, (), cast(Any, None), (),
)  # fmt: skip


def _shelf() -> Catalog:
    return catalog([_BOOK], ShelfSettings(), load_theme("base", ROOT))


def test_every_word_is_found_somewhere_in_the_book() -> None:
    """In title, description, author and tag, whatever the letter case; one that is nowhere finds nothing."""
    assert (_BOOK,) == feeds.search(_shelf(), "키보드 바닷가 JAZZ 윤서해").books
    assert () == feeds.search(_shelf(), "키보드 산").books


def test_a_book_is_made_ready_once_for_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query of a hundred words takes no hundred times as long: others wait for its answer."""
    shelf, asked = _shelf(), list[str]()
    searched = feeds._searched
    monkeypatch.setattr(feeds, "_searched", lambda book: asked.append(book.name) or searched(book))
    assert (_BOOK,) == feeds.search(shelf, "모래 " * 100).books
    assert ["a"] == asked
