"""The package: manifest, spine, metadata, NCX by EbookLib; what it gets wrong is set right here.

Set right: `xml:lang` of the package, accessibility metadata, the `mathml` property; the zip itself is
archive.py's. See https://www.w3.org/TR/epub-33/

Seen with EbookLib 0.20. Assumed, and asserted by tests/contracts/test_ebooklib.py: it writes to an open file,
under the names in _DOCUMENTS; it takes `properties` of an item and items as spine as they are given; `mtime`
is the time that it writes.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ebooklib import epub
from lxml import etree

from publisher.book.tree import Part, contents
from publisher.model import BookMeta, Chapter
from publisher.runtime.clock import still_clock
from publisher.writers import matter
from publisher.writers.epub import claims
from publisher.writers.epub.claims import Claims
from publisher.writers.epub.fonts import FontFile
from publisher.writers.epub.page import STYLE, XhtmlPage
from publisher.writers.epub.pages import COVER_IMAGE
from publisher.writers.epub.spine import GONE, Spine
from publisher.writers.job import Job

_DOCUMENTS = ("mimetype", "META-INF/container.xml", "EPUB/content.opf", "EPUB/toc.ncx")
_FIRST_OF_ZIP = 315_619_200  # seconds: the second of January 1980, which is none before 1980 anywhere
_OPF = "{http://www.idpf.org/2007/opf}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def documents(
    job: Job, pages: Sequence[XhtmlPage], fonts: Iterable[FontFile], moment: datetime
) -> dict[str, bytes]:
    """Return what a package is beside its contents, by names in the zip: mimetype, container, OPF, NCX; made
    at a moment of edition.py."""
    book = epub.EpubBook()
    words = job.theme.words_in(job.book.meta.language)
    _metadata(book, job.book.meta, claims.counted(job.book.texts, pages), words)
    # Items, not ids: EbookLib looks for each id from the first item on.
    added = [_add(book, one.id, one.file_name, "application/xhtml+xml", one.properties) for one in pages]
    # A book without a contents page has the list that e-readers show: a file that is not in the spine.
    book.spine = [
        item for item, one in zip(added, pages, strict=True) if job.settings.order.contents or one.id != "nav"
    ]
    _manifest(book, pages, fonts, job)
    around = matter.sections(job)
    front, back = matter.listed(around, front=True), matter.listed(around, front=False)
    places = Spine.of(job.book, job.settings)
    book.toc = [_toc_entry(node, places) for node in (*front, *contents(job.book.chapters), *back)]
    made = _written(book, moment)
    return made | {"EPUB/content.opf": _package(made["EPUB/content.opf"], job.book.meta)}


def _metadata(book: epub.EpubBook, meta: BookMeta, true: Claims, words: Mapping[str, str]) -> None:
    book.set_identifier(meta.identifier)
    book.set_title(meta.title)
    book.set_language(meta.language)
    for number, author in enumerate(meta.authors, 1):
        book.add_author(author, uid=f"author-{number}")
    single = {
        "publisher": meta.publisher,
        "description": meta.description,
        "rights": meta.rights,
        "source": meta.source,
    }
    for name, value in single.items():
        if value:
            book.add_metadata("DC", name, value)
    book.add_metadata("DC", "date", meta.published.isoformat())
    for subject in meta.subjects:
        book.add_metadata("DC", "subject", subject)
    if meta.subtitle:
        book.add_metadata("DC", "title", meta.subtitle, {"id": "subtitle"})
        _property(book, "title-type", "subtitle", refines="#subtitle")
    if meta.collection:
        _volume(book, meta)
    _accessibility(book, true, words)
    # EPUB 2's way to name the cover, which Kindle and older Kobo read.
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


def _volume(book: epub.EpubBook, meta: BookMeta) -> None:
    """E-readers show the volumes of a set together. See https://www.w3.org/TR/epub-33/#sec-belongs-to-collection"""
    _property(book, "belongs-to-collection", meta.collection, id="set")
    _property(book, "collection-type", "set", refines="#set")
    _property(book, "group-position", str(meta.position), refines="#set")


def _accessibility(book: epub.EpubBook, true: Claims, words: Mapping[str, str]) -> None:
    told = {
        "accessMode": true.modes,
        "accessModeSufficient": true.sufficient,
        "accessibilityFeature": true.features,
        "accessibilityHazard": (true.hazard,),
    }
    for name, values in told.items():
        for value in values:
            _property(book, f"schema:{name}", value)
    more = words.get("accessibility_pictures", "").format(true.silent) if true.silent else ""
    _property(book, "schema:accessibilitySummary", " ".join(filter(None, (words["accessibility"], more))))


def _property(book: epub.EpubBook, name: str, value: str, **attributes: str) -> None:
    book.add_metadata("OPF", name, value, {"property": name, **attributes})


def _manifest(book: epub.EpubBook, pages: Iterable[XhtmlPage], fonts: Iterable[FontFile], job: Job) -> None:
    """What there is beside the pages."""
    _add(book, "style", STYLE, "text/css")
    _add(book, "cover-image", COVER_IMAGE, "image/jpeg", ("cover-image",))
    assets = {asset.name: asset for chapter in job.book.texts for asset in chapter.assets}
    for name in sorted(assets):
        _add(book, name.rpartition(".")[0], f"images/{name}", assets[name].media_type)
    for name in sorted({name for page in pages for name, _ in page.drawings}):
        _add(book, Path(name).stem, name, "image/svg+xml")
    for font in fonts:
        _add(book, font.file_name.replace("/", "-"), font.file_name, font.media_type)
    book.add_item(epub.EpubNcx())


def _add(
    book: epub.EpubBook, uid: str, name: str, media_type: str, properties: tuple[str, ...] = ()
) -> epub.EpubItem:
    """A row of the manifest; its file goes into the zip without EbookLib."""
    item = epub.EpubItem(uid=uid, file_name=name, media_type=media_type, content=b"")
    item.properties = list(properties)
    book.add_item(item)
    return item


def _toc_entry(node: Part[Chapter] | Chapter | matter.MatterSection, places: Spine) -> object:
    """EbookLib's form of a contents entry, from which it writes the NCX."""
    href = places.href(node.id)
    if not isinstance(node, Part):
        return epub.Link(href, node.title, f"ncx-{node.id}")
    return (epub.Section(node.title, href=href), [_toc_entry(child, places) for child in node.children])


def _written(book: epub.EpubBook, moment: datetime) -> dict[str, bytes]:
    """What EbookLib makes of it. `raise_exceptions`: it would else return False and say nothing.

    It writes an empty file for each row of the manifest too: 14 ms for a thousand. The zip is none of the
    book's, so it has any day; a zip knows none before 1980.
    """
    out = io.BytesIO()
    with still_clock(_FIRST_OF_ZIP):
        epub.write_epub(out, book, {"raise_exceptions": True, "mtime": moment, "epub2_guide": False})
    with zipfile.ZipFile(out) as made:
        return {name: made.read(name) for name in _DOCUMENTS}


def _package(opf: bytes, meta: BookMeta) -> bytes:
    """EbookLib's package document with the language on its root and the prefix of what we add."""
    root = etree.fromstring(opf)
    root.set(_XML_LANG, meta.language)
    root.set("prefix", "schema: http://schema.org/")
    for one in root.iter(f"{_OPF}itemref"):  # by which some apps find the page of a highlight
        one.set("id", f"at-{one.get('idref', '')}")
        if one.get("idref", "").startswith(GONE):
            one.set("linear", "no")
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
