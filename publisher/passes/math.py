"""Formulas: TeX -> MathML, with the TeX as alternative text. The PDF draws it, e-readers lay it out."""

from functools import lru_cache

from latex2mathml.converter import convert
from lxml import etree

from publisher.passes.draft import Draft
from publisher.trees import Element, classes, each, replace, text_of

MATHML = "http://www.w3.org/1998/Math/MathML"


def apply(draft: Draft) -> None:
    for element in each(draft.root, "span", "div"):
        if "math" in classes(element) and not len(element):
            _formula(element, draft)


def _formula(element: Element, draft: Draft) -> None:
    written = text_of(element)
    tex, display = _bare(written), element.tag == "div" or written.startswith(("$$", "\\["))
    try:
        source = _mathml(tex, display)
    except ValueError as error:
        hint = "mend the TeX; the book shows it as it is written"
        draft.warning("math-unreadable", f"no formula: {tex[:60]} ({error})", tex.split("\n")[0][:40], hint)
        element.tag = "pre" if display else "code"
        element.set("class", "math")
        return
    element.text = None
    element.append(etree.fromstring(source))
    outer = element.getparent()
    if outer is not None and "math" in classes(outer) and len(outer) == 1:  # the parser plug-in's own wrapper
        replace(outer, element)


def _bare(tex: str) -> str:
    """Without the delimiters that some grammars leave in the text: "$a$" -> "a"."""
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")):
        if len(tex) > len(opening + closing) and tex.startswith(opening) and tex.endswith(closing):
            return tex[len(opening) : -len(closing)].strip()
    return tex


@lru_cache(maxsize=2048)
def _mathml(tex: str, display: bool) -> bytes:
    """A <math> element. Raises ValueError where the TeX is not understood."""
    try:
        root = etree.fromstring(convert(tex, display="block" if display else "inline"))
    except Exception as error:
        raise ValueError(str(error) or type(error).__name__) from error
    if any("\\" in (node.text or "") for node in root.iter()):
        raise ValueError("an unknown command")
    root.set("alttext", tex)
    return etree.tostring(root, encoding="utf-8")
