"""Notes move from the chapter's end to the place of their mark: the engine sets them at the page's foot.

A note is set in a line of text, so only notes made of paragraphs can move; others (with code, lists,
tables) stay at the end of the chapter, as does one whose mark stands in itself. Numbers are written out, not
counted by the engine, so that a note referred to twice keeps its number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from publisher.assets.xhtml import Element, classes
from publisher.passes.note_headings import strike
from publisher.passes.notes import part_marks
from publisher.writers.pdf.compose.exchange import Places

_MARK = "fit-mark-"  # begins the id of the place of a note's mark


def to_foot(root: Element) -> None:
    for section in root.findall("section[@class='notes']"):
        marks = {a.get("href", ""): a for a in reversed([*root.iter("a")]) if a.get("id")}
        for note in list(section):
            mark = marks.get(f"#{note.get('id', '')}")
            movable = all(child.tag == "p" for child in note)
            if movable and mark is not None and note not in mark.iterancestors():
                _move(note, mark)
        if not len(section):
            root.remove(section)
            strike(root)
    part_marks(root)


def _move(note: Element, reference: Element) -> None:
    """<span class="footnote"> in place of the mark, or of the <sup> around it."""
    mark = reference.getparent()
    old = mark if mark is not None and mark.tag == "sup" and len(mark) == 1 else reference
    name, number = note.get("id", ""), reference.text or ""
    place = etree.Element("span", {"class": "mark", "id": f"{_MARK}{name}"})
    foot = etree.SubElement(place, "span", {"class": "footnote", "id": name, "data-number": number})
    for paragraph in list(note):
        for back in paragraph.findall("a[@role='doc-backlink']"):
            paragraph.text = (paragraph.text or "") + (back.tail or "").lstrip()
            paragraph.remove(back)
        paragraph.tag = "span"
        paragraph.set("class", "paragraph")
        paragraph.tail = None
        foot.append(paragraph)
    parent, section = old.getparent(), note.getparent()
    if parent is not None and section is not None:
        _close_up(parent, old.getprevious())
        place.tail = old.tail
        parent.replace(old, place)
        section.remove(note)


def _close_up(parent: Element, before: Element | None) -> None:
    """Take spaces before a mark away: it could be alone at a line's beginning."""
    if before is not None:
        before.tail = before.tail.rstrip() if before.tail else None
    elif parent.text:
        parent.text = parent.text.rstrip()


def to_end(foot: Element, chapter: Element) -> None:
    """A note goes back to the end of its chapter, and its mark becomes a link to it."""
    place = foot.getparent()
    if place is None:
        return
    name, number = foot.get("id", ""), foot.get("data-number", "")
    place.remove(foot)
    place.tag = "sup"
    place.attrib.pop("class", None)
    mark = etree.SubElement(place, "a", {"class": "noteref", "role": "doc-noteref", "href": f"#{name}"})
    mark.text = number
    as_note = {"class": "footnote", "role": "doc-footnote", "id": name}
    note = etree.SubElement(_end_of(chapter), "aside", as_note)
    for paragraph in list(foot) or [etree.Element("span")]:
        paragraph.tag = "p"
        paragraph.attrib.pop("class", None)
        note.append(paragraph)
    label = etree.Element("span", {"class": "back"})
    label.text, label.tail = number, f" {note[0].text or ''}"
    note[0].text = None
    note[0].insert(0, label)


def _end_of(chapter: Element) -> Element:
    """The notes at the chapter's end."""
    found = chapter.find("section[@class='notes']")
    return found if found is not None else etree.SubElement(chapter, "section", {"class": "notes"})


@dataclass(frozen=True, slots=True)
class Astray:
    """A note that is not on the page of its mark."""

    note: Element
    page: int  # of its mark
    lost: bool  # on no page at all

    @property
    def name(self) -> str:
        return self.note.get("id", "")


def astray(roots: Sequence[Element], pages: Sequence[Places]) -> Iterator[Astray]:
    """Such notes, in their order."""
    where = {name: number for number, page in reversed([*enumerate(pages)]) for name in page}
    for root in roots:
        for note in root.iter("span"):
            if "footnote" in classes(note):
                name = note.get("id", "")
                page, own = where.get(f"{_MARK}{name}", -1), where.get(name)
                if page != own:
                    yield Astray(note, page, lost=own is None)
