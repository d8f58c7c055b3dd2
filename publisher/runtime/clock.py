"""The clock that libraries look at when they stamp what they write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def still_clock(epoch: int) -> Iterator[None]:
    """Show one time, in seconds since 1970, to all that stamps: fontTools puts the clock's into subset fonts,
    and zipfile, from Python 3.14 on, into entries.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
