"""The zip that an EPUB is: the same contents, the same bytes; nothing large is held in memory.

`mimetype` first and bare, one time for all, names in order. See https://www.w3.org/TR/epub-33/#sec-ocf
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_STORED = (".jpg", ".png", ".gif")  # compressed already
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as a zip holds it: deflated once, and kept so from build to build."""

    deflated: bytes
    size: int  # bytes before
    crc: int

    @classmethod
    def of(cls, data: bytes) -> "Packed":
        press = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(press.compress(data) + press.flush(), len(data), zlib.crc32(data))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Packed":
        return cls(kept[8:], *struct.unpack(">II", kept[:8]))

    def to_bytes(self) -> bytes:
        return struct.pack(">II", self.size, self.crc) + self.deflated

    def unpacked(self) -> bytes:
        return zlib.decompress(self.deflated, -zlib.MAX_WBITS)


def write(file: Path, contents: Mapping[str, Packed | bytes | Path]) -> None:
    """Names in the package -> what stands there; a Path is read when its turn comes."""
    with file.open("wb") as out, zipfile.ZipFile(out, "w") as target:
        for name in sorted(contents, key=_order):
            content = contents[name]
            if isinstance(content, Packed):
                _append(out, target, _entry(name), content)
            else:
                data = content.read_bytes() if isinstance(content, Path) else content
                target.writestr(_entry(name), data, compresslevel=_LEVEL)


def _order(name: str) -> tuple[bool, bool, str]:
    return (name != "mimetype", not name.startswith("META-INF"), name)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    bare = name == "mimetype" or name.endswith(_STORED)
    info.compress_type = zipfile.ZIP_STORED if bare else zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _append(out: BinaryIO, target: zipfile.ZipFile, info: zipfile.ZipInfo, packed: Packed) -> None:
    """An entry that is deflated already, for which zipfile has no call: what its own writing does."""
    info.file_size, info.compress_size, info.CRC = packed.size, len(packed.deflated), packed.crc
    info.header_offset = target.start_dir
    out.seek(target.start_dir)
    out.write(info.FileHeader() + packed.deflated)
    target.start_dir = out.tell()
    target.filelist.append(info)
    target.NameToInfo[info.filename] = info
