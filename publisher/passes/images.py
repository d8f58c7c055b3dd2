"""Pictures: found as the blog finds them, in a form that books can show; `src` becomes `asset:NAME`.

Only files in the blog's folder are read, and nothing is fetched from the web. A picture that is not
there leaves a quiet placeholder and a warning with file and line.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publisher.assets.xhtml import Element, each, replace, text_of, wrap
from publisher.errors import Diagnostic, Severity, Where
from publisher.model import Asset
from publisher.passes import pictures
from publisher.passes.chapter_build import ChapterBuild, Found
from publisher.passes.places import candidates, is_on_the_web, on_the_web
from publisher.passes.sanitize import PHRASING
from publisher.passes.sources import SOURCES

_SHOWN = 5  # folders in which a picture was looked for
_FLOWS = frozenset(("div", "section", "article", "aside", "blockquote", "details"))
_INLINE = frozenset(("a", "b", "code", "em", "i", "span", "strong", "sup", "sub", "mark", "small", "s", "u"))


def apply(build: ChapterBuild) -> None:
    if build.context.thumbnails and build.entry.post.thumbnail:
        _thumbnail(build)
    for image in each(build.root, "img"):
        _picture(image, build)
    for image in each(build.root, "img"):
        _in_paragraph(image)
    for paragraph in each(build.root, "p"):
        _figures(paragraph)


def _thumbnail(build: ChapterBuild) -> None:
    """The picture of the chapter's opening."""
    address = build.entry.post.thumbnail
    try:
        asset = _asset(address, build)
    except pictures.PictureError as error:
        where = Where(build.entry.post.path, 1)
        build.diagnostics.append(Diagnostic(Severity.WARNING, error.code, error.message, where, error.hint))
        return
    build.assets[asset.name] = asset
    build.thumbnail = f"asset:{asset.name}"


def _picture(image: Element, build: ChapterBuild) -> None:
    addresses = image.attrib.pop(SOURCES, "").split("\n")
    try:
        asset = _first(addresses, build)
    except pictures.PictureError as error:
        _placeholder(image, addresses[0], error, build)
        return
    build.assets[asset.name] = asset
    image.set("src", f"asset:{asset.name}")
    image.set("alt", " ".join(image.get("alt", "").split()))
    _size(image)


def _first(addresses: Iterable[str], build: ChapterBuild) -> Asset:
    """The picture behind the first address that has one. Raises PictureError, the first's, where none has."""
    faults = []
    for address in addresses:
        try:
            return _asset(address, build)
        except pictures.PictureError as error:
            faults.append(error)
    raise faults[0]


def _asset(address: str, build: ChapterBuild) -> Asset:
    """The picture behind an address. Raises PictureError, which says what is wrong and how to mend it."""
    if not address:
        raise pictures.PictureError("image-missing", "a picture without an address", "write its address")
    if address.startswith("data:"):
        return pictures.from_data(address, build.context.pictures)
    places = candidates(address, build.entry.post, build.context)
    found = pictures.first(str(build.context.folder), places)
    build.looked_for[address] = Found(places, found, "")
    if not found and is_on_the_web(address, build.context.site):  # in the repository, but not in this folder
        raise on_the_web(address)
    if not found:
        looked = dict.fromkeys(f"{place.rpartition('/')[0] or '.'}/" for place in places)
        folders = ", ".join(list(looked)[:_SHOWN])
        raise pictures.PictureError(
            "image-missing", f"no picture {_as_written(address, build)}", f"looked in {folders}"
        )
    try:
        asset, digest = pictures.asset(Path(found), build.context.pictures)
    except pictures.PictureError as error:
        build.looked_for[address] = Found(places, found, error.digest)
        raise
    build.looked_for[address] = Found(places, found, digest)
    return asset


def _as_written(address: str, build: ChapterBuild) -> str:
    """The address as the post has it: without escapes, and without the root that Hexo puts before it."""
    post, plain = build.entry.post, unquote(address)
    return plain if plain in post.markdown else plain.removeprefix(post.dialect.root)


def _size(image: Element) -> None:
    """Sizes in pixels stay attributes; any other width becomes a style, any other height goes."""
    for key in ("width", "height"):
        value = image.get(key, "").strip().removesuffix("px")
        if key not in image.attrib or re.fullmatch(r"[1-9]\d{0,4}", value):
            if value:
                image.set(key, value)
            continue
        del image.attrib[key]
        if key == "width" and re.fullmatch(r"\d{1,3}(\.\d+)?%", value):
            image.set("style", f"width: {value}")


def _placeholder(image: Element, address: str, error: pictures.PictureError, build: ChapterBuild) -> None:
    build.warning(error.code, error.message, address or "]()", error.hint)
    parent = image.getparent()
    inline = parent is not None and parent.tag in PHRASING
    words = build.context.words["picture"]
    alt = image.get("alt", "").strip()
    box = etree.Element("span" if inline else "div", {"class": "missing"})
    box.text = f"[{words}: {alt}]" if alt else f"[{words}]"
    replace(image, box)


def _in_paragraph(image: Element) -> None:
    """A picture that stands among blocks, of an engine's tag or raw HTML, as if in its own paragraph."""
    parent = image.getparent()
    linked = parent is not None and parent.tag == "a" and len(parent) == 1 and not text_of(parent)
    content = parent if linked and parent is not None else image
    holder, before, after = content.getparent(), content.getprevious(), content.getnext()
    if holder is None or holder.tag not in _FLOWS:
        return
    text_before = before.tail if before is not None else holder.text
    beside = [sibling.tag for sibling in (before, after) if sibling is not None]
    if not (text_before or "").strip() and not (content.tail or "").strip() and not _INLINE & set(beside):
        wrap(content, "p")


def _figures(paragraph: Element) -> None:
    """A paragraph that holds nothing but pictures is a figure for each; a title is its caption."""
    if next(paragraph.iter("img"), None) is None or text_of(paragraph):
        return
    if any(child.tag not in ("img", "a", "br", "span") for child in paragraph):
        return
    parent = paragraph.getparent()
    if parent is None or parent.tag in PHRASING:
        return
    images = [child for child in paragraph if child.tag != "br"]
    figures = [_figure(image) for image in images if next(image.iter("img"), None) is not None]
    index, tail = parent.index(paragraph), paragraph.tail
    parent.remove(paragraph)
    parent[index:index] = figures
    figures[-1].tail = tail


def _figure(content: Element) -> Element:
    """<figure> around a picture or a linked one."""
    figure = etree.Element("figure")
    content.tail = None
    figure.append(content)
    image = next(content.iter("img"))
    title = image.attrib.pop("title", "").strip()
    if title:
        etree.SubElement(figure, "figcaption").text = title
    return figure
