"""The Liquid library, held in bounds: a post is untrusted, and one bad tag never costs the post.

Nothing is read from disk here: what a post includes and which of the site's values it names was put
into `Post.extra` by the reader.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from liquid import Environment, RenderContext
from liquid.exceptions import LiquidError, LoopIterationLimitError

from publisher.errors import Diagnostic, Severity, Where
from publisher.phrase import NOTHING, Phrase, _
from publisher.shortcodes.liquid import library, source
from publisher.shortcodes.liquid.library import (
    BooleanExpression,
    FilteredExpression,
    LimitedStringIO,
    LoopExpression,
    Node,
    Token,
)
from publisher.shortcodes.liquid.source import Piece

LARGEST = 4_000_000  # characters that one post, one value, may become
_LOOPS = 20_000  # turns of all loops of a post
_STEPS = 400_000  # pieces of Liquid in loops and includes of a post, as if each turn ran all of its text
_HEAVIEST = 1_000_000  # values and letters of a list
_A_STEP = 20  # of these, of a list that a filter makes in one step
_INCLUDES = 1_000  # includes of a post, those of its includes counted
_ATTEMPTS = 8  # tags of one post that the library refuses, beyond those checked, before all are left out
_MOST_FAULTS = 100  # of one text that are told
_LONGEST_NUMBER = 1_000  # bits
_TANGLED = 1_000_000  # parentheses by characters of an expression
_HINT = _("write {% raw %} before and {% endraw %} after text that is not meant as Liquid")


@dataclass(slots=True)
class Job:
    """One post's translation: what it may use, and what went wrong."""

    values: Mapping[str, str]  # Post.extra
    to_html: Callable[[str], str]
    where: Where  # the tag that is being run
    faults: dict[Diagnostic, None] = field(default_factory=dict)  # in order, each once
    left: int = LARGEST  # characters it may still write
    loops: int = 0
    steps: int = 0
    includes: int = 0
    stored: int = 0  # characters that were given a name
    missing: set[str] = field(default_factory=set)  # includes that are not there, each told once

    def warn(
        self, code: str, message: Phrase, hint: Phrase = NOTHING, severity: Severity = Severity.WARNING
    ) -> None:
        self.faults[Diagnostic(severity, code, message, self.where, hint)] = None

    def count_include(self) -> None:
        self.includes += 1
        if self.includes > _INCLUDES:
            raise LiquidError(_("more than {includes} includes in one post", includes=_INCLUDES), token=None)

    def count_steps(self, steps: int) -> None:
        self.steps += steps
        if self.steps > _STEPS:
            raise LoopIterationLimitError("too much Liquid in loops and includes of one post", token=None)


class Context(RenderContext):
    """The library's context, with the job at hand and limits on the whole post."""

    job: Job
    weight: int = 1  # pieces of the text that is being run

    def assign(self, key: str, val: Any) -> None:
        self.job.stored += len(val) if isinstance(val, (str, list)) else 1
        if self.job.stored > 4 * LARGEST:
            raise LiquidError(_("too much is stored"), token=None)
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.job.loops += length
        if self.job.loops > _LOOPS:
            raise LoopIterationLimitError(f"more than {_LOOPS} turns of loops in one post", token=None)
        self.job.count_steps(length * self.weight)

    @contextmanager
    def within(self, parsed: "Parsed") -> Iterator[None]:
        """While another text is run: an include, a tag's argument."""
        outer, self.weight = self.weight, parsed.weight
        try:
            self.job.count_steps(self.weight)
            yield
        finally:  # a tag that fails in it is left out, and the text around it goes on
            self.weight = outer

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """Return a filter that refuses values too large; Jekyll passes over the unknown ones, and so do
        we."""
        if name not in self.env.filters:
            self.job.warn(
                "filter-unknown",
                _("no filter {name} is known", name=name),
                _("the value stands there without it"),
            )
            return lambda value, *_, **__: value
        return _bounded(super().filter(name, token), self.job)


def _bounded(run: Callable[..., object], job: Job) -> Callable[..., object]:
    def checked(value: Any, *arguments: Any, **named: Any) -> object:
        job.count_steps(1)  # where none are left, nothing more is weighed
        for each in (value, *arguments):
            if isinstance(each, range) and len(each) > _LOOPS:
                raise LoopIterationLimitError("a range too long", token=None)
        made = run(value, *arguments, **named)
        weight = _weight(made) if isinstance(made, list) else 0
        job.count_steps(weight // _A_STEP)
        if weight > _HEAVIEST or (isinstance(made, str) and len(made) > LARGEST):
            raise LiquidError(_("a value too large"), token=None)
        if isinstance(made, int) and made.bit_length() > _LONGEST_NUMBER:
            raise LiquidError(_("a number too large"), token=None)
        return made

    return checked


def _weight(made: list[object]) -> int:
    """Values in a list, and letters of its texts, as often as they stand there; a little over _HEAVIEST for
    more. A list with itself in it, twice, twice … is short, and whatever is written of it is huge."""
    waiting: list[object] = [made]
    weight = 0
    while waiting and weight <= _HEAVIEST:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += [inner for inner in one.values() if isinstance(inner, (list, Mapping))]
        elif isinstance(one, list):
            weight += len(one) + sum(len(inner) for inner in one if isinstance(inner, str))
            waiting += [inner for inner in one if isinstance(inner, (list, Mapping))]
    return weight


class Engine(Environment):
    """The library's environment; `blocks` and `singles` are the tags that it knows."""

    context_depth_limit = 30
    output_stream_limit = LARGEST
    loop_iteration_limit = _LOOPS
    keyword_assignment = True
    shorthand_indexes = True

    def __init__(self) -> None:
        self.place = -1  # of the token at which the parser stopped
        self.blocks: dict[str, str] = {}  # name -> name of its end tag
        self.singles: set[str] = set()
        super().__init__(strict_filters=False)

    def error(self, exc: Any, msg: str | None = None, token: Token | None = None) -> None:
        if token is not None and self.place < 0:
            self.place = token.start_index
        super().error(exc, msg, token)


_BARE = Engine()
_CHECKS: Mapping[str, library.Kind[object]] = {
    "": FilteredExpression.parse,  # {{ … }}
    "assign": FilteredExpression.parse,
    "if": BooleanExpression.parse,
    "elsif": BooleanExpression.parse,
    "unless": BooleanExpression.parse,
    "for": LoopExpression.parse,
    "tablerow": LoopExpression.parse,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text, ready to be run: as far as it could be read."""

    text: str
    nodes: tuple[Node, ...]
    weight: int  # how many pieces it has, blocks opened
    faults: tuple[Diagnostic, ...]


def parse(engine: Engine, text: str, path: str, first_line: int, shape: Callable[[Piece], str]) -> Parsed:
    """Return what can be run of a text; each tag that cannot has its fault. `shape` shows an unknown tag."""
    pieces = source.cut(text)
    source.balance(pieces, engine.blocks, engine.singles)
    for index, piece in enumerate(pieces):
        if piece.kind in ("output", "tag") and not piece.fault and (why := _refused(piece.name, piece.text)):
            source.drop(pieces, index, why)
    nodes = _nodes(engine, _shaped(pieces, shape), pieces, text)
    newlines = [place for place, letter in enumerate(text) if letter == "\n"]
    refused = [piece for piece in pieces if piece.fault][:_MOST_FAULTS]
    lines = [first_line + bisect_left(newlines, piece.start) for piece in refused]
    faults = (
        _fault(piece, Where(path, line), shown=bool(shape(piece)))
        for piece, line in zip(refused, lines, strict=True)
    )
    return Parsed(text, nodes, len(pieces), tuple(faults))


def _shaped(pieces: list[Piece], shape: Callable[[Piece], str]) -> list[Piece]:
    """The pieces with those that are refused left out, or as a text that shows what they mean."""
    return [
        Piece("text", shape(piece), piece.start, trims=piece.trims) if piece.fault else piece
        for piece in pieces
    ]


def is_tangled(expression: str) -> bool:
    """Tell whether the library would take long to cut it up: for each parenthesis it looks at all that
    follows."""
    return (expression.count("(") + 1) * len(expression) > _TANGLED


@lru_cache(maxsize=4096)
def _refused(name: str, markup: str) -> str:
    """Why the library cannot read a tag's expression; "" where it can."""
    if is_tangled(markup):
        return "it is too long, or has too many parentheses"
    check = _CHECKS.get(name)
    if check is None or (not name and not markup):
        return ""
    if name == "assign":
        markup = markup.partition("=")[2]
    try:
        library.expression(check, _BARE, markup)
    except (LiquidError, RecursionError, ValueError) as error:
        return _words(error)
    return ""


def _nodes(engine: Engine, shown: list[Piece], pieces: list[Piece], text: str) -> tuple[Node, ...]:
    """The tree; what the checks did not find is left out one by one, and all of it where that is too much."""
    for _turn in range(_ATTEMPTS):
        engine.place = -1
        try:
            return library.nodes(engine, source.tokens(shown, text))
        except (LiquidError, RecursionError, ValueError) as error:
            index = source.at(shown, engine.place)
            if index < 0:
                break
            source.drop(shown, index, _words(error))
    for piece in shown:
        if piece.kind in ("output", "tag"):
            piece.fault = piece.fault or "too much in this post is no Liquid"
    return library.nodes(engine, source.tokens(shown, text))


def _fault(piece: Piece, where: Where, *, shown: bool) -> Diagnostic:
    if piece.fault == "unknown":
        gone = _("it is left out of the book")
        hint = (
            _("it is a theme's: the picture, film or words that its parameters name are shown")
            if shown
            else gone
        )
        message = _("no tag {{% {name} %}} is known", name=piece.name)
        return Diagnostic(Severity.WARNING, "tag-unknown", message, where, hint)
    name = "" if piece.name == source.ANY else f"{piece.name} "
    written = f"{{% {name}{piece.text} %}}" if piece.kind != "output" else f"{{{{ {piece.text} }}}}"
    written = " ".join(written[:200].split())
    written = written if len(written) <= 60 else written[:59] + "…"
    return Diagnostic(
        Severity.WARNING,
        "liquid-syntax",
        _("{shown} is left out: {fault}", shown=written, fault=piece.fault),
        where,
        _HINT,
    )


def _words(error: Exception) -> str:
    return str(getattr(error, "message", "") or error).partition("\n")[0] or type(error).__name__


def context_for(engine: Engine, job: Job, variables: Mapping[str, object], weight: int) -> Context:
    context = library.context_of(Context, engine, variables)
    context.job, context.weight = job, weight
    return context


def run(node: Node, context: Context) -> str:
    """Return what a node writes; where it fails nothing, and the job has a fault."""
    job = context.job
    buffer = LimitedStringIO(limit=max(job.left, 0))
    try:
        node.render(context, buffer)
    except Exception as error:  # noqa: BLE001 - filters fail in as many ways as Python has; the post goes on
        job.warn("liquid-failed", _("a tag is left out: {words}", words=_words(error)), _HINT)
        return ""
    made = buffer.getvalue()
    job.left -= len(made)
    return made
