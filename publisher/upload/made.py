"""What was made for a store, as the console tells of it: light, for every command loads it."""

from dataclasses import dataclass
from pathlib import Path

from publisher.upload.stores import Store

CHECKLIST = "checklist.txt"


@dataclass(frozen=True, slots=True)
class Folder:
    """One book's upload folder."""

    title: str
    path: Path
    files: tuple[Path, ...]  # by name
    checked: int  # lines of the list that publisher has checked
    faults: int  # of these, those to mend
    left: int  # things that only a person can do


@dataclass(frozen=True, slots=True)
class Packaged:
    """What was made for a store."""

    store: Store
    folders: tuple[Folder, ...]
