"""What a made EPUB or PDF holds beside what a book may hold, as a reader of the files sees it.

Independent of the package: lists, parsers and rules are this file's own, so that a hole in the package's list
is no hole here. Run by hand: `python tests/scan.py BOOK.epub BOOK.pdf`.
"""

import base64
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urljoin

import pikepdf
import tinycss2
from lxml import etree

_XHTML, _SVG = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"
_MATHML, _OPS = "http://www.w3.org/1998/Math/MathML", "http://www.idpf.org/2007/ops"
_XML, _XLINK = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/1999/xlink"
_ELEMENTS = {
    _XHTML: set(
        "html head title link meta body section header footer main nav article aside address hgroup "
        "h1 h2 h3 h4 h5 h6 p hr pre blockquote ol ul li dl dt dd figure figcaption div a em strong "
        "small s cite q dfn abbr ruby rb rtc rt rp time code var samp kbd sub sup i b u mark bdi "
        "bdo span br wbr ins del img data table caption colgroup col tbody thead tfoot tr td th "
        "details summary style".split()
    ),
    _SVG: set(
        "svg g defs symbol use switch a title desc style path rect circle ellipse line polyline "
        "polygon text tspan textPath tref image marker linearGradient radialGradient stop pattern "
        "clipPath mask filter view feBlend feColorMatrix feComponentTransfer feComposite "
        "feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood "
        "feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology "
        "feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence animate "
        "animateMotion animateTransform set mpath".split()
    ),
    _MATHML: set(
        "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
        "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr mlabeledtr munder "
        "munderover none".split()
    ),
}
_ANYWHERE = set("class id title lang dir role style tabindex hidden".split())
_ATTRIBUTES = {
    _XHTML: _ANYWHERE
    | set(
        "href rel type media name content charset src alt width height colspan rowspan scope "
        "headers span start reversed value datetime cite open align valign border color download "
        "hreflang".split()
    ),
    _MATHML: _ANYWHERE
    | set(
        "accent accentunder align alttext close columnalign columnlines columnspacing columnspan "
        "depth dir display displaystyle encoding fence form frame height intent largeop linebreak "
        "linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize "
        "movablelimits notation open rowalign rowlines rowspacing rowspan rspace scriptlevel "
        "separator stretchy symmetric voffset width".split()
    ),
}
_FREE = re.compile(r"(aria|data)-[a-z-]+")
_LINKED = set("href title type show actuate role arcrole".split())
_NO_SVG_ATTRIBUTE = re.compile(r"on.*|src|srcdoc|srcset|action|formaction|data|poster|base|cite|ping", re.I)
_AT_RULES = set(
    "media supports font-face page container charset namespace layer counter-style keyframes "
    "footnote property font-feature-values left right blank".split()
)
_MARGIN_BOX = re.compile(r"(top|bottom|left|right)-(left|right|top|bottom|center|middle)(-corner)?")
_FUNCTIONS = set(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark calc min max clamp round "
    "mod rem abs sign sin cos tan pow sqrt var env attr counter counters symbols string content "
    "leader target-counter target-counters target-text linear-gradient radial-gradient "
    "conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient "
    "matrix matrix3d translate translatex translatey translate3d scale scalex scaley scale3d rotate "
    "rotatex rotatey rotatez skew skewx skewy perspective cubic-bezier steps linear minmax repeat "
    "fit-content blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate "
    "sepia circle ellipse inset polygon path rect local format nth-last-of-type type tech url "
    "selector style not is where has lang dir nth nth-child nth-last-child nth-of-type host slotted "
    "part running element snapped".split()
)
_PROPERTY_FORBIDDEN = re.compile(r"behaviou?r|-(moz|ms|o|khtml)-(binding|behavior|link.*|filter)", re.I)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.I)
_OUTSIDE, _OUT_OF_EPUB = (
    re.compile(f"({names}):", re.I) for names in ("https?|mailto", "https?|mailto|tel|ftp")
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.I)
_TYPES = {".xhtml", ".css", ".svg", ".jpg", ".png", ".gif", ".otf", ".ttf", ".woff", ".woff2", ".opf", ".ncx"}


def outside_the_list(epub_path: str | Path) -> list[str]:
    """Name all in an EPUB that no book holds: "EPUB/a.xhtml:12: <script>"; nothing for a good one."""
    with zipfile.ZipFile(epub_path) as archive:
        names = set(archive.namelist())
        return [f"{name}{said}" for name in sorted(names) for said in _file(name, archive.read(name), names)]


def _file(name: str, data: bytes, names: set[str]) -> Iterator[str]:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        yield ": a name that leads out of the book"
    if name.startswith("META-INF/") or name == "mimetype":
        return
    if path.suffix not in _TYPES:
        yield f": a file of kind {path.suffix}"
    elif path.suffix == ".css":
        yield from _css(data.decode(), name, names)
    elif path.suffix in (".xhtml", ".svg"):
        yield from _document(data, name, names)
    elif path.suffix in (".jpg", ".png", ".gif") and b"<svg" in data[:200].lower():
        yield ": a drawing by the name of a picture"


def _document(data: bytes, name: str, names: set[str]) -> Iterator[str]:
    """Of XHTML or SVG: entities, instructions, elements, attributes, styles."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield f": not XML: {error}"
        return
    about = root.getroottree().docinfo
    if about.internalDTD is not None and (about.internalDTD.system_url or list(about.internalDTD.entities())):
        yield ": a DTD of its own"
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from (f":{node.sourceline}: {said}" for said in _element(node, name, names))
        elif node.tag is not etree.Comment:
            yield f":{node.sourceline}: {node!r}"
    if any(isinstance(node, etree._ProcessingInstruction) for node in root.itersiblings(preceding=True)):
        yield ":1: an instruction before the document"


def _element(element: Any, name: str, names: set[str]) -> Iterator[str]:
    tag = etree.QName(element)
    space = tag.namespace or ""
    if tag.localname not in _ELEMENTS.get(space, ()):
        yield f"<{tag.localname}> of {space or 'no namespace'}"
    if tag.localname == "style":
        yield from _css("".join(element.itertext()), name, names)
    if tag.localname == "meta" and "http-equiv" in element.attrib:
        yield "meta http-equiv"
    if tag.localname == "link" and element.get("rel") != "stylesheet":
        yield f"link rel={element.get('rel')}"
    animated = element.get("attributeName", "").rpartition(":")[2].lower()
    if space == _SVG and (animated.startswith("on") or animated in ("href", "src", "style")):
        yield f"an animation of {animated}"
    for key, value in element.items():
        yield from _attribute(space, tag.localname, etree.QName(key), value, name, names)


def _attribute(space: str, tag: str, key: Any, value: str, name: str, names: set[str]) -> Iterator[str]:
    if not _is_known(space, key):
        yield f"<{tag} {key.text}={value[:60]!r}>"
    if key.localname in ("href", "src"):
        link = tag == "a" and space in (_XHTML, _SVG)
        if not (_leads(value, name, names, link=link) or (tag == "a" and not value)):
            yield f"<{tag} {key.localname}={value[:80]!r}>: an address out of the book"
    elif key.localname == "style":
        yield from _tokens(tinycss2.parse_blocks_contents(value), name, names)
    elif space == _SVG and (
        "url" in value.lower() or "\\" in value or re.search("[/:]", value.partition("(")[2])
    ):
        yield from _tokens(tinycss2.parse_component_value_list(value), name, names)


def _is_known(space: str, key: Any) -> bool:
    if key.namespace == _XML:
        return key.localname in ("lang", "space")
    if key.namespace == _OPS:
        return space == _XHTML and key.localname in ("type", "prefix")
    if key.namespace == _XLINK:
        return space == _SVG and key.localname in _LINKED
    if key.namespace:
        return False
    if space == _SVG:
        return not _NO_SVG_ATTRIBUTE.fullmatch(key.localname)
    return key.localname in _ATTRIBUTES.get(space, ()) or bool(_FREE.fullmatch(key.localname))


def _leads(address: str, name: str, names: set[str], *, link: bool) -> bool:
    """Whether an address leads to a file of the book, or is a link that may lead out of it."""
    address = "".join(sign for sign in address if sign > " ")  # as browsers read it
    if _SCHEME.match(address):
        return bool(_OUT_OF_EPUB.match(address)) if link else _is_picture(address, name, names)
    file = unquote(address.partition("#")[0])
    return not file or urljoin(name, file) in names


def _is_picture(address: str, name: str, names: set[str]) -> bool:
    """Whether it is the data: address of a picture; one of a drawing that holds nothing else either."""
    if not _PICTURE.match(address):
        return False
    head, _, body = address.partition(",")
    if "svg" not in head.lower():
        return True
    data = base64.b64decode(body) if head.lower().endswith("base64") else unquote_to_bytes(body)
    return not list(_document(data, name, names))


def _css(text: str, name: str, names: set[str]) -> Iterator[str]:
    yield from _tokens(tinycss2.parse_stylesheet(text), name, names)


def _tokens(nodes: Any, name: str, names: set[str]) -> Iterator[str]:
    """Rules, declarations and values, as deep as they go."""
    waiting = list(reversed(list(nodes)))
    while waiting:
        node = waiting.pop()
        yield from _token(node, name, names)
        name_of = (
            getattr(node, "lower_at_keyword", "") == "namespace"
        )  # its address is a name that nothing loads
        parts = [*((not name_of and getattr(node, "prelude", None)) or ()), *_content(node)]
        parts += [*(getattr(node, "arguments", None) or ())]
        waiting += reversed(parts)


def _content(node: Any) -> Any:
    if node.type in ("qualified-rule", "at-rule"):
        return tinycss2.parse_blocks_contents(node.content or [])
    return node.value if node.type == "declaration" else getattr(node, "content", None) or ()


def _token(node: Any, name: str, names: set[str]) -> Iterator[str]:
    where = f"CSS line {node.source_line}"
    if node.type == "at-rule":
        known = node.lower_at_keyword in _AT_RULES or _MARGIN_BOX.fullmatch(node.lower_at_keyword)
        if not known:
            yield f"{where}: @{node.at_keyword}"
    elif node.type == "declaration" and _PROPERTY_FORBIDDEN.fullmatch(node.lower_name):
        yield f"{where}: {node.name}"
    elif node.type == "function" and node.lower_name not in _FUNCTIONS:
        yield f"{where}: {node.name}()"
    address = node.value if node.type == "url" else _argument(node)
    if address is not None and not _leads(address, name, names, link=False):
        yield f"{where}: url({address[:80]})"


def _argument(node: Any) -> str | None:
    if node.type != "function" or node.lower_name != "url":
        return None
    return next((one.value for one in node.arguments if one.type == "string"), "no-string:")


# PDF: https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf, 12.6

_ACTIVE = {
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/AF", "/AcroForm", "/XFA",
    "/RichMedia", "/Collection", "/Launch", "/EF", "/FFilter", "/OPI", "/Ref", "/URLS", "/Renditions",
    "/Movie", "/Sound", "/3D", "/Alternates", "/SpiderInfo", "/Requirements", "/RichMediaContent",
}  # fmt: skip
_ANNOTATIONS = {"/Link"}


def pdf_outside_the_list(path: str | Path) -> list[str]:
    """Name all in a PDF that no book holds: scripts, files, actions but links to the web and to pages."""
    with pikepdf.open(path) as pdf:
        objects = [(f"object {number}", one) for number, one in enumerate(pdf.objects, 1)]
        return [said for where, one in objects for said in _object(one, where)]


def _object(top: Any, where: str) -> Iterator[str]:
    """Of an object and all that stands in it; what it refers to is an object of its own."""
    waiting = [top]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [part for part in one if _is_within(part)]
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield from (f"{where}: {said}" for said in _dictionary(one))
            waiting += [part for _, part in one.items() if _is_within(part)]


def _is_within(part: Any) -> bool:
    return isinstance(part, (pikepdf.Array, pikepdf.Dictionary)) and not part.is_indirect


def _dictionary(one: Any) -> Iterator[str]:
    keys = set(one.keys())
    yield from sorted(keys & _ACTIVE)
    if isinstance(one, pikepdf.Stream) and "/F" in keys:
        yield "a stream that stands in another file"
    if str(one.get("/Type")) in ("/Action", "/Filespec") or "/URI" in keys or str(one.get("/S")) in _ACTS:
        yield from _action(one)
    if "/Rect" in keys and str(one.get("/Subtype")) not in _ANNOTATIONS:
        yield f"an annotation {one.get('/Subtype')}"
    action = one.get("/A")
    if "/Rect" in keys and isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) != "/URI":
        yield from _action(action)


_ACTS = {
    "/GoToR", "/GoToE", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm",
    "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
    "/RichMediaExecute",
}  # fmt: skip


def _action(one: Any) -> Iterator[str]:
    kind = str(one.get("/S"))
    if kind == "/URI":
        address = str(one.get("/URI", ""))
        if not _OUTSIDE.match(address):
            yield f"a link to {address[:80]}"
        yield from ("an action behind a link" for _ in range("/Next" in one))
    elif kind != "/GoTo":
        yield f"an action {kind}"


if __name__ == "__main__":
    for book in sys.argv[1:]:
        scan = pdf_outside_the_list if book.endswith(".pdf") else outside_the_list
        print(*[f"{book}: {said}" for said in scan(book)] or [f"{book}: nothing outside the list"], sep="\n")
