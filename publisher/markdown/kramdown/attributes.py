"""Attribute lists (syntax: "Inline Attribute Lists", "Attribute List Definitions")."""

import re
from collections.abc import Mapping, MutableMapping

from publisher.markdown.kramdown.patterns import ID_NAME

_ITEM = re.compile(
    rf"(?:^|\s)(?:({ID_NAME}|[\w:][\w:.-]*)=(?:\"((?:\\\"|[^\"])*)\"|'((?:\\'|[^'])*)')"
    rf"|\#([A-Za-z][\w:-]*)|\.(-?\w[^\s.\#]*(?:\.[^\s.\#]+)*)|({ID_NAME}))(?=\s|$|[.\#])|([.\#])([\w:-]+)",
    re.A,
)
Attributes = dict[str, str]


def parse(text: str, known: Mapping[str, Attributes], into: MutableMapping[str, str]) -> None:
    """Read `key="value" #id .class reference` into a mapping; `known` holds the definitions."""
    for key, double, single, name, classes, reference, mark, value in _ITEM.findall(text):
        if key:
            into[key] = re.sub(r"\\([\}\"'])", r"\1", double or single)
        elif name or mark == "#":
            into["id"] = name or value
        elif classes or mark:
            _class(into, classes.replace(".", " ") or value)
        elif reference in known:
            _merge(into, known[reference])
        else:
            into.setdefault("", "")
            into[""] = f"{into['']} {reference}".strip()


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
