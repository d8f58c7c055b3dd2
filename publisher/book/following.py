"""Posts that want to stand behind another one (`book: {after: …}`), whatever orders the book. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from publisher.book.named import closest, names_of
from publisher.errors import Report, Where
from publisher.model import Placed, Post
from publisher.phrase import _


def following(placed: Sequence[Placed]) -> list[Placed]:
    """Return posts with those right behind them that want to follow, in their part."""
    wanted = _wanted(post for _section, post in placed)
    if not wanted:
        return [*placed]
    behind: dict[str, list[Post]] = {}
    for _section, post in placed:
        if post.path in wanted:
            behind.setdefault(wanted[post.path], []).append(post)
    heads = (one for one in placed if one[1].path not in wanted)
    return [one for head in heads for one in _train(head, behind)]


def _train(head: Placed, behind: Mapping[str, Sequence[Post]]) -> Iterator[Placed]:
    """A post and all that follow it, each with its own followers."""
    waiting = [head]
    while waiting:
        section, post = waiting.pop()
        yield section, post
        waiting.extend((section, one) for one in reversed(behind.get(post.path, ())))


def check_following(posts: Sequence[Post], report: Report) -> None:
    """Name posts that want to follow what is not there, or each other in a circle."""
    wanted = _wanted(posts)
    for post in posts:
        if not post.book.after or post.path in wanted:
            continue
        name = post.book.after
        if name in names_of(posts):
            what = _("book.after: {name} itself comes behind this post", name=name)
            hint = _("take one of them out; until then, each stands where it would without")
        else:
            what = _("book.after: there is no {name} in the book", name=name)
            near = closest(name, (PurePosixPath(other.path).stem for other in posts))
            all_of_them = _("`publisher plan` shows all of them")
            hint = _("did you mean {near}?", near=near) if near else all_of_them
        report.warning("book-after", what, Where(post.path, 1), hint)


def _wanted(posts: Iterable[Post]) -> dict[str, str]:
    """Path -> path of the post behind which it stands, without circles."""
    given = [*posts]
    if not any(post.book.after for post in given):
        return {}
    names = names_of(given)
    asked = {post.path: names[post.book.after] for post in given if post.book.after in names}
    return {path: target for path, target in asked.items() if not _in_circle(path, asked)}


def _in_circle(path: str, asked: Mapping[str, str]) -> bool:
    """Whether following leads back to the post, or to a circle of others."""
    seen = {path}
    while (path := asked.get(path, "")) and path not in seen:
        seen.add(path)
    return bool(path)
