"""A post's file -> its front matter and its text, whatever state the file is in.

Every value is a text, a list or a table of texts: YAML's own guesses (1.10 is a number, no is a
truth value, a date is UTC) are wrong for titles and time zones. Broken YAML costs only the keys
that are broken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from publisher.errors import Report, Where

_FENCED = re.compile(r"\A(-{3,}|;{3,})[ \t]*\n(?P<yaml>.*?)(?:^|\n)\1[ \t]*(?:\n|\Z)", re.S)
# Hexo takes a file that starts with its keys and closes them with ---: https://hexo.io/docs/front-matter
_UNOPENED = re.compile(
    r"\A(?P<yaml>[\w-]+[ \t]*:[^\n]*\n"
    r"(?:[ \t]*[\w-]+[ \t]*:[^\n]*\n|[ \t]+[^\n]*\n|-[^\n-][^\n]*\n)*?)-{3,}[ \t]*(?:\n|\Z)"
)
_TOP_KEY = re.compile(r"^([^\s#:'\"\[{-][^:\n]*|'[^'\n]+'|\"[^\"\n]+\")[ \t]*:(?=\s|$)", re.M)
# libyaml's loader where PyYAML was built with it: ten times as fast, the same result.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_EMPTY = ("", "null", "Null", "NULL", "~")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says about its post, and the post's text."""

    fields: Mapping[str, Any]  # texts, lists and tables of them
    lines: Mapping[str, int]  # key -> its line in the file
    body: str
    first_line: int  # the line of the file at which `body` starts

    def text(self, *keys: str) -> str:
        """The first of these keys that holds a text; else ""."""
        for key in keys:
            value = self.fields.get(key)
            if isinstance(value, str) and value not in _EMPTY:
                return value.strip()
        return ""

    def texts(self, *keys: str) -> tuple[str, ...]:
        """The texts of a list, or a single text as a list of one; empty ones dropped."""
        for key in keys:
            found = tuple(flat(self.fields.get(key)))
            if found:
                return found
        return ()

    def flag(self, key: str) -> bool | None:
        """true or false, as YAML 1.1 spells them; None where the key holds neither."""
        value = self.text(key).lower()
        return True if value in ("true", "yes", "on") else False if value in ("false", "no", "off") else None

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)


def flat(value: Any, depth: int = 3) -> Iterator[str]:
    """The texts in a value, lists in lists opened: `parent : [[/Vim]]` is one text."""
    if isinstance(value, str):
        if value not in _EMPTY and value.strip():
            yield value.strip()
    elif isinstance(value, list) and depth:
        for item in value:
            yield from flat(item, depth - 1)


def load_yaml(source: str) -> Any:
    """YAML as texts, lists and tables, nothing else. Raises yaml.YAMLError, RecursionError, ValueError."""
    return yaml.load(source, _Loader)  # noqa: S506 - BaseLoader builds no objects


def split(text: str, path: str, report: Report) -> FrontMatter:
    """Front matter and text of a post; faults go to `report`, the text is never lost."""
    match = _FENCED.match(text) or _UNOPENED.match(text)
    if not match:
        if re.match(r"\A-{3,}[ \t]*\n[ \t]*[\w-]+[ \t]*:", text):
            hint = "close it with a line of three hyphens (---)"
            report.warning("front-matter-open", "the front matter has no end", Where(path, 1), hint)
        return FrontMatter({}, {}, text, 1)
    source = match["yaml"]
    offset = text.count("\n", 0, match.start("yaml"))
    fields = _load(source, path, offset, report)
    lines = {
        _name(key[1]): offset + 1 + source.count("\n", 0, key.start()) for key in _TOP_KEY.finditer(source)
    }
    body = text[match.end() :]
    return FrontMatter(fields, lines, body, text.count("\n", 0, match.end()) + 1)


def _load(source: str, path: str, offset: int, report: Report) -> dict[str, Any]:
    """The YAML mapping; where it is broken, each key that can be saved."""
    # Hexo forgives tabs in front of keys; YAML does not.
    source = re.sub(r"(?m)^\t+", lambda tabs: "  " * len(tabs[0]), source)
    try:
        loaded = load_yaml(source)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line, what = _fault(error)
        hint = "put quotes around values that hold a colon, a # or brackets"
        report.warning("front-matter-yaml", f"not YAML: {what}", Where(path, offset + line), hint)
        return _saved(source)
    if isinstance(loaded, dict):
        return {str(key): value for key, value in loaded.items()}
    if loaded:
        report.warning(
            "front-matter-yaml", "not a table of keys and values", Where(path, offset + 1), "write key: value"
        )
    return {}


def _fault(error: Exception) -> tuple[int, str]:
    """Line inside the YAML (from 1) and the parser's words."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "nested too deeply"
    return (mark.line + 1 if mark else 1), what


def _saved(source: str) -> dict[str, Any]:
    """Key by key: what YAML cannot read as a value is taken as it stands."""
    starts = [match.start() for match in _TOP_KEY.finditer(source)]
    chunks = [source[start:end] for start, end in zip(starts, [*starts[1:], len(source)], strict=True)]
    saved: dict[str, Any] = {}
    for chunk in chunks:
        name, _, value = chunk.partition(":")
        try:
            saved.update(load_yaml(chunk))
        except (yaml.YAMLError, RecursionError, ValueError, TypeError):
            saved[_name(name)] = value.strip().splitlines()[0].strip(" \"'") if value.strip() else ""
    return saved


def _name(key: str) -> str:
    return key.strip().strip("\"'")
