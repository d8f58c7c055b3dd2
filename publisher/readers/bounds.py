"""What front matter names stands on many pages: contents, heads, openings, the index. A name without an end
would be laid out for all of them, where the limits of one post do not hold: it is cut when it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from publisher.errors import Report, Where
from publisher.model import Post
from publisher.phrase import _

LONGEST = 1_000  # characters of a title, a tag, an author: half a page
LONGEST_TEXT = 20_000  # of a paragraph below the title, of an excerpt
MOST = 1_000  # of a kind
_CUT = ("title", "series", "tags", "authors", "sections", "summary", "book")  # fields of a Post


def bounded(post: Post, report: Report) -> Post:
    """Return a post that names nothing longer, and no more; its report says what was cut."""
    if len(names := [*_names(post)]) <= MOST and max(map(len, names)) <= LONGEST:
        return post
    own = post.book
    cut = replace(
        post,
        title=_cut(post.title),
        series=_cut(post.series),
        tags=_few(post.tags),
        authors=_few(post.authors),
        sections=tuple(map(_few, post.sections[:MOST])),
        summary=_cut(post.summary, LONGEST_TEXT),
        book=replace(own, title=_cut(own.title), part=_few(own.part), lead=_few(own.lead, LONGEST_TEXT)),
    )
    if fields := ", ".join(name for name in _CUT if getattr(cut, name) != getattr(post, name)):
        what = _(
            "{fields}: names of more than {longest:,} characters are cut, and lists of more than {most:,}",
            fields=fields,
            longest=LONGEST,
            most=MOST,
        )
        report.warning("field-cut", what, Where(post.path, 1), _("say less there; the text has room for it"))
    return cut


def _names(post: Post) -> Iterator[str]:
    own = post.book
    yield from (post.title, post.series, post.summary, own.title)
    yield from chain(post.tags, post.authors, *post.sections, own.part, own.lead)


def _few(names: Sequence[str], longest: int = LONGEST) -> tuple[str, ...]:
    return tuple(_cut(name, longest) for name in names[:MOST])


def _cut(name: str, longest: int = LONGEST) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
