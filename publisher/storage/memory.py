"""What a process that makes one book after another keeps of what it has read from the cache: as values.

To decode a thousand posts and chapters takes longer than to make one of them anew. Each user has a mapping of
its own, by what the values belong to, and says beside each value what it holds for; nothing is used for
anything else. So it takes as much memory as the last book, whatever was made before.
"""

from typing import Any


class Memory:
    """Mappings by their users' names."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Any, Any]] = {}
        # Whether no file but posts has changed since the last book, as who watches the blog knows: then
        # pictures that were found need not be looked for again.
        self.only_posts_changed = False
        # Whether the next book is a part of one: what is kept on the disk of the rest stays there.
        self.is_part = False

    def of(self, user: str) -> dict[Any, Any]:
        """Return what one user keeps; it may be changed, and is there the next time."""
        return self._held.setdefault(user, {})
