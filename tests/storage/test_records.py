"""records.py: frozen values as bytes and back."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from publisher.errors import Severity
from publisher.storage.records import decoded, encoded


class Name(NamedTuple):
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Value:
    name: Name
    path: Path
    moment: datetime
    words: frozenset[str]
    table: Mapping[str, tuple[int, float]]
    data: bytes | None
    fields: Mapping[str, Any]
    severity: Severity = Severity.NOTE


_SEOUL = timezone(timedelta(hours=9))
_VALUE = Value(
    Name("가", 1),
    Path("글/가.md"),
    datetime(2024, 1, 2, 3, 4, tzinfo=_SEOUL),
    frozenset(("나",)),
    {"다": (1, 0.1)},
    b"\x00\xff",
    {"a": ["b", {"c": "d"}]},
)


@pytest.mark.parametrize(
    "moment", [_VALUE.moment, datetime(1905, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, 0, 0, 0, 5, _SEOUL)]
)
def test_there_and_back(moment: datetime) -> None:
    """A value comes back the same to its last field: tuples, paths, and moments by their own offsets."""
    value = Value(**{name: getattr(_VALUE, name) for name in Value.__slots__} | {"moment": moment})
    again = decoded(encoded(value), Value)
    assert value == again
    assert repr(value) == repr(again)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"x", pickle.dumps(_VALUE), encoded(1), encoded({"name": 1}), encoded(_VALUE) + b"x"],  # type: ignore[operator]
)
def test_what_is_none(data: bytes | None) -> None:
    """What is no such value is none: a pickle, a value of another type, one that is cut short or goes on."""
    assert decoded(data, Value) is None
    assert decoded((encoded(_VALUE) or b"")[:-1], Value) is None


def test_deep() -> None:
    """A value that is nested without end is none, and costs no stack."""
    assert decoded(b"\x91" * 1_000_000, list) is None  # type: ignore[type-var]


@pytest.mark.parametrize("value", ["\ud800", 1 << 64, ("가", {"나": "\udfff"})])
def test_what_has_no_form(value: object) -> None:
    """Half a letter, and a number that is too large, are not kept; nothing fails."""
    assert encoded(value) is None


def test_what_is_no_record() -> None:
    """An object of another kind is a fault of ours, and is said."""
    with pytest.raises(TypeError, match="a object is no record"):
        encoded(object())
