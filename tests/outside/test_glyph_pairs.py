"""Characters that share a glyph come out of the PDF as they went in, whichever chapter has which.

A font draws several characters alike: ⻢ and 马, 〜 and ～, the ligature of "fi" and "ﬁ". Which ones,
the theme's fonts say themselves. Seen: blogs without a PDF, since one chapter had the one and the next the
other.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from tests.books import post, small_blog
from tests.outside.alike import unlike_pictures
from tests.outside.renderers import DRAW, READ, here
from tests.outside.whole import pages_of, whole

_ROLES = ("body", "heading", "code")
_LEFT_ALONE = {"Cc", "Cf", "Zs", "Co"}  # what cannot be seen, and what no two fonts draw alike
_ELSEWHERE = "-ᅠㅤﾠ"  # in other text of the book, or not seen
Group = tuple[str, ...]  # characters, or what a ligature stands for, that one glyph draws


@dataclass(frozen=True)
class Sides:
    """What the chapters hold, by role of the font: one character of each group, another, and all."""

    by_role: dict[str, list[Group]]

    def of(self, chapter: int) -> dict[str, list[str]]:
        return {
            role: [one for g in groups for one in _side(g, chapter)] for role, groups in self.by_role.items()
        }


def _side(group: Group, chapter: int) -> Group:
    return (group[:1], group[-1:], group)[chapter]


def _groups(face: Face) -> Iterator[Group]:
    """What shares a glyph, by the font's own table of characters and by how it is shaped."""
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    shared = defaultdict(list)
    for character, glyph in glyphs.items():
        if _tried(character):
            shared[glyph].append(character)
    yield from (tuple(characters) for characters in shared.values() if len(characters) > 1)
    shaped = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    for character in sorted(glyphs):
        letters = unicodedata.normalize("NFKC", character)
        if 1 < len(letters) < 4 and letters.isascii() and [glyphs[character]] == _shape(shaped, letters):
            yield (letters, character)


def _tried(character: str) -> bool:
    """Posts are read in NFC, which makes one character of those that are equal to it."""
    seen = unicodedata.category(character) not in _LEFT_ALONE and character not in _ELSEWHERE
    return seen and unicodedata.is_normalized("NFC", character)


def _shape(font: hb.Font, text: str) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [glyph.codepoint for glyph in buffer.glyph_infos]


@pytest.fixture(scope="module")
def sides() -> Sides:
    """The groups of the fonts of the base theme."""
    fonts = find_fonts(load_theme("base", Path("/")).fonts, Path("/"), "가")
    first = {role.name: role.faces[0] for role in fonts.roles}
    return Sides({role: list(_groups(first[role])) for role in _ROLES})


def _post(number: int, held: dict[str, list[str]]) -> str:
    """A chapter that holds these: in headings, in paragraphs, in bold, in code."""
    blocks = [f"## {row}" for row in _rows(held["heading"], 15)]
    for mark in ("", "**"):
        blocks += [f"{mark}{row}{mark}" for row in _rows(held["body"], 60)]
    code = "\n".join(("```", *_rows(held["code"], 15), "```"))
    return post(f"글 {number}", "\n\n".join([*blocks, code]))


def _rows(held: Sequence[str], length: int) -> list[str]:
    return [" ".join(held[start : start + length]) for start in range(0, len(held), length)]


@pytest.fixture(scope="module")
def book(sides: Sides, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three chapters, the last one with all of each group side by side."""
    folder = tmp_path_factory.mktemp("pairs")
    posts = {f"{n}.md": _post(n, sides.of(n)) for n in range(3)}
    made = whole(small_blog(folder / "blog", posts), folder / "out", {}, "pdf")
    assert [] == made.said
    return made.files["pdf"]


def _expected(sides: Sides) -> Counter[str]:
    count: Counter[str] = Counter()
    for chapter in range(3):
        for role, held in sides.of(chapter).items():
            for one in held:
                count[one] += 2 if role == "body" else 1
    return count


@pytest.mark.parametrize("program", ["poppler", "mupdf", "pdfium"])
def test_characters_come_out_as_they_went_in(program: str, book: Path, sides: Sides) -> None:
    """Each character as often as the chapters have it, without any normal form.

    PDFium says "fi" for the one character "ﬁ", also of a file that is not ours.
    """
    here()
    said = "".join(READ[program](book, range(1, pages_of(book) + 1)).values())
    expected = {one: n for one, n in _expected(sides).items() if len(one) == 1}
    if program == "pdfium":
        expected = {one: n for one, n in expected.items() if not "\ufb00" <= one <= "\ufb06"}
    found = Counter(said)
    wrong = {one: (n, found[one]) for one, n in expected.items() if n != found[one]}
    assert {} == wrong
    assert len(expected) > 500


def test_letters_stand_where_they_should_in_every_program(book: Path) -> None:
    """Where fonts alternate in a justified line, PDFium drops no space between them.

    It drops what an array of text moves by before its first letter, when an empty string stands before it.
    """
    here()
    pages = range(1, pages_of(book) + 1)
    assert [] == unlike_pictures({name: DRAW[name](book, pages) for name in ("mupdf", "pdfium")})


def test_fonts_have_such_groups(sides: Sides) -> None:
    """Radicals and ideographs, compatibility forms, a ligature and its character: all are tried."""
    tried = {frozenset(group) for groups in sides.by_role.values() for group in groups}
    some: Sequence[Group] = (("⾓", "角"), ("⻢", "马"), ("〜", "～"), ("fi", "ﬁ"), ("ㅆ", "ﾶ"))
    assert [] == [group for group in some if not any(set(group) <= one for one in tried)]
