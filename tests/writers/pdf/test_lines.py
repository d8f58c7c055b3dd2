"""writers/pdf: balance, centring, verse, indents, marks of notes: lines as they are set, read by MuPDF."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import fragment, inner
from publisher.book.paper import paper_of
from publisher.passes import verse
from publisher.writers.pdf.compose import joiners
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import LayoutContext, context
from tests.chapters import Blog

_HEAD = '<!DOCTYPE html><html lang="ko"><head><title>시험</title></head><body>'
_SIZE, _LINE = 9.6, 17.1  # points, of the theme `base`
_NOTE = '<span class="mark"><span class="footnote" id="n" data-number="1">가나다라</span></span>'
_POEM = "별 하나에 추억과<br/>별 하나에 사랑과<br/>별 하나에 쓸쓸함과<br/>별 하나에 동경과"
_LONG = "별 하나에 아름다운 말 한마디씩 아주 길게 불러 본다"


_CAPTION = "지난 한 해 냉장고에서 나온 것들"
_COLUMN = "<table><caption>{}</caption><tr><td>말</td></tr><tr><td>말</td></tr></table>"


@dataclass(frozen=True)
class Line:
    """A line; places in em from the left of the text, lines from the top of it."""

    text: str
    left: float
    right: float
    row: float


Setter = Callable[..., list[Line]]


@pytest.fixture(scope="module")
def on_a6(tmp_path_factory: pytest.TempPathFactory) -> Setter:
    """Sets a chapter on A6 in the theme `base`, with one of its style sheets for indents and more style."""
    folder = tmp_path_factory.mktemp("theme")
    theme, paper = load_theme("base", folder), paper_of("A6")
    fonts = find_fonts(theme.fonts, folder, "가")

    def lines(body: str, *sheets: str, more: str = "") -> list[Line]:
        css = "\n".join((paper.css(), theme.css("book.css", *sheets), theme.css("print.css"), more))
        return _set(body, paper.sheet_box(css), context(css, fonts, folder, 0, paper.room))

    return lines


def _set(body: str, box: str, on: LayoutContext) -> list[Line]:
    root = fragment(body)
    joiners.apply(root, everywhere=False)
    section = f'<section class="chapter-body"><p>처음</p>{inner(root, "html")}</section>'
    pdf = engine.written(fit.alone([section], _HEAD, box, {}, on).rendered, on).pdf
    with pymupdf.open(stream=pdf) as document:
        rows = [row for page in document for row in _rows(page)]
    left, top = rows[0][1], rows[0][3]
    return [
        Line(text, (x0 - left) / _SIZE, (x1 - left) / _SIZE, (y - top) / _LINE) for text, x0, x1, y in rows
    ]


def _rows(page: pymupdf.Page) -> list[tuple[str, float, float, float]]:
    """Text, left, right and base line of each line."""
    found: dict[float, list[tuple[str, float, float]]] = {}
    for block in page.get_text("rawdict")["blocks"]:
        for span in (span for line in block.get("lines", ()) for span in line["spans"]):
            for one in span["chars"]:
                found.setdefault(round(one["origin"][1], 1), []).append(
                    (one["c"], one["origin"][0], one["bbox"][2])
                )
    return [
        ("".join(c for c, *_ in row), min(x for _, x, _ in row), max(r for c, _, r in row if c != " "), y)
        for y, row in sorted(found.items())
    ]


def _verse(xhtml: str, folder: Path) -> str:
    """A text after the pass that knows verse."""
    build = Blog(folder).build(xhtml)
    verse.apply(build)
    return inner(build.root)


def test_titles_in_even_lines(on_a6: Setter) -> None:
    """Lines of a title are about as long as each other; it has no more of them for that."""
    title = "바닷가 도서관에서 쓴 긴 제목이 두 줄로 넘어간다"
    plain = on_a6(f"<h2>{title}</h2>", more="h2 { --wrap: normal }")[1:]
    even = on_a6(f"<h2>{title}</h2>")[1:]
    assert [title] * 2 == [" ".join(line.text.strip() for line in lines) for lines in (plain, even)]
    assert 2 == len(plain) == len(even)
    assert abs(plain[0].right - plain[1].right) > 8 > 4 > abs(even[0].right - even[1].right)


def test_a_long_word_in_a_title(on_a6: Setter) -> None:
    """No word is parted so that lines are even."""
    lines = on_a6(f"<h2>{'w' * 15} 다라마바</h2>")
    assert any("w" * 15 in line.text for line in lines)


@pytest.mark.parametrize("display", ["grid", "flex"])
def test_a_long_title_in_a_grid(on_a6: Setter, display: str) -> None:
    """A theme may set a title in a grid, or in a row that bends: it is there, once."""
    title = "바닷가 도서관에서 쓴 긴 제목이 두 줄로 넘어간다"
    lines = on_a6(f'<div class="row"><h2>{title}</h2></div>', more=f".row {{ display: {display} }}")[1:]
    assert title.replace(" ", "") == "".join(line.text.replace(" ", "") for line in lines)


def test_a_title_with_a_note(on_a6: Setter) -> None:
    """A title that is laid out again and again has its note once."""
    lines = on_a6(f"<h2>바닷가 도서관에서 쓴 긴 제목이{_NOTE} 두 줄로 넘어간다</h2><p>글</p>")
    assert 1 == sum("가나다라" in line.text for line in lines)


@pytest.mark.parametrize(
    "around",
    ["{}", "<ul><li><p>글</p>{}</li></ul>", '<div style="width: 12em">{}</div>', "<figure>{}</figure>"],
)
def test_a_caption_above_a_narrow_table(on_a6: Setter, around: str) -> None:
    """It is one line where it has room for it, above the middle of the table."""
    lines = on_a6(around.format(_COLUMN.format(_CAPTION)))
    caption, cell = (next(line for line in lines if line.text == text) for text in (_CAPTION, "말"))
    assert caption.left + caption.right == pytest.approx(cell.left + cell.right, abs=0.3)


@pytest.mark.parametrize(("margin", "share"), [("0 auto 0 0", 0), ("0 auto", 0.5), ("0 0 0 auto", 1)])
@pytest.mark.parametrize("align", ["left", "center"])
def test_a_caption_stays_within_the_text(on_a6: Setter, margin: str, share: float, align: str) -> None:
    """Above a table at either edge of the text, or in its middle, it goes no farther than the text does."""
    more = f"caption {{ text-align: {align} }} table {{ margin: {margin} }}"
    caption = on_a6(_COLUMN.format(_CAPTION), more=more)[1]
    free = on_a6(f"<p>{'가' * 60}</p>")[1].right - (caption.right - caption.left)
    at_its_left = align == "left" and share == 0.5
    assert caption.left == pytest.approx(free - 1 if at_its_left else share * free, abs=1)


def test_a_long_caption_above_a_narrow_table(on_a6: Setter) -> None:
    """What is longer than a line of the text is parted between words, in lines as long as each other."""
    whole = f"{_CAPTION}, 그리고 그 까닭과 뒷이야기를 길게"
    first, second = on_a6(_COLUMN.format(whole))[1:3]
    assert whole == f"{first.text.strip()} {second.text}"
    assert abs((first.right - first.left) - (second.right - second.left)) < 3


@pytest.mark.parametrize("before", ["", "나", "우리", "나는 또"])
def test_spaces_of_code(before: str, on_a6: Setter) -> None:
    """In a justified line the letters and the spaces of code stand as they do alone."""
    code, more = "a.py --m 9 -o b", "p { text-align: justify } code { position: relative; top: -2pt }"
    text = f"<p>{before} 달마다 <code>{code}</code>를 부른다. {'가나다라 마바사 아자차 ' * 6}</p>"
    alone, there = (
        next(line for line in on_a6(body, more=more) if line.text == code)
        for body in (f"<p><code>{code}</code></p>", text)
    )
    assert there.right - there.left == pytest.approx(alone.right - alone.left, abs=0.01)


def test_spaces_of_code_in_a_line_of_code(on_a6: Setter) -> None:
    """Where a line has little else, they give what the rest of it cannot, and it ends where others do."""
    code, more = (
        "a b c d e f g h i j k l m n",
        "p { text-align: justify } code { position: relative; top: -2pt }",
    )
    widths, edges = set[float](), set[float]()
    for before in ("", "나", "나가", "나가 나", "나가 나가"):
        lines = on_a6(
            f"<p>{before} <code>{code}</code>를 부른다. {'가나다라 마바사 아자차 ' * 6}</p>", more=more
        )[1:]
        widths |= {round(line.right - line.left, 2) for line in lines if line.text == code}
        edges |= {round(line.right, 1) for line in lines[:3] if line.text != code}
    assert len(widths) > 1
    assert max(edges) - min(edges) < 0.5


def test_a_mark_stays_with_its_word(on_a6: Setter) -> None:
    """No line begins with the mark of a note: the letter before it goes with it."""
    lines = on_a6(f'<p style="width: 3.95em; text-indent: 1em">가나다{_NOTE}라마바 사아자차</p>')
    assert "가나" == lines[1].text


@pytest.mark.parametrize(
    ("sheet", "first", "later", "apart"), [("all", 1, 1, 1), ("after-first", 0, 1, 1), ("none", 0, 0, 2)]
)
def test_indents(on_a6: Setter, sheet: str, first: int, later: int, apart: int) -> None:
    """All paragraphs begin an em further in, or all but the first, or none; then a line is between them."""
    lines = {line.text: line for line in on_a6("<h2>머리</h2><p>하나</p><p>둘째</p>", f"indent-{sheet}.css")}
    one, other, left = lines["하나"], lines["둘째"], lines["머리"].left
    assert [first, later] == pytest.approx([one.left - left, other.left - left], abs=0.05)
    assert apart == pytest.approx(other.row - one.row, abs=0.01)


def test_dialogue_is_indented_as_prose(on_a6: Setter, tmp_path: Path) -> None:
    """Lines of people who speak are paragraphs: an em further in; without indents they stand close."""
    text = _verse("<p>앞 문단</p><p>“가자.”<br/>그가 말했다.<br/>“응.”</p>", tmp_path)
    for sheet, indent in (("all", 1), ("after-first", 1), ("none", 0)):
        lines = on_a6(text, f"indent-{sheet}.css")
        left = lines[0].left - (sheet == "all")
        said = lines[2:]
        assert ["“가자.”", "그가 말했다.", "“응.”"] == [line.text for line in said]
        assert {indent} == {round(line.left - left, 1) for line in said}
        assert [1, 1] == pytest.approx([said[1].row - said[0].row, said[2].row - said[1].row], abs=0.01)


def test_verse(on_a6: Setter, tmp_path: Path) -> None:
    """Each line of verse is a line; one that is too long goes on two ems further in, in whole words; between
    stanzas there is a line, and around them."""
    text = _verse(f'<p class="verse">{_POEM}<br/>{_LONG}</p><p class="verse">{_POEM}</p><p>끝</p>', tmp_path)
    lines = on_a6(text, "indent-after-first.css")
    verses = [line.text for line in lines if line.text.startswith("별")]
    assert [0.0] * 9 == pytest.approx([line.left for line in lines if line.text.startswith("별")], abs=0.02)
    turned = lines[lines.index(next(line for line in lines if line.text == verses[4])) + 1]
    assert 2 == pytest.approx(turned.left, abs=0.02)
    assert _LONG == f"{verses[4]} {turned.text}".replace("  ", " ")
    steps = [2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 2]
    rows = [line.row for line in lines]
    assert steps == pytest.approx([after - row for row, after in pairwise(rows)], abs=0.02)


def test_verse_in_the_middle(on_a6: Setter, tmp_path: Path) -> None:
    """Verse that is centred stands in the middle by its longest line, all of it."""
    text = _verse(
        f'<p class="verse">{_POEM}</p><p class="verse">{_POEM}<br/>별 하나에 어머니, 어머니</p>', tmp_path
    )
    lines = on_a6(text, "verse-center.css")[1:]
    width = on_a6("<p>" + "가" * 60 + "</p>")[1].right
    assert 1 == len({round(line.left, 2) for line in lines})
    assert lines[0].left == pytest.approx(width - max(line.right for line in lines), abs=0.7)
    assert lines[0].left > 3


def test_verse_in_the_middle_on_two_pages(on_a6: Setter, tmp_path: Path) -> None:
    """A poem that goes on on another page stands there where it stood."""
    short, long = f"<p>{_POEM}</p>", "<p>별 하나에 어머니, 어머니</p>"
    lines = on_a6(_verse(f'<div class="verse">{short * 5}{long}</div>', tmp_path), "verse-center.css")
    assert 1 == len({round(line.left, 2) for line in lines[1:]})


def test_no_last_line_of_a_syllable(on_a6: Setter) -> None:
    """A paragraph ends in a line of three letters or more, however long it is."""
    text = "".join(f"<p>{'가나다라 마바사 ' * 8}{'아' * n}</p>" for n in range(12, 26))
    lines = on_a6(text, "indent-after-first.css")
    last = [
        line
        for line, after in zip(lines[1:], [*lines[2:], None], strict=True)
        if not after or after.left > 0.5
    ]
    assert min(len(line.text.strip()) for line in last) >= 3


def test_lines_are_full(on_a6: Setter) -> None:
    """Lines end at the edge, paragraphs' first ones too, and their spaces are narrow: where else they would
    be short, one syllable of the next word stays in them. None is alone at a line's beginning."""
    paragraphs = [f"<p>{'가' * n} {'나다라 ' * 30}{'사' * 4}</p>" for n in range(2, 9)]
    lines = on_a6("".join(paragraphs), "indent-all.css", more="p { text-align: justify }")[1:]
    full = [line for line, after in pairwise(lines) if after.left < -0.5]
    edge = max(line.right for line in full)
    assert [] == [line for line in full if edge - line.right > 0.2]
    spaces = [
        (line.right - line.left - len(line.text.replace(" ", ""))) / line.text.count(" ") for line in full
    ]
    assert 0.55 > max(spaces)
    assert min(len(line.text.split()[0]) for line in lines) > 1


@pytest.mark.parametrize("word", [".gitignore", "<code>.normal</code>", "/etc", "<code>!important</code>"])
def test_a_word_may_begin_with_a_sign(word: str, on_a6: Setter) -> None:
    """A line may end before a word that begins with a stop or a slash: the word before it stays whole."""
    begun = re.sub(r"</?code>", "", word)
    sets = (on_a6(f"<p>{'가' * n} 배치되지만 {word}, 나머지 다음</p>")[1:] for n in range(13, 17))
    firsts = [(lines[0].text, lines[1].text.lstrip()) for lines in sets]
    assert all(first.rstrip().endswith(("배치되지만", begun + ",")) for first, _ in firsts)
    assert any(second.startswith(begun) for _, second in firsts)
