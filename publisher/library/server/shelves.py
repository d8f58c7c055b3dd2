"""What is served at one time, as a value: a shelf that has changed is another one."""

from collections.abc import Callable
from dataclasses import dataclass

from publisher.errors import Diagnostic
from publisher.library.server.answer import Answer
from publisher.library.server.opening import Files
from publisher.library.server.request import Request
from publisher.library.website import Website

Prints = frozenset[tuple[str, int, int, int]]
Answerer = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is served at one time."""

    title: str
    files: Files
    answer: Answerer
    found: tuple[Diagnostic, ...] = ()  # what is wrong with the books
    prints: Prints = frozenset()  # of the folder, as it was read


@dataclass(frozen=True, slots=True)
class Contents:
    """What reading a folder gives: a website, and how it answers to more than its addresses."""

    title: str
    website: Website
    answer: Answerer
    found: tuple[Diagnostic, ...] = ()  # what is wrong with the books
