"""Programs that are not ours, each with an engine of its own, show a PDF's pages and take out its text.

MuPDF (KOReader, SumatraPDF), Ghostscript (printers), PDFium (Chrome), Poppler (Evince, Okular) and
pdf.js (Firefox). A picture is an array of greys, 0 for white and 1 for black, drawn at 180 dpi and
brought down to 90, so that each program's own way to smooth edges counts for little.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from tests.library.node import HOME, NODE, node

DPI = 90
_FINE = 2 * DPI
Picture = npt.NDArray[np.float32]
Draw = Callable[[Path, Sequence[int]], dict[int, Picture]]  # a file, numbers of pages from 1
Read = Callable[[Path, Sequence[int]], dict[int, str]]


def _picture(drawn: Image.Image) -> Picture:
    """What was drawn, in greys of our own making, since each program weighs colours differently; four pixels
    are made one."""
    grey = 1 - np.asarray(drawn.convert("L"), np.float32) / 255
    height, width = (side // 2 * 2 for side in grey.shape)
    halved: Picture = grey[:height, :width].reshape(height // 2, 2, width // 2, 2).mean((1, 3))
    return halved


def draw_mupdf(path: Path, pages: Sequence[int]) -> dict[int, Picture]:
    with pymupdf.open(path) as file:
        drawn = {n: file[n - 1].get_pixmap(dpi=_FINE, colorspace=pymupdf.csRGB) for n in pages}
    return {n: _picture(Image.frombytes("RGB", (p.width, p.height), p.samples)) for n, p in drawn.items()}


def read_mupdf(path: Path, pages: Sequence[int]) -> dict[int, str]:
    with pymupdf.open(path) as file:
        return {n: file[n - 1].get_text() for n in pages}


def draw_pdfium(path: Path, pages: Sequence[int]) -> dict[int, Picture]:
    with pypdfium2.PdfDocument(path) as file:
        return {n: _picture(file[n - 1].render(scale=_FINE / 72).to_pil()) for n in pages}


def read_pdfium(path: Path, pages: Sequence[int]) -> dict[int, str]:
    with pypdfium2.PdfDocument(path) as file:
        return {n: file[n - 1].get_textpage().get_text_bounded() for n in pages}


def draw_poppler(path: Path, pages: Sequence[int]) -> dict[int, Picture]:
    def one(n: int) -> Picture:
        drawn = _said("pdftoppm", "-r", _FINE, "-f", n, "-l", n, path)
        return _picture(Image.open(BytesIO(drawn)))

    return {n: one(n) for n in pages}


def read_poppler(path: Path, pages: Sequence[int]) -> dict[int, str]:
    return {n: _said("pdftotext", "-f", n, "-l", n, path, "-").decode() for n in pages}


_GS = ("gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH")


def draw_ghostscript(path: Path, pages: Sequence[int]) -> dict[int, Picture]:
    how = ("-sDEVICE=ppmraw", f"-r{_FINE}", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4")
    with TemporaryDirectory() as folder:
        _said(*_GS, *how, _page_list(pages), "-o", f"{folder}/%d.ppm", path)
        return {n: _picture(Image.open(f"{folder}/{i}.ppm")) for i, n in enumerate(sorted(pages), 1)}


def read_ghostscript(path: Path, pages: Sequence[int]) -> dict[int, str]:
    with TemporaryDirectory() as folder:
        _said(*_GS, "-sDEVICE=txtwrite", _page_list(pages), "-o", f"{folder}/%d.txt", path)
        return {n: _utf8(Path(f"{folder}/{i}.txt").read_bytes()) for i, n in enumerate(sorted(pages), 1)}


def _utf8(text: bytes) -> str:
    """Text of txtwrite, which writes a letter above U+FFFF as two surrogates of three bytes each."""
    pairs = text.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return pairs.decode("utf-16-le", "replace")


def draw_pdfjs(path: Path, pages: Sequence[int]) -> dict[int, Picture]:
    with TemporaryDirectory() as folder:
        node("pdfjs.mjs", str(path), folder, str(_FINE), *map(str, pages))
        return {n: _picture(Image.open(f"{folder}/{n}.png")) for n in pages}


def read_pdfjs(path: Path, pages: Sequence[int]) -> dict[int, str]:
    texts = node("pdfjs.mjs", str(path), "", "0", *map(str, pages))
    return {int(n): text for n, text in texts.items()}


DRAW: dict[str, Draw] = {
    "mupdf": draw_mupdf,
    "pdfium": draw_pdfium,
    "poppler": draw_poppler,
    "ghostscript": draw_ghostscript,
    "pdf.js": draw_pdfjs,
}
READ: dict[str, Read] = {
    "mupdf": read_mupdf,
    "pdfium": read_pdfium,
    "poppler": read_poppler,
    "ghostscript": read_ghostscript,
    "pdf.js": read_pdfjs,
}


def here() -> list[str]:
    """The programs that this machine has; a test is skipped where Ghostscript or Poppler is missing."""
    for command in ("gs", "pdftoppm", "pdftotext"):
        if not shutil.which(command):
            pytest.skip(f"{command} is not on this machine")
    pdfjs = all((HOME / "node_modules" / name).is_dir() for name in ("pdfjs-dist", "@napi-rs/canvas"))
    return [name for name in DRAW if name != "pdf.js" or (NODE and pdfjs)]


def _page_list(pages: Sequence[int]) -> str:
    return "-sPageList=" + ",".join(map(str, sorted(pages)))


def _said(*order: object) -> bytes:
    done = subprocess.run([str(word) for word in order], capture_output=True, timeout=600, check=True)
    return done.stdout
