"""A post's HTML -> a safe, well-formed tree. Everything behind this works on the tree alone.

A post is untrusted. nh3 (the maintained binding of Rust's ammonia) parses it as a browser would and
keeps an allow-list of tags, attributes, style properties and address schemes: no script, no event
handler, no form, no style sheet, no `javascript:`. Elements nested deeper than MAX_DEPTH are opened
up, so that no later step can run out of stack; past MOST_OPEN tags that nothing closes, the next ones
are taken out before: for each tag the parser looks through all open ones.

Seen with nh3 0.3. Assumed, and asserted by tests/contracts/test_nh3.py: what it writes is balanced, each
value in double quotes and each sign escaped, so that only elements without an end tag, &nbsp; and what
stands in a frame differ from XML.
"""

import re
from collections import Counter
from contextlib import suppress
from itertools import product

import nh3

from publisher.assets import css
from publisher.assets.xhtml import Element, classes, fragment, legal, text_of
from publisher.errors import Diagnostic, Severity, Where
from publisher.passes import painted
from publisher.phrase import _

MAX_DEPTH = 60
MOST_OPEN = 5_000

_BLOCKS = set(
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)
_INLINES = set(
    "a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr img".split()
)
# Those that hold words and what stands among words, but no blocks.
PHRASING = frozenset("p h1 h2 h3 h4 h5 h6 pre summary dt".split()) | _INLINES
_EMBEDS = {"iframe", "video", "audio", "source", "embed", "object", "input", "picture"}
_OLD = {"center", "font", "tt", "strike", "big", "acronym"}  # HTML 4's; passes/structure.py renames them
# Where scripts that load pictures late find the address, and several of them.
LATE = tuple(
    f"data-{name}"
    for name in "src original lazy-src lazy original-src actualsrc echo url orig-file large-file hi-res-src "
    "fallback-src cfsrc".split()
)
LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir", "style", "align", "hidden", "aria-hidden"},
    "a": {"href", "name"},
    "code": {"data-first-line", "data-marked-lines"},
    "img": {"src", "srcset", "alt", "width", "height", *LATE, *LATE_SETS},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "font": {"color"},
    "iframe": {"src", "data-src"},
    "video": {"src", "data-src", "poster"},
    "audio": {"src", "data-src"},
    "source": {"src", "srcset", *LATE, *LATE_SETS},
    "embed": {"src", "type", "width", "height"},
    "object": {"data", "type", "width", "height"},
    "input": {"type", "checked"},
}
_STYLES = {
    "color",
    "text-align",
    "font-weight",
    "font-style",
    "text-decoration",
    "vertical-align",
    "width",
    "zoom",
}
# For passes/hidden.py, which takes them out of the tree; nh3 knows a name in the letter case given alone.
_HIDING = {
    "".join(letters)
    for name in ("display", "visibility")
    for letters in product(*zip(name, name.upper(), strict=True))
}
_DROPPED_WHOLE = {
    "script",
    "style",
    "noscript",
    "svg",
    "math",
    "template",
    "textarea",
    "select",
    "title",
    "head",
}
_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | _INLINES | _EMBEDS | _OLD,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel", "ftp", "post", "data"},
    filter_style_properties=_STYLES | _HIDING | painted.PROPERTIES,
    link_rel=None,
)
# Class names that mean something to a pass; a blog theme's others could collide with ours.
_CLASSES = re.compile(
    r"language-.+|code|math|mermaid|note|sidenote|figcaption|kind|admonition-title|gallery|pullquote|titled|verse|prose|footnote(s|-ref|-backref|-item)?|task-list-item|reversefootnote"
)
# Boxes of Chirpy, al-folio, Beautiful Jekyll, Minimal Mistakes, Bootstrap: see passes/structure.py.
_BOX = re.compile(
    r"(?:prompt|block|box)-(?:tip|note|info|success|warning|danger|error)|admonition"
    r"|(?:notice|alert|callout)(?:--?(?!title|heading|header|body|content|text|inner|wrapper|icon)\w+)?"
)
# What Just the Docs and TeXt draw one around, where it is a paragraph or a quotation; the former's first may
# be its title.
_KIND = re.compile(r"(?:note|info|tip|success|important|new|highlight|warning|caution|danger|error)(-title)?")
_TITLE = re.compile(r"(?:notice|alert|callout|message)-(?:title|heading|header)")
# Of a paragraph below a picture: Hydejack's, and what people call theirs.
_CAPTION = re.compile(r"(?:img|image|fig|figure|photo|picture)[-_]?caption|caption|img[-_]?desc")
# Where a line's words stand: Bootstrap and Minimal Mistakes, Bulma, ox-hugo.
_ALIGNED = re.compile(r"(?:has-)?(?:text|org)-(center|right)(?:ed)?")
# Notes in the margin, of Tufte's themes: see passes/notes.py.
_MARGIN = frozenset(("marginnote", "margin-note", "side-note"))
# Beside them, what shows and hides them on a narrow screen.
_TOGGLE = re.compile(
    r"<label\s[^<>]{0,300}\bmargin-toggle\b[^<>]{0,300}>[^<>]{0,20}</label>"
    r"|<input\s[^<>]{0,300}\bmargin-toggle\b[^<>]{0,300}>"
)
_DISTILL = re.compile(r"<(/?)d-footnote\s*>")  # https://distill.pub/guide/, as al-folio has it
# Parts of a line that themes give pictures by a class, and of their own size that Typora gives them.
_PART = re.compile(r"(?:grid-|img-)?w-?([1-9]\d|100)")
_ZOOM = re.compile(r"(?:^|;)\s*zoom:\s*([\d.]{1,6})(%?)[^;]*")
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*(\d{1,4}(?:\.\d+)?(?:px|%))\s*(?=;|$)")
ZOOM = "zoom"  # the attribute that says so
_VOID = {"br", "hr", "img", "wbr", "col", "source", "embed", "input"}
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=>"]+="[^"]*")*)>')
# What stands in a frame is text to a browser, and nh3 writes it as it is.
_FRAME = re.compile(r'(<iframe(?: [^\s=>"]+="[^"]*")*>).*?(?:</iframe>|\Z)', re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*+)[^<>]*>")
_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)(?=[\s>/])([^<>]*)")
# Nothing is lost with these: icons that are only for eyes, and programs that load what a post shows as words.
_QUIET = {
    "svg": re.compile(r".*\saria-hidden\s*=\s*[\"']?true", re.I | re.S),
    "script": re.compile(r"(?=.*\ssrc\s*=).*\s(?:async|defer)(?=[\s=/]|$)", re.I | re.S),
}


# Ends of lines and paragraphs that word processors leave in a text: no font has a glyph for them, and an
# engine sets one that is not there. https://www.unicode.org/reports/tr14/#BK
_ENDS = str.maketrans("\u2028\u2029", "\n\n")


def to_tree(html: str) -> Element:
    """Return the HTML of a post as a tree below one <div>, only allowed things in it."""
    html = _TOGGLE.sub("", html) if "margin-toggle" in html else html
    html = _DISTILL.sub(_distilled, html) if "<d-footnote" in html else html
    root = fragment(legal(_as_xml(_CLEANER.clean(_shallow(html)))).translate(_ENDS))  # &#8; is one only now
    if "dark" in html:
        _hide_dark(root)
    for element in root.iter():
        if len(element.attrib):
            if element.tag == "img":
                _size(element)
            painted.take(element)
            _keep_known_classes(element)
            _keep_harmless_style(element)
    return root


def _shallow(html: str) -> str:
    """The HTML without the start tags that would stand in MOST_OPEN others."""
    if html.count("<") <= MOST_OPEN:
        return html
    opened: Counter[str] = Counter()
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        tag = match[2].lower()
        change = -min(1, opened[tag]) if match[1] else int(tag not in _VOID)
        if depth + change > MOST_OPEN:
            return ""
        opened[tag] += change
        depth += change
        return match[0]

    return _ANY_TAG.sub(kept, html)


def _as_xml(html: str) -> str:
    """nh3's output as XML. It is canonical: balanced, every value quoted, every sign escaped; only
    elements that have no end tag and &nbsp; differ from XML."""
    depth = 0
    opened: list[bool] = []  # for each open element: whether it is kept

    def close_voids(match: re.Match[str]) -> str:
        nonlocal depth
        closing, tag, attributes = match.groups()
        if tag in _VOID:
            return f"<{tag}{attributes}/>"
        if closing:
            kept = opened.pop() if opened else False
            depth -= kept
            return f"</{tag}>" if kept else ""
        opened.append(depth < MAX_DEPTH)
        depth += opened[-1]
        return f"<{tag}{attributes}>" if opened[-1] else ""

    return _TAG.sub(close_voids, _FRAME.sub(r"\1</iframe>", html)).replace("&nbsp;", "&#160;")


def _distilled(tag: re.Match[str]) -> str:
    return "</span>" if tag[1] else '<span class="sidenote">'


def _hide_dark(root: Element) -> None:
    """Of two pictures, one for each mode of a screen, a book shows the one for the day: Chirpy's classes,
    GitHub's fragments."""
    pictures = list(root.iter("img"))
    has_light = any("light" in classes(picture) for picture in pictures)
    for picture in pictures:
        address = picture.get("src", "")
        if address.endswith("#gh-dark-mode-only") or (has_light and "dark" in classes(picture)):
            picture.set("hidden", "")


def _size(picture: Element) -> None:
    """Say how large a picture is, where a class or a property does that books do not know."""
    part = next((found[1] for name in classes(picture) if (found := _PART.fullmatch(name))), "")
    if part:  # a class counts more than attributes
        picture.set("width", f"{part}%")
        picture.attrib.pop("height", None)
    if found := _WIDTH.search(style := picture.get("style", "")):
        picture.set("width", found[1])
        picture.set("style", _WIDTH.sub("", style).strip("; "))
    if found := _ZOOM.search(style):
        with suppress(ValueError):
            picture.set(ZOOM, str(float(found[1]) / (100 if found[2] else 1)))


def _keep_known_classes(element: Element) -> None:
    """Of a picture none: by its class a writer knows a formula that it has drawn."""
    known = [name for name in classes(element) if _CLASSES.fullmatch(name) and element.tag != "img"]
    if element.tag != "img" and "note" not in known and _is_box(element):
        known.append("note")
    if element.tag in ("p", "div") and any(map(_TITLE.fullmatch, classes(element))):
        known.append("admonition-title")
    if element.tag in ("p", "div") and not known and any(map(_CAPTION.fullmatch, classes(element))):
        known.append("figcaption")
    if element.tag in ("p", "div") and not element.get("style"):
        for aligned in filter(None, map(_ALIGNED.fullmatch, classes(element))):
            element.set("style", f"text-align:{aligned[1]}")
    if element.tag == "div" and "row" in classes(element) and _holds_pictures_alone(element):  # Bootstrap
        known.append("gallery")
    if element.tag == "span" and not known and _MARGIN & set(classes(element)):
        known.append("sidenote")
    if known:
        element.set("class", " ".join(known))
    else:
        element.attrib.pop("class", None)


def _is_box(element: Element) -> bool:
    """Whether a theme draws a box around an element with such classes."""
    names = classes(element)
    if any(map(_BOX.fullmatch, names)) or (element.tag == "article" and "message" in names):  # Bulma
        return True
    kinds = [*filter(None, map(_KIND.fullmatch, names))] if element.tag in ("p", "blockquote") else []
    if any(kind[1] for kind in kinds) and len(element) > 1 and element[0].tag == "p":
        element[0].set("class", "admonition-title")
    return bool(kinds)


def _holds_pictures_alone(box: Element) -> bool:
    return next(box.iter("img"), None) is not None and not text_of(box)


def _keep_harmless_style(element: Element) -> None:
    """nh3 knows properties by their names, not what their values load."""
    if style := element.get("style"):
        element.set("style", css.cleaned_style(_ZOOM.sub("", style).strip("; ")))


def without_comments(html: str) -> str:
    """Return the HTML that a browser shows something of."""
    return _COMMENT.sub("", html)


def unknown_tags(html: str) -> list[str]:
    """Return the names of tags that the allow-list takes out, in order of the alphabet; not of what stands in
    one that goes as a whole."""
    known = _BLOCKS | _INLINES | _EMBEDS | _OLD
    found, inside = set(), ""
    for closing, name, about in _RAW_TAG.findall(html):
        tag = name.lower()
        if inside:
            inside = "" if closing and tag == inside else inside
        elif not closing:
            if tag not in known and tag != "d-footnote" and not _is_quiet(tag, about):
                found.add(tag)
            inside = tag if tag in _DROPPED_WHOLE and not about.endswith("/") else ""
    return sorted(found)


def _is_quiet(tag: str, about: str) -> bool:
    return tag in _QUIET and bool(_QUIET[tag].match(about))


def dropped(tag: str, where: Where) -> Diagnostic:
    """Return what to tell the writer of a tag that was taken out."""
    if tag in _DROPPED_WHOLE:
        hint = _("a book cannot run or style it; put a picture or a link in its place")
        return Diagnostic(
            Severity.WARNING, "html-dropped", _("<{tag}> and what is in it", tag=tag), where, hint
        )
    hint = _("its text is kept; to show the tag itself, write `<{tag}>` in back-quotes", tag=tag)
    if "-" in tag:  # https://html.spec.whatwg.org/multipage/custom-elements.html
        hint = _("a script of the blog's draws it: the words and pictures in it are kept")
    return Diagnostic(
        Severity.NOTE, "html-unknown", _("<{tag}> is no HTML that a book knows", tag=tag), where, hint
    )
