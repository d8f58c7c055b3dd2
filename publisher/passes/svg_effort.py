"""How long a drawing takes to draw, reckoned before anyone draws it.

Ten lines of SVG can show a thing ten times ten times ten times: by <use>, patterns, markers, masks. A part is
reckoned once, with all that it shows, and counts as often as it is shown.
See https://www.w3.org/TR/SVG2/painting.html, https://www.w3.org/TR/SVG2/struct.html#UseElement
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from publisher.assets.allowed import SVG
from publisher.assets.xhtml import Element

# About 20 s in the layout engine, by what it took for 100,000 of each; others are quicker.
MOST_EFFORT = 2_000_000
OF_ELEMENT, _OF_LETTER, _OF_SPAN, _OF_RULE = 24, 15, 60, 0.15  # what a sign of an attribute takes is 1
SHARE = 100  # drawings that may stand in one drawing; each may take so many times less
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_STYLE = f"{{{SVG}}}style"
_REPEATING = frozenset(
    f"{{{SVG}}}{name}" for name in ("use", "textPath", "tref", "mpath", "feImage", "pattern")
)
_SHAPES = frozenset(
    f"{{{SVG}}}{name}"
    for name in "path rect circle ellipse line polyline polygon text tspan use g svg".split()
)
_ONCE = frozenset(("clip-path", "mask", "filter"))  # what an element does not hand down to those in it
_HELD = re.compile(r"""url\(\s*['"]?#([^'")\s]{1,200})""", re.I)
_PARTED = re.compile(r"[\s>+~]+")
_SIMPLE = re.compile(r"(?P<tag>[a-zA-Z]*+)(?P<of>[.#]?)(?P<name>[\w-]*)(?:[.:].*)?", re.S)


class _Reckoned(NamedTuple):
    """What a part takes, with all that it shows."""

    effort: float
    elements: float
    corners: float  # at each of which a marker may stand


class _Shown(NamedTuple):
    """Another part of the drawing that an element shows."""

    part: str  # its id
    by: str  # "use", or a property: "fill"


_Sheet = dict[str, list[_Shown]]  # by what an element has: "rect", ".class", "#id"; "" for all shapes


def of(root: Element, most: float) -> float:
    """Return what it takes to draw all; `most`: what it may. Raises RecursionError for a part in itself."""
    places = {name: element for element in root.iter() if (name := element.get("id"))}
    sheet, known, begun = _sheet(root), dict[Element, _Reckoned](), set[Element]()
    waiting, looked = [root], 0
    while waiting:
        element = waiting[-1]
        asked = [*_shown(element, sheet)]
        looked += len(asked)
        if looked > most:  # a thousand variables, which any of a thousand shapes may use
            return looked
        shown = [(places[one.part], one.by) for one in asked if one.part in places]
        missing = [part for part in (*element, *(part for part, _ in shown)) if part not in known]
        if not missing or element in known:
            known[element] = _reckoned(element, [(known[part], by) for part, by in shown], known, most)
            begun.discard(waiting.pop())
        elif element in begun or not begun.isdisjoint(missing):
            raise RecursionError
        else:
            begun.add(element)
            waiting += missing
    rules = sum(text.count("{") + text.count(",") for text in _sheets(root))
    return known[root].effort + _OF_RULE * rules * len(known)


def _reckoned(
    element: Element, shown: list[tuple[_Reckoned, str]], known: dict[Element, _Reckoned], most: float
) -> _Reckoned:
    inside = [*(known[child] for child in element), *(part for part, by in shown if by == "use")]
    elements = 1 + sum(part.elements for part in inside)
    corners = len(element.get("d") or element.get("points") or "--") // 2 + sum(
        part.corners for part in inside
    )
    effort = _own(element, most) + sum(part.effort for part in inside)
    for part, by in shown:
        if by != "use":
            effort += part.effort * (1 if by in _ONCE else corners if by.startswith("marker") else elements)
    return _Reckoned(effort, elements, corners)


def _own(element: Element, most: float) -> float:
    """What an element takes by itself: its attributes, its letters; a drawing in it, a share of the most."""
    pictures = sum(element.get(key, "").startswith("data:image/svg") for key in HREFS)
    length = sum(len(value) for key, value in element.items() if key not in HREFS)
    letters = len((element.text or "").strip()) * (1 if element.tag == _STYLE else _OF_LETTER)
    behind = len((element.tail or "").strip()) * _OF_LETTER
    span = _OF_SPAN if element.tag == f"{{{SVG}}}tspan" else 0
    return OF_ELEMENT + length + letters + behind + span + pictures * most / SHARE


def _shown(element: Element, sheet: _Sheet) -> Iterator[_Shown]:
    if element.tag in _REPEATING:
        yield from (_Shown(unquote(one[1:]), "use") for key in HREFS if (one := element.get(key, "#")) != "#")
    for key, value in element.items():
        if "url(" in value.lower():
            yield from (
                _held(value)
                if key == "style"
                else (_Shown(unquote(one), key) for one in _HELD.findall(value))
            )
    classes = (f".{name}" for name in set(element.get("class", "").split()))
    for name in (etree.QName(element).localname, f"#{element.get('id', '')}", *classes):
        yield from sheet.get(name, ())
    if element.tag in _SHAPES:
        yield from sheet.get("", ())


def _held(rules: str) -> Iterator[_Shown]:
    """What some declarations show."""
    for rule in rules.split(";"):
        name, _, value = rule.partition(":")
        yield from (_Shown(unquote(one), name.strip().lower()) for one in _HELD.findall(value))


def _sheets(root: Element) -> list[str]:
    return ["".join(style.itertext()) for style in root.iter(_STYLE)]


def _sheet(root: Element) -> _Sheet:
    """What style sheets make elements show. A variable may be used by any of them."""
    sheet: _Sheet = {
        "": [one for element in root.iter() for one in _variables(_held(element.get("style", "")))]
    }
    for text in _sheets(root):
        for rule in text.split("}") if "url(" in text.lower() else ():
            head, _, rules = rule.rpartition("{")
            held = list(_held(rules))
            sheet[""] += _variables(held)
            for selector in head.rpartition("{")[2].split(",") if held else ():
                sheet.setdefault(_subject(selector), []).extend(held)
    return sheet


def _variables(held: Iterable[_Shown]) -> list[_Shown]:
    return [one for one in held if one.by.startswith("--")]


def _subject(selector: str) -> str:
    """What an element must have so that a selector can mean it, "" for nothing: "g > path.a" -> ".a"."""
    found = _SIMPLE.fullmatch(_PARTED.split(selector.strip())[-1])
    return (f"{found['of']}{found['name']}" if found["of"] else found["tag"]) if found else ""
