"""What the page asks for of the order of chapters -> a change of the plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.book.plan.merge import DROPPED
from publisher.book.plan.rearrange import Change, Dropped, Moved, Renamed
from publisher.book.tree import Part, contents, walk
from publisher.model import Post
from publisher.preview.snapshot import Snapshot

_LONGEST = 500  # letters of a title


def change_of(said: Mapping[str, Any], snapshot: Snapshot) -> Change:
    """Return what is asked for. Raises LookupError where the book has no such chapter or part, ValueError for
    anything else."""
    path = _path(said.get("chapter"), snapshot)
    match said:
        case {"act": "move", "beside": str(beside), "behind": bool(behind)}:
            sections = {
                part.id: part.section
                for part in walk(contents(snapshot.arranged.outline.entries))
                if isinstance(part, Part)
            }
            if beside in sections:
                return Moved(path, sections[beside])
            return Moved(path, _path(beside, snapshot), behind)
        case {"act": "drop"}:
            return Dropped(path)
        case {"act": "rename", "title": str(title)} if len(title) <= _LONGEST:
            return Renamed(path, " ".join(title.split()))
    raise ValueError(said.get("act"))


def _path(chapter: Any, snapshot: Snapshot) -> str:
    """The post of a chapter, by its id; one that the plan leaves out, by its path."""
    known = {name: post.path for name, post in snapshot.posts.items()}
    known |= {post.path: post.path for post in dropped(snapshot)}
    return known[chapter if isinstance(chapter, str) else ""]


def dropped(snapshot: Snapshot) -> Iterator[Post]:
    """Yield the posts that the plan leaves out."""
    return (out.post for out in snapshot.arranged.outline.left_out if out.reason == DROPPED)
