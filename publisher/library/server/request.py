"""A request, read without trust: its address is a key to look up, and never becomes the path of a file."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote_to_bytes

_ABSOLUTE = re.compile(rb"https?://([^/?#]+)", re.I)
_FIELDS = 8  # of a query: more are never ours


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for."""

    method: str
    address: str | None  # below the root, decoded once, NFC: "books/모래.epub"; None: no address at all
    query: Mapping[str, str]
    fields: Mapping[str, str]  # by small names; several of one name are joined by ", "
    host: str  # "192.168.0.7:8080"; "" where none is given (HTTP/1.0)
    client: str  # IP address


def read(
    method: str, target: bytes, query: bytes, headers: Iterable[tuple[bytes, bytes]], client: str
) -> Request:
    """A request of the bytes that came. `target` is without its query.

    An absolute address ("http://host/path") names its host itself.
    See https://www.rfc-editor.org/rfc/rfc9112#section-3.2
    """
    fields = _fields(headers)
    absolute = _ABSOLUTE.match(target)
    path = target[absolute.end() :] or b"/" if absolute else target
    host = absolute[1].decode("latin-1") if absolute else fields.get("host", "")
    return Request(method, _address(path), _query(query), fields, host, client)


def _address(path: bytes) -> str | None:
    """Decoded once: "%252e" is the letters "%2e". What is no UTF-8 (overlong forms too) is no address."""
    if not path.startswith(b"/"):
        return None
    try:
        return unicodedata.normalize("NFC", unquote_to_bytes(path[1:]).decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in headers:
        small, text = name.decode("latin-1").lower(), value.decode("latin-1")
        fields[small] = f"{fields[small]}, {text}" if small in fields else text
    return fields


def _query(query: bytes) -> dict[str, str]:
    """The first value of each name."""
    try:
        found = parse_qs(query.decode("ascii"), errors="strict", max_num_fields=_FIELDS)
    except ValueError:  # UnicodeDecodeError is one
        return {}
    return {name: unicodedata.normalize("NFC", values[0]) for name, values in found.items()}
