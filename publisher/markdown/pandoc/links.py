"""Brackets of Pandoc's Markdown: where they close, and what a link's address and title are."""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

_HIDDEN = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|<[a-zA-Z/!][^<>]*>|[\[\]]", re.S)
_TITLE = r"(?:\s+(?:\"(?P<one>(?:\\.|[^\\]){0,2000}?)\"|'(?P<two>(?:\\.|[^\\]){0,2000}?)'))?"
_FAR = re.compile(rf"\(\s*<(?P<address>[^<>\n]*)>{_TITLE}\s*\)", re.S)
_END = re.compile(rf"{_TITLE}\s*\)", re.S)
_PART = re.compile(r"\\.|[^\s()\\]+|[^\S\n]+|\n[^\S\n]*|[()\\]", re.S)
_NAMED = r"[.#][^\W\d][\w:.-]*|[^\W\d][\w:.-]*=(?:\"[^\"]*\"|[^\s{}\"]+)|-"
ATTRIBUTES = rf"\{{(?>(?>\s*(?:{_NAMED}))*)\s*\}}"
_ATTRIBUTES = re.compile(ATTRIBUTES)
_ATTRIBUTE = re.compile(r"([.#])?([\w:-]+)(?:=(?:\"([^\"]*)\"|(\S+)))?")
_ESCAPED = re.compile(r"\\([^\w\s])")
_LONGEST = 5000  # of an address


class Target(NamedTuple):
    address: str
    title: str
    end: int


def brackets(text: str) -> Mapping[int, int]:
    """Find where each bracket is closed; those in code and tags are none."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for found in _HIDDEN.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            closed[opened.pop()] = found.start()
    return closed


def target(text: str, at: int) -> Target | None:
    """(address "title") at this place."""
    if not text.startswith("(", at):
        return None
    if far := _FAR.match(text, at):
        return Target(plain(far["address"]), plain(far["one"] or far["two"] or ""), far.end())
    start, depth = at + 1, 0
    at = start
    while (part := _PART.match(text, at)) and at - start < _LONGEST:
        if not depth and (part[0] == ")" or part[0][0].isspace()) and (end := _END.match(text, at)):
            address = " ".join(plain(text[start:at]).split())
            return Target(address, plain(end["one"] or end["two"] or ""), end.end())
        depth += (part[0] == "(") - (part[0] == ")")
        if depth < 0 or part[0].count('"'):
            return None
        at = part.end()
    return None


def attributes(text: str, at: int) -> tuple[str, int]:
    """{.name #id key=value} at this place as HTML's, and where it ends."""
    found = _ATTRIBUTES.match(text, at)
    if found is None:
        return "", at
    classes, made = [], ""
    for sign, name, quoted, bare in _ATTRIBUTE.findall(found[0][1:-1]):
        if sign == ".":
            classes.append(name)
        elif sign == "#":
            made += f' id="{escape(name)}"'
        elif name in ("width", "height") and (quoted or bare):
            made += f' {name}="{escape(quoted or bare)}"'
    return made + (f' class="{escape(" ".join(classes))}"' if classes else ""), found.end()


def plain(part: str) -> str:
    return _ESCAPED.sub(r"\1", part)
