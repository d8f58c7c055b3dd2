"""`make pictures`: the small pictures of README: a terminal, the contents on paper, a printed cover."""

import subprocess
import tempfile
from pathlib import Path

import pymupdf
from PIL import Image, ImageDraw, ImageFont

from tests.books import ROOT, SAMPLE, run
from tests.theme_pictures import facing

PICTURES = ROOT / "docs/manual/pictures"
_LINES, _LETTER = 20, 15  # of the terminal: lines, and the size of letters in pixels
_CONTENTS = 3  # the page of the body on which they begin
_INK, _NIGHT = (222, 222, 218), (32, 34, 40)


def terminal(text: str, font: str) -> Image.Image:
    """Draw the first lines of a text as a terminal shows them."""
    letters = ImageFont.truetype(font, _LETTER)
    lines = ["$ publisher plan ~/my-blog", *text.splitlines()[: _LINES - 2], "…"]
    width = max(round(letters.getlength(line)) for line in lines)
    made = Image.new("RGB", (width + 32, _LINES * 21 + 26), _NIGHT)
    for number, line in enumerate(lines):
        ImageDraw.Draw(made).text((16, 12 + number * 21), line, _INK, letters)
    return made.quantize(32, dither=Image.Dither.NONE)


def cover(pdf: Path, width: int = 620) -> Image.Image:
    """Draw back, spine and front of a printed cover."""
    page = pymupdf.open(pdf)[0]
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(3, 3), alpha=False)
    large = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    small = large.resize((width, round(width * drawn.height / drawn.width)), Image.Resampling.LANCZOS)
    return small.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _letters() -> str:
    """Return the file of a font whose Korean letters are two columns wide."""
    order = ["fc-match", "--format=%{file}", "D2Coding"]
    return subprocess.run(order, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Make all of them."""
    with tempfile.TemporaryDirectory() as out:
        planned = run("--lang", "ko", "plan", SAMPLE)
        made = run("package", SAMPLE, "--for", "bookk", "-o", out, "-q", "--rights-open")
        assert (0, 0) == (planned.code, made.code), planned.err + made.err
        drawn = {
            "terminal": terminal(planned.out, _letters()),
            "contents": facing(pymupdf.open(Path(out) / "body.pdf"), _CONTENTS),
            "wrap": cover(Path(out) / "cover.pdf"),
        }
    for name, image in drawn.items():
        image.save(PICTURES / f"{name}.png", optimize=True)
        print(f"{name}.png: {(PICTURES / f'{name}.png').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
