"""epub/plain.py: what is left of a chapter whose page cannot be made can be read."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets.themes import load_theme
from publisher.errors import IncompleteError
from publisher.writers.epub import plain
from publisher.writers.epub.page import PageInputs, PageSetting, plain_page
from publisher.writers.opening import Openings
from tests.chapters import Blog
from tests.render.test_render import META

TEXTS = {
    "첫 줄<br/>둘째 줄": "<p>첫 줄</p>\n<p>둘째 줄</p>",
    "<pre><code>가<br/>  나</code></pre>": "<pre>가\n  나</pre>",
    "<ruby>나<rt>b</rt></ruby>는": "<p>나(b)는</p>",
    "<ruby>나<rp>(</rp><rt>b</rt><rp>)</rp></ruby>는": "<p>나(b)는</p>",
    "<ruby>나<rp>(</rp><rt>b</rt></ruby>는": "<p>나(b)는</p>",
    '<ruby>나<rp title="가"/><rt lang="en">b</rt><rp>〕</rp></ruby>는': "<p>나(b)는</p>",
}

SHOWS = Openings("none", True, True, 5, False, "none", "none", "1부")


@pytest.mark.parametrize("text", TEXTS)
def test_lines_and_ruby(text: str) -> None:
    """Lines stay apart, and ruby stands in brackets, whatever the post has around it."""
    assert TEXTS[text] == plain.body(text, "그림")


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_proven(text: str, tmp_path: Path) -> None:
    """The gate finds all its words."""
    chapter = replace(Blog(tmp_path).chapter("글"), xhtml=f"<p>앞 글</p>{text}<p>뒷글</p>")
    setting = PageSetting(load_theme("base", tmp_path), META, SHOWS)
    assert plain_page(PageInputs(chapter, (), IncompleteError("x")), setting).proof
