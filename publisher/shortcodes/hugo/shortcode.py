"""A Hugo shortcode as it stands in a post: its arguments, its inner text, those around it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from publisher.model import Post
from publisher.shortcodes.hugo.page import pad

_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>\s*\Z", re.S)


class Bare(str):
    """An argument without quotes: to a template, true, false and numbers are what they say."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shortcode stands among the others, and the pads on which their templates note things."""

    ordinal: int = 0  # in its parent, or on the page
    parent: "Shortcode | None" = None
    scratch: Mapping[str, Any] = field(default_factory=pad)
    of_page: Mapping[str, Any] = field(default_factory=pad)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it stands in the post."""

    name: str
    words: tuple[str, ...]  # arguments without a name
    named: Mapping[str, str]  # arguments with one, in lower case
    inner: str
    to_html: Callable[[str], str]
    post: Post
    place: Place = field(default_factory=Place)

    def get(self, *names: str, at: int = -1) -> str:
        """Return the first of these arguments that is there, else the one at this place."""
        found = next((self.named[name] for name in names if self.named.get(name)), "")
        return found or (self.words[at] if 0 <= at < len(self.words) else "")

    def inner_html(self) -> str:
        """Return its inner text as HTML; a few words on one line are no paragraph."""
        return self.line(self.inner) if "\n" not in self.inner else self.to_html(self.inner.strip("\n"))

    def line(self, markdown: str) -> str:
        """Return words with Markdown in them, without a paragraph around them."""
        return unwrapped(self.to_html(markdown.strip()))


def unwrapped(html: str) -> str:
    """HTML that is one paragraph without its tags, as Hugo's markdownify gives it."""
    match = _PARAGRAPH.match(html)
    return match[1] if match else html
