"""TeX -> MathML by latex2mathml; what that accepts in silence though it is broken is found here."""

import re
from functools import lru_cache

from lxml import etree

from publisher.passes.equations import ROW, laid
from publisher.passes.mathml import allowed

_LONGEST = 5_000
_ESCAPED = re.compile(r"\\.", re.S)
_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}")
_BOUND = re.compile(r"(\\(?:begin|end)\{)(\w+\*?)(\})")
_SCRIPT = re.compile(r"\s*[\^_']")
_TEXT = re.compile(r"\\(text|textrm|textnormal|mbox)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_DOLLAR = re.compile(r"(?<!\\)\$")
_COLUMNS = re.compile(r"(\\begin\{align(?:at|at\*|edat)\})\s*\{\d+\}")  # their number
# AMS's environments that the converter does not know, by one that sets the same rows and columns.
_LIKE = {
    "align": "align*", "aligned": "align*", "flalign": "align*", "flalign*": "align*", "eqnarray": "align*",
    "eqnarray*": "align*", "gathered": "matrix", "gather": "matrix", "gather*": "matrix",
    "multline": "matrix", "multline*": "matrix", "dcases": "cases",
    "alignat": "align*", "alignat*": "align*", "alignedat": "align*",
    "equation": "", "equation*": "", "math": "", "displaymath": "",
}  # fmt: skip
# Commands that it does not know, by what it does.
_MEANS = {
    "arg": r"\operatorname{arg}", "copyright": r"\text{©}", "P": r"\text{¶}", "hfill": r"\quad ",
    "nonumber": "", "notag": "",
}  # fmt: skip
_ALSO = re.compile(rf"\\({'|'.join(_MEANS)})(?![a-zA-Z])")
_LABEL = re.compile(r"\\label\{[^{}]*\}")
# What may stand behind the end of a row: no page ends there, and so much room below it.
_ROW_END = re.compile(rf"{ROW}\*?(?:\s*\[\s*[-+]?[0-9.]+\s*(?:em|ex|mu|pt|pc|px|mm|cm|in|bp|dd|cc|sp)\s*\])?")
_BOUNDS = re.compile(
    rf"\\color\s*(?P<colour>\{{[^{{}}]*\}})|\\begin\b|\\end\b|\\left\b|\\right\b|\\.|[{{}}&{ROW}]", re.S
)
_OPENS, _CLOSES, _PARTS = ("{", "\\begin", "\\left"), ("}", "\\end", "\\right"), ("&", ROW)
_KNOWN = frozenset("smallmatrix array substack cases split align align*".split()) | {
    f"{kind}matrix{star}" for kind in ("", "p", "b", "B", "v", "V") for star in ("", "*")
}
# How many children an element has by MathML's rules: a formula with fewer lacks an argument.
_CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}


@lru_cache(maxsize=2048)
def mathml(tex: str, display: bool) -> bytes:
    """Return a <math> element with the TeX as its alternative text. Raises ValueError where it is not
    understood."""
    from latex2mathml.converter import convert_to_element  # here: most posts have no formulas

    if len(tex) > _LONGEST:  # a page shows less, and to draw it takes the time of its square
        raise ValueError(f"it has more than {_LONGEST:,} characters")
    hidden = _ROW_END.sub(ROW, tex.replace("\\\\", ROW))
    _check(hidden)
    spelled = _spelled(hidden).replace(ROW, "\\\\")
    try:
        root = allowed(convert_to_element(spelled, display="block" if display else "inline"))
    except Exception as error:
        raise ValueError(str(error) or type(error).__name__) from error
    for node in root.iter():
        if node.get("rowspacing") == "3pt":  # between lines of text; here it stands between their letters
            node.set("rowspacing", "0.5em")
        if "\\" in (node.text or "") and not (node.text == "\\" and "\\backslash" in hidden):
            raise ValueError("an unknown command")
        if node.text == "&" and "\\&" not in hidden:
            raise ValueError("a sign & outside a table")
        if len(node) != _CHILDREN.get(etree.QName(node).localname, len(node)):
            raise ValueError("an argument is missing")
    root.set("alttext", tex)
    return etree.tostring(root, encoding="utf-8")


def _check(tex: str) -> None:
    """Braces in pairs, environments that are known."""
    depth = 0
    for brace in re.findall(r"[{}]", _ESCAPED.sub("", tex)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            raise ValueError("a brace } that nothing opens")
    if depth:
        raise ValueError("a brace { that nothing closes")
    if unknown := set(_ENVIRONMENT.findall(tex)) - _KNOWN - set(_LIKE):
        raise ValueError(f"an unknown environment {min(unknown)}")


def _coloured(tex: str) -> str:
    """A colour that is switched on in a cell ends with it: the converter would take the next cells along."""
    if "&" not in tex:
        return tex
    colours = [0]  # that are on, at each depth
    return _BOUNDS.sub(lambda bound: _bounded(bound, colours), tex) + "}" * sum(colours)


def _bounded(bound: re.Match[str], colours: list[int]) -> str:
    """A bound, behind braces that end the colours of what it ends; `colours` becomes what is on behind it."""
    if bound["colour"]:
        colours[-1] += 1
        return f"\\textcolor{bound['colour']}{{"
    closes = bound[0] in _CLOSES
    ended = "}" * colours[-1] if closes or bound[0] in _PARTS else ""
    if ended:
        colours[-1] = 0
    if closes and len(colours) > 1:
        colours.pop()
    if bound[0] in _OPENS:
        colours.append(0)
    return ended + bound[0]


def _parted(text: re.Match[str]) -> str:
    """Words, and formulas between dollars in them: the converter would show the dollars."""
    parts = _DOLLAR.split(text[2])
    if len(parts) < 3 or len(parts) % 2 == 0:
        return text[0]
    made = (part if place % 2 else f"\\{text[1]}{{{part}}}" for place, part in enumerate(parts) if part)
    return f"{{{''.join(made)}}}"


def _grouped(tex: str) -> str:
    """Environments with a power or an index as groups: the converter would take a matrix's bracket alone."""
    begun: list[int] = []
    braces: list[tuple[int, str]] = []
    for bound in _BOUND.finditer(tex):
        if bound[1].startswith("\\b"):
            begun.append(bound.start())
        elif begun:
            start = begun.pop()
            braces += [(start, "{"), (bound.end(), "}")] if _SCRIPT.match(tex, bound.end()) else []
    made, at = [], 0
    for place, brace in sorted(braces):
        made += [tex[at:place], brace]
        at = place
    return "".join([*made, tex[at:]])


def _spelled(tex: str) -> str:
    """The TeX in the commands and environments that the converter knows."""

    def like(bound: re.Match[str]) -> str:
        name = _LIKE.get(bound[2], bound[2])
        return f"{bound[1]}{name}{bound[3]}" if name else ""

    tex = _TEXT.sub(_parted, _LABEL.sub("", laid(tex)))
    tex = _grouped(_coloured(_COLUMNS.sub(r"\1", tex)))
    return _BOUND.sub(like, _ALSO.sub(lambda found: _MEANS[found[1]], tex))
