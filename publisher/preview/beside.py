"""Where on the pages of a unit the lines stand that messages are about."""

from dataclasses import dataclass

from publisher.preview.snapshot import Snapshot
from publisher.preview.source import Lines, place_of
from publisher.preview.window import Window

_MOST = 50  # places that are looked for on the pages of one unit


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page beside which something is to be said."""

    path: str  # of the post
    line: int
    page: int  # of the unit
    y: float  # 0 is the page's head, 1 its foot


def marks(snapshot: Snapshot, token: str, window: Window) -> list[Mark]:
    """Return a place for each line of a post on these pages that a message is about. Raises LostError."""
    sheets, posts = snapshot.sheets(token), snapshot.posts_on(token)
    said = {(one.where.path, one.where.line) for one in snapshot.messages if one.where.path in posts}
    if not sheets or not said:
        return []
    printed = window.lines(sheets)
    lines = Lines([one.words for one in printed])
    if not printed:
        return []
    found = ((path, line, printed[place_of(line, posts[path], lines)]) for path, line in sorted(said)[:_MOST])
    return [Mark(path, line, at.page, round(at.y, 3)) for path, line, at in found]
