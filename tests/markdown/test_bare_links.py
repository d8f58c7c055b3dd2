"""Bare addresses in CommonMark: what is a link, and where it ends."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.dialect import Dialect
from publisher.markdown import grammar

WITH, WITHOUT = grammar(Dialect()), grammar(Dialect(linkify=False))
PIECES = "https://|www.|e.org|/가|.|,|(|)|[|]|*|_|`|&amp;|에서| |\n|mailto:|a@b.co|<|>|\\|:".split("|")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["https://e.org"], "https://e.org에서"), (["https://e.org/가"], "주소는https://e.org/가 이다"),
        (["https://e.org/a_(b)"], "(https://e.org/a_(b))"), (["https://e.org/a"], "(https://e.org/a)."),
        (["http://www.한글.kr/"], "www.한글.kr/"), (["mailto:a@b.co"], "mailto:a@b.co."),
        (["https://e.org/a*b*_c"], "https://e.org/a*b*_c_"), (["https://e.org"], "**https://e.org**"),
        (["https://e.org/?a=1&b=2"], "https://e.org/?a=1&amp;b=2;"), (["https://e.org"], "“https://e.org”"),
        (["/a"], "[https://e.org](/a)"), ([], "`https://e.org`"), ([], "readme.md a@b.co //e.org"),
        ([], "xhttps://e.org"), ([], "https://"), ([], "www."),
    ],
)  # fmt: skip
def test_what_is_a_link(expected: list[str], text: str) -> None:
    """An address ends where its sentence goes on."""
    found = re.findall(r'href="([^"]*)"', WITH(text))
    normal = re.findall(r'href="([^"]*)"', WITH("".join(f"[x](<{address}>)\n" for address in expected)))
    assert normal == found


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_letter_is_lost(text: str) -> None:
    """Links or not, the words are the same."""
    words = [
        unescape(re.sub(r"<(?!https?:|mailto:)[^>]*>", "", html)) for html in (WITH(text), WITHOUT(text))
    ]
    assert words[0] == words[1]


@pytest.mark.parametrize("piece", ["https://a.b/(", "https://a", "www.a", "mailto:a@b", "[", "![", "://"])
def test_addresses_without_spaces(piece: str) -> None:
    """A text of nothing but addresses, or of brackets that never close, is read in time."""
    start = time.perf_counter()
    WITH(piece * (200_000 // len(piece)))
    assert time.perf_counter() - start < 10
