"""Where links on words lead, said on paper: in notes, in a list at the chapter's end, or there as QR codes.

The links stay as they are, and lead to their exact addresses; people are shown these in letters.
Nothing is said of a link whose words are its address, nor of one around a picture that has no caption. The
same address is said once in a chapter, and has one number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from publisher.assets.urls import shown
from publisher.assets.xhtml import Element, classes, text_of
from publisher.particles import filled
from publisher.writers.pdf.compose import qr

_OUT = re.compile(r"(https?|ftp|mailto|tel):", re.I)
_LONGEST = 200  # letters of an address that are shown
_NAME = 60  # letters of what something is called
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EDGES = " \u200b\u2060.,;:!?()[]{}<>‹›「」『』“”‘’\"'"
_CODES = 300  # that a chapter has; a post of a million links would be drawn for hours
_PICTURE = re.compile(r"\.(?:apng|avif|bmp|gif|jpe?g|png|svg|tiff?|webp)\Z", re.I)
_PHONE = 8  # last digits of a telephone number that tell it from others: 02- is +82-2- from abroad


@dataclass(frozen=True, slots=True)
class Noted:
    """A link on its way to a note or a line of a list."""

    link: Element
    place: Element  # behind or, of a caption, in which its mark stands
    href: str

    @property
    def is_inside_note(self) -> bool:
        """Whether it stands in a note, which has no notes of its own."""
        return in_note(self.link)

    def mark(self, mark: Element) -> None:
        """Set a mark behind the words."""
        if self.place.tag == "figcaption":
            self.place.append(mark)
            return
        mark.tail, self.place.tail = self.place.tail, None
        self.place.addnext(mark)


def of(root: Element, *, coded: bool = False) -> list[Noted]:
    """Return the links below `root` whose addresses are to be said; `coded`: also those that are seen."""
    return [*_of(root, coded=coded)]


def _of(root: Element, *, coded: bool) -> Iterator[Noted]:
    for link in root.iter("a"):
        href = link.get("href", "")
        place = _place(link)
        if place is not None and _OUT.match(href) and (coded or not _is_seen(link, href)):
            yield Noted(link, place, href)


def _place(link: Element) -> Element | None:
    """Where its mark stands; None for nowhere: in code, and where there is neither word nor caption."""
    if any(around.tag == "pre" for around in link.iterancestors()):
        return None
    if text_of(link):
        return link
    figure = next(link.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    is_file = _PICTURE.search(urlsplit(link.get("href", "")).path)
    return None if caption is None or is_file or len(link) == 0 else caption


def _is_seen(link: Element, href: str) -> bool:
    """Whether its words are its address."""
    words = text_of(link)
    if href.lower().startswith("tel:"):
        return _digits(href)[-_PHONE:] == _digits(words)[-_PHONE:]
    return _bare(read(href)) in {_bare(shown(word)) for word in (words, *words.split())}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _bare(address: str) -> str:
    """An address without what people leave out of it."""
    return re.sub(r"\A(?:[a-z]+://|mailto:)?(?:www\.)?|/\Z", "", address.strip(_EDGES).casefold())


def read(href: str) -> str:
    """Return an address as paper shows it: of mail and telephones the name alone; a very long one is cut."""
    _, by_name, name = href.partition(":") if href.lower().startswith(("mailto:", "tel:")) else ("", "", "")
    text = shown(name.partition("?")[0] if by_name else href)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def written(href: str) -> Element:
    """Return the address as a link to itself."""
    link = etree.Element("a", {"class": "address", "href": href})
    link.text = read(href)
    return link


def in_note(link: Element) -> bool:
    """Tell whether a link stands in a note."""
    return any("footnote" in classes(around) for around in link.iterancestors("aside"))


def at_end(root: Element, chapter: str, words: Mapping[str, str], *, coded: bool) -> dict[str, bytes]:
    """List below `root` the addresses of its links, and mark these with their numbers in the list; `coded`:
    as QR codes too. Return the drawings that are asked for, by their addresses."""
    entries: dict[str, Element] = {}
    drawings: dict[str, bytes] = {}
    for found in of(root, coded=coded):
        name = f"{chapter}-l{len(entries) + 1}"
        if found.href not in entries:
            entries[found.href] = _entry(found, len(entries) + 1, name, "div" if coded else "li")
            if coded and len(drawings) < _CODES:
                _add_code(entries[found.href], found, words, drawings)
        found.mark(_mark(entries[found.href]))
    if entries:
        section = etree.SubElement(root, "section", {"class": "addresses"})
        etree.SubElement(section, "p", {"class": "head"}).text = words["addresses"]
        # Codes stand side by side: a list whose items are no blocks is none to those who read its tags.
        listed = etree.SubElement(section, "div" if coded else "ol", {"class": "codes" if coded else "list"})
        listed.extend(entries.values())
    return drawings


def _mark(entry: Element) -> Element:
    mark = etree.Element("sup", {"class": "place"})
    etree.SubElement(mark, "a", href=f"#{entry.get('id')}").text = entry.get("data-number")
    return mark


def _entry(found: Noted, number: int, name: str, tag: str) -> Element:
    """A line of the list: its number, what it is called, the address."""
    entry = etree.Element(tag, {"class": "entry", "id": name, "data-number": f"[{number}]"})
    said = etree.SubElement(entry, "span", {"class": "said"})
    etree.SubElement(said, "span", {"class": "number"}).text = f"[{number}]"
    said[0].tail = " "
    if not _is_seen(found.link, found.href):
        etree.SubElement(said, "span", {"class": "name"}).text = _called(found)
        said[1].tail = " "
    said.append(written(found.href))
    return entry


def _called(found: Noted) -> str:
    return name_of(text_of(found.link) or text_of(found.place))


def name_of(text: str) -> str:
    """Return what a post calls something, as a part of a text of ours: a long name is cut, and none turns the
    order of the letters behind it."""
    text = _TURNING.sub("", text)
    return text if len(text) <= _NAME else f"{text[:_NAME].rstrip()}…"


def _add_code(entry: Element, found: Noted, words: Mapping[str, str], drawings: dict[str, bytes]) -> None:
    """Its QR code before the words; none where the address is too long for one."""
    code = qr.drawn(found.href)
    if code is None:
        return
    drawings[code.address] = code.svg
    alt = filled(words["qr_code"], name=_called(found))
    edge, is_large = f"{code.edge:g}mm", code.edge > qr.LARGE
    style = f"width: {edge}; height: {edge}" + ("" if is_large else f"; margin-left: -{edge}")
    entry.insert(0, etree.Element("img", {"class": "qr", "src": code.address, "alt": alt, "style": style}))
    if is_large:
        entry.set("class", "entry large")
    else:
        entry.set("style", f"padding-left: {edge}; min-height: {edge}")
