"""Where a link to another post sends a reader of paper: "(‹바다› 37쪽)" behind it, "‹바다› 37쪽" in a note.

Where the link's words are the title already, and in cells and captions, which are narrow: "(37쪽)".
"""

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from publisher.assets.xhtml import HEADINGS, Element, text_of
from publisher.particles import filled
from publisher.writers.pdf.compose.addresses import Noted, in_note, name_of
from publisher.writers.pdf.compose.link_notes import LinkNotes

_NARROW = frozenset("td th caption figcaption dt summary pre".split())
_HERE = "\0"  # stands for the number: no title holds it
_MARKS = " \u2060‹›〈〉《》「」『』“”‘’\"'"


class Number(NamedTuple):
    """A page number as a link."""

    kind: str  # more of its class
    href: str
    text: str


def say(link: Element, title: str, number: Number, words: Mapping[str, str], notes: LinkNotes | None) -> None:
    """Say behind a link to another post on which page that begins, or in one of `notes`.

    Not in headings, where it would be in the way.
    """
    if any(around.tag in HEADINGS for around in link.iterancestors()):
        return
    if _is_named(link, title):
        _put(_said("page_ref", words, "", number), link)
    elif notes is None or in_note(link):
        _put(_said("post_ref", words, title, number), link)
    else:
        notes.add(Noted(link, link, number.href), number.href, _said("post_note", words, title, number))


def _is_named(link: Element, title: str) -> bool:
    """Whether its words name the post, or there is no room for words that do."""
    narrow = any(around.tag in _NARROW for around in link.iterancestors())
    return narrow or not title or _plain(title) in _plain(text_of(link))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter for letter in text if letter not in _MARKS)


def _said(form: str, words: Mapping[str, str], title: str, number: Number) -> Element:
    """The theme's words of that name, with the title and the number in them."""
    here = [_HERE] * words[form].count("{")  # a theme may name it twice: the number stands in the first place
    text = filled(words[form], *here, title=name_of(title), page=_HERE)
    before, _, after = text.partition(_HERE)
    element = etree.Element("span", {"class": "page-ref" if form == "page_ref" else "page-ref named"})
    element.text = before
    page = etree.SubElement(element, "a", {"class": f"page-number{number.kind}", "href": number.href})
    page.text, page.tail = number.text, after.replace(_HERE, "")
    return element


def _put(said: Element, link: Element) -> None:
    said.tail, link.tail = link.tail, None
    link.addnext(said)
