"""Pictures that stand by themselves are figures; small ones of a line stay side by side, as on the blog.

So do tall ones, screens of phones, which would fill a page each; and those of a gallery.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from publisher.assets.blog_column import COLUMN, ICON
from publisher.assets.xhtml import Element, classes, each, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.picture_lines import is_picture
from publisher.passes.picture_sizes import pixels
from publisher.passes.sanitize import PHRASING

_SHARED = 97  # per cent of a line for the pictures that share it; the rest is between them
_TALL = 1.5  # times as high as wide
_ABREAST = 3  # tall ones, and those of a gallery
_PERCENT = re.compile(r"width: ([\d.]+)%")


def arrange(build: ChapterBuild) -> None:
    """Make figures and rows of a chapter's pictures."""
    for gallery in each(build.root, "div"):
        if "gallery" in classes(gallery):
            _join(gallery)
    for figure in each(build.root, "figure"):
        _share(figure)
    for paragraph in each(build.root, "p"):
        _figures(paragraph, build)


def figure_of(content: Element) -> Element:
    """Return a <figure> around a picture or a linked one."""
    figure = etree.Element("figure")
    content.tail = None
    figure.append(content)
    with_caption(figure, next(content.iter("img")))
    return figure


def with_caption(figure: Element, image: Element) -> None:
    """Give a figure the title of its picture as caption."""
    if title := image.attrib.pop("title", "").strip():
        etree.SubElement(figure, "figcaption").text = title


def _join(gallery: Element) -> None:
    """Put all pictures of a gallery into one line, where it has nothing else."""
    pictures = [*_pictures(gallery)]
    if text_of(gallery) or len(pictures) < sum(1 for _image in gallery.iter("img")):
        return
    line = etree.Element("p")
    for picture in pictures:
        picture.tail = None
        line.append(picture)
    gallery[:] = [line]


def _share(figure: Element) -> None:
    """Let the pictures of a post's own figure share its lines, where it holds several and nothing else."""
    caption = figure.find("figcaption")
    pictures = [*_pictures(figure)]
    if len(pictures) < 2 or text_of(figure) != ("" if caption is None else text_of(caption)):
        return
    figure[:] = [*pictures, *([] if caption is None else [caption])]
    for picture in pictures:
        picture.tail = " "
        image = next(picture.iter("img"))
        if "width" not in image.attrib and not image.get("style"):
            image.set("style", f"width: {_SHARED / _abreast(len(pictures)):.4g}%")


def _pictures(box: Element) -> Iterator[Element]:
    """The pictures in a box, and in boxes in it, as Tistory lays them out."""
    for one in box:
        if is_picture(one):
            yield one
        elif one.tag in ("div", "span", "p", "figure"):
            yield from _pictures(one)


def _abreast(count: int) -> int:
    """How many of so many pictures stand side by side."""
    return {1: 1, 2: 2, 4: 2}.get(count, _ABREAST)


def _figures(paragraph: Element, build: ChapterBuild) -> None:
    """A paragraph that holds nothing but pictures is a figure for each, or rows of them."""
    if next(paragraph.iter("img"), None) is None or text_of(paragraph):
        return
    if any(child.tag not in ("img", "a", "br", "span") for child in paragraph):
        return
    parent = paragraph.getparent()
    if parent is None or parent.tag in PHRASING:
        return
    blocks = [block for line in _lines(paragraph) for block in _blocks(line, build)]
    if name := paragraph.get("id"):  # links may lead there
        blocks[0].set("id", name)
    index, tail = parent.index(paragraph), paragraph.tail
    parent.remove(paragraph)
    parent[index:index] = blocks
    blocks[-1].tail = tail


def _lines(paragraph: Element) -> Iterator[list[Element]]:
    """The pictures of a paragraph by its lines."""
    for is_break, some in groupby([*paragraph], lambda child: child.tag == "br"):
        line = [one for one in some if next(one.iter("img"), None) is not None]
        if line and not is_break:
            yield line


def _blocks(line: Sequence[Element], build: ChapterBuild) -> Iterator[Element]:
    """As many pictures side by side as a line of the blog has room for, again and again."""
    rows, room = list[list[tuple[Element, float]]](), 0.0
    for content, width in zip([*line], [*_widths(line, build)], strict=True):
        if not 0 < width <= room:
            rows.append([])
            room = COLUMN if width else 0.0
        rows[-1].append((content, width))
        room -= width
    for row in rows:
        yield _row(row) if len(row) > 1 else figure_of(row[0][0])


def _row(pictures: Iterable[tuple[Element, float]]) -> Element:
    row = etree.Element("div", {"class": "row"})
    for content, width in pictures:
        figure, image = figure_of(content), next(content.iter("img"))
        figure.tail = " "
        if width > ICON:
            figure.set("style", f"width: {width / COLUMN * _SHARED:.4g}%")
        if _PERCENT.search(image.get("style", "")):  # of the line, which is the figure's width now
            image.set("style", "width: 100%")
        row.append(figure)
    return row


def _widths(line: Sequence[Element], build: ChapterBuild) -> Iterator[float]:
    """How wide a blog shows the pictures of a line, in px; 0: that is not known."""
    images = [next(content.iter("img")) for content in line]
    sizes = [pixels(build.assets[image.get("src", "").removeprefix("asset:")]) for image in images]
    holder = line[0].getparent()
    box = holder.getparent() if holder is not None else None
    in_gallery = box is not None and "gallery" in classes(box)
    tall = sum(high >= _TALL * wide for wide, high in sizes)
    most = _abreast(len(line) if in_gallery else tall)
    for image, (wide, high) in zip(images, sizes, strict=True):
        if said := _PERCENT.search(image.get("style", "")):
            yield float(said[1]) / 100 * COLUMN
        elif "width" in image.attrib:
            yield float(image.get("width", ""))
        else:
            yield min(wide, COLUMN / most) if in_gallery or high >= _TALL * wide else wide
