"""Alerts: the name of a box's kind in the book's language, and `> [!NOTE]` that an engine leaves as it is.

A box without a title of its own is named by its kind: a grammar writes that in English, as a paragraph of
class `kind`. GitHub's form means the same wherever it stands; where the engine knows no alerts, the blog
shows its sign, which nobody wants to read in a book.
See https://docs.github.com/en/get-started/writing-on-github#alerts
"""

import re

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, text_of, unwrap
from publisher.passes.chapter_build import ChapterBuild

_GITHUB = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(\n\s*|$)", re.I)
_TITLES = frozenset(("kind", "admonition-title"))
# Words that mean the same: Obsidian's, MkDocs's.
_SAME = {
    "abstract": "summary", "tldr": "summary", "attention": "caution", "check": "success", "done": "success",
    "help": "question", "faq": "question", "fail": "failure", "missing": "failure", "cite": "quote",
    "seealso": "note",
}  # fmt: skip


def apply(build: ChapterBuild) -> None:
    for quotation in each(build.root, "blockquote"):
        _open(quotation)
    for title in each(build.root, "p", "div"):
        if _TITLES & set(classes(title)):
            if len(title) == 1 and title[0].tag == "p" and text_of(title[0]) == text_of(title):
                unwrap(title[0])
            title.tag = "p" if next(title.iter("p", "div", "ul", "ol"), title) is title else title.tag
            _named(title, build)


def _open(quotation: Element) -> None:
    """Make a quotation that begins with GitHub's sign, alone in its line, a box under that name."""
    first = quotation[0] if len(quotation) and not (quotation.text or "").strip() else None
    sign = _GITHUB.match(first.text or "") if first is not None and first.tag == "p" else None
    if first is None or sign is None:
        return
    broken = len(first) > 0 and first[0].tag == "br"
    if not sign[2] and len(first) and not broken:
        return  # words follow in the same line
    quotation.tag = "aside"
    quotation.set("class", "note")
    _take_sign(first, sign.end(), broken)
    title = etree.Element("p", {"class": "kind"})
    etree.SubElement(title, "strong").text = sign[1].capitalize()
    quotation.insert(0, title)
    if not len(first) and not (first.text or "").strip():
        quotation.remove(first)


def _take_sign(first: Element, end: int, broken: bool) -> None:
    """Take the sign and the line's end behind it out of a paragraph."""
    first.text = (first.text or "")[end:]
    if broken and not first.text:
        first.text = (first[0].tail or "").lstrip()
        del first[0]


def _named(title: Element, build: ChapterBuild) -> None:
    """Say a kind in the book's language; a title that is no kind stays, in bold."""
    title.attrib.pop("class")
    kind = text_of(title).lower()
    if words := build.context.words.get(f"alert_{_SAME.get(kind, kind)}"):
        title.text, title[:] = words, []
    if len(title) == 1 and title[0].tag in ("strong", "b") and text_of(title[0]) == text_of(title):
        return
    strong = etree.Element("strong")
    strong.text, title.text = title.text, None
    strong.extend(list(title))
    title.append(strong)
