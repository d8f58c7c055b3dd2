"""The lines of a text, and what is looked for below one of them: found once for all, not for each.

A reader may rewrite the line at which it is, which no one looks for from above; those below are as written.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import cached_property

_DIV = re.compile(r" {0,3}:{3,} *(?:\{[^{}]*\}|[^\s{}:]+) *+:*+ *\Z")
_DIV_END = re.compile(r" {0,3}:{3,} *\Z")
_END = re.compile(r"\\end\{[\w*]+\}")


class Lines(list[str]):
    """A text's lines."""

    def next(self, at: int, fits: Callable[[str], object]) -> int:
        """Return the first line from `at` on that fits; where none does, how many lines there are."""
        if fits not in self._fitting:
            self._fitting[fits] = [number for number, line in enumerate(self) if fits(line)]
        found = self._fitting[fits]
        index = bisect_left(found, at)
        return found[index] if index < len(found) else len(self)

    def filled(self, at: int) -> int:
        """Return the first line from `at` on that is not empty."""
        return self.next(at, bool)

    def empty(self, at: int) -> int:
        return self.next(at, _is_empty)

    @cached_property
    def _fitting(self) -> dict[Callable[[str], object], list[int]]:
        return {}

    def div_end(self, at: int) -> int:
        """Return the line that ends the ::: at this one; 0: it begins none, or nothing ends it."""
        return self._div_ends[at] if _DIV.match(self[at]) else 0

    @cached_property
    def _div_ends(self) -> list[int]:
        """The line, for each, that would end a div which began there: of those behind it the first that ends
        more than they begin."""
        ends, ending = [0] * len(self), list[int]()  # of lines that are waited for, the last first
        for at in range(len(self) - 1, -1, -1):
            ends[at] = ending[-1] if ending else 0
            if _DIV_END.match(self[at]):
                ending.append(at)
            elif _DIV.match(self[at]) and ending:
                ending.pop()
        return ends

    def environment_end(self, at: int, mark: str) -> int:
        """Return the line from `at` on that holds an \\end{…}; -1: none does."""
        found = self._environment_ends.get(mark, [])
        index = bisect_left(found, at)
        return found[index] if index < len(found) else -1

    @cached_property
    def _environment_ends(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self):
            for end in _END.findall(line):
                found.setdefault(end, []).append(number)
        return found


def _is_empty(line: str) -> bool:
    return not line


class Elements:
    """Elements of HTML that are open, and how far in each one's text is."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.indents: list[int] = []
        self.count: Counter[str] = Counter()

    def __contains__(self, name: object) -> bool:
        return self.count[name] > 0  # type: ignore[index]

    def add(self, name: str, indent: int) -> None:
        self.names.append(name)
        self.indents.append(indent)
        self.count[name] += 1

    def close(self, name: str) -> None:
        """Close the last of that name, and all that it holds."""
        last = "" if name in self else name
        while last != name:
            last = self.names.pop()
            self.indents.pop()
            self.count[last] -= 1
