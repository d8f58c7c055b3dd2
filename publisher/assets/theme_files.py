"""The files of a theme, read when it is loaded: what its key tells is what is used.

Those of a blog's own theme are opened as its other files are: see storage/opening.py.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import ConfigError
from publisher.phrase import _, system_says
from publisher.storage.opening import leads_outside, read

SETTINGS = "theme.toml"
TEMPLATES = "templates/"
_LARGEST = 20_000_000  # bytes of all files
_MOST = 1000  # files and folders; a link may lead to the folder that it lies in


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """A theme without its parents, as its files were."""

    place: Path
    files: Mapping[str, bytes]  # settings, style sheets, templates: "epub.css", "templates/print/contents.j2"

    @property
    def name(self) -> str:
        return self.place.name

    def __hash__(self) -> int:
        return hash((self.place, *self.files.values()))

    def text(self, name: str) -> str:
        """Return what a file says; "" where there is none. Raises ConfigError where it is not UTF-8."""
        try:
            text = self.files.get(name, b"").decode()
        except UnicodeDecodeError as error:
            raise ConfigError(
                _("{value} is not UTF-8", value=self.place / name), hint=_("save it as UTF-8")
            ) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")


def load(place: Path, blog: Path | None) -> ThemeFolder:
    """Return the theme in a folder of that blog; of ours where `blog` is None. Raises ConfigError."""
    files: dict[str, bytes] = {}
    left = _LARGEST
    for name in _names(place, blog):
        try:
            files[name] = read(place / name, blog, left).data
        except OSError as error:
            raise ConfigError(
                _("{value}: {strerror}", value=place / name, strerror=system_says(error)),
                hint=_("see styles/base"),
            ) from error
        left -= len(files[name])
    return ThemeFolder(place, files)


def _names(place: Path, blog: Path | None) -> Iterator[str]:
    """Settings, style sheets, and whatever lies below templates/, in a fixed order."""
    waiting, seen = [""], 0
    while waiting:
        below = waiting.pop()
        for entry in _entries(place / below):
            seen += 1
            if seen > _MOST:
                raise ConfigError(
                    _("{place}: more than {most:,} files", place=place, most=_MOST),
                    hint=_("styles/base has some thirty"),
                )
            name = below + entry.name
            of_templates = f"{name}/".startswith(TEMPLATES)
            if of_templates and _is_folder(entry, blog):
                waiting.append(f"{name}/")
            elif of_templates or name == SETTINGS or name.endswith(".css"):
                yield name


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise ConfigError(
            _("{folder}: {strerror}", folder=folder, strerror=system_says(error)),
            hint=_("check its permissions"),
        ) from error


def _is_folder(entry: os.DirEntry[str], blog: Path | None) -> bool:
    """Not where a link leads out of the blog: that is refused where it is read."""
    path = Path(entry.path)
    return path.is_dir() and not (blog and entry.is_symlink() and leads_outside(path, blog))
