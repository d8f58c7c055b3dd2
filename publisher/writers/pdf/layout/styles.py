"""What a style says of a property that nobody has said anything of, found at once; and no styles
of marks that an element has not.

WeasyPrint 70 asks for each of some hundred properties of each box who may have said it, in which writing
mode, and whether it is a formula: a fifth of the time that a layout takes. Where neither the property nor
its name by the flow of text has been said of the element, it is that of the element around it, or the
initial one. It also works out six styles for marks of each element, of lists and of notes, though few are
either.
See https://www.w3.org/TR/css-cascade-4/#defaulting and https://www.w3.org/TR/css-gcpm-3/#footnotes

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from publisher.writers.pdf.layout.boxes import (
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
)

# What is settled together with others, or by what stands around the element.
_OWN_WAYS = {"float", "display", "position", "page", *INITIAL_NOT_COMPUTED}
_PLAIN = {
    key: value
    for key, value in INITIAL_VALUES.items()
    if key not in _OWN_WAYS and not key.startswith("text_decoration_")
}
_BY_FLOW = {  # "margin_left" -> "margin_inline_start", "margin_inline_end"
    key: frozenset(name(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
    for key, name in PHYSICAL_FUNCTIONS.items()
}
_NONE = frozenset[str]()

Missing = Callable[[Any, str], Any]


def at_once(missing: Missing) -> Missing:
    """Return WeasyPrint's search for a property of a style, which is not begun where it finds nothing."""

    @wraps(missing)
    def value_of(style: Any, key: str) -> Any:
        is_own = key[:2] == "__"
        if not (is_own or key in _PLAIN) or key in style.cascaded:
            return missing(style, key)
        if not _BY_FLOW.get(key, _NONE).isdisjoint(style.cascaded):
            return missing(style, key)
        if not is_own and key not in INHERITED:
            value = style[key] = _PLAIN[key]
        elif style.parent_style is None:
            return missing(style, key)
        else:
            value = style[key] = style.parent_style[key]
        return value

    return value_of


_HAVING: Mapping[str, Callable[[Any], bool]] = {  # mark -> whether an element of some style has it
    "marker": lambda style: "list-item" in style["display"],
    **dict.fromkeys(("footnote-call", "footnote-marker"), lambda style: style["float"] == "footnote"),
    **dict.fromkeys(
        ("note-call", "note-marker", "note-callback"), lambda style: style["position"][0] == "note()"
    ),
}


def of_marks_there(set_style: Callable[..., None]) -> Callable[..., None]:
    """Return WeasyPrint's working out of a style, which leaves out those of marks that there are none of."""

    @wraps(set_style)
    def set_if_there(styles: Any, element: Any, parent: Any, *rest: Any, **named: Any) -> None:
        has = _HAVING.get(named.get("pseudo_type") or "")
        if has is None or has(styles.get_computed_styles()[element, None]):
            set_style(styles, element, parent, *rest, **named)

    return set_if_there
