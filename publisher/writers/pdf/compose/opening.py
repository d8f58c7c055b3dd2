"""What a chapter begins with on paper: the names of its parts, its title, date and tags."""

from publisher.assets.xhtml import Element, classes


def is_opening(block: Element) -> bool:
    """Tell whether a block of a chapter's section is part of it: nothing parts it from the text."""
    return block.tag == "header" or block.find(".//header") is not None or "subparts" in classes(block)
