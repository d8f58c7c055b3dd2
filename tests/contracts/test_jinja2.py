"""Jinja2: what assets/sandbox.py assumes of it."""

from typing import Any

import pytest
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

pytestmark = pytest.mark.contract


class _Told(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset("*")

    def __init__(self) -> None:
        super().__init__(optimized=False)
        self.told: list[str] = []

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        self.told.append(operator)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, obj: Any, /, *values: Any, **named: Any) -> Any:
        self.told.append(getattr(getattr(obj, "__wrapped__", obj), "__name__", ""))
        return super().call(context, obj, *values, **named)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        tree.body.insert(
            0, nodes.ExprStmt(nodes.Call(nodes.Name("first", "load"), [], [], None, None), lineno=1)
        )
        return tree.set_environment(self)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ 2 * 3 }}", ["*"]),
        ("{{ 'a'.upper() }}", ["upper"]),
        ("{{ '{}'.format(1) }}", ["format"]),
        ("{% macro m() %}{% endmacro %}{{ m() }}", [""]),
        ("{% for a in [1] recursive %}{{ loop([]) }}{% endfor %}", [""]),
        ("{% block b %}{{ x or self.b }}{% endblock %}", []),
    ],
)
def test_what_is_told(source: str, told: list[str]) -> None:
    """Operators and calls go through the environment; a statement put into the tree is done, unseen."""
    environment = _Told()

    def first() -> str:
        return "unseen"

    made = environment.from_string(source).render(first=first, x=1)
    assert ["first", *told] == environment.told
    assert "unseen" not in made
