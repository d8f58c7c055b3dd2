"""kramdown's grammar: cases of ours, any text, and the time that hostile texts take."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.dialect import Dialect, KramdownOptions
from publisher.markdown import grammar

JEKYLL = Dialect(grammar="kramdown", smart=True)
PIECES = "* ** _ ` ``` ~~~ - 1. > # | : {: } {:toc} [ ] ( ) ! ^ $$ <div> </div> <b> <!-- ' & ; = 가 a".split()
HOSTILE = [
    *(
        "[",
        "![",
        "[a](",
        "[a][",
        "*a ",
        "**a** *b",
        "> ",
        "> a\n",
        "- ",
        "* a\n",
        "|",
        "|a|b|\n",
        "`",
        "``a`",
    ),
    *("<a ", "<b>", "<div>", "*<b>", "<http://a", '<a b="', "<code>|", "{: a=b", "{: a=b\n", "{:", "a\n: "),
    *(
        "\"'",
        "$$a",
        "~~a ",
        "~~~a\n",
        "[^a]: b\n",
        "[a](b '",
        "***a** b* ",
        "{::comment}",
        "[![a](b)",
        "x **[a",
        "    a\nb\n",
        "[^a]:\n\n    b\n",
        "# #",
        "# a {#b",
        "[a] \n",
        "*[a",
        "-|",
        "|=\n|a\n",
    ),
]


def cases() -> list[tuple[str, str, str]]:
    """Title, text and HTML, each ended by a line with a dot."""
    text = (Path(__file__).parents[1] / "cases" / "grammars" / "kramdown.md").read_text(encoding="utf-8")
    parts = [part.strip("\n") for part in text.split("\n.\n")]
    return list(zip(parts[::3], parts[1::3], parts[2::3], strict=False))


@pytest.mark.parametrize(("title", "text", "html"), cases(), ids=[case[0] for case in cases()])
def test_case(title: str, text: str, html: str) -> None:
    assert grammar(JEKYLL)(text).strip("\n") == html, title


def test_leading_spaces_of_a_text_count() -> None:
    assert grammar(JEKYLL)("    코드\n").startswith("<pre><code>코드\n")


def test_hard_wrap() -> None:
    html = grammar(Dialect(grammar="kramdown", breaks=True))("가\n**나\n다**  \n라\n")
    assert html.strip() == "<p>가<br />\n<strong>나<br />\n다</strong>  <br />\n라</p>"


def test_quotes_of_the_site() -> None:
    assert (
        grammar(Dialect(grammar="kramdown", smart=True, quotes="\"\"''"))("\"가\" '나'...")
        == "<p>\"가\" '나'…</p>\n"
    )


def test_no_typography() -> None:
    assert grammar(Dialect(grammar="kramdown"))('"가" -- ...') == '<p>"가" -- ...</p>\n'


def test_formulas_for_the_book() -> None:
    html = grammar(Dialect(grammar="kramdown", math=True))("$$a<b$$는\n\n$$\nc\n$$\n")
    assert '<span class="math">a&lt;b</span>' in html
    assert '<div class="math">c</div>' in html


def test_without_footnotes() -> None:
    assert "<sup" not in grammar(Dialect(grammar="kramdown", footnotes=False))("가[^1]\n\n[^1]: 나\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("글\n- 하나", "<p>글\n- 하나</p>"),
        ("#제목", '<h1 id="section">제목</h1>'),
        ("- [ ] 일", "<ul><li>[ ] 일\n</li>\n</ul>"),
        ("~~가~~", "<p>~~가~~</p>"),
        ("a\\\nb", "<p>a\\\nb</p>"),
    ],
)
def test_kramdowns_own_input(text: str, html: str) -> None:
    assert grammar(Dialect(grammar="kramdown", gfm=False))(text).strip() == html


def test_markdown_in_all_html() -> None:
    html = grammar(Dialect(grammar="kramdown", kramdown=KramdownOptions(block_html=True)))(
        "<div>\n*가*\n</div>\n"
    )
    assert "<em>가</em>" in html


def test_texts_do_not_share_definitions() -> None:
    convert = grammar(JEKYLL)
    convert("[가]: /나\n\n*[다]: 라\n")
    assert convert("[가] 다\n") == "<p>[가] 다</p>\n"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "\\", '"', " ", "  ", "    ", "\n", "\n\n", "\t"]), max_size=60).map(
        "".join
    )
)
def test_any_marks_give_html(text: str) -> None:
    assert isinstance(grammar(JEKYLL)(text), str)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_html(text: str) -> None:
    assert isinstance(grammar(JEKYLL)(text), str)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_take_bounded_time(unit: str) -> None:
    start = time.process_time()
    grammar(JEKYLL)(unit * (100_000 // len(unit)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("before", "pump", "behind"),
    [
        ("[a]: b", " ", "x"),
        ("[a]: <b", "\t", "x"),
        ("[a]: <", '> "', "x"),
        ("```", "?", " a b"),
        ("", "`", " a b"),
        ("|", "-", "a"),
        ("|a|\n|-|\n|", "=", "a"),
        ("# a", " ", "b"),
        ("# a ", "#", "a"),
        ("- {:", " ", "x}"),
        ("*a*{: ", 'k="a ' * 590 + "\\a ", "}"),
        ("<div", " a", "\n"),
        ('a\n{: a="', '\\"', "}"),
        ("    a\n", "\n", "b"),
    ],
)
@pytest.mark.parametrize("gfm", [True, False])
def test_a_long_run_between_two_ends_is_looked_at_once(
    before: str, pump: str, behind: str, gfm: bool
) -> None:
    """Nothing is tried again from each of its letters: 64,000 of them hung the reader for hours."""
    text = f"{before}{pump * (64_000 // len(pump))}{behind}\n\n글\n"
    start = time.process_time()
    made = grammar(Dialect(grammar="kramdown", smart=True, gfm=gfm))(text)
    assert time.process_time() - start < 2
    assert "글" in made


@pytest.mark.parametrize(
    ("definition", "link"),
    [
        ("[가]: /a", '<a href="/a">가</a>'),
        ('[가]: /a b  "제 "목"  ', '<a href="/a b" title="제 &quot;목">가</a>'),
        ("[가]: </a b> '제목'", '<a href="/a b" title="제목">가</a>'),
        ("[가]: /a\n  '제목'", '<a href="/a" title="제목">가</a>'),
        ("[가]: /a\n'제목' 뒤", '<a href="/a">가</a>'),
        ("[가]: /a '제목' 뒤", "[가]"),
        ("[가]: <a>b", '<a href="&lt;a&gt;b">가</a>'),
        ("[가]: /a ''", "[가]"),
    ],
)
def test_definitions_of_links(definition: str, link: str) -> None:
    """A title fills the rest of its line or the next one; else the address reaches to the line's end."""
    assert grammar(JEKYLL)(f"[가]\n\n{definition}\n").startswith(f"<p>{link}</p>")


@pytest.mark.parametrize(("tag", "more"), [("pre", ""), ("figure", ' file="a.js"')])
def test_code_has_an_id(tag: str, more: str) -> None:
    """An attribute list below code names it, so that links lead there."""
    html = grammar(JEKYLL)(f"```js\nx\n```\n{{: #code-1{more}}}\n")
    assert html.startswith(f'<{tag} id="code-1"')
