"""Hugo's shortcodes: {{< name arguments >}}, {{% name arguments %}}, with or without an end.

See https://gohugo.io/content-management/shortcodes/. They run everywhere, in code too; {{</* … */>}} shows
one as it is written. What a shortcode stands for is said in forms.py. An unknown one keeps its inner
text. Lines that a shortcode covers stay lines of the text, and the grammar takes them out.
"""

import re
import textwrap
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from publisher.errors import Diagnostic, Severity, Where
from publisher.markdown import grammar
from publisher.markdown.goldmark.document import FILLER
from publisher.model import Post
from publisher.phrase import Phrase, _
from publisher.shortcodes.hugo.forms import FORMS, NOTHING, SINGLE, Form, picture
from publisher.shortcodes.hugo.own import (
    GivenUpError,
    has_own,
    own,
    template_path,
    with_template,
    writes_html,
)
from publisher.shortcodes.hugo.page import pad
from publisher.shortcodes.hugo.shortcode import Bare, Place, Shortcode
from publisher.shortcodes.lines import fold, unfold
from publisher.shortcodes.placeholder import Insert

_DEEPEST = 12  # shortcodes in shortcodes
_LONGEST = 20_000  # characters between its brackets
_PART = re.compile(r'(?<!\\)"(?:\\.|[^"\\])*"|`[^`]*`|[>%]\}\}|\{\{[<%]', re.S)
_SAID = re.compile(r"[^\W\d_][^\W_]*(?:[ .-][^\W_]+)*")  # words: no number, address or path
_LOADED = re.compile(r"<link\b[^<>]*>", re.I)
_SILENT = re.compile(r"<(style|script)\b")
_NAME = re.compile(r"[\w./-]+(?=\s|\Z)")
_ARGUMENT = re.compile(
    r'(?:(?P<key>[\w-]+)\s*=\s*)?(?:(?<!\\)"(?P<quoted>(?:\\.|[^"\\])*)"|`(?P<raw>[^`]*)`|(?P<bare>[^\s"`]+))',
    re.S,
)
ToHtml = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Tag:
    """A shortcode's brackets and what is in them."""

    start: int
    end: int
    sign: str  # "<" or "%"
    name: str
    arguments: str
    closing: bool
    alone: bool  # {{< name />}}
    shown: str  # of {{</* … */>}}: what it shows


@dataclass(slots=True)
class _Scan:
    """The text while shortcodes are taken out of it."""

    post: Post
    to_html: ToHtml
    head: str  # of each marker: nowhere else in the text
    breaks: list[int]  # where lines end
    tags: list[_Tag]
    ends: dict[int, int]  # tag -> its end tag
    around: list[tuple[int, int]]  # of each tag: the one in which it stands, and its number there
    inserts: list[Insert] = field(default_factory=list)
    pads: dict[int, Mapping[str, Any]] = field(default_factory=dict)  # of each tag; -1: of the page
    beyond: dict[str, Phrase] = field(default_factory=dict)  # shortcode -> why its own template is given up

    def where(self, tag: _Tag) -> Where:
        return Where(self.post.path, self.post.first_line + bisect_right(self.breaks, tag.start))

    def put(self, html: str, *faults: Diagnostic) -> str:
        """Return a new marker for this HTML."""
        mark = f"{self.head}{len(self.inserts)}Z"
        self.inserts.append(Insert(mark, html, diagnostics=faults, block=True, alone=True))
        return mark


def translate(post: Post, to_html: ToHtml) -> tuple[str, tuple[Insert, ...]]:
    """Return the post's text with a marker for each shortcode, and what the markers stand for."""
    text = post.markdown
    if "{{<" not in text and "{{%" not in text:
        return text, ()
    head = "HAHAPUBLISHER"
    while head in text:
        head += "X"
    tags = _tags(text)
    breaks = [match.start() for match in re.finditer("\n", text)]
    ends = _pairs(tags)
    scan = _Scan(post, to_html, head, breaks, tags, ends, _around(len(tags), ends))
    made = _expand(text, (0, len(text)), (0, len(tags)), 0, scan)
    return made, tuple(scan.inserts)


def _tags(text: str) -> list[_Tag]:
    """Every shortcode's brackets, in order."""
    found = []
    position = 0
    while match := re.compile(r"\{\{([<%])(/\*)?").search(text, position):
        tag = _commented(text, match) if match[2] else _tag(text, match)
        position = tag.end if tag else match.start() + 3
        if tag:
            found.append(tag)
    return found


def _commented(text: str, match: re.Match[str]) -> _Tag | None:
    sign = match[1]
    close = f"*/{'>' if sign == '<' else '%'}}}}}"
    end = text.find(close, match.end(), match.end() + _LONGEST)
    if end < 0:
        return None
    shown = f"{{{{{sign}{text[match.end() : end]}{close[2:]}"
    return _Tag(match.start(), end + len(close), sign, "", "", False, True, shown)


def _tag(text: str, match: re.Match[str]) -> _Tag | None:
    close = ">}}" if match[1] == "<" else "%}}"
    part = next((found for found in _PART.finditer(text, match.end()) if found[0][0] not in '"`'), None)
    if part is None or part[0] != close:
        return None
    inside = text[match.end() : part.start()][:_LONGEST].lstrip()
    closing, alone = inside.startswith("/"), inside.endswith("/")
    inside = inside[closing : len(inside) - alone].strip()
    if not (name := _NAME.match(inside)):
        return None
    arguments = inside[name.end() :]
    return _Tag(match.start(), part.end(), match[1], name[0], arguments, closing, alone, "")


def _pairs(tags: list[_Tag]) -> dict[int, int]:
    """Which tag is closed by which; what is never closed has no inner text."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    names: Counter[str] = Counter()
    for index, tag in enumerate(tags):
        if tag.alone or tag.shown or (not tag.closing and tag.name.lower() in SINGLE):
            continue
        if not tag.closing:
            opened.append(index)
            names[tag.name] += 1
        elif names[tag.name]:
            while True:
                last = opened.pop()
                names[tags[last].name] -= 1
                if tags[last].name == tag.name:
                    break
            ends[last] = index
    return ends


def _around(count: int, ends: Mapping[int, int]) -> list[tuple[int, int]]:
    """Of each tag: the tag in whose inner text it stands, or -1, and how many stand there before it."""
    found: list[tuple[int, int]] = []
    opened, closings = [-1], set(ends.values())
    numbers: Counter[int] = Counter()
    for index in range(count):
        if index in closings:
            opened.pop()
            found.append((-1, 0))
            continue
        found.append((opened[-1], numbers[opened[-1]]))
        numbers[opened[-1]] += 1
        if index in ends:
            opened.append(index)
    return found


def _expand(text: str, span: tuple[int, int], tags: tuple[int, int], depth: int, scan: _Scan) -> str:
    """The text of `span`, in which the tags `tags` stand, with markers for them; as many lines as before."""
    made = []
    position, index = span[0], tags[0]
    while index < tags[1]:
        tag = scan.tags[index]
        made.append(text[position : tag.start])
        closing = scan.ends.get(index, index)
        position = scan.tags[closing].end
        made.append(_translated(text, index, closing, depth, scan))
        index = closing + 1
    return "".join(made) + text[position : span[1]]


def _translated(text: str, index: int, closing: int, depth: int, scan: _Scan) -> str:
    """What stands in the place of a shortcode, its inner text and its end."""
    tag, end = scan.tags[index], scan.tags[closing]
    if tag.shown:
        return tag.shown + _fill(text, tag.start, tag.end, tag.shown.count("\n"))
    if closing == index:
        made = None if tag.closing else _own(index, "", scan)
        return fold(_single(index, scan) if made is None else made, text.count("\n", tag.start, tag.end))
    inner = text[tag.end : end.start]
    if depth < _DEEPEST:
        inner = _expand(text, (tag.end, end.start), (index + 1, closing), depth + 1, scan)
    if (made := _own(index, unfold(inner), scan)) is not None:
        return fold(made, text.count("\n", tag.start, end.end))
    if tag.sign == "%" and _form(tag) is None:
        # What its template adds is not at hand; the inner text is part of the page's Markdown.
        scan.put("", _unknown(tag, scan, inner))
        return _fill(text, tag.start, tag.end) + inner + _fill(text, end.start, end.end)
    return _formed(index, inner.replace(FILLER, ""), scan) + _fill(text, tag.start, end.end)


def _own(index: int, inner: str, scan: _Scan) -> str | None:
    """What the site's own template makes of it: HTML behind a marker, or Markdown of the page ({{% %}})."""
    tag = scan.tags[index]
    if not has_own(scan.post, tag.name):
        return None
    code = replace(_placed(index, scan), inner=inner)
    as_html = tag.sign == "<" or writes_html(scan.post, tag.name)
    if as_html and tag.sign == "%":
        code = replace(code, inner=code.inner_html())
    try:
        made = own(code)
    except GivenUpError as error:
        scan.beyond[tag.name] = error.what
        return None
    if tag.sign == "<" and _goes_on(tag, scan):
        made = made.rstrip("\n")  # the template's own last line end is no space before 에서
    return scan.put(made) if as_html else made


def _goes_on(tag: _Tag, scan: _Scan) -> bool:
    """Whether a letter stands right behind a shortcode."""
    return scan.post.markdown[tag.end : tag.end + 1].isalnum()


def _fill(text: str, start: int, end: int, there: int = 0) -> str:
    """As many lines as text[start:end] has, less those that are there already."""
    return FILLER * (text.count("\n", start, end) - there)


def _single(index: int, scan: _Scan) -> str:
    tag = scan.tags[index]
    if tag.closing:
        hint = _("remove it, or write the shortcode that it ends")
        message = _("no shortcode {name} is open here", name=tag.name)
        return scan.put("", Diagnostic(Severity.WARNING, "tag-unopened", message, scan.where(tag), hint))
    return _formed(index, "", scan)


def _formed(index: int, inner: str, scan: _Scan) -> str:
    """A shortcode in the form that it usually has; what no form shows is told."""
    tag = scan.tags[index]
    write, code = _form(tag), replace(_placed(index, scan), inner=textwrap.dedent(inner))
    if tag.name.endswith(".inline"):
        return _inline(code, tag, scan)
    if write is None and not inner and (shown := picture(code)):
        return scan.put(shown, _unknown(tag, scan, inner, shown=True))
    if write is None:
        words = "" if inner else _words_in_line(code, tag, scan)
        return scan.put(code.inner_html() if inner else escape(words), _unknown(tag, scan, inner, words))
    html = write(code)
    is_lost = not html and bool(tag.arguments.strip()) and tag.name.lower() not in NOTHING
    return scan.put(html, _unknown(tag, scan, inner)) if is_lost else scan.put(html)


def _inline(code: Shortcode, tag: _Tag, scan: _Scan) -> str:
    """A template that the post itself holds: https://gohugo.io/templates/shortcode/#inline. Themes' own posts
    load scripts and styles by one, of which nothing is said."""
    try:
        made = own(replace(code, post=with_template(code.post, tag.name, code.inner)))
    except GivenUpError as error:
        scan.beyond[tag.name] = error.what
        return scan.put("", _unknown(tag, scan, ""))
    return scan.put(_LOADED.sub("", _said_of(made)))


def _said_of(html: str) -> str:
    """HTML without scripts and styles."""
    made, at, low = [], 0, html.lower()
    while (opening := _SILENT.search(low, at)) and (end := low.find(f"</{opening[1]}", opening.end())) >= 0:
        made.append(html[at : opening.start()])
        at = low.find(">", end) + 1 or len(html)
    return "".join(made) + html[at:]


def _words_in_line(code: Shortcode, tag: _Tag, scan: _Scan) -> str:
    """What an unknown shortcode among words says, as far as its last argument tells: {{< wp 비 >}}에서."""
    text = scan.post.markdown
    among = _goes_on(tag, scan) or text[max(tag.start - 2, 0) : tag.start].strip()[-1:].isalnum()
    said = str(code.words[-1]) if code.words and not code.named else code.get("text", "label")
    return said if among and (code.named or _SAID.fullmatch(said)) else ""


def _form(tag: _Tag) -> Form | None:
    return FORMS.get(tag.name.lower())


def _shortcode(tag: _Tag, scan: _Scan) -> Shortcode:
    found = [(match["key"], _value(match)) for match in _ARGUMENT.finditer(tag.arguments)]
    named = {key.lower(): value for key, value in found if key}
    words = tuple(value for key, value in found if not key)
    dialect = scan.post.dialect
    # What stands between {{< and >}} never meets the parser that drops raw HTML.
    to_html = scan.to_html if tag.sign == "%" or dialect.unsafe else grammar(replace(dialect, unsafe=True))
    return Shortcode(tag.name, words, named, "", to_html, scan.post)


def _placed(index: int, scan: _Scan) -> Shortcode:
    """A shortcode without its inner text, and those in which it stands."""
    outer, number = scan.around[index]
    pads = [scan.pads.setdefault(whose, pad()) for whose in (index, -1)]
    place = Place(number, _placed(outer, scan) if outer >= 0 else None, *pads)
    return replace(_shortcode(scan.tags[index], scan), place=place)


def _value(match: re.Match[str]) -> str:
    if match["quoted"] is not None:
        return re.sub(r"\\(.)", r"\1", match["quoted"], flags=re.S)
    return match["raw"] if match["raw"] is not None else Bare(match["bare"] or "")


def _unknown(tag: _Tag, scan: _Scan, inner: str, words: str = "", *, shown: bool = False) -> Diagnostic:
    kept = _("its inner text is kept") if inner.strip() else _("it is left out of the book")
    if words:
        kept = _("“{words}” stands in its place", words=words)
    if shown:
        kept = _("the picture that it names is shown")
    message = _(
        "no shortcode {{{{{sign} {name} {value}}}}} is known",
        sign=tag.sign,
        name=tag.name,
        value=">" if tag.sign == "<" else "%",
    )
    hint = _("{why}: {kept}", why=_why(tag, scan), kept=kept)
    return Diagnostic(Severity.WARNING, "tag-unknown", message, scan.where(tag), hint)


def _why(tag: _Tag, scan: _Scan) -> Phrase:
    if why := scan.beyond.get(tag.name):
        return _("{path} is beyond publisher ({why})", path=template_path(scan.post, tag.name), why=why)
    if themes := dict(scan.post.extra).get("themes", ""):
        return _(
            "its template may lie in {themes}, which is not there (git submodule update --init)",
            themes=themes,
        )
    return _("no layouts/shortcodes/{name}.html is there, in the site or its themes", name=tag.name)
