"""Footnotes: every parser's form -> a reference in the text and an <aside> at the chapter's end.

Roles are DPUB-ARIA's (https://www.w3.org/TR/dpub-aria/): the EPUB shows notes in pop-ups by them, the
PDF sets them at the foot of the page.
"""

from collections.abc import Mapping

from lxml import etree

from publisher.passes.draft import Draft
from publisher.trees import Element, classes, each, remove, unwrap

_LISTS = frozenset(("footnotes", "footnote"))


def apply(draft: Draft) -> None:
    holders = [element for element in each(draft.root, "section", "div") if _LISTS & set(classes(element))]
    notes = [item for holder in holders for item in holder.iter("li") if item.get("id")]
    if not notes:
        return
    links: dict[str, list[Element]] = {}
    for link in draft.root.iter("a"):
        links.setdefault(link.get("href", ""), []).append(link)
    section = etree.Element("section", {"class": "notes"})
    for number, note in enumerate(notes, 1):
        section.append(_note(note, number, links, draft))
    for holder in holders:
        previous = holder.getprevious()
        if previous is not None and previous.tag == "hr" and not (previous.tail or "").strip():
            remove(previous)
        remove(holder)
    draft.root.append(section)


def _note(item: Element, number: int, links: Mapping[str, list[Element]], draft: Draft) -> Element:
    """The note as an aside with a link back, and the references to it numbered."""
    old = item.get("id", "")
    new, first = f"{draft.entry.id}-n{number}", f"{draft.entry.id}-r{number}"
    for count, link in enumerate(links.get(f"#{old}", ())):
        _reference(link, number, new, first if count == 0 else "")
    aside = etree.Element("aside", {"class": "footnote", "role": "doc-footnote", "id": new})
    for link in list(item.iter("a")):
        if {"footnote-backref", "reversefootnote"} & set(classes(link)):
            _end_before(link)
            remove(link)
    aside.text = item.text
    aside.extend(list(item))
    _link_back(aside, number, first)
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
    """The number in front of the note's first words leads back to its place in the text."""
    first = aside[0] if len(aside) and aside[0].tag == "p" else None
    if first is None:
        first = etree.Element("p")
        first.text, aside.text = aside.text, None
        aside.insert(0, first)
    link = etree.Element("a", {"class": "back", "role": "doc-backlink", "href": f"#{reference}"})
    link.text, link.tail = str(number), " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, link)
