"""The pages of a book before and behind its posts, in both formats: which there are, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from publisher.model import Chapter
from publisher.writers.job import BookInputs


class Kind(NamedTuple):
    """What is the same of all pages of a kind."""

    front: bool  # before the contents, with Roman page numbers
    is_listed: bool  # in the contents, by a title
    type: str  # epub:type, and the role of the same name: https://www.w3.org/TR/epub-ssv-11/
    role: str = ""  # https://www.w3.org/TR/dpub-aria-1.1/


# In the order of a Korean book; the contents stand between the two kinds, the colophon before `ads`.
KINDS: Mapping[str, Kind] = {
    "half_title": Kind(True, False, "halftitlepage"),
    "dedication": Kind(True, False, "dedication", "doc-dedication"),
    "foreword": Kind(True, True, "foreword", "doc-foreword"),
    "preface": Kind(True, True, "preface", "doc-preface"),
    "acknowledgments": Kind(True, True, "acknowledgments", "doc-acknowledgments"),
    "afterword": Kind(False, True, "afterword", "doc-afterword"),
    "appendix": Kind(False, True, "appendix", "doc-appendix"),
    "author": Kind(False, True, "backmatter"),
    "index": Kind(False, True, "index", "doc-index"),
    "posts": Kind(False, True, "backmatter"),
    "changes": Kind(False, True, "backmatter"),
    "ads": Kind(False, False, "backmatter"),
}
_OURS = {
    "half_title": "half_title",
    "index": "index",
    "posts": "posts_page",
    "changes": "changes",
}  # which the theme makes, and their titles
FRONT = tuple(kind for kind, one in KINDS.items() if one.front and kind != "half_title")
BACK = tuple(kind for kind, one in KINDS.items() if not one.front and kind != "ads")


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
