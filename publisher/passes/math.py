"""Formulas: TeX -> MathML, with the TeX as alternative text. The PDF draws it, e-readers lay it out.

Found where a grammar has marked them, in code fences `math`, `latex-math` and `katex`, and, where the blog
draws formulas, as MathJax and KaTeX find them: `\\(…\\)`, `\\[…\\]`, environments and references in the text
of the finished page; `$…$` too, where the page's script looks for it.
See https://docs.mathjax.org/en/latest/basic/mathematics.html
"""

import re
from collections.abc import Collection, Iterator
from html import escape, unescape
from itertools import islice

from lxml import etree

from publisher.assets.xhtml import (
    SIGNS,
    Element,
    classes,
    each,
    fill,
    flat,
    replace,
    text_in,
    text_of,
    unflat,
    unwrap,
)
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.equations import REFERENCE, labels_in, numbered, referred, shown
from publisher.passes.tex import mathml
from publisher.phrase import _

_SCRIPT = re.compile(r"<script\s+type=[\"']?math/tex(?P<display>;\s*mode=display)?[\"']?\s*>", re.I)
_SCRIPT_END = re.compile(r"</script\s*>", re.I)
_FENCES = frozenset(("language-math", "language-latex-math", "language-katex"))
_LITERAL = frozenset(("code", "pre", "kbd", "samp"))  # no formula stands in these
_BREAK, _OBJECT = SIGNS  # <br>, any other element
_ENVIRONMENT = (
    r"\{(?:equation|align(?:ed|at)?|gather(?:ed)?|eqnarray|multline|[bpvBV]?matrix|cases|split)\*?\}"
)
_FORMS = (
    rf"\\\((?:(?!\\[()]|{_OBJECT}).){{1,1000}}\\\)|\\\[(?:(?!\\[][]|{_OBJECT}).){{1,1000}}\\\]"
    rf"|\\begin{_ENVIRONMENT}(?:(?!\\(?:begin|end){_ENVIRONMENT}|{_OBJECT}).){{1,2000}}\\end{_ENVIRONMENT}"
    rf"|{REFERENCE.pattern}"
)
_IN_TEXT = re.compile(_FORMS, re.S)
_DOLLARS = re.compile(rf"(?<![\\$])\$(?!\$)(?:[^$\\{_OBJECT}]|\\.){{1,1000}}\$(?!\$)|{_FORMS}", re.S)
_HANGUL = re.compile("[가-힣]")


def from_scripts(html: str) -> str:
    """<script type="math/tex"> is no program: MathJax's own form of a formula."""
    made, at = [], 0
    while (script := _SCRIPT.search(html, at)) and (end := _SCRIPT_END.search(html, script.end())):
        tex, tag = html[script.end() : end.start()], "div" if script["display"] else "span"
        made += [html[at : script.start()], _marked(tex, tag)]
        at = end.end()
    return "".join([*made, html[at:]])


def _marked(tex: str, tag: str) -> str:
    return f'<{tag} class="math">{escape(unescape(tex.strip()), quote=False)}</{tag}>'


def apply(build: ChapterBuild) -> None:
    if build.entry.post.dialect.math:
        for fence in list(_fences(build.root)):
            block = etree.Element("div", {"class": "math"})
            block.text = fence[0].text
            replace(fence, block)
        form = _DOLLARS if build.entry.post.dialect.kramdown.dollars else _IN_TEXT
        labels = labels_in(text_in(build.root))
        for holder in [build.root, *each(build.root)]:
            _mark(holder, form, labels)
    elements = list(_elements(build.root))
    formulas, named = numbered(_bare(text_of(element)) for element in elements)
    for element, tex in zip(elements, formulas, strict=True):
        reference = REFERENCE.fullmatch(tex)
        if reference and (equation := named.get(reference[2].strip())):
            name = f"{build.entry.id}-e{equation.formula + 1}"
            _link(element, shown(reference, equation), elements[equation.formula], name)
        else:
            _formula(element, referred(tex, named), build)


def _elements(root: Element) -> Iterator[Element]:
    """What is marked as a formula, but in code."""
    for element in each(root, "span", "div"):
        if "math" not in classes(element) or len(element):
            continue
        if any(outer.tag in _LITERAL for outer in element.iterancestors()):
            unwrap(element)
        else:
            yield element


def _link(element: Element, words: str, formula: Element, name: str) -> None:
    """A reference is a link to the formula that it means, which has that id then, or its own."""
    if "id" not in formula.attrib:
        formula.set("id", name)
    element.tag, element.text = "a", words
    element.attrib.clear()
    element.set("href", f"#{formula.get('id')}")
    outer = element.getparent()
    if outer is not None and "math" in classes(outer):  # the parser plug-in's own wrapper
        unwrap(outer)


def _fences(root: Element) -> Iterator[Element]:
    for block in each(root, "pre"):
        code = block[0] if len(block) == 1 else None
        if code is not None and code.tag == "code" and not len(code) and _FENCES & set(classes(code)):
            yield block


def _mark(holder: Element, form: re.Pattern[str], labels: Collection[str]) -> None:
    """Formulas in an element's own text, in a <span>; a line break inside one is a space. A reference is one
    to a label that there is."""
    sign = "$" if form is _DOLLARS else "\\"
    if holder.tag in _LITERAL or "math" in classes(holder) or not {sign, "\\"} & set(_own_text(holder)):
        return
    if any(outer.tag in _LITERAL for outer in holder.iterancestors()):
        return
    text = flat(holder, lambda child: _BREAK if child.tag == "br" else _OBJECT)
    children, position = iter(list(holder)), 0
    made: list[str | Element] = []
    for match in form.finditer(text):
        reference = REFERENCE.fullmatch(match[0])
        if _is_money(match[0]) or (reference and reference[2].strip() not in labels):
            continue
        made += unflat(text[position : match.start()], children)
        formula = etree.Element("span", {"class": "math"})
        formula.text = match[0].replace(_BREAK, " ")
        made.append(formula)
        list(islice(children, match[0].count(_BREAK)))
        position = match.end()
    if made:
        fill(holder, [*made, *unflat(text[position:], children)])


def _is_money(text: str) -> bool:
    """Whether it is words between two amounts: $300의 크레딧과 $."""
    return text.startswith("$") and not set("\\^_={}") & set(text) and bool(_HANGUL.search(text))


def _own_text(holder: Element) -> str:
    return (holder.text or "") + "".join(child.tail or "" for child in holder)


def _formula(element: Element, tex: str, build: ChapterBuild) -> None:
    display = element.tag == "div" or text_of(element).startswith(("$$", "\\[", "\\begin"))
    try:
        source = mathml(tex, display)
    except ValueError as error:
        hint = _("mend the TeX; the book shows it as it is written")
        build.warning(
            "math-unreadable",
            _("no formula: {tex} ({error})", tex=tex[:60], error=error),
            tex.split("\n")[0][:40],
            hint,
        )
        element.tag, element.text = "pre" if element.tag == "div" else "code", tex
        element.set("class", "math")
        return
    element.text = None
    element.append(etree.fromstring(source))
    outer = element.getparent()
    if outer is None or len(outer) > 1 or (outer.text or element.tail or "").strip():
        return
    if display and outer.tag == "p" and element.tag == "span":  # a line of its own, whatever it is written in
        element.tag = "div"
        replace(outer, element)
    elif "math" in classes(outer):  # the parser plug-in's own wrapper
        replace(outer, element)


def _bare(tex: str) -> str:
    """Without the delimiters that some grammars leave in the text: "$a$" -> "a"."""
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")):
        if len(tex) > len(opening + closing) and tex.startswith(opening) and tex.endswith(closing):
            return tex[len(opening) : -len(closing)].strip()
    return tex
