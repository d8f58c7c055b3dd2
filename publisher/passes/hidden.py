"""What the blog's page does not show is not printed: hidden parts of a post go, and are named.

`hidden`: https://html.spec.whatwg.org/multipage/interaction.html#the-hidden-attribute. What is aria-hidden is
there for eyes; beside words that are read aloud it is a second form of them, or an ornament.
"""

import re

from publisher.assets.xhtml import Element, each, remove_all, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.phrase import _

# Of styles that nh3 has spelled: one name, a colon, the value up to the next semicolon.
_STYLE = re.compile(r"(?:^|;)(display|visibility):([^;]*)", re.I)
_UNSEEN = ("display:none", "visibility:hidden", "visibility:collapse")
_SHOWN = 40  # letters of what is left out


def apply(build: ChapterBuild) -> None:
    """Take out what is hidden; of what stays, the attributes that say so."""
    lengths: dict[Element, int] = {}
    hidden = [element for element in each(build.root) if _is_hidden(element, lengths)]
    inner = {below for element in hidden for below in element.iterdescendants()} if hidden else set()
    outermost = [element for element in hidden if element not in inner]
    for element in outermost:
        _name(element, build)
    remove_all([*outermost, *filter(_is_empty_head, each(build.root, "thead"))])
    for element in each(build.root):
        _clean(element)


def _is_hidden(element: Element, lengths: dict[Element, int]) -> bool:
    if not len(element.attrib):
        return False
    styles = _STYLE.findall(element.get("style", "").lower())
    said = {f"{name}:{value.split('!')[0].strip()}" for name, value in styles}
    if "hidden" in element.attrib or not said.isdisjoint(_UNSEEN):
        return True
    return element.get("aria-hidden", "").strip().lower() == "true" and _is_beside_words(element, lengths)


def _is_beside_words(element: Element, lengths: dict[Element, int]) -> bool:
    """Whether its parent says something without it; where it is all that there is, it stays. `lengths` are
    those of parents' texts: a parent may hold thousands of these."""
    parent, text = element.getparent(), text_of(element)
    if not text or parent is None:
        return False
    if parent not in lengths:
        lengths[parent] = len(text_of(parent))
    return lengths[parent] > len(text)


def _name(element: Element, build: ChapterBuild) -> None:
    text = text_of(element)
    if not text and next(element.iter("img"), None) is None:
        return
    shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or _("a picture")
    hint = _("take out what hides it (hidden, display, visibility, aria-hidden), and it is printed")
    build.note(
        "text-hidden", _("what the blog's page hides is left out: {shown}", shown=shown), text[:_SHOWN], hint
    )


def _is_empty_head(head: Element) -> bool:
    """Whether nothing stands in the head of a table. Markdown has no table without one, so people leave it
    empty; a book would show a blank row, on every page, and read out heads that say nothing."""
    is_all = all(below.tag in ("tr", "th", "td") and not below.get("id") for below in head.iterdescendants())
    return is_all and not text_of(head).strip() and head.getnext() is not None


def _clean(element: Element) -> None:
    for key in ("hidden", "aria-hidden"):
        element.attrib.pop(key, None)
    style = element.get("style", "")
    if _STYLE.search(style):
        if kept := _STYLE.sub("", style).strip(";"):
            element.set("style", kept)
        else:
            del element.attrib["style"]
