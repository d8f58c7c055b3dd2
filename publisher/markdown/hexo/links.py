"""Addresses as marked and Hexo show them: bare ones become links, and all are written as browsers write them.

See https://github.github.com/gfm/#autolinks-extension- and https://url.spec.whatwg.org.
"""

import re
import string
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

import mdurl
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.markdown.brackets import last_bracket, use_closed_brackets
from publisher.markdown.parser_parts import isLinkClose, isLinkOpen, unescapeAll
from publisher.markdown.scan import host_end

_SCHEME = re.compile(r"(?:https?|ftp)\Z|\A(?i:https?|ftp)\Z")  # capitals at the start of a text only
# No address is longer: without the cap, a text of addresses without spaces would cost its square.
_ADDRESS = re.compile(r"[a-zA-Z0-9-][^\s<]{0,2000}")
# What a bare address is known by: a host's first name, in capitals at the start of a text only, or the sign
# of a mail address, whose name and host hold these letters.
_SIGN = re.compile(r"(?:www|\A(?i:www))\.(?=[a-zA-Z0-9-])|@")
_IN_NAME = string.ascii_letters + string.digits + "._+-"
_REST = re.compile(r"[^\s<]*")
_ENDS_SENTENCE = "?!.,:;*_'\"~)"
_LETTERS = frozenset(string.ascii_letters + string.digits)
_WEB = re.compile(r"(https?|ftp):[/\\]*([^/\\?#]+)(.*)\Z", re.I | re.S)
# See https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
_ENTITY = re.compile(r"&(?:\w+|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});", re.A)
# Possessive and bounded: a text of nothing but open brackets is looked at once.
_OPEN = re.compile(
    r"\([ \t]*+(?P<address>[^\s()\\<][^\s()\\]{0,300}+(?>(?:\([^\s()\\]{0,300}+){1,4}))"
    r"(?>(?:\s++(?P<title>\"[^\"]{0,300}+\"|'[^']{0,300}+'|\([^()]{0,300}+\)))?)\s*+\)(?![^\s()]{0,300}+\))"
)
_UNSAFE = re.compile(r"\s*(?:javascript|vbscript|data):", re.I)
_PORTS = {"http": ":80", "https": ":443", "ftp": ":21"}


def use(made: MarkdownIt, *, bare: bool, only_safe: bool) -> None:
    """Addresses are as browsers read them; with `bare`, those that stand in the text are links."""
    plain = made.normalizeLink

    def normal(url: str) -> str:
        if only_safe and _UNSAFE.match(url):
            return ""
        web = _WEB.match(url)
        return mdurl.encode(_as_browsers(web)) if web else plain(url)

    made.normalizeLink = normal  # type: ignore[method-assign]
    made.normalizeLinkText = str  # type: ignore[method-assign,assignment] # <https://…/%EA%B0%80> is shown as written
    made.validateLink = lambda url: True  # type: ignore[method-assign] # passes/sanitize.py judges
    use_closed_brackets(made)
    made.inline.ruler.after("link", "open_address", _open_address)
    if bare:
        made.disable("linkify")
        made.inline.ruler.before("newline", "bare_link", _bare_link)
        made.core.ruler.before("text_join", "bare_host", _bare_hosts)


def _as_browsers(web: re.Match[str]) -> str:
    """ "https:e.org:443" -> "https://e.org/": scheme, slashes, host and port as a browser has them."""
    scheme, host, path = web[1].lower(), web[2].lower(), web[3].replace("\\", "/")
    path = path if path.startswith("/") else f"/{path}"
    site = f"{scheme}://{host.removesuffix(_PORTS[scheme]).removesuffix(':')}"
    return urljoin(site, path) if "/." in path and not path.startswith("//") else site + path


def _open_address(state: StateInline, silent: bool) -> bool:
    """[words](address_(with an open bracket "title"): the address ends at its first closing bracket."""
    picture = state.src.startswith("![", state.pos)
    if (state.src[state.pos] != "[" and not picture) or last_bracket(state.src) < state.pos:
        return False
    start = state.pos + picture
    end = state.md.helpers.parseLinkLabel(state, start, not picture)
    found = _OPEN.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None:
        return False
    if silent:
        state.pos = found.end()
        return True
    address, title = state.md.normalizeLink(found["address"]), (found["title"] or "")[1:-1]
    attrs: dict[str, str | int | float] = {"src" if picture else "href": address}
    attrs |= {"title": unescapeAll(title)} if title else {}
    inner = StateInline(state.src[start + 1 : end], state.md, state.env, [])
    inner.linkLevel = state.linkLevel + (not picture)
    state.md.inline.tokenize(inner)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(inner)
    if picture:
        token = state.push("image", "img", 0)
        token.attrs, token.children, token.content = {**attrs, "alt": ""}, inner.tokens, inner.src
    else:
        state.push("link_open", "a", 1).attrs = attrs
        state.tokens += inner.tokens
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:
    """https://… anywhere in a text: marked asks for no space before it, and for an ASCII host."""
    if not state.src.startswith("://", state.pos) or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    match = _ADDRESS.match(state.src, state.pos + 3)
    if scheme is None or match is None:
        return False
    address = _trimmed(f"{scheme[0]}://{match[0]}")
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        _push_link(state, address)
    state.pos += len(address) - len(scheme[0])
    return True


def _trimmed(address: str) -> str:
    """Without what ends a sentence, not an address: signs, an entity, a bracket that nothing closes."""
    closing: set[int] = set()  # brackets that close one in the address
    end, opening = len(address), address.find("(")
    while opening >= 0:
        close = address.find(")", opening)
        if close < 0:
            end = opening
            break
        closing.add(close)
        opening = address.find("(", close)
    while end and address[end - 1] in _ENDS_SENTENCE and end - 1 not in closing:
        end = _entity_start(address, end) if address[end - 1] == ";" else end - 1
    return address[:end]


def _entity_start(address: str, end: int) -> int:
    """Where the entity starts whose semicolon stands before `end`; where there is none, the semicolon."""
    start = end - 2
    while start > 0 and address[start] in _LETTERS:
        start -= 1
    return start if address[start] == "&" and start < end - 2 else end - 1


def _push_link(state: StateInline, address: str) -> None:
    address = _ENTITY.sub(lambda entity: unescape(entity[0]), address)
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.info = {"href": state.md.normalizeLink(address)}, "auto"
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1).info = "auto"


def _bare_hosts(state: StateCore) -> None:
    """www.example.org and me@example.org in what is text after all else was read."""
    for block in state.tokens:
        children = block.children or []
        if any("www." in child.content.lower() or "@" in child.content for child in children):
            block.children = list(_linked(children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "html_inline":
            depth += isLinkOpen(token.content) - isLinkClose(token.content)
        if depth > 0 or token.type != "text":
            yield token
        else:
            yield from _split(token)


def _split(token: Token) -> Iterator[Token]:
    """The text around each bare host or mail address, and links in between."""
    position = 0
    for found in _bare(token.content):
        yield _text(token.content[position : found.start])
        yield Token("link_open", "a", 1, attrs={"href": found.scheme + found.shown}, info="auto")
        yield _text(found.shown)
        yield Token("link_close", "a", -1, info="auto")
        position = found.start + len(found.shown)
    yield _text(token.content[position:])


class _Bare(NamedTuple):
    """An address that stands in a text without its scheme."""

    start: int
    scheme: str
    shown: str


def _bare(text: str) -> Iterator[_Bare]:
    """Hosts and mail addresses; of two that overlap, the one that begins first."""
    done = 0
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if at < done:
            continue
        start = done + len(text[done:at].rstrip(_IN_NAME))
        end = _mail_end(text, at) if start < at else -1
        if end >= 0:
            yield _Bare(start, "mailto:", text[start:end])
        elif sign[0] != "@":
            end = _end(_REST, text, at)
            shown = _trimmed(text[at:end])
            yield _Bare(at, "http://" if shown[0] == "w" else "", shown)
        done = max(end, sign.end())


def _mail_end(text: str, at: int) -> int:
    """Where the mail address ends in whose name or at whose sign this place is; -1: it is in none."""
    while text[at : at + 1] and text[at] in _IN_NAME:
        at += 1
    return host_end(text, at + 1) if text.startswith("@", at) else -1


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def image_root(root: str) -> Callable[[StateCore], None]:
    """Every address of a picture gets the site's root in front (`prepend_root`)."""

    def rule(state: StateCore) -> None:
        children = (child for block in state.tokens for child in block.children or ())
        for picture in (child for child in children if child.type == "image"):
            address = str(picture.attrs.get("src", ""))
            if not re.match(r"#|//|[a-z][a-z0-9+.-]+:", address, re.I):
                picture.attrs["src"] = re.sub(r"/{2,}", "/", f"{root}/{address}")

    return rule
