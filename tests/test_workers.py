"""workers.py."""

import os

import pytest

from publisher import workers


def _pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _fails(number: int) -> int:
    return 1 // (number - 3)


def test_little_work_stays_here() -> None:
    """What is not worth a process is made in this one, in order."""
    here = os.getpid()
    assert [(n, here) for n in range(5)] == list(workers.each(_pid, range(5), jobs=4, worth=False))


def test_one_job_stays_here() -> None:
    """With one job nothing leaves this process, whatever it is worth."""
    assert {os.getpid()} == {pid for _, pid in workers.each(_pid, range(5), jobs=1, worth=True)}


@pytest.mark.parametrize("chunk", [1, 7, 500])
def test_much_work_is_spread(chunk: int) -> None:
    """It is done in other processes, and comes in order all the same."""
    made = list(workers.each(_pid, range(200), jobs=2, worth=True, chunk=chunk))
    assert list(range(200)) == [number for number, _ in made]
    assert os.getpid() not in {pid for _, pid in made}


def test_failure_is_raised() -> None:
    """What fails in another process fails here."""
    with pytest.raises(ZeroDivisionError):
        list(workers.each(_fails, range(200), jobs=2, worth=True))
