"""Pictures that are given in several sizes or forms, or late, or that stand for a film: each as one <img>.

Its `data-sources` holds all addresses that it may be shown from, a line each, the best for a book first.
See https://html.spec.whatwg.org/multipage/images.html#srcset-attribute
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from publisher.assets.xhtml import Element, each, replace, text_of, unwrap
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.sanitize import LATE, LATE_SETS

SOURCES = "data-sources"
_CANDIDATE = re.compile(r"([^\s,]\S*+)(?:(?<=,)|([^,]*+))")  # a comma that ends an address ends its candidate
_WIDTH = re.compile(r"(\d{1,6})w")
_WIDE = 2048  # pixels: a page's width at 400 dpi; wider ones are for screens
_PICTURE = re.compile(r"[^?#]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp)(?:[?#].*)?", re.I | re.S)


def apply(build: ChapterBuild) -> None:
    """Make one <img> of each picture, its addresses still to be looked at."""
    for element in each(build.root, "object", "embed"):
        _as_image(element)
    for film in each(build.root, "video"):
        if film.get("poster"):
            film.addprevious(
                etree.Element("img", {"src": film.get("poster", ""), "alt": film.get("title", "")})
            )
    for picture in each(build.root, "picture"):
        _one(picture)
    for image in each(build.root, "img"):
        if SOURCES not in image.attrib:
            _settle(image, _addresses(image))


def _as_image(element: Element) -> None:
    """<object> and <embed> show drawings too."""
    address = element.get("data") or element.get("src") or ""
    if element.get("type", "").startswith("image/") or _PICTURE.fullmatch(address):
        image = etree.Element("img", {"src": address, "alt": text_of(element)})
        for key in ("width", "height"):
            if size := element.get(key):
                image.set(key, size)
        replace(element, image)


def _one(picture: Element) -> None:
    """<picture>: its <img>, or one that it lacks, with the addresses of its sources behind its own."""
    image = picture.find(".//img")
    if image is None:
        image = etree.SubElement(picture, "img")
    others = (address for source in picture.iter("source") for address in _addresses(source))
    _settle(image, [*_addresses(image), *others])
    for source in list(picture.iter("source")):
        unwrap(source)
    unwrap(picture)


def _settle(image: Element, addresses: Iterable[str]) -> None:
    # A tiny picture in a data: address holds the place of one that a script loads.
    known = sorted(dict.fromkeys(addresses), key=lambda address: address.startswith("data:"))
    for key in ("src", "srcset", *LATE, *LATE_SETS):
        image.attrib.pop(key, None)
    image.set(SOURCES, "\n".join(known))


def _addresses(element: Element) -> Iterator[str]:
    """Where it may be shown from: what a script loads late, the widest for a page, its own, others."""
    sets = [candidate for key in (*LATE_SETS, "srcset") for candidate in _parsed(element.get(key, ""))]
    wide = [(int(found[1]), address) for address, size in sets if (found := _WIDTH.fullmatch(size))]
    yield from (element.get(key, "").strip() for key in LATE if element.get(key, "").strip())
    yield from (address for _, address in sorted(wide, key=_fitting))
    if own := element.get("src", "").strip():
        yield own
    yield from (address for address, size in sets if not _WIDTH.fullmatch(size))


def _parsed(srcset: str) -> Iterator[tuple[str, str]]:
    """Each address, and its size or density: "a.png 320w, b.png 2x"."""
    return ((found[1].rstrip(","), (found[2] or "").strip()) for found in _CANDIDATE.finditer(srcset))


def _fitting(sized: tuple[int, str]) -> tuple[bool, int]:
    """The widest first, those that are wider than a page last."""
    width = sized[0]
    return (True, width) if width > _WIDE else (False, -width)
