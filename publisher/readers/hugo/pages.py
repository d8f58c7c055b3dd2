"""Where a Hugo page stands in its site: its file's parts, its section, its addresses.

See https://gohugo.io/content-management/page-bundles/, /content-management/urls/ and
/configuration/permalinks/.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from publisher.assets.urls import normal
from publisher.readers.front_matter import FrontMatter

POSTS = ("post", "posts")  # a post is named by its place below these
_TOKEN = re.compile(r":([A-Za-z]\w*|\d+)(\[[^][]*\])?")
# Go's reference time, in which a pattern may be written: /:2006/:01/:02/
_GO = {"2006": "%Y", "06": "%y", "01": "%m", "02": "%d", "15": "%H", "04": "%M", "05": "%S", "Jan": "%b",
       "January": "%B"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PagePath:
    """A page's file, taken apart: content/post/dev/가을/index.ko.md."""

    folders: tuple[str, ...]  # ("post", "dev"), below the content folder, its bundle's own left out
    base: str  # "가을": the file's name, or its bundle's
    language: str  # "ko"; "" where the file does not say
    bundle: bool

    @property
    def path(self) -> str:
        """ "post/dev/가을": what its translations share."""
        return "/".join((*self.folders, self.base))

    @property
    def section(self) -> str:
        return self.folders[0] if self.folders else ""

    @property
    def name(self) -> str:
        """Below the folder of posts; pages of other folders keep theirs."""
        return "/".join((*(self.folders[1:] if self.section in POSTS else self.folders), self.base))


def place_of(path: str, languages: Mapping[str, object]) -> PagePath:
    """Return the parts of a file's path below the content folder, its language's suffix taken off."""
    *folders, file = path.split("/")
    stem = file.rpartition(".")[0]
    base, _, suffix = stem.rpartition(".")
    language = suffix.lower() if base and suffix.lower() in languages else ""
    base = base if language else stem
    if base.partition(".")[0] == "index" and folders:  # also index.ko of a site that names no languages
        return PagePath(tuple(folders[:-1]), folders[-1], language, True)
    return PagePath(tuple(folders), base, language, False)


def addresses(
    place: PagePath,
    front: FrontMatter,
    title: str,
    date: datetime,
    patterns: Mapping[str, str],
    sections: tuple[str, ...],
) -> Iterator[str]:
    """Yield its addresses below its language's root, its own first; `sections`: folders that have an
    _index.md."""
    if own := front.text("url"):
        yield own
    pattern = patterns.get(place.section, "")
    slug = front.text("slug")
    if pattern:
        yield expand(pattern, replace(place, folders=sections), slug, title, date)
    usual = "/".join((*place.folders, slug or place.base))
    yield urlized(usual)
    yield usual
    yield place.path


def expand(pattern: str, place: PagePath, slug: str, title: str, date: datetime) -> str:
    """ "/:year/:month/:slug/" -> "/2024/05/가을/"; a token of Go's reference time works too."""
    values = {
        "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}",
        "1": str(date.month), "2": str(date.day),
        "monthname": f"{date:%B}", "yearday": str(date.timetuple().tm_yday),
        "weekday": f"{date:%w}", "weekdayname": f"{date:%A}",
        "section": place.section, "sections": "/".join(place.folders),
        "title": title, "slug": slug or title, "filename": place.base, "contentbasename": place.base,
        "slugorfilename": slug or place.base, "slugorcontentbasename": slug or place.base,
    }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        if match[1] == "sections" and match[2]:
            return "/".join(_slice(place.folders, match[2]))
        return _token(values.get(match[1], "")) or (
            date.strftime(_GO[match[1]]) if match[1] in _GO else match[0]
        )

    return urlized(_TOKEN.sub(value, pattern))


def _token(value: str) -> str:
    """A title or name as a token's value: without the plus sign."""
    return urlized(value).replace("+", "").strip("-") or value


def _slice(folders: tuple[str, ...], bounds: str) -> tuple[str, ...]:
    """Folders by Hugo's slices: [1:], [:last], [0]."""
    low, colon, high = bounds.strip("[]").replace("last", "-1").partition(":")
    try:
        start = int(low or 0)
        end = int(high) if high else None
    except ValueError:
        return folders
    return folders[start:end] if colon else folders[start : start + 1 or None]


def urlized(path: str) -> str:
    """Return a path as Hugo writes it in addresses: lower case, hyphens for spaces, few signs."""
    path = re.sub(r"[^\w\s./\\#+~@-]", "", path.strip())
    return re.sub(r"\s+", "-", re.sub(r"(?<=-)\s+|(?<!\s)\s+(?=-)", "", path)).lower()


def known_as(place: PagePath, path: str, title: str, front: FrontMatter) -> Iterator[str]:
    """Yield its file, its aliases, and the names by which ref and relref know it."""
    yield path
    for alias in front.texts("aliases", "alias"):
        yield normal(alias if alias.startswith("/") else "/".join((*place.folders, alias)))
    yield from (f"post:{name}" for name in (place.path, place.name, place.base, title))
