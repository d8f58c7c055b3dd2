"""What is at hand where a book is bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from publisher.writers.pdf.bound import Bound
from publisher.writers.pdf.file import PdfFile
from publisher.writers.pdf.ledger import Parts
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.stock import Stock
from publisher.writers.pdf.tags import Tags
from publisher.writers.pdf.typecase import Typecase


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
