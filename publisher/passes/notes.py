"""Footnotes: every parser's form -> a reference in the text and an <aside> at the chapter's end.

Roles are DPUB-ARIA's (https://www.w3.org/TR/dpub-aria/): the EPUB shows notes in pop-ups by them, the
PDF sets them at the foot of the page.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import takewhile

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, remove, text_of, unwrap
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.structure import INLINE
from publisher.passes.words import holds_blocks

_LISTS = frozenset(("footnotes", "footnote"))


def apply(build: ChapterBuild) -> None:
    _from_margins(build.root)
    holders, notes = _holders(build.root), listed(build.root)
    if not notes:
        return
    links = [link for link in build.root.iter("a") if link.get("href", "").startswith("#")]
    reached = _reached(notes, links)
    if len(holders) > 1:  # of texts in texts: by the places where a reader meets them
        place = {link: at for at, link in enumerate(links)}
        notes.sort(key=lambda note: place[reached[note]] if note in reached else len(links))
    by_note: dict[str, list[Element]] = {}
    for link in links:
        by_note.setdefault(link.get("href", ""), []).append(link)
    section = etree.Element("section", {"class": "notes"})
    for number, note in enumerate(notes, 1):
        to_it = by_note.get(f"#{note.get('id')}", ())
        section.append(_note(note, number, to_it, reached.get(note), build))
    for holder in holders:
        _close(holder)
    build.root.append(section)
    part_marks(build.root)


def _from_margins(root: Element) -> None:
    """Notes in the margin, which stand among words, as a list of notes and references to them."""
    beside = [one for one in each(root, "span") if "sidenote" in classes(one)]
    if not beside:
        return
    holder = etree.SubElement(root, "section", {"class": "footnotes"})
    items = etree.SubElement(holder, "ol")
    for number, note in enumerate(beside, 1):
        item = etree.SubElement(items, "li", {"id": f"sidenote-{number}"})
        words = etree.SubElement(item, "p")
        words.text, note.text = note.text, None
        words.extend(list(note))
        note.attrib.clear()
        note.tag = "sup"
        etree.SubElement(note, "a", {"href": f"#sidenote-{number}"})


def listed(root: Element) -> list[Element]:
    """Return the notes of a post, as its parser has them, in their order."""
    return list(dict.fromkeys(item for holder in _holders(root) for item in _items(holder)))


def _holders(root: Element) -> list[Element]:
    return [element for element in each(root, "section", "div") if _LISTS & set(classes(element))]


def _items(holder: Element) -> Iterator[Element]:
    """The notes of a list; an item in a note's own list is none."""
    for item in holder.iter("li"):
        if item.get("id") and not any(
            outer.tag == "li" and outer.get("id") for outer in item.iterancestors()
        ):
            yield item


def _reached(notes: Iterable[Element], links: Iterable[Element]) -> dict[Element, Element]:
    """The reference by which a reader comes to each note: the first in the text, else the first in a note
    that is reached so. A note that only itself refers to, or one that it refers to, has none."""
    named = {f"#{note.get('id')}": note for note in notes}
    inside = {link for note in notes for link in note.iter("a")}
    reached: dict[Element, Element] = {}
    waiting = deque(link for link in links if link not in inside)
    while waiting:
        link = waiting.popleft()
        note = named.get(link.get("href", ""))
        if note is not None and note not in reached:
            reached[note] = link
            waiting.extend(note.iter("a"))
    return reached


def _close(holder: Element) -> None:
    """The list goes, and the line before it; what stood in it beside the notes stays."""
    for items in list(holder.iter("ol", "ul")):
        if not len(items) and not text_of(items):
            remove(items)
    if text_of(holder):
        holder.attrib.pop("class", None)
        return
    previous = holder.getprevious()
    if previous is not None and previous.tag == "hr" and not (previous.tail or "").strip():
        remove(previous)
    remove(holder)


def _note(
    item: Element, number: int, links: Iterable[Element], reference: Element | None, build: ChapterBuild
) -> Element:
    """The note as an aside with a link back to `reference`, and all references to it numbered."""
    new, first = f"{build.entry.id}-n{number}", f"{build.entry.id}-r{number}"
    for link in links:
        _reference(link, number, new, first if link is reference else "")
    aside = etree.Element("aside", {"class": "footnote", "role": "doc-footnote", "id": new})
    for link in list(item.iter("a")):
        if {"footnote-backref", "reversefootnote"} & set(classes(link)):
            _end_before(link)
            around = link.getparent()
            remove(link)
            if around is not None and around.tag == "p" and not len(around) and not text_of(around):
                remove(around)  # kramdown puts it below a list or code
    aside.text = item.text
    aside.extend(list(item))
    if (outer := item.getparent()) is not None:
        outer.remove(item)
    _link_back(aside, number, first if reference is not None else "")
    return aside


def _end_before(link: Element) -> None:
    """The space that parted a note's last word from the link back is no part of the note."""
    previous, parent = link.getprevious(), link.getparent()
    if (link.tail or "").strip():
        return
    if previous is not None:
        previous.tail = (previous.tail or "").rstrip(" \xa0")
    elif parent is not None:
        parent.text = (parent.text or "").rstrip(" \xa0")


def _reference(link: Element, number: int, note: str, identifier: str) -> None:
    parent = link.getparent()
    if parent is not None and parent.tag == "sup":
        parent.attrib.clear()
    for child in list(link):
        unwrap(child)
    link.attrib.clear()
    link.attrib.update({"class": "noteref", "role": "doc-noteref", "href": f"#{note}"})
    if identifier:
        link.set("id", identifier)
    link.text = str(number)


def _link_back(aside: Element, number: int, reference: str) -> None:
    """The number in front of the note's first words leads back to its place in the text, if it has one."""
    first = aside[0] if len(aside) and aside[0].tag == "p" and not (aside.text or "").strip() else None
    if first is None:
        first = _words_first(aside)
    link = etree.Element("a" if reference else "span", {"class": "back"})
    if reference:
        link.attrib.update({"role": "doc-backlink", "href": f"#{reference}"})
    link.text, link.tail = str(number), " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, link)


def _words_first(aside: Element) -> Element:
    """A paragraph of the words with which a note begins, where its parser has made none."""
    paragraph = etree.Element("p")
    paragraph.text, aside.text = aside.text, None
    paragraph.extend([*takewhile(lambda one: one.tag in INLINE and not holds_blocks(one), aside)])
    aside.insert(0, paragraph)
    return paragraph


def part_marks(root: Element) -> None:
    """Put a comma between marks that touch: two notes are not "⁴⁵"."""
    for one in root.iter("span", "sup", "a"):
        after = one.getnext()
        if _is_mark(one) and after is not None and _is_mark(after) and not one.tail:
            comma = etree.Element("sup", {"class": "between"})
            comma.text = ","
            one.addnext(comma)


def _is_mark(element: Element) -> bool:
    """Whether it is one: of a note at the foot, or of one at the end."""
    if element.tag == "sup":
        return len(element) == 1 and not element.text and _is_mark(element[0])
    return bool({"mark", "noteref"}.intersection(classes(element))) and element.tag in ("a", "span")
