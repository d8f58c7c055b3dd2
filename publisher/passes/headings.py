"""Headings: one scale below the chapter's title, an id for each, and the anchors the blog knew.

The first of a post's own numbers is named, so that a theme that numbers headings does not there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from publisher.assets.urls import slug
from publisher.assets.xhtml import Element, each, remove, text_of
from publisher.model import Heading
from publisher.passes.chapter_build import ChapterBuild

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# "1. 들어가며", "1.1 설치", "(1) 준비", "제1장 바다", "Step 1", "① 설치", "가. 배경"
_FIRST = re.compile(
    r"\(?1[.)](?!\d)|1(?:\.1){1,3}[.)]?\s|[①⑴Ⅰ]|[가AI][.)] |제 ?1 ?[장절부]|(?:step|part|chapter) ?1\b", re.I
)

_AS_HEXO = ("hexo", "markdown-it", "obsidian")
_NO_NAME = re.compile(r"[^\w\- ]")  # what stands in no fragment


def apply(build: ChapterBuild) -> None:
    named = [*_drop_title(build)]
    found = [heading for heading in each(build.root, *TAGS) if _filled(heading)]
    for number, (heading, level) in enumerate(zip(found, _levels(found), strict=True), 1):
        words, identifier = text_of(heading), f"{build.entry.id}-h{number}"
        heading.tag = f"h{level}"
        if _FIRST.match(words):
            heading.set("class", f"{heading.get('class', '')} own-number".strip())
        if own := heading.get("id"):
            build.anchors.setdefault(own, identifier)
        heading.set("id", identifier)
        build.headings.append(Heading(level, identifier, words))
        named.append((words, identifier))
    _name(named, build)


def _name(named: Sequence[tuple[str, str]], build: ChapterBuild) -> None:
    """Let links lead to headings by what engines call them, the blog's own first; a place that the post has
    named so itself is that."""
    taken = {one.get("id", "") for one in each(build.root)}
    for form in _FORMS if build.entry.post.dialect.grammar in _AS_HEXO else reversed(_FORMS):
        for name, identifier in _slugs(named, form):
            if name not in taken:
                build.anchors.setdefault(name, identifier)


def _slugs(named: Iterable[tuple[str, str]], form: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """What an engine calls headings by their words, with a number behind those of the same; and their ids."""
    seen: Counter[str] = Counter()
    for words, identifier in named:
        name = form(words)
        shown = f"{name}-{seen[name]}" if seen[name] else name
        seen[name] += 1
        if shown:
            yield shown, identifier


def _as_hugo_once_did(words: str) -> str:
    """Return a heading's fragment, as Blackfriday makes it."""
    return slug(words).lower()


def _as_github(words: str) -> str:
    """Return a heading's fragment, as GitHub, kramdown and Hugo make it: "1.1 설치 & Go" -> "11-설치--go"."""
    return _NO_NAME.sub("", words.lower()).replace(" ", "-")


_FORMS = (slug, _as_hugo_once_did, _as_github)  # as Hexo does, first


def _levels(headings: Iterable[Element]) -> Iterator[int]:
    """Each one's level in the book: one below the last that was larger. So none is left out on the way down,
    which screen readers take for a gap: ISO 14289-1, 7.4.2; https://www.w3.org/TR/WCAG22/#headings-and-labels"""
    above: list[int] = []
    for size in [int(str(heading.tag)[1]) for heading in headings]:
        while above and above[-1] >= size:
            above.pop()
        above.append(size)
        yield min(6, len(above) + 1)


def _drop_title(build: ChapterBuild) -> Iterator[tuple[str, str]]:
    """A post that opens with its own title: the chapter's opening shows it already, and is where links to it
    lead. Yields its words, and the chapter's id."""
    root = build.root
    first = root[0] if len(root) and not (root.text or "").strip() else None
    if first is None or first.tag not in TAGS or text_of(first) != build.entry.post.title:
        return
    if all(link.get("href", "#").startswith("#") for link in first.iter("a")) and not list(first.iter("img")):
        own = (one.get("id", "") for one in first.iter())
        build.anchors |= dict.fromkeys(filter(None, own), build.entry.id)
        remove(first)
        yield text_of(first), build.entry.id


def _filled(heading: Element) -> bool:
    """An empty heading is none; one that only holds a picture is a picture."""
    if text_of(heading):
        return True
    heading.tag = "div"
    if not len(heading):
        remove(heading)
    return False
