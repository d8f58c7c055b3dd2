"""machine.py: that memory is short."""

import errno
import os

import pytest

from publisher.errors import MemoryShortError
from publisher.runtime.machine import memory_short_is_said


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
        BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)),  # of fork()
        RuntimeError("can't start new thread"),
    ],
    ids=repr,
)
def test_short(error: Exception) -> None:
    """No memory, no process and no thread more are one fault, with its cure."""
    with pytest.raises(MemoryShortError) as said, memory_short_is_said():
        raise error
    assert "--jobs 1" in said.value.hint


@pytest.mark.parametrize("error", [OSError(errno.EIO, "x"), RuntimeError("x"), KeyError("x")], ids=repr)
def test_others(error: Exception) -> None:
    """What is another fault stays that."""
    with pytest.raises(type(error)) as said, memory_short_is_said():
        raise error
    assert error is said.value
