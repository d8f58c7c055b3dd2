"""Jekyll's own Liquid filters. See https://jekyllrb.com/docs/liquid/filters/

No clock here: "now" is the day of the post, so that the same blog is the same book on any day.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

from liquid import Undefined
from liquid.exceptions import LiquidError
from liquid.filter import with_context

from publisher.dialects import jekyll_dates
from publisher.dialects.liquid_engine import LARGEST, Context, Engine

_NOT_SLUG = {
    "raw": r"\s+",
    "default": r"[\W_]+",
    "ascii": r"[^A-Za-z0-9]+",
    "latin": r"[^A-Za-z0-9]+",
    "pretty": r"[^\w.~!$&'()+,;=@]+",
}


def register(engine: Engine) -> None:
    for name, run in _FILTERS.items():
        engine.add_filter(name, run)


def slugify(text: str, mode: str = "default") -> str:
    """ "C# 입문!" -> "c-입문"; "none" leaves it as it is."""
    if mode == "none":
        return text
    pattern = _NOT_SLUG.get(mode, _NOT_SLUG["default"])
    return re.sub(pattern, "-", text).strip("-").lower()


# Addresses


@with_context
def _relative_url(value: object, *, context: Context) -> str:
    """Below the site's path: "/a" -> "/blog/a"; other sites' addresses stay."""
    address = _text(value)
    if re.match(r"[a-zA-Z][\w+.-]*:|//", address):
        return address
    base = context.job.values.get("baseurl", "")
    return f"{base}/{address.lstrip('/')}" if address or base else "/"


@with_context
def _absolute_url(value: object, *, context: Context) -> str:
    address = _text(value)
    if re.match(r"[a-zA-Z][\w+.-]*:", address):
        return address
    return context.job.values.get("url", "") + str(_relative_url(address, context=context))


def _strip_index(value: object) -> str:
    return re.sub(r"/index\.html?$", "/", _text(value))


# Text


@with_context
def _markdownify(value: object, *, context: Context) -> str:
    return context.job.to_html(_text(value))


def _xml_escape(value: object) -> str:
    return escape(_text(value))


def _uri_escape(value: object) -> str:
    return quote(_text(value), safe="!#$&'()*+,/:;=?@[]-._~%")


def _jsonify(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _slugify(value: object, mode: object = "default") -> str:
    return slugify(_text(value), _text(mode))


def _number_of_words(value: object, mode: object = "") -> int:
    return len(_text(value).split())


def _normalize_whitespace(value: object) -> str:
    return " ".join(_text(value).split())


def _replace(value: object, old: object, new: object = "") -> str:
    """The library's own filter has no limit: a text of itself in itself is a square."""
    text, sought, put = _text(value), _text(old), _text(new)
    if (text.count(sought) if sought else len(text)) * len(put) > LARGEST:
        raise LiquidError("a value too large", token=None)
    return text.replace(sought, put)


def _join(value: object, glue: object = " ") -> str:
    words, between = [_text(item) for item in _items(value)], _text(glue)
    if len(words) * len(between) > LARGEST:
        raise LiquidError("a value too large", token=None)
    return between.join(words)


def _smartify(value: object) -> str:
    return _text(value)


# Dates


@with_context
def _date(value: object, form: object = "", *, context: Context) -> object:
    when = _when(value, context)
    return jekyll_dates.strftime(when, _text(form)) if when and form else value


def _in_form(form: str) -> Callable[..., object]:
    @with_context
    def run(value: object, *_: object, context: Context) -> object:
        when = _when(value, context)
        return jekyll_dates.strftime(when, form) if when else value

    return run


def _when(value: object, context: Context) -> datetime | None:
    """The date in a value; "now" is the post's own day."""
    text = _text(value)
    return jekyll_dates.parse(context.job.values.get("now", "") if text in ("now", "today") else text)


# Lists


def _where(value: object, key: object, wanted: object = None) -> list[object]:
    """Those with that value; a list counts when it holds it."""
    name, sought = _text(key), _text(wanted)

    def fits(item: object) -> bool:
        found = _get(item, name)
        return sought in map(_text, found) if isinstance(found, list) else _text(found) == sought

    return [item for item in _items(value) if fits(item)]


def _where_exp(value: object, variable: object, expression: object) -> list[object]:
    """where_exp: "item", "item.key == 'value'"; of expressions, the comparisons."""
    pattern = rf"{re.escape(_text(variable))}\.([\w.-]+)\s*(==|!=|contains)?\s*(.*)"
    match = re.fullmatch(pattern, _text(expression).strip())
    if match is None:
        return _items(value)
    name, sign, sought = match[1], match[2], match[3].strip().strip("\"'")
    tests: Mapping[str | None, Callable[[Any], bool]] = {
        "==": lambda found: _text(found) == sought,
        "!=": lambda found: _text(found) != sought,
        "contains": lambda found: sought in (found if isinstance(found, (list, str)) else ()),
        None: bool,
    }
    return [item for item in _items(value) if tests[sign](_get(item, name))]


def _group_by(value: object, key: object) -> list[object]:
    groups: dict[str, list[object]] = {}
    for item in _items(value):
        groups.setdefault(_text(_get(item, _text(key))), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _sentence(value: object, connector: object = "and") -> str:
    words = [_text(item) for item in _items(value)]
    if len(words) < 3:
        return f" {_text(connector)} ".join(words)
    return ", ".join(words[:-1]) + f", {_text(connector)} {words[-1]}"


def _push(value: object, item: object) -> list[object]:
    return [*_items(value), item]


def _unshift(value: object, item: object) -> list[object]:
    return [item, *_items(value)]


def _pop(value: object, count: object = 1) -> list[object]:
    items = _items(value)
    return items[: max(len(items) - _number(count), 0)]


def _shift(value: object, count: object = 1) -> list[object]:
    return _items(value)[_number(count) :]


def _sample(value: object, count: object = 1) -> object:
    """The first, not one by chance: the same blog is the same book."""
    return next(iter(_items(value)), "")


def _number(value: object) -> int:
    found = re.match(r"\s*-?\d{1,18}", _text(value))
    return int(found[0]) if found else int(value is True)


def _text(value: object) -> str:
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "".join(map(_text, value)) if isinstance(value, list) else str(value)


def _items(value: object) -> list[object]:
    if isinstance(value, (list, tuple, range)):
        return list(value)
    if isinstance(value, Mapping) and not isinstance(value, Undefined):
        return list(value.values())
    return [] if value in (None, "") or isinstance(value, Undefined) else [value]


def _get(item: object, path: str) -> object:
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


def _plain(value: object) -> object:
    """Only what JSON knows."""
    if isinstance(value, Undefined):
        return None
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


_FILTERS: Mapping[str, Callable[..., object]] = {
    "relative_url": _relative_url,
    "absolute_url": _absolute_url,
    "strip_index": _strip_index,
    "markdownify": _markdownify,
    "smartify": _smartify,
    "escape": _xml_escape,
    "xml_escape": _xml_escape,
    "cgi_escape": lambda value: quote_plus(_text(value)),
    "uri_escape": _uri_escape,
    "jsonify": _jsonify,
    "inspect": _jsonify,
    "slugify": _slugify,
    "number_of_words": _number_of_words,
    "normalize_whitespace": _normalize_whitespace,
    "replace": _replace,
    "join": _join,
    "to_integer": _number,
    "date": _date,
    "date_to_string": _in_form("%d %b %Y"),
    "date_to_long_string": _in_form("%d %B %Y"),
    "date_to_xmlschema": _in_form("%Y-%m-%dT%H:%M:%S%z"),
    "date_to_rfc822": _in_form("%a, %d %b %Y %H:%M:%S %z"),
    "where": _where,
    "where_exp": _where_exp,
    "group_by": _group_by,
    "array_to_sentence_string": _sentence,
    "push": _push,
    "unshift": _unshift,
    "pop": _pop,
    "shift": _shift,
    "sample": _sample,
}
