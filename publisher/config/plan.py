"""book.plan.toml as values: what may stand in each of its tables.

The docstring under a key is its documentation, as in schema.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from publisher.config.schema import PartTable
from publisher.config.table import Names, Table
from publisher.config.wanted import wanted
from publisher.phrase import NOTHING, Phrase, _

T = TypeVar("T", bound=Table)


class LineTable(Table):
    """A chapter that has something of its own: `{ path = "…", title = "…" }` in place of the path alone."""

    path: Annotated[str, Field(min_length=1)]
    """The post's file below the blog's folder; or a page of the blog, or any other text file in it."""
    title: str = ""
    """What the book calls it."""
    lead: str = Field(default="", max_length=10_000)
    """Some words below its title; an empty line parts paragraphs."""
    opening: Literal["", "page", "recto", "run-on"] = ""
    """It opens on a new `page`, a right-hand one (`recto`), or where the one before it ends (`run-on`)."""
    pin: Literal["", "first", "last"] = ""
    """It stays the `first` of its part, or the `last`, when new posts come."""
    together: bool = False
    """Nothing new comes between it and the chapter before it."""


class PlanPartTable(PartTable):
    """A part of the book, with its chapters in their order; without a title, chapters between the parts."""

    title: str | Names = ""
    """What it is called; a part in a part is `"개발 / 파이썬"`, or `["개발", "CI/CD"]`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be used."""

    code: str
    what: Phrase
    hint: Phrase = NOTHING


@dataclass(frozen=True, slots=True)
class Usable(Generic[T]):
    """A table without the values that cannot be used."""

    table: T | None  # None: not even the others make one
    faults: tuple[Fault, ...] = ()


def usable(kind: type[T], values: Mapping[str, Any]) -> Usable[T]:
    """Return as much of a table as can be used: a slip in one line of a plan costs that line alone."""
    try:
        return Usable(kind.model_validate(values))
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one for one in error.errors()}
    faults = tuple(_faults(kind, wrong))
    rest = {name: value for name, value in values.items() if name not in wrong}
    try:
        return Usable(kind.model_validate(rest), faults)
    except ValidationError:
        return Usable(None, faults)


def _faults(kind: type[Table], wrong: Mapping[str, ErrorDetails]) -> Iterator[Fault]:
    for name, error in wrong.items():
        if error["type"] == "extra_forbidden":
            yield unknown(name, kind.model_fields)
            continue
        value = repr(error["input"])[:80]
        what = _(
            "{name}: {value} cannot be used; wanted: {wanted}", name=name, value=value, wanted=wanted(error)
        )
        yield Fault("config-value", what)


def unknown(name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a key that there is not."""
    near = get_close_matches(name, known := [*known], 1)
    keys = _("known here: {keys}", keys=", ".join(known))
    hint = _("did you mean {near}?", near=near[0]) if near else keys
    return Fault("config-key", _("{name}: unknown key", name=name), hint)
