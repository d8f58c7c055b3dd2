"""Addresses like http://[주소]/: the parser would make of the words in brackets a host of that name."""

import re

import mdurl
from markdown_it import MarkdownIt

# In brackets stands a number of IPv6, or none.
_NO_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?\[(?![0-9a-f.]*:[0-9a-f:.]*\])", re.I)


def use_placeholders(made: MarkdownIt) -> None:
    """Let such an address stay as it is written; it leads nowhere, which passes/links.py says."""
    link, text = made.normalizeLink, made.normalizeLinkText

    def as_link(url: str) -> str:
        return mdurl.encode(url) if _NO_HOST.match(url) else link(url)

    def as_text(link: str) -> str:
        return link if _NO_HOST.match(link) else text(link)

    made.normalizeLink, made.normalizeLinkText = as_link, as_text  # type: ignore[method-assign]
