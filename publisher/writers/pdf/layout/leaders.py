"""The dots that lead from a title to its page number are one text.

WeasyPrint 70 sets `leader(".")` as one text a dot: some eighty of them for each title of the contents, all of
which are drawn, tagged and read back one by one. See https://www.w3.org/TR/css-content-3/#leaders

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Sequence
from copy import copy
from functools import wraps
from typing import Any

from publisher.writers.pdf.layout.boxes import leader_index

Function = Callable[..., Any]


def joined(fill: Function) -> Function:
    """Return WeasyPrint's filling of a line with a leader, which leaves one text of it."""

    @wraps(fill)
    def filled(context: Any, line: Any, around: Any) -> None:
        fill(context, line, around)
        _, leader = leader_index(line)
        if leader is not None and len(leader.children) > 1:
            leader.children = (_as_one(leader.children),)

    return filled


def _as_one(texts: Sequence[Any]) -> Any:
    """Return equal texts that stand side by side as one."""
    whole = min(texts, key=lambda text: text.position_x).copy()
    whole.text *= len(texts)
    whole.width *= len(texts)
    whole.pango_layout = copy(whole.pango_layout)
    whole.pango_layout.text = whole.text
    return whole
