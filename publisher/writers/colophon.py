"""What the colophon (판권) says, in both formats, in the order of a Korean book."""

from collections.abc import Iterator
from typing import NamedTuple

from publisher.assets.font_facts import licence_of
from publisher.assets.urls import shown
from publisher.config.matter import printing
from publisher.writers.job import BookInputs

_ROLES = ("body", "heading", "code")  # of fonts that are named


class Row(NamedTuple):
    """A line: a word, and what it is; several values stand below one another."""

    label: str
    values: tuple[str, ...]
    href: str = ""  # where the value leads


def colophon(job: BookInputs) -> tuple[Row, ...]:
    """Return the lines of a book's colophon that have something to say."""
    return tuple(row for row in _rows(job) if any(row.values))


def _rows(job: BookInputs) -> Iterator[Row]:
    own, meta = job.settings.colophon, job.book.meta
    words = job.theme.words_in(meta.language)
    yield Row(words["author"], (", ".join(meta.authors),))
    for one in own.people:
        label, _equals, name = one.partition("=")
        yield Row(label.strip(), (name.strip(),))
    yield Row(words["published"], tuple(_printings(job)))
    yield Row(words["issued_by"], (own.issued_by,))
    yield Row(words["publisher"], (meta.publisher,))
    yield Row(words["registration"], (own.registration,))
    yield Row(words["address"], (own.address,))
    yield Row(words["contact"], own.contact)
    yield Row(words["website"], (shown(meta.source),), meta.source)
    yield Row(words["isbn"], (meta.isbn,))
    yield Row(words["price"], (meta.price,))
    yield Row(words["fonts"], (", ".join(_fonts(job)) if own.fonts else "",))
    yield Row(words["ai"], (own.ai,))
    yield Row(words["license"], (own.license,))


def _printings(job: BookInputs) -> Iterator[str]:
    """All 판 and 쇄; else the day of this one."""
    meta, theme = job.book.meta, job.theme
    own = [found for one in job.settings.colophon.printings if (found := printing(one))]
    for name, day in own:
        yield f"{name} {theme.day(day, meta.language)}"
    if not own:
        yield f"{theme.day(meta.published, meta.language)} {meta.edition}".strip()


def _fonts(job: BookInputs) -> list[str]:
    faces = [role.faces[0] for role in job.fonts.roles if role.name in _ROLES and role.faces]
    found = {face.family: licence_of(face) for face in faces}
    return [f"{family} ({licence})" if licence else family for family, licence in found.items()]
