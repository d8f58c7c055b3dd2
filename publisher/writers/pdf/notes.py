"""Notes move from the chapter's end to the place of their mark: the engine sets them at the page's foot.

A note is set in a line of text, so only notes made of paragraphs can move; others (with code, lists,
tables) stay at the end of the chapter. Numbers are written out, not counted by the engine, so that a
note referred to twice keeps its number.
"""

from lxml import etree

from publisher.trees import Element


def to_foot(root: Element) -> None:
    for section in root.findall("section[@class='notes']"):
        for note in list(section):
            reference = _first_reference(root, note.get("id", ""))
            if reference is not None and all(child.tag == "p" for child in note):
                _move(note, reference)
        if not len(section):
            root.remove(section)


def _first_reference(root: Element, note: str) -> Element | None:
    return next((a for a in root.iter("a") if a.get("href") == f"#{note}" and a.get("id")), None)


def _move(note: Element, reference: Element) -> None:
    """<span class="footnote"> in place of the mark, or of the <sup> around it."""
    mark = reference.getparent()
    old = mark if mark is not None and mark.tag == "sup" and len(mark) == 1 else reference
    foot = etree.Element(
        "span", {"class": "footnote", "id": note.get("id", ""), "data-number": reference.text or ""}
    )
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
        foot.tail = old.tail
        parent.replace(old, foot)
        section.remove(note)
