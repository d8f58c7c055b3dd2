"""Tags as Pandoc reads them: each of a block's is a block by itself, and what stands between is Markdown."""

import re
from collections.abc import Container
from typing import NamedTuple

_INSIDE = r"(?:\s(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)?"
TAG = re.compile(rf"</?[^\W\d_][\w:-]*{_INSIDE}/?>|<![A-Z][^<>]*>|<\?[^<>]*\?>")
COMMENT = re.compile(r"<!--.*?-->", re.S)
_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)", re.A)
_CODE = r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|\\."
_CODE_OR_TAG = re.compile(rf"{_CODE}|(?P<tag>{TAG.pattern})")
_LONGEST_TAG = 20  # lines
# See https://pandoc.org/MANUAL.html#raw-html: elements that no paragraph holds.
_BLOCKS = frozenset(
    "address article aside blockquote body canvas caption center col colgroup dd details dir div dl"
    " dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html"
    " isindex li link main menu meta nav noframes ol optgroup option output p pre script section"
    " source style summary table tbody td template textarea tfoot th thead tr track ul".split()
)
# Those that are blocks where a block may start, and words elsewhere.
_EITHER = frozenset(
    "applet area audio button del embed iframe ins map noscript object param progress svg video".split()
)
_VOID = frozenset("area col embed frame hr input link meta param source track".split())
_VERBATIM = frozenset(("pre", "script", "style", "textarea"))


class Tag(NamedTuple):
    """A block's tag, or with all up to its end tag what is not Markdown."""

    text: str
    rest: str  # of its last line
    lines: int
    opens: bool = False


def name_of(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def tag_at(lines: list[str], at: int, unclosed: set[str]) -> Tag | None:
    """Return what starts a block at this line; a comment does too. `unclosed`: ends that nothing further on
    has."""
    line = lines[at].lstrip(" ")
    if not line.startswith("<"):
        return None
    end = next((n for n in range(at, min(at + _LONGEST_TAG, len(lines))) if ">" in lines[n]), -1)
    text = "\n".join([line, *lines[at + 1 : end + 1]]) if end >= 0 else line
    if line.startswith("<!--"):
        return _up_to("-->", text, lines, at, 4, unclosed)
    match = TAG.match(text)
    name = name_of(match[0]) if match else ""
    if match is None or name not in _BLOCKS | _EITHER:
        return None
    if name in _VERBATIM and not match[0].startswith("</"):
        return _up_to(f"</{name}>", text, lines, at, match.end(), unclosed)
    used = match[0].count("\n") + 1
    opens = name not in _VOID and not match[0].startswith("</") and not match[0].endswith("/>")
    return Tag(match[0], text[match.end() :].split("\n")[0], used, opens)


def _up_to(mark: str, text: str, lines: list[str], at: int, start: int, unclosed: set[str]) -> Tag | None:
    """All up to this end, over empty lines too."""
    if mark in unclosed:
        return None
    taken = [text]
    used = text.count("\n") + 1
    look = start
    while (end := taken[-1].lower().find(mark, look)) < 0:
        if at + used >= len(lines):
            unclosed.add(mark)
            return None
        taken.append(lines[at + used])
        used, look = used + 1, 0
    end += len(mark)
    rest = taken[-1][end:]
    return Tag("\n".join([*taken[:-1], taken[-1][:end]]), rest.partition("\n")[0], used)


def first_tag(line: str, inside: Container[str]) -> int:
    """Find where in this line of text a block's tag stands, or the end of what it is `inside` of; -1:
    nowhere."""
    at = line.find("<")
    if at < 0:
        return -1
    for found in _CODE_OR_TAG.finditer(line):
        name = name_of(found["tag"] or "")
        if name in _BLOCKS or (found[0].startswith("</") and name in inside):
            return found.start()
    return -1
