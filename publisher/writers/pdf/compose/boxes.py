"""Boxes of a few lines, such as notes: each stays whole on its page."""

from publisher.assets.xhtml import Element, classes, text_of

_SHORT = 300  # letters: some ten lines
_LARGE = ("img", "pre", "table")  # what no count of letters tells of


def keep(root: Element) -> None:
    """Mark boxes that no page may part."""
    for box in root.iter("aside", "details"):
        is_box = box.tag == "details" or "note" in classes(box)
        if is_box and len(text_of(box)) <= _SHORT and next(box.iter(*_LARGE), None) is None:
            box.set("class", " ".join((*classes(box), "kept")))
