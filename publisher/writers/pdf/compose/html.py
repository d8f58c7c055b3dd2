"""Units as HTML for the layout engine, filled into the theme's templates.

`late`: page numbers are left open, as links to `field:ID` around noughts, and links into other
units are `book:ID`; both are settled at binding. Else the engine itself counts and links.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from markupsafe import Markup

from publisher.assets import allowed
from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme, of_book
from publisher.assets.xhtml import Element, fill, fragment, inner, remove
from publisher.book import crossrefs
from publisher.book.crossrefs import Destination
from publisher.book.paper import Paper
from publisher.book.tree import Part
from publisher.model import Book, BookMeta, Chapter, IndexEntry, Mark, PartText
from publisher.writers import figures, index
from publisher.writers.colophon import Row
from publisher.writers.figures import Numbering
from publisher.writers.formulas import Drawings
from publisher.writers.job import Job
from publisher.writers.matter import MatterSection
from publisher.writers.opening import Openings, address_of, is_long
from publisher.writers.pdf.compose import (
    addresses,
    bold_lines,
    boxes,
    brackets,
    breaks,
    code_lines,
    joiners,
    list_heads,
    notes,
    page_refs,
    pictures,
    tables,
    whole_page,
)
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.compose.link_notes import LinkNotes
from publisher.writers.pdf.compose.targets import PAGE, Digits, target_of

COVER = "asset:cover.jpg"
_EMOJI: Mapping[str, Literal["colour", "emoji"]] = {"mono": "emoji", "colour": "colour", "": "colour"}
_ROW = 20  # letters of a line of the contents, at least
Composed = tuple[tuple[str, ...], Mapping[str, File]]  # <section>s, and the files that they ask for


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents."""

    kind: str  # "part" or "chapter"; of a list of figures, "figure" or "table"
    id: str
    number: str  # "2부"; empty: none
    within: tuple[str, ...]  # parts that hold this chapter alone, which have no lines of their own
    title: str
    depth: int  # of a part from 1; of a chapter, the parts around it

    @property
    def level(self) -> int:
        """How many parts are around it; what stands below a part has a level of 1."""
        return self.depth - 1 if self.kind == "part" else self.depth

    @property
    def rows(self) -> int:
        """Lines of type that it takes on a small page, about."""
        return 1 + len(self.label) // _ROW

    @property
    def label(self) -> str:
        """All that it says: "2부  커피"."""
        return "  ".join(filter(None, (self.number, " › ".join(self.within), self.title)))


class Subpart(NamedTuple):
    """A part in a part, which begins with a chapter of it."""

    id: str
    title: str
    depth: int
    text: PartText = PartText()


@dataclass(frozen=True, slots=True)
class Opening:
    """All that the pages of a chapter show."""

    chapter: Chapter  # without its number, which changes with other posts
    number: str  # "제3장"; empty: it shows none
    subparts: tuple[Subpart, ...]  # that begin with it
    running: str  # the head of its left-hand pages
    places: tuple[Destination, ...]  # of its links
    numbering: Numbering = field(default_factory=Numbering)  # of its captions
    has_plate: bool = False  # whether its first picture stands on a page of its own
    matter: str = ""  # "preface": a page before or behind the chapters
    marks: tuple[Mark, ...] = ()  # words of the index


@dataclass(frozen=True, slots=True)
class Look:
    """All of book.toml that pages show."""

    line_break: str  # "syllable", "eojeol", "eojeol-first"
    align: str  # "justify" or "start"
    indent: str  # "all", "after-first", "none"
    verse: str  # "start", "center"
    opening: str
    shows: Openings
    page_refs: bool
    links: str  # where addresses are said: "notes", "end", "qr", "plain"
    min_last_lines: int
    ink: Literal["colour", "emoji", "grey"]  # what is printed without colour: nothing, emoji, everything

    @classmethod
    def of(cls, job: Job) -> "Look":
        own, pdf = job.settings.theme, job.settings.pdf
        shows = Openings.of(job)
        lines, ink = pdf.min_last_lines, "grey" if pdf.ink == "grey" else _EMOJI[pdf.emoji]
        looks = own.line_break, own.align, own.indent, own.verse
        return cls(*looks, pdf.opening, shows, pdf.page_refs, pdf.links, lines, ink)

    @property
    def is_by_word(self) -> bool:
        """Whether no Korean word is parted; a ragged line has no need to."""
        return self.line_break == "eojeol" or (self.line_break != "syllable" and self.align != "justify")

    def css(self) -> str:
        align = "justify" if self.align == "justify" else "left"
        words = " --words: whole;" if self.line_break == "eojeol-first" else ""
        return f".chapter-body {{ text-align: {align};{words} --min-last-lines: {self.min_last_lines}; }}\n"


@dataclass(frozen=True, slots=True)
class ComposeSetting:
    """What all units of a book have in common. A composer sees this, and what each of them shows."""

    theme: Theme
    look: Look
    paper: Paper
    meta: BookMeta
    fonts: FontSet  # of letters in formulas
    late: bool

    @classmethod
    def of(cls, job: Job, paper: Paper, *, late: bool) -> "ComposeSetting":
        """Of a book. Units that are kept show nothing that changes with other posts."""
        meta = job.book.meta
        return cls(job.theme, Look.of(job), paper, meta.steady() if late else meta, job.fonts, late)

    def css(self) -> str:
        """Paper, theme, and what book.toml says of its look; the last word counts."""
        of_theme = self.theme.css(*of_book(self.look)), self.theme.css("print.css")
        return "\n".join((self.paper.css(), self.look.css(), *of_theme))


class Composer:
    """Fills the theme's templates with what units show."""

    def __init__(self, setting: ComposeSetting) -> None:
        self._setting, self._theme, self._late = setting, setting.theme, setting.late
        meta = setting.meta
        self._words = setting.theme.words_in(meta.language)
        self._common = {
            "meta": meta,
            "words": self._words,
            "day": lambda date: setting.theme.day(date, meta.language),
            "paper": setting.paper,
            "pictures": "asset:",
            "opening": setting.look.opening,
            "shows": setting.look.shows,
        }

    def head(self) -> str:
        """From the doctype to the opened <body>."""
        return self._fill("head")

    def cover(self) -> str:
        """Return a page of the picture at COVER."""
        return self._fill("cover", cover=COVER)

    def title(self, meta: BookMeta) -> str:
        return self._fill("title", meta=meta)

    def colophon(self, meta: BookMeta, rows: Sequence[Row]) -> str:
        return self._fill("colophon", meta=meta, rows=rows)

    def part(self, part: Part[Chapter], line: Line, lines: Sequence[Line], text: PartText) -> str:
        """Return the page of a part: its own line of the contents, those of what it holds, its words."""
        count = sum(line.kind == "chapter" for line in lines)
        own = {"part": _whole_words(part), "label": line.label, "named": line.number, "count": count}
        own |= {"text": _unparted(text), "long": is_long(part.title)}
        return self._fill("part", **own, **self._listed(lines))

    def made(self, one: MatterSection, book: Book) -> str:
        """Return a page before or behind the chapters that nobody has written."""
        heading = self._heads(one.title, "", self._setting.meta.title, 1)
        values = {
            "chapters": tuple(map(_titled, book.chapters)),
            "address": self._address,
            "href": self._href,
        }
        values["changes"] = book.changes
        return self._fill(one.id, section=one, heading=heading, laid=self._laid, **values)

    def index(self, one: MatterSection, entries: Iterable[IndexEntry], digits: Digits) -> str:
        """Return 찾아보기 with the pages that are known; in a book that the engine counts, with all."""

        def on_pages(places: Sequence[str]) -> Iterable[index.Locator]:
            if self._late:
                return index.on_pages(places, lambda place: digits.get(PAGE + place, 0), self._href)
            return (index.Locator("", self._href(place)) for place in places)  # the engine counts

        heading = self._heads(one.title, "", self._setting.meta.title, 1)
        groups = index.grouped(entries, on_pages)
        return self._fill(one.id, section=one, heading=heading, laid=self._laid, groups=groups)

    def contents(self, lines: Sequence[Line]) -> str:
        return self._fill("contents", **self._listed(lines))

    def figures(self, name: str, lines: Sequence[Line]) -> str:
        """Return the list of the book's "figures" or "tables"."""
        return self._fill("figures", name=name, **self._listed(lines))

    def _listed(self, lines: Sequence[Line]) -> dict[str, object]:
        """Lines with the numbers of their pages."""
        whole = [
            replace(line, title=joiners.join(line.title), within=tuple(map(joiners.join, line.within)))
            for line in lines
        ]
        return {"lines": whole, "href": self._href, "number": self._contents_number, "laid": self._laid}

    def chapters(self, openings: Sequence[Opening], digits: Digits) -> Composed:
        """Return the chapters of a unit, and their pictures and drawings."""
        files: dict[str, File] = {}
        sections = []
        for opening in openings:
            style = self._begun if opening is openings[0] else self._flowing
            html, asked = self._chapter(opening, digits, style)
            sections.append(html)
            files |= asked
        return tuple(sections), files

    def _chapter(self, opening: Opening, digits: Digits, style: Markup) -> tuple[str, dict[str, File]]:
        """The chapter after the passes that only paper needs."""
        chapter = opening.chapter
        root = fragment(index.marked(chapter.xhtml, opening.marks))
        figures.number(root, chapter, opening.numbering, self._words)
        if opening.has_plate:
            remove(root[0])
        drawings = Drawings(self._setting.fonts)
        codes = self._say_places(root, opening, digits)
        _lead_from_paper(root)
        for picture in root.iter("img"):
            if not picture.get("alt", "").strip():  # a tagged PDF has a word for each
                picture.set("alt", self._words["picture"])
        bold_lines.mark(root)
        list_heads.mark(root)
        boxes.keep(root)
        pictures.unboxed(root)
        pictures.as_wide(root)
        notes.to_foot(root)
        tables.name(root, chapter.id)
        tables.join(root)
        breaks.apply(root)
        hung = code_lines.hang(root, self._setting.paper.room[0])
        drawings.replace_formulas(root)
        brackets.apply(root)
        joiners.apply(root, everywhere=self._setting.look.is_by_word)
        html = self._fill(
            "matter" if opening.matter else "chapter",
            kind=opening.matter,
            chapter=_titled(chapter),
            label=chapter.title,
            number=opening.number,
            address=self._setting.look.shows.address_of(chapter, self._setting.meta),
            subparts=[one._replace(text=_unparted(one.text)) for one in opening.subparts],
            heading=self._heading(opening),
            html=(text := Markup(inner(root, "html"))),  # noqa: S704 - serialised from a sanitized tree
            laid=style,
        )
        whole_page.check(html, chapter, text)
        files: dict[str, File] = {f"asset:{asset.name}": Path(asset.path) for asset in chapter.assets}
        files |= {code_lines.MARK: code_lines.DRAWING} if hung else {}
        return html, files | drawings.files | codes

    def plate(self, opening: Opening) -> Composed:
        """Return the page of the picture with which a chapter begins."""
        chapter, paper = opening.chapter, self._setting.paper
        root = fragment(chapter.xhtml)
        figures.number(root, chapter, opening.numbering, self._words)
        for _ in crossrefs.settle(root, opening.places, self._href_of):
            pass
        _lead_from_paper(root)
        fill(root, [root[0]])
        (picture,) = root.iter("img")
        picture.set("alt", picture.get("alt", "").strip() or self._words["picture"])
        if chapter.lead:
            pictures.place(root[0], chapter.lead, paper)
        joiners.apply(root, everywhere=True)
        html = Markup(inner(root, "html"))  # noqa: S704 - serialised from a sanitized tree
        section = self._fill("plate", chapter=chapter, html=html, laid=self._laid)
        files: dict[str, File] = {f"asset:{one.name}": Path(one.path) for one in chapter.assets}
        name = picture.get("src", "")
        return (section,), {name: files[name]}

    def _heading(self, opening: Opening) -> Markup:
        """Attributes of the chapter's title: its level in the outline, the running heads by word."""
        level = min(6, len(opening.chapter.section) + 1)
        return self._heads(opening.chapter.title, opening.number, opening.running, level)

    def _heads(self, title: str, number: str, running: str, level: int) -> Markup:
        number = f"{number}  " if number else ""
        attributes = Markup(
            ' class="level-{}{}" data-number="{}" data-label="{}" data-head="{}" data-part="{}"'
            ' data-book="{}"'
        )
        heads = map(joiners.join, (title, running, self._setting.meta.title))
        return attributes.format(level, " long" if is_long(title) else "", number, title, *heads)

    def _address(self, chapter: Chapter) -> str:
        return address_of(chapter, self._setting.meta)

    @property
    def _flowing(self) -> Markup:
        """A chapter that begins where another one ends."""
        return Markup(' style="page: auto"') if self._late else Markup("")

    @property
    def _begun(self) -> Markup:
        """A chapter on a new page. Its pages have no name: after a named one the engine keeps margins."""
        return Markup(' style="page: auto; break-before: page"') if self._late else Markup("")

    @property
    def _laid(self) -> Markup:
        return Markup(' style="page: laid; break-before: page"') if self._late else Markup("")

    def _href(self, target: str) -> str:
        return f"book:{target}" if self._late else f"#{target}"

    def _href_of(self, place: Destination) -> str:
        return self._href(place.anchor or place.chapter)

    def _contents_number(self, target: str) -> Markup:
        return Markup('<a class="page-number{}" href="{}">{}</a>').format(*self._number(target, 3))

    def _number(self, target: str, digits: int) -> tuple[str, str, str]:
        """Class, address and text of a page number."""
        return ("", f"field:{target}", "0" * digits) if self._late else (" counted", f"#{target}", "")

    def _say_places(self, root: Element, opening: Opening, digits: Digits) -> dict[str, bytes]:
        """Settle the links of a chapter, and say where they lead; return the drawings that this asks for."""
        chapter, look = opening.chapter, self._setting.look
        linked = LinkNotes(root, chapter.id) if look.links == "notes" else None
        for link, place in crossrefs.settle(root, opening.places, self._href_of):
            if look.page_refs and place.chapter != chapter.id:
                target = target_of(place)
                number = page_refs.Number(*self._number(target.id, target.room(digits)))
                page_refs.say(link, place.title, number, self._words, linked)
        if linked:
            linked.say_addresses()
            linked.number()
        if look.links in ("end", "qr"):
            return addresses.at_end(root, chapter.id, self._words, coded=look.links == "qr")
        return {}

    def _fill(self, template: str, **values: object) -> str:
        return self._theme.fill(f"print/{template}.j2", **{"laid": "", **self._common, **values})


def _lead_from_paper(root: Element) -> None:
    """A PDF's links lead to its pages, to the web and to mail; others, to a telephone say, are words."""
    for link in root.iter("a"):
        if not allowed.may_lead(link.get("href", ""), "a", allowed.PAPER):
            del link.attrib["href"]


def _titled(chapter: Chapter) -> Chapter:
    """The chapter with a title, and names of parts above it, whose lines break between words."""
    section = tuple(map(joiners.join, chapter.section))
    return replace(chapter, title=joiners.join(chapter.title), section=section)


def _unparted(text: PartText) -> PartText:
    return PartText(tuple(map(joiners.join, text.lead)), tuple(map(joiners.join, text.epigraph)))


def _whole_words(part: Part[Chapter]) -> Part[Chapter]:
    """The same for a part, and for what its page lists."""
    section = tuple(map(joiners.join, part.section))
    children = (_whole_words(one) if isinstance(one, Part) else _titled(one) for one in part.children)
    return replace(part, section=section, children=tuple(children))
