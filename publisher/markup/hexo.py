"""Hexo's Markdown: marked 15 with hexo-renderer-marked's settings, on markdown-it-py.

The two parsers agree on CommonMark; here is where they part. Written from marked's and Hexo's
documented behaviour (https://marked.js.org, https://hexo.io/docs/tag-plugins, and
https://github.com/hexojs/hexo-renderer-marked) and from what their pages show.
"""

import re
from collections.abc import Callable, Iterator

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.markup.commonmark import parser
from publisher.markup.html import code_block
from publisher.model import Dialect

# Hexo takes fences out of the text before marked sees it, however far they are indented; what stands
# before one may be quote marks or a list's bullet.
_FENCE = re.compile(
    r"^(?P<start>(?:(?:[^\S\n]*>){0,3}|[-*+]|[0-9]+\.)[^\S\n]*)(?P<fence>`{3,}|~{3,})[^\S\n]*(?P<info>(?:.*?[^`\s])?)"
    r"[^\S\n]*\n(?P<code>(?:[^\n]*\n)*?)(?:[^\S\n]*>){0,3}[^\S\n]*(?P=fence)[^\S\n]?(?=\n|\Z)",
    re.M,
)
_SCHEME = re.compile(r"(?:https?|ftp)\Z", re.I)
# No address is longer: without the cap, a text of addresses without spaces would cost its square.
_ADDRESS = re.compile(r"[a-zA-Z0-9-][^\s<]{0,2000}")
_BARE = re.compile(
    r"(?P<www>www\.[a-zA-Z0-9-][^\s<]*)|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*[A-Za-z0-9])+(?![-_]))"
)
_KEPT = re.compile(r"(?:[^?!.,:;*_'\"~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;\Z)|[?!.,:;*_'\"~)]+(?!\Z))+")
_DEFINITION = re.compile(r"^( {0,3}\[[^\[\]\n]+\]: *\S+ *\n)(?=.)", re.M)
_TERM = re.compile(r"(^|\s)(\S.+)(<br>:(\s+))(\S.+)")


def hexo(dialect: Dialect) -> Callable[[str], str]:
    made = parser(dialect)
    made.options["strikethrough_single_tilde"] = True
    if dialect.linkify:
        made.disable("linkify")
        made.inline.ruler.before("newline", "bare_link", _bare_link)
        made.core.ruler.before("text_join", "bare_host", _bare_hosts)
    made.disable("deflist")
    made.core.ruler.before("inline", "late_definitions", _late_definitions)
    if dialect.root:
        made.core.ruler.push("image_root", _image_root(dialect.root))

    def to_html(text: str) -> str:
        fences: list[str] = []
        html: str = made.render(_FENCE.sub(lambda match: _taken_out(match, fences), text))
        html = _definitions(html)
        return re.sub(r"<!--hexo-code-(\d+)-->", lambda mark: fences[int(mark[1])], html)

    return to_html


def _taken_out(match: re.Match[str], fences: list[str]) -> str:
    """A comment in place of a fenced block, which is kept for later."""
    code = match["code"]
    if ">" in match["start"]:
        code = re.sub(r"(?m)^(?:[^\S\n]*>){0,3}[^\S\n]?", "", code)
    language, caption = _info(match["info"])
    fences.append(code_block(_dedented(code), language, caption))
    return f"{match['start']}<!--hexo-code-{len(fences) - 1}-->"


def _info(info: str) -> tuple[str, str]:
    """Language and caption: the first word, and the words behind it that are no options."""
    language, _, rest = info.partition(" ")
    caption = re.sub(r"\{[^}]*\}|\b\w+:[\d,-]+\S*", "", rest)
    return language, re.sub(r"\s*https?://\S+.*", "", caption).strip()


def _dedented(code: str) -> str:
    """Code without the indentation that all its lines share, as Hexo's highlighter strips it."""
    indents = [len(line) - len(line.lstrip(" \t")) for line in code.split("\n") if line.strip()]
    depth = min(indents, default=0)
    return "\n".join(line[depth:] for line in code.split("\n"))


def _late_definitions(state: StateCore) -> None:
    """In a list item a link's definition right under text stays text, with an empty line behind it.

    marked reads items line by line, finds the definition, and puts it back with its own line end.
    """
    depth = 0
    for token in state.tokens:
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if depth and token.type == "inline" and "]:" in token.content:
            first, newline, rest = token.content.partition("\n")
            token.content = first + newline + _DEFINITION.sub(r"\1\n", rest)


# Bare addresses


def _bare_link(state: StateInline, silent: bool) -> bool:
    """https://… anywhere in a text: marked asks for no space before it, and for an ASCII host."""
    scheme = _SCHEME.search(state.pending[-5:])
    if not scheme or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    match = _ADDRESS.match(state.src, state.pos + 3)
    if match is None:
        return False
    address = _trimmed(f"{scheme[0]}://{match[0]}")
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        _push_link(state, address)
    state.pos += len(address) - len(scheme[0])
    return True


def _trimmed(address: str) -> str:
    """Without the marks of punctuation that end a sentence rather than an address."""
    while (match := _KEPT.match(address)) and match[0] != address:
        address = match[0]
    return address


def _push_link(state: StateInline, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _bare_hosts(state: StateCore) -> None:
    """www.example.org and me@example.org in what is text after all else was read."""
    for block in state.tokens:
        children = block.children or []
        if any("www." in child.content or "@" in child.content for child in children):
            block.children = list(_linked(children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if depth or token.type != "text":
            yield token
        else:
            yield from _split(token)


def _split(token: Token) -> Iterator[Token]:
    """The text around each bare host or mail address, and links in between."""
    position = 0
    for match in _BARE.finditer(token.content):
        shown = _trimmed(match[0]) if match["www"] else match[0]
        address = f"http://{shown}" if match["www"] else f"mailto:{shown}"
        yield _text(token.content[position : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield _text(shown)
        yield Token("link_close", "a", -1)
        position = match.start() + len(shown)
    yield _text(token.content[position:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


# What hexo-renderer-marked adds


def _image_root(root: str) -> Callable[[StateCore], None]:
    """Every address of a picture gets the site's root in front (`prepend_root`)."""

    def rule(state: StateCore) -> None:
        for image in (
            child for block in state.tokens for child in block.children or () if child.type == "image"
        ):
            address = str(image.attrs.get("src", ""))
            if not re.match(r"#|//|https?:|data:", address):
                image.attrs["src"] = re.sub(r"/{2,}", "/", f"{root}/{address}")

    return rule


def _definitions(html: str) -> str:
    """A line that starts with a colon makes its paragraph a definition list (`description_lists`)."""
    if "<br />\n:" not in html:
        return html

    def made(paragraph: re.Match[str]) -> str:
        inner = paragraph[1].replace("<br />\n", "<br>")
        changed = _TERM.sub(r"\1<dl><dt>\2</dt><dd>\5</dd></dl>", inner, count=1)
        return paragraph[0] if changed == inner else changed

    return re.sub(r"<p>((?:(?!</p>).)*?<br />\n:(?:(?!</p>).)*?)</p>", made, html, flags=re.S)
