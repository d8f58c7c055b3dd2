"""Custom properties of a style sheet that say others, which say others: how long what they say becomes.

`--a: var(--b) var(--b)`, forty times over, is a text that no machine has room for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tinycss2

_LONGEST = 100  # times that a property may say others, however deep
_DEEPEST = 20  # rules in rules


def endless(text: str) -> frozenset[str]:
    """Return the names of properties that would say others too often, or themselves."""
    if "--" not in text and "\\" not in text:
        return frozenset()
    says = defaultdict[str, list[str]](list)
    for name, value in _declared(tinycss2.parse_stylesheet(text), 1):
        says[name] += _said(value)
    return _too_long(says)


def _declared(nodes: Iterable[Any], depth: int) -> Iterator[tuple[str, list[Any]]]:
    for node in nodes:
        if node.type == "declaration" and node.name.startswith("--"):
            yield node.name, node.value
        elif node.type in ("qualified-rule", "at-rule") and node.content and depth <= _DEEPEST:
            yield from _declared(tinycss2.parse_blocks_contents(node.content), depth + 1)


def _said(values: Iterable[Any]) -> Iterator[str]:
    waiting = [*values]
    while waiting:
        value = waiting.pop()
        if value.type == "ident" and value.value.startswith("--"):
            yield value.value
        waiting += getattr(value, "arguments", None) or getattr(value, "content", None) or ()


def _too_long(says: Mapping[str, list[str]]) -> frozenset[str]:
    """Those that grow beyond all measure: what is known of each grows by a level in each round."""
    size = dict.fromkeys(says, 1)
    for _round in range(_LONGEST):
        before = size
        size = {name: min(_LONGEST + 1, 1 + sum(before.get(one, 1) for one in says[name])) for name in says}
        if size == before:
            break
    return frozenset(name for name, count in size.items() if count > _LONGEST)
