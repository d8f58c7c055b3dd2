"""Attribute lists (syntax: "Inline Attribute Lists", "Attribute List Definitions").

In `{: key="value" #id.class reference}` items stand apart, but for ids and classes; what is none of them
means nothing.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import NamedTuple

from publisher.markdown.kramdown.patterns import ID_NAME, WHITE

_KEY = re.compile(r"\w[\w-]*", re.A)
_ID = re.compile(r"[A-Za-z][\w:-]*", re.A)
_CLASS = re.compile(r"[^\s.#]+", re.A)
_REFERENCE = re.compile(ID_NAME, re.A)
_SPACE = re.compile(r"\s", re.A)
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
            into[item.name] = item.value
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
    last = {quote: _last_end(text, quote) for quote in "\"'"}
    while at < len(text):
        word = _pair(text, at, last) or _signs(text, at) or _reference(text, at)
        yield from word
        space = _SPACE.search(text, word[-1].end if word else at)
        at = space.end() if space else len(text)


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at] in WHITE


def _last_end(text: str, quote: str) -> int:
    """Find the last of these quotes that ends a word; -1: none does. No search is then made in vain."""
    if text.endswith(quote):
        return len(text) - 1
    return max(text.rfind(quote + space) for space in WHITE)


def _pair(text: str, at: int, last: Mapping[str, int]) -> tuple[_Item, ...]:
    key = _KEY.match(text, at)
    if key is None or not text.startswith(('="', "='"), key.end()):
        return ()
    start = key.end() + 2
    if start > last[text[start - 1]]:
        return ()
    close = _closing_quote(text, start)
    value = text[start:close].replace("\\}", "}").replace(f"\\{text[close]}", text[close])
    return (_Item("=", key[0], close + 1, value),)


def _closing_quote(text: str, start: int) -> int:
    """Find the quote that ends a value: the first at the end of a word with no backslash before it.

    Where all have one, it is the last.
    """
    quote, escaped = text[start - 1], -1
    at = text.find(quote, start)
    while at >= 0:
        if _ends(text, at + 1):
            if at == start or text[at - 1] != "\\":
                return at
            escaped = at
        at = text.find(quote, at + 1)
    return escaped


def _signs(text: str, at: int) -> tuple[_Item, ...]:
    """Ids and classes, with nothing between them: none, where one of them has no name."""
    items: list[_Item] = []
    while text.startswith(("#", "."), at):
        name = (_ID if text[at] == "#" else _CLASS).match(text, at + 1)
        if name is None:
            return ()
        items.append(_Item(text[at], name[0], name.end()))
        at = name.end()
    return tuple(items) if _ends(text, at) else ()


def _reference(text: str, at: int) -> tuple[_Item, ...]:
    name = _REFERENCE.match(text, at)
    return (_Item("", name[0], name.end()),) if name and _ends(text, name.end()) else ()


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
