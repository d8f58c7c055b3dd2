"""markup.py: the grammars, before anything is cleaned."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.dialect import Dialect, GoldmarkOptions
from publisher.markdown import GRAMMARS, code_block, grammar, too_tangled
from publisher.markdown.smart import smart
from tests.chapters import Blog, tree

_MARKS = st.sampled_from(
    "¦|¦| 가 | 나 |\n|-|-|\n¦- [x] ".split("¦")
) | st.sampled_from(
    "# |> |- |1. |* |**|_|`|```|~~|[|](|)|![|[^1]|[^1]: |\n|\n\n|    |\t|$|$$|<|>"
    "|<div>|</div>|<p>|<table>|<td>|<dl><dd>|<a href='#a'>|<svg>|<h1>|&#0;|&#xD800;|&lt;|]]>|<!--|-->|<?x?>"
    "|<![CDATA[|\\|가|각\u0301|\u2028|\ufeff|😀|{% note %}|{% endnote %}|{{|: |<img src=x>|<iframe src=http://[>|\x08|\ue000"
    "|<script type='math/tex'>|</script>|<pre class=mermaid>|</pre>|{{< figure >}}|{: .a}|https://e.org|www."
    "|:smile:"
    "|[[가|]]|![[|%%|^a|> [!tip]|#가|가:: |<%|%>|\\(|\\)|\\[|```math\n|```dot\n|*[|~|^|\"|'|==".split("|")
)  # fmt: skip
ANYTHING = st.lists(_MARKS | st.text(max_size=8), max_size=30).map("".join)


# Every grammar with all that can be on, and the engines whose tags stand in another's grammar.
EVERYTHING = [Dialect(name, breaks=True, smart=True, math=True, emoji=True) for name in GRAMMARS] + [
    Dialect("kramdown", smart=True, tags="liquid"),
    Dialect("commonmark", tags="liquid", unsafe=False),
    Dialect("obsidian", breaks=True, math=True, tags="obsidian"),
    Dialect("hugo", unsafe=False, goldmark=GoldmarkOptions(delimiters=(("$", "$"), ("\\[", "\\]")))),
    Dialect("hexo", root="/a/", linkify=False),
]


@pytest.mark.parametrize("dialect", EVERYTHING, ids=lambda dialect: f"{dialect.grammar} {dialect.tags}")
def test_any_text_is_a_chapter(dialect: Dialect, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a post holds, its chapter is well-formed, and no step fails."""
    blog = Blog(tmp_path_factory.mktemp(dialect.grammar))

    @settings(max_examples=150, deadline=None)
    @given(ANYTHING)
    @example("[^1]: - [^1]: ")  # a note in the list of another of its name
    @example("[^1]: - [ ] [^1]: 가\n- [ ] 나")
    def check(text: str) -> None:
        chapter = blog.chapter(text, dialect=dialect)
        tree(chapter)
        assert [] == [fault for fault in chapter.diagnostics if fault.code == "chapter-simplified"]

    check()


@pytest.mark.parametrize("name", ["hexo", "hugo", "kramdown", "commonmark", "pandoc"])
def test_code_that_begins_with_an_empty_line(name: str) -> None:
    """It has one, whether it says its language or not: behind <code>, HTML drops none."""
    to_html = grammar(Dialect(name))
    for language in ("", "js"):
        assert re.search(r"<pre><code[^>]*>\n가\n</code>", to_html(f"```{language}\n\n가\n```\n"))


def test_breaks_are_a_switch() -> None:
    """Without `breaks`, a newline in a paragraph is a space, as CommonMark has it."""
    assert "<p>가\n나</p>\n" == grammar(Dialect())("가\n나")
    assert "<p>가<br />\n나</p>\n" == grammar(Dialect(breaks=True))("가\n나")


def test_smart_is_a_switch() -> None:
    """Without `smart`, quotes stay straight."""
    assert "<p>&quot;가&quot; --</p>\n" == grammar(Dialect())('"가" --')


def test_linkify_is_a_switch() -> None:
    """Without `linkify`, a bare address is text."""
    assert "<p>https://e.org</p>\n" == grammar(Dialect(linkify=False))("https://e.org")


def test_math_is_a_switch() -> None:
    """Without `math`, a dollar is a dollar."""
    assert "<p>$x$</p>\n" == grammar(Dialect())("$x$")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("“가”", '"가"'), ("‘가’", "'가'"), ("it’s", "it's"), ("(“가”)", '("가")'), ("“‘가’”", "\"'가'\""),
        ("가—나", "가---나"), ("1–2", "1--2"), ("끝…", "끝..."), ("그는 “가”라고", '그는 "가"라고'),
    ],
)  # fmt: skip
def test_smart(expected: str, text: str) -> None:
    """Quotes, dashes and dots are those of SmartyPants, as marked has them."""
    assert expected == smart(text)


def test_python_markdown() -> None:
    """The grammar of Pelican and MkDocs has tables, fences, footnotes and definition lists."""
    convert = grammar(Dialect("markdown"))
    assert "<table>" in convert("|가|\n|-|\n|나|")
    assert '<code class="language-py">' in convert("```py\nx\n```")
    assert 'class="footnote"' in convert("가[^1]\n\n[^1]: 나")
    assert "<dt>말</dt>" in convert("말\n: 뜻")


def test_python_markdown_footnote(tmp_path: Path) -> None:
    """Notes of every grammar become the same."""
    markdown = "가[^1]\n\n[^1]: 나\n"
    ours, theirs = (
        Blog(tmp_path).chapter(markdown, dialect=Dialect(name)).xhtml for name in ("commonmark", "markdown")
    )
    assert " ".join(ours.split()).replace(" <", "<") == " ".join(theirs.replace("\xa0", " ").split()).replace(
        " <", "<"
    )


def test_tangled_text(tmp_path: Path) -> None:
    """What would take Python-Markdown minutes is read by kramdown's rules; the writer is told."""
    start = time.perf_counter()
    text = "[가](" * 20_000
    chapter = Blog(tmp_path).chapter(text, dialect=Dialect("markdown"))
    assert time.perf_counter() - start < 20
    assert ["paragraph-parted", "too-tangled"] == sorted(one.code for one in chapter.diagnostics)
    assert text == "".join(tree(chapter).itertext()).strip()


def test_ordinary_text_is_not_tangled() -> None:
    """A long post with tables, lists and links is read by the grammar that it is written in."""
    row = "| [가](https://e.org/a) | `나` | **다** |\n"
    table = "| 가 | 나 | 다 |\n|---|---|---|\n" + row * 60
    post = (
        "글월이 이어진다. [가](/a)와 *나*, `다`를 본다.\n" * 12
        + "\n"
        + "- 가 [나](/b)\n" * 40
        + "\n"
        + table
        + "\n"
    )
    assert not too_tangled(Dialect("markdown"), post * 20)


def test_language_is_a_class_name() -> None:
    """No language of a fence can leave its attribute."""
    assert '<pre><code class="language-onclickx">' in code_block("x", '"onclick=x')
