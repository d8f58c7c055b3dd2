"""What lets all of a page be seen on any screen: one as narrow as a phone, a dark one, one without a mouse.

A frame that scrolls cannot be parted between two columns of a reading app, so that a tall table in one loses
its rows. Hence a table that fits a phone stays as it is; a wider one is stacked as rows of "head: value", by
`data-head` and the style sheet; only one with joined cells or without heads gets a frame.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, text_of, wrap

MATHML = "{http://www.w3.org/1998/Math/MathML}"
_PHONE = 19.0  # em of a table's own letters that a phone shows side by side
_COLUMN = 36.0  # the same of a tablet: where epub.css makes columns of a stacked table again
_PADDING, _NARROWEST = 0.8, 1.2  # em around what stands in a cell, and of a cell
_SHORT, _WHOLE = 5.0, 9.0  # em: longer words are broken on a phone, on a tablet
_WIDE = 16.0  # em of a formula that may be too wide for its line
_CELLS = ("td", "th")
_TABLES = frozenset(("table", "td", "th", "col", "colgroup", "tr", "thead", "tbody", "tfoot"))
_ALIGNED = re.compile(r"(?<![\w-])text-align: *(right|center)(?: *; *|$)")
_OVER = ("mfrac", "munder", "mover", "munderover", "mtable")  # their parts stand over one another


def fit(root: Element, words: Mapping[str, str]) -> None:
    """Change a chapter's tree so that a narrow screen and a dark one show all of it."""
    for element in root.iter():
        colour = element.attrib.pop("mathcolor", "")
        element.attrib.pop("mathbackground", None)
        if style := element.get("style") or (colour and f"color: {colour}"):
            _restyle(element, style)
    for table in each(root, "table"):
        if not any(outer.tag == "table" for outer in table.iterancestors()):
            _table(table, words.get("table", "Table"))
    for formula in each(root, "img", f"{MATHML}math"):
        _formula(formula, words.get("formula", "Formula"))


def _restyle(element: Element, style: str) -> None:
    """The post's own colour, mixed with that of the text around it: so it can be read on any ground. No width
    of its own for what stands in a table."""
    rules = []
    for rule in filter(None, map(str.strip, style.split(";"))):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name == "color":
            if _is_coloured(element):  # mixed once more, it would be too pale
                continue
            colour = value.removesuffix("!important").strip()
            rules += ["color: inherit", f"color: color-mix(in srgb, currentColor 60%, {colour})"]
        elif name != "width" or element.tag not in _TABLES:
            rules.append(rule)
    element.set("style", "; ".join(rules))
    if not rules:
        del element.attrib["style"]


def _is_coloured(element: Element) -> bool:
    """Whether something around it has a mixed colour already."""
    return any("color-mix" in outer.get("style", "") for outer in element.iterancestors())


# Tables


class _Cell(NamedTuple):
    """How wide a cell must be, in em."""

    element: Element
    word: float  # its longest word, which may be broken
    solid: float  # what may not: a formula, a table in it
    span: int


def _table(table: Element, label: str) -> None:
    rows = _measured(table)
    if _width(rows, _SHORT) <= _PHONE:
        _asked(table, rows, _SHORT, "table")
    elif heads := _heads(rows):
        next(table.iter("tr")).set("class", "heads")
        for row in rows[1:]:
            _label(row, heads)
        again = _width(rows, _WHOLE) <= _COLUMN
        _asked(table, rows, _WHOLE, "table stack again" if again else "table stack")
    else:
        caption = table.find("caption")
        _framed(table, "div", label if caption is None else text_of(caption))


def _asked(table: Element, rows: list[list[_Cell]], most: float, name: str) -> None:
    """In a block whose width the style sheet can ask for; cells are marked whose words must be broken."""
    for cell in (cell for row in rows for cell in row if cell.word > most):
        cell.element.set("class", " ".join((*classes(cell.element), "long")))
    caption = table[0] if len(table) and table[0].tag == "caption" else None
    is_wider = caption is not None and _em(text_of(caption)) > _natural(rows)
    outer = wrap(table, "figure" if is_wider else "div")
    outer.set("class", name)
    if caption is not None and is_wider:
        caption.tag = "figcaption"  # with the white space around it: each page is proven word by word
        outer.insert(0, caption)
        outer.text, table.text = table.text, None


def _natural(rows: list[list[_Cell]]) -> float:
    """How wide a table is where nothing in it is broken: a caption would be no wider."""
    said = ([_em(text_of(cell.element)) / cell.span + _PADDING for cell in row] for row in rows)
    return sum(max(column) for column in zip_longest(*said, fillvalue=0.0))


def _measured(table: Element) -> list[list[_Cell]]:
    """The cells of its own rows, and of no table in it."""
    rows = (row for child in table for row in ((child,) if child.tag == "tr" else child.iterchildren("tr")))
    return [[_cell(element) for element in row] for row in rows]


def _cell(element: Element) -> _Cell:
    inner = (table for table in each(element, "table") if next(table.iterancestors(*_CELLS)) is element)
    tables = [_width(_measured(table), _SHORT) for table in inner]
    formulas = map(_formula_width, each(element, "img", f"{MATHML}math"))
    words = map(_em, re.split(r"[ \t\n\r]+", "".join(element.itertext())))  # passes/short_cells.py binds some
    span = int(element.get("colspan", "1"))
    return _Cell(element, max(words, default=0.0), max(*tables, *formulas, 0.0, 0.0), span)


def _width(rows: list[list[_Cell]], most: float) -> float:
    """How wide a table must be, in em, where words longer than `most` are broken. A joined cell asks for an
    equal part of each of its columns."""
    least = ([part for cell in row for part in _parts(cell, most)] for row in rows)
    return sum(max(_NARROWEST, *column) + _PADDING for column in zip_longest(*least, fillvalue=0.0))


def _parts(cell: _Cell, most: float) -> list[float]:
    return [max(min(cell.word, most), cell.solid) / cell.span] * cell.span


def _heads(rows: list[list[_Cell]]) -> list[str]:
    """What stands over each column; nothing where it is not one row of heads over rows of single cells."""
    first, *rest = rows
    joined = any(cell.span > 1 or cell.element.get("rowspan") for row in rows for cell in row)
    if joined or not rest or any(cell.element.tag != "th" for cell in first):
        return []
    return [text_of(cell.element) for cell in first] if max(map(len, rest)) <= len(first) else []


def _label(row: list[_Cell], heads: list[str]) -> None:
    for cell, head in zip(row, heads, strict=False):
        if head:
            cell.element.set("data-head", head)
        _unaligned(cell.element)


def _unaligned(cell: Element) -> None:
    """Let a cell stand at the right, or in the middle, of a column only where there is one: by a class."""
    found = _ALIGNED.search(cell.get("style", ""))
    if found is None:
        return
    cell.set("class", " ".join((*classes(cell), f"to-{found[1]}")))
    rest = _ALIGNED.sub("", cell.get("style", "")).strip("; ")
    if rest:
        cell.set("style", rest)
    else:
        del cell.attrib["style"]


def _em(word: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.55 for letter in word)


# Formulas


def _formula(formula: Element, label: str) -> None:
    """One that stands alone scrolls by the keyboard too, and so does one too wide for its line."""
    outer = formula.getparent()
    if outer is not None and outer.tag == "div" and outer.get("class") == "math":
        _reached(outer, label)
    elif _formula_width(formula) > _WIDE:
        _framed(formula, "span", label)


def _formula_width(formula: Element) -> float:
    """In em; of a drawn one it is known. Pictures of other things give way."""
    if formula.tag != "img":
        return _math_width(formula)
    rules = dict(rule.split(": ") for rule in formula.get("style", "").split("; ") if ": " in rule)
    return float(rules["width"].removesuffix("em")) if formula.get("class") == "math" else 0.0


def _math_width(node: Element) -> float:
    """About how wide a part of a formula is drawn, in em."""
    widths = [_math_width(child) for child in node]
    if not widths:
        return 0.6 * len((node.text or "").strip()) + 0.4 * (node.tag == f"{MATHML}mo")
    return max(widths) if etree.QName(node).localname in _OVER else sum(widths)


# Frames


def _framed(element: Element, tag: str, label: str) -> None:
    frame = wrap(element, tag)
    frame.set("class", "frame")
    _reached(frame, label)


def _reached(frame: Element, label: str) -> None:
    """What can be scrolled says what it is, and the keyboard comes to it."""
    frame.attrib.update({"tabindex": "0", "role": "group", "aria-label": label})
