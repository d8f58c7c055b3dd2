"""writers/pdf/reading.py: whether pages say all letters of a chapter."""

import pytest

from publisher.errors import LayoutError
from publisher.writers.pdf.layout.programs import to_unicode
from publisher.writers.pdf.layout.reading import missing


def everything(_: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("ㅎㅓㄴㅊㅐㄱ", "ㅎ\u2060ㅓ\u2060ㄴ\u2060ㅊ\u2060ㅐ\u2060ㄱ"),
        ("ㅎ\u2060ㅓㄴ ㅊㅐㄱ", "허채ㄴㄱ"),
        ("ﬁ １２ 角", "⾓21fi"),
        ("나랏말ᄊᆞ미", "미나랏말ᄊ\u2060ᆞ"),
    ],
)
def test_the_same_letters(wanted: str, said: str) -> None:
    """Neither joiners nor the order or the form of letters makes a difference."""
    assert "" == missing(wanted, said, everything)


@pytest.mark.parametrize(
    ("wanted", "said", "lost"),
    [
        ("가나다 라", "가다라", "가나다"),
        ("각 나", "가 나", "각"),
        ("aa b", "ab", "aa"),
        ("가 가", "가", "ᄀ\u1161"),
    ],
)
def test_what_is_lost_is_named(wanted: str, said: str, lost: str) -> None:
    """Words that the pages lack are told as their writer wrote them, and letters where no word is gone."""
    assert lost == missing(wanted, said, everything)


def test_what_no_font_has_is_not_asked_for() -> None:
    """A letter that no font of the book has is named elsewhere; here it is not lost."""
    assert "" == missing("가ก", "가", "가".__eq__)
    assert "가" == missing("가ก", "ก", "가".__eq__)


@pytest.mark.parametrize(
    ("text", "seen"), [("a", "a"), ("\xa0", " "), ("❤\ufe0f", "❤"), ("\u2060", "\u2060"), ("", "\u2060")]
)
def test_a_glyph_says_what_is_seen(text: str, seen: str) -> None:
    """Which space it is, and what chooses a letter's form, is no other text of a glyph."""
    cmap = f"1 beginbfchar\n<0041> <{text.encode('utf-16-be').hex()}>\nendbfchar\n"
    assert {0x41: seen} == to_unicode(cmap.encode())


def test_no_glyph_is_named_by_the_range_of_codes() -> None:
    """What codes there may be names no glyph: that of letters which a font has not says nothing."""
    cmap = (
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        b"2 beginbfchar\n<0041> <0061>\n<0042>\n<0062>\nendbfchar\n"
    )
    assert {0x41: "a", 0x42: "b"} == to_unicode(cmap)


@pytest.mark.parametrize("rows", [b"beginbfchar <41> <0061> endbfchar", b"beginbfrange <0041> <0042> <0061>"])
def test_an_unknown_map_is_not_guessed(rows: bytes) -> None:
    """Where a map names glyphs in another way, the book is laid out as one document."""
    with pytest.raises(LayoutError):
        to_unicode(b"1 beginbfchar <0041> <0061> endbfchar " + rows)
