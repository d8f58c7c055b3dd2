"""An EPUB -> what it says of itself: package metadata, contents, cover.

Untrusted. A zip is read entry by entry, none beyond its limit however much it would inflate to, and nothing
is unpacked to the disk; XML loads no DTD and no entity; addresses are names in the zip and nothing else.
See https://www.w3.org/TR/epub-33/
"""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publisher.assets import zips
from publisher.assets.xhtml import Element, xml
from publisher.library.about import (
    About,
    BookError,
    Read,
    day,
    headings,
    language,
    line,
    lines,
    moment,
    paragraph,
    position,
)
from publisher.phrase import _

_MOST_ENTRIES = 50_000
_XML_BYTES = 8_000_000
_COVER_BYTES = 30_000_000
_CONTAINER = "META-INF/container.xml"
_C = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_X = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_BROKEN = (*zips.BROKEN, KeyError)


def read(path: Path) -> Read:
    """Raises BookError where it is no EPUB that can be read, OSError where the file cannot."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise BookError(
                    "book-unreadable", _("more than {most_entries:,} files in it", most_entries=_MOST_ENTRIES)
                )
            if any(entry.compress_type not in zips.PACKED for entry in archive.infolist()):
                raise BookError("book-unreadable", _("it is packed as no EPUB may be"), _AGAIN)
            return Read(_Package(archive).about())
    except etree.XMLSyntaxError as error:
        raise BookError(
            "book-unreadable", _("its package is no XML: {msg}", msg=error.msg), _AGAIN
        ) from error
    except _BROKEN as error:
        raise BookError(
            "book-unreadable", _("no EPUB that can be read: {error}", error=error), _AGAIN
        ) from error


_AGAIN = _("make or download it again; EPUBCheck says more")


class _Package:
    """A package document on its way, and the zip it stands in."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._name = self._package_name()
        self._root = _parsed(_bytes(archive, self._name, _XML_BYTES))
        # Looked up, not looked for: a book may have as many titles as it has words about them.
        metas = [meta for meta in self._root.iter(f"{_OPF}meta") if meta.get("refines")]
        self._refines = {(meta.get("refines"), meta.get("property")): meta.text for meta in reversed(metas)}
        self._items = {
            item.get("id", ""): item for item in self._root.iter(f"{_OPF}item") if item.get("href")
        }

    def about(self) -> About:
        dc, titled = self._dc, self._titles()
        series, place = self._series()
        return About(
            identifier=line(self._identifier()),
            title=line(titled[0]),
            subtitle=line(titled[1]),
            authors=lines(self._authors()),
            language=language(next(dc("language"), None)),
            description=paragraph(next(dc("description"), None)),
            publisher=line(next(dc("publisher"), None)),
            subjects=lines(list(dc("subject"))),
            rights=line(next(dc("rights"), None)),
            published=day(next(dc("date"), None)),
            modified=moment(self._property("dcterms:modified")) or moment(next(dc("date"), None)),
            series=line(series),
            position=position(place),
            contents=headings(self._contents()),
            cover=self._cover(),
        )

    def _package_name(self) -> str:
        container = _parsed(_bytes(self._archive, _CONTAINER, _XML_BYTES))
        found = next(container.iter(f"{_C}rootfile"), None)
        if found is None:
            raise BookError(
                "book-unreadable", _("{container} names no package", container=_CONTAINER), _AGAIN
            )
        return unquote(found.get("full-path", ""))

    # Metadata

    def _dc(self, name: str) -> Iterator[str | None]:
        return (element.text for element in self._root.iter(_DC + name))

    def _identifier(self) -> str | None:
        wanted = self._root.get("unique-identifier")
        found = list(self._root.iter(f"{_DC}identifier"))
        chosen = next((one for one in found if one.get("id") == wanted), found[0] if found else None)
        return chosen.text if chosen is not None else None

    def _titles(self) -> tuple[str | None, str | None]:
        """Title and subtitle, by their title-type; else the first is the title."""
        main, sub = None, None
        for element in self._root.iter(f"{_DC}title"):
            kind = self._refined(element, "title-type")
            if kind == "subtitle":
                sub = sub or element.text
            elif main is None or kind == "main":
                main = element.text
        return main, sub

    def _authors(self) -> list[str | None]:
        """Creators that are authors: a translator or illustrator says its role."""
        found = list(self._root.iter(f"{_DC}creator"))
        roles = [self._refined(one, "role") or one.get(f"{_OPF}role") or "aut" for one in found]
        authors = [one.text for one, role in zip(found, roles, strict=True) if role == "aut"]
        return authors or [one.text for one in found]

    def _series(self) -> tuple[str | None, str | None]:
        """EPUB 3's collection, else calibre's word for it in EPUB 2."""
        for meta in self._root.iter(f"{_OPF}meta"):
            if meta.get("property") == "belongs-to-collection":
                return meta.text, self._refined(meta, "group-position")
        return self._named_meta("calibre:series"), self._named_meta("calibre:series_index")

    def _property(self, name: str) -> str | None:
        found = (
            meta.text
            for meta in self._root.iter(f"{_OPF}meta")
            if meta.get("property") == name and not meta.get("refines")
        )
        return next(found, None)

    def _named_meta(self, name: str) -> str | None:
        found = (meta.get("content") for meta in self._root.iter(f"{_OPF}meta") if meta.get("name") == name)
        return next(found, None)

    def _refined(self, element: Element, name: str) -> str | None:
        """See https://www.w3.org/TR/epub-33/#attrdef-refines"""
        return self._refines.get((f"#{element.get('id')}", name))

    # Contents and cover: a book without them, or with broken ones, is a book all the same.

    def _contents(self) -> Iterator[tuple[str, int]]:
        for item in self._items.values():
            if "nav" in (item.get("properties") or "").split():
                yield from _nav_titles(self._tree(item))
                return
        for item in self._items.values():
            if item.get("media-type") == "application/x-dtbncx+xml":
                yield from _ncx_titles(self._tree(item))
                return

    def _cover(self) -> bytes:
        """EPUB 3's cover-image, else EPUB 2's meta; empty where neither leads to a file."""
        properties = (
            item for item in self._items.values() if "cover-image" in (item.get("properties") or "").split()
        )
        item = next(properties, None)
        if item is None:
            item = self._items.get(self._named_meta("cover") or "")
        try:
            return _bytes(self._archive, self._place(item), _COVER_BYTES) if item is not None else b""
        except (BookError, *_BROKEN):
            return b""

    def _tree(self, item: Element) -> Element | None:
        try:
            return _parsed(_bytes(self._archive, self._place(item), _XML_BYTES), recover=True)
        except (BookError, etree.XMLSyntaxError, *_BROKEN):
            return None

    def _place(self, item: Element) -> str:
        folder = posixpath.dirname(self._name)
        return posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").partition("#")[0])))


def _bytes(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """An entry, inflated no further than the limit, whatever its header says."""
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise BookError(
            "book-unreadable", _("there is no {name} in it", name=name or "package"), _AGAIN
        ) from error
    with archive.open(info) as entry:
        data = entry.read(limit + 1)
    if len(data) > limit:
        raise BookError(
            "book-unreadable", _("{name} in it is over {value:.0f} MB", name=name, value=limit / 1e6)
        )
    return data


def _parsed(data: bytes, *, recover: bool = False) -> Element:
    root = xml(data, recover=recover)
    if root is None:  # recovered nothing
        raise ValueError("no XML")
    return root


def _nav_titles(root: Element | None) -> Iterator[tuple[str, int]]:
    """The labels of the contents and their depths, outer before inner."""
    navs = list(root.iter(f"{_X}nav")) if root is not None else []
    toc = next((nav for nav in navs if "toc" in (nav.get(_TYPE) or "").split()), navs[0] if navs else None)
    for depth, item in _nested(toc, f"{_X}li", 0):
        label = next((child for child in item if child.tag in (f"{_X}a", f"{_X}span")), None)
        if label is not None:
            yield "".join(str(text) for text in label.itertext()), depth


def _ncx_titles(root: Element | None) -> Iterator[tuple[str, int]]:
    for depth, point in _nested(root, f"{_NCX}navPoint", 0):
        yield point.findtext(f"{_NCX}navLabel/{_NCX}text") or "", depth


def _nested(root: Element | None, tag: str, depth: int) -> Iterator[tuple[int, Element]]:
    """Elements of a tag below another, with how many of them stand around each."""
    for child in root if root is not None else ():
        if child.tag == tag:
            yield depth, child
        yield from _nested(child, tag, depth + (child.tag == tag))
