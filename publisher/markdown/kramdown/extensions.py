"""`{: …}` and `{::name …}` among blocks, and block math (syntax: "Extensions", "Math Blocks")."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.blocks import Reader
from publisher.markdown.kramdown.patterns import BLANK, BLOCK_LIST, ID_NAME, LIST_INSIDE, WHITE
from publisher.markdown.kramdown.tree import BLANK as BLANK_TAG
from publisher.markdown.kramdown.tree import END

_DEFINITION = re.compile(rf" {{0,3}}\{{:(?=\w)({LIST_INSIDE})\}}\s*?\n", re.A)
_DEFINED = re.compile(rf"({ID_NAME}):(.+)", re.A | re.S)
_NAME = re.compile(r"\{::(\w+)", re.A)
_REST = re.compile(BLANK, re.A)
_LONGEST = 1000  # characters of a tag's options
_LIST = re.compile(rf" {{0,3}}{BLOCK_LIST}", re.A)
_BRACE = re.compile(r" {0,3}\{:", re.A)
_MATH = re.compile(r" {0,3}\$\$", re.A)
_SPACE = re.compile(rf"\s*?\n|[ \t]*(?={BLOCK_LIST})", re.A)


class Tag(NamedTuple):
    """`{::name options}`, and whether it ends in `/}`: then it has no body."""

    name: str
    options: str
    empty: bool
    end: int


def tag_at(text: str, at: int, *, alone: bool = False) -> Tag | None:
    """Read the tag that begins here; with nothing behind it, where it stands `alone` on its lines.

    A brace in its options has a backslash before it.
    """
    name = _NAME.match(text, at)
    if name is None:
        return None
    spaced = text.startswith(tuple(WHITE), name.end())
    start = name.end() + spaced
    for brace in _closings(text, start):
        empty = brace > start and text[brace - 1] == "/"
        options = text[start : brace - empty]
        rest = _REST.match(text, brace + 1) if alone else None
        if (spaced or not options) and (rest or not alone):
            return Tag(name[1], options, empty, rest.end() if rest else brace + 1)
    return None


def _closings(text: str, start: int) -> Iterator[int]:
    """Yield the braces that may close a tag: the next one without a backslash before it.

    Else it is one with a backslash, the last one first.
    """
    escaped = []
    end = start + _LONGEST + 1
    at = text.find("}", start, end)
    while at > start and text[at - 1] == "\\":
        escaped.append(at)
        at = text.find("}", at + 1, end)
    if at >= 0:
        yield at
    yield from reversed(escaped)


def extension(reader: Reader) -> bool:
    """Read an attribute list, its definition, or an extension's tags."""
    brace = reader.at(_BRACE)
    if brace is None:
        return False
    match = reader.at(_DEFINITION)
    if match and (defined := _DEFINED.fullmatch(match[1])):
        reader.scan(_DEFINITION)
        known = reader.document.attributes
        attributes.parse(defined[2], known, known.setdefault(defined[1], {}))
        reader.defined()
        return True
    if tag := tag_at(reader.source.text, brace.end() - 2, alone=True):
        return _named(reader, tag)
    match = reader.scan(_LIST)
    if match is None:
        return False
    _attributes(reader, match[1])
    return True


def _attributes(reader: Reader, text: str) -> None:
    """To the block right above, else to the one below."""
    last = reader.parent.last()
    if last is None or last.tag in (BLANK_TAG, END):
        reader.pending = {} if reader.pending is None else reader.pending
        attributes.parse(text, reader.document.attributes, reader.pending)
        return
    found: attributes.Attributes = {}
    attributes.parse(text, reader.document.attributes, found)
    last.reference = f"{last.reference} {found.get('', '')}".strip()
    attributes.give(last.attrib, found)
    if reader.at(_LIST) is None:
        reader.end_quietly()


def _named(reader: Reader, tag: Tag) -> bool:
    """`{::comment}`, `{::nomarkdown}` and `{::options}`; what is unknown stays as text."""
    name, source = tag.name, reader.source
    if name not in ("comment", "nomarkdown", "options"):
        return False
    body, end = "", tag.end
    if not tag.empty:
        closing = source.search(rf"^ {{0,3}}\{{:/(?:{name})?\}}[^\S\n]*\n", end)
        if closing is None:
            return False
        body, end = source.text[end : closing.start()], closing.end()
    source.pos = end
    if name == "options":
        said: attributes.Attributes = {}
        attributes.parse(tag.options, {}, said)
        reader.document.take_options(said)
    reader.parent.raw(body if shows(name, tag.options) else "")
    return True


def shows(name: str, options: str) -> bool:
    """True for `nomarkdown`, unless it is of another type than HTML."""
    found: attributes.Attributes = {}
    attributes.parse(options, {}, found)
    return name == "nomarkdown" and found.get("type", "html") == "html"


def math(reader: Reader) -> bool:
    """`$$…$$` as a block of its own."""
    opening = reader.at(_MATH)
    if opening is None or not reader.after_boundary():
        return False
    source, start = reader.source, reader.source.pos
    source.pos = opening.end()
    end = source.find("$$")
    if end >= 0:
        tex = source.text[source.pos : end]
        source.pos = end + 2
        ended = reader.scan(_SPACE)
        if ended and reader.before_boundary():
            reader.block("#math").text = tex
            return True
    source.pos = start
    return False
