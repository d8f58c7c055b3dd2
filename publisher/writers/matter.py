"""The pages of a book before and behind its posts, in both formats: which of them it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.book.matter import KINDS, Kind
from publisher.config.matter import MatterTable
from publisher.model import Book, Chapter
from publisher.writers.job import BookInputs

_OURS = {
    "half_title": "half_title",
    "index": "index",
    "posts": "posts_page",
    "changes": "changes",
}  # which the theme makes, and their titles


@dataclass(frozen=True, slots=True)
class MatterSection:
    """One page before or behind the posts."""

    id: str
    kind: str
    title: str
    chapter: Chapter | None = None  # what somebody has written; None: the theme makes it

    @property
    def of(self) -> Kind:
        return KINDS[self.kind]

    @property
    def type(self) -> str:
        return self.of.type


def sections(job: BookInputs) -> tuple[MatterSection, ...]:
    """Return all such pages of the book, in their order."""
    words = job.theme.words_in(job.book.meta.language)
    written = {page.chapter.id: page.chapter for page in job.book.matter}
    return tuple(
        MatterSection(page, kind, words[_OURS[kind]])
        if kind in _OURS
        else MatterSection(page, kind, written[page].title, written[page])
        for kind, page in there(job.book, job.settings.matter)
    )


def there(book: Book, table: MatterTable) -> list[tuple[str, str]]:
    """Return the kinds and ids of these pages, in their order."""
    said = {"index": book.index.entries, "changes": book.changes.since}
    empty = {kind for kind, something in said.items() if not something}
    made = [(kind, kind.replace("_", "-")) for kind in _OURS if getattr(table, kind) and kind not in empty]
    written = [(page.kind, page.chapter.id) for page in book.matter]
    return sorted((*made, *written), key=lambda one: [*KINDS].index(one[0]))


def listed(found: Sequence[MatterSection], *, front: bool) -> tuple[MatterSection, ...]:
    """Return those that the contents list, before or behind the chapters."""
    return tuple(one for one in found if one.of.is_listed and one.of.front == front)
