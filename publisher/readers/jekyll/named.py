"""What the Liquid of a text names: files to include, addresses, the site's and the page's values.

One pass for each question, however a text is made: a post is untrusted.
"""

import re
from collections.abc import Iterator

_INCLUDES = ("include", "include_cached")
_ADDRESSES = ("post_url", "link")
_LONGEST = 1_000  # characters of a name
_SITE = re.compile(r"\bsite(?:\.|\[[\"'])([\w-]+)")
_PAGE = re.compile(r"\bpage(?:\.|\[[\"'])([\w-]+)")
_DATA = re.compile(r"\bsite\.data((?:(?:\.|\[[\"'])[\w-]+(?:[\"']\])?){1,4})")


def includes(text: str) -> list[str]:
    """Return the files of _includes/ that a text names."""
    return _files(text, _INCLUDES)


def relatives(text: str) -> list[str]:
    """Return the files beside the post that a text includes."""
    return _files(text, ("include_relative",))


def addresses(text: str) -> list[str]:
    """Return the posts and files whose address a text asks for, each once."""
    names = (words.strip().strip("\"'").strip() for name, words in _tags(text) if name in _ADDRESSES)
    return list(dict.fromkeys(name for name in names if 0 < len(name) < _LONGEST and "\n" not in name))


def site_values(text: str) -> set[str]:
    """Return the names of the site's values. Without the word, no letter of the text is looked at."""
    return set(_SITE.findall(text)) if "site" in text else set()


def page_values(text: str) -> set[str]:
    """Return the names of the page's values."""
    return set(_PAGE.findall(text)) if "page" in text else set()


def data(text: str) -> list[str]:
    """Return what follows site.data, in order: ".people", ".a.b"."""
    return sorted(set(_DATA.findall(text)))


def _files(text: str, tags: tuple[str, ...]) -> list[str]:
    words = (words.split(None, 1) for name, words in _tags(text) if name in tags)
    return [found[0].strip("\"'") for found in words if found and len(found[0]) < _LONGEST]


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Each tag's name and what follows it, as Liquid sees them: up to the next "%}"."""
    start = text.find("{%")
    while start >= 0 and (end := text.find("%}", start + 2)) >= 0:
        inner = text[start + 2 : end].removeprefix("-").removesuffix("-")
        name, *words = inner.split(None, 1) or [""]
        yield name, words[0] if words else ""
        start = text.find("{%", end + 2)
