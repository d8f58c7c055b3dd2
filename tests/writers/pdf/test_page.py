"""writers/pdf: grid, spacing, shrinking, filling, stretching, endings: how a page looks, read by MuPDF."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import pymupdf
import pytest
from PIL import Image

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import fragment, inner
from publisher.book.paper import paper_of
from publisher.writers.pdf.compose import bold_lines, joiners
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import LayoutContext, context

_HEAD = '<!DOCTYPE html><html lang="ko"><head><title>시험</title></head><body>'
_SIZE, _LINE = 9.6, 9.6 * 1.78  # points, of the theme `base`
_WIND = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. "
_TEN = "<p>글</p>" * 10
_WHOLE = f'<div style="break-inside: avoid">{_TEN * 2}</div>'
_LOOK = ".chapter-body { text-align: justify; --min-last-lines: 5 }"


@dataclass(frozen=True)
class Line:
    """A line of running text; points from the upper left corner."""

    page: int
    baseline: float
    text: str
    letters: tuple[tuple[str, float], ...]  # and where each begins

    @property
    def spaces(self) -> list[float]:
        """How far, in em, it is from each space to the letter behind it."""
        steps = zip(self.letters, self.letters[1:], strict=False)
        return [(after[1] - one[1]) / _SIZE for one, after in steps if one[0] == " "]


@dataclass(frozen=True)
class Set:
    """A chapter as it was laid out."""

    lines: list[Line]
    pictures: list[tuple[int, float]]  # page and height in points


Setter = Callable[[str], Set]


@pytest.fixture(scope="module")
def a6(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, LayoutContext]:
    """Page box and context of A6 in the theme `base`."""
    folder = tmp_path_factory.mktemp("theme")
    theme, paper = load_theme("base", folder), paper_of("A6")
    css = "\n".join(
        (paper.css(), theme.css("book.css", "indent-after-first.css"), theme.css("print.css"), _LOOK)
    )
    on = context(css, find_fonts(theme.fonts, folder, "가"), folder, 0, paper.room)
    return paper.sheet_box(css), on


@pytest.fixture(scope="module")
def on_a6(a6: tuple[str, LayoutContext]) -> Setter:
    """Sets a chapter on it."""
    return lambda body: _set(body, *a6)


def _set(body: str, box: str, on: LayoutContext) -> Set:
    root = fragment(body)
    joiners.apply(root, everywhere=False)
    section = f'<section class="chapter-body">{inner(root, "html")}</section>'
    files = {"asset:p.png": _picture()}
    pdf = engine.written(fit.alone([section], _HEAD, box, files, on, ends=True).rendered, on).pdf
    with pymupdf.open(stream=pdf) as document:
        pages = [
            (number, page.get_text("rawdict"), page.get_image_info()) for number, page in enumerate(document)
        ]
    lines = [line for number, page, _ in pages for line in _lines(number, page)]
    pictures = [(number, one["bbox"][3] - one["bbox"][1]) for number, _, some in pages for one in some]
    return Set(lines, pictures)


def _lines(number: int, page: dict) -> list[Line]:  # type: ignore[type-arg]
    found: dict[float, list[tuple[str, float]]] = {}
    spans = [span for block in page["blocks"] for line in block.get("lines", ()) for span in line["spans"]]
    for span in spans:
        if "body" in span["font"] and abs(span["size"] - _SIZE) < 0.05:
            letters = [(one["c"], one["origin"][0]) for one in span["chars"]]
            found.setdefault(round(span["origin"][1], 2), []).extend(letters)
    return [Line(number, y, "".join(c for c, _ in one), tuple(one)) for y, one in sorted(found.items())]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "gray").save(out, "PNG")
    return out.getvalue()


def _figure(height: int) -> str:
    return f'<figure><img src="asset:p.png" alt="가" style="height: {height}px"/></figure>'


def test_lines_stand_on_the_grid(on_a6: Setter) -> None:
    """Whatever stands between them, text and marks of lists are whole lines from the page's first."""
    table = "<table><tr><th>가</th></tr><tr><td>나</td></tr></table>"
    between = (
        "<h2>머리</h2>", "<h3>작은 머리</h3>", table, "<pre>a\nb\nc</pre>", "<ul><li>가</li><li>나</li></ul>",
        "<blockquote><p>따온 말</p></blockquote>", _figure(61), f"<blockquote>{table}</blockquote>", "<hr/>",
        "<p><code>a</code> <b>굵게</b><sup>1</sup> ✓ ☕</p>", f"{_figure(61)}<ol><li>가</li><li>나</li></ol>",
        "<pre>a</pre><ul><li>가<ul><li>나</li></ul></li></ul>", "<pre>a</pre><ol><li><p>가</p></li></ol>",
        f"<aside>{table}<ul><li>가<ul><li><p>나</p></li></ul></li></ul></aside>",
    )  # fmt: skip
    made = on_a6("".join(f"<p>{_WIND * 2}</p>{one}" for one in between))
    off = [(line.baseline - made.lines[0].baseline) / _LINE for line in made.lines]
    assert [] == [(made.lines[n].text, at) for n, at in enumerate(off) if abs(at - round(at)) > 0.02]


def test_words_first(on_a6: Setter) -> None:
    """With `eojeol-first` fewer lines end within a word, spaces stay narrow, none is lost."""
    text = "자전거를 타고 바닷가에 나가 이야기를 적고 돌아온다. " * 12
    more = "--justify: 0.02 0.04 0.3"  # on a page as narrow
    styles = (more, f"{more}; --words: whole")
    plain, whole = (on_a6(f'<p style="{style}">{text}</p>').lines for style in styles)
    for lines in (plain, whole):
        assert text.replace(" ", "") == "".join(line.text for line in lines).replace(" ", "")
    assert _within(whole, text) < _within(plain, text)
    assert max(space for line in whole[:-1] for space in line.spaces) < 0.5


def _within(lines: list[Line], text: str) -> int:
    """How many lines end within a word."""
    return sum(
        f"{one.text.strip()[-6:]} {after.text.strip()[:6]}" not in text for one, after in pairwise(lines)
    )


def test_spaces_of_justified_lines(on_a6: Setter) -> None:
    """No word space of Korean prose is wider than half an em, or narrower than a fifth."""
    made = on_a6(f"<p>{_WIND * 12}</p>")
    spaces = [space for line in made.lines[:-1] for space in line.spaces]
    assert (True, True) == (max(spaces) < 0.5, min(spaces) > 0.2)


def test_letters_are_as_far_apart_as_each_other(on_a6: Setter) -> None:
    """Between the syllables of a line there is the same room everywhere, joined ones too, within 0.02 em."""
    for line in on_a6(f"<p>{_WIND * 12}</p>").lines[:-1]:
        steps = zip(line.letters, line.letters[1:], strict=False)
        room = [(after[1] - one[1]) / _SIZE for one, after in steps if one[0] > "가" and after[0] > "가"]
        assert max(room) - min(room) < 0.005
        assert abs(max(room) - 0.966) < 0.0205  # of the font


def test_a_line_that_would_have_holes(on_a6: Setter) -> None:
    """A line before a word too long for it stays ragged."""
    made = on_a6(f"<p>그 이름은 {'W' * 26} 이다. {_WIND}</p>")
    assert max(made.lines[0].spaces) < 0.35


def test_a_line_that_ends_within_a_word_is_not_loose(on_a6: Setter) -> None:
    """Where the rest of a parted word keeps together, spaces are no wider than elsewhere."""
    text = " ".join(("비", "큰", "날", "찾아보기가") * 8)
    lines = on_a6("".join(f"<p>{'가' * n} {text} 있다.</p>" for n in range(1, 24))).lines
    parted = [line for line in lines if line.text.strip().endswith(("찾아", "찾아보"))]
    assert len(parted) > 20
    assert 0.5 > max(max(line.spaces) for line in parted)


def test_a_picture_that_is_a_little_too_high(on_a6: Setter) -> None:
    """A picture is set smaller, to seven tenths at the least, rather than leave a page white."""
    text = "<p>글</p>" * 14
    pictures = [on_a6(f"{text}{_figure(height)}{text}").pictures for height in (70, 130, 240)]
    assert [0, 0, 1] == [page for ((page, _),) in pictures]
    assert (70, 240) == (round(pictures[0][0][1] / 0.75), round(pictures[2][0][1] / 0.75))
    assert 0.7 * 130 <= pictures[1][0][1] / 0.75 < 130


@pytest.mark.parametrize(("behind", "page"), [("<h2>머리</h2>", 0), ("<p>글</p>", 1)])
def test_a_picture_behind_which_no_text_stands(on_a6: Setter, behind: str, page: int) -> None:
    """One that no text can go before is set as small as a third of the page, where that keeps it there."""
    made = on_a6(f"{'<p>글</p>' * 11}{_figure(240)}{behind}{'<p>글</p>' * 20}")
    assert [(page, page)] == [(at, int(height / (0.5 * 19 * _LINE))) for at, height in made.pictures]


@pytest.mark.parametrize(("lines", "high"), [(11, 0.25), (15, 0)])
def test_the_smallest_picture(on_a6: Setter, lines: int, high: float) -> None:
    """It is as small as a quarter of the page, where the page would be white without it."""
    made = on_a6(f"{'<p>글</p>' * lines}<ul><li>글{_figure(260)}</li></ul>")
    ((page, height),) = made.pictures
    assert page == (not high)
    assert high <= height / (19 * _LINE) < (0.34 if high else 1)


def test_pictures_above_are_smaller(on_a6: Setter) -> None:
    """Where nothing can go before a picture that does not fit, the one above it makes room for it; where that
    is not enough, it is as large as it was."""
    for heights, pages in (((220, 160), [0, 0]), ((263, 263), [0, 1])):
        items = "".join(f"<li><p>글</p>{_figure(height)}</li>" for height in heights)
        made = on_a6(f"<p>글</p><ul>{items}</ul>{'<p>뒤</p>' * 12}")
        assert pages == [page for page, _ in made.pictures]
        assert (pages == [0, 1]) == (round(made.pictures[0][1] / 0.75) == heights[0])


def test_a_picture_stands_where_its_margins_meet(on_a6: Setter) -> None:
    """Below a list, whose margin is the larger, a picture is set smaller to the page's foot, as elsewhere."""
    lines = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0]) - 12
    made = on_a6(f"{'<p>글</p>' * lines}<ul><li>글</li></ul>{_figure(250)}{'<p>뒤</p>' * 30}")
    ((page, height),) = made.pictures
    assert (0, True) == (page, 0.7 * 250 < height / 0.75 < 245)


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("<p>글</p><h2>가</h2><p>글</p>", 1),
        ("<p>글</p><pre>a</pre><p>글</p>", 2),
        ("<p>글</p><h2>가</h2><pre>a</pre><p>글</p>", 2),
        ("<p>글</p><table><tr><td>가</td></tr></table><p>글</p>", 2),
        ("<p>글</p><p>글</p>", 0),
    ],
)
def test_a_white_page_has_room_between_blocks(above: str, lines: int, on_a6: Setter) -> None:
    """Where the next block leaves a page white, whole lines stand above a heading, above and below code, a
    table or a picture; none below a heading. A chapter's last page is as it is."""
    text = f"{'<p>글</p>' * 4}{above}"
    white, last = on_a6(f"{text}{_WHOLE}"), on_a6(text)
    feet = [max(line.baseline for line in made.lines if line.page == 0) for made in (white, last)]
    assert lines == round((feet[0] - feet[1]) / _LINE, 2)


def test_a_white_page_is_filled_to_its_notes(on_a6: Setter) -> None:
    """No block is moved onto a note, however much room there may be between blocks."""
    style = 'id="n" data-number="1" style="font-size: 9.6pt"'
    note = f'<span class="mark" id="fit-mark-n"><span class="footnote" {style}>{"뜻<br/>" * 3}</span></span>'
    made = on_a6(f"<p>글{note}</p>{'<pre>a</pre><p>글</p>' * 3}{_WHOLE}")
    *_, last = (line.baseline for line in made.lines if line.page == 0 and "글" in line.text)
    first, *_ = (line.baseline for line in made.lines if line.page == 0 and "뜻" in line.text)
    assert 1 < (first - last) / _LINE < 3


@pytest.mark.parametrize("lines", range(10, 18))
def test_whose_words_they_are(on_a6: Setter, lines: int) -> None:
    """The last paragraph of a quotation, which says whose it is, begins no page."""
    made = on_a6(f"{'<p>글</p>' * lines}<blockquote><p>말<br/>말<br/>말</p><p>— 이름</p></blockquote>{_TEN}")
    pages = {line.page: line.text for line in reversed(made.lines)}
    assert "— 이름" not in pages.values()


def test_text_goes_before_a_picture(on_a6: Setter) -> None:
    """Where a picture does not fit, the paragraphs behind it fill the page, and none is lost."""
    text = [f"글 {n}" for n in range(30)]
    before, after = ("".join(f"<p>{line}</p>" for line in part) for part in (text[:12], text[12:]))
    made = on_a6(before + _figure(250) + after)
    first = [line.text for line in made.lines if line.page == 0]
    assert text[: len(first)] == first
    assert len(first) > 14
    assert text == [line.text for line in made.lines]
    assert [1] == [page for page, _ in made.pictures]


def test_indents_are_those_of_where_text_stands(on_a6: Setter) -> None:
    """A paragraph that goes before a picture is indented, as it stands behind another; the one that stands
    behind the picture now is not."""
    text = [f"글 {n}" for n in range(30)]
    before, after = ("".join(f"<p>{line}</p>" for line in part) for part in (text[:12], text[12:]))
    made = on_a6(before + _figure(250) + after)
    left = min(line.letters[0][1] for line in made.lines)
    indents = [round((line.letters[0][1] - left) / _SIZE) for line in made.lines]
    (behind,) = (number for number, line in enumerate(made.lines) if line.page == 1 and not indents[number])
    assert [0, *[1] * (behind - 1), 0, *[1] * (29 - behind)] == indents
    assert text[behind - 1] == next(line.text for line in reversed(made.lines) if line.page == 0)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<p>이렇게:</p>", f"<p>글</p>{_TEN}"),
        ("", f'<p class="bold-line"><b>작은 제목</b></p>{_TEN}'),
        ("", f"<p>이렇게:</p><h2>머리</h2>{_TEN}"),
        ("", f"<p>이렇게:</p><ul><li>글</li></ul>{_TEN}"),
        ("", f'<p>빠르기는</p><div class="math">c</div><p>이다.</p>{_TEN}'),
        ("", f"<h1>머리</h1>{_TEN}"),
        ("", f"<h2>머리</h2><ul>{'<li>글</li>' * 3}</ul>"),
    ],
)
def test_a_picture_that_stays(on_a6: Setter, before: str, behind: str) -> None:
    """A picture stays behind a text that ends in a colon, and before one that speaks of something else, or
    whose sentence goes on in a formula; before a heading above its own, a bold line, or the last section."""
    made = on_a6(f"{_TEN}<p>글</p><p>글</p>{before}{_figure(300)}{behind}")
    assert 12 + bool(before) == len([line for line in made.lines if line.page == 0])


def test_pictures_that_stand_together(on_a6: Setter) -> None:
    """Text goes before two pictures that follow each other, and they stand as they stood."""
    text = [f"글 {n}" for n in range(30)]
    before, after = ("".join(f"<p>{line}</p>" for line in part) for part in (text[:12], text[12:]))
    made = on_a6(before + _figure(250) + _figure(120) + after)
    assert len([line for line in made.lines if line.page == 0]) > 14
    assert text == [line.text for line in made.lines]
    assert [(1, 250), (1, 120)] == [(page, round(height / 0.75)) for page, height in made.pictures]


def test_pictures_that_fill_pages(on_a6: Setter) -> None:
    """No text goes before more than two pictures: it would stand pages before the one that it speaks of."""
    before, after = "<p>앞</p>" * 15, "<p>뒤</p>" * 12
    made = on_a6(before + _figure(250) * 3 + after)
    assert [1, 2, 3] == [page for page, _ in made.pictures]
    assert ["앞"] * 15 == [line.text for line in made.lines if line.page == 0]


def test_code_goes_before_a_picture(on_a6: Setter) -> None:
    """Code behind a picture fills the page as text does, and the text behind it too."""
    made = on_a6(f"{_TEN}<p>글</p><p>글</p>{_figure(300)}<pre><code>1\n2\n3\n4</code></pre><p>뒤</p>{_TEN}")
    assert [1] == [page for page, _ in made.pictures]
    assert [0] == [line.page for line in made.lines if line.text == "뒤"]


def test_a_chapter_is_laid_out_once_for_its_pictures(on_a6: Setter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text goes before four pictures while their pages are laid out."""
    made, real = [], engine.rendered
    monkeypatch.setattr(engine, "rendered", lambda *given: made.append(given) or real(*given))
    pages = on_a6((_figure(250) + "<p>글</p>" * 11) * 4)
    assert (1, 44, 4) == (len(made), len(pages.lines), len(pages.pictures))


def test_text_goes_before_a_picture_below_a_heading(on_a6: Setter) -> None:
    """The heading stays with the text, and the picture stands behind that."""
    text = "<p>글</p>" * 12
    made = on_a6(f"{text}<h2>머리</h2>{_figure(250)}{text}")
    assert [1] == [page for page, _ in made.pictures]
    assert len([line for line in made.lines if line.page == 0]) > 13


@pytest.mark.parametrize(("caption", "level", "passed"), [("말", "h3", 1), ("말", "h1", 0), ("", "h3", 1)])
def test_a_picture_that_passes_a_heading(on_a6: Setter, caption: str, level: str, passed: int) -> None:
    """Text below a heading no higher than its own fills the page too."""
    figure = _figure(250).replace(
        "</figure>", f"<figcaption>{caption}</figcaption></figure>" if caption else "</figure>"
    )
    for above in ("<h2>머리</h2>", ""):  # before all headings it may pass those of sections
        made = on_a6(
            f"{above}{'<p>글</p>' * (11 if above else 13)}{figure}<{level}>다음</{level}>{'<p>뒤</p>' * 12}"
        )
        assert bool(passed) == any(line.text == "뒤" for line in made.lines if line.page == 0)


def test_the_next_picture_goes_back_too(on_a6: Setter) -> None:
    """Where one that went back leaves no room for the next, that one goes back as well."""
    text = [f"글 {n}" for n in range(40)]
    one, two, three = (
        "".join(f"<p>{line}</p>" for line in part) for part in (text[:12], text[12:18], text[18:])
    )
    made = on_a6(one + _figure(250) + two + _figure(200) + three)
    assert text == [line.text for line in made.lines]
    full = max(Counter(line.page for line in made.lines).values())
    assert len([line for line in made.lines if line.page == 0]) >= full - 4


@pytest.mark.parametrize("above", (17, 18))
def test_a_bold_line_stays_with_what_follows(on_a6: Setter, above: int) -> None:
    """A paragraph of nothing but bold words ends no page, unless another bold one follows."""
    root = fragment(f"{'<p>글</p>' * above}<p><b>머리</b></p><ul>{'<li>글</li>' * 9}</ul><p><b>끝</b></p>")
    bold_lines.mark(root)
    assert [above] == [at for at, one in enumerate(root) if one.get("class")]
    made = on_a6(inner(root, "html"))
    places = [(line.page, line.text) for line in made.lines]
    at = next(at for at, (_, text) in enumerate(places) if text == "머리")
    assert places[at][0] == places[at + 1][0]


@pytest.mark.parametrize("extra", range(1, 5))
def test_last_pages(on_a6: Setter, extra: int) -> None:
    """No chapter of some pages ends in a page of fewer than five lines; those far before it stay full."""
    full = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0])
    made = on_a6("<p>글</p>" * (full * 5 + extra))
    last = made.lines[-1].page
    assert full * 5 + extra == len(made.lines)
    assert len([line for line in made.lines if line.page == last]) >= 5
    assert full == len([line for line in made.lines if line.page == 0])


@pytest.mark.parametrize("extra", (2, 3))
def test_pages_of_notes_and_floats_made_anew(on_a6: Setter, extra: int) -> None:
    """Where lines are given to a last page, notes and what floats stand on the pages that are made anew,
    once and at home."""
    note = (
        '<span class="mark" id="fit-mark-{0}">'
        '<span class="footnote" id="{0}" data-number="1" style="font-size: 9.6pt">뜻</span></span>'
    )
    notes = [f"<p>말{note.format(n)}</p>" for n in range(3)]
    beside = f'<div style="float: right; width: 30%">{"<p>라</p>" * 3}</div>'
    full = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0])
    made = on_a6("".join(f"{one}{'<p>글</p>' * (full - 3)}" for one in notes) + beside + "<p>글</p>" * extra)
    said = "".join(line.text for line in made.lines)
    assert [3 * (full - 3) + extra, 3, 3, 3] == [said.count(letter) for letter in "글라말뜻"]
    assert len([line for line in made.lines if line.page == made.lines[-1].page and "글" in line.text]) >= 5
    calls, homes = ([line.page for line in made.lines if letter in line.text] for letter in "말뜻")
    assert calls == homes


def test_a_chapter_is_read_once_for_its_last_page(on_a6: Setter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of a last page cost no reading of the chapter, nor of its styles: pages are made anew."""
    read, parsed = list[None](), engine.HTML

    def counted(**given: object) -> engine.HTML:
        read.append(None)
        return parsed(**given)

    monkeypatch.setattr(engine, "HTML", counted)
    full = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0])
    made = on_a6("<p>글</p>" * (full * 5 + 1))
    assert len([line for line in made.lines if line.page == made.lines[-1].page]) >= 5
    assert 2 == len(read)


def test_a_picture_that_goes_on_is_whole_again(on_a6: Setter) -> None:
    """A picture that was made smaller for a page on which it does not stay has its size on the next one."""
    stay = f'<div style="break-inside: avoid">{_figure(250)}{"<p>글</p>" * 3}</div>'
    heights = [on_a6("<p>글</p>" * lines + stay).pictures[0] for lines in range(4, 16)]
    smaller = {page for page, height in heights if height < 250 * 0.75 - 1}
    assert {0, 1} == {page for page, _ in heights}
    assert smaller <= {0}


def _full(on_a6: Setter) -> int:
    """How many lines a page has that is as high as ever."""
    return max(len([line for line in on_a6("<p>글</p>" * n).lines if line.page == 0]) for n in (60, 65))


@pytest.mark.parametrize(("left", "below"), ((3, 0), (4, 2), (5, 2), (6, 3)))
def test_a_heading_that_lacks_a_line(on_a6: Setter, left: int, below: int) -> None:
    """A heading for which a page has room but for a line is set closer, and stands there with two lines of
    its text; one that has room, or lacks more, is set as ever."""
    lines = _full(on_a6) - left
    text = f"<p>{'<br/>'.join('뒤' * 12)}</p>"
    made = on_a6("<p>글</p>" * lines + f"<h2>머리</h2>{text}")
    assert [lines, below] == [
        len([line for line in made.lines if line.page == 0 and line.text == word]) for word in "글뒤"
    ]
    again = on_a6(f"<p>글</p><h2>머리</h2>{text}")
    assert 4 == round((again.lines[1].baseline - again.lines[0].baseline) / _LINE)


@pytest.mark.parametrize(("left", "below"), [(5, 3), (4, 3), (3, 0)])
def test_a_heading_above_gives_a_line_too(on_a6: Setter, left: int, below: int) -> None:
    """Where three lines that no page parts lack one, another heading of the page is set closer as well."""
    above = f"<p>글</p><h2>위</h2>{'<p>글</p>' * (_full(on_a6) - 1 - 3 - left)}"
    made = on_a6(f"{above}<h2>머리</h2><p>{'<br/>'.join('뒤뒤뒤')}</p>{'<p>글</p>' * 12}")
    assert below == len([line for line in made.lines if line.page == 0 and line.text == "뒤"])


def test_a_list_can_begin_a_page(on_a6: Setter) -> None:
    """Neither the paragraph above a list nor the item around one goes on to the next page with it."""
    full = _full(on_a6)
    for left, items in ((1, 0), (2, 1), (3, 2)):
        list_ = "<ul><li>가<ul><li>나</li></ul></li></ul>"
        made = on_a6("<p>글</p>" * (full - left) + list_ + "<p>다</p>" * 8)
        here = "".join(line.text for line in made.lines if line.page == 0)
        assert [full - left, items > 0, items > 1] == [here.count(letter) for letter in "글가나"]


def test_white_is_no_line_of_a_last_page(on_a6: Setter) -> None:
    """A heading and a list of one line are two lines, however high they are: the last page takes more."""
    full = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0])
    made = on_a6("<p>글</p>" * (3 * full - 2) + "<h2>머리</h2><ul><li>글</li></ul>")
    assert len([line for line in made.lines if line.page == made.lines[-1].page]) >= 4


@pytest.mark.parametrize("code", ["1\n2\n3\n4", "1\n2\n\n3\n4"])
def test_a_page_gives_all_that_the_last_one_lacks(on_a6: Setter, code: str) -> None:
    """Where the page before has room that nothing fits in, it gives lines; empty ones are none."""
    full = len([line for line in on_a6("<p>글</p>" * 60).lines if line.page == 0])
    made = on_a6("<p>글</p>" * (full - 3) + f"<pre><code>{code}</code></pre>")
    assert 1 == len([line for line in made.lines if line.page == 1])


def test_a_last_page_takes_as_many_lines_as_it_has(on_a6: Setter) -> None:
    """Where the room that is wanting would move a gap rather than lines, more is given."""
    gap = '<div style="margin: 2rlh 0 1rlh"><p>나</p></div>'
    above = f"{'<p>글</p>' * (_full(on_a6) - 12)}<pre>a</pre><p>글</p><pre>a</pre>"
    made = on_a6(f"{above}<p>가<br/>가</p>{gap}<h2>끝</h2><ul><li>끝</li><li>끝</li></ul>")
    assert ["가", "가", "나"] == [line.text for line in made.lines if line.page == 1][:3]


@pytest.mark.parametrize(("left", "here"), [(4, 4), (3, 3), (2, 0)])
def test_a_line_of_code_goes_on_on_the_next_page(left: int, here: int, on_a6: Setter) -> None:
    """One that goes on over several of paper is parted where the page would be white without it, and three
    lines of it stand on either side."""
    style = "font: 9.6pt/17px 'publisher body', 'publisher fallback'; text-indent: 0"
    code = (
        f'<pre class="hung"><code><span class="goes-on" style="{style}">{"나<br/>" * 12}</span></code></pre>'
    )
    made = on_a6(f"{'<p>글</p>' * (_full(on_a6) - left)}{code}{_TEN * 2}")
    assert here == [line.page for line in made.lines if "나" in line.text].count(0)


def test_a_picture_gives_way_to_a_last_line(on_a6: Setter) -> None:
    """A line for which a picture leaves no room stands below it: the picture is set a little smaller."""
    made = on_a6(f"{_TEN}{_figure(190)}<p>끝</p>")
    assert [0, 0] == [made.lines[-1].page, made.pictures[0][0]]
    assert 0.7 * 190 <= made.pictures[0][1] / 0.75 < 190


def test_a_theme_without_a_grid(a6: tuple[str, LayoutContext]) -> None:
    """Where lines are as high as their letters want, there are none to count, and none is lost."""
    box, on = a6
    made = _set("<p>글</p>" * 60, box, replace(on, css=f"{on.css} html {{ line-height: normal }}"))
    assert 60 == len([line for line in made.lines if line.text == "글"])
