"""A picture that has a line of a paragraph to itself stands between two paragraphs.

Markdown leaves it in the paragraph of the lines above and below it. To a page it is a very large letter
then: lines around it are kept together, none of those behind it can go before it, and no caption is its own.
"""

from lxml import etree

from publisher.assets.xhtml import Element, each, remove, text_of, wrap
from publisher.passes.chapter_build import ChapterBuild

_AROUND = frozenset(("a", "span"))  # what may stand around a picture and nothing else
_ENDS = frozenset(("br", "p", "ul", "ol", "dl", "pre", "table", "blockquote", "div", "figure"))  # a line
_FULL = tuple(".?!:;…。)")  # of a sentence that ends


def apply(build: ChapterBuild) -> None:
    for holder in each(build.root, "p", "li"):
        found = [child for child in holder if is_picture(child)]
        alone = [child for child in found if _has_a_line(child)] if found and text_of(holder) else []
        for picture in alone:
            _without_breaks(picture)
        if holder.tag == "li":
            for picture in alone:
                wrap(picture, "p")
        elif alone:
            _part(holder, frozenset(alone))


def is_picture(element: Element) -> bool:
    """Tell whether it is a picture, or a link or the like around one."""
    if element.tag == "img":
        return True
    return element.tag in _AROUND and not text_of(element) and len(element.findall(".//img")) == 1


def _has_a_line(picture: Element) -> bool:
    """Whether nothing stands beside it where the post was written, and no sentence runs on across it."""
    holder, before, after = picture.getparent(), picture.getprevious(), picture.getnext()
    above = (before.tail if before is not None else holder.text if holder is not None else "") or ""
    below = picture.tail or ""
    broken = _is_end(before, above), _is_end(after, below)
    written = above.rstrip(" \t").endswith("\n"), below.lstrip(" \t").startswith("\n")
    full = any(broken) or above.rstrip().endswith(_FULL)
    return full and all(one or other for one, other in zip(broken, written, strict=True))


def _is_end(beside: Element | None, between: str) -> bool:
    """Whether a line ends between a picture and what stands beside it."""
    return not between.strip() and (beside is None or beside.tag in _ENDS)


def _without_breaks(picture: Element) -> None:
    """Take out the line breaks around it: it has none beside itself any more."""
    before, after = picture.getprevious(), picture.getnext()
    if after is not None and after.tag == "br" and not (picture.tail or "").strip():
        remove(after)
    if before is not None and before.tag == "br" and not (before.tail or "").strip():
        remove(before)


def _part(paragraph: Element, alone: frozenset[Element]) -> None:
    """Part a paragraph at its pictures; each child is moved once."""
    current = paragraph
    for child in list(paragraph):
        if child in alone:
            own, rest = etree.Element("p"), etree.Element("p")
            rest.text, child.tail = child.tail, None
            own.append(child)
            current.addnext(own)
            own.addnext(rest)
            _unless_empty(current)
            current = rest
        elif current is not paragraph:
            current.append(child)
    _unless_empty(current)


def _unless_empty(paragraph: Element) -> None:
    if not len(paragraph) and not paragraph.attrib and not (paragraph.text or "").strip():
        remove(paragraph)
