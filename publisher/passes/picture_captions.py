"""Captions as bloggers write them, for Markdown has none.

In italics below a picture, `![](a.png)` and `*새벽의 바다*` on the next line or as the next paragraph; or
centred with it, `<center><img><br>새벽의 바다</center>`, or below it. A page would part the two. A title,
seen under the mouse only, goes where words in italics stand on the next line.
"""

import re

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, remove, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.picture_lines import is_picture
from publisher.passes.structure import INLINE

_LONGEST, _LINE = 120, 60  # letters of a caption, and of a centred line that is one
_CENTRED = re.compile(r"text-align:\s*center")


def apply(build: ChapterBuild) -> None:
    for holder in each(build.root, "p", "div"):
        parent = holder.getparent()
        if parent is None or parent.tag == "figure" or not _begins_with_its_picture(holder):
            continue
        words = _classed(holder) if text_of(holder) else None
        if words is None and text_of(holder):
            words = _in_italics(holder)
        if words is None and not _has_title(holder):  # which is its caption
            words = _next_paragraph(holder) if not text_of(holder) else _centred(holder)
        if words is not None and 0 < len(text_of(words)) <= _LONGEST:
            _make_figure(holder, words)
    for gallery in each(build.root, "div"):
        below = gallery.getnext() if "gallery" in classes(gallery) and not text_of(gallery) else None
        if below is not None and "figcaption" in classes(below) and not (gallery.tail or "").strip():
            remove(below)
            gallery.tag, below.tag, below.tail = "figure", "figcaption", None
            gallery.append(below)
            del gallery.attrib["class"], below.attrib["class"]
    for words in each(build.root, "p", "div"):
        if words.get("class") == "figcaption":  # of no picture
            del words.attrib["class"]


def _begins_with_its_picture(holder: Element) -> bool:
    """Whether a block begins with a picture, and has no other, nor a block in it."""
    if not len(holder) or not is_picture(holder[0]) or (holder.text or "").strip():
        return False
    tags = [str(one.tag) for one in holder.iterdescendants()]
    return tags.count("img") == 1 and INLINE.issuperset(tags)


def _has_title(holder: Element) -> bool:
    return any(image.get("title", "").strip() for image in holder.iter("img"))


def _classed(holder: Element) -> Element | None:
    """What stands behind the picture, where a theme's class makes that a caption."""
    if "figcaption" not in classes(holder) or len(text_of(holder)) > _LONGEST:
        return None
    words = etree.SubElement(holder, "em")
    words.text = (holder[0].tail or "").lstrip()
    words.extend(holder[1:-1])
    return words


def _in_italics(holder: Element) -> Element | None:
    """What stands behind the picture, where that is all in italics."""
    rest = [one for one in holder[1:] if one.tag != "br"]
    alone = len(rest) == 1 and rest[0].tag in ("em", "i")
    return rest[0] if alone and text_of(rest[0]) == text_of(holder) else None


def _next_paragraph(holder: Element) -> Element | None:
    """What is behind a block that is a picture: a paragraph that a theme's class makes a caption, or in
    italics, or one centred line among others that are not."""
    below = holder.getnext()
    if below is None or below.tag not in ("p", "div") or (holder.tail or "").strip():
        return None
    if "figcaption" in classes(below):
        return below
    words = below[0] if len(below) == 1 else None
    if words is not None and words.tag in ("em", "i") and text_of(words) == text_of(below):
        return words
    around = (holder.getprevious(), below.getnext())
    if not _is_centred(below) or any(one is not None and _is_centred(one) for one in around):
        return None
    return below if len(text_of(below)) <= _LINE and _is_line(below) else None


def _is_line(block: Element) -> bool:
    return all(one.tag in INLINE - {"img", "br"} for one in block.iterdescendants())


def _is_centred(block: Element) -> bool:
    return bool(_CENTRED.search(block.get("style", "")))


def _centred(holder: Element) -> Element | None:
    """The line below the picture, where the post centres both."""
    tail = holder[0].tail or ""
    broken = len(holder) > 1 and holder[1].tag == "br" and not tail.strip()
    below = broken or tail.lstrip(" ").startswith("\n")
    if not below or not _is_centred(holder) or len(text_of(holder)) > _LONGEST:
        return None
    words = etree.SubElement(holder, "em")
    words.text = (holder[1].tail or "" if broken else tail).lstrip()
    words.extend(holder[2:-1] if broken else holder[1:-1])
    return words


def _make_figure(holder: Element, words: Element) -> None:
    """Make a block a figure of its picture and these words."""
    picture, paragraph = holder[0], words.getparent()
    if paragraph is not None and paragraph is not holder:
        remove(words if words is holder.getnext() else paragraph)
    words.tag, words.tail, picture.tail = "figcaption", None, None
    for key in ("style", "class"):
        words.attrib.pop(key, None)
    holder.tag, holder.text = "figure", None
    for key in ("style", "class"):
        holder.attrib.pop(key, None)
    for image in picture.iter("img"):
        image.attrib.pop("title", None)
    holder[:] = [picture, words]
