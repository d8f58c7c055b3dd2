"""Jekyll's own Liquid filters. See https://jekyllrb.com/docs/liquid/filters/

No clock here: "now" is the day of the post, so that the same blog is the same book on any day.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from unicodedata import combining, normalize
from urllib.parse import quote, quote_plus

from liquid import Undefined
from liquid.exceptions import LiquidError
from liquid.filter import with_context

from publisher.phrase import _
from publisher.shortcodes.liquid import dates
from publisher.shortcodes.liquid.engine import LARGEST, Context, Engine
from publisher.shortcodes.liquid.lists import LISTS, items, number, text

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
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


def slugify(words: str, mode: str = "default") -> str:
    """ "C# 입문!" -> "c-입문"; "none" leaves it as it is."""
    if mode == "none":
        return words
    if mode == "latin":
        words = "".join(letter for letter in normalize("NFKD", words) if not combining(letter))
    pattern = _NOT_SLUG.get(mode, _NOT_SLUG["default"])
    return re.sub(pattern, "-", words).strip("-").lower()


# Addresses


@with_context
def _relative_url(value: object, *, context: Context) -> str:
    """Below the site's path: "/a" -> "/blog/a"; other sites' addresses stay."""
    address = text(value)
    if re.match(r"[a-zA-Z][\w+.-]*:|//", address):
        return address
    base = context.job.values.get("baseurl", "")
    return f"{base}/{address.lstrip('/')}" if address else base


@with_context
def _absolute_url(value: object, *, context: Context) -> str:
    address = text(value)
    if re.match(r"[a-zA-Z][\w+.-]*:", address):
        return address
    return context.job.values.get("url", "") + str(_relative_url(address, context=context))


# Text


@with_context
def _markdownify(value: object, *, context: Context) -> str:
    return context.job.to_html(text(value))


def _jsonify(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _number_of_words(value: object, mode: object = "") -> int:
    """ "cjk" counts 가나 as two words, and so does "auto" where there is such a letter."""
    words = text(value)
    if text(mode) not in ("cjk", "auto"):
        return len(words.split())
    return len(_CJK.findall(words)) + len(_CJK.sub(" ", words).split())


def _replace(value: object, old: object, new: object = "") -> str:
    """The library's own filter has no limit: a text of itself in itself is a square."""
    whole, sought, put = text(value), text(old), text(new)
    if (whole.count(sought) if sought else len(whole)) * len(put) > LARGEST:
        raise LiquidError(_("a value too large"), token=None)
    return whole.replace(sought, put)


def _join(value: object, glue: object = " ") -> str:
    words, between = [text(item) for item in items(value)], text(glue)
    if len(words) * len(between) > LARGEST:
        raise LiquidError(_("a value too large"), token=None)
    return between.join(words)


# Dates


@with_context
def _date(value: object, form: object = "", *, context: Context) -> object:
    when = _when(value, context)
    return dates.strftime(when, text(form)) if when and form else value


def _in_form(form: str, ordinal: str = "") -> Callable[..., object]:
    """A filter that shows a date so; asked for "ordinal", in that form: "3rd March 2021", "Mar 3rd, 2021"."""

    @with_context
    def run(value: object, kind: object = "", style: object = "", *, context: Context) -> object:
        when = _when(value, context)
        if when is None:
            return value
        if not ordinal or text(kind) != "ordinal":
            return dates.strftime(when, form)
        chosen = f"{ordinal} ORD, %Y" if text(style) == "US" else f"ORD {ordinal} %Y"
        return dates.strftime(when, chosen).replace("ORD", dates.ordinal(when.day))

    return run


def _xmlschema(value: object, *, context: Context) -> object:
    """ "2021-03-16T00:00:00+09:00" """
    when = _when(value, context)
    return when.isoformat(timespec="seconds") if when else value


def _when(value: object, context: Context) -> datetime | None:
    """The date in a value; "now" is the post's own day."""
    said = text(value)
    return dates.parse(context.job.values.get("now", "") if said in ("now", "today") else said)


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
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", text(value)),
    "markdownify": _markdownify,
    "smartify": text,
    "escape": lambda value: escape(text(value)),
    "xml_escape": lambda value: escape(text(value)),
    "cgi_escape": lambda value: quote_plus(text(value)),
    "uri_escape": lambda value: quote(text(value), safe="!#$&'()*+,/:;=?@[]-._~%"),
    "jsonify": _jsonify,
    "inspect": _jsonify,
    "slugify": lambda value, mode="default": slugify(text(value), text(mode)),
    "number_of_words": _number_of_words,
    "normalize_whitespace": lambda value: " ".join(text(value).split()),
    "replace": _replace,
    # Nothing adds nothing; the library writes Python's None.
    "append": lambda value, more: text(value) + text(more),
    "prepend": lambda value, more: text(more) + text(value),
    "join": _join,
    "to_integer": number,
    "date": _date,
    "date_to_string": _in_form("%d %b %Y", "%b"),
    "date_to_long_string": _in_form("%d %B %Y", "%B"),
    "date_to_xmlschema": with_context(_xmlschema),
    "date_to_rfc822": _in_form("%a, %d %b %Y %H:%M:%S %z"),
    **LISTS,
}
