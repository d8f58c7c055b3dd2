"""Keys by construction: the key of what a stage makes is the digest of the one value that the stage is given.

Nothing that a stage can see is then left out of its key, and no list of fields is kept by hand. A kind of
value that is not known here has no key: that raises, where it would else count as nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any, Protocol

_Parts = list[bytes]
_Put = Callable[[Any, _Parts], None]


class Keyed(Protocol):
    """A value that knows its own key: files on the disk, or a digest that was made with it."""

    def key(self) -> str:
        """Return another text where the value is another."""


def key_of(*values: object) -> str:
    """Return a key that is another where any of the values, or anything in them, is another.

    Raises TypeError for a kind of value that is not known: a function, an open file, a class of a library.
    """
    parts: _Parts = []
    _each(values, parts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _each(values: Iterable[Any], parts: _Parts) -> None:
    for value in values:
        kind: Any = type(value)
        _way(kind)(value, parts)


@cache
def _way(kind: Any) -> _Put:
    """How a value of this kind is written: a sign of its own first, and how long it is."""
    if callable(getattr(kind, "key", None)):
        return _keyed
    for known, put in _WAYS:
        if issubclass(kind, known):
            return _named(kind, put) if issubclass(kind, tuple) and hasattr(kind, "_fields") else put
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return _named(kind, lambda value, parts: _many([getattr(value, name) for name in names], parts))
    raise TypeError(f"no key for a {kind.__qualname__}")


def _named(kind: Any, put: _Put) -> _Put:
    """With the name of its class before it."""
    name = f"{kind.__module__}.{kind.__qualname__}".encode()
    begin = b"<%d:%b" % (len(name), name)

    def named(value: object, parts: _Parts) -> None:
        parts.append(begin)
        put(value, parts)

    return named


def _bytes(value: bytes | memoryview, parts: _Parts) -> None:
    parts.append(b"b%d:" % len(value))
    parts.append(bytes(value))


def _text(value: str, parts: _Parts) -> None:
    data = value.encode("utf-8", "surrogatepass")
    parts.append(b"s%d:" % len(data))
    parts.append(data)


def _plain(value: object, parts: _Parts) -> None:
    data = repr(value).encode()
    parts.append(b"p%d:%b" % (len(data), data))


def _many(values: "list[Any] | tuple[Any, ...]", parts: _Parts) -> None:
    parts.append(b"(%d:" % len(values))
    _each(values, parts)


def _mapping(value: Mapping[Any, Any], parts: _Parts) -> None:
    """In their order: what goes through it sees that."""
    _many([part for item in value.items() for part in item], parts)
    parts.append(b"}")


def _set(value: "frozenset[Any]", parts: _Parts) -> None:
    _many(sorted(key_of(one) for one in value), parts)
    parts.append(b"~")


def _path(value: PurePath, parts: _Parts) -> None:
    parts.append(b"/")
    _text(str(value), parts)


def _keyed(value: Keyed, parts: _Parts) -> None:
    parts.append(b"k")
    _text(value.key(), parts)


_WAYS: tuple[tuple[Any, _Put], ...] = (
    (Enum, _plain),
    (str, _text),
    ((bytes, bytearray, memoryview), _bytes),
    ((bool, int, float, complex, type(None), date, time, timedelta), _plain),  # a datetime is a date
    ((tuple, list), _many),
    (Mapping, _mapping),
    ((set, frozenset), _set),
    (PurePath, _path),
)
