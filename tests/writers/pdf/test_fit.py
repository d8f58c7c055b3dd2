"""writers/pdf: fit, tables, listing, breaks: what is too wide, and notes that go astray."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from lxml import html as lxml_html

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import Element, fragment, inner, text_of
from publisher.book.paper import paper_of
from publisher.errors import IncompleteError
from publisher.writers.pdf.compose import breaks, code_lines, joiners, list_heads, notes, records, tables
from publisher.writers.pdf.compose.exchange import Places
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import LayoutContext, context
from publisher.writers.pdf.layout.layout import lay_out
from publisher.writers.pdf.layout.request import LayoutRequest
from tests.books import letters
from tests.pages import boxes, outside

_WIND = "바람이 불고 파도가 높은 날에는 글을 쓴다. "
_NOTE = "주석이 길게 이어진다. "
_HEAD = '<!DOCTYPE html><html lang="ko"><head><title>시험</title></head><body>'


@dataclass(frozen=True)
class Set:
    """A chapter as it was laid out: the HTML at last, the file, what was told."""

    html: str
    pdf: bytes
    codes: list[str]
    astray: list[notes.Astray]

    @property
    def said(self) -> Counter[str]:
        return Counter(letters("".join(box.text for box in boxes(self.pdf))))


Setter = Callable[[str], Set]


@pytest.fixture(scope="module")
def a6(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, LayoutContext]:
    """Page box and context of A6 in the theme `base`."""
    folder = tmp_path_factory.mktemp("theme")
    theme, paper = load_theme("base", folder), paper_of("A6")
    css = "\n".join((paper.css(), theme.css("book.css", "indent-after-first.css"), theme.css("print.css")))
    return paper.sheet_box(css), context(css, find_fonts(theme.fonts, folder, "가"), folder, 0, paper.room)


@pytest.fixture(scope="module")
def on_a6(a6: tuple[str, LayoutContext]) -> Setter:
    """Sets a body on A6."""
    page_box, on = a6
    files = {code_lines.MARK: code_lines.DRAWING}

    def laid(body: str) -> Set:
        root = fragment(body)
        tables.name(root, "글")
        list_heads.mark(root)
        breaks.apply(root)
        code_lines.hang(root, on.room[0])
        joiners.apply(root, everywhere=False)
        header = '<div class="beginning"><header class="opening"><h1 id="글">제목</h1></header></div>'
        section = f'<section class="chapter-body">{header}{inner(root, "html")}</section>'
        fitted = fit.alone([section], _HEAD, page_box, files, on)
        (shown,) = fitted.sections
        left = notes.astray([lxml_html.fragment_fromstring(shown)], fitted.rendered.places)
        pdf = engine.written(fitted.rendered, on).pdf
        return Set(shown, pdf, [one.code for one in fitted.told], list(left))

    return laid


def _table(columns: int, rows: int, word: str = "구름") -> str:
    heads = "".join(f"<th>{word}{n}</th>" for n in range(columns))
    body = "".join(
        "<tr>" + "".join(f"<td>값{row}.{n}</td>" for n in range(columns)) + "</tr>" for row in range(rows)
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _shows_all(made: Set, body: str) -> bool:
    """Whether every letter of a body is on the pages, and none outside of the trim."""
    wanted = Counter(letters("".join(fragment(body).itertext())))
    return not wanted - made.said and not outside(made.pdf)


def test_a_table_that_fits(on_a6: Setter) -> None:
    """A table with room is left as it is, and nothing is said."""
    body = _table(3, 3)
    made = on_a6(body)
    assert ([], True) == (made.codes, _shows_all(made, body))


@pytest.mark.parametrize(
    ("above", "parts"),
    [
        (11, {2: 3}),
        (11, {2: 4}),
        (12, {2: 5}),
        (9, {1: 3, 2: 2}),
        (12, {2: 9}),
        (10, {1: 3, 2: 6}),
        (6, {1: 6, 2: 15, 3: 3}),
    ],
)
def test_a_table_that_is_parted(on_a6: Setter, above: int, parts: dict[int, int]) -> None:
    """A small table is not parted for a few lines that stay white; of any other three rows, and the head,
    stand on either side; one of a few rows is parted only where it leaves more than a quarter white."""
    body = "".join(f"<tr><td>줄{n}</td><td>{n}</td></tr>" for n in range(sum(parts.values())))
    table = f"<table><thead><tr><th>머리</th><th>값</th></tr></thead><tbody>{body}</tbody></table>"
    shown = [*boxes(on_a6("<p>바람</p>" * above + table + "<p>끝</p>").pdf)]
    assert parts == Counter(one.page for one in shown if one.text.startswith("줄"))
    assert [*parts] == [one.page for one in shown if one.text.startswith("머")]


def test_a_picture_in_a_stacked_table(on_a6: Setter) -> None:
    """It is no higher than eight lines, as in a cell; one of the text may fill a page."""
    picture = f'<img src="{code_lines.MARK}" style="width: 60mm; height: 60mm"/>'
    cells = ["<td>앞</td>", f"<td>{picture}</td>", "<td>뒤</td>", *["<td>구름결구름결</td>"] * 12]
    made = on_a6(f"<table><tr>{'<th>구름결구름결</th>' * len(cells)}</tr><tr>{''.join(cells)}</tr></table>")
    places = {box.text.strip()[-1:]: (box.page, box.bottom) for box in boxes(made.pdf)}
    assert ["table-stacked"] == made.codes
    assert places["앞"][0] == places["뒤"][0]
    assert 7 * 8.2 < places["앞"][1] - places["뒤"][1] < 10 * 8.2 * 1.55


@pytest.mark.parametrize(
    ("lines", "parts"),
    [((1, 1, 3, 7, 6), {1: 4, 2: 1}), ((7, 3, 1, 1, 3, 8, 6), {1: 4, 2: 3}), ((1, 9, 9), {1: 2, 2: 1})],
)
def test_high_rows_leave_no_page_white(on_a6: Setter, lines: tuple[int, ...], parts: dict[int, int]) -> None:
    """Where three rows on either side would leave much of a page white, as many stay there as fit."""
    rows = "".join(f"<tr><td>줄</td><td>{'<br/>'.join(['칸'] * count)}</td></tr>" for count in lines)
    shown = boxes(on_a6(f"<p>바람</p><table><tbody>{rows}</tbody></table>").pdf)
    assert parts == Counter(one.page for one in shown if one.text.startswith("줄"))


@pytest.mark.parametrize("above", range(12, 18))
def test_a_term_stays_with_what_it_means(on_a6: Setter, above: int) -> None:
    """Wherever it comes on a page, its first line is not on another one."""
    shown = boxes(on_a6(f"{'<p>글</p>' * above}<dl><dt>말</dt><dd>{_WIND * 4}</dd></dl>").pdf)
    pages = {one.text[:2].strip(): one.page for one in reversed([*shown])}
    assert pages["말"] == pages[_WIND[:2]]


@pytest.mark.parametrize("above", range(12, 18))
@pytest.mark.parametrize("item", ["말", "<p>말</p>"])
def test_a_short_item_stays_with_its_list(on_a6: Setter, item: str, above: int) -> None:
    """An item of a few words is on the page of the first one below it."""
    nested = f"<ul><li>앞</li><li>{item}<ul><li>아래</li><li>아래</li></ul></li></ul>"
    shown = boxes(on_a6(f"{'<p>글</p>' * above}{nested}").pdf)
    pages = {one.text.strip()[:1]: one.page for one in reversed([*shown]) if one.text.strip()}
    assert pages["말"] == pages["아"]


def test_the_last_words_of_a_quotation(on_a6: Setter) -> None:
    """Who said it stands on the page of the words, also of those of a quotation within it."""
    for above in range(8, 18):
        quoted = f"<blockquote><p>{_WIND}</p><blockquote><p>속말</p></blockquote><p>— 누구</p></blockquote>"
        shown = [*boxes(on_a6(f"{'<p>글</p>' * above}{quoted}").pdf)]
        pages = {one.text.strip()[:1]: one.page for one in shown if one.text.strip()}
        assert pages["속"] == pages["—"]


def test_a_caption_stays_with_its_table(on_a6: Setter) -> None:
    """Wherever on a page a table with a long caption and high rows begins, its first row is on the page of
    its caption, and all letters are there."""
    rows = f"<tr><td>줄{_WIND * 2}</td></tr>" * 2
    table = f"<table><caption>말{_WIND * 2}</caption><tbody>{rows}</tbody></table>"
    for above in range(4, 14):
        body = "<p>바람</p>" * above + table
        made = on_a6(body)
        pages = {one.text[0]: one.page for one in reversed([*boxes(made.pdf)])}
        assert pages["말"] == pages["줄"]
        assert _shows_all(made, body)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("table-small", _table(6, 3, "구름결")),
        ("table-turned", _table(12, 3)),
        ("table-turned", f"<h2>머리</h2>{_table(11, 30)}<p>끝</p>"),
        ("table-stacked", _table(20, 3)),
        ("table-stacked", f"<ul><li>{_table(12, 3)}</li></ul>"),
        ("table-stacked", _table(20, 0)),
    ],
)
def test_a_table_that_is_too_wide(on_a6: Setter, code: str, body: str) -> None:
    """Smaller type, then turned, long ones over several pages, then "head: value": no cell is lost."""
    made = on_a6(body)
    assert ([code], True) == (made.codes, _shows_all(made, body))


def test_text_goes_before_a_turned_table(on_a6: Setter) -> None:
    """The page before one that takes its own is filled by what stands behind it."""
    made = on_a6(f"<p>앞글이다.</p>{_table(12, 3)}{'<p>가나다라. 마바사.</p>' * 30}")
    pages = Counter(one.page for one in boxes(made.pdf) if one.text.startswith("가나"))
    assert ["table-turned"] == made.codes
    assert pages[1] > 9
    assert {2} == {one.page for one in boxes(made.pdf) if one.text.startswith("구름")}


def test_long_words_in_cells(on_a6: Setter) -> None:
    """A word that is wider than a page may be parted, so that its table fits."""
    body = f"<table><tr><td>{'w' * 200}</td><td>{'가' * 60}</td></tr></table>"
    assert _shows_all(on_a6(body), body)


def test_a_row_as_lines() -> None:
    """Each value stands after the heads of its column; a cell of two rows belongs to both."""
    root = fragment(
        "<table><tr><th>이름</th><th colspan='2'>자리</th></tr>"
        "<tr><td rowspan='2'>가</td><td>나</td><td>다</td></tr><tr><td>라</td><td><p>마</p></td></tr></table>"
    )
    box = records.stacked(root[0])
    rows = [["".join(pair.itertext()) for pair in record] for record in box]
    assert [["이름: 가", "자리: 나", "자리: 다"], ["이름: 가", "자리: 라", "자리: 마"]] == rows


def test_words_are_proven_against_the_unit(
    a6: tuple[str, LayoutContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is lost where a table is dressed is missed, and no place of a link: the order is what counts."""
    page_box, on = a6
    section = f'<section class="chapter-body"><h1 id="글">제목</h1>{_table(20, 2)}</section>'
    section = section.replace("<thead>", '<thead id="머리">')
    root = fragment(section)
    tables.name(root, "글")
    request = LayoutRequest(
        "글", _HEAD, ("글",), (inner(root, "html"),), page_box, "", (), on, simplifies=True, cut=0
    )
    whole = lay_out(request)
    assert (["table-stacked"], True) == ([one.code for one in whole.told], "머리" in whole.places)

    def losing(table: Element) -> Element:
        box = records.stacked(table)
        box.remove(box[-1])
        return box

    monkeypatch.setattr(tables, "stacked", losing)
    with pytest.raises(IncompleteError, match="has lost letters"):
        lay_out(request)


def _said(box: lxml_html.HtmlElement) -> list[list[str]]:
    return [[text_of(pair) for pair in record] for record in box]


def test_heads_that_belong_to_no_value() -> None:
    """They stand before the rows: a table without rows, a column that no row reaches, a head said again."""
    (bare,) = fragment("<table><thead><tr><th>이름</th><th>자리</th></tr></thead></table>")
    assert [["이름", "자리"]] == _said(records.stacked(bare))
    heads = "<tr><th>이름</th><th>자리</th></tr>"
    (short,) = fragment(f"<table>{heads}<tr><td>가</td></tr>{heads}</table>")
    assert [["자리", "이름", "자리"], ["이름: 가"]] == _said(records.stacked(short))


def test_what_stands_in_a_head() -> None:
    """Links, pictures and notes of heads, and of cells of several rows, are there; ids and notes once."""
    note = (
        '<span class="mark" id="fit-mark-n1"><span class="footnote" id="n1" data-number="1">주</span></span>'
    )
    head = f'<th id="h"><a href="https://a.kr">이름</a>{note}</th><th><img src="asset:a" alt="그림"/></th>'
    cell = '<td rowspan="2" id="c"><em id="e">값</em></td>'
    (table,) = fragment(f"<table><tr>{head}</tr><tr id='r'>{cell}<td>1</td></tr><tr><td>2</td></tr></table>")
    box = records.stacked(table)
    ids = [one.get("id") for one in box.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {"h", "fit-mark-n1", "n1", "c", "e", "r"} == set(ids)
    counts = [len(box.findall(f".//{one}")) for one in ("a", "img", "em", "span[@class='footnote']")]
    assert [2, 2, 2, 1] == counts
    assert [["이름주: 값", ": 1"], ["이름: 값", ": 2"]] == _said(box)


def test_a_table_in_a_cell() -> None:
    """It stands in its cell once, whole; its rows are none of the outer table's, and it is not told twice."""
    inside = f"<table id='b'>{_table(2, 2)[7:]}"
    root = fragment(
        f"<table id='a'><tr><th>겉</th></tr><tr><td rowspan='2'>{inside}</td></tr><tr></tr></table>"
    )
    places = {"a": (0.0, 0.0, 900.0, 9.0), "b": (0.0, 0.0, 900.0, 9.0)}
    assert ["a"] == [table.get("id") for table in tables.wide([root], [places], 300)]
    assert "a table of 1 columns (겉)" == tables.described(root[0])
    box = records.stacked(root[0])
    assert 1 == len(box.findall(".//table"))
    assert ["겉: 구름0구름1값0.0값0.1값1.0값1.1", "겉: 구름0 구름1 값0.0 값0.1 값1.0 값1.1"] == [
        said for (said,) in _said(box)
    ]


def test_wide_tables_in_a_cell_of_one(on_a6: Setter) -> None:
    """Each is told once, with its chapter, and shown whole."""
    body = f"<table><tr><td>{_table(20, 1)}</td><td>{'구름결 ' * 9}</td></tr></table>"
    made = on_a6(body)
    assert (["table-stacked"] * 2, True) == (made.codes, _shows_all(made, body))


def test_tables_are_tried_together() -> None:
    """Many that are too wide take few documents; where the smallest type fails, no other is tried."""
    root = fragment(_table(3, 1) * 40)
    tables.name(root, "글")
    laid: list[int] = []

    def none_fits(some: Sequence[Element], width: float, height: float) -> list[list[Places]]:
        laid.append(len(some))
        return [[{one.get("id", ""): (0.0, 0.0, 2000.0, height)}] for one in some]

    names = tables.dress({table: tables.Room(900, 300, 300, 500) for table in root}, none_fits)
    assert ([40, 40], ["stacked"] * 40) == (laid, [*names.values()])


@pytest.mark.parametrize("span", ["0", "-1", "99999999999", "넷", "1000"])
def test_a_cell_of_any_span(span: str) -> None:
    """No number of columns or rows that a post claims takes long."""
    cell = f"<td colspan='{span}' rowspan='{span}'>가</td>"
    table = fragment(f"<table><tr>{cell}</tr><tr><td>나</td></tr></table>")
    assert "가" in "".join(records.stacked(table[0]).itertext())


def _noted(number: int, before: int, long: int) -> str:
    note = f'<span class="paragraph">{_NOTE * long}</span>'
    foot = f'<span class="footnote" id="n{number}" data-number="{number}">{note}</span>'
    return f'<p>{_WIND * before}<span class="mark" id="fit-mark-n{number}">{foot}</span> {_WIND * 3}</p>'


def _straying(before: int, long: int) -> str:
    lead = f"<p>{_WIND * before}</p>" if before else ""
    code = "<pre><code>let x0 = 0\nlet x1 = 1\nlet x2 = 2</code></pre>"
    return f"{lead}{_noted(1, 1, long)}{code}{_noted(2, 2, long)}<p>{_WIND}</p>"


@pytest.mark.parametrize(("before", "long"), [(1, 11), (2, 8)])
def test_a_note_that_the_engine_loses(on_a6: Setter, before: int, long: int) -> None:
    """The engine loses notes where it goes back to end a page earlier: each is on the page of its mark."""
    body = _straying(before, long)
    made = on_a6(body)
    assert ([], []) == (made.astray, made.codes)
    assert _shows_all(made, body)


@pytest.mark.parametrize("long", range(16, 34, 2))
def test_a_note_that_fills_the_page(on_a6: Setter, long: int) -> None:
    """Whatever a table and a long note leave of a page, both are shown."""
    body = f"{_noted(1, 0, long)}{_table(2, 1)}{_noted(2, 0, long)}{_table(2, 12)}"
    made = on_a6(body)
    assert _shows_all(made, body)


def test_a_volume_in_one_chapter(on_a6: Setter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where so many pages have been laid out, none is ended early for a note, which takes them all again: it
    stands at the end."""
    body = _straying(1, 11)
    assert [] == on_a6(body).codes
    monkeypatch.setattr(fit, "_PAGES", 1)
    made = on_a6(body)
    assert ["note-at-end"] == made.codes
    assert _shows_all(made, body)


def test_a_note_goes_back_to_the_end() -> None:
    """A note that cannot stand at the foot is one at the chapter's end, with a mark that leads to it."""
    root = lxml_html.fragment_fromstring(f"<section>{_noted(3, 0, 1)}</section>")
    notes.to_end(next(root.iter("span", "x")).find("span"), root)
    link, note = root.find(".//a"), root.find(".//aside")
    assert ("#n3", "3", "n3") == (link.get("href"), link.text, note.get("id"))
    assert f"3 {_NOTE}" == note.text_content()


def test_long_lines_of_code(on_a6: Setter) -> None:
    """A line that is too long goes on below, with a drawn mark: no letter is added, none is cut."""
    lines = ("x = 1", "", f"<i># {'가나 ' * 30}", "둘째</i>", "z" * 200, "<b>'가나'</b>," * 40)
    body = f"<pre><code>{chr(10).join(lines)}\n</code></pre>"
    made = on_a6(body)
    assert 3 == made.html.count('class="goes-on"')
    assert _shows_all(made, body)
    assert "↪" not in made.said


def test_code_is_drawn_in_the_request_of_its_lines(on_a6: Setter) -> None:
    """Who copies from the page, or reads it aloud without tags, gets short and long lines as they follow."""
    lines = (
        "import math",
        f"def wave(period, {'depth, ' * 12}): ...",
        "g = 9.81",
        "k = " + "'물결' + " * 12,
        "end()",
    )
    body = f"<p>앞글</p><pre><code>{chr(10).join(lines)}</code></pre><p>뒷글</p>"
    drawn = letters("".join(box.text for box in boxes(on_a6(body).pdf)))
    assert letters(f"앞글{''.join(lines)}뒷글") in drawn


def test_short_code_stays() -> None:
    """Code that fits has no box more: an engine takes long for many."""
    root = fragment("<pre><code>x = 1\ny = 2\n</code></pre>")
    assert not code_lines.hang(root, 400)
    assert "<pre><code>x = 1\ny = 2\n</code></pre>" == inner(root)


def _broken(xhtml: str) -> str:
    root = fragment(xhtml)
    breaks.apply(root)
    return inner(root).replace(breaks.HERE, "|")


@pytest.mark.parametrize(
    ("expected", "xhtml"),
    [
        (
            '<a href="https://a.kr/%EB%B0%94">https://|a.|kr/|바?|x=|1&amp;|y_|z</a>',
            '<a href="https://a.kr/%EB%B0%94">https://a.kr/%EB%B0%94?x=1&amp;y_z</a>',
        ),
        ("<p>https://|a.|kr/|%EB%B0/|%20%E2%80%AE</p>", "<p>https://a.kr/%EB%B0/%20%E2%80%AE</p>"),
        ("<p><code>https://|a.|kr/|%EB%B0%94</code></p>", "<p><code>https://a.kr/%EB%B0%94</code></p>"),
        ("<p>%EB%B0%94%EB%8B%A4%EB%B0%94</p>", "<p>%EB%B0%94%EB%8B%A4%EB%B0%94</p>"),
        ("<pre>https://a.kr/%EB%B0%94/b</pre>", "<pre>https://a.kr/%EB%B0%94/b</pre>"),
        (f"<td>{'가' * 10}|{'가' * 9}</td>", f"<td>{'가' * 19}</td>"),
    ],
)
def test_long_words(expected: str, xhtml: str) -> None:
    """Addresses part at their signs and are shown decoded, code as written; cells part any long word."""
    assert expected == _broken(xhtml)


@pytest.mark.parametrize(
    "letter", ["\u1100", "\u1161", "\u11a8", "\u200d\U0001f469", "\u093e", "\u0600", "\u0e33"]
)
@pytest.mark.parametrize("around", ["p", "pre", "h2"])
def test_a_letter_of_signs_without_end(letter: str, around: str, on_a6: Setter) -> None:
    """What the engine takes for one letter, however many signs it has, is parted at the line's end."""
    assert [] == outside(on_a6(f"<{around}>가{letter * 300}나</{around}>").pdf)


@pytest.mark.parametrize("unit", ["a<b>b</b>", "–<b><i>–</i></b>", "<code>x</code><b>y</b><i>z</i>"])
def test_a_word_of_many_emphases(unit: str, on_a6: Setter) -> None:
    """It is parted between them where no line has room for it, signs too, and soon, however long it is."""
    made = on_a6(f"<p>가 {unit * 700} 나</p>")
    assert [] == outside(made.pdf)
    signs = "".join(fragment(unit).itertext())
    text = "".join(box.text for box in boxes(made.pdf))
    assert {700 * signs.count(sign) for sign in signs} <= {text.count(sign) for sign in signs}


def test_letters_of_several_signs_stay_whole() -> None:
    """Words of 옛한글, and families of emoji, are as they were."""
    text = (
        "\u1112\u119e\u11ab\u1100\u1173\u11af" * 9
        + "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 9
    )
    assert f"<p>{text}</p>" == _broken(f"<p>{text}</p>")
