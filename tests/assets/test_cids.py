"""Programs of fonts whose glyphs every renderer finds by their ids."""

import io
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from publisher.assets import cids
from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts
from publisher.assets.glyphs import program_of

WANTED = {"body": ("Noto Serif CJK KR", "Noto Serif KR"), "code": ("D2Coding", "DejaVu Sans Mono")}
HANGUL = "".join(map(chr, range(0xAC00, 0xAC00 + 400)))


@pytest.fixture(scope="module")
def body() -> Face:
    return find_fonts(WANTED, Path("/nowhere"), HANGUL).roles[0].faces[0]


def cut(face: Face, letters: str) -> bytes:
    """The face with these letters only, their glyphs numbered anew: each keeps the CID that it had."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, letters))
    whole = hb.Face(hb.Blob.from_file_path(face.path), face.index)
    return bytes(hb.subset(whole, wanted).blob.data)


def charset(program: bytes) -> list[str]:
    """CIDs by glyph id, as fontTools reads them."""
    return list(TTFont(io.BytesIO(program))["CFF "].cff.topDictIndex[0].charset)


@pytest.mark.parametrize("letters", [HANGUL[:1], HANGUL[::2], HANGUL])
def test_glyph_ids_are_cids(body: Face, letters: str) -> None:
    """A CID-keyed program says of each glyph that its CID is its id, however many it has."""
    before = cut(body, letters)
    assert not cids.are_glyph_ids(before)
    made = cids.by_glyph(before)
    assert cids.are_glyph_ids(made)
    assert [".notdef", *(f"cid{n:05}" for n in range(1, len(charset(made))))] == charset(made)


def test_nothing_else_changes(body: Face) -> None:
    """The shapes stay, and the file's checksums are right."""
    before = cut(body, HANGUL)
    made = cids.by_glyph(before)
    ours, theirs = (hb.Font(hb.Face(hb.Blob(data))) for data in (made, before))
    glyphs = range(ours.face.glyph_count)
    assert [theirs.get_glyph_extents(n) for n in glyphs] == [ours.get_glyph_extents(n) for n in glyphs]
    TTFont(io.BytesIO(made), checkChecksums=2)["CFF "]


def test_what_is_not_cid_keyed_stays() -> None:
    """A TrueType program is handed back as it is."""
    face = find_fonts(WANTED, Path("/nowhere"), "").roles[1].faces[0]
    data = Path(face.path).read_bytes()
    assert data is cids.by_glyph(data)
    assert cids.are_glyph_ids(data)


def test_a_cut_program_keeps_them(body: Face, tmp_path: Path) -> None:
    """What is embedded of a program keeps its glyphs' ids, and so their CIDs."""
    file = tmp_path / "body.otf"
    file.write_bytes(cids.by_glyph(cut(body, HANGUL)))
    face = Face("x", str(file), 0, 400, italic=False)
    assert cids.are_glyph_ids(program_of(face, [3, 70, 300]))
