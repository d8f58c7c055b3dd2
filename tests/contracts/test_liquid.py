"""python-liquid: what shortcodes/liquid/library.py assumes of it."""

import io
from collections.abc import Mapping

import pytest
from liquid import Environment, RenderContext
from liquid.exceptions import LiquidError

from publisher.shortcodes.liquid import library
from publisher.shortcodes.liquid.library import (
    BooleanExpression,
    ContentNode,
    FilteredExpression,
    LimitedStringIO,
    LoopExpression,
    Node,
    Token,
)

pytestmark = pytest.mark.contract
_SOURCE = "글{{ name | upcase }}{% if name %}예{% endif %}"


class _Told(Environment):
    """Notes where each fault is."""

    places: tuple[int, ...] = ()

    def error(self, exc: Exception, msg: str | None = None, token: Token | None = None) -> None:
        self.places += (token.start_index if token else -1,)
        super().error(exc, msg, token)


def _tokens() -> list[Token]:
    return [
        *library.content("글", 0, _SOURCE),
        *library.output("name | upcase", 1, _SOURCE),
        *library.tag("if", "name", 21, _SOURCE),
        *library.content("예", 34, _SOURCE),
        *library.tag("endif", "", 35, _SOURCE),
    ]


def _run(nodes: tuple[Node, ...], variables: Mapping[str, object]) -> str:
    context, out = library.context_of(RenderContext, Environment(), variables), io.StringIO()
    for node in nodes:
        node.render(context, out)
    return out.getvalue()


def test_tokens_of_ours_are_parsed() -> None:
    """The parser makes nodes of a stream of tokens, and each node has the token that it was made of."""
    nodes = library.nodes(Environment(), _tokens())
    assert [0, 1, 21] == [node.token.start_index for node in nodes]
    assert isinstance(nodes[0], ContentNode) and nodes[0].text == "글"
    assert "글ABC예" == _run(nodes, {"name": "abc"})


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (FilteredExpression, "a | upcase", "a | "),
        (BooleanExpression, "a == 1 and b", "a =="),
        (LoopExpression, "a in b limit: 2", "a b"),
    ],
)
def test_expressions_alone(kind: type[FilteredExpression], good: str, bad: str) -> None:
    """An expression is read from a text of its own; what it cannot read is a LiquidError."""
    assert library.expression(kind.parse, Environment(), good) is not None
    with pytest.raises(LiquidError):
        library.expression(kind.parse, Environment(), bad)


def test_an_expressions_value() -> None:
    """It is evaluated by a context that no template has made."""
    context = library.context_of(RenderContext, Environment(), {"a": "b"})
    assert "B" == library.expression(FilteredExpression.parse, Environment(), "a | upcase").evaluate(context)


def test_a_buffer_has_its_limit() -> None:
    """LimitedStringIO raises once more is written than it may hold."""
    buffer = LimitedStringIO(limit=3)
    buffer.write("abc")
    with pytest.raises(LiquidError):
        buffer.write("d")


def test_faults_are_told_with_their_place() -> None:
    """What cannot be parsed goes through Environment.error, with the token at which it stands."""
    environment = _Told()
    with pytest.raises(LiquidError):
        library.nodes(environment, library.tag("nothing", "", 7, "x" * 9))
    assert 7 == next(place for place in environment.places if place >= 0)


class _Counting(RenderContext):
    """Notes what it is asked."""

    turns = 0
    assigned: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.turns += length

    def assign(self, key: str, val: object) -> None:
        self.assigned += (key,)
        super().assign(key, val)

    def filter(self, name: str, token: Token | None) -> object:
        self.asked += (name,)
        return super().filter(name, token)


def test_a_context_of_ours_is_asked() -> None:
    """For each loop, each name and each filter: there the limits of a whole post are kept."""
    template = Environment().from_string(
        "{% for a in (1..4) %}{% assign b = a | plus: 1 %}{% capture c %}{{ b }}{% endcapture %}{% endfor %}"
    )
    context = library.context_of(_Counting, Environment(), {})
    for node in template.nodes:
        node.render(context, io.StringIO())
    assert (4, {"b", "c"}, {"plus"}) == (context.turns, set(context.assigned), set(context.asked))
