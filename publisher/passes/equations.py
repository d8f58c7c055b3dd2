r"""Numbers of equations: \tag, \label, \ref and \eqref, which pages set in the browser and our converter not.

An equation has the number that a \tag gives it; where a \label names it, the next one of the chapter. One
that nothing names has none: whether a blog counts it depends on the script that it has loaded.
See https://docs.mathjax.org/en/latest/input/tex/eqnumbers.html
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

ROW = "\0"  # stands for a row's end, \\, where commands are looked for: no command begins with its second \
_LABEL = re.compile(r"\\label\s*\{([^{}]{1,200})\}")
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]{1,200})\}")
REFERENCE = re.compile(r"\\(eq)?ref\s{0,9}\{([^{}\n]{1,200})\}")
_BY_ROW = re.compile(r"\s*\\begin\{((?:align|alignat|flalign|gather|eqnarray|multline)\*?)\}")
_PARTS = re.compile(rf"\\begin\b|\\end\b|\\.|[{{}}&{ROW}]", re.S)


class Equation(NamedTuple):
    """What a label names."""

    number: str  # "3.1"
    formula: int  # which of the chapter's formulas it stands in


def labels_in(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in _LABEL.findall(text))


def numbered(formulas: Iterable[str]) -> tuple[list[str], dict[str, Equation]]:
    r"""Return formulas with a \tag for each \label, and what the labels name."""
    made, named = [], dict[str, Equation]()
    last = 0
    for at, tex in enumerate(formulas):
        rows = tex.split("\\\\") if "\\label" in tex else [tex]
        for place, row in enumerate(rows):
            if not (label := _LABEL.search(row)):
                continue
            tag = _TAG.search(row)
            last += not tag
            named.setdefault(label[1].strip(), Equation(tag[2].strip() if tag else str(last), at))
            rows[place] = _LABEL.sub("", row) if tag else _with_tag(row, last)
        made.append("\\\\".join(rows))
    return made, named


def _with_tag(row: str, number: int) -> str:
    """The row, with a number in the place of its first label."""
    return _LABEL.sub("", _LABEL.sub(f"\\\\tag{{{number}}}", row, count=1))


def referred(tex: str, named: Mapping[str, Equation]) -> str:
    """Return a formula with the numbers that its references mean; a label that names nothing stays."""

    def number(found: re.Match[str]) -> str:
        equation = named.get(found[2].strip())
        return f"\\text{{{shown(found, equation)}}}" if equation else found[0]

    return REFERENCE.sub(number, tex)


def shown(reference: re.Match[str], equation: Equation) -> str:
    """Return what stands in the place of a reference: "(3.1)", or "3.1"."""
    return f"({equation.number})" if reference[1] else equation.number


def laid(tex: str) -> str:
    """Return TeX whose rows end with ROW, its tags as words: behind the formula, or in a column of it."""
    if "\\tag" not in tex:
        return tex
    outer = _BY_ROW.match(tex)
    end = f"\\end{{{outer[1]}}}" if outer else ""
    if outer and tex.rstrip().endswith(end):
        rows = list(_rows(tex[outer.end() : tex.rindex(end)]))
        most = max(cells for _, cells in rows)
        return f"{outer[0]}{ROW.join(_row(row, most - cells) for row, cells in rows)}{end}"
    tags = "".join(f"\\qquad \\text{{{_said(tag)}}}" for tag in _TAG.finditer(tex))
    return _TAG.sub("", tex) + tags


def _rows(text: str) -> Iterator[tuple[str, int]]:
    """Each row, and how many & part its cells; not those of what stands in a cell."""
    depth, cells, begin = 0, 0, 0
    for part in _PARTS.finditer(text):
        if part[0] in ("{", "\\begin"):
            depth += 1
        elif part[0] in ("}", "\\end"):
            depth -= 1
        elif part[0] == ROW and not depth:
            yield text[begin : part.start()], cells
            begin, cells = part.end(), 0
        elif part[0] == "&" and not depth:
            cells += 1
    yield text[begin:], cells


def _row(row: str, missing: int) -> str:
    tag = _TAG.search(row)
    return f"{_TAG.sub('', row)}{'&' * (missing + 1)}\\quad \\text{{{_said(tag)}}}" if tag else row


def _said(tag: re.Match[str]) -> str:
    return tag[2] if tag[1] else f"({tag[2]})"
