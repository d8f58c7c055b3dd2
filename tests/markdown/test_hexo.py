"""Hexo's Markdown, case by case: tests/cases/grammars/hexo.md, each verified against marked 15 in Hexo 8."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.dialect import Dialect, MarkdownItOptions, MarkedOptions
from publisher.markdown import grammar

CASES = Path(__file__).parent.parent / "cases" / "grammars"
# What older engines show, run in Hexo 8.1.2: hexo-renderer-marked 0.3.2, 2.0.0, 3.3.0, 4.1.0 and 6.3.0, and
# hexo-renderer-kramed 0.1.4. A name's last part is the version of the engine in it.
OLDER = {
    "hexo-marked-0.3.19": ("marked 0.3", ""),
    "hexo-kramed-0.5.6": ("kramed", ""),
    "hexo-marked-0.7.0": ("marked 0.7", ""),
    "hexo-marked-1.2.9": ("marked 1", ""),
    "hexo-marked-2.1.3": ("marked 2", ""),
    "hexo-marked-4.3.0": ("marked 4", "/"),
}
MARKED = Dialect("hexo", breaks=True, smart=True, footnotes=False, root="/")
HOSTILE = {
    "lists of two kinds": "* 가\n- 나\n" * 2_000,
    "a line of back-quotes": "가" + "`" * 5_000 + "나",
    "code": "`가` " * 5_000,
    "brackets": "[" * 100_000,
    "pictures": "![" * 50_000,
    "quotes": "> " * 50_000,
    "lazy lines": "> 가\n나\n" * 10_000,
    "lists": "- " * 50_000,
    "items": "- 가\n" * 20_000,
    "quotes in lists": "- > " * 20_000,
    "tildes": "~" * 100_000,
    "one tilde": "~a" * 50_000,
    "fences": "```a\n~~~b\n" * 10_000,
    "comments": "<!-- a\n" * 15_000,
    "tags": "<a " * 33_000,
    "mails": "a@" * 50_000,
    "struck words": "~~a " * 30_000,
    "stars": "*a " * 33_000,
    "ends of links": "[](" * 33_000,
    "brackets of an address": "www.e.org/" + "(" * 50_000 + ")" * 50_000,
    "ends of entities": "www.e.org/" + "&a;" * 33_000,
    "hosts without names": "a@b" + ".-" * 50_000,
    "lines of back-quotes": "``` `\n" * 15_000,
    "definitions": "가나\n: 다라\n" * 10_000,
}


def cases(name: str = "hexo") -> list[tuple[str, str, str]]:
    """Title, input, expected: each behind a line with a dot."""
    parts = re.split(r"^\.\n", (CASES / f"{name}.md").read_text("utf-8"), flags=re.M)
    return [(parts[at].strip(), parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]


@pytest.mark.parametrize(("title", "source", "expected"), cases(), ids=[case[0] for case in cases()])
def test_shows_what_hexo_shows(title: str, source: str, expected: str) -> None:
    """The HTML has the blocks, marks, addresses and words that Hexo's own has."""
    assert expected.strip() == grammar(MARKED)(source.removesuffix("\n")).strip()


@pytest.mark.parametrize(
    ("older", "source", "expected"),
    [
        pytest.param(older, *case[1:], id=f"{name}: {case[0]}")
        for name, older in OLDER.items()
        for case in cases(name)
    ],
)
def test_shows_what_an_older_engine_shows(older: tuple[str, str], source: str, expected: str) -> None:
    """The HTML has the blocks, marks, addresses and words that the pinned engine's own has."""
    dialect = replace(MARKED, marked=MarkedOptions(generation=older[0]), root=older[1])
    assert expected.strip() == grammar(dialect)(source.removesuffix("\n")).strip()


@pytest.mark.parametrize(
    "generation", ["", "marked 0.3", pytest.param("marked 0.7", marks=pytest.mark.wide), "kramed"]
)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts(text: str, generation: str) -> None:
    """100 KB made to slow a parser down take a few seconds at most."""
    start = time.perf_counter()
    grammar(replace(MARKED, marked=MarkedOptions(generation=generation)))(text)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("expected", "text", "dialect"),
    [
        ("<p>«가» “나”</p>", "\"가\" '나'", Dialect("hexo", smart=True, quotes="«»“”")),
        ("<p>~~가~~ |나|\n|-|</p>", "~~가~~ |나|\n|-|", Dialect("hexo", gfm=False, linkify=False)),
        ("<ul>\n<li>[ ] 가</li>\n</ul>", "- [ ] 가", Dialect("hexo", gfm=False)),
        (
            "<p>말말\n: 뜻뜻</p>",
            "말말\n: 뜻뜻",
            Dialect("hexo", marked=MarkedOptions(description_lists=False)),
        ),
        (
            '<p><a href="">가</a></p>',
            "[가](javascript:x)",
            Dialect("hexo", marked=MarkedOptions(only_safe_links=True)),
        ),
        (
            '<p><figure><img src="/a.png" alt="가" /><figcaption>가</figcaption></figure></p>',
            "![가](a.png)",
            Dialect("hexo", root="/", marked=MarkedOptions(captions=True)),
        ),
        (
            "<blockquote>\n<pre><code>가\n</code></pre>\n</blockquote>\n<p>나</p>",
            "> ```\n> 가\n> ```\n나",
            Dialect("hexo", marked=MarkedOptions(hexo_fences=False)),
        ),
        (
            '<pre><code class="language-js">가\n</code></pre>',
            "```js 제목\n가\n```",
            Dialect("hexo", marked=MarkedOptions(hexo_fences=False)),
        ),
        (
            "<ul>\n<li><p>가</p>\n<pre><code>나\n</code></pre>\n\n</li>\n<li><p>다</p>\n</li>\n</ul>",
            "- 가\n  ```\n  나\n  ```\n- 다",
            Dialect("hexo", marked=MarkedOptions("marked 0.3", fences_apart=True)),
        ),
        (
            '<p>가</p>\n<pre><code class="language-js">나\n</code></pre>\n<p>다</p>',
            "가\n```js\n나\n```\n다",
            Dialect("hexo", marked=MarkedOptions("marked 0.3", hexo_fences=False)),
        ),
        (
            '<p>가<sup class="footnote-ref"><a href="#fn1">[1]</a></sup> [^없음]</p>\n'
            '<section class="footnotes"><ol>\n<li id="fn1"><p><b>주</b>\n둘째</p></li>\n</ol></section>',
            "가[^a] [^없음]\n[^a]: <b>주</b>\n둘째\n[^b]: 안 쓰임",
            Dialect("hexo", marked=MarkedOptions("marked 0.3"), footnotes=True),
        ),
    ],
    ids="quotes gfm tasks descriptionLists sanitizeUrl figcaption fences captions Hexo-3 early notes".split(),
)
def test_settings(expected: str, text: str, dialect: Dialect) -> None:
    """What the blog sets under `marked:`, and `syntax_highlighter`, is followed."""
    assert expected == grammar(dialect)(text).strip()


def test_markdown_it() -> None:
    """With hexo-renderer-markdown-it it is markdown-it that reads a post, behind Hexo's own fences."""
    options = MarkdownItOptions(definition_lists=True)
    to_html = grammar(Dialect("markdown-it", breaks=True, smart=True, markdown_it=options))
    assert "<p>가<br>\n“나” – ©</p>" == to_html('가\n"나" -- (c)').strip()
    assert "<figcaption>제목</figcaption>" in to_html("  ```js 제목\n  x\n  ```")
    assert "<dt>말</dt>" in to_html("말\n: 뜻")


@pytest.mark.parametrize(
    ("source", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in cases("hexo-markdown-it-5.1.0")],
)
def test_shows_what_an_older_markdown_it_shows(source: str, expected: str) -> None:
    """As hexo-renderer-markdown-it 3.4.1 shows it, which has markdown-it 5.1.0."""
    options = MarkdownItOptions(early=True)
    dialect = Dialect("markdown-it", breaks=True, smart=True, tags="hexo", markdown_it=options)
    assert expected.strip() == grammar(dialect)(source.removesuffix("\n")).strip()


def test_markdown_it_reads_bare_addresses_wherever_they_stand() -> None:
    """Those of a long paragraph a few at a time: a tag or link around them counts as before."""
    to_html = grammar(Dialect("markdown-it", linkify=True, unsafe=True))
    linked = '<a href="http://e.org">e.org</a>'
    assert to_html("e.org[//e.p://") == f'<p>{linked}[<a href="//e.p">//e.p</a>://</p>\n'
    assert to_html("(https://e.org)**") == '<p>(<a href="https://e.org">https://e.org</a>)**</p>\n'
    assert to_html("*a* e.org " * 90).count(linked) == 90
    inside = to_html("<a href='/b'>" + "*a* e.org " * 90 + "</a> e.org")
    assert inside.count(linked) == 1 and inside.endswith(f"</a> {linked}</p>\n")


def test_markdown_it_leaves_quotes_straight_where_a_paragraph_is_made_of_them() -> None:
    to_html = grammar(Dialect("markdown-it", smart=True, quotes="“”‘’"))
    assert to_html("\"'a'\"\n\n" + "\"'" * 2000).startswith("<p>“‘a’”</p>\n<p>&quot;'&quot;'")


@pytest.mark.parametrize("grammar_of", ["hexo", "markdown-it"])
def test_a_post_that_speaks_of_places_of_code(grammar_of: str) -> None:
    """What looks like the comment that stands for a fence is the post's own, in code too."""
    text = "`<!--hexo-code-9-->`\n\n```\n<!--hexo-code-0-->\n```\n\n<!--hexo-code-0-->"
    html = grammar(Dialect(grammar_of))(text)
    assert "<code>&lt;!--hexo-code-9--&gt;</code>" in html and html.rstrip().endswith("<!--hexo-code-0-->")
    assert 1 == html.count("<pre><code>&lt;!--hexo-code-0--&gt;\n</code></pre>")


@pytest.mark.parametrize("generation", ["", "marked 0.3"])
def test_numbers_of_lists(generation: str) -> None:
    """Digits of full width, as Korean keyboards type them, number no list; a number has no end."""
    to_html = grammar(Dialect("hexo", marked=MarkedOptions(generation=generation)))
    assert "<p>１. 가</p>" == to_html("１. 가").strip()
    assert "<li>" in to_html("12. 가")
    assert "가" in to_html("1" * 5000 + ". 가")
