"""Each message that publisher can give has a page in docs/messages/ that says what the code says."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.errors import Severity
from tests.books import ROOT

PAGES = {path.stem: path for path in (ROOT / "docs/messages").glob("*.md") if path.stem != "index"}
_ERROR, _WARNING, _NOTE = ({severity} for severity in Severity)


class _Call(NamedTuple):
    """A call that gives rise to a diagnostic: which severity it has, and the places of its arguments."""

    severities: set[Severity]
    code: int = 0
    what: int = 1
    hint: int = 3


_CALLS = {
    "error": _Call(_ERROR),
    "_error": _Call(_ERROR),
    "warning": _Call(_WARNING),
    "_warning": _Call(_WARNING),
    "warn": _Call(_WARNING, hint=2),
    "note": _Call(_NOTE),
    "PictureError": _Call(_WARNING, hint=2),
    "BookError": _Call(_ERROR | _WARNING, hint=2),
    "Diagnostic": _Call({*Severity}, 1, 2, 4),
    "Told": _Call(_NOTE, 1, 2, 3),
    "Rule": _Call(_NOTE, 0, 1, 2),
}
# A code that is handed on: it stands in another of these calls.
_HANDED_ON = ("code", "error.code", "one.code")
# Calls of the same names that are about something else.
_OTHERS = ("super().error", "note")
_EXAMPLE = re.compile(
    r"^    (?P<where>[^\n:]+(?::\d+)?): (?P<severity>\w+)\[(?P<code>[a-z-]+)\]: (?P<what>[^\n]+)"
    r"(?:\n      hint: (?P<hint>[^\n]+))?$",
    re.M,
)


@dataclass(frozen=True)
class Said:
    """One place in the code that gives rise to a diagnostic."""

    code: str
    severities: frozenset[Severity]
    what: str  # a pattern: any text for what is filled in
    hint: str


class _File:
    """A module, and what its names stand for."""

    def __init__(self, path: Path) -> None:
        self._tree = ast.parse(path.read_text("utf-8"))
        self._path = path

    def said(self) -> Iterator[Said]:
        for scope in ast.walk(self._tree):
            if isinstance(scope, ast.FunctionDef):
                yield from self._in(scope)

    def _in(self, function: ast.FunctionDef) -> Iterator[Said]:
        for node in ast.walk(function):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            call = _CALLS.get(name.rpartition(".")[2])
            if not isinstance(node, ast.Call) or not call or name in _OTHERS or len(node.args) <= call.code:
                continue
            written = [*map(ast.unparse, node.args)]
            own = {severity for severity in Severity if f"Severity.{severity.name}" in written}
            what, hint = (self._pattern(node, place, function) for place in (call.what, call.hint))
            for code in self._codes(node.args[call.code], function):
                yield Said(code, frozenset(own or call.severities), what, hint)

    def _codes(self, node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        """The texts that an argument can be: itself, or what a constant of the module holds."""
        written = ast.unparse(node)
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif (held := self._held(written.partition("[")[0])) is not None:
            yield from (str(n.value) for n in _values(held))
        else:
            assert written in _HANDED_ON, f"{self._path}:{node.lineno}: which code is {written}?"

    def _held(self, name: str) -> ast.expr | None:
        """What a name of the module stands for."""
        for node in self._tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                return node.value
        return None

    def _pattern(self, call: ast.Call, place: int, function: ast.FunctionDef) -> str:
        """What the argument at a place looks like; empty where the call has none."""
        return self._text(call.args[place], function) if place < len(call.args) else ""

    def _text(self, node: ast.expr, function: ast.FunctionDef) -> str:
        """What a text looks like; several for a name that is given several texts."""
        if isinstance(node, ast.Constant):
            return re.escape(str(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "Phrase"):
            return _template(node)
        if isinstance(node, ast.Name):
            given = [
                each.value
                for each in ast.walk(function)
                if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id
            ]
            held = self._held(node.id)
            texts = given or ([held] if held is not None else [])
            return "|".join(self._text(text, function) for text in texts) or ".*"
        return ".*"


def _template(phrase: ast.Call) -> str:
    """What a phrase looks like: any text in its fields."""
    (template,) = phrase.args
    if not isinstance(template, ast.Constant):
        return ".*"
    if not phrase.keywords:
        return re.escape(str(template.value))
    pieces = string.Formatter().parse(str(template.value))
    return "".join(re.escape(text) + (".*" if name is not None else "") for text, name, _, _ in pieces)


def _values(node: ast.expr) -> Iterator[ast.Constant]:
    """Constants: a text, or the values of a table."""
    held = node.values if isinstance(node, ast.Dict) else [node]
    yield from (one for one in held if isinstance(one, ast.Constant))


SAID = [said for path in sorted((ROOT / "publisher").rglob("*.py")) for said in _File(path).said()]


def test_every_code_has_its_page() -> None:
    """A page for each code that the program can say, and no page for one that it cannot."""
    codes = {said.code for said in SAID}
    assert 70 < len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
    assert sorted(codes) == sorted(PAGES)


@pytest.mark.parametrize("code", sorted(PAGES))
def test_page_of_a_code(code: str) -> None:
    """It bears the code, shows a message as the program would say it, names the cure, and speaks Korean."""
    text = PAGES[code].read_text("utf-8")
    head, means, *_ = text.split("\n\n")
    assert head.startswith(f"# {code}: ")
    assert not means.startswith(" ")
    assert "\n**What to do:** " in text
    assert re.search(r"\n\*\*한국어:\*\* .*[가-힣)]\. .*[가-힣]\.\n\Z", text)
    (example,) = _EXAMPLE.finditer(text)
    assert code == example["code"]
    assert any(_says(said, example) for said in SAID if said.code == code), example[0]


def test_index_of_messages() -> None:
    """docs/messages/index.md lists every page with what stands at its top."""
    heads = {code: page.read_text("utf-8").partition("\n")[0] for code, page in PAGES.items()}
    lines = [f"- [`{code}`]({code}.md): {head.removeprefix(f'# {code}: ')}" for code, head in heads.items()]
    text = (ROOT / "docs/messages/index.md").read_text("utf-8")
    assert sorted(lines) == re.findall(r"^- \[.*", text, re.M)


def _says(said: Said, example: re.Match[str]) -> bool:
    """Whether the example is one that this place in the code can give."""
    return (
        example["severity"] in said.severities
        and re.fullmatch(said.what, example["what"]) is not None
        and re.fullmatch(said.hint, example["hint"] or "") is not None
    )
