"""The colours of a cover, with a contrast that is computed: no letter of it stands below 4.5 : 1.

See https://www.w3.org/TR/WCAG22/#contrast-minimum and #dfn-relative-luminance
"""

import colorsys
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from publisher.assets.theme_settings import PALETTE, is_colour
from publisher.errors import ConfigError
from publisher.phrase import _

LEAST = 4.5
_HUES = (0.56, 0.47, 0.03, 0.62, 0.92, 0.11, 0.38, 0.74)
_LIGHT, _DARK = "#fdfbf5", "#1f1d1a"
_STEPS = 40  # of a colour on its way to white or black


@dataclass(frozen=True, slots=True)
class Palette:
    """Four colours as "#rrggbb". Ink can be read on ground and on shade; accent is for what is no text."""

    ground: str
    shade: str
    ink: str
    accent: str


def palette_of(name: str, known: Mapping[str, Mapping[str, str]], identifier: str) -> Palette:
    """Return a theme's palette by name, one of a ground's colour ("#204060"), or for "" the book's own, which
    never changes. Raises ConfigError."""
    if not name:
        number = hashlib.sha256(identifier.encode()).digest()[0]
        return _around(_hls(_HUES[number % len(_HUES)], 0.30, 0.42))
    if is_colour(name):
        return _around(name.lower())
    if name in known:
        return palette(**{part: known[name][part].lower() for part in PALETTE})
    near = get_close_matches(name, known, 1)
    hint = (
        _("did you mean {near}?", near=near[0])
        if near
        else _('there are: {listed}; or a colour: "#204060"', listed=", ".join(known))
    )
    raise ConfigError(_("cover.palette: there is no palette {name}", name=name), hint=hint)


def palette(ground: str, shade: str, ink: str, accent: str) -> Palette:
    """Return these colours as a palette, its ink made legible."""
    nearer = (mixed(shade, ground, step / 4) for step in (4, 3, 2, 1, 0))  # grey on white has no ink for both
    for shade in nearer:
        made = legible(ink, ground, shade)
        if _least(made, ground, shade) >= LEAST:
            break
    return Palette(ground, shade, made, accent)


def _around(ground: str) -> Palette:
    """A palette of one colour: a darker shade, light ink on dark, and an accent from across the wheel."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(ground)))
    is_dark = contrast(_LIGHT, ground) > contrast(_DARK, ground)
    shade = _hls(hue, lightness * 0.73 if is_dark else lightness * 0.9, saturation * (1.1 if is_dark else 1))
    accent = _hls((hue + 0.55) % 1, 0.7 if is_dark else 0.45, max(saturation, 0.35))
    return palette(ground, shade, _LIGHT if is_dark else _DARK, accent)


def legible(colour: str, *grounds: str) -> str:
    """Return a colour as it is where it can be read on each of these, else the nearest one on its way to
    white or black that can."""
    towards = max("#ffffff", "#000000", key=lambda end: _least(end, *grounds))
    steps = (mixed(towards, colour, step / _STEPS) for step in range(_STEPS + 1))
    return next((step for step in steps if _least(step, *grounds) >= LEAST), towards)


def _least(colour: str, *grounds: str) -> float:
    return min(map(partial(contrast, colour), grounds))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance_of(one), luminance_of(other)))
    return (high + 0.05) / (low + 0.05)


def luminance_of(colour: str) -> float:
    """Return how light a colour is, from 0 to 1."""
    return luminance(*_rgb(colour))


def luminance(*rgb: float) -> float:
    """Return how light a colour is, from 0 to 1; its parts are 0 to 255."""
    linear = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(upper: str, lower: str, share: float) -> str:
    """Return the colour that `upper` has on `lower` where it covers that share: printers fear real
    transparency."""
    parts = zip(_rgb(upper), _rgb(lower), strict=True)
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02x}" for above, below in parts)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _hls(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, min(lightness, 1), min(saturation, 1))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
