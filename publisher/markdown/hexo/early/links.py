"""Links, pictures and bare addresses as marked 0.3 and kramed find them in a text."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from publisher.markdown.hexo.early.rules import SIGNS, Named, Rules
from publisher.markdown.scan import host_end

_AUTO = re.compile(r"<(?:(?P<mail>[\w.+-]+@[\w.-]+\w)|(?P<address>[a-zA-Z][\w+.-]{1,31}:[^\s<>]*))>")
_WEB = re.compile(r"https?://[^\s<]{1,2000}")
_HOST = re.compile(r"(?:(?:ftp|https?)://|www\.)[a-zA-Z0-9-][^\s<]{0,2000}")
_MAIL_NAME = re.compile(r"[\w.+-]{1,100}@", re.A)
_ESCAPED_ENTITY = re.compile(r"&amp;(#?\w+;)", re.A)
_ESCAPED = re.compile(rf"\\([{re.escape(SIGNS)}])")
_BRACKET = re.compile(r"[\[\]]")
_TITLE = re.compile(r"(?<!\s)\s+['\"]")
_REFERENCE = re.compile(r"\s*\[([^\]]*)\]")
_LONGEST = 2000  # of an address and title
_MOST_ENDS = 50  # brackets that are tried for a link's words


class Link(NamedTuple):
    """A link or picture in a text."""

    words: str
    address: str
    title: str
    end: int


def escaped(text: str) -> str:
    """Return text as HTML; what looks like an entity is one."""
    return _ESCAPED_ENTITY.sub(r"&\1", escape(text, quote=False)).replace('"', "&quot;")


def anchor(address: str, title: str, words: str) -> str:
    named = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(address)}"{named}>{words}</a>'


def picture(found: Link) -> str:
    named = f' title="{escape(found.title)}"' if found.title else ""
    return f'<img src="{escape(found.address)}" alt="{escape(found.words)}"{named}>'


def automatic(text: str, at: int, rules: Rules) -> tuple[str, int] | None:
    """<https://e.org> and <me@e.org>."""
    found = _AUTO.match(text, at)
    if found is None:
        return None
    shown = found["mail"] or found["address"]
    mail = found["mail"] or ("@" in shown and not rules.hosts)
    return anchor("mailto:" * bool(mail) + shown, "", escaped(shown)), found.end()


def bare(text: str, at: int, rules: Rules) -> tuple[str, int] | None:
    """https://e.org where it stands in the text."""
    if not rules.hosts:
        web = _WEB.match(text, at)
        shown = web[0].rstrip(".,:;\"')]") if web else ""
        return (anchor(shown, "", escaped(shown)), at + len(shown)) if shown[8:] else None
    name = _MAIL_NAME.match(text, at)
    if name and (end := host_end(text, name.end())) > 0:
        return anchor(f"mailto:{text[at:end]}", "", text[at:end]), end
    found = _HOST.match(text, at)
    if found is None:
        return None
    shown = _without_end(found[0])
    return anchor("http://" * (shown[0] == "w") + shown, "", escaped(shown)), at + len(shown)


def _without_end(address: str) -> str:
    """An address without the last mark of punctuation; a bracket that nothing closes ends it."""
    opened = address.find("(", address.rfind(")") + 1)
    address = address[:opened] if opened >= 0 else address
    if entity := re.search(r"&[a-zA-Z0-9]+;\Z", address):
        return address[: entity.start()]
    closed = address.endswith(")") and "(" in address[address.rfind(")", 0, -1) + 1 :]
    return address[:-1] if address[-1] in "?!.,:;*_~)" and not closed else address


def link(text: str, start: int, last: int, named: Named) -> Link | None:
    """Return what the bracket at `start` opens; `last`: where the last ] of all stands."""
    ends = list(reversed([*_ends(text, start, last)]))
    for end in ends:
        closing = text.find(")", end + 2) if text.startswith("(", end + 1) else -1
        if closing >= 0:
            return Link(text[start + 1 : end], *_target(text[end + 2 : closing]), closing + 1)
    for end in ends:
        reference = _REFERENCE.match(text, end + 1)
        words = text[start + 1 : end]
        label = re.sub(r"\s+", " ", (reference[1] if reference else "") or words).lower()
        if label in named.links:
            return Link(words, *named.links[label], reference.end() if reference else end + 1)
        if reference:
            return None
    return None


def _ends(text: str, start: int, last: int) -> Iterator[int]:
    """Where the words may end that this bracket opens: at the first ], and at others right behind it."""
    at, closed = start + 1, False
    for _ in range(_MOST_ENDS):
        found = _BRACKET.search(text, at, last + 1)
        if found is None or (closed and found[0] == "["):
            return
        if found[0] == "[":
            at = text.find("]", found.end()) + 1
            if not at:
                return
        else:
            yield found.start()
            at, closed = found.end(), True


def _target(inside: str) -> tuple[str, str]:
    """Address and title of what stands between the brackets; the first that closes is the last."""
    inside = inside.strip()
    quoted = len(inside) < _LONGEST and inside.endswith(("'", '"'))
    title = _TITLE.search(inside, 0, len(inside) - 1) if quoted else None
    address, words = (inside[: title.start()], inside[title.end() : -1]) if title else (inside, "")
    return _plain(address.removeprefix("<").removesuffix(">")), _plain(words)


def _plain(part: str) -> str:
    return _ESCAPED.sub(r"\1", part)
