"""writers/pdf: code_lines, parting: what code looks like on paper, read by MuPDF."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby, pairwise

import pymupdf
import pytest

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import fragment, inner
from publisher.book.paper import paper_of
from publisher.writers.pdf.compose import code_lines
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import LayoutContext, context

_HEAD = '<!DOCTYPE html><html lang="ko"><head><title>시험</title></head><body>'
_LONG = "if 바람 > 3 and 파도 > 2 and not (비 or 눈) and is_open(도서관):  # 돌아 나갈 만큼 길다"

Parts = list[tuple[int, list[str]]]  # page, and the lines of code on it
Setter = Callable[[Sequence[str], int], Parts]


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, LayoutContext]:
    """Page box and context of A6 in the theme `base`."""
    folder = tmp_path_factory.mktemp("theme")
    theme, paper = load_theme("base", folder), paper_of("A6")
    css = "\n".join((paper.css(), theme.css("book.css", "indent-all.css"), theme.css("print.css")))
    return paper.sheet_box(css), context(css, find_fonts(theme.fonts, folder, "가"), folder, 0, paper.room)


@pytest.fixture(scope="module")
def set_html(on: tuple[str, LayoutContext]) -> Callable[[str, int], pymupdf.Document]:
    """Sets HTML below so many lines of text."""
    page_box, setting = on
    files = {code_lines.MARK: code_lines.DRAWING}

    def pages(html: str, above: int) -> pymupdf.Document:
        root = fragment("<p>바람</p>" * above + html + "<p>끝</p>")
        code_lines.hang(root, setting.room[0])
        body = f'<section class="chapter-body">{inner(root, "html")}</section>'
        fitted = fit.alone([body], _HEAD, page_box, files, setting)
        return pymupdf.open(stream=engine.written(fitted.rendered, setting).pdf)

    return pages


@pytest.fixture(scope="module")
def set_code(set_html: Callable[[str, int], pymupdf.Document]) -> Setter:
    """Sets code below so many lines of text."""

    def parts(code: Sequence[str], above: int) -> Parts:
        with set_html(f"<pre><code>{escape(chr(10).join(code))}\n</code></pre>", above) as pdf:
            found = [(page.number, line) for page in pdf for line in _code_on(page)]
        return [(page, [line for _, line in lines]) for page, lines in groupby(found, lambda one: one[0])]

    return parts


def _code_on(page: pymupdf.Page) -> list[str]:
    lines = [line for block in page.get_text("dict")["blocks"] for line in block["lines"]]
    rows = {
        round(line["spans"][0]["origin"][1]): "".join(span["text"] for span in line["spans"])
        for line in lines
        if "code" in line["spans"][0]["font"] and line["spans"][0]["text"].strip()
    }
    return [text.replace("\u200b", "").rstrip() for _, text in sorted(rows.items())]


@pytest.mark.parametrize("kind", ["x = 1", _LONG], ids=["short", "long"])
@pytest.mark.parametrize("above", range(12, 16))
def test_three_lines_a_side(set_code: Setter, kind: str, above: int) -> None:
    """However far down a page code begins, three lines of it stand there, and three on the next."""
    code = [f"line_{number}" for number in range(9)]
    code[0] = code[5] = kind
    parts = set_code(code, above)
    assert [True] * len(parts) == [len(lines) >= 3 for _, lines in parts]
    said = "".join(line for _, lines in parts for line in lines).replace(" ", "")
    assert "".join(code).replace(" ", "") == said


@pytest.mark.parametrize("kind", ["x = 1", _LONG], ids=["short", "long"])
def test_at_an_empty_line(set_code: Setter, kind: str) -> None:
    """Code that goes over a page is parted at an empty line, where one of the last few is empty; not where
    that leaves more than 0.15 of the page white."""
    code = [f"line_{number}" for number in range(30)]
    code[1] = kind
    begins = int(_goes_on_with(set_code(code, 2)).removeprefix("line_"))
    code[begins - 3] = ""
    assert code[begins - 2] == _goes_on_with(set_code(code, 2))
    code[begins - 3], code[begins - 5] = "x", ""
    assert code[begins] == _goes_on_with(set_code(code, 2))


@pytest.mark.parametrize("numbered", [False, True], ids=["plain", "numbered"])
@pytest.mark.parametrize("above", [1, 3])
def test_no_page_begins_or_ends_with_an_empty_line(
    set_html: Callable[[str, int], pymupdf.Document], above: int, numbered: bool
) -> None:
    """The ground of code that goes on begins and ends with a line that says something, with its number."""
    code = ["" if number % 5 in (3, 4) else f"line_{number}" for number in range(30)]
    lines = [f'<span class="line" data-line="{n}">{one}\n</span>' for n, one in enumerate(code)]
    start, text = ('<pre class="numbered">', "".join(lines)) if numbered else ("<pre>", "\n".join(code))
    with set_html(f"{start}<code>{text}\n</code></pre>", above) as pdf:
        first, second = (page for page in pdf if _code_on(page))
        assert _edges(first)[1] < 8 and _edges(second)[0] < 12
        words = " ".join(page.get_text(sort=True) for page in pdf).split()
    said = [(number if numbered else "") + one for number, one in pairwise(["", *words]) if "line_" in one]
    assert [f"{n if numbered else ''}{one}" for n, one in enumerate(code) if one] == said


def _edges(page: pymupdf.Page) -> tuple[float, float]:
    """How far the ground of code reaches above its first baseline, and below its last, in points."""
    (ground,) = (one["rect"] for one in page.get_drawings() if one["rect"].width > 100)
    spans = [
        span for block in page.get_text("dict")["blocks"] for line in block["lines"] for span in line["spans"]
    ]
    code = [span["origin"][1] for span in spans if "line_" in span["text"]]
    return code[0] - ground.y0, ground.y1 - code[-1]


def _goes_on_with(parts: Parts) -> str:
    _, (_, then) = parts
    return then[0]


def test_a_line_is_not_parted(set_code: Setter) -> None:
    """What a long line goes on with stands on its page."""
    parts = [set_code([_LONG] * 9, above) for above in range(12, 15)]
    assert {_LONG[:4]} == {lines[0][:4] for one in parts for _, lines in one}


def test_a_note_above_code(set_html: Callable[[str, int], pymupdf.Document]) -> None:
    """A note stays at the foot of the page of its mark, where code begins below it and goes on."""
    note = '<span class="footnote" id="n" data-number="1">주석</span>'
    mark = f'<span class="mark" id="fit-mark-n">{note}</span>'
    pdf = set_html(f"<p>표{mark}</p><pre><code>{escape(chr(10).join([_LONG] * 9))}\n</code></pre>", 6)
    pages = [(page.get_text().count("주석"), len(_code_on(page)) > 0) for page in pdf]
    assert [(1, True), (0, True)] == pages


def test_numbers_and_lines_that_stand_out(set_html: Callable[[str, int], pymupdf.Document]) -> None:
    """Numbers stand before lines, below each other; what a long line goes on with stands behind them; a line
    that stands out has a bar, which is seen without colour."""
    lines = "".join(
        f'<span class="line" data-line="{n}">{_LONG if n == 9 else "x"}\n</span>' for n in (8, 9, 10)
    )
    marked = '<mark class="line" data-line="11">\n</mark><mark class="line" data-line="12">y\n</mark>'
    pdf = set_html(f'<pre class="numbered"><code>{lines}{marked}</code></pre>', 1)
    words = [(word, *map(round, box)) for *box, word, _, _, _ in pdf[0].get_text("words")]
    numbers = {word: (end, foot) for word, _, _, end, foot in words if word in ("8", "9", "10", "11", "12")}
    assert (["8", "9", "10", "11", "12"], 1) == ([*numbers], len({end for end, _ in numbers.values()}))
    (begins,) = {left for word, left, *_ in words if word in ("x", "y", "if")}
    (goes_on,) = {left for word, left, *_ in words if word.startswith("is_open")}
    assert numbers["8"][0] < begins < goes_on
    grey, edge = pdf[0].get_pixmap(colorspace="gray"), min(one["rect"].x0 for one in pdf[0].get_drawings())
    bars = [grey.pixel(round(edge) + 1, foot - 3)[0] < 160 for _, foot in numbers.values()]
    assert [False, False, False, True, True] == bars


def test_longer_than_pages(set_code: Setter) -> None:
    """Code of many pages without an empty line fills them, and one line that fills a page is set."""
    parts = set_code([f"x{number}" for number in range(100)], 3)
    assert [f"x{number}" for number in range(100)] == [line for _, lines in parts for line in lines]
    assert 4 == len(parts)
    assert "ab" * 2000 == "".join(line.strip() for _, lines in set_code(["ab" * 2000], 3) for line in lines)
