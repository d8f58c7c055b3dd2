"""`make pictures`: two facing pages of the sample book in each theme, as docs/manual/pictures/NAME.png."""

import sys
import tempfile
from pathlib import Path

import pymupdf
from PIL import Image

from tests.books import ROOT, SAMPLE, run

PICTURES = ROOT / "docs/manual/pictures"
LARGEST = 60_000  # bytes of each
_HEIGHT = 480  # px
_COLOURS = 96
_GROUND = (205, 203, 198)
# Theme -> how the title of the chapter begins that shows it best; "": the one whose two pages are fullest.
SHOWN = {"literature": "", "essay": "", "technical": "기다리는 동안", "photo": "방 한 칸", "large": ""}


def picture(pdf: Path, chapter: str) -> Image.Image:
    """Return two facing pages, of which the one or the other opens a chapter."""
    book = pymupdf.open(pdf)
    opens = (page for _, title, page in book.get_toc() if title.startswith(chapter) and page < len(book))
    lefts = (page - page % 2 for page in opens if page > 1)  # they have even numbers, from 1
    return facing(book, max(lefts, key=lambda page: min(map(_hangul, _two(book, page)))))


def facing(book: pymupdf.Document, left: int) -> Image.Image:
    """Return a page and the next one, side by side."""
    pages = [_drawn(page) for page in _two(book, left)]
    made = Image.new("RGB", (sum(page.width for page in pages) + 17, _HEIGHT + 16), _GROUND)
    made.paste(pages[0], (8, 8))
    made.paste(pages[1], (9 + pages[0].width, 8))
    return made.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _two(book: pymupdf.Document, left: int) -> tuple[pymupdf.Page, pymupdf.Page]:
    return book[left - 1], book[left]


def _hangul(page: pymupdf.Page) -> int:
    return sum("가" <= letter <= "힣" for letter in page.get_text())


def _drawn(page: pymupdf.Page) -> Image.Image:
    scale = 2 * _HEIGHT / page.rect.height
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    large = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    return large.resize((round(page.rect.width * scale / 2), _HEIGHT), Image.Resampling.LANCZOS)


def main() -> None:
    """Make the pictures of all themes, or of those that are named."""
    PICTURES.mkdir(exist_ok=True)
    for theme in sys.argv[1:] or SHOWN:
        with tempfile.TemporaryDirectory() as out:
            made = run("export", SAMPLE, "-o", out, "--format", "pdf", "--theme", theme, "-q")
            assert made.code == 0, made.err
            place = PICTURES / f"{theme}.png"
            picture(next(Path(out).glob("*.pdf")), SHOWN[theme]).save(place, optimize=True)
            print(f"{place}: {place.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
