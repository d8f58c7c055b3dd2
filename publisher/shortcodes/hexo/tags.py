"""What Hexo reads before Markdown: {% tag arguments %} … {% endtag %}, {{ value }} and {# comment #}.

See https://hexo.io/docs/tag-plugins and https://mozilla.github.io/nunjucks/templating.html. Code is left
alone. An unknown tag keeps its inner text. What they become is in forms.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from shlex import shlex
from urllib.parse import quote

from publisher.errors import Diagnostic, Severity, Where
from publisher.model import Post
from publisher.phrase import _
from publisher.shortcodes.code import CODE
from publisher.shortcodes.hexo.forms import FORMS, SOURCES, Tag, ToHtml, in_line, keep_inner, said
from publisher.shortcodes.lines import fold, unfold, without_marks
from publisher.shortcodes.placeholder import Insert, marker

# Atomic, and no "{%" inside: a post full of tags that never close takes linear time. Not "*+":
# where a group is repeated so, Python before 3.11.5 (Debian 12 has 3.11.2) takes letters too many (cpython
# issues 100061 and 106052).
_TAG = re.compile(
    r"\{%-?\s*+(?P<name>\w++)(?=[\s%-])(?P<arguments>(?>(?:(?!-?%\}|\{%).)*))-?%\}"
    r"|\{\{(?P<value>(?>(?:(?!\}\}|\{\{).)*))\}\}"
    r"|\{#(?>(?:(?!#\}|\{#).)*)#\}",
    re.S,
)
_WORD = (
    r"(?>\"[^\"\n]*\"|'[^'\n]*'|\d+(?:\.\d+)?|(?:[^\W\d]|[$@])[\w$;]*(?:\.\w+|\[[^\[\]]*\])*(?:\([^()]*\))?)"
)
_VALUE = re.compile(rf"-?\s*{_WORD}(?:\s*(?:[-+*/%|<>]|[=!]==?|or|and|if|else|is)\s*{_WORD})*\s*-?")
_RAW = re.compile(r"\{%-?\s*(?P<end>end)?raw\s*-?%\}")
_LITERAL = re.compile(r"-?\s*(?:\"([^\"]*)\"|'([^']*)'|(\d+(?:\.\d+)?|true|false))\s*-?")
_CODE = re.compile(CODE, re.M | re.S)
_CODES = frozenset(("codeblock", "code", "tabbed_codeblock", "math", "katex", "mathjax", *SOURCES))
_OPAQUE = _CODES | {"raw"}  # no tag stands inside these
_INLINE = frozenset("post_link link asset_link asset_img img image label btn span".split())
_ADDRESSES = {"asset_path": "", "post_path": "post:"}
_LETTER = re.compile(r"[^\W\d_]")
_NEAR = 40  # letters on either side of a tag that are looked at for words
_DEEPEST = 8  # tags inside tags; deeper ones stay as they are written


@dataclass(slots=True)
class _Scan:
    """The text while tags are taken out of it."""

    post: Post
    to_html: ToHtml
    key: str  # the post's digest is part of its markers: no post can hold one of its own
    inserts: list[Insert] = field(default_factory=list)


def translate(post: Post, to_html: ToHtml) -> tuple[str, tuple[Insert, ...]]:
    """Return the post's text with a marker for each tag, and what the markers stand for."""
    if not re.search(r"\{[%{#]", post.markdown) or post.dialect.tags_off:
        return post.markdown, ()
    scan = _Scan(post, to_html, sha256(post.markdown.encode()).hexdigest()[:12])
    text = _outside_code(without_marks(post.markdown), post.first_line, scan)
    return text, tuple(scan.inserts)


def _outside_code(text: str, line: int, scan: _Scan, depth: int = 0) -> str:
    """`text`, whose first line is `line`, with every tag that is not in code replaced; as many lines."""
    made, position = [], 0
    for first, last in _outermost(text):
        line += text.count("\n", position, first.start())
        end = (last or first).end()
        source = text[first.start() : end]
        inner = text[first.end() : last.start()] if last else ""
        made += [
            text[position : first.start()],
            fold(_taken_out(first, inner, source, line, depth, scan), source.count("\n")),
        ]
        line += source.count("\n")
        position = end
    return "".join(made) + text[position:]


def _outermost(text: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The tags that stand in no other tag, each with its end tag where it has one."""
    tags = list(_tags(text))
    opened: dict[str, list[int]] = {}  # name -> tags of that name that wait for their end
    ends: dict[int, re.Match[str]] = {}
    for index, tag in enumerate(tags):
        name = tag["name"] or ""
        waiting = opened.get(name.removeprefix("end")) if name.startswith("end") else None
        if waiting:
            ends[waiting.pop()] = tag
        else:
            opened.setdefault(name, []).append(index)
    position = 0
    for index, tag in enumerate(tags):
        if tag.start() >= position:
            yield tag, ends.get(index)
            position = ends.get(index, tag).end()


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Tags and end tags in the order of the text; code and the inside of {% raw %} are passed over.

    In code within a line Hexo reads {% raw %} alone, in a fence nothing.
    """
    position = 0
    endless: set[str] = set()
    last_raw = text.rfind("endraw")
    code, tag = _CODE.search(text), _TAG.search(text)
    while tag:
        in_code = code is not None and code.start() < tag.start()
        if code and in_code and (raw := _raw_within(code, text, last_raw)):
            tag, in_code = raw, False
        if code and in_code:
            position = code.end()
        else:
            if _evaluated(tag):
                yield tag
            position = tag.end()
            name = tag["name"]
            if name in _OPAQUE and name not in endless:
                end = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(text, position)
                position = end.start() if end else position
                endless |= {name} if end is None else set()
        if code and code.start() < position:
            code = _CODE.search(text, position)
        if tag.start() < position:
            tag = _TAG.search(text, position)


def _raw_within(code: re.Match[str], text: str, last: int) -> re.Match[str] | None:
    """The first {% raw %} in code that stands within a line; `last`: where the last of all is closed."""
    if code["fence"] or last < code.start():
        return None
    tags = _TAG.finditer(text, code.start(), code.end())
    return next((tag for tag in tags if tag["name"] == "raw" and tag.end() < last), None)


def _taken_out(found: re.Match[str], inner: str, source: str, line: int, depth: int, scan: _Scan) -> str:
    """What stands in the Markdown for a tag or value: an address as it is, a marker for anything else."""
    if not found["name"]:
        html, faults = _value(found, Where(scan.post.path, line))
        return _marked(Insert("", html, source, faults), scan, inline=depth > 0)
    name, arguments = found["name"], _arguments(found["arguments"])
    if name in _ADDRESSES and not (name == "post_path" and _stands_among_words(found)):
        return _ADDRESSES[name] + quote(arguments[0], safe="/#") if arguments else ""
    if name == "include_code":
        inner = dict(scan.post.extra).get(f"code:{' '.join(arguments[-1:])}", "")
    elif name in _CODES:
        inner = _without_values(inner)
    elif name != "raw" and depth < _DEEPEST:
        inner = unfold(_outside_code(inner, line + found[0].count("\n"), scan, depth + 1))
    tag = Tag(name, arguments, inner, scan.to_html)
    form = FORMS.get("post_link" if name == "post_path" else name)
    is_known = form is not None and (name != "include_code" or inner)
    among = form is None and _shares_a_line(found, len(source))
    unknown = () if is_known else (_unknown(tag, Where(scan.post.path, line), among=among),)
    write = form or (in_line if among else keep_inner)
    insert = Insert("", write(tag), inner if name == "raw" else source, unknown)
    return _marked(insert, scan, inline=among or (depth > 0 and name in _INLINE))


def _shares_a_line(found: re.Match[str], length: int) -> bool:
    """Whether a tag, of so many letters up to its end, stands among words of one line."""
    text, start, end = found.string, found.start(), found.start() + length
    if "\n" in text[start:end]:
        return False
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    behind = text[end : end + _NEAR].partition("\n")[0]
    return bool(_LETTER.search(before) or _LETTER.search(behind))


def _stands_among_words(address: re.Match[str]) -> bool:
    """Whether a post's address is no link's: a book shows the post's title there."""
    at = address.start()
    return address.string[max(at - 1, 0) : at] not in ("(", "<", "=", '"', "'", ":")


def _marked(insert: Insert, scan: _Scan, *, inline: bool) -> str:
    """A comment, as Hexo itself puts one there: at the start of a line it makes that line a block of HTML.

    `inline`: not so inside another tag, whose text is read when the tags in it are HTML already.
    """
    mark = marker(scan.key, len(scan.inserts), inline=inline)
    scan.inserts.append(replace(insert, marker=mark))
    return mark


def _value(found: re.Match[str], where: Where) -> tuple[str, tuple[Diagnostic, ...]]:
    """What {{ … }} shows: text and numbers themselves; a name shows nothing, for a post knows none."""
    value = found["value"]
    if value is None:
        return "", ()
    if literal := _LITERAL.fullmatch(value):
        return next(group for group in literal.groups() if group is not None), ()
    hint = _("write it as code, or between {% raw %} and {% endraw %}, to show it")
    message = _("the blog shows nothing for {found}", found=found[0])
    return "", (Diagnostic(Severity.WARNING, "value-empty", message, where, hint),)


def _without_values(code: str) -> str:
    """The text of a codeblock: {{ … }} in it are values too, but between {% raw %} and {% endraw %}."""

    def shown(found: re.Match[str]) -> str:
        return "" if _evaluated(found) and not found["name"] else found[0]

    made, position = [], 0
    for opened, closed in _raw_texts(code):
        made += [_TAG.sub(shown, code[position : opened.start()]), code[opened.end() : closed.start()]]
        position = closed.end()
    return "".join(made) + _TAG.sub(shown, code[position:])


def _raw_texts(code: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Each {% raw %}, with the {% endraw %} that comes next."""
    opened = None
    for mark in _RAW.finditer(code):
        if opened and mark["end"]:
            yield opened, mark
            opened = None
        elif not mark["end"]:
            opened = opened or mark


def _evaluated(found: re.Match[str]) -> bool:
    return bool(found["name"]) or found["value"] is None or bool(_VALUE.fullmatch(found["value"].strip()))


def _unknown(tag: Tag, where: Where, *, among: bool) -> Diagnostic:
    if tag.name == "include_code":
        what = _("no file {name} of code", name=" ".join(tag.arguments[-1:]) or "…")
        hint = _("put it into source/downloads/code/, or where code_dir of _config.yml says")
        return Diagnostic(Severity.WARNING, "include-missing", what, where, hint)
    hint = (
        _("a theme's or plug-in's own tag: its inner text is kept")
        if tag.inner
        else _("“{words}” stands in its place", words=said(tag))
        if among and said(tag)
        else _("it is left out of the book")
    )
    return Diagnostic(
        Severity.WARNING, "tag-unknown", _("no tag {{% {name} %}} is known", name=tag.name), where, hint
    )


def _arguments(text: str) -> tuple[str, ...]:
    """Words, quotes respected and taken off; a backslash is itself."""
    words = shlex(text, posix=True)
    words.whitespace_split, words.commenters, words.escape = True, "", ""
    try:
        return tuple(words)
    except ValueError:  # an apostrophe that closes nothing
        return tuple(text.split())
