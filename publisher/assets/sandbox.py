"""Templates of strangers: Jinja2's sandbox, and a measure of all that they do.

A template can loop, repeat a text, call itself: `{{ 'x' * 9999999999 }}`. Hence each step of it is counted,
and each value by how large it is: the same template with the same values stops at the same place on any
machine. Our own templates are not measured: they are as quick as Jinja2 makes them.

Seen with Jinja2 3.1. Assumed, and asserted by tests/contracts/test_jinja2.py: `_parse` gives the tree of
which code is made; what stands in `intercepted_binops` goes through `call_binop`, each call through `call`;
an `ExprStmt` shows nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import wraps
from traceback import extract_tb
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from publisher.assets.urls import shown

# What a page may take, about a second's work; one that lists all posts, as much as 100,000 of them need.
_MOST, _LISTING = 20_000_000, {"epub/nav.j2": 300_000_000, "print/contents.j2": 300_000_000}
_ROUND, _CALL, _ITEM = 50, 600, 20  # of a loop, of a filter or a macro, in a list; a letter takes 1
_WIDEST = 10_000  # what a text may be filled up to
LONGEST_TEMPLATE = 200_000  # letters
_WIDE = re.compile(r"\d{5}|\*|\{[^{}]*\{")  # in a format: "%99999d", "%*d", "{:{}}"
_HOLDERS = (list, tuple, set, frozenset)
# What can stand in a text; of anything else Python would write all that is in it.
_WORDS = (str, bytes, int, float, date, time, timedelta, type(None))
_COUNTED, _SAID = "counted", "said"  # filters of ours, which no template has written
# Filters that take and give lists; all others make a text.
_OF_LISTS = frozenset(
    "attr batch count d default dictsort first groupby items last length list map max min reject "
    "rejectattr reverse select selectattr slice sort sum unique".split()
)
_FILLING = frozenset(
    "batch center expandtabs indent ljust rjust round slice tojson to_bytes truncate urlize "
    "wordwrap zfill".split()
)
_FORMATS = frozenset(("format", "format_map", "strftime"))
_OPTIONS: Mapping[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def environment(loader: BaseLoader, *, ours: bool) -> SandboxedEnvironment:
    """Return what fills the templates that are loaded so; `ours`: without a measure."""
    kind = SandboxedEnvironment if ours else MeasuredEnvironment
    made = kind(loader=loader, **_OPTIONS)
    made.filters["shown"] = shown  # an address as people read it
    if isinstance(made, MeasuredEnvironment):
        made.measure()
    return made


class MeasuredEnvironment(ImmutableSandboxedEnvironment):
    """Counts what a template does, from start() on."""

    intercepted_binops = frozenset(("*", "**", "+", "-", "/", "//", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, optimized=False)  # nothing is done before it can be counted
        self._left: float = _MOST

    def measure(self) -> None:
        """Have all filters and tests measured; without those that make another text each time."""
        self.globals.pop("lipsum")
        self.filters.pop("random")
        for name, function in self.filters.items():
            self.filters[name] = self._measured(function, name, words=name not in _OF_LISTS)
        for name, function in self.tests.items():
            self.tests[name] = self._measured(function, name, words=False)
        self.filters |= {_COUNTED: self._counted, _SAID: self._said}

    def start(self, template: str) -> None:
        """Begin to count for a page."""
        self._left = _LISTING.get(template, _MOST)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        self._spend(self._of_binop(operator, left, right))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, obj: Any, /, *values: Any, **named: Any) -> Any:
        method = getattr(obj, "__wrapped__", obj)  # of "".format the sandbox has made one of its own
        own, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
        plain = isinstance(own, _WORDS)
        self._look_at(name if plain else "", [own, *values, *named.values()], words=isinstance(own, str))
        return self._counted(context, super().call(context, obj, *values, **named))

    def get_template(self, *names: Any, **more: Any) -> Any:
        self._spend(_CALL)
        return super().get_template(*names, **more)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST_TEMPLATE:
            raise TemplateSyntaxError(f"over {LONGEST_TEMPLATE:,} letters", 1, name, filename)
        tree = super()._parse(source, name, filename)
        _Counting().generic_visit(tree)
        tree.set_environment(self)
        return tree

    def _measured(self, function: Any, name: str, *, words: bool) -> Callable[..., Any]:
        @wraps(function)  # with the mark that it wants the context, where it has one
        def measured(*values: Any, **named: Any) -> Any:
            given = [list(one) if words and isinstance(one, Iterator) else one for one in values]
            asked = given[1:] if hasattr(function, "jinja_pass_arg") else given
            self._look_at(name, [*asked, *named.values()], words=words)
            return self._counted(None, function(*given, **named))

        return measured

    def _look_at(self, name: str, values: list[Any], *, words: bool) -> None:
        """What a call is given: no format and no number that fills a text up, and as if it put the second
        largest in place of each letter of the largest."""
        if name in _FORMATS and any(isinstance(one, str) and _WIDE.search(one) for one in values):
            raise SecurityError("a number over 9,999, or one that is not written there, in a format")
        if name in _FILLING and any(isinstance(one, int) and abs(one) > _WIDEST for one in values[1:]):
            raise SecurityError(f"a number over {_WIDEST:,} for {name}")
        weights = sorted((self._weight(value, words=words) for value in values), reverse=True)
        grown = weights[0] * max(1, weights[1]) if words and len(weights) > 1 else sum(weights)
        self._spend(_CALL + grown)

    def _of_binop(self, operator: str, left: Any, right: Any) -> float:
        """What the result takes, before it is made."""
        if operator == "%" and isinstance(left, str):
            if _WIDE.search(left):
                raise SecurityError("a number over 9,999, or one that is not written there, in a format")
            return _ITEM + len(left) * max(1, self._weight(right, words=True))
        if operator == "*" and (isinstance(left, int) != isinstance(right, int)):
            times, text = (left, right) if isinstance(left, int) else (right, left)
            return _ITEM + max(0, times) * self._weight(text) if not isinstance(text, float) else _ITEM
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * (abs(right) if operator == "**" else 1)
            return _ITEM + bits * (bits if operator == "**" else right.bit_length()) / 100
        return _ITEM + self._weight(left) + self._weight(right)

    @pass_context  # with a context nothing is done before the page is
    def _counted(self, _: Any, value: Any, amount: int = 0) -> Any:
        self._spend(amount + self._weight(value))
        return value

    @pass_context
    def _said(self, _: Any, value: Any) -> Any:
        self._spend(_ITEM + self._weight(value, words=True))
        return value

    def _spend(self, amount: float) -> None:
        self._left -= min(amount, self._left + 1)
        if self._left < 0:
            raise SecurityError("it does more than any page needs: loops in loops, a text without end")

    def _weight(self, value: Any, *, words: bool = False) -> int:
        """How large it is, with all that is in lists in it; no more than a little over what is left. `words`:
        it becomes a text."""
        weight, waiting = 0, [value]
        while waiting and weight <= self._left:
            one = waiting.pop()
            if isinstance(one, (str, bytes, range)):
                weight += len(one)
            elif isinstance(one, (*_HOLDERS, Mapping)):
                weight += _ITEM * len(one)
                waiting += one.values() if isinstance(one, Mapping) else one
            elif words and not isinstance(one, (*_WORDS, Undefined)):
                raise SecurityError(f"a {type(one).__name__} is no text")
        return weight


class _Counting(NodeTransformer):
    """Has each step of a template counted where it is done."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja2's names
        self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(_filtered(nodes.Const(""), _COUNTED, _ROUND), lineno=node.lineno))
        if node.test:
            node.test = _filtered(node.test, _COUNTED, _ROUND)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        letters = sum(len(one.data) for one in node.nodes if isinstance(one, nodes.TemplateData))
        said = [one if isinstance(one, nodes.TemplateData) else _filtered(one, _SAID) for one in node.nodes]
        node.nodes = [_filtered(nodes.Const(""), _COUNTED, letters), *said]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [_filtered(one, _SAID) for one in node.nodes]
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filtered(node.expr, _COUNTED)
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, _COUNTED)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _COUNTED) if isinstance(node.arg, nodes.Slice) else node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _COUNTED)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _COUNTED)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _COUNTED) if node.ctx == "load" else node


def _filtered(value: nodes.Node, name: str, amount: int = 0) -> nodes.Filter:
    given: list[nodes.Expr] = [nodes.Const(amount)] if amount else []
    return nodes.Filter(value, name, given, [], None, None, lineno=value.lineno)


def place_of(error: BaseException, template: str) -> str:
    """Return where a template failed: "epub/page.j2:12"."""
    frames = [one for one in extract_tb(error.__traceback__) if one.filename.endswith(".j2")]
    file = getattr(error, "filename", None) or (frames[-1].filename if frames else template)
    file = file.rpartition("/templates/")[2]
    return f"{file}:{getattr(error, 'lineno', None) or (frames[-1].lineno if frames else 1)}"
