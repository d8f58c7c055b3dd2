"""The pages of a book before and behind its posts, in both formats: which of them it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.book.matter import KINDS, Kind
from publisher.model import Chapter
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
    table, words = job.settings.matter, job.theme.words_in(job.book.meta.language)
    written = [
        MatterSection(page.chapter.id, page.kind, page.chapter.title, page.chapter)
        for page in job.book.matter
    ]
    there = {"index": job.book.index.entries, "changes": job.book.changes.since}
    empty = {kind for kind, something in there.items() if not something}
    made = [
        MatterSection(kind.replace("_", "-"), kind, words[name])
        for kind, name in _OURS.items()
        if getattr(table, kind) and kind not in empty
    ]
    return tuple(sorted((*made, *written), key=lambda one: [*KINDS].index(one.kind)))


def listed(found: Sequence[MatterSection], *, front: bool) -> tuple[MatterSection, ...]:
    """Return those that the contents list, before or behind the chapters."""
    return tuple(one for one in found if one.of.is_listed and one.of.front == front)
