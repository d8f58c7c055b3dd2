"""What a Hugo blog does not show of its own posts: raw HTML, where `unsafe` is off."""

import re
from collections.abc import Iterator

from publisher.errors import Diagnostic, Severity, Where
from publisher.markup.hugo import OMITTED
from publisher.model import Post

_LARGER = re.compile(
    r"<(?:img|iframe|video|audio|div|p|table|details|figure|blockquote|pre|ul|ol|center)\b", re.I
)


def omitted(post: Post, html: str) -> Iterator[Diagnostic]:
    """One warning a post whose blocks or pictures in HTML are lost; a lone <br> or comment is no loss."""
    if OMITTED not in html or post.dialect.unsafe:
        return
    if found := _LARGER.search(post.markdown):
        line = post.first_line + post.markdown.count("\n", 0, found.start())
        hint = "set unsafe = true below [markup.goldmark.renderer] in the site's settings to show it"
        what = f"the blog shows no raw HTML, {found[0]}> and the like, and so the book has none"
        yield Diagnostic(Severity.WARNING, "html-omitted", what, Where(post.path, line), hint)
