"""What every writer gets."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme
from publisher.errors import Report
from publisher.model import Book
from publisher.phrase import Phrase
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache, NoCache

if TYPE_CHECKING:  # a tenth of a second, for each process that makes pages
    from publisher.config.schema import BookToml


class Step(Protocol):
    """Tells what is being done: `done` things `of` so many, the one at hand, pages so far."""

    def __call__(
        self, what: Phrase, item: str = "", *, done: int = 0, of: int = 0, pages: int = 0
    ) -> None: ...


def silent(what: Phrase, item: str = "", *, done: int = 0, of: int = 0, pages: int = 0) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file on its way: other processes have begun with what they do for it."""

    finish: Callable[[], int]  # writes it; the number of its pages, 0 where the format has none
    elsewhere: bool = False  # whether another process writes it: then there is time for others meanwhile


@dataclass(frozen=True, slots=True)
class BookInputs:
    """All that a book's file is made of, whoever makes it and wherever it lies."""

    book: Book
    cover: bytes  # a JPEG
    theme: Theme
    fonts: FontSet
    settings: "BookToml"
    epoch: int | None  # SOURCE_DATE_EPOCH: no time in the file is later


@dataclass(frozen=True, slots=True)
class Job(BookInputs):
    """One file to write."""

    file: Path  # to be written; it takes the target's place when all files of the build are made
    target: Path  # the book's place
    keep_in: Path  # a folder for things worth keeping until the next build
    keeps: bool  # whether there is a next build to keep them for
    executor: Executor  # who does the heavy work
    report: Report
    step: Step  # tells what is being done

    @property
    def inputs(self) -> BookInputs:
        return BookInputs(*(getattr(self, field.name) for field in fields(BookInputs)))

    def cache(self, kind: str) -> Cache:
        """Return what is kept of one kind, from build to build."""
        return Cache(self.keep_in / kind) if self.keeps else NoCache()

    def alone(self) -> "Job":
        """For another process: with nobody to help, and nobody to tell."""
        return replace(self, executor=Executor(1), report=Report(), step=silent)
