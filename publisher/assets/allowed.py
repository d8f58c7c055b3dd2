"""The one list of what markup a book holds, by namespace, and the rest taken out: whoever made it.

Posts, TeX, shortcodes, diagrams, drawings and themes all end here: what is cleaned is cleaned by `clean()`,
and each file's gate asks `outside()` of what is really in it: writers/epub/verify.py and, before WeasyPrint
sees it, writers/pdf/layout/engine.py.
See https://www.w3.org/TR/epub-33/#sec-xhtml, https://www.w3.org/TR/mathml-core/, https://www.w3.org/TR/SVG2/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.etree import ElementTree

from lxml import etree

from publisher.assets import css
from publisher.assets.css import Stray
from publisher.assets.xhtml import Element, remove_all, unwrap

XHTML, SVG = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"
MATHML, OPS = "http://www.w3.org/1998/Math/MathML", "http://www.idpf.org/2007/ops"
_XML, _XLINK = "{http://www.w3.org/XML/1998/namespace}", "{http://www.w3.org/1999/xlink}"

_EVERYWHERE = "class id title lang dir role style tabindex hidden"
XHTML_ELEMENTS = frozenset(
    "html head title link meta style body section header footer main nav article aside address "
    "hgroup h1 h2 h3 h4 h5 h6 p hr pre blockquote ol ul li menu dl dt dd figure figcaption div a em "
    "strong small s cite q dfn abbr ruby rb rtc rt rp time data code var samp kbd sub sup i b u "
    "mark bdi bdo span br wbr ins del img table caption colgroup col tbody thead tfoot tr td th "
    "details summary".split()
)
XHTML_ATTRIBUTES = frozenset(
    f"{_EVERYWHERE} href src rel type media name content charset alt width height colspan rowspan "
    "scope headers abbr span start reversed value datetime cite open align valign border color "
    "hreflang translate".split()
)
MATHML_ELEMENTS = frozenset(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none".split()
)
# Of a formula's parts; what a theme or a writer of ours adds to <math> is in _EVERYWHERE.
MATHML_ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle "
    "fence form frame height largeop linebreak linethickness lspace mathbackground mathcolor "
    "mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing "
    "rowspan rspace scriptlevel separator stretchy symmetric voffset width".split()
)
SVG_ELEMENTS = frozenset(
    "svg g defs symbol use switch a title desc style path rect circle ellipse line polyline polygon "
    "text tspan textPath tref image marker linearGradient radialGradient stop pattern clipPath mask "
    "filter view feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB "
    "feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight "
    "feSpecularLighting feSpotLight feTile feTurbulence animate animateMotion animateTransform set "
    "mpath".split()
)
SVG_ATTRIBUTES = frozenset(
    f"{_EVERYWHERE} href accumulate additive alignment-baseline amplitude attributeName "
    "attributeType azimuth baseFrequency baseProfile baseline-shift begin bias by calcMode clip "
    "clip-path clip-rule clipPathUnits color color-interpolation color-interpolation-filters "
    "color-profile color-rendering contentScriptType contentStyleType cursor cx cy d "
    "diffuseConstant direction display divisor dominant-baseline dur dx dy edgeMode elevation "
    "enable-background end exponent externalResourcesRequired fill fill-opacity fill-rule filter "
    "filterRes filterUnits flood-color flood-opacity focusable font font-family "
    "font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style "
    "font-variant font-variant-ligatures font-weight fr from fx fy glyph-orientation-horizontal "
    "glyph-orientation-vertical gradientTransform gradientUnits height image-rendering in in2 "
    "inline-size intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength kerning keyPoints "
    "keySplines keyTimes lengthAdjust letter-spacing lighting-color limitingConeAngle line-height "
    "marker marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type "
    "maskContentUnits maskUnits max media method min mix-blend-mode mode numOctaves offset opacity "
    "operator order orient origin overflow overflow-x overflow-y paint-order path pathLength "
    "patternContentUnits patternTransform patternUnits pointer-events points pointsAtX pointsAtY "
    "pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY rendering-intent "
    "repeatCount repeatDur requiredExtensions requiredFeatures restart result rotate rx ry scale "
    "seed shape-inside shape-padding shape-rendering shape-subtract side slope solid-color "
    "solid-opacity spacing specularConstant specularExponent spreadMethod startOffset stdDeviation "
    "stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width surfaceScale systemLanguage "
    "tableValues targetX targetY text-align text-align-last text-anchor text-decoration "
    "text-decoration-color text-decoration-line text-decoration-style text-indent text-orientation "
    "text-overflow text-rendering text-transform textLength to transform transform-box "
    "transform-origin type unicode-bidi values vector-effect version viewBox viewTarget visibility "
    "white-space width word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector "
    "z zoomAndPan".split()
)
# Other elements that nothing knows leave their words; of these nothing stays.
_ACTIVE = frozenset(
    "script iframe frame frameset object embed applet noscript template canvas audio video portal "
    "base param source track foreignobject handler listener".split()
)
_ADDRESSES = frozenset(("href", "src", f"{_XLINK}href"))
_ANIMATED = SVG_ATTRIBUTES - {"href", "style", "id", "class"}
_COMMENTS = (etree.Comment, ElementTree.Comment)
_CONTROL = re.compile(r"[\0- ]+")  # browsers look through these: "java\nscript:"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):|[\\/]{2}", re.I)
_PROLOG = re.compile(
    rb"""(?:<\?xml[ ]version=["']1.0["'](?:[ ]encoding=["']utf-8["'])?[ ]?\?>)?\s*"""
    rb"(?>(?:<!--(?s:.*?)-->\s*)*)(?:<!DOCTYPE[ ]html>\s*)?(?>(?:<!--(?s:.*?)-->\s*)*)<[a-zA-Z]",
    re.I | re.X,
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,", re.I)


@dataclass(frozen=True, slots=True)
class Medium:
    """Where addresses may lead in one kind of file."""

    links: frozenset[str]  # schemes of a link
    pictures: frozenset[str]  # of a picture
    files: bool  # whether they may name other files of the book


EPUB = Medium(frozenset(("http", "https", "mailto", "tel", "ftp")), frozenset(), files=True)
# What the layout engine is given: `book` and `field` are settled when the book is bound.
PAPER = Medium(
    frozenset(("http", "https", "mailto", "book", "field")), frozenset(("asset", "drawing")), files=False
)
DRAWING = Medium(frozenset(), frozenset(("data",)), files=False)


class _Kind(NamedTuple):
    """What is known of an element."""

    attributes: frozenset[str]  # that it may have
    careful: frozenset[str]  # whose values are looked at
    free: tuple[str, ...] = ("aria-", "data-")  # beginnings of others: for screen readers and style sheets


def _kinds() -> Mapping[Any, _Kind]:
    """Every element, by its tag. HTML has no namespaces, and lower case for all names."""
    language, values = f"{_XML}lang", _ADDRESSES | {"style", "rel"}
    xhtml = _Kind(XHTML_ATTRIBUTES | {language, f"{{{OPS}}}type", f"{{{OPS}}}prefix"}, values)
    mathml = _Kind(MATHML_ATTRIBUTES | {*_EVERYWHERE.split(), "alttext", language}, values)
    linked = {f"{_XLINK}{name}" for name in ("href", "title", "type", "show", "actuate", "role", "arcrole")}
    painted = (SVG_ATTRIBUTES - frozenset(_EVERYWHERE.split())) | values
    svg = _Kind(SVG_ATTRIBUTES | linked | {language, f"{_XML}space"}, painted, ("aria-",))
    plain = _Kind(
        frozenset(map(str.lower, SVG_ATTRIBUTES))
        | xhtml.attributes
        | mathml.attributes
        | {"xmlns", "xml:lang"},
        frozenset(map(str.lower, painted - XHTML_ATTRIBUTES - MATHML_ATTRIBUTES)) | values,
    )
    spaces = ((XHTML, XHTML_ELEMENTS, xhtml), (MATHML, MATHML_ELEMENTS, mathml), (SVG, SVG_ELEMENTS, svg))
    known = {f"{{{space}}}{name}": kind for space, names, kind in spaces for name in names}
    return known | {name.lower(): plain for _, names, _ in spaces for name in names}


_KNOWN = _kinds()
_LINKS = frozenset(("a", f"{{{XHTML}}}a", f"{{{SVG}}}a"))
_STYLES = frozenset(("style", f"{{{XHTML}}}style", f"{{{SVG}}}style"))
_QUICK = {tag: kind.attributes - kind.careful for tag, kind in _KNOWN.items() if tag not in _STYLES}


def outside(root: Any, medium: Medium) -> str:
    """Return the first thing in a tree that no book holds: "<script>", "onclick"; "" for none.

    The tree is lxml's or ElementTree's: here nothing is changed.
    """
    return next((what for element in _doubtful(root) for what in strays(element, medium)), "")


def begins_plainly(document: bytes) -> bool:
    """Tell whether nothing stands before the root of an XML document that other programs might follow: no DTD
    with entities and attributes of its own, no style sheet, no other encoding."""
    return _PROLOG.match(document) is not None


def _doubtful(root: Any) -> Iterator[Any]:
    """The elements that have to be looked at more closely: hardly any."""
    return (one for one in root.iter() if one.tag not in _QUICK or not _QUICK[one.tag].issuperset(one.keys()))


def clean(root: Element, medium: Medium) -> tuple[Stray, ...]:
    """Take out of a tree all that no book holds, and return what that was; the root itself stays."""
    gone: list[Stray] = []
    unknown: list[Element] = []
    for element in _doubtful(root):
        if found := [Stray(element.sourceline or 1, what) for what in strays(element, medium)]:
            gone += found
            if element.tag in _KNOWN:
                _mend(element, medium)
            else:
                unknown.append(element)
    etree.strip_elements(root, etree.ProcessingInstruction, etree.Entity, with_tail=False)
    elements = [element for element in unknown if isinstance(element.tag, str)]
    remove_all(element for element in elements if _goes(element))
    for element in elements:
        if element.tag not in _KNOWN:
            unwrap(element)
    return tuple(gone)


def _goes(element: Element) -> bool:
    """Whether an unknown element goes with all that is in it."""
    name = etree.QName(element)
    return name.namespace not in (None, XHTML) or name.localname.lower() in _ACTIVE


def _mend(element: Element, medium: Medium) -> None:
    """Take out the attributes that are on no list, and the rules of a style sheet."""
    kind = _KNOWN[element.tag]
    for key, value in element.attrib.items():
        if key == "style":
            element.set(key, css.cleaned_style(str(value)))
        elif _stray(str(element.tag), str(key), str(value), kind, medium):
            del element.attrib[key]
    if element.tag in _STYLES:
        text = css.cleaned("".join(element.itertext())).text
        remove_all(list(element.iterdescendants()))
        element.text = text


def strays(element: Any, medium: Medium) -> Iterator[str]:
    """Yield what is wrong with one element: with its name, its attributes, its rules."""
    kind = _KNOWN.get(element.tag)
    if kind is None:
        if element.tag not in _COMMENTS:
            name = element.tag if isinstance(element.tag, str) else ""
            yield f"<{name.rpartition('}')[2]}>" if name else "an instruction"
        return
    for key, value in element.items():
        if (key not in kind.attributes or key in kind.careful) and (
            what := _stray(element.tag, key, value, kind, medium)
        ):
            yield what
    if element.tag in _STYLES:
        yield from (what for _, what in css.cleaned("".join(element.itertext())).strays)


def _stray(tag: str, key: str, value: str, kind: _Kind, medium: Medium) -> str:
    """What is wrong with an attribute; "" for nothing."""
    if key not in kind.attributes:
        return "" if key.startswith(kind.free) else key.rpartition("}")[2]
    if key in _ADDRESSES:
        return "" if may_lead(value, tag, medium) else f"{key.rpartition('}')[2]}={value[:60]}"
    if key == "rel":  # of <link>: a style sheet alone; a PDF would carry what is attached
        return "" if tag in _LINKS or value.lower() == "stylesheet" else f"rel={value[:60]}"
    if key in ("attributeName", "attributename"):
        return "" if value in _ANIMATED else f"{key}={value[:60]}"
    harmless = css.cleaned_style(value) == value if key == "style" else css.is_harmless(value)
    return "" if harmless else f"{key}={value[:60]}"


def may_lead(address: str, tag: str, medium: Medium) -> bool:
    """Tell whether a link, or what loads a picture or a style sheet, may have this address."""
    address = _CONTROL.sub("", address)
    found = _SCHEME.match(address)
    if not found:
        return medium.files or address[:1] in ("#", "")
    scheme = (found[1] or "").lower()
    if tag in _LINKS:
        return scheme in medium.links
    return scheme in medium.pictures and (scheme != "data" or bool(_PICTURE.match(address)))
