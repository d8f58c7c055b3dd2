"""Every XHTML page of the EPUB, from the theme's templates, in spine order.

A chapter's page is kept, deflated, from build to build: it is made anew when the chapter, a place that it
links to, the theme or what the book says of itself has changed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from publisher import crossrefs
from publisher.cache import Cache, NoCache
from publisher.crossrefs import Place, Targets
from publisher.model import Chapter, Part, contents, walk
from publisher.trees import Element, fragment, inner
from publisher.writers.epub.archive import Packed
from publisher.writers.job import Job

COVER_IMAGE = "images/cover.jpg"
STYLE = "style.css"
_NAMESPACE = ' xmlns:epub="http://www.idpf.org/2007/ops"'
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_SHOWN = tuple(sorted({*Chapter.__slots__} - {"xhtml", "diagnostics", "outgoing", "characters"}))
# DPUB-ARIA role -> epub:type, which older reading systems know. https://www.w3.org/TR/epub-ssv-11/
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the EPUB's spine."""

    id: str
    packed: Packed
    properties: tuple[str, ...] = ()
    drawings: tuple[tuple[str, bytes], ...] = ()  # formulas as pictures: ("images/….svg", SVG)

    @property
    def file_name(self) -> str:
        return f"{self.id}.xhtml"

    def xhtml(self) -> str:
        return self.packed.unpacked().decode()


def pages(job: Job) -> list[Page]:
    """Cover, title page, contents, parts and chapters, colophon."""
    meta = job.book.meta
    words = job.theme.words_in(meta.language)
    tree = contents(job.book.chapters)
    chapters = _chapters(job)
    return [
        _page(job, "cover", "cover", words["cover"], image=COVER_IMAGE),
        _page(job, "title", "title", meta.title),
        _page(job, "nav", "nav", words["contents"], ("nav",), tree=tree),
        *(
            _page(job, node.id, "part", node.title, part=node)
            if isinstance(node, Part)
            else chapters[node.id]
            for node in walk(tree)
        ),
        _page(job, "colophon", "colophon", words["colophon"]),
    ]


def _page(
    job: Job, name: str, template: str, title: str, properties: tuple[str, ...] = (), **values: object
) -> Page:
    xhtml = _filled(job, template, title, job.book.meta.language, **values)
    return Page(name, Packed.of(xhtml.encode()), properties)


def _chapters(job: Job) -> dict[str, Page]:
    """The page of every chapter, by its id; from the cache where nothing that it is made of has changed."""
    targets = Targets(job.book)
    common = hashlib.sha256(repr((job.theme.digest(), job.theme.words, job.book.meta.steady())).encode())
    made = {}
    for chapter in job.book.chapters:
        places = targets.of(chapter)
        key = common.copy()
        key.update(repr((_shown(chapter), places)).encode() + chapter.xhtml.encode())
        made[chapter.id] = _chapter(chapter, places, job, key.hexdigest())
    return made


def _shown(chapter: Chapter) -> tuple[object, ...]:
    """All of a chapter that its page may show, beside its text."""
    return tuple(getattr(chapter, name) for name in _SHOWN)


def _chapter(chapter: Chapter, places: Iterable[Place], job: Job, key: str) -> Page:
    drawn = "<math" in chapter.xhtml and job.settings.epub.math == "pictures"
    # Drawings are not kept: they are drawn where they are wanted.
    cache = Cache(job.keep_in / "pages") if job.keeps and not drawn else NoCache()
    kept = cache.get(key)
    properties = ("mathml",) if "<math" in chapter.xhtml and not drawn else ()
    if kept is not None:
        return Page(chapter.id, Packed.from_bytes(kept), properties)
    body, drawings = _body(chapter, places, draw=drawn)
    safe = Markup(body)  # noqa: S704 - serialised from a sanitized tree
    steady = job.book.meta.steady()
    xhtml = _filled(job, "chapter", chapter.title, chapter.language, chapter=chapter, xhtml=safe, meta=steady)
    packed = Packed.of(xhtml.encode())
    cache.put(key, packed.to_bytes())
    return Page(chapter.id, packed, properties, drawings)


def _filled(job: Job, template: str, title: str, language: str, **values: object) -> str:
    meta = job.book.meta
    return job.theme.fill(
        f"epub/{template}.j2",
        title=title,
        language=language,
        **{
            "css": STYLE,
            "pictures": "images/",
            "meta": meta,
            "words": job.theme.words_in(meta.language),
            "day": lambda date: job.theme.day(date, meta.language),
            **values,
        },
    )


def _body(
    chapter: Chapter, places: Iterable[Place], *, draw: bool
) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The chapter's fragment with pictures and links where they are in this package, and drawn formulas."""
    root = fragment(chapter.xhtml, _NAMESPACE)
    for _ in crossrefs.settle(root, places, _href):
        pass
    for image in root.iter("img"):
        image.set("src", image.get("src", "").replace("asset:", "images/", 1))
    drawings = _drawn(root) if draw else {}
    for element in root.iter():
        if (role := element.get("role", "")) in _TYPES:
            element.set(_EPUB_TYPE, _TYPES[role])
        if element.tag == "div" and element.get("class") == "math":
            element.set("tabindex", "0")  # the style sheet lets a wide formula be scrolled: by keyboard too
    # The page declares the prefix already; lxml repeats it on each child that it writes alone.
    return inner(root).replace(_NAMESPACE, ""), tuple(sorted(drawings.items()))


def _href(place: Place) -> str:
    return f"{place.chapter}.xhtml" + (f"#{place.anchor}" if place.anchor else "")


def _drawn(root: Element) -> dict[str, bytes]:
    """Every formula as a picture with its TeX as alternative text."""
    from publisher.writers.drawings import Drawings

    drawings = Drawings("images/formula-")
    drawings.replace_formulas(root)
    return drawings.files
