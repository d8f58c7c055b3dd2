"""The cache as a whole: where it lies, what counts in it, how large it may grow.

`<folder>/v-<version>/<kind>/…`. What another version of publisher made is never looked at, and goes when
nobody has used it for a week. Builds hold the store's lock together while they run; the last one to end
cuts it to its limit, what was used least recently first. Only folders named so are ever touched.
"""

import contextlib
import errno
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import platformdirs

from publisher.errors import ConfigError, WriteError
from publisher.phrase import _, system_says

try:
    import fcntl
except ImportError:  # Windows: there the limit is kept without looking whether another build runs
    fcntl = None  # type: ignore[assignment]

DEFAULT_LIMIT = 2000  # MB
_OWN = re.compile(r"v-[0-9a-f]{12}")
_WEEK = 7 * 24 * 3600  # seconds
_LOCK = "lock"
_PROBE = 65_536  # bytes: with less room nothing is worth keeping


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds."""

    folder: Path
    entries: int
    size: int  # bytes
    limit: int  # bytes


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    size: int
    used: float  # seconds since the epoch
    half: bool  # not written to its end


def folder() -> Path:
    """Find where this user's machine keeps caches; PUBLISHER_CACHE overrides it."""
    return Path(os.environ.get("PUBLISHER_CACHE") or platformdirs.user_cache_path("publisher"))


def limit() -> int:
    """Return bytes that the store may hold between builds: PUBLISHER_CACHE_LIMIT, in MB. Raises
    ConfigError."""
    text = os.environ.get("PUBLISHER_CACHE_LIMIT") or str(DEFAULT_LIMIT)
    if not text.isascii() or not text.isdigit():
        raise ConfigError(
            _("PUBLISHER_CACHE_LIMIT is no number: {text!r}", text=text), hint=_("megabytes, as in 500")
        )
    return int(text) * 1_000_000


@contextmanager
def opened(*, cut: bool = True) -> Iterator[Path]:
    """This version's part of the store, for one build; afterwards the store is cut to its limit, where `cut`
    says so."""
    place, most = folder(), limit()
    own = place / f"v-{version()}"
    with contextlib.suppress(OSError):  # what cannot be kept is made anew
        own.mkdir(parents=True, exist_ok=True)
        os.utime(own)
    with _lock(place, shared=True):
        yield own
    if not cut:
        return
    with _lock(place, shared=False) as alone:
        if alone:
            _trim(place, most)


def trouble() -> str:
    """Say why nothing can be kept: "No space left on device"; "" where something can."""
    own = folder() / f"v-{version()}"
    with contextlib.suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
    return unwritable(own)


def unwritable(place: Path) -> str:
    """Say why no file can be written in a folder, by writing one that nobody sees; "" where one can."""
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(bytes(_PROBE))
    except OSError as error:
        return system_says(error)
    return ""


def is_to_blame(temporary: Path, place: Path, error: OSError) -> bool:
    """Guess whether the folder of temporary files is what failed, and not the place of what was made: by the
    file where the system names one, else by which of them cannot be written, or has less room."""
    if error.filename:
        return Path(str(error.filename)).is_relative_to(temporary) and not place.is_relative_to(temporary)
    if unwritable(place):
        return False
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return bool(unwritable(temporary)) or (full and _free(temporary) < _free(place))


def _free(place: Path) -> int:
    return shutil.disk_usage(place).free


def held() -> Held:
    """Count what is there."""
    place = folder()
    files = list(_files(place))
    return Held(place, len(files), sum(file.size for file in files), limit())


def clear() -> None:
    """Empty the store. Raises WriteError where a build is using it, or it cannot be emptied."""
    place = folder()
    with _lock(place, shared=False) as alone:
        if not alone:
            raise WriteError(_("a build is using the cache {place}", place=place), _("wait for its end"))
        try:
            for part in _parts(place):
                shutil.rmtree(part)
        except OSError as error:
            raise WriteError(
                _("cannot empty {place}: {strerror}", place=place, strerror=system_says(error)),
                _("check its permissions"),
            ) from error


@lru_cache(maxsize=1)
def version() -> str:
    """Return a digest of our own code, of Python's version and of those of all libraries that it finds:
    others make other things. Which of them a book is made with is not listed by hand."""
    digest = hashlib.sha256(repr((platform.python_version(), _installed())).encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _installed() -> list[str]:
    """Names and versions of what is installed, as the names of the folders that say so: see
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/"""
    found: set[str] = set()
    for place in sys.path:
        if Path(place).name in ("site-packages", "dist-packages"):
            with contextlib.suppress(OSError):
                found.update(one.name for one in Path(place).iterdir() if one.name.endswith("-info"))
    return sorted(found)


def _parts(place: Path) -> list[Path]:
    """The folders of all versions."""
    try:
        return [path for path in place.iterdir() if _OWN.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return []


def _files(place: Path) -> Iterator[_File]:
    """Every file of every version."""
    waiting = [str(part) for part in _parts(place)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as found:  # gone meanwhile
            for item in found:
                if item.is_dir(follow_symlinks=False):
                    waiting.append(item.path)
                else:
                    stat = item.stat(follow_symlinks=False)
                    yield _File(item.path, stat.st_size, stat.st_mtime, item.name.startswith("."))


def _trim(place: Path, most: int) -> None:
    """No more than `most` bytes, nothing that a killed build left half-written, no forgotten version."""
    for part in _parts(place):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _WEEK:
                shutil.rmtree(part)
    files = sorted(_files(place), key=lambda file: file.used)
    total = sum(file.size for file in files)
    for file in files:
        if total > most or file.half:
            with contextlib.suppress(OSError):
                Path(file.path).unlink()
                total -= file.size


@contextmanager
def _lock(place: Path, *, shared: bool) -> Iterator[bool]:
    """Hold the store together with other builds, or alone; False where others hold it.

    See https://man7.org/linux/man-pages/man2/flock.2.html
    """
    if not fcntl:
        yield True
        return
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context((place / _LOCK).open("ab"))
            fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # a folder that cannot be written, a file system without locks
            pass
        yield True
