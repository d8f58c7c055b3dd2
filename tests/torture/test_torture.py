"""Whatever a blog holds, its book is made: each post is in it or named, and nothing that may do harm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.generate import Batch, batches
from tests.torture.run import torture

pytestmark = pytest.mark.torture
Record = Callable[[str, object], None]
BATCHES = {batch.name: batch for batch in batches()}


@pytest.mark.parametrize("name", BATCHES)
def test_posts(name: str, tmp_path: Path, record_property: Record) -> None:
    """No post is lost, hangs a build, costs the book, or brings into it what is not on the list."""
    batch: Batch = BATCHES[name]
    found = torture(batch, tmp_path)
    for what, many in found.counts().items():
        record_property(what, many)
    assert {} == found.faults()


def test_there_are_enough() -> None:
    """The generator makes at least 2,000 posts."""
    assert 2000 <= sum(len(batch.posts) for batch in BATCHES.values())
