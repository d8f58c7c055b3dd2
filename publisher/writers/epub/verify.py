"""The gate: no EPUB is put in place that the made file itself does not show to be the whole book.

Read back from the zip: each chapter is there with all its words, and as many paragraphs, pictures, links,
notes, cells and formulas as it was written with; each link within the book leads to a file and an id, each
picture and style sheet that a page asks for is in the manifest, and manifest, spine, contents and NCX agree.
No page, drawing or style sheet holds what is not on the list of assets/allowed.py, whoever made it. What a
file has shown once it need not show again while its bytes and the chapter stay the same: its facts are kept,
and who makes a page proves it there and then.
"""

import posixpath
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from lxml import etree

from publisher.assets import allowed, css
from publisher.assets.xhtml import Element, xml
from publisher.book.crossrefs import Destination, Targets
from publisher.book.tree import contents, walk
from publisher.errors import IncompleteError
from publisher.model import Chapter
from publisher.phrase import _
from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded
from publisher.writers import matter
from publisher.writers.epub.archive import Packed, read
from publisher.writers.epub.spine import Spine
from publisher.writers.job import Job

_NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "e": "http://www.idpf.org/2007/ops",
}
_A, _IMG, _HEADER = (f"{{{_NS['h']}}}{name}" for name in ("a", "img", "header"))
_IDS = etree.XPath("//@id", smart_strings=False)
_TEXT = etree.XPath("string(/h:html/h:body)", namespaces=_NS, smart_strings=False)
_LABELS = etree.XPath("//h:span[@class='label']", namespaces=_NS)
_TOC = etree.XPath("//h:nav[@e:type='toc']//h:a/@href", namespaces=_NS)
_NCX = etree.XPath("//n:content/@src", namespaces=_NS)
_HREFS = etree.XPath("//o:manifest/o:item/@href", namespaces=_NS)
_SPINE = etree.XPath("//o:itemref/@idref", namespaces=_NS)
_OUT = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")  # an address outside the book
_TAG = re.compile(r"<[^<>]*>")
# In such a link stands the title of the chapter that it leads to; a formula may be a picture, a picture a few
# words, and ruby have brackets of ours.
_APART = re.compile(
    r'<a(?=[^<>]* class="titled")[^<>]*>.*?(?:</a>|\Z)|<math[ >].*?(?:</math>|\Z)|<img [^<>]*>'
    r"|<rp(?: [^<>]*[^/<>])?>.*?(?:</rp>|\Z)|</?rt(?: [^<>]*)?>",
    re.S,
)
# What a chapter is written with, by the tags of its elements.
_DRAWN = "formula or piece of code"  # a formula that cannot be drawn is shown as code
_KINDS = {
    "p": "paragraph", "img": "picture", "aside": "note", "td": "cell", "th": "cell",
    "math": _DRAWN, "code": _DRAWN,
}  # fmt: skip
_COUNTED_TAGS = {
    f"{{{allowed.MATHML if name == 'math' else _NS['h']}}}{name}": kind for name, kind in _KINDS.items()
} | {_A: "link"}
_COUNTED = re.compile(f"<({'|'.join(_KINDS)})[ />]")
_LINK = re.compile(r'<a(?: [^<>]*)? href="([^"<>]*)"')
_JOINER = "\u2060"
_READ = (".xhtml", ".svg", ".css")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page offers to others and asks of them."""

    ids: frozenset[str]
    links: tuple[str, ...]  # into the book: "hexo-3fa9.xhtml#hexo-3fa9-h2"
    files: tuple[str, ...]  # "images/img-0f3a.png"


@dataclass(frozen=True, slots=True)
class _FileInputs:
    """All by which a file is proven."""

    kind: str  # ".xhtml"
    packed: bytes  # as they stand in the zip
    chapter: Chapter | None = None  # whose page it is
    places: tuple[Destination, ...] = ()  # to which that links
    names: tuple[str, ...] = ()  # of the book's files, where it may ask for any

    def proven(self, data: bytes, name: str = "") -> Facts:
        """Return what it shows; `data` is what is packed in it. Raises NotWholeError."""
        if self.kind != ".xhtml":
            return _shows_itself(name, data, self.names)
        return _proven(data, self.chapter, _written_with(self.chapter, self.places) if self.chapter else None)


class Proof(NamedTuple):
    """That a page shows the whole of its chapter."""

    digest: str  # of all by which it is proven
    facts: Facts


class NotWholeError(IncompleteError):
    """What is not whole."""


class _Faults(dict[str, NotWholeError]):
    """Of chapters' pages, by the chapters' ids: the first of each."""

    @contextmanager
    def taken(self, chapter: Chapter | None) -> Iterator[None]:
        """Keep what is found of a chapter's page; a fault of any other page is the book's."""
        try:
            yield
        except NotWholeError as fault:
            if not chapter:
                raise
            self.setdefault(chapter.id, fault)


def proof(page: Packed, chapter: Chapter, places: tuple[Destination, ...], *, plain: bool = False) -> Proof:
    """Raises NotWholeError where the page is no XML, or not the whole chapter; `plain`: not all words."""
    inputs, data = _FileInputs(".xhtml", page.data, chapter, places), page.unpacked()
    return Proof(key_of(inputs), _proven(data, chapter, None) if plain else inputs.proven(data))


def check(job: Job, proofs: Iterable[Proof] = ()) -> dict[str, NotWholeError]:
    """Return what is not whole of the made EPUB's chapters, by their ids. Raises NotWholeError where it is
    more than some chapters' pages.

    `proofs`: those of pages that are new.
    """
    faults = _Faults()
    with job.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        names = _manifest(archive)
        _same_order(archive, job)
        facts = dict(_facts(file, archive, job, names, proofs, faults))
    chapters = _by_page(job)
    if not faults:  # else links to a page that cannot be read would lead nowhere
        for name, page in facts.items():
            first = next(iter(chapters.get(name, ())), None)
            with faults.taken(first):
                _lands(name, page, facts, names, first)
    return faults


def _manifest(archive: zipfile.ZipFile) -> set[str]:
    """The names of the book's files; the manifest's and the zip's are the same."""
    listed = [str(href) for href in _HREFS(_tree(archive, "content.opf"))]
    packed = [info.filename for info in archive.infolist() if info.filename.startswith("EPUB/")]
    there = {name.removeprefix("EPUB/") for name in packed} - {"content.opf"}
    if len(set(listed)) != len(listed) or len(there) + 1 != len(packed) or set(listed) != there:
        odd = sorted(set(listed) ^ there)
        raise _fault(_("its manifest and its files are not the same: {listed}", listed=", ".join(odd[:3])))
    return there


def _same_order(archive: zipfile.ZipFile, job: Job) -> None:
    """Spine, contents and NCX list every part and chapter, in the order of the book."""
    around = matter.sections(job)
    nodes = (
        *matter.listed(around, front=True),
        *walk(contents(job.book.chapters)),
        *matter.listed(around, front=False),
    )
    places = Spine.of(job.book, job.settings)
    hrefs = [places.href(node.id) for node in nodes]
    nav = next((host for host, *guests in filter(None, places.files) if "nav" in guests), "nav")
    lists = {
        "spine": (places.names, [*map(str, _SPINE(_tree(archive, "content.opf")))]),
        "contents": (hrefs, [str(href) for href in _TOC(_tree(archive, f"{nav}.xhtml"))]),
        "NCX": (hrefs, [str(href) for href in _NCX(_tree(archive, "toc.ncx"))]),
    }
    for name, (wanted, found) in lists.items():
        if found != wanted:
            odd = next((one for one in wanted if one not in found), "their order")
            raise _fault(
                _("its {name} does not list the chapters as the book has them: {odd}", name=name, odd=odd)
            )


def _facts(
    file: BinaryIO,
    archive: zipfile.ZipFile,
    job: Job,
    names: Iterable[str],
    proofs: Iterable[Proof],
    faults: _Faults,
) -> Iterator[tuple[str, Facts]]:
    """What every page holds; a chapter's page has been compared with the chapter."""
    chapters, targets = _by_page(job), Targets(job.book)
    for name in sorted(chapters.keys() - set(names)):
        for lost in chapters[name]:
            with faults.taken(lost):
                raise _fault(_("its page is missing"), lost)
    cache = job.cache("proofs")
    key = key_of(job.book.meta.identifier)
    kept = decoded(cache.get(key), dict[str, Facts]) or {}
    known = kept | dict(proofs)
    proven = {}
    whose = {name: chapters.get(name, [None]) for name in sorted(names) if name.endswith(_READ)}
    for name, chapter in ((name, chapter) for name, some in whose.items() for chapter in some):
        info = archive.getinfo(f"EPUB/{name}")
        # As it stands in the zip: a page that is known need not be unpacked.
        inputs = _FileInputs(
            posixpath.splitext(name)[1],
            read(file, info),
            chapter,
            targets.of(chapter) if chapter else (),
            tuple(sorted(names)) if name.endswith(".css") else (),
        )
        digest = key_of(inputs)
        with faults.taken(chapter):
            if digest not in known:
                known[digest] = inputs.proven(archive.read(info), name)
        if page := known.get(digest):
            proven[digest] = page
            yield name, page
    if proven.keys() != kept.keys():
        cache.put(key, encoded(proven))


def _by_page(job: Job) -> Mapping[str, list[Chapter | None]]:
    """The chapters in each file."""
    places, found = Spine.of(job.book, job.settings), dict[str, list[Chapter | None]]()
    for chapter in job.book.texts:
        found.setdefault(places.href(chapter.id).partition("#")[0], []).append(chapter)
    return found


def _proven(data: bytes, chapter: Chapter | None, wanted: Counter[str] | None) -> Facts:
    """A page's facts. Raises NotWholeError where it is not the whole chapter, or no XML. `wanted`: what the
    chapter is written with, but for words; None where the page shows its words alone."""
    try:
        root = xml(data, huge_tree=True)
    except etree.XMLSyntaxError as error:
        raise _fault(_("its page cannot be read: {error}", error=error), chapter) from error
    if stray := _outside(data, root, allowed.EPUB):
        raise _fault(_("its page holds what no book may: {stray}", stray=stray), chapter)
    if chapter:
        for label in _LABELS(root):  # ours, between its words
            label.text = None
        _all_words(chapter, str(_TEXT(root)), _plain if wanted is not None else _unspaced)
        if missing := (wanted or Counter()) - _shown(root):
            raise _fault(_("a {min} of it is missing", min=min(missing)), chapter)
    hrefs = (link.get("href") for link in root.iter(_A))
    links = tuple(href for href in hrefs if href and not _OUT.match(href))
    return Facts(
        frozenset(map(str, _IDS(root))), links, tuple(image.get("src", "") for image in root.iter(_IMG))
    )


def _shows_itself(name: str, data: bytes, names: Iterable[str]) -> Facts:
    """Raises NotWholeError where a drawing or a style sheet is more than that."""
    if name.endswith(".css"):
        stray = next((what for _, what in css.cleaned(data.decode(), {*names, css.DATA}).strays), "")
    else:
        try:
            stray = _outside(data, xml(data, huge_tree=True), allowed.DRAWING)
        except etree.XMLSyntaxError as error:
            stray = str(error)
    if stray:
        raise _fault(_("{name} holds what no book may: {stray}", name=name, stray=stray))
    return Facts(frozenset(), (), ())


def _outside(data: bytes, root: Element, medium: allowed.Medium) -> str:
    """The first thing in a document that no book holds."""
    return allowed.outside(root, medium) if allowed.begins_plainly(data) else "a DTD or an instruction"


def _written_with(chapter: Chapter, places: Iterable[Destination]) -> Counter[str]:
    """How many of each kind there are in a chapter; of its links, those that lead somewhere."""
    gone = {place.href for place in places if not place.chapter and not place.web}
    counted = Counter(_KINDS[tag] for tag in _COUNTED.findall(chapter.xhtml))
    counted["link"] = sum(unescape(href) not in gone for href in _LINK.findall(chapter.xhtml))
    return counted


def _shown(root: Element) -> Counter[str]:
    """The same of a page, but for the opening, which is the theme's: no chapter has that class."""
    openings = (header for header in root.iter(_HEADER) if header.get("class") == "opening")
    counted = Counter(_kinds(root))
    for opening in openings:
        counted.subtract(_kinds(opening))
    return counted


def _kinds(root: Element) -> Iterator[str]:
    """What is counted in it; a formula may be a picture."""
    for element in root.iter(*_COUNTED_TAGS):
        if element.tag != _A or element.get("href") is not None:
            drawn = element.tag == _IMG and element.get("class") == "math"
            yield _DRAWN if drawn else _COUNTED_TAGS[str(element.tag)]


def _all_words(chapter: Chapter, found: str, form: Callable[[str], str]) -> None:
    """Raises NotWholeError where they do not stand in the page from first to last, both in one form."""
    at, found = 0, form(found)
    for piece in _APART.split(chapter.xhtml):
        words = form(unescape(_TAG.sub("", piece)))
        at = found.find(words, at)
        if at < 0:
            raise _fault(_("words of it are missing"), chapter)
        at += len(words)


def _plain(text: str) -> str:
    """One form for what is written in several, taken apart: put together, a piece would differ from the
    same letters among their neighbours."""
    return unicodedata.normalize("NFKD", text.replace(_JOINER, ""))


def _unspaced(text: str) -> str:
    return "".join(_plain(text).split())


def _lands(
    name: str, page: Facts, facts: Mapping[str, Facts], names: set[str], chapter: Chapter | None
) -> None:
    """Every link leads to a page and a place in it, every picture is in the package."""
    for link in page.links:
        file, _hash, fragment = link.partition("#")
        target = facts.get(unquote(file) or name)
        if target is None or (fragment and unquote(fragment) not in target.ids):
            raise _fault(_("{name} has a link that leads nowhere: {link}", name=name, link=link), chapter)
    for file in page.files:
        if not _OUT.match(file) and posixpath.normpath(unquote(file)) not in names:
            raise _fault(
                _("{name} shows a picture that is not in the book: {file}", name=name, file=file), chapter
            )


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return xml(archive.read(f"EPUB/{name}"), huge_tree=True)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise _fault(_("{name} is missing or cannot be read", name=name)) from error


def _fault(what: str, chapter: Chapter | None = None) -> NotWholeError:
    hint = _("the last book stays as it was; this is a fault of ours or of the theme: please report it")
    return NotWholeError(
        _("the EPUB is not whole: {value}{what}", value=f"{chapter.title}: " if chapter else "", what=what),
        hint,
    )
