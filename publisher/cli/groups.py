"""Which diagnostics are shown when there are many: every kind, and of each the first ones, in few lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from publisher.errors import Diagnostic, Severity

LINES = 15  # of a terminal, that the messages of one run take at most
_FIRST = 3  # of a kind
_ORDER = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Group:
    """The diagnostics of one kind: what is shown of them, and how many more there are."""

    shown: tuple[Diagnostic, ...]
    more: int = 0
    hint: bool = True  # whether there is room for what to do


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each once, in the order of files and lines."""
    return sorted(dict.fromkeys(found), key=lambda item: (item.where, item.code, item.message))


def whole(found: Iterable[Diagnostic]) -> Iterator[Group]:
    """Yield each diagnostic as a group of its own."""
    yield from (Group((item,)) for item in in_order(found))


def few(found: Iterable[Diagnostic], lines: int = LINES) -> Iterator[Group]:
    """Yield all where they fit into so many lines; else the first of each kind, the worst kinds first."""
    items = in_order(found)
    if sum(1 + bool(item.hint) for item in items) <= lines:
        yield from whole(items)
        return
    kinds = _kinds(items)
    room = lines // len(kinds)
    for kind in kinds[:lines]:
        first = kind[: max(1, min(_FIRST, room - 2))]
        yield Group(tuple(first), len(kind) - len(first), hint=room > 2)


def _kinds(items: Sequence[Diagnostic]) -> list[list[Diagnostic]]:
    """Those of one severity and code together: errors first, and then what is found most often."""
    by_kind = sorted(items, key=lambda item: (_ORDER[item.severity], item.code))
    kinds = [[*kind] for _, kind in groupby(by_kind, key=lambda item: (item.severity, item.code))]
    return sorted(kinds, key=lambda kind: (_ORDER[kind[0].severity], -len(kind)))
