"""What is served at one time, as a value: a shelf that has changed is another one."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp

from publisher.errors import Diagnostic
from publisher.library.server.opening import Files
from publisher.library.website import Website
from publisher.storage.stamp import Stamp

# Of each file and folder: its path, its stamp, and whether a change since then gives it another.
Prints = frozenset[tuple[str, Stamp, bool]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is served at one time."""

    title: str
    app: ASGIApp
    found: tuple[Diagnostic, ...] = ()  # what is wrong with the books
    prints: Prints = frozenset()  # of the folder, as it was read


@dataclass(frozen=True, slots=True)
class Contents:
    """What reading a folder gives: a website, and what answers from it and its files."""

    title: str
    website: Website
    serving: Callable[[Files], ASGIApp]
    found: tuple[Diagnostic, ...] = ()  # what is wrong with the books
