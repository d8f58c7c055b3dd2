"""`images.lock`: which picture of the web is which file of the blog, so that the book is the same next year.

The bytes lie in `book-images/` beside it, each file named by its digest. Both belong to the blog, as its
other pictures do: committed with it, they need no network and no host that is still there. Whoever wants a
picture fetched anew takes its entry out.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from publisher.errors import ConfigError, WriteError
from publisher.fetch.internet import FetchError
from publisher.phrase import Phrase, _, system_says
from publisher.storage import opening
from publisher.storage.cache import write_whole

LOCK, FOLDER = "images.lock", "book-images"
_LARGEST = 20_000_000  # bytes of the lock: some 50,000 pictures
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Locked:
    """A picture that was fetched."""

    file: str  # below FOLDER
    sha256: str
    size: int  # bytes
    type: str  # as its host calls it: "image/png"
    fetched: str  # the day: "2026-11-27"


class Step(Protocol):
    """How progress is told."""

    def __call__(self, what: Phrase, item: str = "", *, done: int = 0, of: int = 0) -> None: ...


Lock = Mapping[str, Locked]  # by addresses


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the blog has of the web, and why it has not the rest."""

    lock: Lock
    faults: Mapping[str, FetchError]  # by addresses


def read(blog: Path) -> dict[str, Locked]:
    """Return what is locked; nothing where there is no lock. Raises ConfigError for one that is none."""
    try:
        pictures = json.loads(opening.read(blog / LOCK, blog, _LARGEST).data)["pictures"]
        return {str(address): _locked(values) for address, values in pictures.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        hint = _("take it from your last commit, or remove it to fetch the pictures again")
        raise ConfigError(_("{lock} cannot be read: {error}", lock=LOCK, error=error), hint=hint) from error


def _locked(values: Any) -> Locked:
    found = Locked(**values)
    # A name is joined to a path, so it is nothing but a digest and an ending; a size bounds what is read.
    if not _NAME.fullmatch(found.file) or not _DIGEST.fullmatch(found.sha256) or type(found.size) is not int:
        raise ValueError(f"no file of {FOLDER}/: {found.file}")
    return found


def there(blog: Path, lock: Lock) -> dict[str, str]:
    """Return the file of each picture, below the blog's folder, as far as it is there in its size."""
    return {
        address: f"{FOLDER}/{one.file}"
        for address, one in lock.items()
        if _size(blog / FOLDER / one.file) == one.size
    }


def is_whole(blog: Path, one: Locked) -> bool:
    """Tell whether a picture's file has the bytes that were locked."""
    try:
        data = opening.read(blog / FOLDER / one.file, blog, one.size).data
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == one.sha256


def _size(path: Path) -> int:
    try:
        return -1 if path.is_symlink() or not path.is_file() else path.stat().st_size
    except OSError:
        return -1


def keep(blog: Path, data: bytes, ending: str, media_type: str, day: str) -> Locked:
    """Write a picture to its place. Raises WriteError."""
    digest = hashlib.sha256(data).hexdigest()
    found = Locked(f"{digest}.{ending}", digest, len(data), media_type, day)
    _write(blog, blog / FOLDER / found.file, data)
    return found


def write(blog: Path, lock: Lock) -> None:
    """Write the lock, the same bytes for the same pictures. Raises WriteError."""
    pictures = {address: asdict(lock[address]) for address in sorted(lock)}
    text = json.dumps({"pictures": pictures}, ensure_ascii=False, indent=1) + "\n"
    _write(blog, blog / LOCK, text.encode())


def _write(blog: Path, path: Path, data: bytes) -> None:
    """Whole, and within the blog: a link in place of the folder would lead it out."""
    hint = _("the blog's folder must be writable, and book-images/ a folder of its own")
    if (blog / FOLDER).is_symlink():
        raise WriteError(_("{folder}/ is a link", folder=FOLDER), hint)
    try:
        write_whole(path, data)
    except OSError as error:
        raise WriteError(
            _("cannot write {path}: {strerror}", path=path, strerror=system_says(error)), hint
        ) from error
