"""writers/pdf: pagination, slots, font programs; assets/glyphs.py."""

import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from publisher.assets import glyphs
from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.writers.pdf.assemble.embedder import FontEmbedder
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.pagination import Spot, UnitPages, paginate, roman
from publisher.writers.pdf.assemble.tags import named_rows, tree
from publisher.writers.pdf.layout import slots
from publisher.writers.pdf.layout.fragment import Font, Slot, packed
from publisher.writers.pdf.layout.relocatable import place_name


@st.composite
def _books(draw: st.DrawFn) -> list[UnitPages]:
    """Front matter, then text, as units() has them: the text begins on a right-hand page."""
    pages, recto = st.integers(1, 5), st.booleans()
    front = [UnitPages(draw(pages), draw(recto), front=True) for _ in range(draw(st.integers(0, 3)))]
    text = [
        UnitPages(draw(pages), draw(recto) or n == 0, front=False) for n in range(draw(st.integers(1, 6)))
    ]
    return front + text


@given(_books())
def test_no_page_is_lost(book: list[UnitPages]) -> None:
    """Every page of every fragment stands in the book once, in order."""
    wanted = [(number, page) for number, extent in enumerate(book) for page in range(extent.pages)]
    assert wanted == [(spot.fragment, spot.page) for spot in paginate(book) if spot.fragment >= 0]


@given(_books())
def test_openings_are_rectos(book: list[UnitPages]) -> None:
    """Right-hand pages are the odd ones, and what begins on one does."""
    spots = paginate(book)
    assert [n % 2 == 0 for n in range(len(spots))] == [spot.recto for spot in spots]
    assert all(
        spot.recto for spot in spots if spot.fragment >= 0 and spot.page == 0 and book[spot.fragment].recto
    )


@given(_books())
def test_blank_pages(book: list[UnitPages]) -> None:
    """A blank page is a left-hand one before an opening on the right; never two, never the last."""
    spots = paginate(book)
    assert spots[-1].fragment >= 0
    for one, after in pairwise(spots):
        if one.fragment < 0:
            assert not one.recto
            assert (0, True) == (after.page, after.recto)
            assert book[after.fragment].recto


@given(_books())
def test_numbers_follow_one_another(book: list[UnitPages]) -> None:
    """i, ii, … to the end of the front matter; then 1, 2, …"""
    spots = paginate(book)
    first = next(n for n, spot in enumerate(spots) if spot.fragment >= 0 and not book[spot.fragment].front)
    numbers = [roman(n + 1) for n in range(first)] + [str(n + 1) for n in range(len(spots) - first)]
    assert numbers == [spot.label for spot in spots]


def test_a_small_book() -> None:
    """Cover, three pages of contents; a chapter of one page, one that opens on the right."""
    book = [
        UnitPages(1, True, True),
        UnitPages(3, True, True),
        UnitPages(1, True, False),
        UnitPages(2, True, False),
    ]
    shown = [(spot.fragment, spot.label) for spot in paginate(book)]
    assert [(0, "i"), (-1, "ii"), (1, "iii"), (1, "iv"), (1, "v"), (-1, "vi"), (2, "1"), (-1, "2"),
            (3, "3"), (3, "4")] == shown  # fmt: skip
    assert Spot(3, 1, "4", recto=False) == paginate(book)[-1]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (49, "xlix"), (99, "xcix"), (444, "cdxliv"),
     (1994, "mcmxciv")],
)  # fmt: skip
def test_roman(number: int, text: str) -> None:
    """As front matter has them."""
    assert text == roman(number)


@given(st.integers(1, 3999))
def test_roman_is_read_back(number: int) -> None:
    """Letters that stand before a larger one are taken off, the others added."""
    letters = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    worth = [letters[letter] for letter in roman(number)]
    total = sum(-one if one < after else one for one, after in pairwise([*worth, 0]))
    assert number == total


# Numbers


@pytest.mark.parametrize(("align", "left"), [(0.0, 100.0), (0.5, 88.0), (1.0, 76.0)])
def test_drawn(align: float, left: float) -> None:
    """The number's left edge is where its alignment puts it: two ems of width at 12 units."""
    slot = Slot("", "{page}", "F", 12.0, (1, 0, 0, -1), 100.0, 50.0, align)
    shapes = {("F", "12"): (b"00110012", 2.0)}
    made = slots.drawn(slot, "12", lambda font, text: shapes[font, text])
    before, _, after = made.partition(b" Tm ")
    assert [1, 0, 0, -1, left, 50] == [float(value) for value in before.split()]
    assert b"/F 12 Tf <00110012> Tj" == after.strip()


# Fonts


@pytest.fixture(scope="module")
def faces() -> tuple[Face, ...]:
    """The faces of the basic theme on this machine: collections, CFF and TrueType."""
    theme = load_theme("base", Path())
    return find_fonts(theme.fonts, Path(), frozenset("가나다漢字AB12")).faces


def _glyphs(face: Face, text: str) -> list[int]:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    return [found for letter in text if (found := font.get_nominal_glyph(ord(letter)))]


def test_programs_keep_ids(faces: tuple[Face, ...]) -> None:
    """A font cut down to some glyphs has them under their own ids, in their own shapes, and is small."""
    assert faces
    for face in faces:
        if glyphs.is_bitmap(face) or not (kept := _glyphs(face, "가힣A1漢")):
            continue
        program = glyphs.program_of(face, kept)
        assert glyphs.same_glyphs(face, program, kept)
        assert hb.Face(hb.Blob(program)).glyph_count == max(kept) + 1
        assert len(program) < Path(face.path).stat().st_size / 2
        other = next(glyph for glyph in range(1, max(kept)) if glyph not in kept)
        assert not glyphs.same_glyphs(face, program, [*kept, other]) or _is_empty(face, other)


def _is_empty(face: Face, glyph: int) -> bool:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    extents = font.get_glyph_extents(glyph)
    return extents is None or not (extents.width or extents.height)


def test_parts(faces: tuple[Face, ...], tmp_path: Path) -> None:
    """Looked for in a face's files by their order, each letter is found, and no two by one glyph."""
    for face in (face for face in faces if not glyphs.is_bitmap(face)):
        files = [_cmap(part) for part in glyphs.parts(face, tmp_path)]
        found: dict[int, tuple[int, int]] = {}
        for number, file in reversed([*enumerate(files)]):
            found |= {letter: (number, glyph) for letter, glyph in file.items()}
        assert _cmap(face).keys() <= found.keys()
        seen = [place for letter, place in found.items() if not glyphs._is_unseen(letter)]
        assert len(set(seen)) == len(seen)
        assert all(file.get(0x20) for file in files if _cmap(face).get(0x20))


def test_first_part_of_a_big_face(faces: tuple[Face, ...], tmp_path: Path) -> None:
    """Korean text is set from the first file of a big face, which has no ideographs and looks the same."""
    for face in (face for face in faces if "CJK" in face.path):
        first, *_, last = glyphs.parts(face, tmp_path)
        assert _advance(face, "A가fi…") == _advance(first, "A가fi…")
        assert [] == _glyphs(first, "漢字")
        assert _advance(face, "漢字马") == _advance(last, "漢字马")


def _cmap(face: Face) -> dict[int, int]:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    return {letter: font.get_nominal_glyph(letter) for letter in font.face.unicodes}


@pytest.mark.parametrize("pair", ["马⻢", "角⾓", "…⋯", "①➀"])
def test_letters_drawn_alike(faces: tuple[Face, ...], tmp_path: Path, pair: str) -> None:
    """Of two letters that a face draws by one glyph, the plainer one stands with all others."""
    for face in (face for face in faces if len(_glyphs(face, pair)) == 2 and "CJK" in face.path):
        plain, other = (
            next(number for number, part in enumerate(glyphs.parts(face, tmp_path)) if _glyphs(part, letter))
            for letter in pair
        )
        assert plain != other
        assert plain in (0, len(glyphs.parts(face, tmp_path)) - 1)


def test_fonts_that_say_other_things() -> None:
    """Two fragments share a font where it says the same for both, and have one each where it does not."""
    file, face = PdfFile(io.BytesIO()), Face("x", "x.otf", 0, 400, italic=False)

    def font(letters: dict[int, str]) -> Font:
        return Font("ABCDEF", face, b"/ABCDEF+x", b"", *packed(letters))

    one, same, other = font({1: "가", 2: "fi"}), font({1: "가", 3: "나"}), font({2: "\ufb01"})
    again = font({2: "\ufb01", 1: "가"})
    numbers = [
        own["ABCDEF"] for own in FontEmbedder(file, [(each,) for each in (one, same, other, again)]).numbers
    ]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def _advance(face: Face, text: str) -> list[float]:
    return list(glyphs.advances(face, _glyphs(face, text)).values())


def test_shaped(faces: tuple[Face, ...]) -> None:
    """A short text is a glyph a letter with the font's widths."""
    face = next(face for face in faces if _glyphs(face, "12") and not glyphs.is_bitmap(face))
    shaped = glyphs.shaped(face, "121")
    assert shaped.glyphs[0] == shaped.glyphs[2] != shaped.glyphs[1]
    assert _glyphs(face, "121") == list(shaped.glyphs)
    assert all(200 < width < 1100 for width in shaped.widths)


@given(st.sets(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), min_size=1, max_size=200))
def test_every_name_is_found(names: set[str]) -> None:
    """A name tree of any names is one in which a reader finds each by halving."""
    out = io.BytesIO()
    file = PdfFile(out)
    rows = named_rows((name, b"%d" % len(name)) for name in names)
    root = file.add(
        b"<</Type/Catalog/Pages<</Type/Pages/Kids[]/Count 0>>/Test %d 0 R>>" % tree(file, b"Names", rows)
    )
    file.close(root, file.add(b"<<>>"))
    with pikepdf.open(out) as pdf:
        found = pikepdf.NameTree(pdf.Root.Test)
        assert {name: len(name) for name in names} == {name: int(found[place_name(name)]) for name in names}
