"""The counter of pages finds the faults that are in a file, and no other.

Each book here is drawn line by line: two chapters of three full pages, with the faults of the
test and no other.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pymupdf
import pytest

from tests.page_counts.__main__ import main
from tests.page_counts.book import survey
from tests.page_counts.lines import read
from tests.page_counts.rows import Row, rows

_WIDE, _HIGH, _LEFT, _MEASURE, _TOP, _LEADING, _EM = 420, 595, 60, 300, 80, 17, 10
_LINES, _IN_PARAGRAPH = 25, 5
_STEMS = "바닷가 등대길 모래밭 갈매기 고깃배 방파제 솔밭길 조약돌 해안선 물안개 언덕길".split()
_PARTICLES = "에는를도만"


@dataclass
class Drawn:
    """A line as it is drawn: justified to `right`, or with narrow spaces where there is none."""

    baseline: float
    left: float
    words: list[str]
    right: float | None = None
    size: float = _EM
    tracking: float = 0  # em
    trailing: bool = True  # a space at its end
    apart: float = 0  # em behind its first letter
    font: str = "korea"


@dataclass
class Draft:
    """A book to be drawn; page n is `pages[n]`, and page 0 does not exist."""

    pages: list[list[Drawn]]
    outline: list[tuple[str, int, float]] = field(default_factory=list)  # title, page, top
    boxes: list[tuple[int, float, float]] = field(default_factory=list)  # page, top, bottom
    grounds: list[tuple[int, float, float]] = field(default_factory=list)  # of code: as wide as the text


def _word() -> Iterator[str]:
    for n in count():
        yield _STEMS[n * 7 % 11] + _PARTICLES[n * 3 % 5]


def _paragraph(words: Iterator[str], first: float) -> Iterator[Drawn]:
    """Five lines: an indented one, three full ones, a short one."""
    right = _LEFT + _MEASURE
    for n in range(_IN_PARAGRAPH):
        text = [next(words) for _ in range(3 if n == _IN_PARAGRAPH - 1 else 7)]
        if n == 0:
            text[0] = text[0][-3:]
        baseline, left = first + n * _LEADING, _LEFT + (_EM if n == 0 else 0)
        yield Drawn(baseline, left, text, right if n < _IN_PARAGRAPH - 1 else None)


@pytest.fixture
def draft() -> Draft:
    words = _word()
    step = _IN_PARAGRAPH * _LEADING
    pages = [
        [line for n in range(_LINES // _IN_PARAGRAPH) for line in _paragraph(words, _TOP + n * step)]
        for _ in range(6)
    ]
    return Draft([[], *pages], [("하나", 1, 0), ("둘", 4, 0)])


@pytest.fixture
def counted(tmp_path: Path) -> Callable[[Draft], dict[str, Row]]:
    """What is counted in a draft, by the key of its row."""

    def counted(draft: Draft) -> dict[str, Row]:
        book = survey(read(_draw(draft, tmp_path / "book.pdf")))
        assert book
        return {row.key: row for row in rows(book)}

    return counted


def _draw(draft: Draft, path: Path) -> Path:
    with pymupdf.open() as file:
        for number, lines in enumerate(draft.pages[1:], 1):
            page = file.new_page(width=_WIDE, height=_HIGH)
            for font in ("korea", "hebo", "cour"):
                page.insert_font(font)
            grey = [
                f"0.5 g 90 {_HIGH - foot} 60 {foot - top} re f 0 g"
                for n, top, foot in draft.boxes
                if n == number
            ]
            grey += [
                f"0.9 g {_LEFT - 5} {_HIGH - foot} {_MEASURE + 10} {foot - top} re f 0 g"
                for n, top, foot in draft.grounds
                if n == number
            ]
            content = file.get_new_xref()
            file.update_object(content, "<<>>")
            file.update_stream(content, "\n".join([*map(_operators, lines), *grey]).encode())
            page.set_contents(content)
        file.set_toc([[1, title, page, top] for title, page, top in draft.outline])
        file.save(path)
    return path


def _operators(line: Drawn) -> str:
    """The line with each letter where it shall stand: a space's width is what is left beside its glyph."""
    letters = sum(len(word) for word in line.words) + line.tracking * sum(
        len(word) - 1 for word in line.words
    )
    gaps = len(line.words) - 1
    space = (line.right - line.left - letters * line.size) / gaps / line.size if line.right and gaps else 0.3
    shown = []
    for word in line.words:
        shown += [f"{_hex(char, line.font)} {-1000 * line.tracking:.3f}" for char in word[:-1]]
        shown += [f"{_hex(word[-1], line.font)} {1000 * (_BLANK - space):.3f} {_hex(' ', line.font)}"]
    if not line.trailing:
        shown[-1] = shown[-1].rsplit(maxsplit=2)[0]
    if line.apart:
        shown[0] = f"{_hex(line.words[0][0], line.font)} {-1000 * line.apart:.3f}"
    begin = f"/{line.font} {line.size} Tf 1 0 0 1 {line.left} {_HIGH - line.baseline} Tm"
    return f"BT {begin} [{' '.join(shown)}] TJ ET"


_BLANK = 1.0  # em: a font that is not embedded has no other widths


def _hex(char: str, font: str) -> str:
    return f"<{char.encode('utf-16-be' if font == 'korea' else 'latin-1').hex()}>"


def _places(row: Row) -> list[tuple[int, float]]:
    return [(fault.page, round(fault.line, 1)) for fault in row.faults]


def test_a_book_without_faults_has_none(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """All shares are 0, and the book's measures are those that it was drawn with."""
    found = counted(draft)
    assert {} == {key: row for key, row in found.items() if row.is_share and row.faults}
    said = {
        key: found[key].value for key in ("size", "leading", "lines", "characters", "measure", "top", "foot")
    }
    mm = 25.4 / 72
    assert {
        "size": 10,
        "leading": 17,
        "lines": _LINES,
        "characters": 34,
        "measure": _MEASURE * mm,
        "top": (80 - 8.8) * mm,
        "foot": (595 - 80 - 24 * 17 - 1.2) * mm,
    } == pytest.approx(said)
    assert 0.333 == pytest.approx(found["space"].value, abs=0.001)


def test_dots_of_contents_are_no_text(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """However many lines a list of figures has, the body is what most letters are set in."""
    dots = [Drawn(_TOP + 4 * n, _LEFT, ["." * 70], None, 2) for n in range(99)]
    draft.pages.insert(1, dots)
    draft.outline = [(title, page + 1, top) for title, page, top in draft.outline]
    assert 10 == counted(draft)["size"].value


def test_lines_off_the_grid(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """Two lines 2 points lower are off, and part facing pages; one by 0.2 is off for the fine row."""
    for line in draft.pages[2][6:8]:
        line.baseline += 2
    draft.pages[5][3].baseline += 0.2
    found = counted(draft)
    off = [(2, 184), (2, 201)]
    assert off == _places(found["grid"])
    assert [*off, (5, 131.2)] == _places(found["grid-fine"])
    assert 100 * 2 / (6 * _LINES) == found["grid"].value
    assert (1, 2) == (len(found["facing"].faults), found["facing"].of)


def test_white_below_inside_pages(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """Page 1 ends 20 % early, page 2 40 %; last pages may; pictures and notes fill a page."""
    del (
        draft.pages[1][-5:],
        draft.pages[2][-10:],
        draft.pages[3][-10:],
        draft.pages[4][-10:],
        draft.pages[5][-10:],
    )
    draft.boxes = [(4, 340, 480)]
    draft.pages[5].append(Drawn(488, _LEFT, ["1)", "각주이다"], size=7))
    found = counted(draft)
    assert [1, 2] == [fault.page for fault in found["white-15"].faults]
    assert [2] == [fault.page for fault in found["white-33"].faults]
    assert 100 * 2 / 6 == found["white-15"].value


def test_a_plate_belongs_to_the_chapter_behind_it(
    draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """A picture on a page without a number, before a chapter: the short page before it is a last one. On a
    page with a number it ends the chapter itself."""
    del draft.pages[3][10:]
    for number, page in enumerate(draft.pages[1:], 1):
        page.append(Drawn(560, 200, [str(number)], size=7))
    draft.pages.insert(4, [])
    draft.outline[1], draft.boxes = ("둘", 5, 0), [(4, 70, 480)]
    assert () == counted(draft)["white-15"].faults
    draft.pages[4].append(Drawn(560, 200, ["4"], size=7))
    assert [3] == [fault.page for fault in counted(draft)["white-15"].faults]


@pytest.mark.parametrize(
    ("lines", "picture", "under"),
    [(2, 0, (1, 1)), (4, 0, (0, 1)), (5, 0, (0, 0)), (2, 80, (0, 0)), (25, 0, (0, 0))],
)
def test_last_pages_of_chapters(
    lines: int, picture: int, under: tuple[int, int], draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """A chapter's last page is counted by its lines, and a picture as high as some is as many."""
    del draft.pages[3][lines:]
    draft.boxes = [(3, 200, 200 + picture)] if picture else []
    found = counted(draft)
    assert under == (len(found["last-3"].faults), len(found["last-5"].faults))


def test_chapters_that_run_on_have_no_last_page(
    draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """Two lines above the next chapter's beginning are none; without an outline, nobody knows."""
    draft.outline.insert(1, ("이어서", 3, draft.pages[3][1].baseline + 5))
    assert 0 == counted(draft)["last-3"].value
    del draft.pages[3][2:], draft.outline[1]
    assert [3] == [fault.page for fault in counted(draft)["last-3"].faults]
    draft.outline = []
    assert counted(draft)["last-3"].value is None


def test_a_last_line_alone_at_a_head(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A paragraph's last line that begins the next page is a widow, but not before a hard break."""
    moved = draft.pages[2].pop()
    draft.pages[3][:5] = [replace(moved, baseline=_TOP)]
    assert [(3, _TOP)] == _places(counted(draft)["widows"])
    draft.pages[3][1].left, draft.pages[3][1].baseline = _LEFT, _TOP + _LEADING
    assert [] == _places(counted(draft)["widows"])


def test_a_first_line_alone_at_a_foot(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A paragraph's first line that ends a page is an orphan, also above a note."""
    foot = draft.pages[2][-1].baseline
    draft.pages[2][-2:] = [replace(draft.pages[3].pop(0), baseline=foot - _LEADING)]
    draft.pages[2].append(Drawn(foot, _LEFT, ["1)", "각주이다"], size=7))
    found = counted(draft)
    assert [(2, foot - _LEADING)] == _places(found["orphans"])
    assert [] == _places(found["widows"])


@pytest.mark.parametrize(
    "heading", [{"size": 14, "words": ["작은", "제목"]}, {"font": "hebo", "words": ["Heading"]}]
)
def test_headings_at_a_foot(
    heading: dict[str, object], draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """A larger or bold line that ends a page is a fault, but not on a chapter's last page."""
    for page in draft.pages[2], draft.pages[3]:
        page[-1] = replace(page[-1], right=None, **heading)  # type: ignore[arg-type]
    found = counted(draft)
    assert [(2, 488)] == _places(found["headings"])


def test_what_stands_below_a_heading(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A heading above a formula, or above a line that only this page has, is no fault; nor is a sentence that
    is bold."""
    for page in draft.pages[1], draft.pages[2], draft.pages[4]:
        page[-1] = replace(page[-1], right=None, words=["Heading"], font="hebo")
    draft.boxes = [(1, 492, 498)]
    draft.pages[2].append(Drawn(draft.pages[2][-1].baseline + _LEADING, _LEFT, ["가운데"]))
    draft.pages[4][-1].words = ["It", "is", "so."]
    assert () == counted(draft)["headings"].faults
    draft.boxes = []
    assert [(1, 488)] == _places(counted(draft)["headings"])


def test_a_quotation_at_a_turn(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A line at a foot that is set in by little more than paragraphs are is none's first; nor does one go on
    in lines that are set in on the next page."""
    for line in draft.pages[2][-5:]:
        line.left, line.right = _LEFT + 1.15 * _EM, _LEFT + _MEASURE
    draft.pages[2][-1].right = _LEFT + _MEASURE - 0.8 * _EM
    draft.pages[3][0].left = _LEFT
    for line in draft.pages[6][:5]:
        line.left, line.right = _LEFT + 2 * _EM, _LEFT + _MEASURE
    draft.pages[5][-1] = replace(draft.pages[5][-5], baseline=draft.pages[5][-1].baseline)
    found = counted(draft)
    assert ([], []) == (_places(found["orphans"]), _places(found["widows"]))


def test_speech_that_fills_a_line(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A paragraph of one line that ends at the edge is no orphan: another one is indented below it."""
    right = _LEFT + _MEASURE
    draft.pages[2][-1] = replace(draft.pages[2][-5], baseline=draft.pages[2][-1].baseline, right=right)
    draft.pages[2][-1].words[-1] = draft.pages[2][-1].words[-1][:-1] + "."
    draft.pages[3][0].words[-1] = draft.pages[3][0].words[-1][:-1] + "."
    assert [] == _places(counted(draft)["orphans"])


def test_items_whose_sign_has_no_space(draft: Draft, tmp_path: Path) -> None:
    """The text of an item begins behind its sign, also where room is left between them and no space."""
    line = draft.pages[2][0]
    line.words, line.right = ["○가나다", "라"], None
    for apart, begins in ((0.0, line.left), (0.3, line.left + 1.3 * _EM)):
        line.apart = apart
        page = read(_draw(draft, tmp_path / f"{apart}.pdf")).pages[1]
        assert begins == pytest.approx(page.lines[0].marker)


def test_words_that_are_raised(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """A line with more small letters above it than on it is a line of its paragraph."""
    line = draft.pages[2][1]
    line.words, line.right = ["바닷가"], None
    draft.pages[2].insert(2, Drawn(line.baseline - 3.5, _LEFT + 31, ["raised", "words", "here"], size=6.5))
    assert draft.pages[2][1].words == ["바닷가"]
    assert 6 * 5 == counted(draft)["syllables-1"].of


@pytest.mark.parametrize(("left", "above", "faults"), [(2, 7, 2), (3, 7, 1), (2, 19, 0)])
def test_code_of_few_lines(
    left: int, above: float, faults: int, draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """Two lines at a page's foot, and one at the next one's head, are faults where the ground is open there,
    `above` the first baseline; three are none, and what begins on the page is no part of it."""
    code = {"words": ["abc", "def"], "right": None, "font": "cour", "size": 8}
    foot, head = draft.pages[2], draft.pages[3]
    foot[-left:] = [replace(line, left=_LEFT, **code) for line in foot[-left:]]
    head[0] = replace(head[0], left=_LEFT, **code)
    draft.grounds = [(2, foot[-left].baseline - 14, 500), (3, head[0].baseline - 8 - above + 5, 86)]
    row = counted(draft)["code-parts"]
    assert [(2, 488 - 17 * (left - 1)), (3, 80)][-faults or 2 :] == _places(row)


def test_short_last_lines(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """Marks are no syllables; a last line of three is no fault."""
    for line, words in zip(
        draft.pages[2][4::5], (["다."], ["했다.”"], ["이", "것"], ["보았다."]), strict=False
    ):
        line.words = words
    found = counted(draft)
    assert [(2, 148)] == _places(found["syllables-1"])
    assert [(2, 233), (2, 318)] == _places(found["syllables-2"])
    assert 6 * 5 == found["syllables-1"].of


def test_word_and_letter_spaces(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """Six words where seven have room are a loose line; letters 0.03 em apart are too far, 0.02 are not."""
    draft.pages[2][1].words.pop()
    draft.pages[2][3].tracking, draft.pages[2][8].tracking, draft.pages[2][4].tracking = 0.03, 0.02, -0.03
    found = counted(draft)
    assert [(2, 97)] == _places(found["loose"])
    assert [(2, 131), (2, 148)] == _places(found["tracking"])
    assert 6 * 5 * 4 == found["loose"].of


def test_spaces_of_code_are_no_word_spaces(draft: Draft, tmp_path: Path) -> None:
    """Between two words of code stands a letter of its font: only the space before the first one counts."""
    line = draft.pages[2][1]
    line.words, line.right = line.words[:1], None
    left = line.left + (len(line.words[0]) + 0.5) * _EM
    draft.pages[2].append(Drawn(line.baseline, left, ["abc", "def", "ghi"], left + 100, font="cour"))
    found = read(_draw(draft, tmp_path / "book.pdf")).pages[1].lines[1]
    assert (4, 1) == (len(found.text.split()), len(found.spaces))


def test_justified_books_are_told(draft: Draft, counted: Callable[[Draft], dict[str, Row]]) -> None:
    """Also where the lines of most pages end a point before the others: room stands behind a last letter."""
    for line in (line for page in draft.pages[2:] for line in page if line.right):
        line.right = line.right - (line.baseline % 3) / 3
    assert counted(draft)["loose"].value is not None


@pytest.mark.parametrize("trailing", [False, True])
def test_eojeols_that_are_parted(
    trailing: bool, draft: Draft, counted: Callable[[Draft], dict[str, Row]]
) -> None:
    """Found by the spaces at the ends of lines, or else by what the book has within its lines."""
    for line in (line for page in draft.pages for line in page):
        line.trailing = trailing
    for at, cut in ((1, 3), (6, 1), (11, 2)):
        line, below = draft.pages[2][at], draft.pages[2][at + 1]
        whole = line.words[-1]
        line.words[-1], below.words[0], line.trailing = whole[:cut], whole[cut:], False
    found = counted(draft)
    assert [(2, 97), (2, 182), (2, 267)] == _places(found["within"])
    assert [(2, 97), (2, 182)] == _places(found["lone"])
    assert [(2, 97)] == _places(found["thrown"])
    assert 100 / 120 == found["thrown-of-all"].value
    assert 0 == found["unsure"].value


def test_what_is_printed(draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A column a file; the places of a row; all of it as JSON; what is no book is named."""
    draft.pages[2][7].baseline += 2
    path = str(_draw(draft, tmp_path / "책.pdf"))
    main([path])
    assert "| grid | body lines off the grid by 0.35 pt | % | 0.7 (1/150) |" in capsys.readouterr().out
    main([path, "--show", "grid"])
    assert f"  page 2, 201.0 pt: {' '.join(draft.pages[2][7].words)}  [2.00 pt]" in capsys.readouterr().out
    main([path, "--json"])
    grid = json.loads(capsys.readouterr().out)["책"][0]
    assert ("grid", 150, 1) == (grid["key"], grid["of"], len(grid["faults"]))
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(SystemExit, match=r"empty\.pdf: "):
        main([str(tmp_path / "empty.pdf")])
    with pytest.raises(SystemExit, match="no row gird: grid, "):
        main([path, "--show", "gird"])
