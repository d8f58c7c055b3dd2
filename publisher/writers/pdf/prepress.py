"""A finished PDF made ready for a printer: an even number of pages, boxes, a preview, pictures of pages.

What goes in has passed the gate (verify.py); pages are added to it here, and none is changed.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from publisher.book.paper import Paper
from publisher.writers.pdf.archival import saved
from publisher.writers.pdf.cover.spread import BLEED, Wrap
from publisher.writers.pdf.layout.findings import LEAST, SEEN

_MM = 72 / 25.4  # PDF points in a millimetre
_NEAR = 0.3  # mm by which a page may miss its size
_PROGRAMS = {"/FontFile", "/FontFile2", "/FontFile3"}
_CUT_OFF = 0.03  # of a picture that may be cut off where its canvas has nearly its shape
_GROUND = "#e9e7e2"  # behind pictures that do not fill their canvas


@dataclass(frozen=True, slots=True)
class LayoutUnits:
    """What a printer would look at first."""

    pages: int
    right_size: bool  # every page has the size of the paper, and no other box cuts it
    loose_fonts: tuple[str, ...]  # that are named and not embedded


def even_body(body: Path, target: Path) -> None:
    """The body with a TrimBox on each page, and an empty page at its end where the number is odd."""
    with pikepdf.open(body) as pdf:
        if len(pdf.pages) % 2:
            last = pdf.pages[-1].obj
            boxes = {name: last[name] for name in ("/MediaBox", "/BleedBox", "/TrimBox") if name in last}
            blank = pikepdf.Dictionary(
                {"/Type": pikepdf.Name.Page, "/Resources": pikepdf.Dictionary(), **boxes}
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(blank)))
        for page in pdf.pages:
            if "/TrimBox" not in page.obj:
                page.obj.TrimBox = page.mediabox
        target.write_bytes(saved(pdf))


def preview(body: Path, cover: Path, target: Path, paper: Paper, flap: float = 0) -> None:
    """Front cover, an empty page, the whole body, back cover: the order that Purple asks for."""
    with pikepdf.open(body) as pdf, pikepdf.open(cover) as wrap:
        (spread,) = wrap.pages
        front_at = float(spread.trimbox[2]) / _MM - paper.width - flap
        front = pdf.copy_foreign(spread.obj)
        back = pdf.make_indirect(pikepdf.Dictionary(dict(front.items())))
        blank = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page, Resources=pikepdf.Dictionary()))
        pdf.pages.insert(0, pikepdf.Page(_part(front, front_at, paper)))
        pdf.pages.insert(1, pikepdf.Page(_part(blank, 0, paper)))
        pdf.pages.append(pikepdf.Page(_part(back, flap, paper)))
        if "/PageLabels" in pdf.Root:
            _move_labels(pdf, 2)
        target.write_bytes(saved(pdf))


def _part(page: Any, left: float, paper: Paper) -> Any:
    """The part of a cover that begins `left` mm from its edge: what is beside it is not seen."""
    box = [left * _MM, 0, (left + paper.width) * _MM, paper.height * _MM]
    for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        page[name] = pikepdf.Array([round(side, 4) for side in box])
    return page


def _move_labels(pdf: pikepdf.Pdf, by: int) -> None:
    """Page labels stay with their pages; those before them are unnumbered. ISO 32000-2, 12.4.2"""
    old = list(pdf.Root.PageLabels.get("/Nums", ()))
    moved = [value + by if place % 2 == 0 else value for place, value in enumerate(old)]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(), *moved]))


def seen(file: Path, paper: Paper) -> LayoutUnits:
    """Return a look at the body as a printer's program looks at it."""
    with pikepdf.open(file) as pdf:
        sizes = {tuple(round(float(side), 2) for side in _size(page)) for page in pdf.pages}
        right = all(
            abs(width / _MM - paper.width) < _NEAR and abs(height / _MM - paper.height) < _NEAR
            for _, _, width, height in sizes
        )
        return LayoutUnits(len(pdf.pages), right, tuple(sorted(set(_loose(pdf)))))


def is_wrap(file: Path, paper: Paper, spine: float, flap: float = 0) -> bool:
    """Tell whether a cover's boxes are those of its size: cut size inside, the bleed around it."""
    wanted = Wrap(paper.width, paper.height, spine, flap)
    with pikepdf.open(file) as pdf:
        (page,) = pdf.pages
        trim, bleed, media = (
            [float(side) / _MM for side in box] for box in (page.trimbox, page.obj.BleedBox, page.mediabox)
        )
    size = (trim[2] - trim[0] - wanted.width, trim[3] - trim[1] - wanted.height)
    around = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    exact = all(abs(side) < _NEAR for side in (*size, *(side - BLEED for side in around)))
    return exact and all(abs(a - b) < _NEAR for a, b in zip(bleed, media, strict=True))


def _size(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, foot, width, height of the page as it is cut, in points."""
    left, foot, right, top = (float(side) for side in page.trimbox)
    return left, foot, right - left, top - foot


def _loose(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Fonts without their program. A Type 3 font is its own, a Type 0 font has its descendant's."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        if thing.get("/Subtype") in ("/Type0", "/Type3"):
            continue
        if not _PROGRAMS & set(thing.get("/FontDescriptor", pikepdf.Dictionary()).keys()):
            yield str(thing.get("/BaseFont", "?"))


def picture(file: Path, width: int) -> Image.Image:
    """Return the first page as it is cut, `width` pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        page = document[0]
        left, foot, right, top = page.get_trimbox()
        whole = page.get_mediabox()
        scale = width / (right - left)
        crop = (left - whole[0], foot - whole[1], whole[2] - right, whole[3] - top)
        drawn: Image.Image = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
    finally:
        document.close()
    return drawn


def resolution(file: Path) -> int:
    """Return the dots per inch at which the largest picture of a page is printed; 0 where it has none."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        pictures = [thing for thing in document[0].get_objects() if isinstance(thing, pypdfium2.PdfImage)]
        placed = [(thing.get_bounds(), thing.get_px_size()) for thing in pictures]
    finally:
        document.close()
    sizes = [((right - left), (top - foot), *pixels) for (left, foot, right, top), pixels in placed]
    wide, high, across, down = max(sizes, default=(1.0, 1.0, 0, 0))
    return int(min(across / wide, down / high) * 72 + 0.5)


def coarse(file: Path) -> dict[int, int]:
    """Return the pages with pictures of too few dots for print, from 1, and the fewest per inch of each."""
    import pypdfium2

    document, found = pypdfium2.PdfDocument(file), dict[int, int]()
    try:
        for number, page in enumerate(document, 1):
            pictures = [thing for thing in page.get_objects() if isinstance(thing, pypdfium2.PdfImage)]
            sizes = [(*thing.get_bounds(), *thing.get_px_size()) for thing in pictures]
            found[number] = min((_dpi(*size) for size in sizes), default=LEAST)
            page.close()
    finally:
        document.close()
    return {number: dpi for number, dpi in found.items() if dpi < LEAST}


def _dpi(left: float, foot: float, right: float, top: float, across: int, down: int) -> int:
    """Dots per inch; LEAST for a picture so small that nobody sees them."""
    wide, high = right - left, top - foot
    return int(min(across / wide, down / high) * 72) if max(wide, high) >= SEEN * _MM else LEAST


def flat_cover(cover: Path, width: int) -> bytes:
    """Return the whole cover as it is cut, as a JPEG: for a look at it."""
    return jpeg(picture(cover, width))


def preview_pictures(front: bytes, cover: Path) -> tuple[bytes, bytes]:
    """Return the front on 700 × 1000 pixels, the whole cover on 1000 × 700."""
    with Image.open(io.BytesIO(front)) as opened:
        upright = fitted(opened.convert("RGB"), 700, 1000)
    return upright, fitted(picture(cover, 1000), 1000, 700)


def pixels(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a picture."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        return opened.size


def fitted(picture: Image.Image, width: int, height: int) -> bytes:
    """Return a picture on a canvas of that many pixels, as a JPEG: whole, unless little is cut off."""
    if abs(picture.width / picture.height * height / width - 1) < _CUT_OFF:
        return jpeg(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))
    canvas = Image.new("RGB", (width, height), _GROUND)
    small = picture.copy()
    small.thumbnail((width, height), Image.Resampling.LANCZOS)
    canvas.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return jpeg(canvas)


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, optimize=True, dpi=(300, 300))
    return out.getvalue()
