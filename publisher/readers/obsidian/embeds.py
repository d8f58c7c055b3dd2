"""What notes name, looked up in the vault: the files that their links mean, and the texts that they embed.

It comes with each post (Post.extra), so that a change elsewhere makes no other chapter stale, and a chapter
is made anew where a note has changed that it shows: "at:NOTE:NAME" is a file, "text:NOTE#PLACE" a text, and
"not:NOTE#PLACE" says why there is none, in a word for shortcodes/obsidian/notes.py.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from publisher.markdown.obsidian.wiki import Link, named
from publisher.model import Post
from publisher.readers.obsidian.sections import Sections, without_title
from publisher.readers.obsidian.vault import Index

_DRAWN = (".svg", ".png")  # what Excalidraw's plug-in may keep beside a drawing
_DEEPEST = 6  # notes in notes; one more than are shown
_MOST = 200  # texts in one post
_LARGEST = 300_000  # characters of one of them
_LARGEST_OF_ALL = 1_000_000
_MOST_LOOKED_AT = 1000  # embeds of one post, those of which nothing comes too
_LARGEST_OF_VAULT = 50_000_000  # characters: each of ten thousand notes may embed the same long one


@dataclass(slots=True)
class _Library:
    """What has been looked up, once a vault."""

    index: Index
    posts: dict[str, Post]  # by their paths
    sections: dict[str, Sections] = field(default_factory=dict)  # by paths of notes
    size: int = 0  # of all texts that posts embed
    files: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Seen:
    """What one post embeds so far."""

    texts: int = 0
    size: int = 0
    looked_at: int = 0

    @property
    def is_full(self) -> bool:
        many = self.texts >= _MOST or self.looked_at > _MOST_LOOKED_AT
        return many or self.size > _LARGEST_OF_ALL


def with_values(posts: Iterable[Post], index: Index) -> Iterator[Post]:
    """Yield the posts, each with what its text names."""
    posts = tuple(posts)
    library = _Library(index, {post.path: post for post in posts})
    return (replace(post, extra=tuple(_values(post, library).items())) for post in posts)


def _values(post: Post, library: _Library) -> dict[str, str]:
    """Breadth first: what the post itself embeds comes before what stands in that."""
    found: dict[str, str] = {}
    seen = _Seen()
    waiting = deque([(post.path, _named(_part(post, "", library)), 1)])
    while waiting:
        source, links, depth = waiting.popleft()
        for link in links:
            path = _file(link, source, library) if link.name else source
            if path:
                found[f"at:{source}:{link.name}"] = path
            key = f"{path}#{link.place}" if link.place else path
            other = library.posts.get(path)
            is_known = f"text:{key}" in found or f"not:{key}" in found
            if not link.is_embed or not other or depth > _DEEPEST or is_known:
                continue
            text = "" if seen.is_full else _part(other, link.place, library)
            seen.looked_at, seen.size = seen.looked_at + 1, seen.size + len(text)
            if why := _why_not(other, post, text, seen, library):
                found[f"not:{key}"] = why
                continue
            found[f"text:{key}"] = text
            seen.texts, library.size = seen.texts + 1, library.size + len(text)
            waiting.append((path, _named(text), depth + 1))
    return found


def _part(post: Post, place: str, library: _Library) -> str:
    if not place:
        return without_title(post.markdown, post.title)
    if post.path not in library.sections:
        library.sections[post.path] = Sections(post.markdown)
    return library.sections[post.path].part(place)


def _named(text: str) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(named(text)))


def _file(link: Link, source: str, library: _Library) -> str:
    """What a name means; of a drawing, the picture of it that lies in the vault."""
    where = (link.name, source.rpartition("/")[0])
    if where not in library.files:
        path = library.index.find(link.name, source)
        stem = path.removesuffix(".md")
        if stem.endswith(".excalidraw"):
            forms = (stem + ending for ending in _DRAWN)
            path = next((one for form in forms if (one := library.index.find(form, source))), path)
        library.files[where] = path
    return library.files[where]


def _why_not(other: Post, post: Post, text: str, seen: _Seen, library: _Library) -> str:
    """Why a note is not shown in another: not what the vault keeps from readers in what it does not."""
    if (other.kept_private_by or other.draft) and not (post.kept_private_by or post.draft):
        return f"private {other.kept_private_by or 'draft'}"
    if seen.is_full or len(text) > _LARGEST:
        return f"many {_MOST} {_LARGEST} {_LARGEST_OF_ALL}"
    if library.size + len(text) > _LARGEST_OF_VAULT:
        return f"full {_LARGEST_OF_VAULT}"
    if not text.strip():
        return f"hidden {other.hidden_by}" if other.hidden_by else "nowhere"
    return ""
