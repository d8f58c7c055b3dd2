"""The zip that an EPUB is: the same contents, the same bytes; nothing large is held in memory.

`mimetype` first and bare, one time for all, names in order. See https://www.w3.org/TR/epub-33/#sec-ocf
"""

import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from publisher.writers.epub import raw_zip

_STORED = (".jpg", ".png", ".gif")  # compressed already
_LEVEL = 6
_LENGTHS = 26  # bytes of an entry's head before it says how long its name is


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as a zip holds it: deflated once, and kept so from build to build."""

    data: bytes
    size: int  # bytes before
    crc: int

    @classmethod
    def bare(cls, data: bytes) -> "Packed":
        """As it is."""
        return cls(data, len(data), zlib.crc32(data))

    @classmethod
    def of(cls, data: bytes) -> "Packed":
        press = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(press.compress(data) + press.flush(), len(data), zlib.crc32(data))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Packed":
        return cls(kept[8:], *struct.unpack(">II", kept[:8]))

    def to_bytes(self) -> bytes:
        return struct.pack(">II", self.size, self.crc) + self.data

    def unpacked(self) -> bytes:
        return zlib.decompress(self.data, -zlib.MAX_WBITS)


def write(file: Path, contents: Mapping[str, Packed | bytes | Path]) -> None:
    """Names in the package -> what stands there; a Path is read when its turn comes.

    The file is there already: where it is no more, the build was stopped, and another process does not know.
    """
    with file.open("r+b") as out, zipfile.ZipFile(out, "w") as target:
        out.truncate()
        for name in sorted(contents, key=_order):
            packed = _packed(name, contents[name])
            raw_zip.append(out, target, _entry(name, packed), packed.data)


def read(file: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """Return an entry as it stands in the zip. See
    https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"""
    file.seek(info.header_offset + _LENGTHS)
    name, extra = struct.unpack("<HH", file.read(4))
    file.seek(name + extra, os.SEEK_CUR)
    return file.read(info.compress_size)


def _packed(name: str, content: Packed | bytes | Path) -> Packed:
    if isinstance(content, Packed):
        return content
    data = content.read_bytes() if isinstance(content, Path) else content
    return Packed.bare(data) if _is_bare(name) else Packed.of(data)


def _is_bare(name: str) -> bool:
    return name == "mimetype" or name.endswith(_STORED)


def _order(name: str) -> tuple[bool, bool, str]:
    return (name != "mimetype", not name.startswith("META-INF"), name)


def _entry(name: str, packed: Packed) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if _is_bare(name) else zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    info.file_size, info.compress_size, info.CRC = packed.size, len(packed.data), packed.crc
    return info
