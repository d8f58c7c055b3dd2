"""writers/pdf: joiners, notes, drawings, paper."""

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from publisher.assets.fonts import FontSet, find_fonts
from publisher.assets.glyphs import outline
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import fragment, inner
from publisher.book.paper import paper_of
from publisher.errors import ConfigError
from publisher.writers.formulas import Drawings
from publisher.writers.pdf.compose import brackets, html, joiners, notes
from publisher.writers.pdf.compose.joiners import JOINER, LETTER, SOFT
from publisher.writers.pdf.layout import engine
from tests.chapters import Blog, entry

_TEXT = st.text(st.sampled_from("가나다ab1 .-()“”—…/\u200b漢"))


def _joined(xhtml: str, *, everywhere: bool = True) -> str:
    root = fragment(xhtml)
    joiners.apply(root, everywhere=everywhere)
    return inner(root).replace(JOINER, "|").replace(SOFT, "'")


def test_a_word_without_end() -> None:
    """Its ends are kept whole, in time that grows as it does: with its square, this would take an hour."""
    word = "가" * 299_996
    assert f"<p>가'{word}|가|가</p>" == _joined(f"<p>{word}가가가</p>", everywhere=False)


def test_a_particle_behind_a_formula() -> None:
    """A formula is a word to the letters behind it: one of them begins no line, two may."""
    text = '<p>값은 <img alt="x"/>{} 적어 보고 다시 적어 본다</p>'
    for everywhere, written, seen in (
        (False, "다.", "|다."), (False, "이다.", "이|다."), (True, "이다.", "|이|다|."),
    ):  # fmt: skip
        assert f'<img alt="x"/>{seen} 적' in _joined(text.format(written), everywhere=everywhere)


@given(_TEXT)
def test_joiners_come_off(text: str) -> None:
    """A text without its joiners is the text."""
    assert text == joiners.join(text).replace(JOINER, "")


@given(_TEXT)
def test_joining_twice(text: str) -> None:
    """What is joined once is joined."""
    assert joiners.join(text) == joiners.join(joiners.join(text))


@given(st.lists(_TEXT, min_size=3, max_size=3), st.booleans())
def test_tree_without_joiners(texts: list[str], everywhere: bool) -> None:
    """A tree without its joiners and letters that nobody sees is the tree."""
    xhtml = "<p>{}<b>{}</b>{}</p>".format(*texts)
    shown = _joined(xhtml, everywhere=everywhere)
    assert inner(fragment(xhtml)) == re.sub(f"[|'{LETTER}]", "", shown)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("가|나|다 라|마", "가나다 라마"),
        ("(|가|나|)|는", "(가나)는"),
        ("API|를", "API를"),
        ("2021|년", "2021년"),
        ("abc def", "abc def"),
        ("가-나/다", "가-나/다"),
        ("漢字|의", "漢字의"),
        ("나|랏|말|ᄊᆞ|미", "나랏말ᄊᆞ미"),
        ("ᄇᆞ|ᄅᆞᆷ|에", "ᄇᆞᄅᆞᆷ에"),
        ("\u1112\u1161\u11ab|글", "\u1112\u1161\u11ab글"),
        ("말\u302f|이", "말\u302f이"),
        ("가\u0301|나", "가\u0301나"),
        ("漢\U000e0100字|의", "漢\U000e0100字의"),
        ("👩\u200d가", "👩\u200d가"),
    ],
)
def test_word(expected: str, text: str) -> None:
    """A line may break between words only; at hyphens and slashes too; no joiner parts what is one letter."""
    assert f"<p>{expected}</p>" == _joined(f"<p>{text}</p>")


def test_word_across_elements() -> None:
    """A word that is partly bold is one word."""
    assert "<p><strong>이|름</strong>|은 <em>뜻</em></p>" == _joined(
        "<p><strong>이름</strong>은 <em>뜻</em></p>"
    )


def test_words_of_two_paragraphs() -> None:
    """Words of two blocks are two words."""
    assert "<p>가</p><p>나</p>" == _joined("<p>가</p><p>나</p>")


def test_code_stays() -> None:
    """Code is not joined but beside signs, where it is short; the particle behind it is."""
    assert "<p><code>가나</code>|를</p>" == _joined("<p><code>가나</code>를</p>")
    assert r"<p><code>\|[</code> <code>ab|.|x</code></p>" == _joined(
        r"<p><code>\[</code> <code>ab.x</code></p>"
    )
    assert "<p><code>a.b c</code></p>" == _joined("<p><code>a.b c</code></p>")


def test_line_break() -> None:
    """A break in a line parts words."""
    assert "<p>가<br/>나</p>" == _joined("<p>가<br/>나</p>")


@pytest.mark.parametrize(
    ("expected", "xhtml"),
    [
        ("<h2>가|나 다|라</h2>", "<h2>가나 다라</h2>"),
        ("<p>도'서관에서|는 책|을 빌|린|다.</p>", "<p>도서관에서는 책을 빌린다.</p>"),
        ("<p>도'서관에|서 <b>책'상|을</b> 빌|리|다.</p>", "<p>도서관에서 <b>책상을</b> 빌리다.</p>"),
        ("<p>할 수 |있|다.</p>", "<p>할 수 있다.</p>"),
        ("<p>지'우|는 글'쇠|는 |(← |키|)</p>", "<p>지우는 글쇠는 (← 키)</p>"),
        ("<p>모|두 찾|은 |이 |책</p>", "<p>모두 찾은 이 책</p>"),
        ("<p>이 ᄇᆞ|ᄅᆞᆷ.</p>", "<p>이 ᄇᆞᄅᆞᆷ.</p>"),
    ],
)
def test_syllables(expected: str, xhtml: str) -> None:
    """Where lines break between syllables, headings do not; two syllables or more of a word stand together,
    or one before two where else a line would be short, and a paragraph ends in three or more."""
    assert expected == _joined(xhtml, everywhere=False)


@pytest.mark.parametrize(
    ("expected", "xhtml"),
    [
        ("<p>모두 100|원짜리예요.</p>", "<p>모두 100원짜리예요.</p>"),
        ("<p>모두 3|만 |원이에요.</p>", "<p>모두 3만 원이에요.</p>"),
        ("<p>모두 37 |쪽이에요.</p>", "<p>모두 37 쪽이에요.</p>"),
        ("<p>모두 10 |km|예요.</p>", "<p>모두 10 km예요.</p>"),
        ("<p>모두 5 |GB, 끝이에요.</p>", "<p>모두 5 GB, 끝이에요.</p>"),
        ("<p>모두 <b>5</b> |개예요 그래요.</p>", "<p>모두 <b>5</b> 개예요 그래요.</p>"),
        ("<p>모두 2020 일본예요 그래요.</p>", "<p>모두 2020 일본예요 그래요.</p>"),
        ("<p>제|3|장에서는 그래요.</p>", "<p>제3장에서는 그래요.</p>"),
        ("<p>가나다|——라마바 가나|·다라 그래요.</p>", "<p>가나다——라마바 가나·다라 그래요.</p>"),
        ("<p>가나<sup>|2</sup>|다라 그래요.</p>", "<p>가나<sup>2</sup>다라 그래요.</p>"),
        ("<p><code>100원</code> 그래요.</p>", "<p><code>100원</code> 그래요.</p>"),
    ],
)
def test_what_no_line_parts(expected: str, xhtml: str) -> None:
    """A number and its unit, a pair of signs, a sign or a small figure and the letter before it stay
    together, once each."""
    assert expected == re.sub(r"(?<=[가-힣])[|'](?=[가-힣])", "", _joined(xhtml, everywhere=False))


def test_words_around_a_note() -> None:
    """A note leaves its place: the words around it are one text, its own another; its mark begins no line."""
    note = '<span class="mark"><span class="footnote">나다 라</span></span>'
    joined = _joined(f"<p>가{note}마 바</p>", everywhere=True)
    assert joined == '<p>가<span class="mark">|<span class="footnote">나|다 라</span></span>|마 바</p>'


@pytest.mark.parametrize(
    ("expected", "xhtml"),
    [
        ('<p>「가<span class="apart">」</span>『나』 「다」</p>', "<p>「가」『나』 「다」</p>"),
        ('<p>「<b>가<span class="apart">」</span>「나」</b>〉〉다</p>', "<p>「<b>가」「나」</b>〉〉다</p>"),
        (
            '<p><i>가</i>」나<span class="apart">〉</span>「다<span class="apart">」</span>「</p>',
            "<p><i>가</i>」나〉「다」「</p>",
        ),
        ("<p><code>」「</code></p>", "<p><code>」「</code></p>"),
        (f"<p>{'」「' * 300}</p>", f"<p>{'」「' * 300}</p>"),
    ],
)
def test_brackets(expected: str, xhtml: str) -> None:
    """Room is put behind a bracket before another that opens; not in code, nor in a text of nothing else."""
    root = fragment(xhtml)
    brackets.apply(root)
    assert expected == inner(root)


def test_old_hangul_is_drawn_as_syllables(tmp_path: Path) -> None:
    """옛한글 looks the same with the joiners that keep its words whole as without."""
    fonts = find_fonts(load_theme("base", tmp_path).fonts, tmp_path, "가")
    plain = "나랏말ᄊᆞ미 \u1112\u1161\u11ab글"
    styled = "<p style=\"font-family: 'publisher body'\">{}</p>"
    drawn = [engine.draw(styled.format(text), fonts, tmp_path) for text in (plain, joiners.join(plain))]
    one, other = (pypdfium2.PdfDocument(pdf)[0].render().to_pil() for pdf in drawn)
    assert JOINER in joiners.join(plain)
    assert one.getbbox()
    assert ImageChops.difference(one, other).getbbox() is None


def test_titles_break_between_words(tmp_path: Path) -> None:
    """The title of a chapter and the names of its parts break between words, as headings do."""
    chapter = replace(Blog(tmp_path).rendered(entry("글", title="긴 제목")), section=("바닷가",))
    titled = html._titled(chapter)
    assert ("긴 제|목", "바|닷|가") == tuple(
        text.replace(JOINER, "|") for text in (titled.title, *titled.section)
    )


NOTE = (
    '<aside class="footnote" role="doc-footnote" id="n1"><p>'
    '<a class="back" role="doc-backlink" href="#r1">1</a> 첫째 <b>굵게</b></p>{}</aside>'
)
TEXT = (
    '<p>가<sup><a class="noteref" role="doc-noteref" href="#n1" id="r1">1</a></sup> 나'
    '<sup><a class="noteref" role="doc-noteref" href="#n1">1</a></sup></p>'
)


def _footed(more: str) -> str:
    root = fragment(f'{TEXT}<section class="notes">{NOTE.format(more)}</section>')
    notes.to_foot(root)
    return inner(root)


def test_note_at_its_mark() -> None:
    """A note stands where its first mark stood, with its number; the second mark leads to it."""
    got = _footed("<p>둘째</p>")
    assert (
        '<p>가<span class="mark" id="fit-mark-n1"><span class="footnote" id="n1" data-number="1">'
        '<span class="paragraph">첫째 <b>굵게</b></span><span class="paragraph">둘째</span></span></span> 나'
        '<sup><a class="noteref" role="doc-noteref" href="#n1">1</a></sup></p>'
    ) == got


def test_note_with_code_stays() -> None:
    """A note that holds more than paragraphs stays at the chapter's end."""
    got = _footed("<pre>x</pre>")
    assert got.startswith(TEXT)
    assert "<section" in got


def test_notes_that_touch() -> None:
    """Between two marks that touch stands a comma: notes 4 and 5 are not note 45."""
    mark = '<sup><a class="noteref" role="doc-noteref" href="#n{0}" id="r{0}">{0}</a></sup>'
    marks = "".join(map(mark.format, (1, 2)))
    section = f'<section class="notes">{NOTE.format("")}</section>'
    root = fragment(f"<p>가{marks} 나{mark.format(3)}다{mark.format(4)}</p>{section}")
    notes.to_foot(root)
    assert 1 == len(root.findall(".//sup[@class='between']"))


@pytest.mark.parametrize("before", ["가", "<b>가</b>"])
def test_a_mark_behind_a_space(before: str) -> None:
    """The space goes: no line begins with the mark of a note, as one would that holds nothing else."""
    mark = '<sup><a class="noteref" role="doc-noteref" href="#n1" id="r1">1</a></sup>'
    root = fragment(f'<p>{before}\n{mark}</p><section class="notes">{NOTE.format("")}</section>')
    notes.to_foot(root)
    assert f'<p>{before}<span class="mark"' in inner(root)


def test_a_note_in_itself() -> None:
    """A note whose mark stands in itself alone stays at the chapter's end."""
    inside = '<p>나 <a class="noteref" href="#n1" id="r1">1</a></p>'
    root = fragment(f'<p>가</p><section class="notes">{NOTE.format(inside)}</section>')
    notes.to_foot(root)
    assert root.find("section/aside") is not None


def test_formula() -> None:
    """A formula becomes a drawing on the base line, its TeX the words for it; what follows stays."""
    drawings = Drawings(FontSet(()))
    mathml = "http://www.w3.org/1998/Math/MathML"
    square = "<msup><mi>x</mi><mn>2</mn></msup>"
    root = fragment(f'<p>가 <math xmlns="{mathml}" alttext="x^2">{square}</math>이다</p>')
    drawings.replace_formulas(root)
    image = root[0][0]
    assert ("img", "x^2", "이다") == (image.tag, image.get("alt"), image.tail)
    assert "vertical-align" in image.get("style", "")
    assert drawings.files[image.get("src", "")].startswith(b"<svg")


def test_formula_that_cannot_be_drawn() -> None:
    """A formula that cannot be drawn stands as its TeX."""
    broken = '<mspace linebreak="newline"/><mi>x</mi>'  # without a height, and so high that nothing fits
    for tokens in ("<mfrac/>", broken):
        mathml = "http://www.w3.org/1998/Math/MathML"
        root = fragment(f'<p><math xmlns="{mathml}" alttext="x"><mrow>{tokens}</mrow></math>는</p>')
        Drawings(FontSet(())).replace_formulas(root)
        assert "<p><code>x</code>는</p>" == inner(root)


def test_hangul_in_a_formula(tmp_path: Path) -> None:
    """Hangul in a formula is drawn in a face of the book, smaller in a script; without one the TeX stands."""
    mathml = "http://www.w3.org/1998/Math/MathML"
    row = "<msub><mtext>거 x</mtext><mtext>리</mtext></msub>"
    source = f'<p><math xmlns="{mathml}" alttext="T">{row}</math></p>'
    fonts = find_fonts(load_theme("base", tmp_path).fonts, tmp_path, "거리")
    drawings, root = Drawings(fonts), fragment(source)
    drawings.replace_formulas(root)
    (svg,) = drawings.files.values()
    found = [path for path in fragment(svg.decode())[0] if "scale" in path.get("transform", "")]
    sizes = [float(path.get("transform", "").split("scale(")[1].rstrip(")")) for path in found]
    assert [outline(fonts.faces[0], letter) for letter in "거리"] == [path.get("d") for path in found]
    assert [24, 16.8] == pytest.approx(sizes, abs=0.1)
    assert b"<rect" not in svg
    root = fragment(source)
    Drawings(FontSet(())).replace_formulas(root)
    assert "<p><code>T</code></p>" == inner(root)


@pytest.mark.parametrize(
    ("size", "name"),
    [((148, 210), "A5"), ((148, 210), "국판"), ((128, 188), "46판"), ((152, 225), " 신국판 "),
     ((140, 210), "140x210"), ((140.5, 210), "140.5 × 210 mm")],
)  # fmt: skip
def test_trim(size: tuple[float, float], name: str) -> None:
    """A 판형 has a name, or a width and a height in mm."""
    paper = paper_of(name)
    assert size == (paper.width, paper.height)


def test_margins() -> None:
    """A5 has the margins that the docstring says, the wider one at the spine."""
    paper = paper_of("A5")
    assert (20, 26, 26, 24) == (paper.top, paper.bottom, paper.inner, paper.outer)


@pytest.mark.parametrize("name", ["A7", "10x10", "999x999", "140", "-5x210", "가x나"])
def test_no_trim(name: str) -> None:
    """Any other text is an error that lists the names."""
    with pytest.raises(ConfigError, match="is no 판형") as caught:
        paper_of(name)
    assert "신국판" in caught.value.hint


def test_mirrored() -> None:
    """Left-hand and right-hand pages are mirror images."""
    css = paper_of("A5").css()
    assert "@page :left { margin: 20mm 26mm 26mm 24mm; }" in css
    assert "@page :right { margin: 20mm 24mm 26mm 26mm; }" in css
