"""Finished files, for a build that finds nothing changed: the last of each book and its settings."""

from pathlib import Path

from publisher.storage.keys import key_of
from publisher.writers.job import Job


class LastFile:
    """The last finished file of a book in one format."""

    def __init__(self, job: Job, form: str, machine: tuple[str, ...] = ()) -> None:
        """`machine`: what it is made of that the job does not have: see pdf/layout/libraries.py."""
        self._cache = job.cache("books")
        self._name = key_of(form, job.book.meta.identifier, job.settings)
        self._key = key_of(form, job.inputs, machine)
        self._file, self._target = job.file, job.target

    def about(self) -> bytes | None:
        """Return what was said of the file; None where there is none of the same key."""
        about = self._cache.get(self._key)
        return about if self._cache.has(f"{self._key}-file") else None

    def taken(self) -> bool:
        """Write what is kept into the job's file; where the last book is the very same, leave that as it is.

        False where what is kept is gone or damaged. Raises OSError.
        """
        if self._cache.is_file(f"{self._key}-file", self._target):
            self._file.unlink()
            return True
        return self._cache.get_file(f"{self._key}-file", self._file)

    def last(self) -> tuple[bytes, memoryview] | None:
        """Return the last file, of this key or another, and the parts that it was kept with; None where it is
        not whole."""
        last = self._last()
        parts = self._cache.get(f"{last}-parts") if last else None
        data = self._cache.mapped(f"{last}-file") if parts else None
        return (parts, data) if parts and data else None

    def copied(self) -> Path | None:
        """Return the job's file, ready to be kept."""
        return self._cache.copied(f"{self._key}-file", self._file)

    def keep(self, copy: Path | None, about: bytes | None, parts: bytes | None = None) -> None:
        """Keep a copy of the job's file, in place of the last one. Each lies under its own key: two builds at
        once may lose a file to each other, and never take one for the other. `parts`: see last()."""
        last = self._last()
        if last not in ("", self._key):
            for kind in ("", "-file", "-parts"):
                self._cache.drop(f"{last}{kind}")
        self._cache.place(f"{self._key}-file", copy)
        self._cache.put(f"{self._key}-parts", parts)
        self._cache.put(self._key, about)
        self._cache.put(self._name, self._key.encode())

    def _last(self) -> str:
        """The key of the last file; "" for none."""
        return (self._cache.get(self._name) or b"").decode()
