"""What a theme's templates of covers are filled with: the book's words, colours, and how words are fitted.

Looks are the templates': `covers/NAME.j2` is a design, `cover.j2` the sheet of the front, `wrap.j2` that of
the whole printed cover. Here are measures and contrast.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from publisher.assets.fonts import FontSet
from publisher.assets.glyphs import shaped
from publisher.assets.themes import Theme
from publisher.book.paper import Paper
from publisher.config.schema import CoverTable
from publisher.errors import ConfigError
from publisher.model import BookMeta
from publisher.phrase import _
from publisher.writers.pdf.compose.joiners import join
from publisher.writers.pdf.cover.colours import Palette, legible, mixed, palette_of
from publisher.writers.pdf.cover.lines import Fitted, Width, fitted
from publisher.writers.pdf.cover.pictures import PICTURE, Pictures, veil_for

PT = 25.4 / 72  # mm
_A5 = (148, 210)  # mm: sizes in templates are those of this paper
_WITH_PICTURE = "band"
_SPARE = 1.01  # an engine's widths are rounded
_TITLE = (38.0, 33, 28, 23, 19, 16, 13)
_ROOM, _TALL = 0.78, 0.25  # of the width and height of the front
_SEED = 512  # numbers of 0-255 that a pattern is made of


Fit = Callable[..., Fitted]  # see fitting()


@dataclass(frozen=True, slots=True)
class Design:
    """A cover before it has words."""

    name: str
    palette: Palette


def design_of(theme: Theme, table: CoverTable, identifier: str) -> Design:
    """Return the design and the colours that a book asks for, else its theme's. Raises ConfigError."""
    name = table.design or (_WITH_PICTURE if table.picture else theme.cover["design"])
    known = theme.designs()
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = (
            _("did you mean {near}?", near=near[0])
            if near
            else _("there are: {names}", names=", ".join(known))
        )
        raise ConfigError(_("cover.design: there is no design {name}", name=name), hint=hint)
    return Design(name, palette_of(table.palette or theme.cover["palette"], theme.palettes, identifier))


def values_of(
    meta: BookMeta,
    design: Design,
    paper: Paper,
    fonts: FontSet,
    given: Pictures,
    bleed: float = 0,
    left: float = 0,
) -> dict[str, object]:
    """Return what the templates of covers are filled with. `left`: where the front begins, in mm."""
    scale = scale_of(paper)
    fit = fitting(fonts, paper)
    palette = design.palette
    return {
        "meta": meta,
        "paper": paper,
        "design": f"covers/{design.name}.j2",
        "scale": scale,
        "bleed": bleed,
        "left": left,
        "whole": left + paper.width,
        "around": ((0, paper.width),),
        "title": join(meta.title),
        "subtitle": join(meta.subtitle),
        "size": fit(meta.title, _ROOM, _TALL, _TITLE).size,
        "authors": ", ".join(name.replace(" ", "\u00a0") for name in meta.authors),
        "series": series_of(meta),
        "ground": palette.ground,
        "shade": palette.shade,
        "ink": palette.ink,
        "accent": palette.accent,
        "photo": PICTURE if given.picture else "",
        "seed": tuple(hashlib.shake_256(meta.title.encode()).digest(_SEED)),
        "veil": partial(veil_for, given.picture, paper.width / paper.height, palette),
        "fit": fit,
        "mix": mixed,
        "legible": legible,
    }


def scale_of(paper: Paper) -> float:
    """Return by how much all is larger than on A5."""
    return round(min(paper.width / _A5[0], paper.height / _A5[1]), 4)


def series_of(meta: BookMeta) -> tuple[str, str]:
    """Return the set that a volume belongs to and its number there; "" for what its title says."""
    if not meta.collection:
        return "", ""
    number = "" if f"{meta.collection} {meta.position}" in meta.title else str(meta.position)
    return "" if meta.collection in meta.title else meta.collection, number


def fitting(fonts: FontSet, paper: Paper) -> Fit:
    """Return what sets a text in balanced lines, in points.

    It is asked with the text, its room as shares of the paper's width and height, sizes on A5 in points, and
    "body" (the bold face) or "heading" (the regular one).
    """
    scale = scale_of(paper)
    widths = {"body": _width(fonts, "body", -1), "heading": _width(fonts, "heading", 0)}

    def fit(text: str, room: float, tall: float, sizes: Sequence[float], role: str = "body") -> Fitted:
        wide, high = paper.width * room / PT / _SPARE, paper.height * tall / PT
        return fitted(text, widths[role], wide, high, [round(size * scale, 2) for size in sizes])

    return fit


def _width(fonts: FontSet, name: str, face: int) -> Width:
    """Measures a text in its size; a letter that the font lacks counts as a square."""
    faces = next((role.faces for role in fonts.roles if role.name == name), ())

    def width(text: str) -> float:
        if not faces:
            return float(len(text))
        set_text = shaped(faces[face], text)
        return sum(
            wide / 1000 if glyph else 1.0
            for glyph, wide in zip(set_text.glyphs, set_text.widths, strict=True)
        )

    return width
