"""`{: …}` and `{::name …}` among blocks, and block math (syntax: "Extensions", "Math Blocks")."""

import re

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.blocks import Reader
from publisher.markdown.kramdown.patterns import BLOCK_LIST, ID_NAME, LIST_INSIDE
from publisher.markdown.kramdown.tree import BLANK, END

OPENING = r"\{::(\w+)(?:\s((?:\\\}|[^}]){0,1000}?)|)(/)?\}"
_DEFINITION = re.compile(rf" {{0,3}}\{{:({ID_NAME}):({LIST_INSIDE})\}}\s*?\n", re.A)
_OPENING = re.compile(rf" {{0,3}}{OPENING}\s*?\n", re.A)
_LIST = re.compile(rf" {{0,3}}{BLOCK_LIST}", re.A)
_BRACE = re.compile(r" {0,3}\{:", re.A)
_MATH = re.compile(r" {0,3}\$\$", re.A)
_SPACE = re.compile(rf"\s*?\n|[ \t]*(?={BLOCK_LIST})", re.A)


def extension(reader: Reader) -> bool:
    """Read an attribute list, its definition, or an extension's tags."""
    if reader.at(_BRACE) is None:
        return False
    if match := reader.scan(_DEFINITION):
        known = reader.document.attributes
        attributes.parse(match[2], known, known.setdefault(match[1], {}))
        reader.defined()
        return True
    if match := reader.at(_OPENING):
        return _named(reader, match)
    match = reader.scan(_LIST)
    if match is None:
        return False
    _attributes(reader, match[1])
    return True


def _attributes(reader: Reader, text: str) -> None:
    """To the block right above, else to the one below."""
    last = reader.parent.last()
    if last is None or last.tag in (BLANK, END):
        reader.pending = {} if reader.pending is None else reader.pending
        attributes.parse(text, reader.document.attributes, reader.pending)
        return
    found: attributes.Attributes = {}
    attributes.parse(text, reader.document.attributes, found)
    last.reference = f"{last.reference} {found.get('', '')}".strip()
    attributes.give(last.attrib, found)
    if reader.at(_LIST) is None:
        reader.end_quietly()


def _named(reader: Reader, match: re.Match[str]) -> bool:
    """`{::comment}`, `{::nomarkdown}` and `{::options}`; what is unknown stays as text."""
    name, source = match[1], reader.source
    if name not in ("comment", "nomarkdown", "options"):
        return False
    body, end = "", match.end()
    if not match[3]:
        closing = source.search(rf"^ {{0,3}}\{{:/(?:{name})?\}}[^\S\n]*\n", end)
        if closing is None:
            return False
        body, end = source.text[end : closing.start()], closing.end()
    source.pos = end
    if name == "options":
        said: attributes.Attributes = {}
        attributes.parse(match[2] or "", {}, said)
        reader.document.take_options(said)
    reader.parent.raw(body if shows(name, match[2] or "") else "")
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
