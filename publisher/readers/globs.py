"""Patterns for paths, as Node's glob libraries read them: *, **, ?, [abc], {a,b}."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

_CHOICE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 300  # letters of a pattern
_MOST = 100  # patterns that one with {a,b} stands for


def matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern means this path; * stays within a folder, ** does not."""
    return any(_leads(one.split("/"), path.split("/")) for one in choices(pattern))


def choices(pattern: str) -> Iterator[str]:
    """Yield what a pattern with {a,b} stands for: each without braces."""
    waiting, tried = [pattern[:_LONGEST]], 0
    while waiting and tried < _MOST:
        one, tried = waiting.pop(), tried + 1
        if choice := _CHOICE.search(one):
            waiting += [one[: choice.start()] + word + one[choice.end() :] for word in choice[1].split(",")]
        else:
            yield one


def _leads(parts: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the parts of a pattern lead through these names to their end."""
    places = {*_from(parts, 0)}
    for name in names:
        places = {
            after
            for place in places
            if place < len(parts) and (parts[place] == "**" or fnmatchcase(name, parts[place]))
            for after in _from(parts, place + (parts[place] != "**"))
        }
    return len(parts) in places


def _from(parts: Sequence[str], place: int) -> Iterator[int]:
    """Where one may stand in a pattern without a name: ** means no folder, too."""
    yield place
    while place < len(parts) and parts[place] == "**":
        place += 1
        yield place
