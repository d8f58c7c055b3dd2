"""Jekyll's own Liquid tags, and those of the plug-ins that many blogs have.

See https://jekyllrb.com/docs/liquid/tags/ and https://jekyllrb.com/docs/includes/
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import StringIO
from typing import TextIO

from liquid import RenderContext
from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import FilteredExpression, tokenize
from liquid.exceptions import LiquidError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, Token

from publisher.dialects.liquid_engine import Context, Engine, Parsed, parse
from publisher.dialects.liquid_source import Piece

_PARAMETER = re.compile(
    r"""(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'=]+))""", re.S
)
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+)")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp")
_LONGEST = 10_000  # characters of a tag's arguments that are looked at
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}


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
        assert isinstance(context, Context)  # noqa: S101 - liquid_engine makes no other
        inner = context.get_buffer(buffer) if self.block else StringIO()
        if self.block:
            self.block.render(context, inner)
        return buffer.write(self.write(Call(self.token.value, self.markup, inner.getvalue(), context)))


class _Known(Tag):
    """A tag of ours; `end` is empty for one that stands alone."""

    def __init__(self, env: Engine, name: str, write: Write, end: str = "") -> None:
        super().__init__(env)
        self.name, self.write, self.end, self.block = name, write, end, bool(end)

    def parse(self, stream: TokenStream) -> Node:
        token, markup, block = stream.current, "", None
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
            markup = stream.current.value[:_LONGEST]
        if self.end:
            next(stream)
            block = get_parser(self.env).parse_block(stream, (self.end, TOKEN_EOF))
        return _Call(token, markup, block, self.write)


def register(engine: Engine) -> None:
    for name, write in _SINGLE.items():
        engine.tags[name] = _Known(engine, name, write)
        engine.singles.add(name)
    for name, write in _BLOCK.items():
        engine.tags[name] = _Known(engine, name, write, f"end{name}")
        engine.blocks[name] = f"end{name}"


def shape(piece: Piece) -> str:
    """What an unknown tag shows, where its arguments name a picture: that picture."""
    if piece.kind != "tag" or piece.fault != "unknown":
        return ""
    markup = piece.text[:_LONGEST]
    found = _picture_in(_words(markup))
    return _image(found, _named(markup)) if found else ""


def _words(markup: str) -> list[str]:
    """Arguments, quotes taken off: a "b c" d='e' -> a, b c, d, e."""
    return [match[1] or match[2] or match[3] or "" for match in _WORD.finditer(markup)]


def _named(markup: str) -> dict[str, str]:
    return {match[1]: match[2] or match[3] or match[4] or "" for match in _PARAMETER.finditer(markup)}


def _picture_in(words: Iterable[str]) -> str:
    return next((word for word in words if word.lower().endswith(_PICTURES)), "")


# Code


def _highlight(call: Call) -> str:
    """{% highlight language [linenos] %}, written as Jekyll writes it, without the colours."""
    language = escape(call.markup.split()[0]) if call.markup else "text"
    code = escape(call.inner.strip("\r\n"), quote=False)
    attributes = f'class="language-{language}" data-lang="{language}"'
    return f'<figure class="highlight"><pre><code {attributes}>{code}</code></pre></figure>'


def _fence(language: str) -> Write:
    def write(call: Call) -> str:
        code = escape(call.inner.strip("\r\n"), quote=False)
        return f'<pre><code class="language-{language}">{code}</code></pre>'

    return write


def _formula(call: Call) -> str:
    """{% katex [display] %}"""
    return f"\n\n$${call.inner.strip()}$$\n\n" if "display" in call.markup else f"$${call.inner.strip()}$$"


# Links


def _address(call: Call) -> str:
    """{% post_url name %} and {% link path %}: the address of a post; the reader looked it up."""
    name = _text(call.markup, call.context).strip().strip("\"'")
    found = call.context.job.values.get(f"url:{name}")
    if found is not None:
        return call.context.job.values.get("baseurl", "") + found
    call.context.job.warn("link-missing", f"{{% {call.name} {name} %}}: there is no such post or file")
    return ""


# Includes


def _include(call: Call) -> str:
    """{% include file.html name="value" other=variable %}; {% include_cached %} and _relative alike."""
    job = call.context.job
    name, rest = _file(call)
    parameters = _parameters(rest, call.context)
    key = "include_relative" if call.name == "include_relative" else "include"
    source = job.values.get(f"{key}:{name}")
    if source is None:
        job.warn("include-missing", f"no include {name}", _where_to_put(key))
        return _fallback(name, parameters)
    job.count_include()
    parsed = _template(call.context.env, source, name if key != "include" else f"_includes/{name}")
    job.faults.update(dict.fromkeys(parsed.faults))
    buffer = call.context.get_buffer()
    with call.context.extend({"include": parameters}):
        for node in parsed.nodes:
            node.render(call.context, buffer)
    return buffer.getvalue()


@lru_cache(maxsize=256)
def _template(engine: Engine, source: str, path: str) -> Parsed:
    return parse(engine, source, path, 1, shape)


def _file(call: Call) -> tuple[str, str]:
    """The file's name, in which variables may stand, and the parameters behind it."""
    match = re.match(r"((?:\{\{.*?\}\}|[^\s{])+)\s*(.*)", call.markup, re.S)
    if match is None:
        return "", ""
    return _text(match[1], call.context).strip("\"'"), match[2]


def _text(markup: str, context: Context) -> str:
    """A tag's argument with the {{ variables }} in it."""
    if "{{" not in markup:
        return markup
    buffer = context.get_buffer()
    for node in _template(context.env, markup, context.job.where.path).nodes:
        node.render(context, buffer)
    return buffer.getvalue()


def _parameters(markup: str, context: Context) -> dict[str, object]:
    """name="text", name='text', name=variable. See https://jekyllrb.com/docs/includes/"""
    found: dict[str, object] = {}
    for match in _PARAMETER.finditer(markup):
        quoted = match[2] if match[2] is not None else match[3]
        if quoted is not None:
            found[match[1]] = re.sub(r"\\(.)", r"\1", quoted)
        else:
            found[match[1]] = _variable(match[4], context)
    return found


def _variable(markup: str, context: Context) -> object:
    token = Token(TOKEN_EXPRESSION, markup, 0, markup)
    try:
        return FilteredExpression.parse(context.env, TokenStream(tokenize(markup, token))).evaluate(context)
    except LiquidError:
        return ""


def _where_to_put(key: str) -> str:
    if key == "include_relative":
        return "it is looked for beside the post"
    return "a theme's include is not in the blog's folder; put a file of that name into _includes/"


def _fallback(name: str, parameters: Mapping[str, object]) -> str:
    """What an include that is not there shows by its parameters: a picture, a video, a heading, words."""
    named = {key: str(value) for key, value in parameters.items() if isinstance(value, str)}
    if picture := _picture_in(named.values()):
        return _figure(picture, named)
    provider = named.get("provider", re.sub(r"\.\w+$", "", name).rpartition("/")[2]).lower()
    if provider in _VIDEOS and (video := named.get("id") or named.get("video_id") or named.get("videoId")):
        return f'<iframe src="{_VIDEOS[provider]}{escape(video)}"></iframe>'
    words = next((named[key] for key in ("content", "text", "body", "message") if named.get(key)), "")
    if words and re.fullmatch(r"[1-5]", named.get("level", "")):
        return f"<h{int(named['level']) + 1}>{escape(words)}</h{int(named['level']) + 1}>"
    return f"<p>{words}</p>" if words else ""


def _figure(address: str, named: Mapping[str, str]) -> str:
    caption = next((named[key] for key in ("caption", "title", "description") if named.get(key)), "")
    shown = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{_image(address, named)}{shown}</figure>"


def _image(address: str, named: Mapping[str, str]) -> str:
    alt = next(
        (named[key] for key in ("alt", "alt_text", "title", "caption", "description") if named.get(key)), ""
    )
    width = f' width="{named["width"]}"' if re.fullmatch(r"\d+", named.get("width", "")) else ""
    return f'<img src="{escape(address)}" alt="{escape(alt)}"{width}>'


# Pictures and pages of others


def _card(address: str) -> Write:
    """A page that is embedded: the book shows a card with its link (passes/embeds.py)."""

    def write(call: Call) -> str:
        words = _words(_text(call.markup, call.context))
        target = words[0] if words else ""
        if not target:
            return ""
        full = target if re.match(r"https?://", target) else address + target
        return f'<iframe src="{escape(full)}"></iframe>'

    return write


def _picture(call: Call) -> str:
    """{% picture [preset] path --alt words … %}, {% img [class] path [width] [height] [title] %} and kin."""
    markup = _text(call.markup, call.context)
    words, named = _words(markup), _named(markup)
    found = _picture_in(words)
    if not found:
        call.context.job.warn("tag-unknown", f"{{% {call.name} {call.markup[:60]} %}} names no picture")
        return ""
    if alt := re.search(r"--alt\s+(.+?)(?=\s--|$)", markup):
        named["alt"] = alt[1].strip("\"'")
    elif not named and not re.fullmatch(r"\d*", words[-1]) and words[-1] != found:
        named["alt"] = words[-1]
    return _image(found, named)


# Blocks of others


def _details(call: Call) -> str:
    summary = escape(_text(call.markup, call.context).strip("\"'"))
    return f"<details><summary>{summary}</summary>\n{call.context.job.to_html(call.inner)}</details>"


def _note(call: Call) -> str:
    return f'<aside class="note">\n{call.context.job.to_html(call.inner)}</aside>'


def _inner(call: Call) -> str:
    return call.inner


def _nothing(call: Call) -> str:
    return ""


_SINGLE: Mapping[str, Write] = {
    "post_url": _address,
    "link": _address,
    "include": _include,
    "include_cached": _include,
    "include_relative": _include,
    "youtube": _card("https://www.youtube.com/watch?v="),
    "youtubeplayer": _card("https://www.youtube.com/watch?v="),
    "vimeo": _card("https://vimeo.com/"),
    "gist": _card("https://gist.github.com/"),
    "jsfiddle": _card("https://jsfiddle.net/"),
    "codepen": _card("https://codepen.io/"),
    "asciinema": _card("https://asciinema.org/a/"),
    "twitter": _card("https://twitter.com/"),
    "tweet": _card("https://twitter.com/"),
    "speakerdeck": _card("https://speakerdeck.com/"),
    "iframe": _card("https://"),
    "picture": _picture,
    "img": _picture,
    "image": _picture,
    "seo": _nothing,
    "feed_meta": _nothing,
    "toc": _nothing,
}
_BLOCK: Mapping[str, Write] = {
    "highlight": _highlight,
    "mermaid": _fence("mermaid"),
    "plantuml": _fence("plantuml"),
    "katex": _formula,
    "katexmm": _inner,
    "details": _details,
    "note": _note,
}
