"""WeasyPrint: what layout/boxes.py says that the modules beside it assume."""

import gc
import weakref
from collections import Counter
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pymupdf
import pytest
from weasyprint import HTML, layout
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.layout import block, inline, page, preferred, table
from weasyprint.pdf import pydyf

from publisher.writers.pdf.layout import (
    boxes,
    counted,
    endings,
    engine,
    filling,
    lines,
    nearby,
    repeated,
    starting,
    styles,
    used,
)
from publisher.writers.pdf.layout.boxes import (
    Dimension,
    InlineBox,
    LineBox,
    ReplacedBox,
    TableBox,
    TextBox,
    texts_on,
)

pytestmark = pytest.mark.contract
assert engine  # it exchanges the functions that are looked at here

PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/>"
PAGE = f"""<style>@page {{ size: 200px; margin: 10px }} p {{ --own: 3 word; text-align: justify }}
html {{ line-height: 1.5; --far: 2 }}</style>
<body><p>{"some words of text " * 60}<b>bold</b></p><figure><img src="{PICTURE}"></figure>
<table><caption>c</caption><tr><td>1</td></tr></table></body>"""


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[Any, ...]]]:
    """What the four functions are given, and what they return."""
    calls: dict[str, list[tuple[Any, ...]]] = {}

    def watched(module: Any, name: str) -> None:
        function = getattr(module, name)

        def called(*given: Any, **named: Any) -> Any:
            assert given[0].excluded_shapes == []
            made = function(*given, **named)
            then = SimpleNamespace(**vars(given[0]))  # a context is let go when its pages are done
            calls.setdefault(name, []).append(((then, *given[1:]), named, made))
            return made

        monkeypatch.setattr(module, name, called)

    watched(block, "block_level_layout")
    for name in ("split_inline_box", "text_align", "justify_line"):
        watched(inline, name)
    return calls


def test_blocks_in_flow(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """<body> is laid out once a page; a result is a box, where it goes on, and margins that still meet."""
    document = HTML(string=PAGE).render()
    tags = Counter(given[1].element_tag for given, _, _ in seen["block_level_layout"])
    assert len(document.pages) == tags["body"] > 1
    for given, _, made in seen["block_level_layout"]:
        context, box, bottom_space, skip_stack = given[:4]
        assert context.page_bottom - bottom_space > 0
        assert context.current_page >= 1
        assert skip_stack is None or isinstance(skip_stack, dict)
        assert given[5] in (True, False)  # whether the page is empty above
        assert [list, list, list] == [
            type(one) for one in given[6:9]
        ]  # the last: margins that meet the box's
        assert context.current_page_footnotes == []
        assert {None} == {one.footnote for one in box.descendants()}
        if made[0] is not None:
            assert isinstance(made[3], list)
            assert made[4] in (True, False)
            assert made[0].border_box_y() + made[0].border_height() > 0
            assert made[0].element is box.element
            ends = [one.resume_at is None for one in made[0].children if isinstance(one, LineBox)]
            assert [False] * (len(ends) - 1) == ends[:-1]


def test_children_of_a_block(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """They are gone through as they stand, each given with the block around it, and placed before."""
    text = f"<section><h2>h</h2>{'<p>some words</p>' * 9}<figure><img src='{PICTURE}'></figure></section>"
    HTML(string=f"<style>@page {{ size: 200px 130px; margin: 10px }}</style>{text}").render()
    rows = [given for given, _, _ in seen["block_level_layout"] if type(given[4].children) is filling._Row]
    assert {"h2", "p", "figure"} == {given[1].element_tag for given in rows}
    assert {given[1].position_y > 0 for given in rows} == {True}


def test_lines(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """A line is filled from one place to another, aligned in a width, and widened by what is wanting."""
    HTML(string=PAGE).render()
    lines = [given for given, _, _ in seen["split_inline_box"] if isinstance(given[1], LineBox)]
    assert {True} == {given[2] < given[3] for given in lines}
    assert {True} == {isinstance(given[1], LineBox) for given, _, _ in seen["text_align"]}
    assert {True} == {extra > 0 for (_, _, extra), _, _ in seen["justify_line"]}
    assert {TextBox, InlineBox} <= {type(child) for given in lines for child in given[1].children}
    assert {"p", "caption", "td"} == {
        given[1].element.tag for given in lines if given[1].element.tag != "figure"
    }


def test_how_wide_lines_are_that_end_where_they_must(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """A block as wide as max_content_width() has a line for each break, and no room beside the longest."""
    line = "<span style='display: block; padding-left: 20px; text-indent: -20px'>{}</span>"
    HTML(string=f"<div>{line.format('some words')}{line.format('some more words')}</div>").render()
    context, box = next(
        given[:2] for given, _, _ in seen["block_level_layout"] if given[1].element_tag == "div"
    )
    made = next(made[0] for given, _, made in seen["block_level_layout"] if given[1] is box)
    ends = [one.position_x + one.width for one in made.descendants() if isinstance(one, TextBox)]
    assert preferred.max_content_width(context, box, outer=False) == pytest.approx(
        max(ends) - made.content_box_x()
    )


def test_what_a_theme_says(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """A custom property is kept as tokens; what was said of an element is told from what it inherits."""
    HTML(string=PAGE).render()
    styles = {given[1].element_tag: given[1].style for given, _, _ in seen["block_level_layout"]}
    assert [3, "word"] == [one.value for one in styles["p"]["__own"] if one.type in ("number", "ident")]
    assert [2] == [one.value for one in styles["p"]["__far"] if one.type == "number"]
    assert ("__own" in styles["p"].cascaded, "__far" in styles["p"].cascaded) == (True, False)
    assert [] == [one for one in styles["p"]["__none"] if one.type == "number"]
    assert 24 == styles["p"].root_style["line_height"] * styles["p"].root_style["font_size"]


def test_pictures_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is as high as its style lets it be; a table stands in a box with its caption."""
    heights, tables, lay_out = [], [], block.block_level_layout

    def smaller(context: Any, box: Any, *given: Any) -> Any:
        for picture in box.descendants() if box.element_tag == "figure" else ():
            if isinstance(picture, ReplacedBox):
                picture.style = picture.style.copy()
                picture.style["max_height"] = Dimension(12, "px")
        made = lay_out(context, box, *given)
        if made[0] is not None and box.element_tag == "figure":
            heights.extend(one.height for one in made[0].descendants() if isinstance(one, ReplacedBox))
        tables.extend([box.get_wrapped_table()] if box.is_table_wrapper else [])
        return made

    monkeypatch.setattr(block, "block_level_layout", smaller)
    HTML(string=PAGE).render()
    assert {12} == set(heights)
    assert {TableBox} == {type(table) for table in tables}


def test_a_text_without_spaces_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is justified by the spaces that its texts have then: one that has none keeps its width."""
    justify, seen = inline.justify_line, []

    def hidden(context: Any, line: Any, extra: float) -> None:
        (code,) = (box for box in line.descendants() if isinstance(box, TextBox) and box.text == "a b c")
        before, code.text = (code.position_x, code.width), "abc"
        justify(context, line, extra)
        seen.append((code.position_x - before[0], code.width - before[1]))

    monkeypatch.setattr(inline, "justify_line", hidden)
    style = "<style>p { text-align: justify; width: 130px; font: 12px monospace }</style>"
    HTML(string=f"{style}<p>w w <b>a b c</b> and some more words</p>").render()
    ((moved, wider), *_) = seen
    assert moved > 0 == wider


def test_texts_on_a_page() -> None:
    """Those out of the flow are among them; the middle of letters is about that of their box."""
    (page,) = HTML(string="<p>one</p><p style='position: absolute; font-size: 20px'>two</p>").render().pages
    texts = [*texts_on(page)]
    assert ["one", "two"] == [one.text for one in texts]
    for one in texts:
        size = one.style["font_size"]
        assert one.height / 2 == pytest.approx(one.baseline - 0.35 * size, abs=0.2 * size)


def test_a_table_that_goes_on(seen: dict[str, list[tuple[Any, ...]]]) -> None:
    """It says so by the numbers of the table in its wrapper, of the group of rows, of the row."""
    rows = "<tr><td>1</td></tr>" * 12
    HTML(string=f"{PAGE}<table><thead><tr><th>h</th></tr></thead><tbody>{rows}</table>").render()
    found = [
        (given[1], made[1])
        for given, _, made in seen["block_level_layout"]
        if given[1].is_table_wrapper and made[0] and made[1]
    ]
    assert found
    for wrapper, resume_at in found:
        table = wrapper.get_wrapped_table()
        ((number, groups),) = resume_at.items()
        ((group, row),) = groups.items()
        assert table is wrapper.children[number]
        assert [True, False] == [one.is_header for one in table.children]
        assert {None} == {*row.values()} and 0 < next(iter(row)) < len(table.children[group].children)


@pytest.mark.parametrize("apart", [0.0, 8.0])
def test_letters_are_drawn_with_the_style_of_their_box(apart: float) -> None:
    """A text whose style has letters further apart, and whose text is another, is drawn so."""
    document = HTML(string="<p style='font-size: 20px'>ab</p>").render()
    (text,) = (one for one in document.pages[0]._page_box.descendants() if isinstance(one, TextBox))
    text.style = text.style.copy()
    text.style["letter_spacing"] = apart
    text.text = text.pango_layout.text = "cc"
    with pymupdf.open(stream=document.write_pdf()) as pdf:
        (block,) = pdf[0].get_text("rawdict")["blocks"]
        one, other = (
            letter for span in block["lines"][0]["spans"] for letter in span["chars"] if letter["c"] == "c"
        )
    assert ["c", "c"] == [one["c"], other["c"]]
    wide = one["bbox"][2] - one["bbox"][0]
    assert apart * 0.75 == pytest.approx(other["origin"][0] - one["origin"][0] - wide, abs=0.3)


def test_pictures_of_a_page() -> None:
    """A drawing has a box on its page, and no pixels; a picture of the post has these."""
    (page, *_) = HTML(string=PAGE.replace("some words of text " * 60, "")).render().pages
    (drawing,) = boxes.pictures_on(page)
    assert drawing.element.get("src") == PICTURE
    assert not hasattr(drawing.replacement, "width")
    dot = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    (page,) = HTML(string=f'<img src="data:image/gif;base64,{dot}" style="width: 30px">').render().pages
    (picture,) = boxes.pictures_on(page)
    assert (1, 1, 30) == (picture.replacement.width, picture.replacement.height, picture.width)


def _styles(html: str) -> list[dict[str, str]]:
    """All that is said of each box of a document."""
    found = [box for one in HTML(string=html).render().pages for box in one._page_box.descendants()]
    physical = [key for key in boxes.INITIAL_VALUES if "_block_" not in key and "_inline_" not in key]
    return [{key: repr(box.style[key]) for key in physical} for box in found]


def test_styles_are_those_that_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found at once of a style is what WeasyPrint finds: inherited, by the flow of text, of <html>,
    of pages, of what floats, in formulas."""
    css = """@page { size: 200px; margin: 1cm; @bottom-center { content: counter(page); color: red } }
    html { color: navy; font-size: calc(10px + 2px); line-height: 1.5; --own: 1px } .a { direction: rtl }
    .a p { margin-inline-start: 3em; padding-inline: 1em 2em; inset-inline-end: 2px; position: relative }
    .b { float: left; width: calc(50% - 1em); border-block-start: 1px solid; text-decoration: underline }
    .b b { margin: var(--own) } i { display: inline-block; min-inline-size: 20px; font: inherit }"""
    html = f"<style>{css}</style><div class=a><p>가 <i>나</i></p></div><div class=b>다 <b>라</b></div>{PAGE}"
    found = _styles(html)
    monkeypatch.setattr(ComputedStyle, "__missing__", ComputedStyle.__missing__.__wrapped__)
    assert _styles(html) == found


def _places(html: str) -> list[tuple[int, str, float, float]]:
    """Where each text of a document stands."""
    return [
        (number, box.text, round(box.position_x, 6), round(box.position_y, 6))
        for number, one in enumerate(HTML(string=html).render().pages)
        for box in one._page_box.descendants()
        if isinstance(box, TextBox)
    ]


def test_lines_stand_where_it_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is known is the one that WeasyPrint would have filled: of the same words, in the same
    place. Those with notes or pictures, or beside what floats, are filled each time."""
    filled = list[None]()
    real = inline.get_next_linebox.__wrapped__

    def counted(*given: Any) -> Any:
        filled.append(None)
        return real(*given)

    note = "<span style='float: footnote'>note</span>"
    text = f"<p style='widows: 4; orphans: 4'>{'some <b>words of</b> text ' * 30}</p>"
    odd = f"<p>{'words' + note} <img src='{PICTURE}'> {'and text ' * 30}</p>"
    beside = f"<p style='float: left'>a</p>{text}"
    html = f"<style>@page {{ size: 200px; margin: 10px }}</style>{(text * 3 + odd + beside) * 3}"
    counts = []
    for function in (counted, lines.remembered(counted)):
        filled.clear()
        monkeypatch.setattr(inline, "get_next_linebox", function)
        counts.append((_places(html), len(filled)))
    (alone, all_filled), (known, some_filled) = counts
    assert alone == known
    assert all_filled > some_filled > 0


def test_pages_that_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose content is said to have changed is made anew, the others are taken as they are; it finds
    what goes on from the one before it where we have put it."""
    made, real, make_all = list[int](), page.remake_page, layout.make_all_pages

    def noted(index: int, context: Any, *rest: Any) -> Any:
        made.append(index)
        assert [list, list, dict] == [
            type(one) for one in (context.footnotes, context.reported_footnotes, context.broken_out_of_flow)
        ]
        return real(index, context, *rest)

    def twice(context: Any, root: Any, html: Any, pages: list[Any]) -> list[Any]:
        first = [*make_all(context, root, html, pages)]
        made.clear()
        context.page_maker[2][-1]["content_changed"] = True
        again = [*make_all(context, root, html, first)]
        assert [one is other for one, other in zip(first, again, strict=True)].count(False) == 1
        return again

    monkeypatch.setattr(page, "remake_page", noted)
    monkeypatch.setattr(layout, "make_all_pages", twice)
    assert len(HTML(string=PAGE * 2).render().pages) > 4
    assert [2] == made


def test_a_page_and_its_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was made has its notes behind its root: they begin where its text may end; where there
    are none, none are in it. What is in a box is moved with it."""
    made, make_all = list[Any](), layout.make_all_pages

    def noted(*given: Any) -> list[Any]:
        pages = [*make_all(*given)]
        made.extend([*one.children] for one in pages)
        made.append(pages[0].content_box_y() + pages[0].height)
        return pages

    monkeypatch.setattr(layout, "make_all_pages", noted)
    note = "<span style='float: footnote'>note</span>"
    HTML(string=f"<p>a{note}</p><p style='break-before: page'>b</p>").render()
    (first, notes, _), (second, none, _), foot = made
    assert [1, 0] == [len(one.children) for one in (notes, none)]
    assert boxes.end(first) <= notes.position_y < foot
    *_, line = second.descendants()
    below = line.position_y - second.position_y
    second.translate(0, 7)
    assert below == line.position_y - second.position_y


def test_pages_that_are_made_alone() -> None:
    """One that is begun where one began is the same; what is behind it is not made."""
    first = "<body><div style='break-after: page'>first</div><section>"
    text = PAGE.replace("<body>", first).replace("</body>", "</section></body>")
    with endings.seen(None) as found:
        whole = HTML(string=text).render().pages
    assert len(whole) > 3
    for number, start in enumerate(found.begun.starts[1:-1], 1):
        with starting.alone(starting.Some(start, 1, (), (0, 0.0), {}), 1):
            _first, alone = HTML(string=text).render().pages
        assert _lines_of(whole[number]) == _lines_of(alone)


def _lines_of(page: Any) -> list[tuple[str, float]]:
    boxes = (box for box in page._page_box.descendants() if isinstance(box, TextBox))
    return [(box.text, box.position_y) for box in boxes]


def test_references_to_pages() -> None:
    """They are those of all pages that a PDF has got so far, whenever they are asked for."""
    known, real = pydyf.PDF.page_references.fget, pydyf.PDF.page_references.fget.__wrapped__
    pdf = pydyf.PDF()
    for count in range(1, 4):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert real(pdf) == known(pdf) == known(pdf)
        assert count == len(known(pdf))


def test_styles_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a page, and of the boxes in its margins, is found where nothing else is looked through;
    also for a page that is made again."""
    seen = list[tuple[object, list[object]]]()

    class Watched(counted._OfPage):
        def get_cascaded_styles(self) -> list[tuple[object, str]]:
            shown = super().get_cascaded_styles()
            everything = [name for name in self._styles.get_cascaded_styles() if name[0] == shown[0][0]]
            assert everything == shown
            seen.append((shown[0][0], [name for _, name in shown]))
            return shown

    monkeypatch.setattr(counted, "_OfPage", Watched)
    css = """@page { size: 200px; margin: 20px; @bottom-center { content: counter(page) '/' counter(pages) } }
    @page :nth(2n) { @top-left { content: 'a' } } @page { @footnote { margin-top: 2px } }
    p { break-after: page } b::after { content: target-counter('#c', page) }"""
    pages = HTML(string=f"<style>{css}</style>{'<p>a <b>b</b></p>' * 4}<i id=c>")
    assert 5 == len(pages.render().pages)
    assert 5 == len({name for name, _ in seen}) < len(seen)
    assert {None, "@bottom-center", "@footnote", "@top-left"} <= {one for _, names in seen for one in names}


LEADER = """<style>@page { size: 200px 60px; margin: 10px } i::after { content: leader(".") }</style>
<section style="orphans: 3; widows: 3"><p>a <i></i> 17<br>b<i></i>1<br>c<i></i>12<br>d<i></i>4</section>"""


def test_a_leader_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """As wide, in the same place and of as many dots as WeasyPrint's own texts of one dot each."""
    found = []
    for fill in (inline.handle_leader.__wrapped__, inline.handle_leader):
        monkeypatch.setattr(inline, "handle_leader", fill)
        found.append([box for box in _texts(LEADER) if set(box.text) == {"."}])
    apart, joined = found
    assert 4 == len(joined) < len(apart)
    assert sum(len(box.text) for box in joined) == len(apart)
    rows = [[*row] for _, row in groupby(apart, key=lambda box: box.position_y)]
    for one, dots in zip(joined, rows, strict=True):
        assert one.text == "." * len(dots) == one.pango_layout.text
        assert min(box.position_x for box in dots) == one.position_x
        assert sum(box.width for box in dots) == pytest.approx(one.width)


def _texts(html: str) -> list[Any]:
    pages = HTML(string=html).render().pages
    return [box for one in pages for box in one._page_box.descendants() if isinstance(box, TextBox)]


def test_lengths_are_those_that_it_works_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a style's lengths is what WeasyPrint sets: with percentages, formulas, borders that
    cells share, boxes that stand side by side, and where a height is not known."""
    css = """@page { size: 200px; margin: 5%; @top-left { content: "a" }
    @top-right { width: 30px; padding: 2px } @left-top { content: "b"; height: 50% } }
    p { margin: 1em 10%; padding: calc(1px + 1%) }
    table { border-collapse: collapse } td { border: 3px solid; padding: 2px } .row { display: flex }
    p { border: 1px solid } .row div { flex: 1; min-width: 20px }
    .grid { display: grid; grid-template-columns: 1fr 2fr }
    .c { box-sizing: border-box; width: 50px; height: 30px; padding: 4px }
    .d { height: 50%; max-height: 9px }"""
    body = f"""<p>a<p>b<div class=row><div>c</div><div>d d d</div></div><div class=grid><p>e<p>f</div>
    <div class=c><div class=d>g</div></div>{PAGE}<table><tr><td>1<td>2<tr><td>3<td>4</table>"""
    html, found, real = f"<style>{css}</style>{body}", [], block.resolve_percentages
    for resolve in (real, real.__wrapped__):
        for module in (block, inline, page, table):
            monkeypatch.setattr(module, "resolve_percentages", resolve)
        pages = HTML(string=html).render().pages
        found.append([_lengths(box) for one in pages for box in one._page_box.descendants()])
    known, worked_out = found
    assert worked_out == known
    assert len(known) > 100


def _lengths(box: Any) -> list[object]:
    return [type(box), *(getattr(box, name, None) for name in ("position_x", "position_y", *used._ALL))]


def test_marks_have_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, whatever their elements are, and notes are set as WeasyPrint sets them with all styles."""
    html = """<style>@page { size: 200px } b { display: list-item } b::marker { color: red }
    i { float: footnote } i::footnote-call { font-weight: bold }</style>
    <ul><li>a</ul><b>c</b><p>d<i>note</i> e <u>f</u>"""
    some, told = _styles(html), list[str]()
    real = StyleFor.set_computed_styles.__wrapped__

    def all_of_them(*given: Any, **named: Any) -> None:
        told.append(named.get("pseudo_type") or "")
        real(*given, **named)

    monkeypatch.setattr(StyleFor, "set_computed_styles", all_of_them)
    assert _styles(html) == some
    assert told.count("marker") > told.count("") - 5
    told.clear()
    monkeypatch.setattr(StyleFor, "set_computed_styles", styles.of_marks_there(all_of_them))
    assert _styles(html) == some
    assert [2, 1, 1, 0] == [
        told.count(mark) for mark in ("marker", "footnote-call", "footnote-marker", "note-call")
    ]


def test_nothing_of_a_document_stays_in_a_ring() -> None:
    """Pages go when nobody needs them: Python need not look through all that there is for them."""
    gc.collect()
    gc.disable()
    try:
        picture = f'<img src="{PICTURE}"><svg viewBox="0 0 9 9"><text>b</text></svg>'
        document = HTML(string=PAGE + f"<p>a<span style='float: footnote'>{picture}</span>").render()
        assert document.write_pdf()
        boxes_of_pages = [weakref.ref(one._page_box) for one in document.pages]
        assert all(one() is not None for one in boxes_of_pages)
        del document
        assert [None] * len(boxes_of_pages) == [one() for one in boxes_of_pages]
    finally:
        gc.enable()


_MONSTERS = {
    "a word": "a",
    "marks": "a\u0301\u0302\u0303 ",
    "joined": "가\u2060",
    "hyphens": "가\u00ad",
    "no width": "가\u200b\u200b",
    "right to left": "ب",
    "both ways": "(שלום) a1, ",
    "words": "봄이 오면 산에 ",
    "a long word behind a short one": "봄 " + "a" * 900,
    "a long name": "가\u00a0나",
    "two letters in one": "👩\u200d👩\u200d👧",
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The style and the context that a line is split with."""
    calls, split = list[tuple[Any, ...]](), inline.split_first_line

    def noted(*all_of_it: Any, **named: Any) -> Any:
        calls.append(all_of_it)
        return split(*all_of_it, **named)

    with monkeypatch.context() as patched:
        patched.setattr(inline, "split_first_line", noted)
        HTML(string="<p lang=en style='overflow-wrap: anywhere; hyphens: auto'>a").render()
    return calls[0][1:3]


def _lines(split: Any, text: str, style: Any, context: Any, width: float, most: int) -> list[Any]:
    made, at = list[Any](), 0
    while at is not None and len(made) < most:
        line = split(text.encode()[at:].decode(), style, context, width, 0)
        made.append((line[0].text, *line[1:]))
        at = at + line[2] if line[2] else None
    return made


@pytest.mark.parametrize("unit", _MONSTERS.values(), ids=_MONSTERS)
def test_a_line_off_a_long_text(unit: str, given: tuple[Any, Any]) -> None:
    """It is the same whether the engine looks at all that follows or at what stands near: so it looks at as
    much as the text is long, not at its square."""
    known: Any = preferred.split_first_line
    assert known is inline.split_first_line.__wrapped__.__wrapped__.__wrapped__
    text, looked_at = (unit * 1500)[:1500], list[int]()
    for width in (0.0, 40.0, 300.0):
        whole = _lines(known.__wrapped__, text[:400], *given, width, 3)
        assert whole == _lines(known, text[:400], *given, width, 3)

    def counted_split(text: str, *rest: Any) -> Any:
        looked_at.append(len(text))
        return known.__wrapped__(text, *rest)

    assert "".join(line[0] for line in _lines(nearby.nearby(counted_split), text, *given, 150.0, 1500))
    assert sum(looked_at) < 12 * len(text)


@pytest.mark.parametrize("mark", ["<i>{}</i>", "<b><i>{}</i></b>"])
def test_a_space_hangs_at_the_end_of_a_text(mark: str) -> None:
    """Lines end where they would without anything emphasised, however wide they are."""
    words, others = "some words of a text", "and others"
    css = "<style>@page { size: 400px } i { font-style: normal } b { font-weight: normal } p { width: %spx }"
    for width in range(60, 90):
        html = f"{css % width}</style><p>{words} %s</p>"
        assert _rows(html % others) == _rows(html % mark.format(others)), width


def test_a_word_is_parted_where_its_text_begins_a_line(given: tuple[Any, Any]) -> None:
    """Elsewhere the engine lets it stand out: so a line that is too long is filled as if it began there."""
    split, text = preferred.split_first_line, "a" * 300
    parted, whole = (split(text, *given, 100.0, 0, is_line_start=begins)[2] for begins in (True, False))
    assert 0 < parted < 100
    assert whole is None


def test_between_two_texts_the_engine_asks_for_their_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a line may end there, it asks by the last letter of one and the first of the next."""
    asked, can_break = list[str](), inline.can_break_text
    monkeypatch.setattr(
        inline, "can_break_text", lambda text, lang: (asked.append(text), can_break(text, lang))[1]
    )
    HTML(string="<p>가나<b>다라</b>마바").render()
    assert ["나다", "라마"] == asked


def _rows(html: str) -> list[str]:
    """The words of each line."""
    texts = {(box.position_y, box.position_x): box.text for box in _texts(html)}
    rows = groupby(sorted(texts.items()), key=lambda one: one[0][0])
    return [" ".join("".join(text for _, text in row).split()) for _, row in rows]


def test_heads_of_tables_come_again() -> None:
    """Each page that a table goes over has its head, which is known by its element."""
    table = f"<table><thead><tr><th>head <i>one</i></th></tr></thead>{'<tr><td>row</td></tr>' * 30}</table>"
    pages = HTML(string=f"<style>@page {{ size: 200px; margin: 10px }}</style>{table * 2}").render().pages
    heads = [head for page in pages for head in boxes.heads_on(page)]
    assert 2 == len({head.element for head in heads}) < len(heads)
    assert (len(heads) - 2) * ["head", "one"] == repeated.said_again(pages).split()
