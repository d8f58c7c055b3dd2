"""HTML's content model: what browsers forgive, EPUBCheck and e-readers do not.

HTML 4's elements get their heirs; stray children get the parent they need; attributes get legal
values or go. See https://html.spec.whatwg.org/multipage/dom.html#content-models
"""

import re

from lxml import etree

from publisher.assets.xhtml import (
    HEADINGS,
    Element,
    classes,
    each,
    remove,
    text_of,
    unwrap,
    wrap,
)
from publisher.passes import lists, words
from publisher.passes.chapter_build import ChapterBuild

_RENAMED = {
    "center": "div",
    "font": "span",
    "tt": "code",
    "strike": "s",
    "big": "span",
    "acronym": "abbr",
    "main": "div",
}
_PHRASING_ONLY = frozenset((*HEADINGS, "p", "pre", "summary", "dt", "ruby", "rt", "rp"))
_INLINES = frozenset(
    "abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strong sub sup time u var".split()
)
INLINE = _INLINES | {"a", "br", "del", "img", "ins", "ruby", "wbr"}
_OF_TABLES = frozenset("tr td th tbody thead tfoot caption colgroup col".split())
_HOMES = {
    "li": ("ul", "ol"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "figcaption": ("figure",),
    "summary": ("details",),
}
_BOXES = ("blockquote", "div", "section", "article", "p")  # which may be one by its class
_NUMBERS = {"start": (-9999, 9999), "value": (-9999, 9999), "colspan": (1, 100), "rowspan": (1, 500)}
_ALIGNS = ("left", "right", "center", "justify")


def apply(build: ChapterBuild) -> None:
    for element in each(build.root):
        _rename(element)
        if len(element.attrib):  # most have none
            _attributes(element)
    for element in each(build.root, *_BOXES):
        if "note" in classes(element):
            _box(element)
    for element in each(build.root, "aside"):
        if not classes(element):  # Notion's callouts
            element.set("class", "note")
            _box(element)
    for element in each(build.root, *_HOMES):
        _at_home(element)
    for element in each(build.root, *lists.LISTS):
        lists.items(element)
    for element in each(build.root, "ul", "ol"):
        lists.drop_empty(element)
    for element in reversed(list(each(build.root))):  # inner ones first: a change moves outwards
        _content(element)
    for element in each(build.root, "details", "figure", "dl"):
        _complete(element)
    words.apply(build.root)
    _paragraphs(build.root)
    _rules(build.root)


def _rules(root: Element) -> None:
    """A line parts texts: one of several in a row stays, and none before or behind the whole."""
    for rule in [*root.iterchildren("hr", reversed=True)]:
        before, after = rule.getprevious(), rule.getnext()
        ends = after is None and not (rule.tail or "").strip()
        begins = before is None and not (root.text or "").strip()
        again = before is not None and before.tag == "hr" and not (before.tail or "").strip()
        if begins or ends or again:
            remove(rule)


def _paragraphs(root: Element) -> None:
    """Words that stand in no block, such as a link that a tag wrote on a line of its own, get a paragraph."""
    children = list(root)
    current = _paragraph(root.text)
    if current is not None:
        root.text = None
        root.insert(0, current)
    for child in children:
        if child.tag not in INLINE or words.holds_blocks(child):
            current = _paragraph(child.tail)
            if current is not None:
                child.tail = None
                child.addnext(current)
            continue
        if current is None and child.tag in ("br", "img") and not (child.tail or "").strip():
            continue  # a picture by itself is a figure
        if current is None:
            current = etree.Element("p")
            child.addprevious(current)
        current.append(child)  # with the text behind it
    for made in root.findall("p"):
        _trim(made)


def _paragraph(text: str | None) -> Element | None:
    """A paragraph with this text at its beginning, where it is more than white space."""
    if not (text or "").strip():
        return None
    made = etree.Element("p")
    made.text = (text or "").lstrip()
    return made


def _trim(paragraph: Element) -> None:
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip() or None
    else:
        paragraph.text = (paragraph.text or "").rstrip() or None


def _rename(element: Element) -> None:
    tag = str(element.tag)
    if tag == "center":
        _style(element, "text-align: center")
    if tag == "font" and (color := element.attrib.pop("color", None)):
        _style(element, f"color: {color}")
    if tag in _RENAMED:
        element.tag = _RENAMED[tag]


def _attributes(element: Element) -> None:
    align = element.attrib.pop("align", "").lower()
    if align in _ALIGNS and element.tag != "img":
        _style(element, f"text-align: {align}")
    if (name := element.attrib.pop("name", None)) and "id" not in element.attrib:
        element.set("id", name)
    for attribute, (least, most) in _NUMBERS.items():
        if attribute in element.attrib and not _between(element.get(attribute, ""), least, most):
            del element.attrib[attribute]
    if element.get("type") is not None and element.tag == "ol" and element.get("type") not in tuple("1aAiI"):
        del element.attrib["type"]
    if element.get("dir", "ltr") not in ("ltr", "rtl", "auto"):
        del element.attrib["dir"]
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", element.get("lang", "ko")):
        del element.attrib["lang"]
    if element.get("scope", "row") not in ("row", "col", "rowgroup", "colgroup"):
        del element.attrib["scope"]
    if not element.get("style", "x").strip():
        del element.attrib["style"]


def _box(element: Element) -> None:
    """A box that a theme draws by a class is one of the book's; one with nothing in it goes."""
    if not text_of(element) and element.find(".//img") is None:
        remove(element)
        return
    title, box = element.attrib.pop("title", "").strip(), element
    if element.tag == "p":
        del element.attrib["class"]
        box = wrap(element, "aside")
        box.set("class", "note")
    else:
        element.tag = "aside"
    if title:  # Hydejack shows it on top
        head = etree.Element("p")
        etree.SubElement(head, "strong").text = title
        head.tail, box.text = box.text, None
        box.insert(0, head)


def _between(text: str, least: int, most: int) -> bool:
    return bool(re.fullmatch(r"-?[0-9]{1,6}", text)) and least <= int(text) <= most


def _style(element: Element, rule: str) -> None:
    # The rule may come from an attribute of the post: no value of ours holds other characters.
    if re.fullmatch(r"[-a-z]+: #?[A-Za-z0-9]+", rule):
        element.set("style", "; ".join(part for part in (element.get("style", "").strip("; "), rule) if part))


def _at_home(element: Element) -> None:
    """An item outside its list, a caption outside its figure: an ordinary block."""
    parent = element.getparent()
    if parent is not None and not _is_home(parent, str(element.tag)):
        element.tag = "div"
        element.attrib.pop("value", None)


def _is_home(parent: Element, tag: str) -> bool:
    outer = parent.getparent()
    if tag in ("dt", "dd") and parent.tag == "div":  # a group of terms, in a <dl> only
        return outer is not None and outer.tag == "dl"
    return parent.tag in _HOMES[tag]


def _content(element: Element) -> None:
    """Blocks in something that holds only words: the wrapper becomes a block, or the blocks words."""
    tag = str(element.tag)
    if tag in ("th", "caption", "dt"):
        for heading in each(element, *HEADINGS):
            heading.tag = "strong"
    if tag == "figcaption":
        for heading in each(element, *HEADINGS):
            heading.tag = "strong"
            wrap(heading, "p")
    if tag in _PHRASING_ONLY:
        if tag not in ("ruby", "rt", "rp"):
            _keep_apart(element)
        for child in each(element):
            if child.tag in words.BLOCKS:
                child.tag = "span"
            elif child.tag in _OF_TABLES:
                unwrap(child)
    elif tag in _INLINES and words.holds_blocks(element):
        element.tag = "div"
    elif tag == "a" and any(ancestor.tag == "a" for ancestor in element.iterancestors()):
        unwrap(element)


def _keep_apart(element: Element) -> None:
    """Lines' ends between the words of blocks, which would run together: it is to be words alone."""
    blocks = {child for child in each(element) if child.tag in words.BLOCKS or child.tag in _OF_TABLES}
    begun = ended = False  # words stand in the line; a block begins or ends here
    for event, one in etree.iterwalk(element, events=("start", "end")) if blocks else ():
        ended = ended or one in blocks
        place = "text" if event == "start" else "tail"
        text = getattr(one, place) if event == "start" or one is not element else ""
        if not text:
            continue
        if ended and begun and not text.startswith("\n"):
            setattr(one, place, f"\n{text}")
        begun, ended = not text.endswith("\n"), False


def _complete(element: Element) -> None:
    """The parts that an element must have, in their places."""
    if element.tag == "details":
        summary = element.find("summary")
        if summary is None:
            element.tag = "div"
        elif (element.text or "").strip() or element[0] is not summary:
            _to_front(element, summary)
        for other in element.findall("summary")[1:]:
            other.tag = "div"
    elif element.tag == "figure":
        for other in element.findall("figcaption")[1:]:
            other.tag = "div"
    elif element.tag == "dl":
        lists.definitions(element)


def _to_front(details: Element, summary: Element) -> None:
    """<summary> stands first: what stood before it comes behind it."""
    before, details.text = details.text or "", None
    remove(summary)
    # Where nothing but words stood before it, the words behind it are now the element's own text.
    behind, details.text = details.text or "", None
    details.insert(0, summary)
    summary.tail = before + behind
