"""python-liquid beyond its documented calls: its parser is fed with our pieces, expressions are read apart.

Seen with python-liquid 2.3.6. Assumed, and asserted by tests/contracts/test_liquid.py:

- the parser of an environment makes nodes of a stream of tokens: content; a tag's name, its expression behind
  it where it has one; an output, its expression behind it; a block of a tag ends at the names it is told;
- an expression is parsed from a text of its own, and refuses what it cannot read with LiquidError;
- a node has its token, a ContentNode its text; a buffer with a limit raises LiquidError past it;
- what goes wrong is told to Environment.error, which raises it; a context can be made without a template,
  and asks its own raise_for_loop_limit, assign and filter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from liquid import Environment, RenderContext
from liquid.ast import BlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import BooleanExpression, FilteredExpression, LoopExpression, tokenize
from liquid.output import LimitedStringIO
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.template import BoundTemplate
from liquid.token import TOKEN_CONTENT, TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

__all__ = [
    "BlockNode",
    "BooleanExpression",
    "ContentNode",
    "FilteredExpression",
    "LimitedStringIO",
    "LoopExpression",
    "Node",
    "Tag",
    "Token",
    "TokenStream",
    "block",
    "content",
    "context_of",
    "expression",
    "markup_of",
    "nodes",
    "output",
    "tag",
]

Made = TypeVar("Made")
Kind = Callable[[Environment, TokenStream], Made]
_Context = TypeVar("_Context", bound=RenderContext)


def expression(parse: Kind[Made], environment: Environment, markup: str) -> Made:
    """Read what stands in a tag, by one of its kinds: FilteredExpression.parse. Raises LiquidError."""
    token = Token(TOKEN_EXPRESSION, markup, 0, markup)
    return parse(environment, TokenStream(tokenize(markup, token)))


def content(text: str, start: int, source: str) -> Iterator[Token]:
    """Yield the token of a text without Liquid, which stands at `start` of the source."""
    yield Token(TOKEN_CONTENT, text, start, source)


def output(markup: str, start: int, source: str) -> Iterator[Token]:
    """Yield the tokens of {{ markup }}."""
    yield Token(TOKEN_OUTPUT, markup, start, source)
    yield Token(TOKEN_EXPRESSION, markup, start, source)


def tag(name: str, markup: str, start: int, source: str) -> Iterator[Token]:
    """Yield the tokens of {% name markup %}."""
    yield Token(TOKEN_TAG, name, start, source)
    if markup:
        yield Token(TOKEN_EXPRESSION, markup, start, source)


def nodes(environment: Environment, tokens: Iterable[Token]) -> tuple[Node, ...]:
    """Parse a text that is cut into tokens. Raises LiquidError."""
    return tuple(get_parser(environment).parse(TokenStream(iter(tokens))))


def markup_of(stream: TokenStream) -> str:
    """Take what stands behind the name of the tag at which a stream is; "" where nothing does."""
    if stream.peek.kind != TOKEN_EXPRESSION:
        return ""
    next(stream)
    return stream.current.value


def block(environment: Environment, stream: TokenStream, end: str) -> BlockNode:
    """Parse what follows in a stream, up to a tag of that name, or to the end."""
    next(stream)
    return get_parser(environment).parse_block(stream, (end, TOKEN_EOF))


def context_of(kind: type[_Context], environment: Environment, variables: Mapping[str, Any]) -> _Context:
    """Make a context that belongs to no template."""
    return kind(BoundTemplate(environment, []), globals=variables)
