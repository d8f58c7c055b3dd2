"""Notes that say where links lead, among those of the post: what `links = "notes"` asks for.

They are made as passes/notes.py makes those of a post, and all are numbered anew, in the order of their
marks; notes.py sets them at the foot of the page then.
"""

from collections import deque
from collections.abc import Iterator

from lxml import etree

from publisher.assets.xhtml import Element, classes
from publisher.writers.pdf.compose import addresses
from publisher.writers.pdf.compose.addresses import Noted


class LinkNotes:
    """The notes of a chapter's links: those to the same place have one."""

    def __init__(self, root: Element, chapter: str) -> None:
        self._root, self._chapter = root, chapter
        self._made: dict[str, str] = {}  # what a note is about -> its id

    def add(self, found: Noted, about: str, content: Element) -> None:
        """Mark a link with the note about its place; `content` is what that says, the first time."""
        first = about not in self._made
        note = self._made.setdefault(about, f"{self._chapter}-l{len(self._made) + 1}")
        mark = etree.Element("sup")
        link = etree.SubElement(mark, "a", {"class": "noteref", "role": "doc-noteref", "href": f"#{note}"})
        if first:
            link.set("id", f"{note}-mark")
            self._section().append(_note(note, content))
        found.mark(mark)

    def say_addresses(self) -> None:
        """Give each link to the web its note; in a note, its address stands behind its words."""
        for found in addresses.of(self._root):
            address = addresses.written(found.href)
            if found.is_inside_note:
                found.mark(_bracketed(address))
            else:
                self.add(found, found.href, address)

    def number(self) -> None:
        """Number all notes of the chapter in the order of their marks, where some were added."""
        if not self._made:
            return
        section = self._section()
        order = {name: number for number, name in enumerate(_in_order(self._root, section), 1)}
        for mark in _marks(self._root):
            if mark.get("href", "") in order:
                mark.text = str(order[mark.get("href", "")])
        notes = {f"#{note.get('id')}": note for note in section}
        for name, note in notes.items():
            for back in (one for one in note.iter("a", "span") if "back" in classes(one)):
                back.text = str(order[name])
        section[:] = sorted(section, key=lambda note: order[f"#{note.get('id')}"])

    def _section(self) -> Element:
        found = self._root.find("section[@class='notes']")
        return found if found is not None else etree.SubElement(self._root, "section", {"class": "notes"})


def _note(name: str, content: Element) -> Element:
    note = etree.Element("aside", {"class": "footnote", "role": "doc-footnote", "id": name})
    paragraph = etree.SubElement(note, "p")
    back = etree.SubElement(
        paragraph, "a", {"class": "back", "role": "doc-backlink", "href": f"#{name}-mark"}
    )
    back.tail = " "
    paragraph.append(content)
    return note


def _bracketed(address: Element) -> Element:
    held = etree.Element("span", {"class": "in-note"})
    held.text, address.tail = "(", ")"
    held.append(address)
    return held


def _marks(around: Element) -> Iterator[Element]:
    return (link for link in around.iter("a") if "noteref" in classes(link))


def _in_order(root: Element, section: Element) -> list[str]:
    """The notes as a reader comes to them: by marks in the text, by marks in these notes, then others."""
    notes = {f"#{note.get('id')}": note for note in section}
    inside = {mark for note in section for mark in _marks(note)}
    waiting = deque(mark.get("href", "") for mark in _marks(root) if mark not in inside)
    order: dict[str, None] = {}
    while waiting:
        name = waiting.popleft()
        if name in notes and name not in order:
            order[name] = None
            waiting.extend(mark.get("href", "") for mark in _marks(notes[name]))
    return [*order, *(name for name in notes if name not in order)]
