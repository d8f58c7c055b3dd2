"""Attribute lists (syntax: "Inline Attribute Lists", "Attribute List Definitions").

In `{: key="value" #id .class reference}` spaces stand between items; an id or a class needs none before it.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import NamedTuple

from publisher.markdown.kramdown.patterns import ID_NAME, WHITE

_KEY = re.compile(r"[\w:][\w:.-]*", re.A)
_ID = re.compile(r"[A-Za-z][\w:-]*", re.A)
_CLASS = re.compile(r"-?\w[^\s.#]*", re.A)
_FURTHER_CLASS = re.compile(r"\.([^\s.#]+)", re.A)
_REFERENCE = re.compile(ID_NAME, re.A)
_ANY_NAME = re.compile(r"[\w:-]+", re.A)
_ESCAPED = re.compile(r"\\([}\"'])")
Attributes = dict[str, str]


class _Item(NamedTuple):
    """What stands in a list; its sign is "=" for a key and its value, "#", ".", or "" for a reference."""

    sign: str
    name: str
    end: int
    value: str = ""


def parse(text: str, known: Mapping[str, Attributes], into: MutableMapping[str, str]) -> None:
    """Read `key="value" #id .class reference` into a mapping; `known` holds the definitions."""
    for item in _items(text):
        if item.sign == "=":
            into[item.name] = _ESCAPED.sub(r"\1", item.value)
        elif item.sign == "#":
            into["id"] = item.name
        elif item.sign == ".":
            _class(into, item.name)
        elif item.name in known:
            _merge(into, known[item.name])
        else:
            into[""] = f"{into.get('', '')} {item.name}".strip()


def _items(text: str) -> Iterator[_Item]:
    at = 0
    while at < len(text):
        start = at + (text[at] in WHITE)
        item = _apart(text, start) if at == 0 or start > at else None
        item = item or _attached(text, at)
        if item:
            yield item
        at = item.end if item else at + 1


def _apart(text: str, at: int) -> _Item | None:
    """An item with spaces before it, and behind it spaces, another one's sign, or the end."""
    if text.startswith(".", at):
        return _classes(text, at + 1)
    if text.startswith("#", at):
        name = _ID.match(text, at + 1)
        return _Item("#", name[0], name.end()) if name and _ends(text, name.end()) else None
    return _pair(text, at) or _reference(text, at)


def _reference(text: str, at: int) -> _Item | None:
    name = _REFERENCE.match(text, at)
    return _Item("", name[0], name.end()) if name and _ends(text, name.end()) else None


def _attached(text: str, at: int) -> _Item | None:
    """An id or a class right behind another item; its name is not looked at as closely."""
    name = _ANY_NAME.match(text, at + 1) if text.startswith((".", "#"), at) else None
    return _Item(text[at], name[0], name.end()) if name else None


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at] in WHITE or text[at] in ".#"


def _classes(text: str, at: int) -> _Item | None:
    """One class, or several with a dot between them."""
    first = _CLASS.match(text, at)
    if first is None:
        return None
    names, end = [first[0]], first.end()
    while further := _FURTHER_CLASS.match(text, end):
        names.append(further[1])
        end = further.end()
    return _Item(".", " ".join(names), end)


def _pair(text: str, at: int) -> _Item | None:
    key = _KEY.match(text, at)
    if key is None or not text.startswith(('="', "='"), key.end()):
        return None
    start = key.end() + 2
    for close in closings(text, start, text[start - 1]):
        if _ends(text, close + 1):
            return _Item("=", key[0], close + 1, text[start:close])
    return None


def closings(text: str, start: int, sign: str, longest: int | None = None) -> Iterator[int]:
    """Yield where `sign` may close what begins at `start` and has `longest` characters at most.

    That is the next one without a backslash before it; else one with a backslash, the last one first.
    """
    escaped = []
    end = len(text) if longest is None else start + longest + 1
    at = text.find(sign, start, end)
    while at > start and text[at - 1] == "\\":
        escaped.append(at)
        at = text.find(sign, at + 1, end)
    if at >= 0:
        yield at
    yield from reversed(escaped)


def _class(into: MutableMapping[str, str], name: str) -> None:
    into["class"] = f"{into['class']} {name}" if into.get("class") else name


def _merge(into: MutableMapping[str, str], other: Mapping[str, str]) -> None:
    for key, value in other.items():
        if key == "class":
            _class(into, value)
        else:
            into[key] = value


def give(target: MutableMapping[str, str], attributes: Mapping[str, str]) -> None:
    """Put a list's attributes on an element; the references that nothing defines are dropped."""
    _merge(target, {key: value for key, value in attributes.items() if key})
