"""MuPDF, Ghostscript, PDFium, Poppler and pdf.js show the same book: what we say of it is not proved by us.

What has been seen: a font cut down but still CID-keyed, with glyph numbers in the text. Poppler and PDFium
showed it, MuPDF and pdf.js nothing, Ghostscript boxes.
"""

from pathlib import Path

import pytest
import weasyprint

from tests.books import Made, letters
from tests.outside.alike import faults, unlike_pictures, unlike_texts
from tests.outside.renderers import DRAW, READ, here

_PLAIN = """<html lang="ko"><style>
@page { size: A5; margin: 20mm 17mm } body { font: 10pt/1.7 "Noto Serif CJK KR"; text-align: justify }
h1 { font-family: "Noto Sans CJK KR" } pre { font: 8.5pt "D2Coding" } td { border: 0.5pt solid }
</style><h1>바다는 오늘도</h1><p>%s<pre>def wave(x):
    return x  # 물결</pre><table><tr><td>봄</td><td>가을</td></tr></table>"""
_PLAIN %= "바다는 <b>오늘도</b> 같은 자리에, 파고(波高)를 재는 office 앞에. 🍊 " * 12

# What must be among the pages that are looked at -> words by which its page is found.
_FEATURES = {
    "contents": "차례",
    "colophon": "이책은블로그의글을모아",
    "bold": "아주머니는냄비앞에서서",
    "code": "asyncdef",
    "formula": "유의파고有義波高",
    "table": "물온도시간맛",
    "emoji": "어깨로밀자눈더미가",
    "hanja": "문선공文選工",
    "notes": "까치발신호기",
    "pictures": "책상자리를정하는데사흘이",
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that WeasyPrint made, with nothing of ours."""
    return _made(tmp_path_factory.mktemp("plain") / "plain.pdf", _PLAIN)


def _made(path: Path, text: str) -> Path:
    weasyprint.HTML(string=text).write_pdf(path)
    return path


@pytest.mark.wide
def test_programs_agree_on_a_plain_page(plain: Path) -> None:
    """The bounds are wide enough for five ways to draw one page."""
    assert [] == faults(plain, [1])


def test_a_letter_that_is_not_drawn_is_found(plain: Path, tmp_path: Path) -> None:
    """One letter that is blank in one program is named, with page and pair."""
    here()
    blank = _PLAIN.replace("봄", '<span style="color: white">봄</span>')
    pictures = {"mupdf": DRAW["mupdf"](_made(tmp_path / "blank.pdf", blank), [1])}
    (fault,) = unlike_pictures(pictures | {"pdfium": DRAW["pdfium"](plain, [1])})
    assert fault.startswith("page 1: mupdf, pdfium: a spot")


def test_a_word_that_is_not_said_is_found(plain: Path) -> None:
    """A letter that another program reads as another, and one that is gone, are named."""
    here()
    texts = {name: dict(READ[name](plain, [1])) for name in ("poppler", "mupdf", "ghostscript")}
    texts["mupdf"][1] = texts["mupdf"][1].replace("물결", "물갈")
    texts["ghostscript"][1] = texts["ghostscript"][1].replace("가을", "을")
    said = sorted(unlike_texts(texts))
    assert ["page 1: poppler, ghostscript: lost 가"] == said[:1]
    assert ["page 1: poppler, mupdf: lost 결, more 갈"] == [one.split(", torn")[0] for one in said[1:]]


def test_the_sample_book_looks_the_same_in_every_program(sample: Made) -> None:
    """Cover, contents, bold, code, formulas, tables, emoji, Hanja, notes: drawn and read alike by all."""
    assert [] == faults(sample.pdf.path, _pages(sample))


def _pages(made: Made) -> list[int]:
    """The cover, and the first page with each feature."""
    texts = {page.number: letters(" ".join(word.text for word in page.words)) for page in made.pdf.pages}
    found = {word: [n for n, text in texts.items() if word in text] for word in _FEATURES.values()}
    assert all(found.values()), found
    return sorted({1, *(numbers[0] for numbers in found.values())})
