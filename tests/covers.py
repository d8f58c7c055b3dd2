"""Covers under test, and the sheet of them in docs/: `python -m tests.covers` (make pictures) draws it."""

import io
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
_SHEET = ROOT / "docs/manual/pictures/covers.png"
_WIDTH, _GAP = 150, 10  # pixels of one cover on the sheet, and between two
_COLOURS = 112  # of the sheet


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
def theme_and_fonts() -> tuple[Theme, FontSet, Path]:
    keep_in = Path(tempfile.mkdtemp(prefix="publisher-covers-"))
    theme = load_theme("base", Path("/nowhere"))
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


def _sheet() -> None:
    """Six designs by four palettes; each as an EPUB has it."""
    paper = front_of(_A5, "epub")
    height = round(_WIDTH * paper.height / paper.width)
    across, down = (count * (side + _GAP) + _GAP for count, side in ((6, _WIDTH), (4, height)))
    sheet = Image.new("RGB", (across, down), "#8d8a84")
    for row, palette in enumerate(_PALETTES):
        for column, design in enumerate(DESIGNS):
            picture = drawn(front(SHORT, design, palette, PHOTO, paper), 4 * _WIDTH)
            small = picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)
            sheet.paste(small, (_GAP + column * (_WIDTH + _GAP), _GAP + row * (height + _GAP)))
    out = io.BytesIO()
    sheet.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    _SHEET.write_bytes(out.getvalue())


if __name__ == "__main__":
    _sheet()
