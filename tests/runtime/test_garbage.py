"""What a piece of work leaves behind is thrown away after it, not looked through in the midst of the next."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from publisher.runtime.garbage import collect, patient
from publisher.runtime.task import Task


class _Ring:
    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def _left_behind(count: int) -> "weakref.ref[_Ring]":
    """Leave `count` rings behind; return a way to see whether one of them is still there."""
    return [weakref.ref(_Ring()) for _ in range(count)][-1]


def test_a_large_piece_of_work_leaves_nothing_behind() -> None:
    """Rings of a chapter's size are gone when it is done."""
    patient()
    gc.collect()
    seen = Task(_left_behind).here(150_000)
    assert seen() is None


def test_a_small_piece_of_work_is_not_looked_through() -> None:
    """Ten rings cost no collection: ten thousand small pieces of work would have ten thousand of them."""
    patient()
    gc.collect()
    seen = _left_behind(10)
    collect()
    assert seen() is not None
