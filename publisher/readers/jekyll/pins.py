"""The versions of Jekyll, its Markdown and its plug-ins that a blog pins: Gemfile.lock, else Gemfile.

See https://bundler.io/guides/using_bundler_in_applications.html
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from publisher.readers.files import small_text

_LOCKED = re.compile(r"^ {4}([\w.-]+) \((\d[\w.]*)", re.M)
_ASKED = re.compile(r"^[ \t]*gem[ \t(]+[\"']([\w.-]+)[\"'](?:,[ \t]*[\"'][^\d\"'\n]*(\d[\d.]*))?", re.M)
_NEWEST = 4
_LARGEST = 1  # MB of a Gemfile


class Pins(NamedTuple):
    """What a blog asks for."""

    versions: Mapping[str, str]  # of a gem by name; "" where any will do
    file: str  # that says so; "" where none does

    @property
    def jekyll(self) -> int:
        """The generation of Jekyll: that of its gem, else of GitHub Pages, which stayed with the third."""
        version = self.versions.get("jekyll") or ("3" if "github-pages" in self.versions else "")
        first = re.match(r"\d{1,9}", version)
        return int(first[0]) if first else _NEWEST


def of(root: Path, blog: Path) -> Pins:
    """Return what the Gemfile beside the site's settings asks for, else the one in the blog's folder."""
    for folder in (root, blog):
        for name, pattern in (("Gemfile.lock", _LOCKED), ("Gemfile", _ASKED)):
            if found := dict(pattern.findall(small_text(folder / name, blog, _LARGEST))):
                return Pins(found, name)
    return Pins({}, "")


def gemfile(root: Path, blog: Path) -> str:
    """Return what the Gemfile says that stands beside the site's settings."""
    return small_text(root / "Gemfile", blog, _LARGEST)
