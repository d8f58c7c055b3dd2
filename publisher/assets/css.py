"""CSS of posts, drawings and themes: what of it a book may hold, and the rest taken out.

A style sheet can load (`url()`, `image-set()`, `@import`) and, in old programs, run (`behavior`,
`expression()`). It is read by tinycss2 as browsers read it, escapes and all, and only what stands on the
lists passes: rules by name, properties by family, functions by name, addresses within the book.
See https://www.w3.org/TR/css-syntax-3/

Seen with tinycss2 1.5. Assumed, and asserted by tests/contracts/test_tinycss2.py: it never raises; what it
cannot read is an `error`; escapes are read before a name is told.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2
from tinycss2.color3 import parse_color

from publisher.assets.css_variables import endless
from publisher.assets.xhtml import legal

_DEEPEST = 20  # brackets in brackets
_SHOWN = 60  # letters of what is named
_RULES = frozenset(
    "media supports font-face page container charset namespace layer counter-style keyframes "
    "footnote property starting-style scope".split()
)
_MARGIN_BOX = re.compile(r"(?:top|bottom|left|right)-(?:left|right|top|bottom|center|middle)(?:-corner)?")
_FUNCTIONS = frozenset(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark calc min max clamp round "
    "mod rem abs sign sin cos tan pow sqrt var env attr counter counters symbols string content "
    "leader target-counter target-counters target-text linear-gradient radial-gradient "
    "conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient "
    "matrix matrix3d translate translatex translatey translate3d scale scalex scaley scale3d rotate "
    "rotatex rotatey rotatez skew skewx skewy perspective cubic-bezier steps linear minmax repeat "
    "fit-content blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate "
    "sepia circle ellipse inset polygon path rect local format tech selector style not is where has "
    "lang dir nth nth-child nth-last-child nth-of-type nth-last-of-type element running".split()
)
# The first word of a property, behind a maker's own prefix: "-webkit-hyphens" is of the family "hyphens".
_FAMILIES = frozenset(
    "accent additive align alignment all anchor animation appearance ascent aspect backdrop "
    "backface background baseline bleed block bookmark border bottom box break caption caret clear "
    "clip color colour column columns contain container content counter cursor cx cy d descent "
    "direction display dominant empty enable fallback fill filter flex float flood font footnote "
    "forced gap glyph grid hanging height hyphenate hyphenation hyphens image inherits initial "
    "inline inset interpolate isolation justify kerning language left letter lighting line link "
    "list margin marker marks mask math max min mix negative object offset opacity order orphans "
    "outline overflow overscroll pad padding page paint perspective place pointer position prefix "
    "print quotes r range region resize right rotate row ruby rx ry scale scroll scrollbar shape "
    "size solid speak src stop string stroke suffix symbols syntax system tab table tap text top "
    "touch transform transition translate unicode user vector vertical view visibility white widows "
    "width will word wrap writing x y z zoom nbsp".split()
)
# What takes an element out of the flow: where all are, there are no pages.
_FLOW = frozenset("display position float columns column-count column-width".split())
_PROPERTY = re.compile(r"--.*|(?:-[a-z]+-)?(?P<family>[a-z]+)(?:-[a-z0-9-]*)?", re.S)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.I)
DATA = "data:"  # among the files that a style sheet may load: pictures in the sheet itself
# Nothing in such a value can be more than words and numbers.
_HARMLESS = re.compile(r"[^()\\@{}]*")
_BLOCKS = ("() block", "[] block", "{} block")


class Stray(NamedTuple):
    """What a book may not hold."""

    line: int
    what: str  # "url(https://example.org/a.png)"


class Cleaned(NamedTuple):
    """A style sheet, and what was taken out."""

    text: str
    strays: tuple[Stray, ...]


class _Bounds(NamedTuple):
    """What a style sheet may, and may not, besides what all may."""

    files: frozenset[str] = frozenset()  # addresses that it may load
    endless: frozenset[str] = frozenset()  # custom properties that it may not set
    of_pages: bool = False  # whether pages are made by it
    flow: frozenset[str] = frozenset()  # properties that the rule at hand may not set


def cleaned(text: str, files: Iterable[str] = (), *, of_pages: bool = False) -> Cleaned:
    """Return the style sheet without what a book may not hold; the very same where there is no such thing.

    `files`: addresses that it may load. `of_pages`: whether pages are made by it: no rule for all elements
    takes them from the flow.
    """
    bounds = _Bounds(frozenset(files), endless(text), of_pages)
    return _cleaned(tinycss2.parse_stylesheet(text), text, bounds)


@lru_cache(maxsize=4096)
def cleaned_style(text: str) -> str:
    """Return the same of the value of a `style` attribute."""
    if not _is_closed(text):  # nh3 cuts a function within another one, and would take along what follows
        text = ";".join(filter(_is_closed, text.split(";")))
    if _HARMLESS.fullmatch(text):
        return text
    return _cleaned(tinycss2.parse_blocks_contents(text), text, _Bounds()).text


def _is_closed(text: str) -> bool:
    return all(text.count(opens) == text.count(closes) for opens, closes in ("()", "[]"))


def is_harmless(value: str) -> bool:
    """Tell whether a value of a property, or of SVG's attributes of that name, may stand in a book."""
    return bool(_HARMLESS.fullmatch(value)) or not _fault_in(value)


@lru_cache(maxsize=4096)
def _fault_in(value: str) -> str:
    return _fault(tinycss2.parse_component_value_list(value), frozenset())


def _cleaned(nodes: Iterable[Any], text: str, bounds: _Bounds) -> Cleaned:
    strays: list[Stray] = []
    kept = "".join(_kept(nodes, bounds, strays, 1))
    return Cleaned(kept.strip(), tuple(strays)) if strays else Cleaned(text, ())


def _kept(nodes: Iterable[Any], bounds: _Bounds, strays: list[Stray], depth: int) -> Iterator[str]:
    """What stays of rules and declarations, as text."""
    for node in nodes:
        fault = "what is nested too deeply" if depth > _DEEPEST else _fault_of(node, bounds)
        if fault:
            strays.append(Stray(node.source_line, fault[:_SHOWN]))
            continue
        opens = node.type in ("qualified-rule", "at-rule") and node.content is not None
        said = _opening(node) if opens else node.serialize()
        if said != legal(
            said
        ):  # an escape, read: to take the character out could make another word of the rest
            strays.append(Stray(node.source_line, "a character that no XML may hold"))
        elif opens:
            is_of_all = bounds.of_pages and node.type == "qualified-rule" and _is_of_all(said)
            own = bounds._replace(flow=_FLOW) if is_of_all else bounds
            inside = _kept(tinycss2.parse_blocks_contents(node.content), own, strays, depth + 1)
            yield f"{said}{{{''.join(inside)}}}"
        else:
            yield said + (";" if node.type == "declaration" else "")


def _is_of_all(selectors: str) -> bool:
    """Tell whether a rule is one for all elements, of whatever kind: `*`, `body *`."""
    return any(one.split()[-1:] == ["*"] and not re.search("[.#[]", one) for one in selectors.split(","))


def _opening(rule: Any) -> str:
    """What stands before the brackets of a rule."""
    name = f"@{rule.at_keyword}" if rule.type == "at-rule" else ""
    return name + str(tinycss2.serialize(rule.prelude))


def _fault_of(node: Any, bounds: _Bounds) -> str:
    """Why a rule or a declaration goes; "" where it stays, perhaps without some of what is in it."""
    if node.type == "declaration":
        if node.name in bounds.endless:
            return f"{node.name}, which says others without end"
        if node.lower_name in bounds.flow:
            return f"{node.lower_name} of all elements"
        found = _PROPERTY.fullmatch(node.lower_name)
        if not found or found["family"] not in (None, *_FAMILIES):
            return str(node.name)
        return _fault(node.value, bounds.files)
    if node.type == "at-rule":
        if node.lower_at_keyword not in _RULES and not _MARGIN_BOX.fullmatch(node.lower_at_keyword):
            return f"@{node.at_keyword}"
        # The address of a namespace is a name that nothing loads.
        return "" if node.lower_at_keyword == "namespace" else _fault(node.prelude, bounds.files)
    return (
        _fault(node.prelude, bounds.files) if node.type == "qualified-rule" else _fault([node], bounds.files)
    )


def _fault(values: Iterable[Any], files: frozenset[str]) -> str:
    """The first of some values that is on no list."""
    waiting = [(value, 1) for value in values]
    while waiting:
        value, depth = waiting.pop()
        address = _address(value)
        if depth > _DEEPEST or value.type == "error":
            return "what no program can read"
        if address is not None and not _is_within(address, files):
            return f"url({address})"
        if value.type == "function" and address is None and value.lower_name not in _FUNCTIONS:
            return f"{value.name}()"
        inside = (
            value.arguments if value.type == "function" else value.content if value.type in _BLOCKS else ()
        )
        waiting += ((part, depth + 1) for part in inside)
    return ""


def _address(value: Any) -> str | None:
    """What a url() leads to; None for anything else."""
    if value.type == "url":
        return str(value.value)
    if value.type != "function" or value.lower_name != "url":
        return None
    parts = (part for part in value.arguments if part.type not in ("whitespace", "comment"))
    return "".join(part.value if part.type == "string" else part.serialize() for part in parts)


def _is_within(address: str, files: frozenset[str]) -> bool:
    """Whether it leads into the book, or holds the picture itself."""
    pictured = DATA in files and _PICTURE.fullmatch(address)
    return address.startswith("#") or address in files or bool(pictured)


@lru_cache(maxsize=1024)
def whiteness(value: str) -> float:
    """Return how much of white is in a colour, from 0 to 1; -1 for what is none, such as a gradient. What is
    transparent is white."""
    colour = parse_color(value.split("!")[0].strip())
    if colour is None or isinstance(colour, str):
        return -1.0
    return 1.0 if colour.alpha == 0 else float(min(colour.red, colour.green, colour.blue))
