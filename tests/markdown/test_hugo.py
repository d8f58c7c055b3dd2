"""Hugo's Markdown, case by case (tests/cases/grammars/hugo.md) and under hostile texts."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.dialect import Dialect, GoldmarkOptions
from publisher.markdown import grammar
from publisher.markdown.goldmark.document import FILLER

CASES = Path(__file__).parent.parent / "cases" / "grammars" / "hugo.md"
USUAL = Dialect("hugo", smart=True, unsafe=False)
DIALECTS = {
    "": USUAL,
    "unsafe": replace(USUAL, unsafe=True),
    "new": replace(USUAL, goldmark=GoldmarkOptions(since_128=True)),
    "blackfriday": replace(USUAL, goldmark=GoldmarkOptions(blackfriday=True), unsafe=True),
    "alerts": replace(USUAL, goldmark=GoldmarkOptions(alerts=True)),
    "extras": replace(
        USUAL,
        goldmark=GoldmarkOptions(
            strikethrough=False, insert=True, mark=True, superscript=True, subscript=True, delete=True
        ),
    ),
    "joined": replace(USUAL, goldmark=GoldmarkOptions(joined_lines="simple", escaped_space=True)),
    "joined3": replace(USUAL, goldmark=GoldmarkOptions(joined_lines="css3draft")),
    "plain": replace(USUAL, smart=False),
    "nolink": replace(USUAL, linkify=False),
    "blocks": replace(USUAL, goldmark=GoldmarkOptions(block_attributes=True)),
    "breaks": replace(USUAL, breaks=True),
    "emoji": replace(USUAL, emoji=True),
    "math": replace(USUAL, math=True),
    "pass": replace(USUAL, goldmark=GoldmarkOptions(delimiters=(("$$", "$$"), ("\\(", "\\)")))),
}
HOSTILE = {
    "brackets": "[" * 100_000,
    "pictures": "![" * 50_000,
    "quotes": "\"'" * 50_000,
    "emphasis": "a**b_" * 20_000,
    "tildes": "~~a " * 25_000,
    "tags": "<a " * 33_000,
    "formulas": "\\\\(" * 33_000 + "$a" * 10_000,
    "quotations": ">" * 100_000,
    "addresses": " http://a.b/(" * 8_000,
    "definitions": "a\n: b\n" * 16_000,
    "colons": "t\n" + ": " * 50_000,
    "attributes": "# a {" + ".a " * 33_000 + "x",
    "table": "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|b\n" * 8_000,
}


def to_html(text: str, dialect: str = "") -> str:
    return grammar(DIALECTS[dialect])(text)


def cases() -> list[tuple[str, str, str]]:
    """Title, input, expected: each behind a line with a dot."""
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.M)
    return [(parts[at].strip(), parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]


@pytest.mark.parametrize(("title", "source", "expected"), cases(), ids=[case[0] for case in cases()])
def test_shows_what_hugo_shows(title: str, source: str, expected: str) -> None:
    """A name in brackets in front of the title is a setting."""
    dialect = title[1 : title.index("]")] if title.startswith("[") else ""
    assert expected.strip() == to_html(source.removesuffix("\n"), dialect).strip()


def test_lines_of_a_shortcode_are_not_there() -> None:
    """A filler, and the line break behind it, stand for nothing."""
    assert to_html(f"가{FILLER}{FILLER} 나") == "<p>가 나</p>\n"


_SLOW = ("table", "definitions")  # five seconds each and more; test_expressions.py tries all patterns


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.wide] if name in _SLOW else []) for name in HOSTILE]
)
def test_hostile_texts_take_bounded_time(name: str) -> None:
    """100 KB of anything are read in seconds."""
    start = time.process_time()
    for dialect in ("math", "blocks", "new"):
        to_html(HOSTILE[name][:100_000], dialect)
    assert time.process_time() - start < 20


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="가a \n\t:|-~*_`'\"[]()!<>{}#.$\\&^=+1x@/", max_size=120),
    st.sampled_from(list(DIALECTS)),
)
def test_any_text_is_read(text: str, dialect: str) -> None:
    """No text is a fault."""
    assert isinstance(to_html(text, dialect), str)


@pytest.mark.parametrize("name", ["tildes", "runs of tildes", "a line of tildes"])
def test_tildes_take_linear_time(name: str) -> None:
    """64 KB of marks that may open and close, and close nothing."""
    text = {"tildes": "가~나", "runs of tildes": "가~~나~", "a line of tildes": "x ~~"}[name]
    start = time.process_time()
    for dialect in ("", "new"):
        to_html((text * 64_000)[:64_000], dialect)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text", ["# 가 {" + "." * 60, "# 가 {" + "#" * 60, "가\n{" + ".나" * 30_000, "가\n{" + "#" * 60]
)
def test_attributes_are_read_once(text: str) -> None:
    """Signs that could be one attribute or many are tried one way, not in all."""
    start = time.process_time()
    to_html(text, "blocks")
    assert time.process_time() - start < 2
