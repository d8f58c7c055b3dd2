"""Many small things kept in a few files: to create a file takes as long as to make such a thing.

Each thing belongs to something that stays, such as a post. A build that changes a post writes one file of
sixteen anew. A build that is killed keeps nothing of what it has put here.
"""

from zlib import crc32

from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded

_PARTS = 16
_VERSIONS = 3  # of each owner's things: a change that is undone need not be made again

_Part = dict[str, dict[str, bytes]]  # owner -> key -> what is kept, the newest last


class ShardedStore:
    """The things of one blog, or book, by owner and key."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache = cache
        self._name = name
        self._parts: dict[int, _Part] = {}
        self._asked: set[str] = set()
        self._changed: set[int] = set()

    def get(self, owner: str, key: str) -> bytes | None:
        self._asked.add(owner)
        return self._part(owner).get(owner, {}).get(key)

    def use(self, owner: str) -> None:
        """Note that an owner is still there, without a look at what is kept of it."""
        self._asked.add(owner)

    def put(self, owner: str, key: str, data: bytes | None) -> None:
        """Keep it; None, a value that has no bytes, only costs time."""
        self._asked.add(owner)
        if data is None:
            return
        own = self._part(owner).setdefault(owner, {})
        own.pop(key, None)
        own[key] = data
        while len(own) > _VERSIONS:
            del own[next(iter(own))]
        self._changed.add(_place(owner))

    def drop(self, owner: str, key: str) -> None:
        """Forget it."""
        if self._part(owner).get(owner, {}).pop(key, None) is not None:
            self._changed.add(_place(owner))

    def close(self, *, is_part: bool = False) -> None:
        """Write what has changed; a cache that cannot be written only costs time. `is_part`: whether not all
        owners have been asked for."""
        for place in sorted(self._changed):
            part = self._parts[place]
            if not is_part:
                _forget(part, self._asked)
            self._cache.put(self._key(place), encoded(part))
        self._changed.clear()

    def _part(self, owner: str) -> _Part:
        place = _place(owner)
        if place not in self._parts:
            self._parts[place] = decoded(self._cache.get(self._key(place)), _Part) or {}
        return self._parts[place]

    def _key(self, place: int) -> str:
        return key_of(self._name, place)


def _place(owner: str) -> int:
    return crc32(owner.encode("utf-8", "surrogatepass")) % _PARTS


def _forget(part: _Part, asked: set[str]) -> None:
    """Drop the things of posts that are gone, once there are more of them than of others."""
    gone = [owner for owner in part if owner not in asked]
    if len(gone) * 2 > len(part):
        for owner in gone:
            del part[owner]
