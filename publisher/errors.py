"""What can go wrong, as values: diagnostics to carry on with, exceptions to stop at.

Carry on: a `Diagnostic` goes into the `Report`; the rest of the book is still made.

- `error`: something that belongs in the book could not be put there (exit code 1 at the end).
- `warning`: it is in the book, but not as its writer meant; `--strict` makes it count as an error.
- `note`: worth knowing, nothing is wrong.

Stop: the tree of exceptions, each with its exit code.

- PublisherError

  - ConfigError (3): book.toml or the options cannot be used
  - SourceError (4): no blog there, nothing in it to print, no book to show or send
  - WriteError (5): what is made cannot be written

    - UnkeptError: something that is made on the way cannot

  - MemoryShortError (1): there is not enough memory
  - FontError (6): no font on this machine can show the book
  - IncompleteError (7): the made book is not the whole book
  - SendError (8): the book could not be sent
  - RightsError (9): the book shows what no one has allowed
  - LibraryError (10): a library that publisher needs does not load; an older Python too is exit code 10
  - NoProcessError (1): no other process can work, as the system has it

0 is success, 1 is a book made with errors, 2 a wrong command line (click's own), 130 Ctrl-C, 143 SIGTERM, 129
SIGHUP.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from publisher.phrase import NOTHING, Phrase


class Severity(StrEnum):
    """How much a diagnostic matters; see the module's docstring."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file of the blog, or of the shelf."""

    path: str  # as the blogger knows it: below that folder, "/" between names
    line: int = 0  # from 1; 0 = the file as a whole

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault and its cure, printed as `path:line: severity[code]: message` and `hint: ...`."""

    severity: Severity
    code: str  # "image-missing": stable, to search for
    message: Phrase
    where: Where
    hint: Phrase = NOTHING

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}[{self.code}]: {self.message}"


AS_TEXT = Phrase("it stands in the book as plain text")


OVERRUN = "chapter-overrun"


def simplified(cause: BaseException, where: Where, how: Phrase = AS_TEXT) -> Diagnostic:
    """Say that a chapter is set more simply than it is written. `how`: what the book then shows."""
    what = Phrase("the chapter could not be set as it is written; {how}", how=how)
    if isinstance(cause, OverrunError):
        hint = Phrase(
            "{cause}: part the post in two; or raise [limits] in book.toml, or take a smaller --jobs",
            cause=said(cause),
        )
        return Diagnostic(Severity.ERROR, OVERRUN, what, where, hint)
    hint = Phrase("{cause}; please report this", cause=said(cause))
    return Diagnostic(Severity.ERROR, "chapter-simplified", what, where, hint)


def said(cause: BaseException) -> Phrase:
    """Put it in words; what is not of our making is named by its kind too: "KeyError: 'a'"."""
    if isinstance(cause, PublisherError | LayoutError | OverrunError):
        return cause.message
    return Phrase("{cause}", cause=": ".join(filter(None, (type(cause).__name__, str(cause)))))


class Ignored(NamedTuple):
    """A diagnostic that the blogger has looked at, and wants no more."""

    item: Diagnostic
    reason: str
    in_post: bool  # where that is said: in the post itself, else in book.toml


@dataclass(slots=True)
class Report:
    """Diagnostics as they come in: the one thing that is handed through the whole build."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def error(self, code: str, message: Phrase, where: Where, hint: Phrase = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(Severity.ERROR, code, message, where, hint))

    def warning(self, code: str, message: Phrase, where: Where, hint: Phrase = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(Severity.WARNING, code, message, where, hint))

    def note(self, code: str, message: Phrase, where: Where, hint: Phrase = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(Severity.NOTE, code, message, where, hint))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics.extend(diagnostics)

    def count(self, severity: Severity) -> int:
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    def exit_code(self, *, strict: bool) -> int:
        """0 where the book is as its writer meant it; with `strict`, warnings count as errors."""
        faults = self.count(Severity.ERROR) + (self.count(Severity.WARNING) if strict else 0)
        return 1 if faults else 0


class PublisherError(Exception):
    """Nothing more can be done. `hint` names the cure."""

    exit_code = 1
    lacks = ""  # what is to be installed, by its name in cli/cures.py

    def __init__(self, message: Phrase, hint: Phrase = NOTHING) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Whole, also where another process raises it."""
        return type(self), (self.message,), self.__dict__


class ConfigError(PublisherError):
    """The settings cannot be used; `faults` are all of them, not only the first."""

    exit_code = 3

    def __init__(self, message: Phrase, faults: Iterable[Diagnostic] = (), hint: Phrase = NOTHING) -> None:
        super().__init__(message, hint)
        self.faults = tuple(faults)


class SourceError(PublisherError):
    """There is no blog, no post to make a book of, no book to show or send."""

    exit_code = 4


class WriteError(PublisherError):
    """Books, site or upload folder cannot be written where they should go."""

    exit_code = 5


class UnkeptError(WriteError):
    """A file that the build itself needs cannot be kept: its folder is full, or gone."""


class MemoryShortError(PublisherError):
    """Neither this process nor another can have more memory, or be started."""


class FontError(PublisherError):
    """No font on this machine has the letters of the book."""

    exit_code = 6
    lacks = "body"


class IncompleteError(PublisherError):
    """The made file does not show the whole book: a fault of ours. The old file stays."""

    exit_code = 7


class SendError(PublisherError):
    """No mail went out: the file is not fit for it, or the mail server refused."""

    exit_code = 8


class RightsError(PublisherError):
    """Something of another site is in a book for a store, and rights.toml has no permission for it."""

    exit_code = 9


class LibraryError(PublisherError):
    """A library of the system, or of Python, does not load."""

    exit_code = 10

    def __init__(self, message: Phrase, hint: Phrase = NOTHING, lacks: str = "") -> None:
        super().__init__(message, hint)
        self.lacks = lacks


class NoProcessError(PublisherError):
    """Other processes end before they have begun."""


class OverrunError(BaseException):
    """A post took more time or memory than it may, or the process that made it died: a simpler one is made.

    No `Exception`: a handler in between would take it for a fault of a formula or a picture, and go on.
    """

    def __init__(self, message: Phrase, *, again: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.again = again  # whether it may not have been the post's fault


class LayoutError(Exception):
    """The layout engine did what we do not know: the book is then laid out as one document."""

    def __init__(self, message: Phrase) -> None:
        super().__init__(message)
        self.message = message
