"""keys.py: a key is another where anything in the value is another."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.storage.keys import key_of

_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.binary(max_size=3)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(inner, inner) | st.lists(inner, max_size=3) | st.dictionaries(_LEAVES, inner),
    max_leaves=6,
)


class Name(NamedTuple):
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Value:
    name: Name
    path: Path
    moment: datetime
    words: frozenset[str]
    table: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Knows its own key, and holds what has none."""

    own: str
    open: object

    def key(self) -> str:
        return self.own


VALUE = Value(
    Name("가", 1), Path("a"), datetime(2024, 1, 2, tzinfo=UTC), frozenset(("나", "다")), {"라": (1, None)}
)
_OTHERS = {
    "name": (Name("가", 2), Name("각", 1), ("가", 1)),
    "path": (Path("a/b"), "a"),
    "moment": (VALUE.moment.replace(tzinfo=None), VALUE.moment + timedelta(microseconds=1)),
    "words": (frozenset(("나",)), ("나", "다")),
    "table": ({"라": (1, 0)}, {"마": (1, None)}, {}, (("라", (1, None)),)),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Value)])
def test_any_field(name: str) -> None:
    """Another value in any field, or one of another kind that looks the same, is another key."""
    keys = [key_of(replace(VALUE, **{name: other})) for other in (getattr(VALUE, name), *_OTHERS[name])]
    assert key_of(VALUE) == keys[0]
    assert len(keys) == len({*keys})


def _same(value: object) -> object:
    """What tells values apart: 1 and True, and a list from nothing but its items."""
    if isinstance(value, dict):
        return ("dict", [(_same(key), _same(one)) for key, one in value.items()])
    if isinstance(value, list | tuple):
        return [_same(one) for one in value]
    return (type(value).__name__, value)


@given(_VALUES, _VALUES)
def test_same_key_same_value(one: object, other: object) -> None:
    """Two values have one key just where they are the same."""
    assert (_same(one) == _same(other)) == (key_of(one) == key_of(other))


@given(st.lists(st.text(max_size=2), max_size=4), st.lists(st.text(max_size=2), max_size=4))
def test_values_do_not_run_together(one: list[str], other: list[str]) -> None:
    """Neither parts of a text nor neighbours in a row are taken for one another."""
    assert (one == other) == (key_of(*one) == key_of(*other))


def test_what_toml_can_say() -> None:
    """A time of day, which a theme's words may be by mistake, has a key as a date has."""
    assert key_of(time(7, 32)) != key_of(time(7, 33))


def test_half_a_letter() -> None:
    """A lone surrogate, which no encoding has, has a key."""
    assert key_of("\ud800") != key_of("\udc00")


@pytest.mark.parametrize("value", [lambda: 1, object(), pytest, [open], {"a": {1: object()}}])
def test_what_has_no_key(value: object) -> None:
    """What could change unseen is refused: a function, an object of a library."""
    with pytest.raises(TypeError, match="no key for"):
        key_of(value)


def test_own_key() -> None:
    """What lies on the disk says itself when it is another."""
    assert key_of(OnDisk("가", object())) == key_of(OnDisk("가", print))
    assert key_of(OnDisk("가", print)) != key_of(OnDisk("나", print))
