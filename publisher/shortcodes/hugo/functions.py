"""The functions of Hugo's templates that need nothing but their arguments.

See https://gohugo.io/functions/. A function that looks things up (partial, resources.Get, readFile) is none
of them: a template that calls one is given up.
"""

import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from publisher.phrase import Phrase, _

_VERB = re.compile(r"%([svdqt%]|[+#-]?v)")
_TAG = re.compile(r"<[^<>]*>")
_MOST_WRITTEN = 1_000_000  # characters that are put into a text: a text of itself in itself is a square


class GivenUpError(Exception):
    """A template that is beyond our little language; says what is."""

    def __init__(self, what: Phrase) -> None:
        super().__init__(what)
        self.what = what


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


class Table(dict[str, Any]):
    """A table of parameters, its keys in lower case: what is missing is nothing."""


class Dictionary(dict[str, Any]):
    """A table that a template has made: its keys as they are, what is missing is nothing."""


def shown(value: Any) -> str:
    """Return a value as a template prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise GivenUpError(_("a list or table is printed"))


def _printf(form: str, *values: Any) -> str:
    rest = list(values)

    def fill(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        text = shown(rest.pop(0))
        return f'"{text}"' if match[1] == "q" else text

    if _VERB.sub("", form).count("%"):
        raise GivenUpError(_("printf {form}", form=form))
    return _VERB.sub(fill, form)


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if isinstance(value, Mapping):
            value = value.get(str(key).lower() if isinstance(value, Table) else str(key))
        else:
            value = value[key] if 0 <= int(key) < len(value) else None
    return value


def _equal(first: Any, *others: Any) -> bool:
    return any(shown(first) == shown(other) for other in others)


def _number(value: Any) -> float:
    return float(shown(value) or 0)


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def function(first: Any, second: Any) -> bool:
        numbers = [len(each) if isinstance(each, list | tuple) else each for each in (first, second)]
        return compare(_number(numbers[0]), _number(numbers[1]))

    return function


def _sum(compute: Callable[[float, float], float]) -> Callable[..., float | int]:
    def function(*values: Any) -> float | int:
        total = _number(values[0])
        for value in values[1:]:
            total = compute(total, _number(value))
        return int(total) if total == int(total) else total

    return function


def _in(values: Any, value: Any) -> bool:
    if isinstance(values, str):
        return shown(value) in values
    return any(_equal(value, each) for each in values)


def _replace(value: Any, old: str, new: Any) -> str:
    text, new = shown(value), shown(new)
    if text.count(old) * len(new) > _MOST_WRITTEN:
        raise GivenUpError(_("its texts are too long"))
    return text.replace(old, new)


def _delimit(values: Sequence[Any], sign: Any) -> str:
    texts, between = [shown(value) for value in values], shown(sign)
    if len(texts) * len(between) > _MOST_WRITTEN:
        raise GivenUpError(_("its texts are too long"))
    return between.join(texts)


def _split(text: Any, sign: str) -> Sequence[str]:
    return shown(text).split(sign) if sign else list(shown(text))


def _chomp(value: Any) -> str:
    """Without the line ends at its end; HTML stays HTML."""
    text = shown(value).rstrip("\r\n")
    return Html(text) if isinstance(value, Html) else text


def _urlize(value: Any) -> str:
    return re.sub(r"[^\w./#+~-]", "", re.sub(r"\s+", "-", shown(value).strip())).lower()


def _append(*values: Any) -> Sequence[Any]:
    *new, before = values
    more = new[0] if len(new) == 1 and isinstance(new[0], list) else new
    return [*(before or []), *more]


def _seq(first: Any, last: Any = None) -> Sequence[int]:
    low, high = (1, int(first)) if last is None else (int(first), int(last))
    if abs(high - low) > 1000:
        raise GivenUpError(_("it counts too far"))
    return list(range(low, high + 1) if low <= high else range(low, high - 1, -1))


def _humanize(value: Any) -> str:
    words = re.sub(r"[-_]+", " ", shown(value)).strip()
    return words[:1].upper() + words[1:]


def _length(value: Any) -> int:
    """Of a text, in bytes, as in Go; `countrunes` counts letters."""
    return len(value.encode()) if isinstance(value, str) else len(value)


def _substr(value: Any, start: int, length: int | None = None) -> str:
    text = shown(value)
    start = start if start >= 0 else max(0, len(text) + start)
    return text[start:][: len(text) if length is None else length]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "printf": _printf, "print": lambda *values: "".join(map(shown, values)),
    "default": lambda usual, value=None: value if value not in (None, "", 0, [], ()) else usual,
    "index": _index, "isset": lambda value, key: _index(value, key) is not None,
    "eq": _equal, "ne": lambda a, b: not _equal(a, b),
    "lt": _compared(lambda a, b: a < b), "le": _compared(lambda a, b: a <= b),
    "gt": _compared(lambda a, b: a > b), "ge": _compared(lambda a, b: a >= b),
    "add": _sum(lambda a, b: a + b), "sub": _sum(lambda a, b: a - b), "mul": _sum(lambda a, b: a * b),
    "and": lambda *values: next((value for value in values if not value), values[-1]),
    "or": lambda *values: next((value for value in values if value), values[-1]),
    "not": lambda value: not value, "in": _in,
    "cond": lambda test, yes, no: yes if test else no, "len": _length,
    "int": lambda value: int(_number(value)), "string": shown, "float": _number,
    **dict.fromkeys(
        ("safeHTML", "safeURL", "safeCSS", "safeHTMLAttr", "safeJS"), lambda value: Html(shown(value))
    ),
    "htmlEscape": lambda value: html.escape(shown(value)),
    "htmlUnescape": lambda value: html.unescape(shown(value)),
    "plainify": lambda value: _TAG.sub("", shown(value)), "urlize": _urlize, "anchorize": _urlize,
    "lower": lambda value: shown(value).lower(), "upper": lambda value: shown(value).upper(),
    "title": lambda value: re.sub(r"\b[a-z]", lambda match: match[0].upper(), shown(value)),
    "trim": lambda value, signs: shown(value).strip(signs),
    "chomp": _chomp,
    "strings.TrimSpace": lambda value: shown(value).strip(),
    "strings.Trim": lambda value, signs: shown(value).strip(signs),
    "strings.TrimPrefix": lambda prefix, value: shown(value).removeprefix(prefix),
    "strings.TrimSuffix": lambda suffix, value: shown(value).removesuffix(suffix),
    "strings.HasPrefix": lambda value, prefix: shown(value).startswith(prefix),
    "strings.HasSuffix": lambda value, suffix: shown(value).endswith(suffix),
    "hasPrefix": lambda value, prefix: shown(value).startswith(prefix),
    "strings.Contains": lambda value, part: part in shown(value),
    "strings.ToLower": lambda value: shown(value).lower(),
    "replace": _replace,
    "split": _split, "strings.Split": _split, "delimit": _delimit,
    "slice": lambda *values: list(values), "first": lambda count, values: values[:count],
    "dict": lambda *pairs: Dictionary(zip(map(shown, pairs[::2]), pairs[1::2], strict=True)),
    "last": lambda count, values: values[max(len(values) - count, 0) :],
    "after": lambda count, values: values[count:],
    "append": _append, "seq": _seq, "humanize": _humanize,
    "merge": lambda *tables: Dictionary({key: one for each in tables for key, one in (each or {}).items()}),
    "md5": lambda value: hashlib.md5(shown(value).encode(), usedforsecurity=False).hexdigest(),
    "jsonify": lambda value: Html(json.dumps(value, ensure_ascii=False)),
    "strings.Replace": _replace, "strings.Count": lambda part, value: shown(value).count(part),
    "strings.ToUpper": lambda value: shown(value).upper(), "countrunes": lambda value: len(shown(value)),
    "substr": _substr, "math.Max": lambda *values: max(map(_number, values)),
    "math.Min": lambda *values: min(map(_number, values)),
    # What they say is for who makes the site.
    **dict.fromkeys(("warnf", "errorf", "warnidf", "erroridf"), lambda *_: Html()),
}  # fmt: skip
