"""The parts that every Atom document of ours is built of. See https://www.rfc-editor.org/rfc/rfc4287"""

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from publisher.assets.xhtml import Element

_ATOM = "http://www.w3.org/2005/Atom"
_SPACES = {
    None: _ATOM,
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "thr": "http://purl.org/syndication/thread/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "schema": "http://schema.org/",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def root(name: str, language: str) -> Element:
    """A document's element, a feed or an entry."""
    made = etree.Element(named(name), nsmap=_SPACES)
    made.set(_LANG, language)
    return made


def add(parent: Element, name: str, text: str = "") -> Element:
    """A child, by its name with the usual prefix: "updated", "dc:issued"."""
    made = etree.SubElement(parent, named(name))
    if text:
        made.text = text
    return made


def named(name: str) -> str:
    """A name with its namespace, as lxml writes it."""
    space, _, local = name.rpartition(":")
    return f"{{{_SPACES[space or None]}}}{local}"


def heads(parent: Element, title: str, identifier: str, updated: datetime, authors: Iterable[str]) -> None:
    """What every feed and entry says first."""
    add(parent, "title", title)
    add(parent, "id", identifier)
    add(parent, "updated", stamp(updated))
    for name in authors:
        author(parent, name)


def author(parent: Element, name: str) -> None:
    add(add(parent, "author"), "name", name)


def link(parent: Element, rel: str, href: str, media_type: str) -> Element:
    made = add(parent, "link")
    made.set("rel", rel)
    made.set("href", href)
    made.set("type", media_type)
    return made


def stamp(moment: datetime) -> str:
    """A moment in UTC. See https://www.rfc-editor.org/rfc/rfc3339"""
    # strftime gives the year 1 one digit.
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def document(made: Element) -> bytes:
    etree.cleanup_namespaces(made)
    etree.indent(made)
    return etree.tostring(made, encoding="utf-8", xml_declaration=True) + b"\n"
