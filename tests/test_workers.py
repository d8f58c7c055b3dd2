"""workers.py."""

import os

import pytest

from publisher import workers


def _pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _fails(number: int) -> int:
    return 1 // (number - 3)


def test_few_things_stay_here() -> None:
    """A few things are made in this process, in order."""
    here = os.getpid()
    assert [(n, here) for n in range(5)] == list(workers.each(_pid, range(5), jobs=4))


def test_many_things_are_spread() -> None:
    """Many are made in other processes, and come in order all the same."""
    made = list(workers.each(_pid, range(200), jobs=2))
    assert list(range(200)) == [number for number, _ in made]
    assert os.getpid() not in {pid for _, pid in made}


def test_failure_is_raised() -> None:
    """What fails in another process fails here."""
    with pytest.raises(ZeroDivisionError):
        list(workers.each(_fails, range(200), jobs=2))
