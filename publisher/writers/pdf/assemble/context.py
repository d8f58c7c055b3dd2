"""What is at hand where a book is bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from publisher.book.paper import Paper
from publisher.writers.pdf.assemble.embedder import FontEmbedder
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Parts
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.tags import Tags
from publisher.writers.pdf.layout.store import FragmentStore


@dataclass(frozen=True)
class Work:
    """One book on its way into one file."""

    bound: Paginated
    keys: Sequence[str]  # of the fragments: a digest of all that each is made of
    paper: Paper
    file: PdfFile
    root: int  # object: of the page tree
    tags: Tags
    case: FontEmbedder
    parts: Parts
    store: FragmentStore
    pictures: dict[str, int] = field(default_factory=dict)  # digest -> object, of what is written so far
