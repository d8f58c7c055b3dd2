"""Whole books in any settings, made in this process, and looked at with programs that are not ours."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from page import ValidationProfile, validate_pdf

from publisher.build import build
from publisher.config.load import Config, load
from publisher.config.schema import Format
from publisher.errors import Report, Severity

_WARNED = 3  # qpdf's exit code
_WARNING = re.compile(r"^WARNING: .*$", re.M)
_DOUBTED = re.compile(r"input stream is complete but output may still be valid$")
_EDGE = 0.5  # points by which a word's box may stand out: its font's, not its ink's
Settings = dict[str, dict[str, Any]]  # as book.toml has them


@dataclass(frozen=True)
class Whole:
    """A book in some settings: its files by format, and what was said when it was made."""

    files: dict[str, Path]
    report: Report

    @property
    def said(self) -> list[str]:
        """What is to be mended: a note tells that all is well."""
        return [str(one) for one in self.report.diagnostics if one.severity is not Severity.NOTE]


def whole(blog: Path, out: Path, settings: Settings, *formats: Format) -> Whole:
    """Make a blog's book with these settings over its own."""
    own = load(blog / "book.toml", "book.toml", settings)
    report = Report()
    built = build(Config(blog, out, formats, own, jobs=1, cache=True, epoch=None), report)
    return Whole({file.format: file.path for file in built.files}, report)


def pages_of(path: Path) -> int:
    with pymupdf.open(path) as file:
        return len(file)


def size_of(path: Path) -> tuple[int, int]:
    """The first page's width and height in mm."""
    with pymupdf.open(path) as file:
        return round(file[0].rect.width / 72 * 25.4), round(file[0].rect.height / 72 * 25.4)


def unsound(path: Path) -> str:
    """What qpdf finds wrong with a file. Where this machine's doubts a whole stream, a newer one is asked:
    Debian's 11.3 does so where a stream of over 64 KB ends as its buffer does, see _DOUBTED.
    """
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    if done.returncode == _WARNED and all(map(_DOUBTED.search, _WARNING.findall(done.stderr))):
        with pikepdf.open(path) as file:
            return "\n".join([*file.check_pdf_syntax(), *map(str, file.get_warnings())])
    return "" if done.returncode == 0 else done.stdout + done.stderr


def broken_rules(path: Path) -> list[str]:
    """The rules of PDF/A-2a and of PDF/UA-1 that a file breaks, as page-validation reads it."""
    profiles = ValidationProfile.PDF_A_2A, ValidationProfile.PDF_UA_1
    results = [validate_pdf(str(path), profile=profile) for profile in profiles]
    return [f"{fault.rule_id}: {fault.message}" for result in results for fault in result.failures]


def cut_words(path: Path) -> list[str]:
    """Words that stand outside their page, as MuPDF sees it: they are cut off in print."""
    found: list[str] = []
    with pymupdf.open(path) as file:
        for page in file:
            left, top, right, bottom = page.rect
            inside = pymupdf.Rect(left - _EDGE, top - _EDGE, right + _EDGE, bottom + _EDGE)
            words = page.get_text("words")
            found += [f"page {page.number + 1}: {w[4]}" for w in words if pymupdf.Rect(w[:4]) not in inside]
    return found


def spread(pages: int, count: int) -> list[int]:
    """The first page, the last, and others between them in equal steps."""
    steps = min(pages, count)
    return sorted({1 + round(step * (pages - 1) / max(steps - 1, 1)) for step in range(steps)})
