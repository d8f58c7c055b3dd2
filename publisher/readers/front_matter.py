"""A post's file -> its front matter and its text, whatever state the file is in.

Every value is a text, a list or a table of texts: YAML's own guesses (1.10 is a number, no is a
truth value, a date is UTC) are wrong for titles and time zones. Broken YAML costs only the keys
that are broken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from publisher.assets.xhtml import legal
from publisher.errors import Report, Where
from publisher.phrase import _, theirs

_FENCED = re.compile(r"\A(-{3,}|;{3,})[ \t]*\n(?P<yaml>.*?)^\1[ \t]*(?:\n|\Z)", re.S | re.M)
# Hexo takes a file that starts with its keys and closes them with ---: https://hexo.io/docs/front-matter
# Each line fits one branch alone: a choice would double the work with every line of a file without ---.
_UNOPENED = re.compile(
    r"\A(?P<yaml>[\w-]+[ \t]*:[^\n]*\n"
    r"(?:\w[\w-]*[ \t]*:[^\n]*\n|[ \t][^\n]*\n|-[^\n-][^\n]*\n)*?)-{3,}[ \t]*(?:\n|\Z)"
)
_TOP_KEY = re.compile(r"^([^\s#:'\"\[{-][^:\n]*+|'[^'\n]+'|\"[^\"\n]+\")[ \t]*:(?=\s|$)", re.M)
# libyaml's loader where PyYAML was built with it: ten times as fast, the same result.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_EMPTY = ("", "null", "Null", "NULL", "~")
_DEPTH = 50  # collections in collections; libyaml's loader overruns the C stack near 10,000
_NODES = 100_000  # values in one YAML text; aliases of aliases can make billions of a few lines


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says about its post, and the post's text."""

    fields: Mapping[str, Any]  # texts, lists and tables of them
    lines: Mapping[str, int]  # key -> its line in the file
    body: str
    first_line: int  # the line of the file at which `body` starts

    def text(self, *keys: str) -> str:
        """Return the first of these keys that holds a text; else ""."""
        for key in keys:
            value = self.fields.get(key)
            if isinstance(value, str) and value not in _EMPTY:
                return value.strip()
        return ""

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return the texts of a list, or a single text as a list of one; empty ones dropped."""
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


class _Loader(_Base):  # type: ignore[misc]
    """Builds texts, lists and tables. An escape ("\\x01") brings in no letter that XML forbids."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        return legal(super().construct_scalar(node))


def flat(value: Any, depth: int = 3) -> Iterator[str]:
    """Yield the texts in a value, lists in lists opened: `parent : [[/Vim]]` is one text."""
    if isinstance(value, str):
        if value not in _EMPTY and value.strip():
            yield value.strip()
    elif isinstance(value, list) and depth:
        for item in value:
            yield from flat(item, depth - 1)


def load_yaml(source: str) -> Any:
    """YAML as texts, lists and tables, nothing else. Raises yaml.YAMLError, RecursionError, ValueError."""
    depth = 0
    for count, event in enumerate(yaml.parse(source, _Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            mark: Any = event.start_mark  # of PyYAML or of libyaml: both know their line
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=mark)
        if count > 3 * _NODES:  # before they are built: a key, a value, and the end of a list
            raise yaml.MarkedYAMLError(problem="too many values")
    loaded = yaml.load(source, _Loader)  # noqa: S506 - BaseLoader builds no objects
    if any(count > _NODES for count, _ in enumerate(_nodes(loaded))):
        raise yaml.MarkedYAMLError(problem="too many values")
    return loaded


def _nodes(value: Any) -> Iterator[Any]:
    """Every value in a value, as often as it stands there."""
    waiting = [value]
    while waiting:
        yield (node := waiting.pop())
        waiting.extend(node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())


def split(text: str, path: str, report: Report) -> FrontMatter:
    """Front matter and text of a post; faults go to `report`, the text is never lost."""
    match = _FENCED.match(text) or _UNOPENED.match(text)
    if not match:
        if re.match(r"\A-{3,}[ \t]*\n[ \t]*[\w-]+[ \t]*:", text):
            hint = _("close it with a line of three hyphens (---)")
            report.warning("front-matter-open", _("the front matter has no end"), Where(path, 1), hint)
        return FrontMatter({}, {}, text, 1)
    source = match["yaml"]
    offset = text.count("\n", 0, match.start("yaml"))
    # Between ;;; Hexo reads JSON, which is YAML but for the braces that it leaves out.
    fields = _load("{" + source + "}" if text.startswith(";") else source, path, offset, report)
    if fields is None:  # a line --- at the top, and no key below it: all of it is the post's text
        return FrontMatter({}, {}, text, 1)
    body = text[match.end() :]
    return FrontMatter(fields, _lines(source, offset + 1), body, text.count("\n", 0, match.end()) + 1)


def _lines(source: str, first: int) -> dict[str, int]:
    """The line of each key; `first` is that of the YAML."""
    lines, line, position = {}, first, 0
    for key in _TOP_KEY.finditer(source):
        line += source.count("\n", position, key.start())
        position = key.start()
        lines[_name(key[1])] = line
    return lines


def _load(source: str, path: str, offset: int, report: Report) -> dict[str, Any] | None:
    """The YAML mapping; where it is broken, each key that can be saved; None where there is no key."""
    # Hexo forgives tabs in front of keys; YAML does not.
    source = re.sub(r"(?m)^\t+", lambda tabs: "  " * len(tabs[0]), source)
    try:
        loaded = load_yaml(source)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line, what = _fault(error)
        hint = _("put quotes around values that hold a colon, a # or brackets")
        report.warning(
            "front-matter-yaml", _("not YAML: {what}", what=theirs(what)), Where(path, offset + line), hint
        )
        return _saved(source)
    if isinstance(loaded, dict):
        return {str(key): value for key, value in loaded.items()}
    return None if loaded else {}


def _fault(error: Exception) -> tuple[int, str]:
    """Line inside the YAML (from 1) and the parser's words."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "nested too deeply"
    return (mark.line + 1 if mark else 1), what


def _saved(source: str) -> dict[str, Any]:
    """Key by key: what YAML cannot read as a value is taken as it stands."""
    starts = [match.start() for match in _TOP_KEY.finditer(source)]
    chunks = [source[start:end] for start, end in pairwise([*starts, len(source)])]
    saved: dict[str, Any] = {}
    for chunk in chunks:
        name, _, value = chunk.partition(":")
        try:
            saved.update(load_yaml(chunk))
        except (yaml.YAMLError, RecursionError, ValueError, TypeError):
            saved[_name(name)] = _unquoted(value.strip().splitlines()[0].strip()) if value.strip() else ""
    return saved


def _unquoted(value: str) -> str:
    """A value without the quotes around it; one that stands inside stays: "인용"이라고."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _name(key: str) -> str:
    return key.strip().strip("\"'")
