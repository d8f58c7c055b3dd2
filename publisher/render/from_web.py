"""The pictures of other sites that chapters show: gathered, fetched, and named where they cannot be.

Which there are, posts say only when they are rendered: a shortcode may make an address. Those that show a
picture which came meanwhile are then rendered anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from publisher.assets.urls import web
from publisher.errors import Report
from publisher.fetch.internet import FetchError, Internet
from publisher.fetch.lock import Pictures, Step
from publisher.model import Book, FromWeb
from publisher.phrase import _
from publisher.storage.cache import Cache


def fetched(books: Iterable[Book], blog: Path, cache: Cache, internet: Internet, step: Step) -> Pictures:
    """Ask the network for the pictures that these books want, and for nothing else."""
    from publisher.fetch.pictures import fetch  # here: no other build needs an HTTP client

    return fetch([item.addresses for item in _pictures(books)], blog, cache, internet, step)


def say_why(faults: Mapping[str, FetchError], books: Iterable[Book], report: Report) -> None:
    """Say of each picture that could not be fetched why: in place of the words that it is on the web."""
    failed = [item for item in _pictures(books) if item.addresses[0] in faults]
    known = {(item.where, item.addresses[0]) for item in failed}
    report.diagnostics[:] = [
        item
        for item in report.diagnostics
        if item.code != "image-remote" or (item.where, web(str(item.message.values["address"]))) not in known
    ]
    for item in failed:
        fault = faults[item.addresses[0]]
        what = _(
            "the picture cannot be fetched: {addresses}: {what}", addresses=item.addresses[0], what=fault.what
        )
        report.warning("image-not-fetched", what, item.where, fault.hint)


def _pictures(books: Iterable[Book]) -> Iterator[FromWeb]:
    for book in books:
        for chapter in book.texts:
            yield from (item for item in chapter.from_web if item.kind == "picture")
