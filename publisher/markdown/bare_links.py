"""Bare addresses in a text become links, in time that grows with the text alone.

Like GitHub's: https://…, ftp://…, mailto:… and www.example.org, but not readme.md or ec2.amazonaws.com.
See https://github.github.com/gfm/#autolinks-extension-
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# In Korean a particle stands right behind a host ("https://e.org에서"): no part of an ASCII host.
_HOST = r"(?:(?>[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?)(?!\.\w)|\w[\w.-]*(?::\d+)?)"
# No address is longer: without the cap, a text of addresses without spaces would cost its square.
_PATH = r"(?:[/?#][^\s<>|\"“”‘’「」『』〈〉《》【】]{0,2000})?"
_SCHEME = re.compile(r"(?<![a-z0-9_])(?:https?|ftp|mailto)\Z", re.I)
_WEB = re.compile(rf"://{_HOST}{_PATH}", re.I)
_MAIL = re.compile(r":[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WWW = re.compile(rf"(?<![a-z0-9_/.])www\.{_HOST}{_PATH}", re.I)
_ENTITY = re.compile(r"&#?[a-zA-Z0-9]+;")
_ENTITY_LAST = re.compile(r"&[a-zA-Z0-9]+;\Z")
_SENTENCE = "?!.,:;*_~'…。、"  # what ends a sentence rather than an address
_PAIRS = {")": "(", "]": "[", "}": "{"}


def use_bare_links(md: MarkdownIt) -> None:
    """Bare addresses are links: those with a scheme before any mark in them is read, the others after all."""
    md.inline.ruler.before("newline", "bare_address", _address)
    md.core.ruler.after("text_join", "bare_host", _hosts)


def _address(state: StateInline, silent: bool) -> bool:
    """https://… and mailto:…, at the colon; what stands before it is text already."""
    start = state.pos
    if state.src[start] != ":" or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.src, max(0, start - 6), start)
    match = (_MAIL if scheme[0].lower() == "mailto" else _WEB).match(state.src, start) if scheme else None
    if not scheme or not match or not (silent or state.pending.endswith(scheme[0])):
        return False
    shown = trimmed(scheme[0] + match[0])
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        plain = _ENTITY.sub(lambda sign: unescape(sign[0]), shown)
        for token in _link(plain, "", state.md):
            pushed = state.push(token.type, token.tag, token.nesting)
            pushed.attrs, pushed.content = token.attrs, token.content
    state.pos += len(shown) - len(scheme[0])
    return True


def _hosts(state: StateCore) -> None:
    """www.example.org in what is text after all else was read."""
    for block in state.tokens:
        children = block.children or []
        if any("www." in child.content for child in children):
            block.children = list(_linked(children, state.md))


def _linked(tokens: list[Token], md: MarkdownIt) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if depth or token.type != "text":
            yield token
        else:
            yield from _split(token.content, md)


def _split(content: str, md: MarkdownIt) -> Iterator[Token]:
    """The text around each host, and links in between."""
    position = 0
    for match in _WWW.finditer(content):
        shown = trimmed(match[0])
        yield _text(content[position : match.start()])
        yield from _link(shown, "http://", md)
        position = match.start() + len(shown)
    yield _text(content[position:])


def _link(shown: str, scheme: str, md: MarkdownIt) -> tuple[Token, ...]:
    """A link's three tokens; percent signs are read back for the reader."""
    opening = Token("link_open", "a", 1, attrs={"href": md.normalizeLink(scheme + shown)})
    return opening, _text(md.normalizeLinkText(shown)), Token("link_close", "a", -1)


def trimmed(address: str) -> str:
    """Without the signs that belong to the sentence around it: "https://e.org/가)." -> "https://e.org/가"."""
    end = len(address)
    left = Counter(address)  # how often each sign stands in what is left of the address
    while end and (address[end - 1] in _SENTENCE or _lonely(address[end - 1], left)):
        end -= 1
        left[address[end]] -= 1
    return _ENTITY_LAST.sub("", address[:end])


def _lonely(sign: str, counts: Counter[str]) -> bool:
    """A bracket that opens at the very end, or one that closes what was never opened."""
    return sign in _PAIRS.values() or counts[sign] > counts[_PAIRS.get(sign, sign)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
