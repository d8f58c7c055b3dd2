"""passes/math.py."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publisher.dialect import Dialect, KramdownOptions
from publisher.model import Chapter
from publisher.passes.tex import mathml
from tests.chapters import Blog, said, tree

MATHML = "{http://www.w3.org/1998/Math/MathML}math"


def _chapter(folder: Path, markdown: str) -> Chapter:
    return Blog(folder).chapter(markdown, dialect=Dialect("hexo", math=True))


def test_alternative_text(tmp_path: Path) -> None:
    """A formula carries its TeX for those who cannot see it."""
    (formula,) = tree(_chapter(tmp_path, r"$\frac{1}{2} < x$")).iter(MATHML)
    assert r"\frac{1}{2} < x" == formula.get("alttext")


def test_display(tmp_path: Path) -> None:
    """$$ is a formula of its own, $ one in the line."""
    got = [formula.get("display") for formula in tree(_chapter(tmp_path, "$a$\n\n$$\nb\n$$\n")).iter(MATHML)]
    assert ["inline", "block"] == got


@pytest.mark.parametrize("grammar", ["hexo", "hugo", "kramdown"])
def test_a_formula_of_its_own_is_no_paragraph(grammar: str, tmp_path: Path) -> None:
    """One that has a line to itself stands in the middle of it, whatever the grammar makes of it."""
    text = "앞\n\n$$\nb\n$$\n\n뒤"
    blocks = [*tree(Blog(tmp_path).chapter(text, dialect=Dialect(grammar, math=True)))]
    assert [("p", None), ("div", "math"), ("p", None)] == [(one.tag, one.get("class")) for one in blocks]


def test_bad_tex(tmp_path: Path) -> None:
    """TeX that cannot be read stands as it is written, and its line is named."""
    chapter = _chapter(tmp_path, "글\n\n$\\nosuch{1}$")
    assert "\\nosuch{1}" in "".join(tree(chapter).itertext())
    (fault,) = said(chapter)
    assert fault.startswith("source/_posts/가을.md:3: warning[math-unreadable]: no formula: \\nosuch{1} (")


def test_deep_tex(tmp_path: Path) -> None:
    """TeX nested a thousand deep ends in time and leaves the rest of the post alone."""
    start = time.perf_counter()
    chapter = _chapter(tmp_path, "앞\n\n$" + "{" * 1000 + "x" + "}" * 1000 + "$\n\n뒤")
    assert time.perf_counter() - start < 10
    assert "뒤" in "".join(tree(chapter).itertext())
    assert "chapter-simplified" not in {fault.code for fault in chapter.diagnostics}


def _formulas(folder: Path, markdown: str, dialect: Dialect) -> list[tuple[str | None, str | None]]:
    """(alternative text, display) of each formula."""
    found = tree(Blog(folder).chapter(markdown, dialect=dialect)).iter(MATHML)
    return [(formula.get("alttext"), formula.get("display")) for formula in found]


PLAIN, HEXO = Dialect(math=True), Dialect("hexo", math=True, breaks=True)


@pytest.mark.parametrize(
    ("expected", "markdown", "dialect"),
    [
        ([("a_1", "inline")], r"가 \(a_1\) 나", PLAIN), ([("a b", "block")], "\\[\na\nb\n\\]", PLAIN),
        ([("a_1", "inline")], r"가 \\(a_1\\) 나", HEXO), ([("a < b", "inline")], r"\\(a < b\\)", HEXO),
        ([("a b", "block")], "\\\\[a\nb\\\\]", HEXO), ([], r"가 \(a\) 나", HEXO),
        ([("a", "block")], "```math\na\n```", PLAIN), ([("a", "block")], "```latex-math\na\n```", HEXO),
        ([("a", "block")], "```katex\na\n```", HEXO), ([], "```math\na\n```", Dialect("hexo")),
        ([("a_b*c*_d", "inline")], '<script type="math/tex">a_b*c*_d</script>', Dialect("hexo")),
        ([("a", "block")], '<script type="math/tex; mode=display">a</script>', PLAIN),
        ([], r"`\(a\)` 가 \(b", PLAIN), ([], r"<code>\(a\)</code>", PLAIN),
        ([("a", "inline"), ("b", "inline")], r"**가** \\(a\\) *나* \\(b\\) ~~다~~", HEXO),
        ([("a", "inline")], r"\\(a\\)", Dialect("kramdown", math=True)), ([], r"\\(a\\)", Dialect("hexo")),
    ],
)  # fmt: skip
def test_how_formulas_are_written(
    expected: list[tuple[str, str]], markdown: str, dialect: Dialect, tmp_path: Path
) -> None:
    r"""\(…\) and \[…\], fences and MathJax's scripts; a backslash alone is Markdown's own in Hexo."""
    assert expected == _formulas(tmp_path, markdown, dialect)


def test_no_word_is_lost(tmp_path: Path) -> None:
    """What stands around formulas stays, in its order."""
    chapter = Blog(tmp_path).chapter(r"가 *나* \\(a\\) **다**<br>라 \\(b\\) 마", dialect=HEXO)
    words = tree(chapter)
    for formula in list(words.iter(MATHML)):
        formula.clear(keep_tail=True)
    assert "가 나  다라  마" == "".join(words.itertext()).strip()


@pytest.mark.parametrize(
    ("tex", "what"),
    [
        (r"\frac{1}{2", "a brace { that nothing closes"), ("a}", "a brace } that nothing opens"),
        (r"\frac{1}", "an argument is missing"), (r"\left( x", "Extra"), (r"\nosuch", "an unknown command"),
        (r"\begin{foo}a\end{foo}", "an unknown environment foo"), (r"\begin{matrix} a", "MissingEnd"),
        ("a^b^c", "DoubleSuperscripts"), ("a_", "MissingSuperScriptOrSubscript"),
    ],
)  # fmt: skip
def test_broken_tex(tex: str, what: str, tmp_path: Path) -> None:
    """TeX that is broken stands as code as it is written, and the report says what is wrong and where."""
    chapter = Blog(tmp_path).chapter(f"글\n\n$${tex}$$\n", dialect=HEXO)
    assert tex in "".join(tree(chapter).itertext())
    (fault,) = said(chapter)
    assert fault.startswith(f"source/_posts/가을.md:3: warning[math-unreadable]: no formula: {tex} ({what}")


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}", r"\begin{gathered} a \\ b \end{gathered}",
        r"\begin{equation} a = b \end{equation}", r"\{a\}", r"\left\{ a \right\}", r"50\%",
        r"\begin{dcases} a & b \\ c & d \end{dcases}", r"\begin{pmatrix} a & b \end{pmatrix}",
    ],
)  # fmt: skip
def test_good_tex(tex: str, tmp_path: Path) -> None:
    """AMS's environments, escaped braces and texts are no faults."""
    chapter = Blog(tmp_path).chapter(f"$${tex}$$", dialect=HEXO)
    assert [] == said(chapter)
    assert [tex] == [formula.get("alttext") for formula in tree(chapter).iter(MATHML)]


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\mbox{<iframe src='https://evil.example'/>}",
        r"\text{<b xmlns='http://www.w3.org/1999/xhtml' onclick='alert(1)'>가</b>}",
        r"\text{<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>}",
        r"\text{&lt;script&gt;}",
        r"\text{<!-- }",
        r"\text{]]>}",
        r"\href{javascript:alert(1)}{x}",
        r"\href{https://evil.example}{x}",
        r"\style{background:url(https://evil.example)}{x}",
        r"\class{evil}{x}",
        r'\textcolor{red" onclick="alert(1)}{x}',
        r"\color{url(https://evil.example)}{x}",
        r"\hspace{1em' onload='}x",
        r"\rule{expression(alert(1))}{1em}",
    ],
)
def test_formula_of_a_stranger(tex: str, tmp_path: Path) -> None:
    """Whatever TeX holds: a formula is MathML's own elements, and attributes that set its look."""
    chapter = _chapter(tmp_path, f"앞 \\\\({tex}\\\\) 뒤")
    elements = [element for element in tree(chapter).iter() if "{" in str(element.tag)]
    for element in elements:
        assert str(element.tag).startswith("{http://www.w3.org/1998/Math/MathML}m"), tex
        assert not {"href", "style", "class", "id"} & set(element.keys()), tex
        assert not any(key.startswith("on") for key in element.attrib), tex
        values = [value for key, value in element.items() if key != "alttext"]
        assert not any(re.search(r"[:;()'\"<>&]", value) for value in values), tex
    assert not {"script", "iframe", "svg"} & {str(element.tag) for element in tree(chapter).iter()}
    assert "chapter-simplified" not in {fault.code for fault in chapter.diagnostics}


@given(
    st.text(max_size=20), st.sampled_from(["text", "mbox", "href{x}", "style", "class{a}", "color", "hspace"])
)
def test_any_argument(text: str, command: str) -> None:
    """No text in an argument becomes an element, or an attribute that leads somewhere."""
    try:
        made = etree.fromstring(mathml(rf"a\{command}{{{text}}}{{x}}", False))
    except ValueError:
        return
    assert {"http://www.w3.org/1998/Math/MathML"} == {etree.QName(one).namespace for one in made.iter()}
    assert not {"href", "style", "class", "id"} & {key for one in made.iter() for key in one.attrib}


@pytest.mark.parametrize(
    ("shown", "tex"),
    [("arg", r"\arg z"), ("\\", r"a \backslash b"), ("&", r"\text{a & b}"), ("<", r"\text{a < b}"),
     ("¶", r"\P"), ("a", r"a \nonumber"), ("a", r"a \label{eq:1}"),
     ("=", r"\begin{alignat}{2} a &= b \\ c &= d \end{alignat}")],
)  # fmt: skip
def test_more_tex(shown: str, tex: str) -> None:
    """LaTeX's own commands that the converter does not know, and text that is no XML."""
    assert shown in "".join(etree.fromstring(mathml(tex, False)).itertext())


@pytest.mark.parametrize(
    ("shown", "tex"),
    [
        (["P(A)", "=1", "P(B)", "=2"], r"\begin{aligned}P(A)&=1\\P(B)&=2\end{aligned}"),
        (["A", "P", "¶"], r"\begin{matrix}A\\P\\\P\end{matrix}"),
        (["a", "label", "arg"], r"\begin{matrix}a\\label\\arg\end{matrix}"),
        (["a", "color1", "2"], r"\begin{matrix}a\\color{1}&2\end{matrix}"),
        (["a", "begin{foo}"], r"\begin{matrix}a\\begin\{foo\}\end{matrix}"),
    ],
)
def test_letters_behind_the_end_of_a_row(shown: list[str], tex: str) -> None:
    """A row may begin with letters that are a command's name."""
    formula = etree.fromstring(mathml(tex, True))
    assert shown == [text for cell in formula.iter("{*}mtd") if (text := "".join(cell.itertext()))]


@pytest.mark.parametrize(
    ("cells", "tex"),
    [
        (["a", "=b", "c", "=d"], r"\begin{align}a&=b\\[2pt]c&=d\end{align}"),
        (["a", "b"], r"\begin{pmatrix}a\\ [ -0.5ex ] b\end{pmatrix}"),
        (["a", "b"], r"\begin{gathered}a\\*[1em]b\end{gathered}"),
        (["a", "[b]"], r"\begin{matrix}a\\ [b]\end{matrix}"),
        (["a", "*b"], r"\begin{matrix}a\\ *b\end{matrix}"),
    ],
)  # fmt: skip
def test_room_below_a_row(cells: list[str], tex: str) -> None:
    r"""What `\\[6pt]` and `\\*` say of the room and the page between two rows is no part of the formula."""
    formula = etree.fromstring(mathml(tex, True))
    assert cells == ["".join(cell.itertext()) for cell in formula.iter("{*}mtd")]


@pytest.mark.parametrize(
    ("base", "tex"),
    [
        ("[12]", r"A = \begin{bmatrix}1\\2\end{bmatrix}^{-1}"),
        ("(1)", r"\begin{pmatrix}1\end{pmatrix} ^T x"),
        ("|(1)|", r"\begin{vmatrix}\begin{pmatrix}1\end{pmatrix}\end{vmatrix}^2"),
        ("(2)", r"\begin{aligned}a&=\begin{pmatrix}2\end{pmatrix}'\end{aligned}"),
    ],
)  # fmt: skip
def test_power_of_a_matrix(base: str, tex: str) -> None:
    """It stands behind all of it, brackets too; the formula was named as one that lacks an argument."""
    (power,) = etree.fromstring(mathml(tex, True)).iter("{*}msup")
    assert base == "".join(power[0].itertext())


@pytest.mark.parametrize(
    ("words", "symbols", "tex"),
    [
        (["if ", " 이면"], ["x", "y"], r"\text{if $x_{1} > y$ 이면}"), (["$5"], [], r"\text{$5}"),
        (["가 "], ["b"], r"\mbox{가 $b$}"),
    ],
)  # fmt: skip
def test_formula_in_words(words: list[str], symbols: list[str], tex: str) -> None:
    r"""Between two dollars in \text{…} stands a formula; a dollar alone is one."""
    formula = etree.fromstring(mathml(tex, True))
    assert words == [(one.text or "").replace("\xa0", " ") for one in formula.iter("{*}mtext")]
    assert symbols == [one.text for one in formula.iter("{*}mi")]


@pytest.mark.parametrize(
    ("cells", "tex"),
    [
        (["1", "0", "1"], r"\begin{bmatrix} \color{red}1 & 0 & \color{blue} 1 \end{bmatrix}"),
        (["1", "0", "2", "3"], r"\begin{matrix} 1 & \color{red}0 \\ \color{red}{2} & 3 \end{matrix}"),
        (["12", "0"], r"\begin{matrix} \color{red}{1}\color{blue}2 & 0 \end{matrix}"),
        (["12", "3"], r"\begin{matrix} \color{red}{1 \color{blue}2} & 3 \end{matrix}"),
        (["1x", "3"], r"\begin{matrix} {\color{red}1} \color{blue}x & \color{red} 3 \end{matrix}"),
        (["(1)", "0"], r"\begin{matrix} \left( \color{red}1 \right) & 0 \end{matrix}"),
    ],
)
def test_colour_in_a_table(cells: list[str], tex: str) -> None:
    """A colour that is switched on in a cell ends with it, and the next cells are cells."""
    formula = etree.fromstring(mathml(tex, True))
    assert cells == ["".join(cell.itertext()) for cell in formula.iter("{*}mtd")]
    assert {"red"} <= {element.get("mathcolor") for element in formula.iter("{*}mstyle")}


@pytest.mark.parametrize(
    ("formulas", "text"),
    [
        (["a \\ne 0", "x^2"], "$a \\ne 0$과 $ x^2 $"),
        ([], "$300의 크레딧과 $200 이다"),
        ([], "`$x$`"),
        (["1 < 2"], "앞 $1 < 2$ 뒤"),
    ],
)
def test_dollars_in_the_page(formulas: list[str], text: str, tmp_path: Path) -> None:
    """Where a theme's MathJax looks for $…$, it finds them in what kramdown has made; money is none."""
    dialect = Dialect("kramdown", math=True, kramdown=KramdownOptions(dollars=True))
    chapter = Blog(tmp_path).chapter(text, dialect=dialect)
    assert formulas == [formula.get("alttext") for formula in tree(chapter).iter(MATHML)]


@pytest.mark.parametrize(("is_needed", "text"), [(False, r"$\mathbf{E}$"), (True, r"𝐄 $\mathbf{E}$")])
def test_bold_letters_of_formulas(is_needed: bool, text: str, tmp_path: Path) -> None:
    """No font of the book must have letters that stand in formulas only: these have a font of their own."""
    assert is_needed == ("𝐄" in _chapter(tmp_path, text).characters)
