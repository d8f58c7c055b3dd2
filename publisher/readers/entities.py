"""Letters that front matter writes as HTML does: WordPress hands over `A &amp; B`, and `&#8217;`.

Only such as stand for letters among words: a post about `&amp;` may name it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from publisher.model import Post

_LETTER = re.compile(
    r"(?:(?<=\w)|(?<=\w\s))&amp;(?=\s?\w)|&(?:#\d{2,6}|#x[0-9a-f]{2,5}|quot|hellip|[lr][sd]quo|[nm]dash);",
    re.I,
)


def with_letters(post: Post) -> Post:
    """Return a post whose title, categories, tags and series are written in letters."""
    names = (post.title, post.series, *post.tags, *(name for path in post.sections for name in path))
    if not any("&" in name for name in names):
        return post
    return replace(
        post,
        title=_letters(post.title),
        series=_letters(post.series),
        tags=_all(post.tags),
        sections=tuple(map(_all, post.sections)),
    )


def _all(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_letters, names))


def _letters(name: str) -> str:
    return _LETTER.sub(lambda found: unescape(found[0]), name)
