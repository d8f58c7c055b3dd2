"""What is at hand where a book is bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from publisher.writers.pdf.bound import Bound
from publisher.writers.pdf.file import PdfFile
from publisher.writers.pdf.ledger import Parts
from publisher.writers.pdf.movable import Movable
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.piece import Body
from publisher.writers.pdf.tags import Tags
from publisher.writers.pdf.typecase import Typecase


class Stock(Protocol):
    """Where the greater part of pieces and of pictures lies."""

    def body(self, number: int) -> Body:
        """The objects of a piece, by its number."""

    def picture(self, digest: str) -> Sequence[Movable]:
        """A picture's objects."""


@dataclass(frozen=True)
class Work:
    """One book on its way into one file."""

    bound: Bound
    keys: Sequence[str]  # of the pieces: a digest of all that each is made of
    paper: Paper
    file: PdfFile
    root: int  # object: of the page tree
    tags: Tags
    case: Typecase
    parts: Parts
    stock: Stock
    pictures: dict[str, int] = field(default_factory=dict)  # digest -> object, of what is written so far
