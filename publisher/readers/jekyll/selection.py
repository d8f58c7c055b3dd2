"""Which files below its source folder a Jekyll site reads.

See https://jekyllrb.com/docs/structure/ and `exclude` and `include` in
https://jekyllrb.com/docs/configuration/options/
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unicodedata import normalize

from publisher.readers import site_file
from publisher.readers.files import shown_path
from publisher.readers.front_matter import flat

_ALWAYS = (
    ".sass-cache/",
    ".jekyll-cache/",
    "gemfiles/",
    "Gemfile",
    "Gemfile.lock",
    "node_modules/",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
)
_ADDED_TO = 4  # from this generation on, a site's `exclude` is added to those; before, it replaced them


@dataclass(frozen=True, slots=True)
class Filter:
    """What a site passes over, and what it reads all the same; paths and globs below its source folder."""

    exclude: tuple[str, ...]
    include: tuple[str, ...]


def of(config: Mapping[str, Any], jekyll: int) -> Filter:
    """Return the filter of a site's settings in this generation of Jekyll."""
    own = tuple(flat(config.get("exclude")))
    usual = _ALWAYS if jekyll >= _ADDED_TO or not own else ()
    made = site_file.text(config, "destination").strip("./")  # a site in its own source is not read again
    exclude = (*own, *usual, *([f"{made}/"] if made else ()))
    include = tuple(_patterns(flat(config.get("include"))))
    return Filter(tuple(pattern for pattern in _patterns(exclude) if pattern not in include), include)


def _patterns(written: Iterable[str]) -> Iterator[str]:
    yield from (pattern for text in written if (pattern := text.removeprefix("/")))


def passes(path: str, chosen: Filter) -> bool:
    """Tell whether a file or folder is read, if the folder it lies in is. `path` below the source."""
    name = path.rpartition("/")[2]
    return _fits(name, chosen.include) or (not _is_special(name) and not _fits(path, chosen.exclude))


def is_read(path: str, base: str, chosen: Filter) -> bool:
    """Tell whether a file is read that lies, at any depth, below a folder of posts or a collection's: `base`.

    There, `exclude` is held against the file alone, not against the folders between.
    """
    *between, _ = path.removeprefix(base).split("/")
    return passes(path, chosen) and not any(
        _is_special(name) and not _fits(name, chosen.include) for name in between
    )


def _is_special(name: str) -> bool:
    return name[0] in "._#~" or name[-1] == "~"


def _fits(path: str, patterns: Collection[str]) -> bool:
    """Whether a path begins with a pattern ("docs" fits docs2, too), or is its glob, whose * fits slashes."""
    return any(f"{path}/".startswith(pattern) or _globbed(path, pattern) for pattern in patterns)


def _globbed(path: str, pattern: str) -> bool:
    """Ruby's globs: [^a] is no "a", and no * stands for a dot at the start."""
    hidden = path[0] == "." and pattern[0] != "."
    return not hidden and fnmatchcase(path, pattern.replace("[^", "[!"))


def folders_named(names: Collection[str], start: Path, source: Path, chosen: Filter) -> Iterator[Path]:
    """Yield every folder of these names below `start`, in order; what the site passes over is passed over."""
    for place, folders, _ in os.walk(start):
        here = Path(place)
        above = "" if here == source else f"{shown_path(here, source)}/"
        kept = [
            name for name in sorted(folders) if _walked(normalize("NFC", above + name), name in names, chosen)
        ]
        yield from (here / name for name in kept if name in names)
        folders[:] = [name for name in kept if name not in names]


def _walked(path: str, named: bool, chosen: Filter) -> bool:
    if path.endswith("node_modules"):  # packages of others, at any depth
        return False
    return passes(path, chosen) or (named and not _fits(path, chosen.exclude))
