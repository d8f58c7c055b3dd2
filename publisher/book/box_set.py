"""합본: the volumes of a set as one book, each a part of its own. Pure."""

import uuid
from collections import ChainMap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from publisher.book.metadata import book_meta
from publisher.config.schema import BookToml, Format
from publisher.errors import Report
from publisher.model import Blog, Book, BookMeta, Chapter, Outline, PartText, Section

_TITLES = {"ko": "{} 합본"}
_VOLUMES = {"ko": "{}권"}


def formats(book: Book | Outline, given: Iterable[Format], settings: BookToml) -> list[Format]:
    """Return those of some formats in which a book is made."""
    wanted = settings.order.box_set
    return [
        form for form in given if not (isinstance(book, Book) and book.box_set) or wanted in (form, "both")
    ]


def box_meta(blog: Blog, volumes: Sequence[Outline], settings: BookToml) -> BookMeta | None:
    """Return what the box set of these volumes says of itself; None where there is none."""
    if settings.order.box_set == "none" or len(volumes) < 2:
        return None
    entries = [entry for volume in volumes for entry in volume.entries]
    meta, title = book_meta(blog, entries, settings.book, Report()), volumes[0].meta.collection
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{blog.site.url}#{title}#box")
    return replace(
        meta,
        title=_in(meta.language, _TITLES, "{}: all volumes").format(title),
        identifier=meta.identifier if meta.isbn else f"urn:uuid:{name}",
        modified=max(volume.meta.modified for volume in volumes),
    )


def boxed(volumes: Sequence[Book], meta: BookMeta | None) -> Iterator[Book]:
    """Yield the one book of them, chapters numbered from first to last; nothing without `meta`."""
    if meta is None:
        return
    names = [_name(volume.meta) for volume in volumes]
    placed = [(name, chapter) for name, one in zip(names, volumes, strict=True) for chapter in one.chapters]
    yield Book(
        meta,
        tuple(_within(name, chapter, number) for number, (name, chapter) in enumerate(placed, 1)),
        dict(ChainMap(*(dict(volume.links) for volume in volumes))),
        parts=dict(chain.from_iterable(_parts(*one, meta) for one in zip(names, volumes, strict=True))),
        matter=volumes[0].matter,
        terms=volumes[0].terms,
        box_set=True,
    )


def _within(name: str, chapter: Chapter, number: int) -> Chapter:
    return replace(chapter, section=(name, *chapter.section), number=number)


def _parts(name: str, volume: Book, box: BookMeta) -> Iterator[tuple[Section, PartText]]:
    """What stands on the pages of its parts, and on its own: a subtitle that it does not share with all."""
    own = volume.meta.subtitle
    yield (name,), PartText(lead=(own,) if own not in ("", box.subtitle) else ())
    yield from (((name, *section), text) for section, text in volume.parts.items())


def _name(meta: BookMeta) -> str:
    """ "2권 개발": its number, and what it is called beside the name of the set."""
    rest = meta.title.removeprefix(meta.collection)
    own = rest.removeprefix(f" {meta.position}").lstrip(": ") if rest != meta.title else rest
    return f"{_in(meta.language, _VOLUMES, 'Volume {}:').format(meta.position)} {own}".strip().removesuffix(
        ":"
    )


def _in(language: str, forms: dict[str, str], other: str) -> str:
    return forms.get(language.partition("-")[0], other)
