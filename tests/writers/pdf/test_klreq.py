"""docs/klreq.md: each rule of KLREQ that a book can keep, read back from the PDF of one small book.

By MuPDF, where each letter stands; by Poppler, how wide a word is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from tests.books import Pdf, post, run, small_blog

_SIZE, _LINE = 9.6, 17.1  # points, of the theme `base`
_HANGUL = 0.966  # em: how wide its syllables are
_HEADS = "」』〉》）)]}’”?!？！·:;：；.,。、．，-‐—―～〜〃ー%℃‰…‥"  # begin no line
_ENDS = "「『〈《（([{‘“￦$"  # end none
_LEAD = "<p>앞</p>"  # behind it all are indented: three syllables fill a first line of 3.9 em
_AFTER = "라마바사 아자차카"
_TOGETHER = (  # what stands in one line, what is around it, the width in em at which it meets a line's end
    ("——", "가나다{}라마바 사아자", 4.85),
    ("……", "가나다라{}마바사 아자", 5.95),
    ("‥‥", "가나다라{}마바사 아자", 5.95),
    ("1234567", "가 {} 나다라", 4.6),
    ("100원", "가나 {}짜리 다라마", 4.9),
    ("3일", "가나다 {} 라마바사", 4.75),
    ("37 쪽", "가나다 {} 라마바", 5.4),
    ("3만 원", "가 {}을 나다라", 3.9),
    ("10 km", "가나 {} 라마바사", 4.6),
    ("제3장", "가나 {} 라마바사", 4.2),
    ("￦100", "가나 {} 라마바사", 4.3),
    ("50%", "가나다 {} 라마바사", 5.3),
    ("20℃", "가나다 {} 라마바사", 5.3),
    ("다2", "가나다<sup>2</sup>라마바사 아자차", 3.95),
    ("다3", "가나다<sub>3</sub>라마바사 아자차", 3.95),
)
_PROSE = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 8
_BRACKETED = "가나다라마 바사아자차 「카타파하」거너 더러머버서 《어저처커》터퍼허 " * 6
_TITLE = "바닷가 도서관에서 쓴 아주 긴 제목이 두 줄로 넘어갈 때의 모습"
_TEXT = f"""{_PROSE}끝.

{_PROSE}

- {_PROSE}

> {_PROSE}

가운데 주[^1][^2]가 있다.

한글 iiiii WWWWW 12345 끝.

![{_TITLE}](p.png "{_TITLE}")

[^1]: 첫째 주는 쪽 아래에 선다.
[^2]: 둘째 주도 그렇다.
"""


_BRACKETS = (
    "나 「가」 끝",
    "나 『가』 끝",
    "나 〈가〉 끝",
    "나 《가》 끝",
    "나 「『가』」 끝",
    "나 「가」「마」 끝",
    "나 ‘가’ 끝",
    "나 “가” 끝",
)


@dataclass(frozen=True)
class Letter:
    """A letter; points from the upper left corner."""

    text: str
    x: float
    y: float  # of its base line
    right: float
    size: float


@dataclass(frozen=True)
class Line:
    """Letters side by side."""

    page: int
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def x(self) -> float:
        return self.letters[0].x

    def steps(self, of: str) -> list[float]:
        """How far it is from each such letter to the next, in em."""
        return [
            (after.x - one.x) / _SIZE for one, after in pairwise(self.letters) if re.fullmatch(of, one.text)
        ]


class Book:
    """The lines of a PDF."""

    def __init__(self, path: Path) -> None:
        self.poppler = Pdf(path)
        self.mupdf: Any = pymupdf.open(path)
        self.lines = [line for number, page in enumerate(self.mupdf) for line in _lines(number, page)]

    def place(self, text: str) -> int:
        """Which is the first line that begins so, behind cover and contents."""
        return next(n for n, line in enumerate(self.lines) if line.page > 4 and line.text.startswith(text))


def _lines(number: int, page: Any) -> Iterator[Line]:
    """Letters whose base lines are less than a third of a line apart."""
    rows: list[list[Letter]] = []
    for letter in sorted(_letters(page), key=lambda one: one.y):
        if not rows or letter.y - rows[-1][0].y > _LINE / 3:
            rows.append([])
        rows[-1].append(letter)
    yield from (Line(number, tuple(sorted(row, key=lambda one: one.x))) for row in rows)


def _letters(page: Any) -> Iterator[Letter]:
    lines = (line for block in page.get_text("rawdict")["blocks"] for line in block.get("lines", ()))
    for span in (span for line in lines for span in line["spans"]):
        for one in span["chars"]:
            yield Letter(one["c"], *one["origin"], one["bbox"][2], span["size"])


def _narrow(width: float, text: str) -> str:
    return f'<p style="width: {width}em">{text}</p>'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of all that is asked for here."""
    folder = tmp_path_factory.mktemp("klreq")
    signs = [_narrow(3.9, f"가나다{sign}{_AFTER}") for sign in _HEADS]
    signs += [_narrow(4.45, f"가나다{sign}{_AFTER}") for sign in _ENDS]
    signs += [_narrow(width, text.format(whole)) for whole, text, width in _TOGETHER]
    posts = {
        "a.md": post("금칙", "\n".join((_LEAD, *signs)), "2024-01-01"),
        "b.md": post(_TITLE, "\n\n".join((_TEXT, *_BRACKETS, f"{_BRACKETED}끝.")), "2024-01-02"),
    }
    blog = small_blog(folder / "blog", posts)
    Image.new("RGB", (600, 60), "gray").save(blog / "source/_posts/p.png")
    made = run("export", blog, "-o", folder / "out", "--format", "pdf", "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (folder / "out").glob("*.pdf")
    return Book(path)


def test_line_heads(book: Book) -> None:
    """No closing bracket, stop, middle dot, dash or mark of repetition begins a line."""
    begun = [line.text for line in book.lines if line.text[0] in _HEADS]
    said = "".join(line.text for line in book.lines)
    assert ([], []) == (begun, [sign for sign in _HEADS if f"다{sign}라" not in said])


def test_line_ends(book: Book) -> None:
    """No opening bracket, and no sign before a number, ends a line."""
    ended = [line.text for line in book.lines if line.text.rstrip()[-1:] in {*_ENDS}]
    said = "".join(line.text for line in book.lines)
    assert ([], []) == (ended, [sign for sign in _ENDS if f"{sign}라" not in said])


def test_kept_together(book: Book) -> None:
    """Pairs of dashes and dots, digits, a number and its unit or sign, a letter and its small figure stand in
    one line."""
    text = "\n".join(line.text for line in book.lines)
    assert [] == [whole for whole, *_ in _TOGETHER if whole not in text]


def test_brackets_are_half_as_wide(book: Book) -> None:
    """Beside letters and beside each other brackets are half an em wide; half an em more stands between one
    that closes and one that opens."""
    lines = [book.lines[book.place(text)] for text in _BRACKETS[:6]]
    opening = [step for line in lines for step in line.steps("[「『〈《]")]
    closing = [step for line in lines for step in line.steps("[」』〉》]")]
    assert [0.5] * 8 == pytest.approx(opening, abs=0.005)
    assert [*[0.5] * 6, 1, 0.5] == pytest.approx(closing, abs=0.005)


def test_brackets_by_another_program(book: Book) -> None:
    """Poppler, too, finds words and spaces where they are."""
    words = [word for page in book.poppler.pages for word in page.words]
    found = {
        f"나 {one.text} 끝": after.left - before.left
        for before, one, after in zip(words, words[1:], words[2:], strict=False)
        if (before.text, after.text) == ("나", "끝")
    }
    assert {*_BRACKETS}.difference(found) == {"나 「가」「마」 끝"}  # half an em is a space to it
    for text, width in found.items():
        letters = book.lines[book.place(text)].letters
        assert letters[-1].x - letters[0].x == pytest.approx(width, abs=0.05), text


def test_quotation_marks_are_narrow(book: Book) -> None:
    """‘ ’ “ ” take less than half an em: no hole stands beside them, nor at the beginning of a line."""
    lines = [book.lines[book.place(text)] for text in _BRACKETS[6:]]
    assert {True} == {step < 0.5 for line in lines for step in line.steps("[‘’“”]")}


def test_no_room_between_letters(book: Book) -> None:
    """Where a line is not justified, there is no room between its syllables, nor beside Latin letters."""
    line = book.lines[book.place("한글 iiiii")]
    assert [_HANGUL] == pytest.approx(line.steps("한"), abs=0.002)
    assert {True} == {step < 0.4 for step in line.steps("[i ]")}


def test_latin_and_figures(book: Book) -> None:
    """Latin letters are as wide as they are drawn; figures are as wide as each other."""
    line = book.lines[book.place("한글 iiiii")]
    assert max(line.steps("i")) < min(line.steps("[0-9]")) < min(line.steps("W"))
    assert max(line.steps("[0-9]")[:4]) - min(line.steps("[0-9]")[:4]) < 0.01


def test_small_figures(book: Book) -> None:
    """Superscripts and subscripts are 60 to 70 % as large, above and below the line, with no room before."""
    for sign, is_above in (("2", True), ("3", False)):
        line = next(line for line in book.lines if f"다{sign}라" in line.text)
        letter, small = line.letters[:2]
        assert 0.6 <= small.size / letter.size <= 0.701
        assert is_above == (small.y < letter.y)
        assert _HANGUL == pytest.approx((small.x - letter.x) / _SIZE, abs=0.02)


def test_first_lines(book: Book) -> None:
    """A paragraph behind another begins an em further in; that behind the opening does not."""
    first = book.place("바람이 불고")
    page = book.lines[first].page
    begun = [line.x for line in book.lines if line.page == page and line.text.startswith(_PROSE[:14])]
    assert _SIZE == pytest.approx(begun[1] - begun[0], abs=0.05)
    assert {round(begun[0], 1)} == {round(line.x, 1) for line in book.lines[first + 1 : first + 7]}


def test_lists_and_quotations_stand_further_in(book: Book) -> None:
    """All lines of an item begin behind its sign; all lines of a quotation begin further in than the text."""
    item = next(n for n, line in enumerate(book.lines) if line.text[0] == "•")
    words = [line.x for line in book.lines[item + 1 : item + 7]]
    left = min(line.x for line in book.lines if line.page == book.lines[item].page)
    first = next(letter.x for letter in book.lines[item].letters if letter.text == "바")
    assert {round(first, 1)} == {round(x, 1) for x in words}
    quoted = {round(line.x, 1) for line in book.lines[item + 8 : item + 15]}
    assert 1 == len(quoted)
    assert left + _SIZE < quoted.pop() + 0.1


def test_both_edges_are_straight(book: Book) -> None:
    """Lines end where each other do, but for the last of a paragraph, whose letters stand as they are."""
    for begin, count in (("바람이 불고", 7), (_BRACKETED[:12], 7)):
        first = book.place(begin)
        lines = book.lines[first : first + count]
        ends = [max(one.right for one in line.letters if one.text != " ") for line in lines]
        assert max(ends[:-1]) - min(ends[:-1]) < 1.5
        assert ends[-1] < min(ends[:-1]) - _SIZE


def test_lines_are_as_high_as_each_other(book: Book) -> None:
    """From line to line it is as far everywhere: 17.1 points."""
    first = book.place("바람이 불고")
    lines = book.lines[first : first + 7]
    steps = [after.letters[0].y - one.letters[0].y for one, after in pairwise(lines)]
    assert [_LINE] * 6 == pytest.approx(steps, abs=0.05)


def test_notes(book: Book) -> None:
    """Notes stand at the foot of the page of their marks, smaller, below a rule, each with its number. A
    comma stands between marks that touch."""
    marked = next(line for line in book.lines if "주1,2가" in line.text)
    notes = [next(line for line in book.lines if line.text.startswith(f"{n}) ")) for n in (1, 2)]
    assert {marked.page} == {note.page for note in notes}
    assert notes[0].letters[0].size < _SIZE
    page = book.mupdf[marked.page]
    rules = [one["rect"].y0 for one in page.get_drawings() if one["rect"].width > 100]
    assert any(marked.letters[0].y < rule < notes[0].letters[0].y for rule in rules)
    assert max(line.letters[0].y for line in book.lines if line.page == marked.page) < page.rect.y1


def test_captions(book: Book) -> None:
    """A caption stands below its picture, within its width, in the middle, in lines of whole words that are
    about as long as each other."""
    page = next(page for page in book.mupdf if page.number > 4 and page.get_image_info())
    picture = pymupdf.Rect(page.get_image_info()[0]["bbox"])
    lines = [
        line for line in _lines(page.number, page) if line.letters[0].y > picture.y1 and line.text in _TITLE
    ]
    assert 1 <= len(lines) <= 2
    for line in lines:
        left, right = line.x, max(one.right for one in line.letters)
        assert picture.x0 <= left < right <= picture.x1 + 0.1
        assert (picture.x0 + picture.x1) / 2 == pytest.approx((left + right) / 2, abs=1)


def test_heads_and_folios(book: Book) -> None:
    """Running heads stand above the text, page numbers below it, both outside of it."""
    page = book.lines[book.place("가나")].page + 1
    lines = [line for line in book.lines if line.page == page]
    assert ("금칙", True) == (lines[0].text, lines[-1].text.isdigit())
    heights = [line.letters[0].y for line in lines]
    assert heights[0] < heights[1] - _LINE
    assert heights[-1] > heights[-2] + _LINE
