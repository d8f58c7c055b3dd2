"""Glyphs of font files: compared, cut down with their ids kept, and set, letter by letter."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from publisher import cids
from publisher.cache import write_whole
from publisher.fonts import Face, single_file

_UNNEEDED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


_IDEOGRAPHS = ((0x2E80, 0x3000), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))
_SYLLABLES = (0xAC00, 0xD7A4)
_BIG = 8_000  # glyphs: every font with all 11,172 syllables


def halves(face: Face, keep_in: Path) -> tuple[Face, ...]:
    """A big face as two files: what is common in Korean text, and the whole; a small one as it is.

    Korean text is set from the first almost alone. An engine that cuts fonts down for each chapter takes
    time by the number of a file's glyphs, an eighth as much for the first.
    """
    whole = replace(face, path=str(single_file(face, keep_in)), index=0)
    font = hb.Face(hb.Blob.from_file_path(whole.path), 0)
    if font.glyph_count < _BIG or is_bitmap(whole):
        return (whole,)
    stat = Path(whole.path).stat()
    key = hashlib.sha256(f"{face}:{stat.st_size}:{stat.st_mtime_ns}".encode()).hexdigest()
    target = keep_in / f"{key[:20]}-letters.otf"
    if not target.is_file():
        wanted = hb.SubsetInput()
        wanted.unicode_set.update(letter for letter in font.unicodes if _is_common(letter))
        write_whole(target, cids.by_glyph(bytes(hb.subset(font, wanted).blob.data)))
    return replace(face, path=str(target), index=0), whole


def _is_common(letter: int) -> bool:
    """No ideograph or radical (Hanja, Kanji), and of Hangul the 2,350 syllables of KS X 1001, which Python
    knows as EUC-KR. https://www.unicode.org/versions/latest/ Blocks.txt"""
    if _SYLLABLES[0] <= letter < _SYLLABLES[1]:
        return len(chr(letter).encode("euc_kr", "ignore")) == 2
    return not any(first <= letter < end for first, end in _IDEOGRAPHS)


def same_glyphs(face: Face, program: bytes, glyphs: Iterable[int]) -> bool:
    """Whether a font program that an engine made of a face still has the face's glyphs under their ids."""
    ours = _shaping(face.path, face.index)
    theirs = hb.Font(hb.Face(hb.Blob(program)))
    return not is_bitmap(face) and all(
        ours.get_glyph_extents(glyph) == theirs.get_glyph_extents(glyph) for glyph in glyphs
    )


@lru_cache(maxsize=64)
def is_bitmap(face: Face) -> bool:
    """Colour and bitmap fonts are pictures: an engine draws them, no program holds them."""
    tags = set(hb.Face(hb.Blob.from_file_path(face.path), face.index).table_tags)
    return bool(tags & {"CBDT", "EBDT", "sbix", "COLR", "SVG "})


def program_of(face: Face, glyphs: Iterable[int]) -> bytes:
    """The face with these glyphs only, each under its own id: one program for all that was set with it."""
    kept = sorted(set(glyphs))
    font = hb.Face(hb.Blob.from_file_path(face.path), face.index)
    # Twice: the first keeps ids by leaving empty glyphs up to the font's last one, the second cuts those.
    some = _cut_down(font, kept, hb.SubsetFlags.RETAIN_GIDS)
    return bytes(_cut_down(some, range(kept[-1] + 1), hb.SubsetFlags.DEFAULT).blob.data)


def _cut_down(font: hb.Face, glyphs: Iterable[int], flags: hb.SubsetFlags) -> hb.Face:
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.flags = flags | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
    unneeded = (int.from_bytes(tag.encode(), "big") for tag in _UNNEEDED)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(unneeded)
    return hb.subset(font, wanted)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text as glyphs of one face; widths in thousandths of the font size."""

    glyphs: tuple[int, ...]
    widths: tuple[float, ...]


@lru_cache(maxsize=4096)
def shaped(face: Face, text: str) -> Shaped:
    """A short text, such as a page number, in a face: a glyph a letter, its own width."""
    font = _shaping(face.path, face.index)
    glyphs = tuple(font.get_nominal_glyph(ord(letter)) or 0 for letter in text)
    scale = 1000 / font.face.upem
    return Shaped(glyphs, tuple(font.get_glyph_h_advance(glyph) * scale for glyph in glyphs))


@lru_cache(maxsize=64)
def alike(face: Face) -> dict[str, str]:
    """Letters that a face shows by one glyph -> the first of them."""
    font = _shaping(face.path, face.index)
    first: dict[int, str] = {}
    return {
        chr(code): first.setdefault(font.get_nominal_glyph(code) or 0, chr(code))
        for code in sorted(font.face.unicodes)
    }


def advances(face: Face, ids: Iterable[int]) -> dict[int, float]:
    """Glyph -> width, in thousandths of the font size."""
    font = _shaping(face.path, face.index)
    scale = 1000 / font.face.upem
    return {glyph: font.get_glyph_h_advance(glyph) * scale for glyph in ids}


@lru_cache(maxsize=64)
def _shaping(path: str, index: int) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(path), index))
