"""How a theme sets its lines, and on what paper: what [theme] and [paper] of theme.toml may say.

Lengths of paper are in mm, those of letters in pt. How wide the text is follows from the margins, or the
outer margin from `measure`; how high it is, or the lower margin, from `lines`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from publisher.errors import ConfigError
from publisher.phrase import _

CHOICES = {
    "line_break": ("syllable", "eojeol", "eojeol-first"),
    "align": ("justify", "start"),
    "indent": ("all", "after-first", "none"),
    "verse": ("start", "center"),
    "opening": ("page", "recto", "run-on"),
    "links": ("notes", "end", "qr", "plain"),
    "emoji": ("mono", "colour"),
}
USUAL = {
    "line_break": "syllable",
    "align": "justify",
    "indent": "after-first",
    "verse": "start",
    "opening": "page",
    "links": "plain",
    "emoji": "mono",
}
_INSTEAD = (("foot", "lines"), ("outer", "measure"))  # of which one says what the other is
_SEE = _("see docs/themes.md")


@dataclass(frozen=True, slots=True)
class ThemePaper:
    """The page that a theme is made for; its margins are fitted to another, where book.toml has one."""

    trim: str = "A5"
    top: float = 20
    foot: float = 26
    inner: float = 26  # at the spine
    outer: float = 24
    measure: float = 0  # of a line, instead of the outer margin; 0: as that leaves it
    lines: float = 0  # of a page, instead of the lower margin; 0: as that leaves them
    size: float = 9.6  # of the body's letters, in pt
    leading: float = 17.1  # from line to line, in pt


def paper(table: Mapping[str, Any], file: Path) -> ThemePaper:
    """Return [paper] of a theme.toml. Raises ConfigError for what no paper is."""
    known = {field.name for field in fields(ThemePaper)}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(
                _("{file}: [paper] has no {key}", file=file, key=key),
                hint=_("it has {keys}", keys=", ".join(sorted(known))),
            )
        least = 3 if key in ("size", "leading") else 0
        if not (isinstance(value, str) if key == "trim" else _is_number(value) and least <= value <= 600):
            raise ConfigError(
                _("{file}: [paper] {key}: {value!r} is no length of a page", file=file, key=key, value=value),
                hint=_SEE,
            )
    return ThemePaper(**table)


def lay(own: Mapping[str, Any], over: dict[str, Any]) -> None:
    """Lay a theme's [paper] over its parent's: who says how many lines there are does not say the foot."""
    for one, other in _INSTEAD:
        if one in own:
            over.pop(other, None)
        if other in own:
            over.pop(one, None)
    over |= own


def check(table: Mapping[str, Any], file: Path) -> None:
    """Raise ConfigError where [theme] says what no theme can."""
    for key, allowed in CHOICES.items():
        if table.get(key, allowed[0]) not in allowed:
            hint = _("one of {values}", values=", ".join(allowed))
            raise ConfigError(
                _("{file}: [theme] {key}: {table!r} is not known", file=file, key=key, table=table[key]),
                hint=hint,
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
