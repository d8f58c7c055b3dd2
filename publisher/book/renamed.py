"""Posts that an edition knows by another file name: they keep the ids that they had in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.book.editions import Edition, Kept
from publisher.book.outline import entry_id
from publisher.model import Entry, Outline, Post

_MOST = 40  # posts that are compared with as many
_LEAST = 8  # letters of a paragraph that no other post has by chance
_SHARE = 0.5  # of its paragraphs


def with_ids(outlines: Sequence[Outline], last: Edition) -> tuple[Outline, ...]:
    """Return the books with the ids that their posts had in the last edition, by file, else by words."""
    posts = [entry.post for outline in outlines for entry in outline.entries]
    ids, here = {one.path: one.id for one in last.chapters}, {post.path for post in posts}
    ids |= dict(_renamed(posts, [one for one in last.chapters if one.path not in here], ids))
    taken = {ids[post.path] for post in posts if post.path in ids}
    return tuple(_with(outline, ids, taken) for outline in outlines)


def _renamed(posts: Sequence[Post], gone: list[Kept], known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield paths and ids of posts that are new in words of one that is gone."""
    new = [post for post in posts if post.path not in known]
    if max(len(new), len(gone)) > _MOST:
        return
    for post in new:
        words = " ".join(post.markdown.split())
        found = next((one for one in gone if _is_in(one, words)), None)
        if found:
            gone.remove(found)
            yield post.path, found.id


def _is_in(kept: Kept, words: str) -> bool:
    """Whether most of its paragraphs stand in a text."""
    wanted = [one for one in kept.paragraphs if len(one) >= _LEAST]
    return bool(wanted) and sum(one in words for one in wanted) >= _SHARE * len(wanted)


def _with(outline: Outline, ids: dict[str, str], taken: set[str]) -> Outline:
    entries = tuple(replace(one, id=_id(one, ids, taken)) for one in outline.entries)
    anew = {old.id: new.id for old, new in zip(outline.entries, entries, strict=True)}
    return replace(outline, entries=entries, links={url: anew[one] for url, one in outline.links.items()})


def _id(entry: Entry, ids: dict[str, str], taken: set[str]) -> str:
    """Its own, unless another post has that from an edition: one that stood at its path before."""
    path = entry.post.path
    return ids.get(path) or (entry_id(f"{path}/") if entry.id in taken else entry.id)
