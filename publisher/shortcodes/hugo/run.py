"""A shortcode's own template, run: what it writes.

See https://gohugo.io/templates/shortcode/. A post is untrusted, and so is its blog: nothing is read and
nothing is fetched here, steps and lengths are bounded.
"""

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

from publisher.phrase import _
from publisher.shortcodes.hugo.functions import FUNCTIONS, Dictionary, GivenUpError, Html, Table, shown
from publisher.shortcodes.hugo.template import DEEPEST, LONGEST, OF_BRACKET, Node, parsed

_STEPS, _DEEPEST = 20_000, 8  # steps, partials in partials
_A_STEP = 200  # characters and values that a function is given for one step
_DEEPEST_LIST = 100  # lists in lists; a site has a few


class _End(Exception):  # noqa: N818 - no fault
    """{{ continue }}; {{ break }}, where `whole`."""

    def __init__(self, whole: bool) -> None:
        super().__init__()
        self.whole = whole


@dataclass(slots=True)
class _Budget:
    """Steps that are left for a shortcode and all the partials it calls, and how deep these stand."""

    steps: int = _STEPS
    depth: int = 0


@dataclass(slots=True)
class Run:
    """One shortcode, or a partial, while its template runs."""

    root: Any  # what the dot holds: "Inner", "Page", …
    functions: Mapping[str, Callable[..., Any]]
    budget: _Budget
    variables: ChainMap[str, Any] = field(default_factory=ChainMap)  # of the innermost block first

    def step(self, count: int = 1) -> None:
        self.budget.steps -= count
        if self.budget.steps < 0:
            raise GivenUpError(_("it takes too many steps"))

    @contextmanager
    def block(self) -> Iterator[None]:
        """Forget at a block's end what it has declared: https://pkg.go.dev/text/template#hdr-Variables."""
        outer, self.variables = self.variables, self.variables.new_child()
        try:
            yield
        finally:
            self.variables = outer

    def assign(self, name: str, value: Any) -> None:
        """Give a variable another value in the block that has declared it. Raises GivenUpError."""
        _known(self.variables, name)
        next(block for block in self.variables.maps if name in block)[name] = value


def run(
    source: str, root: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]],
    partials: Mapping[str, str],
) -> str:  # fmt: skip
    """Return what the template writes. Raises GivenUpError where it is beyond us."""
    budget = _Budget()

    def partial(name: str, dot: Any = None, *variants: Any) -> Html:
        name = name.removesuffix(".html").strip("/")
        if name not in partials:
            raise GivenUpError(_("no partial {name} is there", name=name))
        budget.depth += 1
        if budget.depth > _DEEPEST:
            raise GivenUpError(_("its partials call one another too deeply"))
        made = _written(partials[name], Run(dot, known, budget))
        budget.depth -= 1
        return Html(made)

    known = {**FUNCTIONS, **functions, "partial": partial, "partialCached": partial}
    return _written(source, Run(root, known, budget))


def _written(source: str, running: Run) -> str:
    try:
        return "".join(_bounded(_write(parsed(source), running.root, running)))
    except _End as error:
        raise GivenUpError(_("a break or continue in no range")) from error


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LONGEST:
            raise GivenUpError(_("it writes too much"))
        yield piece


def _write(nodes: Sequence[Node], dot: Any, running: Run) -> Iterator[str]:
    for node in nodes:
        running.step()
        if node.block:
            with running.block():
                yield from (_each if node.block == "range" else _chosen)(node, dot, running)
        elif node.words in (("break",), ("continue",)):
            raise _End(node.words == ("break",))
        elif node.words:
            value = _value(node.words, dot, running)
            if node.words[1:2] not in ((":=",), ("=",)):
                yield value if isinstance(value, Html) else escape(shown(value))
        else:
            yield node.text


def _chosen(node: Node, dot: Any, running: Run) -> Iterator[str]:
    """if and with: what they hold, or what their else does."""
    value = _value(node.words, dot, running)
    inner = value if node.block == "with" and value else dot
    yield from _write(node.body if value else node.other, inner, running)


def _each(node: Node, dot: Any, running: Run) -> Iterator[str]:
    """range $index, $item := list"""
    words, names = node.words, []
    if ":=" in words:
        names = [word for word in words[: words.index(":=")] if word != ","]
        words = words[words.index(":=") + 1 :]
    values = _value(words, dot, running)
    pairs = list(values.items() if isinstance(values, Mapping) else enumerate(_listed(values)))
    if not pairs:
        yield from _write(node.other, dot, running)
    for pair in pairs:
        running.variables.update(zip(names, pair[2 - len(names) :], strict=False) if names else ())
        try:
            yield from _write(node.body, pair[1], running)
        except _End as end:
            if end.whole:
                break


def _listed(value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise GivenUpError(_("a range over something that is no list"))
    return value


def _value(words: Sequence[str], dot: Any, running: Run) -> Any:
    """The value of an action, and the variable that it sets."""
    if words[1:2] in ((":=",), ("=",)):
        value = _value(words[2:], dot, running)
        (running.assign if words[1] == "=" else running.variables.__setitem__)(words[0], value)
        return value
    value, rest = _pipe(words, dot, running, 0)
    if rest:
        raise GivenUpError(_("a bracket that closes nothing"))
    return value


def _pipe(words: Sequence[str], dot: Any, running: Run, depth: int) -> tuple[Any, Sequence[str]]:
    """Commands, each getting the value of the one before as its last argument."""
    if depth > DEEPEST:
        raise GivenUpError(_("its brackets stand too deep"))
    last: list[Any] = []
    while True:
        running.step()
        command: list[Any] = []
        while words and words[0] not in ("|", ")"):
            value: Any = words[0]
            if value == "(":
                value, words = _pipe(words[1:], dot, running, depth + 1)
                if not words:
                    raise GivenUpError(_("a bracket without its end"))
                if words[1:2] and words[1].startswith(OF_BRACKET):
                    value, words = _field(value, words[1].split(".")[1:]), words[1:]
                command.append((value,))
            else:
                command.append(value)
            words = words[1:]
        last = [_called(command, last, dot, running)]
        if not words or words[0] == ")":
            return last[0], words
        words = words[1:]


def _called(command: list[Any], last: list[Any], dot: Any, running: Run) -> Any:
    """A value, or a function with its arguments."""
    if not command:
        raise GivenUpError(_("an empty command"))
    arguments = [_operand(word, dot, running) for word in command[1:]] + last
    head = _operand(command[0], dot, running)
    if not callable(head):
        if arguments:
            raise GivenUpError(_("{command} is no function", command=command[0]))
        return head
    running.step(_weight(arguments) // _A_STEP)
    try:
        made = head(*arguments)
    except (
        TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError, RecursionError,
    ) as error:  # fmt: skip
        raise GivenUpError(_("{command}: {error}", command=command[0], error=error)) from error
    if isinstance(made, str) and len(made) > LONGEST:
        raise GivenUpError(_("its texts are too long"))
    return made


def _weight(values: Sequence[Any]) -> int:
    """Characters and values in what a function is given, counted as often as they stand there: a list of a
    list, twice, twice … is small, and whatever is made of it is huge. How deep lists may stand does not hang
    on the Python that runs this."""
    waiting, weight = [(value, 0) for value in values], 0
    while waiting:
        value, depth = waiting.pop()
        weight += 1 + (len(value) if isinstance(value, str) else 0)
        if isinstance(value, list | tuple | Dictionary):
            inner = value.values() if isinstance(value, Dictionary) else value
            waiting.extend((one, depth + 1) for one in inner)
        if depth > _DEEPEST_LIST:
            raise GivenUpError(_("its lists stand too deep"))
        if weight + len(waiting) > LONGEST:
            raise GivenUpError(_("its texts and lists are too long"))
    return weight


def _operand(word: Any, dot: Any, running: Run) -> Any:
    """What a word stands for; a bracket's value comes as a tuple of it."""
    if isinstance(word, tuple):
        return word[0]
    if word[0] == '"':
        return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), word[1:-1])
    if word[0] == "`":
        return word[1:-1]
    if word[0].isdigit() or word[0] == "-":
        return float(word) if "." in word else int(word)
    if word in ("true", "false", "nil"):
        return {"true": True, "false": False}.get(word)
    if word == ".":
        return dot
    if word.startswith("."):
        return _field(dot, word[1:].split("."))
    if word.startswith("$"):
        name, *names = word.rstrip(".").split(".")
        return _field(running.root if name == "$" else _known(running.variables, name), names)
    name, *names = word.split(".") if word not in running.functions else [word]
    return _field(_known(running.functions, name), names)


def _known(values: Mapping[str, Any], name: str) -> Any:
    if name not in values:
        raise GivenUpError(_("{name} is not known here", name=name))
    return values[name]


def _field(value: Any, names: Sequence[str]) -> Any:
    """A field of a field; one that is missing in a table of parameters is nothing."""
    for name in names:
        if isinstance(value, Table | Dictionary):
            value = value.get(name.lower() if isinstance(value, Table) else name)
        elif isinstance(value, Mapping):
            value = _known(value, name)
        elif value is not None:
            raise GivenUpError(_(".{name} is not known here", name=name))
    return value
