"""Emphasis that CommonMark leaves open before Korean: `**강조(괄호)**는` shows its asterisks.

By CommonMark's rule a closing mark behind a bracket or quote needs a space or punctuation after it;
Korean particles stand right there. The blog shows the asterisks, so the book does; each place is
reported with its cure, and `fix_emphasis` sets it as its writer meant.
See https://spec.commonmark.org/0.31.2/#can-close-strong-emphasis
"""

import re

from lxml import etree

from publisher.passes.draft import Draft
from publisher.trees import Element, each

# A pair of ** left in text: no space inside the marks, Hangul right behind the closing one.
_PAIR = re.compile(r"\*\*(?=[^\s*])(?P<inner>[^*\n]*?[^\s*])\*\*(?=[가-힣ㄱ-ㆎ])")
_OBJECT = "\ufffc"  # stands for a child element while its parent's text is searched
_CODE = frozenset(("code", "pre", "kbd", "samp"))


def apply(draft: Draft) -> None:
    for holder in [draft.root, *each(draft.root)]:
        if holder.tag in _CODE or any(above.tag in _CODE for above in holder.iterancestors()):
            continue
        for match in reversed(list(_PAIR.finditer(_flat(holder)))):
            if draft.workshop.fix_emphasis:
                _embolden(holder, match)
            else:
                _report(match, draft)


def _flat(holder: Element) -> str:
    """The element's own texts, each child element as one sign."""
    return (holder.text or "") + "".join(_OBJECT + (child.tail or "") for child in holder)


def _report(match: re.Match[str], draft: Draft) -> None:
    inner = match["inner"].split(_OBJECT)[0]
    shown = match[0].replace(_OBJECT, "…")
    message = f"{shown} is not bold: a letter stands right behind it, and the blog shows the asterisks"
    hint = "put a space behind it or write <strong>…</strong>; fix_emphasis in book.toml mends all of them"
    draft.warning("emphasis-open", message, f"**{inner}", hint)


def _embolden(holder: Element, match: re.Match[str]) -> None:
    """Everything between the two marks in a <strong>. Only this element's own level is touched."""
    first, last = match["inner"], match.end()
    flat = _flat(holder)
    before = flat[: match.start()].count(_OBJECT)  # children in front of the strong one
    inside = first.count(_OBJECT)
    children = list(holder)
    strong = etree.Element("strong")
    texts = [holder.text or "", *(child.tail or "" for child in children)]
    start_text, end_text = texts[before], texts[before + inside]
    cut_from = match.start() - (flat.rfind(_OBJECT, 0, match.start()) + 1)
    cut_to = last - (flat.rfind(_OBJECT, 0, last) + 1)
    strong.tail = end_text[cut_to:]
    if inside:
        strong.text = start_text[cut_from + 2 :]
        for child in children[before : before + inside]:
            strong.append(child)
        strong[-1].tail = end_text[: cut_to - 2]
    else:
        strong.text = start_text[cut_from + 2 : cut_to - 2]
    if before:
        children[before - 1].tail = start_text[:cut_from]
    else:
        holder.text = start_text[:cut_from]
    holder.insert(before, strong)
