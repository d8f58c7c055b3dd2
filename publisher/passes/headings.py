"""Headings: one scale below the chapter's title, an id for each, and the anchors the blog knew.

The first of a post's own numbers is named, so that a theme that numbers headings does not there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from publisher.assets.urls import slug
from publisher.assets.xhtml import Element, each, remove, text_of
from publisher.model import Heading
from publisher.passes.chapter_build import ChapterBuild

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# "1. 들어가며", "1.1 설치", "(1) 준비", "제1장 바다", "Step 1", "① 설치", "가. 배경"
_FIRST = re.compile(
    r"\(?1[.)](?!\d)|1(?:\.1){1,3}[.)]?\s|[①⑴Ⅰ]|[가AI][.)] |제 ?1 ?[장절부]|(?:step|part|chapter) ?1\b", re.I
)


def apply(build: ChapterBuild) -> None:
    slugs = Counter(_drop_title(build))
    found = [heading for heading in each(build.root, *TAGS) if _filled(heading)]
    for number, (heading, level) in enumerate(zip(found, _levels(found), strict=True), 1):
        heading.tag = f"h{level}"
        if _FIRST.match(text_of(heading)):
            heading.set("class", f"{heading.get('class', '')} own-number".strip())
        _anchor(heading, f"{build.entry.id}-h{number}", slugs, build)
        build.headings.append(Heading(level, heading.get("id", ""), text_of(heading)))


def _levels(headings: Iterable[Element]) -> Iterator[int]:
    """Each one's level in the book: one below the last that was larger. So none is left out on the way down,
    which screen readers take for a gap: ISO 14289-1, 7.4.2; https://www.w3.org/TR/WCAG22/#headings-and-labels"""
    above: list[int] = []
    for size in [int(str(heading.tag)[1]) for heading in headings]:
        while above and above[-1] >= size:
            above.pop()
        above.append(size)
        yield min(6, len(above) + 1)


def _drop_title(build: ChapterBuild) -> Iterator[str]:
    """A post that opens with its own title: the chapter's opening shows it already, and is where links to it
    lead. Yields the slug that it has taken."""
    root = build.root
    first = root[0] if len(root) and not (root.text or "").strip() else None
    if first is None or first.tag not in TAGS or text_of(first) != build.entry.post.title:
        return
    if all(link.get("href", "#").startswith("#") for link in first.iter("a")) and not list(first.iter("img")):
        name = slug(text_of(first))
        own = (one.get("id", "") for one in first.iter())
        build.anchors |= dict.fromkeys((name, *filter(None, own)), build.entry.id)
        remove(first)
        yield name


def _filled(heading: Element) -> bool:
    """An empty heading is none; one that only holds a picture is a picture."""
    if text_of(heading):
        return True
    heading.tag = "div"
    if not len(heading):
        remove(heading)
    return False


def _anchor(heading: Element, identifier: str, slugs: Counter[str], build: ChapterBuild) -> None:
    """Its id in the book, known also by the slug that the blog's engine makes of its words."""
    own = heading.get("id")
    name = slug(text_of(heading))
    slugs[name] += 1
    shown = name if slugs[name] == 1 else f"{name}-{slugs[name] - 1}"
    for fragment in (own, shown):
        if fragment:
            build.anchors.setdefault(fragment, identifier)
    heading.set("id", identifier)
