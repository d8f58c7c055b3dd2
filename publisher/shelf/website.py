"""What a shelf shows, by address: the folder that `static` writes and the answers of `serve` are the same.

A server that looks addresses up here, and nowhere else, can serve no file that is not on the shelf.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing at one address."""

    media_type: str  # "application/epub+zip", "text/html; charset=utf-8"
    body: bytes | Path  # made by us, or a file of the shelf
    size: int  # bytes
    digest: str  # SHA-256 in hexadecimal: the ETag, the checksum of a download
    modified: datetime  # UTC
    name: str = ""  # file name to download it under: "모래 묻은 키보드.epub"; empty: shown in place


@dataclass(frozen=True, slots=True)
class Website:
    """Resources by address below the root: "index.html", "opds/index.xml", "books/모래-묻은-키보드.epub".

    Addresses are NFC, not percent-encoded, "/" between names, no "." or ".." in them. A folder's page is at
    "…/index.html". Links between resources are relative, so a website can stand anywhere.
    """

    resources: Mapping[str, Resource]
