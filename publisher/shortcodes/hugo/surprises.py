"""What a Hugo blog shows of a post that its writer may not mean: raw HTML left out, ranges struck out."""

import re
from collections.abc import Iterator
from html import unescape

from publisher.errors import Diagnostic, Severity, Where
from publisher.markdown.html import OMITTED
from publisher.model import Post
from publisher.phrase import Phrase, _

_LARGER = re.compile(
    r"<(?:img|iframe|video|audio|div|p|table|details|figure|blockquote|pre|ul|ol|center)\b", re.I
)
_STRUCK = re.compile(r"(?<=\w)<s>([^<]{1,300})</s>(?=\w)")  # 1~2, 3~4 and not ~2, 3~


def surprises(post: Post, html: str) -> Iterator[Diagnostic]:
    """At most one warning a post of each kind."""
    if OMITTED in html and not post.dialect.unsafe:
        yield from _omitted(post)
    if post.dialect.goldmark.since_128 and "<s>" in html:
        yield from _struck(post, html)


def _omitted(post: Post) -> Iterator[Diagnostic]:
    """Blocks or pictures in HTML that are lost; a lone <br> or comment is no loss."""
    if found := _LARGER.search(post.markdown):
        hint = _("set unsafe = true below [markup.goldmark.renderer] in the site's settings to show it")
        what = _(
            "the blog shows no raw HTML, {found}> and the like, and so the book has none", found=found[0]
        )
        yield _warning("html-omitted", what, post, found.start(), hint)


def _struck(post: Post, html: str) -> Iterator[Diagnostic]:
    """Words between two single tildes that stand in words: Hugo before 0.128 showed the tildes."""
    for words in map(unescape, _STRUCK.findall(html)):
        at = post.markdown.find(f"~{words}~")
        if at > 0 and "~" not in (post.markdown[at - 1], post.markdown[at + len(words) + 2 :][:1]):
            hint = _(
                "write \\~, or name the blog's version, HUGO_VERSION in netlify.toml, if it is an older one"
            )
            what = _("~{words}~ is struck out, as Hugo shows it since 0.128", words=words[:40])
            yield _warning("tilde-struck", what, post, at, hint)
            return


def _warning(code: str, what: Phrase, post: Post, at: int, hint: Phrase) -> Diagnostic:
    line = post.first_line + post.markdown.count("\n", 0, at)
    return Diagnostic(Severity.WARNING, code, what, Where(post.path, line), hint)
