"""Entries that are deflated already, put into a zip: for this Python's zipfile has no call.

Seen with CPython 3.11 to 3.14. Assumed, and asserted by tests/contracts/test_python.py: while a ZipFile is
written, `start_dir` is where its next entry begins, `filelist` and `NameToInfo` are what its directory is
written from when it is closed, and ZipInfo.FileHeader() is the head of an entry.
Without it each build would deflate each page again: a fifth of a second and more for a thousand.
"""

from typing import BinaryIO
from zipfile import ZipFile, ZipInfo


def append(out: BinaryIO, target: ZipFile, info: ZipInfo, packed: bytes) -> None:
    """Write an entry as it is. `out`: the file that `target` is written to; `info` has its sizes and CRC."""
    info.header_offset = target.start_dir
    out.seek(target.start_dir)
    out.write(info.FileHeader() + packed)
    target.start_dir = out.tell()
    target.filelist.append(info)
    target.NameToInfo[info.filename] = info
