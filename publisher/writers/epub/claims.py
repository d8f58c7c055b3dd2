"""What a book says of how it can be read, counted from what it holds: nothing is claimed that may not be so.

See https://www.w3.org/TR/epub-a11y-11/#sec-disc-package and, for the words, https://www.w3.org/2021/a11y-discov-vocab/
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from os import SEEK_CUR
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from publisher.model import Asset, Chapter
from publisher.writers.epub.page import XhtmlPage

_ALWAYS = ("tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability")
_PICTURE = re.compile(r"<img ([^<>]*)>")
_ALT = re.compile(r'alt="([^"]*)"')
# A name that a file has, or any picture: it says nothing of this one.
_NO_TEXT = re.compile(
    r"|\S+\.\w{3,4}|(image|img|picture|photo|untitled|그림|이미지|사진|스크린샷)[-_ ]?\d*", re.I
)
_MOVES = re.compile(rb"<(\w+:)?(animate|set)\b|@keyframes", re.I)


@dataclass(frozen=True, slots=True)
class Claims:
    """The metadata `schema:…` of a book."""

    modes: tuple[str, ...]  # how one takes in what it holds
    sufficient: tuple[str, ...]  # and with which of these alone one misses nothing
    features: tuple[str, ...]
    hazard: str
    silent: int  # pictures that no text stands for


def counted(chapters: Sequence[Chapter], pages: Sequence[XhtmlPage]) -> Claims:
    """Return what is true of a book of these chapters and pages."""
    texts = [text for chapter in chapters for text in _texts(chapter)]
    drawn = any(page.drawings for page in pages)
    silent = sum(_NO_TEXT.fullmatch(text) is not None for text in texts)
    visual = bool(texts) or drawn
    features = {
        "alternativeText": visual and not silent,
        "MathML": any("mathml" in page.properties for page in pages),
        "describedMath": drawn,
    }
    return Claims(
        modes=("textual", "visual") if visual else ("textual",),
        sufficient=(*(() if silent else ("textual",)), *(("textual,visual",) if visual else ())),
        features=(*_ALWAYS, *(name for name, holds in features.items() if holds)),
        hazard="unknown" if any(map(_moves, _pictures(chapters))) else "none",
        silent=silent,
    )


def _texts(chapter: Chapter) -> Iterator[str]:
    """The text that stands for each of its pictures; the theme gives none to the one of its opening."""
    if chapter.thumbnail:
        yield ""
    for attributes in _PICTURE.findall(chapter.xhtml):
        found = _ALT.search(attributes)
        yield unescape(found[1]).strip() if found else ""


def _pictures(chapters: Iterable[Chapter]) -> set[Asset]:
    return {asset for chapter in chapters for asset in chapter.assets}


def _moves(asset: Asset) -> bool:
    """Whether it is more than one still picture: what it does to those who look at it, nobody has tried."""
    path = Path(asset.path)
    if asset.media_type == "image/gif":
        return _is_animated(path)
    if asset.media_type == "image/svg+xml":
        return _MOVES.search(path.read_bytes()) is not None
    with path.open("rb") as file:
        return asset.media_type == "image/png" and b"acTL" in _before_pixels(file)


def _before_pixels(png: BinaryIO) -> Iterator[bytes]:
    """The kinds of a PNG's chunks up to its pixels. See https://www.w3.org/TR/png-3/#5Chunk-layout"""
    png.seek(8)
    while len(head := png.read(8)) == 8 and head[4:] != b"IDAT":
        yield head[4:]
        png.seek(int.from_bytes(head[:4], "big") + 4, SEEK_CUR)


def _is_animated(path: Path) -> bool:
    """Also where a later picture of the file is broken, and nobody can say."""
    try:
        with Image.open(path) as picture:
            return bool(getattr(picture, "is_animated", False))
    except (OSError, SyntaxError, ValueError, EOFError):
        return True
