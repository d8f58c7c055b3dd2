"""Emphasis that CommonMark leaves open before Korean: `**강조(괄호)**는` shows its asterisks.

By CommonMark's rule a closing mark behind a bracket or quote needs a space or punctuation after it;
Korean particles stand right there. The blog shows the asterisks, so the book does; each place is
reported with its cure, and `fix_emphasis` sets it as its writer meant.
See https://spec.commonmark.org/0.31.2/#can-close-strong-emphasis
"""

import re
from collections.abc import Iterable

from lxml import etree

from publisher.assets.xhtml import SIGNS, Element, each, fill, flat, text_in, unflat
from publisher.passes.chapter_build import ChapterBuild
from publisher.phrase import _

# A pair of ** left in text: no space inside the marks, Hangul right behind the closing one.
_PAIR = re.compile(r"\*\*(?=[^\s*])(?P<inner>[^*\n]*?[^\s*])\*\*(?=[가-힣ㄱ-ㆎ])")
_OBJECT = SIGNS[0]
_CODE = frozenset(("code", "pre", "kbd", "samp"))


def apply(build: ChapterBuild) -> None:
    if "**" not in text_in(build.root):
        return
    for holder in [build.root, *each(build.root)]:
        if holder.tag in _CODE or any(above.tag in _CODE for above in holder.iterancestors()):
            continue
        text = flat(holder, lambda child: _OBJECT)
        matches = [match for match in _PAIR.finditer(text) if _is_meant(match, build)]
        if matches and build.context.fix_emphasis:
            _embolden(holder, text, matches)
        else:
            for match in reversed(matches):
                _report(match, build)


def _is_meant(match: re.Match[str], build: ChapterBuild) -> bool:
    """Whether the post has these marks as marks: in \\*\\*강조\\*\\*는 its writer wants to see them."""
    word = re.match(r"\w*", match["inner"])
    return f"**{word[0] if word else ''}" in build.entry.post.markdown


def _report(match: re.Match[str], build: ChapterBuild) -> None:
    inner = match["inner"].split(_OBJECT)[0]
    shown = match[0].replace(_OBJECT, "…")
    message = _(
        "{shown} is not bold: a letter stands right behind it, and the blog shows the asterisks", shown=shown
    )
    hint = _("put a space behind it or write <strong>…</strong>; fix_emphasis in book.toml mends all of them")
    build.warning("emphasis-open", message, f"**{inner}", hint)


def _embolden(holder: Element, text: str, matches: Iterable[re.Match[str]]) -> None:
    """Everything between two marks in a <strong>. Only this element's own level is touched."""
    children, position = iter(list(holder)), 0
    made: list[str | Element] = []
    for match in matches:
        made += unflat(text[position : match.start()], children)
        strong = etree.Element("strong")
        fill(strong, unflat(match["inner"], children))
        made.append(strong)
        position = match.end()
    fill(holder, [*made, *unflat(text[position:], children)])
