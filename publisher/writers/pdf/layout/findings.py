"""What was found when chapters were laid out, for who reads the report: kept with the finished book too.

Nothing is imported here that a build without anything new has no use for.
"""

from collections.abc import Iterable
from typing import NamedTuple

from publisher.errors import OVERRUN, Severity
from publisher.phrase import Phrase

LEAST = 200  # dots per inch of a picture: below, an eye sees them on paper
SEEN = 20.0  # mm: of a picture that is no larger, nobody does


class Told(NamedTuple):
    """What a reader of the report should know of how a chapter is set."""

    chapter: str  # its id
    code: str  # "table-turned"
    what: Phrase
    hint: Phrase
    severity: Severity = Severity.NOTE


class Coarse(NamedTuple):
    """A picture that will look soft, or have steps, in print."""

    chapters: tuple[str, ...]  # ids of those of which one shows it
    asset: str
    dpi: int


def overran(told: Iterable[Told]) -> bool:
    """Tell whether a chapter is set as text for the time it took: another machine may set it as it is."""
    return any(one.code == OVERRUN for one in told)
