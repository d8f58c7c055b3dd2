"""One XHTML page of the EPUB, from a template of the theme; a chapter's is proven to be the whole chapter."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree
from markupsafe import Markup

from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme
from publisher.assets.xhtml import Element, fragment, inner
from publisher.book import crossrefs, slots
from publisher.book.crossrefs import Destination
from publisher.book.matter import KINDS as MATTER
from publisher.book.slots import Slots
from publisher.book.tree import Part
from publisher.errors import IncompleteError, OverrunError, PublisherError, said
from publisher.model import BookMeta, Chapter, Mark
from publisher.writers import figures, index
from publisher.writers.epub import plain, screens, verify
from publisher.writers.epub.archive import Packed
from publisher.writers.figures import Numbering
from publisher.writers.job import Job
from publisher.writers.opening import Openings, is_long

STYLE = "style.css"
Fault = PublisherError | OverrunError  # why a page shows the words of its chapter alone
_NAMESPACE = ' xmlns:epub="http://www.idpf.org/2007/ops"'
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
# DPUB-ARIA role -> epub:type, which older reading systems know. https://www.w3.org/TR/epub-ssv-11/
_WITH_ROLE = etree.XPath("//*[@role]")
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


@dataclass(frozen=True, slots=True)
class XhtmlPage:
    """A file of the EPUB's spine."""

    id: str
    packed: Packed
    properties: tuple[str, ...] = ()
    drawings: tuple[tuple[str, bytes], ...] = ()  # formulas as pictures: ("images/….svg", SVG)
    proof: verify.Proof | None = None  # of a page that is new in this build
    fault: Fault | None = None  # why it shows its chapter's words alone

    @property
    def file_name(self) -> str:
        return f"{self.id}.xhtml"

    def xhtml(self) -> str:
        return self.packed.unpacked().decode()


@dataclass(frozen=True, slots=True)
class PageSetting:
    """What all pages of a book have in common: with PageInputs, all that a chapter's page is made of."""

    theme: Theme
    meta: BookMeta
    shows: Openings
    draws: FontSet | None = None  # what formulas are drawn with; None where they are not

    @classmethod
    def of(cls, job: Job, meta: BookMeta) -> "PageSetting":
        """Of a book of which pages show `meta`."""
        draws = job.fonts if job.settings.epub.math == "pictures" else None
        return cls(job.theme, meta, Openings.of(job), draws)

    @property
    def words(self) -> Mapping[str, str]:
        return self.theme.words_in(self.meta.language)

    def part_number(self, part: Part[Chapter]) -> str:
        """ "2부"; "" where it has none."""
        return self.shows.part_number(part, self.words, self.meta.language)

    def chapter(self, chapter: Chapter, body: str, matter: str = "") -> Packed:
        """Return the page of a chapter, or of some matter, around its fragment."""
        safe = Markup(body)  # noqa: S704 - serialised from a sanitized tree, or escaped
        number = self.shows.chapter_number(chapter, self.words)
        address = self.shows.address_of(chapter, self.meta)
        values = {"chapter": chapter, "number": number, "address": address, "subparts": (), "xhtml": safe}
        values["heading"] = Markup(' class="long"') if is_long(chapter.title) else ""
        if matter:
            values |= {"kind": matter, "matter": MATTER[matter]}
        page = self.filled("matter" if matter else "chapter", chapter.title, chapter.language, **values)
        return Packed.of(page.encode())

    def plainest(self) -> "PageSetting":
        """With the templates that all themes build on."""
        return replace(self, theme=self.theme.ancestor())

    def filled(self, template: str, title: str, language: str, **values: object) -> str:
        """Return a template of the theme with values in it."""
        return self.theme.fill(
            f"epub/{template}.j2",
            title=title,
            language=language,
            css=STYLE,
            pictures="images/",
            meta=self.meta,
            words=self.words,
            shows=self.shows,
            day=lambda date: self.theme.day(date, self.meta.language),
            **values,
        )


@dataclass(frozen=True, slots=True)
class PageInputs:
    """A chapter whose page is to be made, and where its links lead."""

    chapter: Chapter
    places: tuple[Destination, ...]
    fault: Fault | None = None  # why its words alone are shown
    numbering: Numbering = field(default_factory=Numbering)  # of its captions
    matter: str = ""  # "preface": what it is where it is no chapter
    marks: tuple[Mark, ...] = ()  # words of the index
    slots: Slots = ()  # where its blocks stood in the last edition

    def is_drawn(self, setting: PageSetting) -> bool:
        """Tell whether its page shows formulas as pictures."""
        return bool(setting.draws) and self.chapter.has_formulas

    def properties(self, setting: PageSetting) -> tuple[str, ...]:
        """See https://www.w3.org/TR/epub-33/#app-item-properties-vocab"""
        return ("mathml",) if self.chapter.has_formulas and not setting.draws else ()


def chapter_page(asked: PageInputs, setting: PageSetting) -> XhtmlPage:
    """Return a chapter's page, proven to show the whole chapter; of one with a fault its words alone."""
    if asked.fault:
        return plain_page(asked, setting)
    chapter = asked.chapter
    draws = setting.draws if asked.is_drawn(setting) else None
    body, drawings = _body(asked, setting.words, draws)
    page = setting.chapter(chapter, body, asked.matter)
    proof = verify.proof(page, chapter, asked.places)
    return XhtmlPage(chapter.id, page, asked.properties(setting), drawings, proof)


def plainly(asked: PageInputs, error: BaseException) -> PageInputs:
    """Ask for its words alone: one chapter never costs the book, whatever is wrong with it."""
    if asked.fault:
        raise error
    return replace(asked, fault=error if isinstance(error, Fault) else IncompleteError(said(error)))


def plain_page(asked: PageInputs, setting: PageSetting) -> XhtmlPage:
    """Return the chapter's words alone, in the looks of the theme that all others build on."""
    body = plain.body(asked.chapter.xhtml, setting.words.get("picture", ""))
    page = setting.plainest().chapter(asked.chapter, body, asked.matter)
    proof = verify.proof(page, asked.chapter, asked.places, plain=True)
    return XhtmlPage(asked.chapter.id, page, proof=proof, fault=asked.fault)


def _body(
    asked: PageInputs, words: Mapping[str, str], draws: FontSet | None
) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The chapter's fragment with pictures and links where they are in this package, and drawn formulas."""
    root = fragment(index.anchored(asked.chapter.xhtml, asked.marks), _NAMESPACE)
    if asked.slots:
        slots.lay(root, slots.fitted(asked.slots, slots.blocks(root), slots.weights(root)))
    figures.number(root, asked.chapter, asked.numbering, words)
    for _ in crossrefs.settle(root, asked.places, _href):
        pass
    for image in root.iter("img"):
        image.set("src", image.get("src", "").replace("asset:", "images/", 1))
    drawings = _drawn(root, draws) if draws else {}
    for element in _WITH_ROLE(root):
        if (role := element.get("role", "")) in _TYPES:
            element.set(_EPUB_TYPE, _TYPES[role])
    screens.fit(root, words)
    # The page declares the prefix already; lxml repeats it on each child that it writes alone.
    return inner(root).replace(_NAMESPACE, ""), tuple(sorted(drawings.items()))


def _href(place: Destination) -> str:
    return f"{place.chapter}.xhtml" + (f"#{place.anchor}" if place.anchor else "")


def _drawn(root: Element, fonts: FontSet) -> dict[str, bytes]:
    """Every formula as a picture with its TeX as alternative text."""
    from publisher.writers.formulas import Drawings

    drawings = Drawings(fonts, "images/formula-")
    drawings.replace_formulas(root)
    return {name: _on_paper(svg) for name, svg in drawings.files.items()}


def _on_paper(svg: bytes) -> bytes:
    """A black formula on white, where a page may be dark: some apps take the ground from all but pictures."""
    root = etree.fromstring(svg)
    x, y, width, height = root.get("viewBox", "0 0 0 0").split()
    ground = {"x": x, "y": y, "width": width, "height": height, "fill": "white"}
    root.insert(0, etree.Element("{http://www.w3.org/2000/svg}rect", ground))
    return etree.tostring(root)
