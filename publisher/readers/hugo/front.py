"""The front matter of a Hugo page: YAML between ---, TOML between +++, JSON in braces.

Keys are in lower case, values texts, lists and tables of texts, whichever language they were written in.
See https://gohugo.io/content-management/front-matter/.
"""

import json
import re
from dataclasses import replace
from typing import Any

from publisher import toml
from publisher.errors import Report, Where
from publisher.phrase import _
from publisher.readers import front_matter
from publisher.readers.front_matter import FrontMatter
from publisher.readers.hugo.config import as_texts

_TOML = re.compile(r"\A\s*\+{3}[ \t]*\n(?P<toml>.*?)^\+{3}[ \t]*(?:\n|\Z)", re.S | re.M)
_KEY = re.compile(r"^[ \t]*\"?([\w.-]+)\"?[ \t]*[=:]", re.M)
_LINE = re.compile(r"line (\d+)")


def split(text: str, path: str, report: Report) -> FrontMatter:
    """Front matter and text of a page; faults go to `report`, the text is never lost."""
    if match := _TOML.match(text):
        offset = text.count("\n", 0, match.start("toml"))
        fields = _toml(match["toml"], path, offset, report)
        return _front(fields, text, match.start("toml"), match.end())
    if re.match(r"\s*\{\s*(?:\"|\})", text):
        return _json(text, path, report)
    front = front_matter.split(text, path, report)
    lines = {key.lower(): line for key, line in front.lines.items()}
    return replace(front, fields=as_texts(dict(front.fields)), lines=lines)


def _front(fields: dict[str, Any], text: str, start: int, end: int) -> FrontMatter:
    lines, line, at = dict[str, int](), 1, 0
    for key in _KEY.finditer(text, start, end):
        line, at = line + text.count("\n", at, key.start(1)), key.start(1)
        lines.setdefault(key[1].lower(), line)  # the page's own stand above those of its tables
    return FrontMatter(fields, lines, text[end:], text.count("\n", 0, end) + 1)


def _toml(source: str, path: str, offset: int, report: Report) -> dict[str, Any]:
    """The TOML table; where it is broken, each line that can be read."""
    try:
        loaded = as_texts(toml.loads(source, parse_float=str))
    except (ValueError, RecursionError) as error:
        line = _LINE.search(str(error))
        where = Where(path, offset + (int(line[1]) if line else 1))
        report.warning(
            "front-matter-toml", _("not TOML: {error}", error=error), where, _("put texts in quotes")
        )
        loaded = {}
        for piece in source.splitlines():
            loaded |= _toml_line(piece)
    return dict(loaded)


def _toml_line(line: str) -> dict[str, Any]:
    try:
        return dict(as_texts(toml.loads(line, parse_float=str)))
    except (ValueError, RecursionError):
        name, _, value = line.partition("=")
        return {name.strip().lower(): value.strip(" \t\"'")} if value else {}


def _json(text: str, path: str, report: Report) -> FrontMatter:
    start = len(text) - len(text.lstrip())
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    try:
        loaded, end = decoder.raw_decode(text, start)
        fields = as_texts(loaded)
    except (ValueError, RecursionError) as error:
        where = Where(path, getattr(error, "lineno", 1))
        report.warning(
            "front-matter-json",
            _("not JSON: {error}", error=error),
            where,
            _("check quotes, commas and braces"),
        )
        return FrontMatter({}, {}, text, 1)
    end += len(text[end:]) - len(text[end:].lstrip(" \t"))
    end += text.startswith("\n", end)
    return _front(fields, text, start, end)
