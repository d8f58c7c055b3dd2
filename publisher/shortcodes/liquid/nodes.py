"""Tags of ours in the library's tree: a name, a function, and an end tag for some."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import TextIO

from liquid import RenderContext

from publisher.shortcodes.liquid.engine import Context, Engine
from publisher.shortcodes.liquid.library import BlockNode, Node, Tag, Token, TokenStream, block, markup_of

LONGEST = 10_000  # characters of a tag's arguments that are looked at


@dataclass(frozen=True, slots=True)
class Call:
    """A tag that is being run."""

    name: str
    markup: str  # what stands behind its name
    inner: str  # what stands up to its end tag, already run
    context: Context


Write = Callable[[Call], str]


class _Call(Node):
    """A tag in the library's tree."""

    __slots__ = ("block", "markup", "write")

    def __init__(self, token: Token, markup: str, block: BlockNode | None, write: Write) -> None:
        super().__init__(token)
        self.blank = False
        self.markup, self.block, self.write = markup, block, write

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, Context)  # noqa: S101 - engine.py makes no other
        inner = context.get_buffer(buffer) if self.block else StringIO()
        if self.block:
            self.block.render(context, inner)
        return buffer.write(self.write(Call(self.token.value, self.markup, inner.getvalue(), context)))


class Known(Tag):
    """A tag of ours; `end` is empty for one that stands alone."""

    def __init__(self, env: Engine, name: str, write: Write, end: str = "") -> None:
        super().__init__(env)
        self.name, self.write, self.end, self.block = name, write, end, bool(end)

    def parse(self, stream: TokenStream) -> Node:
        token, markup = stream.current, markup_of(stream)[:LONGEST]
        inner = block(self.env, stream, self.end) if self.end else None
        return _Call(token, markup, inner, self.write)
