"""Pictures: found as the blog finds them, in a form that books can show; `src` becomes `asset:NAME`.

Only files in the blog's folder are read, and nothing is fetched from the web: where that is asked for,
publisher/fetch/ has put files there before. A picture that is not there leaves a quiet placeholder and a
warning with file and line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publisher.assets.captions import says_something
from publisher.assets.urls import web
from publisher.assets.xhtml import Element, each, remove, replace, text_of, wrap
from publisher.errors import Diagnostic, Severity, Where
from publisher.model import Asset, FromWeb, Lead
from publisher.passes import picture_rows, pictures
from publisher.passes.chapter_build import ChapterBuild, Found
from publisher.passes.picture_lines import is_picture
from publisher.passes.picture_sizes import pixels
from publisher.passes.places import candidates, is_on_the_web, on_the_web
from publisher.passes.sanitize import PHRASING, ZOOM
from publisher.passes.sources import SOURCES
from publisher.phrase import _

_SHOWN = 5  # folders in which a picture was looked for
_FEW_LINES = 150  # letters of a caption
_PAGE_WIDE = 1000  # pixels: of a picture that may run from edge to edge of a page
_PAGE_HIGH = 0.4  # of its width: a lower one, a panorama, would leave a page of its own white
_FLOWS = frozenset(("div", "section", "article", "aside", "blockquote", "details"))
_INLINE = frozenset(("a", "b", "code", "em", "i", "span", "strong", "sup", "sub", "mark", "small", "s", "u"))


def apply(build: ChapterBuild) -> None:
    if build.context.thumbnails and build.entry.post.thumbnail:
        _thumbnail(build)
    for image in each(build.root, "img"):
        _picture(image, build)
    made: set[Element] = set()
    for image in each(build.root, "img"):
        _in_paragraph(image, made)
    for figure in each(build.root, "figure"):
        _caption(figure)
    picture_rows.arrange(build)
    build.lead = _lead(build)


def _thumbnail(build: ChapterBuild) -> None:
    """The picture of the chapter's opening."""
    address, where = build.entry.post.thumbnail, Where(build.entry.post.path, 1)
    try:
        asset = _asset(address, build)
    except pictures.PictureError as error:
        build.diagnostics.append(Diagnostic(Severity.WARNING, error.code, error.message, where, error.hint))
        return
    finally:
        build.from_web += _from_web((address,), build, where)
    build.assets[asset.name] = asset
    build.thumbnail = f"asset:{asset.name}"


def _picture(image: Element, build: ChapterBuild) -> None:
    addresses = image.attrib.pop(SOURCES, "").split("\n")
    try:
        address, asset = _first(addresses, build)
        build.from_web += _from_web((address,), build)
    except pictures.PictureError as error:
        build.from_web += _from_web(addresses, build)
        _placeholder(image, addresses[0], error, build)
        return
    build.assets[asset.name] = asset
    image.set("src", f"asset:{asset.name}")
    build.pictures.setdefault(asset.name, build.where(address))
    image.set("alt", " ".join(image.get("alt", "").split()))
    _title(image, address, build)
    _zoom(image, asset)
    _size(image)


def _from_web(addresses: Sequence[str], build: ChapterBuild, where: Where | None = None) -> Iterator[FromWeb]:
    """The picture as one of the web, where an address leads there and the blog has no file of its own."""
    there = [known for one in addresses if (known := web(one)).startswith("http") and _is_others(one, build)]
    if there:
        yield FromWeb("picture", tuple(dict.fromkeys(there)), where or build.where(addresses[0]))


def _is_others(address: str, build: ChapterBuild) -> bool:
    """Whether it is another site's, and the blog has no file for it but one that was fetched."""
    if not is_on_the_web(address, build.context.site):
        return False
    path, fetched = build.looked_for[address].path, build.context.fetched.by_address.get(web(address))
    return not path or (fetched is not None and path.endswith(f"/{fetched}"))


def _first(addresses: Iterable[str], build: ChapterBuild) -> tuple[str, Asset]:
    """The first address that has a picture, and that. Raises PictureError, the first's, where none has."""
    faults = []
    for address in addresses:
        try:
            return address, _asset(address, build)
        except pictures.PictureError as error:
            faults.append(error)
    raise faults[0]


def _asset(address: str, build: ChapterBuild) -> Asset:
    """The picture behind an address. Raises PictureError, which says what is wrong and how to mend it."""
    if not address:
        raise pictures.PictureError(
            "image-missing", _("a picture without an address"), _("write its address")
        )
    if address.startswith("data:"):
        return pictures.from_data(address, build.context.pictures)
    places = candidates(address, build.entry.post, build.context)
    found = pictures.first(str(build.context.folder), places)
    build.looked_for[address] = Found(places, found)
    if not found and is_on_the_web(address, build.context.site):  # in the repository, but not in this folder
        raise on_the_web(address)
    if not found:
        looked = dict.fromkeys(f"{place.rpartition('/')[0] or '.'}/" for place in places)
        folders = ", ".join(list(looked)[:_SHOWN])
        raise pictures.PictureError(
            "image-missing",
            _("no picture {as_written}", as_written=_as_written(address, build)),
            _("looked in {folders}", folders=folders),
        )
    file = pictures.opened(Path(found), build.context.folder)
    build.looked_for[address] = Found(places, found, file.digest, file.stamp)
    return pictures.asset(file, build.context.pictures)


def _as_written(address: str, build: ChapterBuild) -> str:
    """The address as the post has it: without escapes, and without the root that Hexo puts before it."""
    post, plain = build.entry.post, unquote(address)
    return plain if plain in post.markdown else plain.removeprefix(post.dialect.root)


def _zoom(image: Element, asset: Asset) -> None:
    """A size in parts of the picture's own, as Typora writes it: `style="zoom:50%"`."""
    part, wide = float(image.attrib.pop(ZOOM, "0")), pixels(asset)[0]
    if 1 <= round(part * wide) <= 9999 and "width" not in image.attrib:
        image.set("width", str(round(part * wide)))


def _size(image: Element) -> None:
    """Sizes in pixels stay attributes; any other width becomes a style, any other height goes."""
    for key in ("width", "height"):
        value = image.get(key, "").strip().removesuffix("px")
        if key not in image.attrib or re.fullmatch(r"[1-9][0-9]{0,4}", value):
            if value:
                image.set(key, value)
            continue
        del image.attrib[key]
        if key == "width" and re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?%", value):
            image.set("style", f"width: {value}")


def _placeholder(image: Element, address: str, error: pictures.PictureError, build: ChapterBuild) -> None:
    build.warning(error.code, error.message, address or "]()", error.hint)
    parent = image.getparent()
    inline = parent is not None and parent.tag in PHRASING
    words = build.context.words["picture"]
    alt = image.get("alt", "").strip()
    box = etree.Element("span" if inline else "div", {"class": "missing"})
    box.text = f"[{words}: {alt}]" if alt else f"[{words}]"
    if name := image.get("id"):  # links may lead there
        box.set("id", name)
    replace(image, box)


def _in_paragraph(image: Element, made: set[Element]) -> None:
    """A picture that stands among blocks, of an engine's tag or raw HTML, as if in a paragraph: its own, or
    that of the picture right before it, whose line it may share. `made`: those so far."""
    parent = image.getparent()
    linked = parent is not None and parent.tag == "a" and len(parent) == 1 and not text_of(parent)
    content = parent if linked and parent is not None else image
    holder, before, after = content.getparent(), content.getprevious(), content.getnext()
    if holder is None or holder.tag not in _FLOWS:
        return
    text_before = before.tail if before is not None else holder.text
    beside = [one.tag for one in (before, after) if one is not None and not is_picture(one)]
    if (text_before or "").strip() or (content.tail or "").strip() or _INLINE & set(beside):
        return
    if before is not None and before in made:
        before.append(content)
    else:
        made.add(wrap(content, "p"))


def _title(image: Element, address: str, build: ChapterBuild) -> None:
    """What will be the picture's caption where it stands by itself: its title, else, by a setting, what it is
    described by; no name of a file."""
    title, alt = image.attrib.pop("title", "").strip(), image.get("alt", "")
    if says_something(title, address):
        image.set("title", title)
    elif build.context.alt_captions and says_something(alt, address):
        image.set("title", alt)


def _caption(figure: Element) -> None:
    """A figure of the post's own: its caption, else the title of its picture; none that says nothing."""
    images, caption = [*figure.iter("img")], figure.find("figcaption")
    if len(images) != 1:
        return
    if caption is not None and not len(caption) and not says_something(caption.text or ""):
        remove(caption)
    elif caption is None:
        picture_rows.with_caption(figure, images[0])


def _lead(build: ChapterBuild) -> Lead | None:
    """The picture with which the text begins, where it is large enough to fill the width of a page."""
    first = next(iter(build.root), None)
    if first is None or first.tag != "figure" or (build.root.text or "").strip():
        return None
    if first.find(".//figure") is not None:
        return None
    images = [*first.iter("img")]
    # A note belongs to the page of its mark; and below such a picture is room for a few lines.
    if first.find("figcaption//a") is not None or len(text_of(first)) > _FEW_LINES:
        return None
    asset = build.assets.get(images[0].get("src", "").removeprefix("asset:")) if len(images) == 1 else None
    width, height = pixels(asset) if asset else (0, 0)
    fills = width >= _PAGE_WIDE and height >= _PAGE_HIGH * width
    return Lead(asset.name, width, height) if asset and fills else None
