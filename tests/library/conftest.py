"""The large shelf, made once a test session."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.books import run
from tests.library.library import library, served


@dataclass(frozen=True)
class Site:
    """A shelf of 300 books as `publisher shelf` made it."""

    books: Path
    folder: Path
    summary: dict[str, Any]


@pytest.fixture(scope="session")
def site(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("shelf")
    books, public = library(folder / "books"), folder / "public"
    made = run("shelf", books, "-o", public, "--url", "https://books.test/shelf", "--json")
    assert made.code == 0, made.err or made.out
    return Site(books, public, json.loads(made.out))


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Of a web server that shows the site as a static host does."""
    with served(site.folder) as at:
        yield at
