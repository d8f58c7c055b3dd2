"""What a theme wishes of the layout beyond what WeasyPrint knows: custom properties in its print.css.

Assumed of WeasyPrint's insides, and asserted by tests/contracts/test_weasyprint.py: `--a-name` is kept in
styles as `__a_name`, its tokens those of tinycss2; `cascaded` has what was said of the element itself.
"""

from typing import Any


def said(style: Any, name: str, kind: str) -> Any:
    """Return the value of a property for this very element: it is not handed on to what is in it."""
    value = getattr(style, "cascaded", {}).get(name)
    return next((token.value for token in value[0] if token.type == kind), None) if value else None


def numbers(style: Any, name: str) -> list[float]:
    """Return the numbers of a property that is handed on to what is in the element."""
    return [token.value for token in style[name] if token.type == "number"]
