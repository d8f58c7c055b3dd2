"""A matrix of whole books: a spread of it in `make test`, all of it in `make test-all`."""

from collections.abc import Iterable
from typing import Any

import pytest


def spread(values: Iterable[Any], each: int) -> list[Any]:
    """Mark all but each `each`th as wide. Tuples are the arguments of one case."""
    return [value if n % each == 0 else _wide(value) for n, value in enumerate(values)]


def _wide(value: Any) -> Any:
    arguments = value if isinstance(value, tuple) else (value,)
    return pytest.param(*arguments, marks=pytest.mark.wide)
