"""Glyphs of font files: compared, cut down with their ids kept, and set, letter by letter."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil, floor
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from publisher.assets import cids
from publisher.assets.box_fonts import GlyphBox
from publisher.assets.font_files import Face, opened, single_file
from publisher.assets.half_width import half_width
from publisher.storage.cache import Cache
from publisher.storage.kept_files import KeptFiles
from publisher.storage.records import decoded, encoded

_UNNEEDED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")

_IDEOGRAPHS = ((0x2E80, 0x3000), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))
_SYLLABLES = (0xAC00, 0xD7A4)
_BIG = 8_000  # glyphs: every font with all 11,172 syllables
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))  # they choose a form of the letter before
_FILLERS = (0x115F, 0x1160, 0x3164, 0xFFA0)  # of Hangul: they stand for a letter that is not there
_WHOLE = ""  # in a list of names: the whole face
_MOST = 4  # files of letters drawn as others are: more of them are drawn as a box, or not at all
_FAR = 16_000  # thousandths of an em: no glyph's box reaches farther
_UNSEEN = frozenset((*_FILLERS, *_SELECTORS))


def parts(face: Face, keep_in: Path, half: Face | None = None) -> tuple[Face, ...]:
    """Return a face as files, to look for a letter in by their order: then no two letters share a glyph of a
    file. A face with nothing to part stays as it is.

    What a PDF says is told by glyph (PDF 32000-1, 9.10.3), so of two letters that are drawn alike (马 and the
    radical ⻢) one would come out of it as the other. And a big face begins with a file of what is common in
    Korean text: an engine that cuts fonts down for each chapter takes time by the number of a file's glyphs.
    `half`: its brackets, as brackets() makes them; they stand behind the first file, which has none then: an
    engine takes spaces from the first one.
    """
    whole = replace(face, path=str(single_file(face, keep_in)), index=0)
    if is_bitmap(whole):
        return (whole,)
    key, kept, lists = face.key()[:20] + "-half" * bool(half), KeptFiles(keep_in), Cache(keep_in / "parts")
    without = _letters_of(half) if half else frozenset()
    names = decoded(lists.get(key), tuple[str, ...]) or ()
    found = [path for name in names if (path := Path(whole.path) if name == _WHOLE else kept.find(name))]
    if not found or len(found) < len(names):
        found = [*_written(whole, _sets(_shaping(whole.path, 0), without), key, kept)]
        lists.put(key, encoded([_WHOLE if str(path) == whole.path else path.name for path in found]))
    first, *others = (replace(face, path=str(path), index=0) for path in found)
    return (first, half, *others) if half else (first, *others)


def _letters_of(half: Face) -> frozenset[int]:
    return frozenset(letter for letter in _shaping(half.path, 0).face.unicodes if not _is_unseen(letter))


def brackets(face: Face, keep_in: Path) -> Face | None:
    """Return a face's brackets half an em wide, as a file; None where it does not say how."""
    whole, name = single_file(face, keep_in), f"{face.key()[:20]}-brackets.otf"
    kept = KeptFiles(keep_in)
    path = kept.find(name)
    if path is None:
        font = hb.Face(opened(str(whole)), 0)
        data = half_width(font, (*filter(_is_unseen, font.unicodes), *_SELECTORS))
        path = kept.put(name, cids.by_glyph(data)) if data else None
    return replace(face, path=str(path), index=0) if path else None


def _written(
    whole: Face, sets: Sequence[Collection[int] | None], key: str, kept: KeptFiles
) -> Iterator[Path]:
    """Write a file for each set of letters, and yield their paths; None is the whole."""
    font = hb.Face(opened(whole.path), 0)
    for number, letters in enumerate(sets):
        if letters is None:
            yield Path(whole.path)
            continue
        wanted = hb.SubsetInput()
        wanted.unicode_set.update((*letters, *_SELECTORS))
        wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE
        data = cids.by_glyph(bytes(hb.subset(font, wanted).blob.data))
        yield kept.put(f"{key}-{number}.otf", data)


def _sets(font: hb.Font, without: Collection[int]) -> list[list[int] | None]:
    """Part a face's letters, but for some: those that are the first of their glyph (of a big face only the
    common ones, for the others are found in the whole), those that are the second, and so on.

    Each set has all spaces: an engine draws one in the font of what stands before it.
    """
    letters = [letter for letter in font.face.unicodes if letter not in without]
    unseen = [letter for letter in letters if _is_unseen(letter)]
    later = _later(font, {*letters}.difference(unseen))
    first = [letter for letter in letters if letter not in later]
    common = [letter for letter in first if _is_common(letter)]
    is_big = font.face.glyph_count >= _BIG and len(common) < len(first)
    if not later and not is_big and not without:
        return [None]
    ranks = range(1, max(later.values(), default=0) + 1)
    others = [[letter for letter, rank in later.items() if rank == n] + unseen for n in ranks]
    return [common, *others, None] if is_big else [first, *others]


def _later(font: hb.Font, letters: Iterable[int]) -> dict[int, int]:
    """Count for each of these letters how many have its glyph before it, where there are any.

    Of letters drawn alike the plainest is first. What a font makes of several letters (fi) is theirs, not
    that of a letter of its own (U+FB01).
    """
    alike: dict[int, list[int]] = {}
    for letter in letters:
        alike.setdefault(font.get_nominal_glyph(letter) or 0, []).append(letter)
    ranks: dict[int, int] = {}
    for glyph, same in alike.items():
        if len(same) > 1:
            same.sort(key=_plainness)
        start = int(_is_made_of_others(font, chr(same[0]), glyph))
        if start or len(same) > 1:
            ranks |= {letter: min(rank, _MOST) for rank, letter in enumerate(same, start) if rank}
    return ranks


def _plainness(letter: int) -> tuple[bool, bool, bool, bool, int]:
    """Order letters that are drawn alike: what Korean text uses, what is no form of another letter, and
    letters before signs (马 before the radical ⻢)."""
    text = chr(letter)
    kind = unicodedata.category(text)
    is_form = unicodedata.normalize("NFKC", text) != text
    return kind == "Co", not text.encode("euc_kr", "ignore"), is_form, kind[0] != "L", letter


def _is_unseen(letter: int) -> bool:
    """Whether it makes no difference which letter a reader gets: spaces, and what is not drawn."""
    return unicodedata.category(chr(letter)) in ("Zs", "Cc", "Cf") or letter in _UNSEEN


def _is_made_of_others(font: hb.Font, letter: str, glyph: int) -> bool:
    """Whether a face shows this letter's glyph for the letters that it is short for."""
    if not unicodedata.decomposition(letter).startswith("<"):
        return False
    apart = unicodedata.normalize("NFKC", letter)
    if len(apart) < 2:
        return False
    buffer = hb.Buffer()
    buffer.add_str(apart)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [glyph] == [info.codepoint for info in buffer.glyph_infos]


def _is_common(letter: int) -> bool:
    """No ideograph or radical (Hanja, Kanji), and of Hangul the 2,350 syllables of KS X 1001, which Python
    knows as EUC-KR. https://www.unicode.org/versions/latest/ Blocks.txt"""
    if _SYLLABLES[0] <= letter < _SYLLABLES[1]:
        return len(chr(letter).encode("euc_kr", "ignore")) == 2
    return letter < _IDEOGRAPHS[0][0] or not any(first <= letter < end for first, end in _IDEOGRAPHS)


def same_glyphs(face: Face, program: bytes, glyphs: Iterable[int]) -> bool:
    """Tell whether a font program that an engine made of a face still has the face's glyphs under their ids.

    Glyph 0 stands for letters that the face has not: an engine may leave it empty.
    """
    ours = _shaping(face.path, face.index)
    theirs = hb.Font(hb.Face(hb.Blob(program)))
    return not is_bitmap(face) and all(
        ours.get_glyph_extents(glyph) == theirs.get_glyph_extents(glyph) for glyph in glyphs if glyph
    )


@lru_cache(maxsize=64)
def is_bitmap(face: Face) -> bool:
    """Colour and bitmap fonts are pictures: an engine draws them, no program holds them."""
    tags = set(hb.Face(opened(face.path), face.index).table_tags)
    return bool(tags & {"CBDT", "EBDT", "sbix", "COLR", "SVG "})


def program_of(face: Face, glyphs: Iterable[int]) -> bytes:
    """Return the face with these glyphs only, each under its own id: one program for all that was set with
    it."""
    kept = sorted(set(glyphs))
    font = hb.Face(opened(face.path), face.index)
    # Twice: the first keeps ids by leaving empty glyphs up to the font's last one, the second cuts those.
    some = _cut_down(font, kept, hb.SubsetFlags.RETAIN_GIDS)
    return bytes(_cut_down(some, range(kept[-1] + 1), hb.SubsetFlags.DEFAULT).blob.data)


def _cut_down(font: hb.Face, glyphs: Iterable[int], flags: hb.SubsetFlags) -> hb.Face:
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    kept = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.flags = flags | kept
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
    """Return a short text, such as a page number, in a face: a glyph a letter, its own width."""
    font = _shaping(face.path, face.index)
    glyphs = tuple(font.get_nominal_glyph(ord(letter)) or 0 for letter in text)
    scale = 1000 / font.face.upem
    return Shaped(glyphs, tuple(font.get_glyph_h_advance(glyph) * scale for glyph in glyphs))


@lru_cache(maxsize=1024)
def outline(face: Face, letter: str) -> str:
    """Return a letter as data of an SVG path an em high, its base line at 0; "" where the face has none."""
    font, data = _shaping(face.path, face.index), list[str]()
    if glyph := font.get_nominal_glyph(ord(letter)):
        font.draw_glyph(glyph, _path(1 / font.face.upem), data)
    return " ".join(data)


@cache
def _path(scale: float) -> hb.DrawFuncs:
    """What HarfBuzz draws, whose y grows upwards, as SVG, whose y grows downwards."""

    def put(sign: str) -> Callable[..., None]:
        def draw(*given: Any) -> None:
            *places, data = given
            signs = (f"{place * (-scale if n % 2 else scale):.4g}" for n, place in enumerate(places))
            data.append(sign + " ".join(signs))

        return draw

    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(put("M"))
    funcs.set_line_to_func(put("L"))
    funcs.set_quadratic_to_func(put("Q"))
    funcs.set_cubic_to_func(put("C"))
    funcs.set_close_path_func(put("Z"))
    return funcs


def advances(face: Face, ids: Iterable[int]) -> dict[int, float]:
    """Return glyph -> width, in thousandths of the font size."""
    font = _shaping(face.path, face.index)
    scale = 1000 / font.face.upem
    return {glyph: font.get_glyph_h_advance(glyph) * scale for glyph in ids}


def boxes_of(face: Face, ids: Iterable[int]) -> dict[int, GlyphBox]:
    """Return glyph -> its box, rounded outwards, of those that are drawn; none is wider than 32 em."""
    return {glyph: box for glyph in ids if (box := _box(face.path, face.index, glyph))}


@lru_cache(maxsize=65_536)
def _box(path: str, index: int, glyph: int) -> GlyphBox | None:
    font = _shaping(path, index)
    found, scale = font.get_glyph_extents(glyph), 1000 / font.face.upem
    if not found or not found.width or not found.height:
        return None
    right, foot = found.x_bearing + found.width, found.y_bearing + found.height
    least = (floor(max(-_FAR, side * scale)) for side in (found.x_bearing, foot))
    most = (ceil(min(_FAR, side * scale)) for side in (right, found.y_bearing))
    return GlyphBox(*least, *most)


@lru_cache(maxsize=64)
def _shaping(path: str, index: int) -> hb.Font:
    return hb.Font(hb.Face(opened(path), index))
