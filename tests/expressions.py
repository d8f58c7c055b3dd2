"""Every regular expression of the package, and texts made of its own parts that would make it backtrack."""

import ast
import random
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

PACKAGE = Path(__file__).parents[1] / "publisher"
_CALLS = frozenset("compile match search sub subn findall finditer split fullmatch".split())
_AT_ONE_PLACE = frozenset(("match", "fullmatch", "at", "scan", "pattern", "flags"))
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT)
_LETTERS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_ORDINARY = "a1 \n_-.가\t!"
_ENDS = ("", "\0a")


@dataclass(frozen=True)
class Expression:
    where: str  # markdown/scan:5
    pattern: re.Pattern[Any]
    asked: frozenset[str]  # its methods that are called, and functions that it is given to

    @property
    def searched(self) -> bool:
        """Whether it is tried at every place of a text, and not at one."""
        return not self.asked <= _AT_ONE_PLACE

    def ask(self, text: str) -> None:
        """Let it find all in a text, as the package does."""
        said = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        if self.searched:
            deque(self.pattern.finditer(said), 0)
        elif "fullmatch" in self.asked:
            self.pattern.fullmatch(said)
        else:
            self.pattern.match(said)


# Finding them


def expressions(values: Mapping[str, Mapping[str, object]]) -> Iterator[Expression]:
    """Find all, also those that a function builds: `values` are examples of what its variables hold.

    Raises NameError where a variable has no example.
    """
    for path in (file for file in sorted(PACKAGE.rglob("*.py")) if "import re\n" in _text(file)):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        known = vars(import_module(f"publisher.{module.replace('/', '.')}".removesuffix(".__init__")))
        known = {**known, **values.get(module, {})}
        tree = ast.parse(_text(path))
        names, above = _names(tree), _above(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _is_of_re(call.func):
                flags = sum(_value(flag, known) for flag in _flags(call))
                pattern = re.compile(_value(call.args[0], known), flags)
                how, name = ast.unparse(call.func).removeprefix("re."), names.get(id(call), "")
                asked = {how} if how != "compile" else {_use(call, above)} - {""} or _uses(path, name)
                yield Expression(f"{module}:{call.lineno}", pattern, frozenset(asked or {"search"}))


def _is_of_re(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and ast.unparse(called.value) == "re" and called.attr in _CALLS


def _names(tree: ast.AST) -> dict[int, str]:
    """The name that each call's value gets, also in a table or beside others."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = [*zip(target.elts, node.value.elts, strict=True)]
            for name, value in pairs:
                names |= {id(inner): ast.unparse(name) for inner in ast.walk(value)}
    return names


def _above(tree: ast.AST) -> dict[int, ast.AST]:
    return {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def _flags(call: ast.Call) -> list[ast.expr]:
    given = [*call.args[1:], *(word.value for word in call.keywords)]
    return [one for one in given if re.fullmatch(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*", ast.unparse(one))]


def _value(expression: ast.expr, known: Mapping[str, object]) -> Any:
    return eval(ast.unparse(expression), dict(known))


def _uses(path: Path, name: str) -> set[str]:
    """How a pattern is asked: its methods, and the functions that it is given to."""
    files = (
        [path] if name.startswith("_") else [file for file in PACKAGE.rglob("*.py") if name in _text(file)]
    )
    return set().union(*(_named(file).get(name, set()) for file in files))


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _named(path: Path) -> dict[str, set[str]]:
    uses: dict[str, set[str]] = {}
    tree = ast.parse(_text(path))
    above = _above(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if not isinstance(above.get(id(node)), ast.Compare):
                uses.setdefault(name, set()).add(_use(node, above))
    return uses


def _use(node: ast.AST, above: Mapping[int, ast.AST]) -> str:
    """What is done with a pattern: TABLE[key].match(…), spans.at(PATTERN), "" where that is not seen."""
    parent = above.get(id(node))
    while isinstance(parent, ast.Subscript | ast.IfExp):
        parent = above.get(id(parent))
    called = parent.func if isinstance(parent, ast.Call) else parent
    return (
        called.attr
        if isinstance(called, ast.Attribute)
        else ast.unparse(called)
        if isinstance(parent, ast.Call)
        else ""
    )


# Making texts for them


@dataclass(frozen=True)
class Pump:
    lead: str
    unit: str
    end: str

    def text(self, letters: int) -> str:
        """The unit again and again, about so many letters."""
        return self.lead + self.unit * (letters // len(self.unit)) + self.end


def pumps(pattern: re.Pattern[Any], samples: int) -> Iterator[Pump]:
    """For each repeat what leads to it, what it repeats, by `samples` and letter by letter, and ends that
    fail."""
    chance, parsed = random.Random(1), _parsed(pattern)
    letters = _different(parsed)
    seen: dict[tuple[str, str], None] = {}
    for lead, body in _repeats(parsed, "", chance):
        units = dict.fromkeys([_sample(body, chance, letters) for _ in range(samples)])
        units |= dict.fromkeys(one for one in letters if _begins(body, one))
        for unit in filter(None, units):
            seen |= {(lead, unit): None, ("", lead + unit): None, ("", unit + lead): None}
    for before, unit in seen:
        yield from (Pump(before, unit, end) for end in _ENDS)


def _parsed(pattern: re.Pattern[Any]) -> Any:
    text = pattern.pattern
    if isinstance(text, bytes):
        return _parser.parse(text.decode("latin-1"), pattern.flags)
    return _parser.parse(text, pattern.flags & ~re.DEBUG)


def _steps(items: Any) -> Iterator[tuple[Any, Any]]:
    for kind, value in items:
        yield kind, value
        for part in _parts(kind, value):
            yield from _steps(part)


def _parts(kind: Any, value: Any) -> list[Any]:
    if kind is op.BRANCH:
        return list(value[1])
    if kind in _REPEATS:
        return [value[2]]
    if kind is op.SUBPATTERN or kind in _LOOKS:
        return [value[-1]]
    return [value] if kind is op.ATOMIC_GROUP else []


def _different(parsed: Any) -> list[str]:
    """One letter for each set of steps that it fits: others of that set are the same to the pattern."""
    steps = [(kind, value) for kind, value in _steps(parsed) if kind in _LETTERS]
    named = [letter for kind, value in steps for letter in _literals(kind, value)]
    by_fit = {tuple(_fits(kind, value, one) for kind, value in steps): one for one in [*_ORDINARY, *named]}
    return list(by_fit.values())


def _literals(kind: Any, value: Any) -> list[str]:
    if kind is op.IN:
        return [letter for part in value for letter in _literals(*part)]
    if kind is op.RANGE:
        return [chr(value[0])]
    return [chr(value)] if kind in (op.LITERAL, op.NOT_LITERAL) else []


_CATEGORY = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_FIT: dict[Any, Callable[[Any, str], bool]] = {
    op.LITERAL: lambda value, letter: value == ord(letter),
    op.NOT_LITERAL: lambda value, letter: value != ord(letter),
    op.RANGE: lambda value, letter: value[0] <= ord(letter) <= value[1],
    op.CATEGORY: lambda value, letter: bool(re.match(_CATEGORY[value], letter)),
    op.ANY: lambda value, letter: True,
    op.NEGATE: lambda value, letter: False,
    op.IN: lambda value, letter: any(_fits(*one, letter) for one in value) != (value[0][0] is op.NEGATE),
}


def _fits(kind: Any, value: Any, letter: str) -> bool:
    return _FIT[kind](value, letter)


def _begins(items: Any, letter: str) -> bool:
    """Say whether what is repeated may begin with a letter."""
    for kind, value in items:
        if kind in _LETTERS:
            return _fits(kind, value, letter)
        if kind not in _LOOKS and kind is not op.AT:
            return any(_begins(part, letter) for part in _parts(kind, value))
    return False


def _repeats(items: Any, lead: str, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """Each repeat, and a text that leads to it."""
    for kind, value in items:
        if kind in _REPEATS and value[1] > 1:
            yield lead, value[2]
        for part in _parts(kind, value):
            yield from _repeats(part, lead, chance)
        lead += _sample([(kind, value)], chance, list(_ORDINARY))


def _sample(items: Any, chance: random.Random, letters: list[str]) -> str:
    """Make a text that the steps match, but for what they look at ahead or behind."""
    return "".join(_part(kind, value, chance, letters) for kind, value in items)


def _part(kind: Any, value: Any, chance: random.Random, letters: list[str]) -> str:
    if kind in _LETTERS:
        fitting = [one for one in [*letters, *_literals(kind, value)] if _fits(kind, value, one)]
        return chance.choice(fitting) if fitting else "\x01"
    if kind in _REPEATS:
        times = max(value[0], min(value[1], chance.randrange(2)))
        return "".join(_sample(value[2], chance, letters) for _ in range(times))
    parts = _parts(kind, value) if kind not in _LOOKS else []
    return _sample(chance.choice(parts), chance, letters) if parts else ""
