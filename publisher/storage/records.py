"""Frozen values as bytes and back, by their types: what is read is data, and can be nothing else.

A pickle names functions to be called when it is read; MessagePack has no way to say that. What does not fit
the type that is asked for, to its last field, counts as not there. See https://msgpack.org and
https://jcristharif.com/msgspec/supported-types.html
"""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from publisher.phrase import Phrase, phrase_of

T = TypeVar("T")


def encoded(value: object) -> bytes | None:
    """Return a value as bytes; None for one that has no such form: half a letter, a number over 64 bits.

    By way of plain values: MessagePack's own moments are UTC's, and a date in a book is its blog's.
    """
    try:
        plain = msgspec.to_builtins(value, builtin_types=(bytes,), enc_hook=_plain)
        return msgspec.msgpack.encode(plain)
    except (UnicodeEncodeError, OverflowError):
        return None


def decoded(data: bytes | None, kind: type[T]) -> T | None:
    """Return the value that encoded() has made these bytes of; None where they are none of that kind."""
    of_kind: Any = kind
    try:
        value: T | None = None if data is None else _decoder(of_kind).decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return value


def from_json(data: bytes, kind: type[T]) -> T:
    """Return the value that a file of JSON holds; fields that the kind has not are passed over. Raises
    ValueError where it is none of that kind."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Phrase):
        return value.template, value.values
    raise TypeError(f"a {type(value).__qualname__} is no record")


def _made(kind: type, value: Any) -> Any:
    try:
        return phrase_of(*value) if kind is Phrase else kind(value)
    except (AttributeError, LookupError) as error:  # what was altered has no template, or other fields
        raise ValueError(str(error)) from error


@cache
def _decoder(kind: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(kind, dec_hook=_made)
