"""What the themes of a blog make, taken through the list of assets/allowed.py; what is not on it is named.

Taken out of what a template has made, whatever made it. Named once a build, by what stands in the theme's
files, since a page that is kept from the last build is not made again.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, TemplateSyntaxError
from lxml import etree
from lxml import html as lxml_html

from publisher.assets import allowed, css
from publisher.assets.allowed import Medium
from publisher.assets.css import Cleaned, Stray
from publisher.assets.sandbox import LONGEST_TEMPLATE
from publisher.assets.theme_files import TEMPLATES, ThemeFolder
from publisher.assets.theme_paper import CHOICES
from publisher.assets.xhtml import inner, xml
from publisher.errors import Diagnostic, Severity, Where
from publisher.phrase import _

_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
_HEAD, _WHOLE = "print/head.j2", ("cover.j2", "wrap.j2")  # a page that is left open, whole ones
_SITE = "shelf/"  # pages of a web site, which are no book
_SHEETS = (
    *("book.css", "epub.css", "print.css"),
    *(f"{key}-{one}.css" for key in ("indent", "verse") for one in CHOICES[key]),
)
_OWN_PICTURE = "drawing:goes-on.svg"  # what print.css shows of the book's own
_LONGEST_SHEET = 1_000_000  # letters
# Where a template's own addresses may lead; what its values lead to is seen when it is filled.
_TEMPLATE = Medium(allowed.EPUB.links | allowed.PAPER.links, allowed.PAPER.pictures, files=True)
_HINT = _("a book shows and does nothing else: what is not of HTML's words and pictures is left out of it")


@lru_cache(maxsize=16)  # a build asks for it several times
def sheet(text: str) -> Cleaned:
    """Return a style sheet of a theme without what a book may not hold."""
    if len(text) > _LONGEST_SHEET:
        return Cleaned("", (Stray(1, f"a style sheet over {_LONGEST_SHEET:,} letters"),))
    return css.cleaned(text, (_OWN_PICTURE, css.DATA), of_pages=True)


def page(template: str, text: str) -> str:
    """Return what a template has made, without what a book may not hold; the very same where all is well."""
    if template.startswith(_SITE):
        return text
    return _xhtml(text) if template.startswith("epub/") else _html(template, text)


def _xhtml(text: str) -> str:
    data = text.encode()
    try:
        root = xml(data, huge_tree=True)
    except etree.XMLSyntaxError:  # the gate says so
        return text
    if not allowed.clean(root, allowed.EPUB) and allowed.begins_plainly(data):
        return text
    return _PROLOG + etree.tostring(root, encoding="unicode", with_tail=False)


def _html(template: str, text: str) -> str:
    """For the layout engine: HTML as browsers read it."""
    if template not in (_HEAD, *_WHOLE):
        part = lxml_html.fragment_fromstring(text, create_parent="div")
        return inner(part, "html") if allowed.clean(part, allowed.PAPER) else text
    root = lxml_html.document_fromstring(text)
    if not allowed.clean(root, allowed.PAPER):
        return text
    made = lxml_html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return made.removesuffix("</html>").rstrip().removesuffix("</body>") if template == _HEAD else made


# What is named


def faults(folder: ThemeFolder, templates: Environment) -> Iterator[Diagnostic]:
    """Yield what stands in the files of a theme and goes into no book, with its line."""
    for name in sorted(folder.files):
        if name in _SHEETS:
            found: Any = sheet(folder.text(name)).strays
        elif name.endswith(".j2") and not name.startswith(f"{TEMPLATES}{_SITE}"):
            found = _in_template(folder.text(name), templates, is_sheet=name.endswith("_style.j2"))
        else:
            continue
        for line, what in dict.fromkeys(found):
            where = Where(f"styles/{folder.name}/{name}", line)
            yield Diagnostic(
                Severity.WARNING,
                "theme-unsafe",
                _("no book holds {what}: it is left out", what=what),
                where,
                _HINT,
            )


def _in_template(source: str, templates: Environment, *, is_sheet: bool) -> Iterator[Stray]:
    try:
        tokens = list(templates.lex(source)) if len(source) <= LONGEST_TEMPLATE else []
    except TemplateSyntaxError:  # said where it is filled
        return
    markup = ""
    line = 1
    for number, kind, value in tokens:
        markup += "\n" * (number - line)
        line = max(line, number)
        if kind == "data":
            markup += value
            line += value.count("\n")
        elif kind == "variable_begin":
            markup += "x"
        elif kind == "string" and "<" in value:
            yield from (Stray(number, what) for _, what in _Reader().strays(value))
    yield from sheet(markup).strays if is_sheet else _Reader().strays(markup)


class _Reader(HTMLParser):
    """Reads markup with gaps in it."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Stray] = []
        self._style = False

    def strays(self, markup: str) -> list[Stray]:
        with suppress(AssertionError):  # which html.parser raises at "<![x"; the rest is taken out unnamed
            self.feed(markup)
            self.close()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        plain = {key: value or "" for key, value in attrs if not key.startswith(("xmlns", "epub:", "xml:"))}
        element = ElementTree.Element(tag, plain)
        self._found += (Stray(self.getpos()[0], what) for what in allowed.strays(element, _TEMPLATE))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            first = self.getpos()[0] - 1
            self._found += (Stray(first + line, what) for line, what in sheet(data).strays)
