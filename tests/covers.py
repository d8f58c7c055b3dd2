"""Covers under test, and the sheets of them in docs/: `python -m tests.covers` (make pictures) draws them."""

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image

from publisher.assets.fonts import FontSet, find_fonts
from publisher.assets.themes import Theme, load_theme
from publisher.book.paper import Paper, paper_of
from publisher.config.schema import CoverTable
from publisher.model import BookMeta
from publisher.writers.pdf.cover.design import design_of, values_of
from publisher.writers.pdf.cover.front import front_of, pdf_of
from publisher.writers.pdf.cover.pictures import Pictures, asked_for
from publisher.writers.pdf.cover.spread import wrap_pdf
from tests.books import ROOT, SAMPLE

DESIGNS = ("type", "rule", "band", "full", "pattern", "label")
PHOTO = (SAMPLE / "source/images/seascape.jpg").read_bytes()
_A5 = paper_of("A5")
_PALETTES = ("sea", "paper", "persimmon", "night")
_THEMES = {"literature": "paper", "essay": "persimmon", "technical": "sea", "photo": "night", "large": "pine"}
_PICTURES = ROOT / "docs/manual/pictures"
_WIDTH, _GAP = 150, 10  # pixels of one cover on a sheet, and between two
_SCALE = 0.8  # pixels to a millimetre of paper
_COLOURS = 112  # of a sheet


def meta_of(title: str, subtitle: str = "", *authors: str, publisher: str = "", **more: object) -> BookMeta:
    """What a book says of itself."""
    day = datetime(2024, 1, 1, tzinfo=UTC)
    meta = BookMeta(
        title, subtitle, authors, "ko", f"urn:uuid:{title}", date(2024, 1, 1), day, publisher,
        "", "", "", "", "", (), "https://example.org", "",
    )  # fmt: skip
    return replace(meta, **more)  # type: ignore[arg-type]


SHORT = meta_of("모래 묻은 키보드", "강릉에서 쓴 개발 일지 2021–2024", "윤서해", publisher="솔바람 책상")
LONG = meta_of(
    "바람이 불어오는 곳에서 우리가 오래도록 이야기한 것들과 끝내 말하지 못한 것들에 대하여",
    "어느 개발자가 다섯 해 동안 블로그에 적어 둔 삶과 일, 책과 커피에 관한 길고 긴 기록",
    "윤서해", "김하늘이나라", "Alexander Hamilton",
    publisher="솔바람 책상", collection="바닷가 총서", position=3,
)  # fmt: skip
BARE = meta_of("숲")
ENGLISH = meta_of(
    "Internationalization and the Everyday Web", "Notes, 2008–2024", "Jane Doe", publisher="Seaside"
)
BOOKS = (SHORT, LONG, BARE, ENGLISH)


@cache
def theme_and_fonts(name: str = "base") -> tuple[Theme, FontSet, Path]:
    keep_in = Path(tempfile.mkdtemp(prefix="publisher-covers-"))
    theme = load_theme(name, Path("/nowhere"))
    return theme, find_fonts(theme.fonts, Path("/nowhere"), "가", keep_in), keep_in


def front(meta: BookMeta, design: str, palette: str = "", photo: bytes = b"", paper: Paper = _A5) -> bytes:
    """The front of a cover as a PDF."""
    theme, fonts, keep_in = theme_and_fonts()
    html = html_of(theme, meta, design, palette, photo, paper)
    return pdf_of(html, fonts, keep_in, asked_for(html, Pictures(picture=photo), paper.width / paper.height))


def html_of(
    theme: Theme, meta: BookMeta, design: str, palette: str, photo: bytes = b"", paper: Paper = _A5
) -> str:
    """The front of a cover as its template makes it."""
    made = design_of(theme, CoverTable(design=design, palette=palette), meta.identifier)
    values = values_of(meta, made, paper, theme_and_fonts()[1], Pictures(picture=photo))
    return theme.fill("cover.j2", **values)


def wrap(
    meta: BookMeta, table: CoverTable, given: Pictures, spine: float, back: str, paper: Paper = _A5
) -> bytes:
    """The printed cover as a PDF."""
    theme, fonts, keep_in = theme_and_fonts()
    return wrap_pdf(meta, given, table, theme, fonts, paper, spine, back, keep_in)


def drawn(pdf: bytes, width: int) -> Image.Image:
    """The first page, that many pixels wide."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        return page.render(scale=width / page.get_width()).to_pil().convert("RGB")


def on_paper(theme: str, design: str, palette: str) -> tuple[bytes, Paper]:
    """The front of the sample's cover as a PDF, in the fonts of a theme and on its paper."""
    look, fonts, keep_in = theme_and_fonts(theme)
    paper, pictures = paper_of("", look.paper), Pictures(picture=PHOTO)
    made = design_of(look, CoverTable(design=design, palette=palette), SHORT.identifier)
    html = look.fill("cover.j2", **values_of(SHORT, made, paper, fonts, pictures))
    return pdf_of(html, fonts, keep_in, asked_for(html, pictures, paper.width / paper.height)), paper


def _screens() -> list[list[Image.Image]]:
    """Six designs by four palettes; each as an EPUB has it."""
    paper = front_of(_A5, "epub")
    fronts = [[front(SHORT, design, palette, PHOTO, paper) for design in DESIGNS] for palette in _PALETTES]
    return [[_small(pdf, _WIDTH) for pdf in row] for row in fronts]


def _papers() -> list[list[Image.Image]]:
    """Six designs by five themes, each on the theme's paper: beside one another as the books would be."""
    rows = [[on_paper(theme, design, palette) for design in DESIGNS] for theme, palette in _THEMES.items()]
    return [[_small(pdf, round(paper.width * _SCALE)) for pdf, paper in row] for row in rows]


def _small(pdf: bytes, width: int) -> Image.Image:
    large = drawn(pdf, 4 * width)
    return large.resize((width, round(width * large.height / large.width)), Image.Resampling.LANCZOS)


def _sheet(name: str, rows: list[list[Image.Image]]) -> None:
    """Draw covers in rows, each in the middle of its column."""
    across = max(len(row) * (max(one.width for one in row) + _GAP) for row in rows) + _GAP
    sheet = Image.new("RGB", (across, sum(row[0].height + _GAP for row in rows) + _GAP), "#8d8a84")
    top, step = _GAP, (across - _GAP) // len(rows[0])
    for row in rows:
        for column, one in enumerate(row):
            sheet.paste(one, (_GAP + column * step + (step - _GAP - one.width) // 2, top))
        top += row[0].height + _GAP
    sheet = sheet.quantize(_COLOURS, dither=Image.Dither.NONE)
    sheet.save(_PICTURES / name, "PNG", optimize=True)


if __name__ == "__main__":
    _sheet("covers.png", _screens())
    _sheet("theme-covers.png", _papers())
