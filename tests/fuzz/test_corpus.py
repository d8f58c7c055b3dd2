"""What a fuzzer has once found, and texts from which it begins: nothing raises, nothing hangs."""

from pathlib import Path

import pytest

from tests.fuzz.run import CORPUS, watched, words
from tests.fuzz.targets import TARGETS

FOUND = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    """Each text that a target failed on ends, and raises nothing."""
    watched(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_targets_take_each_mark(name: str) -> None:
    """Marks of every grammar, one by one and all in a row, are no trouble to any target."""
    for word in words()[::7]:
        watched(name, word.encode("utf-8", "replace"))
    watched(name, "\n\n".join(words())[:4000].encode("utf-8", "replace"))


def test_each_folder_has_its_target() -> None:
    """No corpus is kept that nothing tries."""
    assert {path.parent.name for path in FOUND} <= set(TARGETS)
