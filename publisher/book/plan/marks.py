"""How a plan remembers a post that it has shown: by a mark of its path, shorter than that."""

import hashlib

_LETTERS = 12  # 48 bits: of 10,000 posts, two have the same once in five million blogs


def mark_of(path: str) -> str:
    """Return its mark, in letters that stand in any text."""
    return hashlib.sha256(path.encode()).hexdigest()[:_LETTERS]
