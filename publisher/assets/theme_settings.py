"""What theme.toml may say: fonts by their names, palettes by their colours, and words with no other places in
them than ours have.
"""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

PALETTE = ("ground", "shade", "ink", "accent")  # see writers/pdf/cover/colours.py
_NAMES = ("name", "title")  # what particles.filled() can say with a particle: {name:을/를}
_PARTICLES = re.compile(r"[가-힣]{1,4}/[가-힣]{1,4}")
_FORM = re.compile(r"0?\d?")  # of a number: {month:02}; a longer one could make a text of any length


def fault(merged: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """Say what in a theme's settings cannot be used; `base`: those of the last parent. "": nothing."""
    looks = (*_fonts(merged["fonts"]), *_palettes(merged["palettes"]))
    faults = [*looks, *_words("words", merged, base), *_words("shelf", merged, base)]
    return next(iter(faults), "")


def _fonts(fonts: Mapping[str, Any]) -> Iterator[str]:
    for role, families in fonts.items():
        if not isinstance(families, list) or not all(isinstance(family, str) for family in families):
            yield f"fonts.{role} must be a list of names"


def _palettes(palettes: Mapping[str, Any]) -> Iterator[str]:
    for name, colours in palettes.items():
        parts = colours if isinstance(colours, dict) else {}
        if set(parts) != set(PALETTE) or not all(is_colour(colour) for colour in parts.values()):
            yield f'palettes.{name} must have {", ".join(PALETTE)}, each as "#rrggbb"'


def is_colour(text: object) -> bool:
    """Tell whether something is "#rrggbb"."""
    return isinstance(text, str) and bool(re.fullmatch("#[0-9a-fA-F]{6}", text))


def _words(table: str, merged: Mapping[str, Any], base: Mapping[str, Any]) -> Iterator[str]:
    known = base[table]["en"]
    for language, words in merged[table].items():
        if not isinstance(words, dict):
            yield f"{table}.{language} must be a table"
            continue
        for key, text in words.items():
            if not isinstance(text, str):
                yield f"{table}.{language}.{key} must be a text"
            elif not _places(text) <= _places(known.get(key, "")):
                yield f"{table}.{language}.{key} has braces around what is not put in there: {text[:60]}"


def _places(text: str) -> set[str]:
    """What is put into a text: {"year", "month"} for "{year}.{month:02}"; the text itself for others."""
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return {text}
    plain = all(conversion is None and _is_form(form or "", name or "") for name, form, conversion in parts)
    return {str(name) for name, _, _ in parts} if plain else {text}


def _is_form(form: str, name: str) -> bool:
    return bool(_FORM.fullmatch(form) or (name in _NAMES and _PARTICLES.fullmatch(form)))
