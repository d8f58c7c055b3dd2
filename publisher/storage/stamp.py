"""By what a file is known to be as it was, without reading it: as in git's index.

See https://git-scm.com/docs/index-format
"""

import os
from typing import NamedTuple

_SOON = 2_000_000_000  # ns; no file system's clock is coarser than FAT's two seconds


class Stamp(NamedTuple):
    """By what a file is known to be as it was."""

    size: int
    modified: int  # ns
    changed: int  # ns: a file that is written again has another, whatever is done to its other time
    number: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Stamp":
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def is_old(self, moment: int) -> bool:
        """Tell whether a change after that moment gives the file another time."""
        return max(self.modified, self.changed) + _SOON < moment
