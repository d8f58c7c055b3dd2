"""Pandoc's Markdown, case by case: tests/cases/grammars/pandoc-3.9.md, each verified with pandoc 3.9."""

import re
import time
from pathlib import Path

import pytest

from publisher.dialect import Dialect, PandocOptions
from publisher.markdown import grammar

CASES = Path(__file__).parent.parent / "cases" / "grammars" / "pandoc-3.9.md"
PANDOC = Dialect("pandoc", smart=True, linkify=False, math=True)
HOSTILE = {
    "brackets": "[" * 100_000,
    "links": "[a](" * 25_000,
    "quotes": "> " * 50_000,
    "lists": "- " * 50_000,
    "items": "- 가\n" * 20_000,
    "stars": "*a **b ***c " * 8_000,
    "quotation marks": "\"a 'b " * 20_000,
    "carets": "^[" * 50_000,
    "dollars": "$a $$b " * 15_000,
    "fences": "```a\n~~~b\n" * 10_000,
    "divisions": "::: a\n" * 10_000,
    "tags": "<td>가</td>" * 5_000,
    "open tags": "<script>\n<div>\n" * 8_000,
    "comments": "<!-- a\n" * 15_000,
    "TeX": "\\begin{a} \\b{\n" * 8_000,
    "tables": "----\na b\n-- --\nx\n\n" * 4_000,
    "columns of a grid": "+" + "-+" * 2_000 + "\n" + ("|" + "a|" * 2_000 + "\n") * 20 + "+" + "-+" * 2_000,
    "columns": "a " * 10_000 + "\n" + "- " * 10_000 + "\n" + ("가 " * 10_000 + "\n") * 2,
    "attributes": "# a {" + "a=" * 50_000 + "\n\n[a]{" + "가-==" * 25_000,
    "spaces in a heading": "# a" + " " * 100_000 + "b",
    "spaces behind a fence": "~~~" + " " * 50_000 + "a b\n\n:::" + " " * 50_000 + "a b",
    "text in a formula": "$$" + "\\text{\\}" * 12_000,
    "spaces in an address": "[a]: b" + " " * 50_000 + "c (" + "(" * 50_000,
    "titles": '[a](<b> "' * 11_000 + ")",
    "definitions": "가\n: 나\n" * 8_000,
    "notes": "[^1]: 가\n" * 10_000,
}


def cases() -> list[tuple[str, str, str]]:
    """Title, input, expected: each behind a line with a dot."""
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.M)
    return [(parts[at].strip(), parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]


@pytest.mark.parametrize(("title", "source", "expected"), cases(), ids=[case[0] for case in cases()])
def test_shows_what_pandoc_shows(title: str, source: str, expected: str) -> None:
    """The HTML has the blocks, marks, addresses and words that pandoc's own has."""
    assert expected.strip() == grammar(PANDOC)(source.removesuffix("\n")).strip()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    grammar(PANDOC)(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("text", ["--- ---\n--- ---", "- --- ---\n  --- ---", "---- --\n\n-- --\n---"])
def test_dashes_without_a_row_are_no_table(text: str) -> None:
    assert "<table>" not in grammar(PANDOC)(text)


def test_in_a_hexo_blog_fences_are_hexos() -> None:
    """Hexo takes them out of the text before Pandoc sees it, with the words behind the language."""
    text = "```js 제목\n코드\n```"
    assert "<figcaption>제목</figcaption>" in grammar(
        Dialect("pandoc", pandoc=PandocOptions(hexo_fences=True))
    )(text)
    assert "<p><code>js 제목 코드</code></p>\n" == grammar(Dialect("pandoc"))(text)


def test_what_pandoc_is_told_changes_what_it_shows() -> None:
    """Each is an extension of Pandoc's: hard_line_breaks, smart, autolink_bare_uris, tex_math_dollars."""
    told = Dialect("pandoc", breaks=True, smart=False, linkify=True, math=False)
    shown = grammar(told)('"가"\nhttps://e.org/나. $x$')
    assert '<p>"가"<br><a href="https://e.org/나">https://e.org/나</a>. $x$</p>\n' == shown
