"""What of other sites a book shows, by host, and what `rights.toml` says that allows it.

    "images.example.org" = "CC BY 4.0, 홍길동"
    "https://example.com/map.png" = "작가의 허락, 2024년 5월 1일"

A host answers for those below it too; an address, for itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from publisher.errors import Where
from publisher.model import Book, FromWeb


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture or an embed of another site."""

    item: FromWeb
    host: str
    permission: str  # empty: open


def shown(books: Iterable[Book], permissions: Mapping[str, str]) -> list[Shown]:
    """Return all that books show of other sites, by host, then by place."""
    found = [
        Shown(item, host, permission_for(item.addresses[0], host, permissions))
        for item in _items(books)
        if (host := host_of(item.addresses[0]))
    ]
    return sorted(dict.fromkeys(found), key=lambda one: (one.host, one.item.where, one.item.addresses))


def _items(books: Iterable[Book]) -> Iterator[FromWeb]:
    for book in books:
        for chapter in book.texts:
            yield from chapter.from_web


def host_of(address: str) -> str:
    """Return a host's name without "www."; "" for an address that has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def permission_for(address: str, host: str, permissions: Mapping[str, str]) -> str:
    """Return what allows it: of its address, of its host, of the host that this is below."""
    labels = host.split(".")
    names = (address, *(".".join(labels[start:]) for start in range(len(labels))))
    return next((permissions[name] for name in names if name in permissions), "")


@dataclass(frozen=True, slots=True)
class HostRow:
    """What is shown of one host, counted."""

    host: str
    pictures: int
    embeds: int
    open: int  # how many no permission answers for
    permission: str  # the first; empty: none
    places: tuple[Where, ...]


def by_host(items: Iterable[Shown]) -> list[HostRow]:
    """Return a row a host, in the order of names."""
    hosts: dict[str, list[Shown]] = {}
    for one in items:
        hosts.setdefault(one.host, []).append(one)
    return [
        HostRow(
            host,
            sum(one.item.kind == "picture" for one in own),
            sum(one.item.kind == "embed" for one in own),
            sum(not one.permission for one in own),
            next((one.permission for one in own if one.permission), ""),
            tuple(one.item.where for one in own),
        )
        for host, own in hosts.items()
    ]
