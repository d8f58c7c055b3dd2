"""What every writer gets, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import Report
from publisher.fonts import FontSet
from publisher.model import Book
from publisher.settings import BookToml
from publisher.themes import Theme


@dataclass(frozen=True, slots=True)
class Job:
    """One file to write."""

    book: Book
    cover: bytes  # a JPEG
    theme: Theme
    fonts: FontSet
    settings: BookToml
    target: Path
    keep_in: Path  # a folder for things worth keeping until the next build
    report: Report
    step: Callable[[str], None]  # tells what is being done


@dataclass(frozen=True, slots=True)
class Finished:
    """One file, written."""

    format: str
    path: Path
    size: int  # bytes
    pages: int  # 0 where the format has none
