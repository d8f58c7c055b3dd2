"""Every XHTML page of the EPUB, from the theme's templates, in spine order."""

from dataclasses import dataclass

from markupsafe import Markup

from publisher import crossrefs
from publisher.model import Chapter, Part, contents, walk
from publisher.trees import Element, fragment, inner
from publisher.writers.job import Job

COVER_IMAGE = "images/cover.jpg"
STYLE = "style.css"
_NAMESPACE = ' xmlns:epub="http://www.idpf.org/2007/ops"'
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
# DPUB-ARIA role -> epub:type, which older reading systems know. https://www.w3.org/TR/epub-ssv-11/
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the EPUB's spine."""

    id: str
    xhtml: str
    properties: tuple[str, ...] = ()
    drawings: tuple[tuple[str, bytes], ...] = ()  # formulas as pictures: ("images/….svg", SVG)

    @property
    def file_name(self) -> str:
        return f"{self.id}.xhtml"


def pages(job: Job) -> list[Page]:
    """Cover, title page, contents, parts and chapters, colophon."""
    meta = job.book.meta
    words = job.theme.words_in(meta.language)
    tree = contents(job.book.chapters)
    return [
        _page(job, "cover", words["cover"], image=COVER_IMAGE),
        _page(job, "title", meta.title),
        _page(job, "nav", words["contents"], ("nav",), tree=tree),
        *(_of_tree(job, node) for node in walk(tree)),
        _page(job, "colophon", words["colophon"]),
    ]


def _page(job: Job, name: str, title: str, properties: tuple[str, ...] = (), **values: object) -> Page:
    return Page(name, _filled(job, name, title, job.book.meta.language, **values), properties)


def _of_tree(job: Job, node: Part[Chapter] | Chapter) -> Page:
    meta = job.book.meta
    if isinstance(node, Part):
        return Page(node.id, _filled(job, "part", node.title, meta.language, part=node))
    xhtml, drawings = _body(node, job)
    properties = ("mathml",) if "<math" in xhtml else ()
    safe = Markup(xhtml)  # noqa: S704 - serialised from a sanitized tree
    filled = _filled(job, "chapter", node.title, node.language, chapter=node, xhtml=safe)
    return Page(node.id, filled, properties, drawings)


def _filled(job: Job, template: str, title: str, language: str, **values: object) -> str:
    meta = job.book.meta
    return job.theme.fill(
        f"epub/{template}.j2",
        title=title,
        language=language,
        css=STYLE,
        pictures="images/",
        meta=meta,
        words=job.theme.words_in(meta.language),
        day=lambda date: job.theme.day(date, meta.language),
        **values,
    )


def _body(chapter: Chapter, job: Job) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The chapter's fragment with pictures and links where they are in this package, and drawn formulas."""
    root = fragment(chapter.xhtml, _NAMESPACE)
    crossrefs.resolve(root, job.book, lambda id_, anchor: f"{id_}.xhtml" + (f"#{anchor}" if anchor else ""))
    for image in root.iter("img"):
        image.set("src", image.get("src", "").replace("asset:", "images/", 1))
    drawings = _drawn(root) if job.settings.epub.math == "pictures" else {}
    for element in root.iter():
        if (role := element.get("role", "")) in _TYPES:
            element.set(_EPUB_TYPE, _TYPES[role])
    # The page declares the prefix already; lxml repeats it on each child that it writes alone.
    return inner(root).replace(_NAMESPACE, ""), tuple(sorted(drawings.items()))


def _drawn(root: Element) -> dict[str, bytes]:
    """Every formula as a picture with its TeX as alternative text."""
    from publisher.writers.drawings import Drawings

    drawings = Drawings("images/formula-")
    drawings.replace_formulas(root)
    return drawings.files
