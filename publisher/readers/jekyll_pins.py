"""The versions of Jekyll, its Markdown and its plug-ins that a blog pins: Gemfile.lock, else Gemfile.

See https://bundler.io/guides/using_bundler_in_applications.html
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_LOCKED = re.compile(r"^ {4}([\w.-]+) \((\d[\w.]*)", re.M)
_ASKED = re.compile(r"^[ \t]*gem[ \t(]+[\"']([\w.-]+)[\"'](?:,[ \t]*[\"'][^\d\"'\n]*(\d[\d.]*))?", re.M)
_NEWEST = 4
_LARGEST = 1_000_000  # characters of a Gemfile that are looked at


class Pins(NamedTuple):
    """What a blog asks for."""

    versions: Mapping[str, str]  # of a gem by name; "" where any will do
    file: str  # that says so; "" where none does

    @property
    def jekyll(self) -> int:
        """The generation of Jekyll: that of its gem, else of GitHub Pages, which stayed with the third."""
        version = self.versions.get("jekyll") or ("3" if "github-pages" in self.versions else "")
        return int(version.partition(".")[0]) if version else _NEWEST


def of(*folders: Path) -> Pins:
    """What the first of these folders that has a Gemfile asks for."""
    for folder in folders:
        for name, pattern in (("Gemfile.lock", _LOCKED), ("Gemfile", _ASKED)):
            if found := dict(pattern.findall(_text(folder / name))):
                return Pins(found, name)
    return Pins({}, "")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")[:_LARGEST]
    except OSError:
        return ""
