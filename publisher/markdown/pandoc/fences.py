"""Fenced code of Pandoc's Markdown: ``` or ~~~ with a language, or with {.language key=value}."""

import re
from bisect import bisect_left
from collections.abc import Sequence

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}+|~{3,}+) *+(?P<word>[^\s`{}]*+) *+(?P<info>\{[^`{}]*\})? *\Z")
_CLOSING = re.compile(r" *(?P<fence>`{3,}|~{3,}) *\Z")
_CLASS = re.compile(r"\.([\w+#-]+)")


class Fences:
    """Where the fences of a text may end: looked for once, not for each that opens."""

    def __init__(self, lines: Sequence[str]) -> None:
        found = [
            (number, match["fence"]) for number, line in enumerate(lines) if (match := _CLOSING.match(line))
        ]
        self.numbers, self.fences = [number for number, _ in found], [fence for _, fence in found]
        self.open: dict[str, int] = {}  # fences that nothing closes below this line

    def end(self, at: int, line: str) -> int:
        """Return the line behind the block that opens at `at`, which reads `line`; 0: none does."""
        opening = _FENCE.match(line)
        if opening is None or self.open.get(opening["fence"], at) < at:
            return 0
        for index in range(bisect_left(self.numbers, at + 1), len(self.numbers)):
            if self.fences[index].startswith(opening["fence"]):
                return self.numbers[index] + 1
        self.open.setdefault(opening["fence"], at)
        return 0


def language_of(line: str) -> str:
    opening = _FENCE.match(line)
    named = _CLASS.search(opening["info"] or "") if opening else None
    return (opening["word"] if opening else "") or (named[1] if named else "")
