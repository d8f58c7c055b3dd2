"""Headings of notes below which nothing stands: "주석" at a post's end, whose notes stand elsewhere."""

import re
from collections.abc import Iterator

from publisher.assets.xhtml import HEADINGS, Element, remove, text_of
from publisher.passes.chapter_build import ChapterBuild

_NOTES = (
    r"(?:주|주석|각주|미주|후주|참고(?:문헌|자료|글|링크)?|참조|출처|[註注]|[脚腳][註注]"
    r"|(?:foot|end)?notes?|references?|sources?)(?:와|과)?"
)
_FIRST = re.compile(_NOTES, re.I)
_OTHERS = re.compile(rf"{_NOTES}|문헌|자료|글|링크|및|and", re.I)
_WORDS = re.compile(r"[^\W\d]+")


def apply(build: ChapterBuild) -> None:
    struck = {heading.get("id") for heading in strike(build.root)}
    build.headings[:] = [one for one in build.headings if one.id not in struck]


def strike(root: Element) -> list[Element]:
    """Take away headings of notes that nothing stands below, and the line above one at the end; their places
    stay, since links may lead there."""
    struck = [*_empty(root)]
    for heading in struck:
        before, after = heading.getprevious(), heading.getnext()
        if before is not None and before.tag == "hr" and after is None:
            remove(before)
    return struck


def _empty(root: Element) -> Iterator[Element]:
    """Find them from the last one on: what stood below another may be struck. They are no headings then."""
    below = 0  # the level of the heading below; 0: none; 7: something else
    for child in reversed(list(root)):
        is_heading = child.tag in HEADINGS
        level = int(str(child.tag)[1]) if is_heading else 7
        if is_heading and below <= level and _stands_alone(child):
            yield _as_place(child)
        else:
            below = level


def _stands_alone(heading: Element) -> bool:
    """Tell whether it is one of notes, behind a text, and no words stand right behind it."""
    is_first = heading.getprevious() is None
    return not is_first and not (heading.tail or "").strip() and _is_of_notes(text_of(heading))


def _is_of_notes(text: str) -> bool:
    """Tell whether it says so and nothing else: "주석", "3. 각주와 참고 문헌", "[Footnotes]"."""
    first, *others = _WORDS.findall(text) or [""]
    return _FIRST.fullmatch(first) is not None and all(map(_OTHERS.fullmatch, others))


def _as_place(heading: Element) -> Element:
    name = heading.get("id", "")
    heading.clear()
    heading.tag = "div"
    heading.set("id", name)
    return heading
