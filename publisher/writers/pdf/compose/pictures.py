"""How large pictures are on paper; and one on a page of its own, to its edges.

That is as wide as the page. One that is nearly as high fills it, cut where its shape is another; a lower one
bleeds above and at both sides. Its caption stands below, where the text would be. Where the book is ordered
with paper to cut off (`[pdf] bleed`), the picture covers that too.
"""

import re

from publisher.assets.blog_column import COLUMN, ICON
from publisher.assets.xhtml import Element, classes, unwrap
from publisher.book.paper import Paper
from publisher.model import Lead

_ALIGNS = re.compile(r"text-align: *[a-z]+;?")
_FILLS = 0.8  # of the page: a picture as high fills it
_CAPTION = 24  # mm at the foot for a caption


def as_wide(root: Element) -> None:
    """Let pictures take the part of a line that they have on the blog, where the post says how wide they are:
    the engine looks at styles alone. A small one keeps its size, and so does one in a cell."""
    for picture in root.iter("img"):
        width = int(picture.get("width", "")) if picture.get("width", "").isdecimal() else 0
        around = [*picture.iterancestors()]
        if not 0 < width < COLUMN or picture.get("style") or any("row" in classes(one) for one in around):
            continue
        if width <= ICON:
            picture.set("style", f"max-width: {width}px")
        elif not any(one.tag in ("td", "th") for one in around):
            picture.set("style", f"max-width: {width / COLUMN * 100:.4g}%")


def unboxed(root: Element) -> None:
    """Take away boxes that do no more than centre a picture, as themes do: text can go before it then."""
    for figure in [*root.iter("figure")]:
        box = figure.getparent()
        while box is not None and box is not root and _only_aligns(box):
            unwrap(box)
            box = figure.getparent()


def _only_aligns(box: Element) -> bool:
    is_alone = box.tag == "div" and len(box) == 1 and not (box.text or box[0].tail or "").strip()
    return is_alone and {*box.keys()} <= {"style"} and not _ALIGNS.sub("", box.get("style", ""))


def place(figure: Element, lead: Lead, paper: Paper) -> None:
    """Set a figure and its picture to their place on a left-hand page."""
    bleed = paper.bleed
    caption = figure.find("figcaption")
    width, most = paper.width + 2 * bleed, paper.height + 2 * bleed
    if caption is not None:
        most -= _CAPTION + bleed
        side = paper.outer + bleed
        caption.set("style", f"margin-left: {side:g}mm; margin-right: {paper.inner + bleed:g}mm")
    natural = width * lead.height / lead.width
    height = most if natural >= _FILLS * most else natural
    # Lengths that the margins of the page are taken off, so that it begins at the edge.
    top, left = -paper.top - bleed, -paper.outer - bleed
    figure.set(
        "style", f"position: absolute; top: {top:g}mm; left: {left:g}mm; width: {width:g}mm; margin: 0"
    )
    for picture in figure.iter("img"):
        size = f"width: {width:g}mm; height: {height:.5g}mm; max-width: none; max-height: none"
        picture.set("style", f"display: block; {size}; object-fit: cover")
