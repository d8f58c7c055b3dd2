"""When Python looks for rings of garbage: between two pieces of work, when what the last was made of is gone.

A chapter that is laid out is some million objects, most of them in rings, and all of them needed to its end.
Looked through meanwhile they only grow old, and then stay until all that is old is looked through: so a
process would hold the garbage of many chapters.

Assumed of CPython, and asserted by tests/contracts/test_python.py: objects begin in generation 0, and what
survives a collection of 0 and 1 is not looked through by the next such one. See
https://docs.python.org/3/library/gc.html#gc.set_threshold
"""

import gc

_CHAPTER = 2_000_000  # objects more than most chapters have at once
_MUCH = 100_000  # objects: to look through fewer is not worth it


def patient() -> None:
    """Do not look for garbage within a piece of work of a usual size."""
    gc.set_threshold(_CHAPTER, 10, 20)


def collect() -> None:
    """Throw away what a piece of work has left behind."""
    young, older, _ = gc.get_count()
    if young > _MUCH or older:
        gc.collect(1)
