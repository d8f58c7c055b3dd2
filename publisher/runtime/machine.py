"""How much work this machine can take at once: its cores, and its memory that is free; that this is short."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path

from publisher.errors import LibraryError, MemoryShortError, WriteError
from publisher.phrase import Phrase, _, system_says
from publisher.storage import cache_folder

WORKER = 350_000_000  # bytes that a process takes which lays out pages


def processes(root: Path = Path("/")) -> int:
    """As many as there are cores, and no more than there is memory for; at least one.

    `root` has /proc and /sys: a container's limits count, where it has some.
    """
    memory = [free for free in (_available(root), _cgroup(root), _cgroup_v1(root)) if free is not None]
    return max(1, min(_cores(root), min(memory, default=WORKER * 64) // WORKER))


@contextmanager
def memory_short_is_said() -> Iterator[None]:
    """Raises MemoryShortError for all that Python says where there is no memory, or no process more."""
    try:
        yield
    except MemoryError:
        raise _short(_("there is not enough memory")) from None
    except OSError as error:
        if error.errno not in (errno.ENOMEM, errno.EAGAIN):
            raise
        raise _short(
            _("no memory, or no process more, is to be had: {strerror}", strerror=system_says(error))
        ) from error
    except RuntimeError as error:
        if "start new thread" not in str(error):  # all that Python says of it
            raise
        raise _short(_("no thread more can be started")) from error


@contextmanager
def loading_fails_in_words() -> Iterator[None]:
    """Raises LibraryError where a package of Python, or a library that it needs, cannot be loaded."""
    hint = _("install publisher again; `publisher doctor` shows what is missing")
    try:
        yield
    except ImportError as error:
        raise LibraryError(
            _("{name} does not load: {why}", name=error.name or "Python", why=error), hint
        ) from error
    except OSError as error:
        if "cannot load library" not in str(error):  # all that cffi says of it
            raise
        raise LibraryError(_("{why}", why=str(error).partition(":")[0]), hint) from error


@contextmanager
def write_fails_in_words(what: Phrase, hint: Phrase, place: Path) -> Iterator[None]:
    """Raises WriteError where the disk or its permissions do not allow it, MemoryShortError where there is no
    memory. `place`: the folder that is written to."""
    try:
        with memory_short_is_said():
            yield
    except OSError as error:
        folder = Path(tempfile.gettempdir())
        if cache_folder.is_to_blame(folder, place, error):
            what, hint = _("the folder of temporary files {folder}", folder=folder), _("TMPDIR names another")
        why = _("cannot write {what}: {strerror}", what=what, strerror=system_says(error))
        raise WriteError(why, hint) from error


def _short(what: Phrase) -> MemoryShortError:
    hint = _(
        "--jobs 1 takes least; else raise the limit (ulimit -a, or the container's), or end other programs"
    )
    return MemoryShortError(what, hint)


def _cores(root: Path) -> int:
    """Cores that this process may use. See https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max)"""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        cores = os.cpu_count() or 1
    quota, _, period = _text(root / "sys/fs/cgroup/cpu.max").partition(" ")
    if quota.isdigit() and period.strip().isdigit():
        cores = min(cores, ceil(int(quota) / int(period)))
    return cores


def _available(root: Path) -> int | None:
    """Bytes free, or held by what can go. See https://man7.org/linux/man-pages/man5/proc_meminfo.5.html"""
    found = _rows(root / "proc/meminfo").get("MemAvailable:")
    return found * 1024 if found is not None else None


def _cgroup(root: Path) -> int | None:
    """What a container may still take: its limit, but for what it uses and could not let go."""
    folder = root / "sys/fs/cgroup"
    cached = _rows(folder / "memory.stat").get("inactive_file", 0)
    return _left(folder / "memory.max", folder / "memory.current", cached)


def _cgroup_v1(root: Path) -> int | None:
    folder = root / "sys/fs/cgroup/memory"
    cached = _rows(folder / "memory.stat").get("total_inactive_file", 0)
    return _left(folder / "memory.limit_in_bytes", folder / "memory.usage_in_bytes", cached)


def _left(limit: Path, used: Path, cached: int) -> int | None:
    most, now = _text(limit).strip(), _text(used).strip()
    if not most.isdigit() or not now.isdigit():  # "max": there is no limit
        return None
    return max(0, int(most) - int(now) + cached)


def _rows(path: Path) -> dict[str, int]:
    """ "MemAvailable:  123 kB" and the like: names and numbers."""
    rows = (line.split() for line in _text(path).splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit()}


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""
