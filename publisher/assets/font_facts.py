"""What a font file says of itself, and which letters it has."""

from collections.abc import Mapping
from dataclasses import dataclass

import uharfbuzz as hb

from publisher.assets.font_files import Face, opened
from publisher.assets.fonts import characters_of
from publisher.phrase import _

# See https://learn.microsoft.com/en-us/typography/opentype/spec/name#name-ids
_FULL_NAME, _VERSION, _LICENCE, _LICENCE_ADDRESS = 4, 5, 13, 14
_OFL = ("Open Font License", "scripts.sil.org/OFL", "openfontlicense.org")
# KS X 1001 has 94 rows of 94 places; Hanja stand in rows 42 to 93 (EUC-KR: 0xCA to 0xFD).
_HANJA = frozenset(
    bytes((row, place)).decode("euc_kr") for row in range(0xCA, 0xFE) for place in range(0xA1, 0xFF)
)
SCRIPTS: Mapping[str, frozenset[str]] = {
    _("Hangul"): frozenset(map(chr, range(0xAC00, 0xD7A4))),
    "Hanja": _HANJA,
    # 옛한글: the parts of syllables, Unicode 15, chapter 18.6
    _("Old Hangul"): frozenset(
        map(
            chr,
            (*range(0x1100, 0x1200), *range(0xA960, 0xA97D), *range(0xD7B0, 0xD7C7), *range(0xD7CB, 0xD7FC)),
        )
    ),
}


@dataclass(frozen=True, slots=True)
class FontFacts:
    """One face."""

    name: str  # "Noto Serif CJK KR Bold"; "" where the file does not say
    version: str
    licence: str  # "SIL OFL", or the first sentence of its text; "" where the file does not say
    address: str  # of the licence
    letters: Mapping[str, int]  # script -> how many of SCRIPTS it has


def facts(face: Face) -> FontFacts:
    """Read what a face says of itself. Raises OSError where its file cannot be read."""
    font = hb.Face(opened(face.path), face.index)
    known = characters_of(face)
    return FontFacts(
        _said(font, _FULL_NAME),
        _said(font, _VERSION),
        _licence(font),
        _said(font, _LICENCE_ADDRESS),
        {script: len(letters & known) for script, letters in SCRIPTS.items()},
    )


def licence_of(face: Face) -> str:
    """Return the name of a face's licence, as FontFacts has it. Raises OSError, as facts() does."""
    return _licence(hb.Face(opened(face.path), face.index))


def _licence(font: hb.Face) -> str:
    licence = _said(font, _LICENCE)
    is_ofl = any(mark in licence + _said(font, _LICENCE_ADDRESS) for mark in _OFL)
    return "SIL OFL" if is_ofl else licence.partition(". ")[0]


def _said(font: hb.Face, name: int) -> str:
    """One of its names on one line, in English where it has that."""
    return " ".join((font.get_name(name, "en") or "").split())
