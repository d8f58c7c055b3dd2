"""A unit is laid out, looked at, and laid out again where a table is too wide for the page, or a note is not
at the foot of the page on which its mark stands.

What the engine has made is judged by where its pages say that ids are: that holds for every theme.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from publisher.assets.xhtml import HEADINGS, Element
from publisher.phrase import NOTHING, _
from publisher.writers.pdf.compose import notes, tables
from publisher.writers.pdf.compose.exchange import File, Places
from publisher.writers.pdf.compose.opening import is_opening
from publisher.writers.pdf.layout import engine
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.engine import Rendered
from publisher.writers.pdf.layout.findings import Told

_PAGES = 800  # that are laid out again for one unit, in all: many times a chapter's, not a volume's
_ROUNDS = 12  # layouts for the notes of one unit
_HINT = _("fewer columns, or shorter words in them, keep a table as it is")
_CODES = {"small": "table-small", "turned": "table-turned", "stacked": "table-stacked"}
_SAID = {
    "small": _("{table} is set in smaller type, to fit the page"),
    "turned": _("{table} is turned by a quarter, on a page of its own: it is wider than the page"),
    "stacked": _("{table} is set as rows of \u201chead: value\u201d: it is wider than the page"),
}
MARK = "fit-"  # begins ids that are only for this
_LOOKED_AT = ("<table", 'class="footnote"')


@dataclass(frozen=True, slots=True)
class Fitted:
    """Sections as they were laid out at last."""

    sections: tuple[str, ...]
    rendered: Rendered
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a unit is laid out, and what a fragment of it needs to be laid out alone."""

    whole: Callable[[str], Rendered]  # of sections
    head: str
    files: Mapping[str, File]
    context: LayoutContext

    def alone(self, html: Sequence[str], width: float, height: float) -> list[Sequence[Places]]:
        """Return texts of HTML on paper of this size in px, without margins, each from a new page; their
        pages."""
        page = f"size: {width:g}px {height:g}px; margin: 0;"
        style = f"<style>@page {{ {page} }} @page :nth(n+1) {{ {page} }}</style>"
        names = [f"{MARK}try-{number}" for number in range(len(html))]
        own = 'class="chapter-body" style="page: auto; break-before: page"'
        fragments = [
            f'<section id="{name}" {own}>{one}</section>' for name, one in zip(names, html, strict=True)
        ]
        text = f"{self.head}{style}{''.join(fragments)}</body></html>"
        pages = engine.rendered(text, self.files, self.context).places
        return [[places for places in pages if name in places] for name in names]


def fitted(sections: Sequence[str], setting: Setting) -> Fitted:
    """Return the sections so dressed that they fit."""
    fitting = _Fitting(sections, setting)
    fitting.narrow_tables()
    fitting.bring_notes_home()
    return Fitted(fitting.sections, fitting.rendered, tuple(fitting.told))


def alone(
    sections: Sequence[str],
    head: str,
    page_box: str,
    files: Mapping[str, File],
    context: LayoutContext,
    *,
    ends: bool = False,
) -> Fitted:
    """Return the sections of a unit, fitted to pages of that box without heads and numbers; `ends`: also the
    end of the chapter, which its text alone does not show."""

    def whole(text: str) -> Rendered:
        style = f"<style>@page :nth(n+1) {page_box}</style>"
        return engine.rendered(f"{head}{style}{text}</body></html>", files, context, 0 if ends else None)

    return fitted(sections, Setting(whole, head, files, context))


class _Fitting:
    """Sections on their way to fit."""

    def __init__(self, sections: Sequence[str], setting: Setting) -> None:
        self.setting = setting
        self.told: list[Told] = []
        self.laid = 0  # pages, of all layouts
        self.roots: list[Element] = []
        self.sections = tuple(sections)
        if any(sign in section for section in sections for sign in _LOOKED_AT):
            self.roots += [lxml_html.fragment_fromstring(section) for section in sections]
            self._name_blocks()
            self.again()
        else:
            self.rendered = self._lay_out()

    def again(self) -> None:
        """Lay out the trees as they are now."""
        self.sections = tuple(etree.tostring(root, encoding="unicode", method="html") for root in self.roots)
        self.rendered = self._lay_out()

    def _lay_out(self) -> Rendered:
        rendered = self.setting.whole("".join(self.sections))
        self.laid += len(rendered.document.pages)
        return rendered

    @property
    def _worth_another(self) -> bool:
        """Whether a unit of its length may be laid out once more only to look better; no clock decides."""
        return self.laid + len(self.rendered.document.pages) <= _PAGES

    def narrow_tables(self) -> None:
        """Dress the tables that stick out; stack those that still do, and those in their cells."""
        dress = self._dressed
        while wide := tables.wide(self.roots, self.rendered.places, self._end):
            about = [(_chapter_of(table), tables.described(table)) for table in wide]
            for (chapter, what), name in zip(about, dress(wide), strict=True):
                self.told.append(Told(chapter, _CODES[name], _(_SAID[name], table=what), _HINT))
            self.again()
            dress = _stacked

    @property
    def _end(self) -> float:
        """Where the text block ends, in px from the left: the unit's margins are alike."""
        page = self.rendered.document.pages[-1].width
        return float(page + self.setting.context.room[0]) / 2

    def _dressed(self, wide: Mapping[Element, tuple[float, float]]) -> list[str]:
        rooms = {table: tables.Room(*widths, *self.setting.context.room) for table, widths in wide.items()}
        return list(tables.dress(rooms, self._alone).values())

    def _alone(self, some: Sequence[Element], width: float, height: float) -> Sequence[Sequence[Places]]:
        html = [etree.tostring(one, encoding="unicode", method="html", with_tail=False) for one in some]
        return self.setting.alone(html, width, height)

    def bring_notes_home(self) -> None:
        """Each note on the page of its mark, as far as that can be had; none is lost.

        The engine loses sight of a note where it goes back to end a page earlier than it had begun to: so the
        page is ended there from the start. A note that is lost all the same stands at the chapter's end.
        """
        tried: set[str] = set()
        for _turn in range(_ROUNDS):
            stray = next((one for one in self._astray() if one.name not in tried), None)
            if stray is None or not self._worth_another:
                break
            tried.add(stray.name)
            self._end_page_early(stray)
        while lost := [one for one in self._astray() if one.lost]:
            for one in lost:
                self._to_end(one)
            self.again()

    def _astray(self) -> list[notes.Astray]:
        return list(notes.astray(self.roots, self.rendered.places))

    def _end_page_early(self, stray: notes.Astray) -> None:
        """Begin a page before the last block of the one with the mark, where that brings the note home."""
        block = _last_block(self._blocks(), self.rendered.places, stray.page)
        if block is None:
            return
        before, rendered, sections = block.get("style"), self.rendered, self.sections
        block.set("style", f"{before or ''}; break-before: page".lstrip("; "))
        self.again()
        if any(one.name == stray.name for one in self._astray()):
            _set_or_drop(block, "style", before)
            self.rendered, self.sections = rendered, sections

    def _blocks(self) -> list[Element]:
        return blocks_of(self.roots)

    def _name_blocks(self) -> None:
        """Give each block an id."""
        name_blocks(self._blocks())

    def _to_end(self, stray: notes.Astray) -> None:
        number, chapter = stray.note.get("data-number", ""), _chapter_of(stray.note)
        what = _(
            "note {number} stands at the end of its chapter: the engine found no room for it on its page",
            number=number,
        )
        self.told.append(Told(chapter, "note-at-end", what, NOTHING))
        notes.to_end(stray.note, _section_of(stray.note))


def blocks_of(roots: Iterable[Element]) -> list[Element]:
    """Return what may begin a page, in its order."""
    return [block for root in roots for block in root if not is_opening(block)]


def name_blocks(blocks: Iterable[Element]) -> None:
    """Give each block an id, always the same."""
    for number, block in enumerate(block for block in blocks if not block.get("id")):
        block.set("id", f"{MARK}block-{number}")


def _stacked(wide: Iterable[Element]) -> list[str]:
    return [tables.stack(table) for table in wide]


def _last_block(blocks: Sequence[Element], pages: Sequence[Places], page: int) -> Element | None:
    """The last block that begins on a page, with the headings above it; none where it begins the page."""
    here = [block for block in blocks if _first_page(block, pages) == page]
    while len(here) > 1 and here[-2].tag in HEADINGS:
        here.pop()
    begins = not here or (len(here) == 1 and not _goes_on(here[0], pages[page]))
    return None if begins else here[-1]


def _first_page(block: Element, pages: Sequence[Places]) -> int:
    return next((number for number, page in enumerate(pages) if block.get("id", "") in page), -1)


def _goes_on(block: Element, page: Places) -> bool:
    """Whether the block before it ends on that page."""
    before = block.getprevious()
    return before is not None and not is_opening(before) and before.get("id", "") in page


def _set_or_drop(element: Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def _chapter_of(element: Element) -> str:
    """The id of its chapter: that of the title."""
    title = _section_of(element).find(".//header//h1")
    return title.get("id", "") if title is not None else ""


def _section_of(element: Element) -> Element:
    """The whole chapter in which it stands."""
    return [*element.iterancestors("section")][-1]
