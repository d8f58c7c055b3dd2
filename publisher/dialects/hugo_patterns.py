"""Regular expressions and addresses in templates: findRE, replaceRE, urls.Parse.

See https://gohugo.io/functions/strings/findre/. A blog is untrusted and our engine tries again and again:
so only patterns are run that can do so at one place.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from publisher.dialects.hugo_functions import GivenUpError, shown

_LONGEST = 5_000  # characters of a text that is searched
_REPEATS = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\d*\})")
_OPTIONAL = re.compile(r"(?<![\\(*+?])\?")
_MOST_OPTIONAL = 3
_GROUP = re.compile(r"\$(?:(\d)|\{(\d)\})")


def find(pattern: str, text: Any, limit: int = -1) -> Sequence[str]:
    """Find what matches a pattern, the first `limit` of it: findRE. Raises GivenUpError."""
    found = [match[0] for match in _compiled(pattern).finditer(_searched(text))]
    return found if limit < 0 else found[:limit]


def replaced(pattern: str, by: Any, text: Any) -> str:
    """Put `by` in the place of all that matches; $1 in it is the first group: replaceRE.

    Raises GivenUpError.
    """
    new = _GROUP.sub(lambda group: rf"\g<{group[1] or group[2]}>", shown(by).replace("\\", r"\\"))
    try:
        return _compiled(pattern).sub(new, _searched(text))
    except (re.error, IndexError) as error:
        raise GivenUpError(f"replaceRE {pattern}") from error


def _searched(text: Any) -> str:
    said = shown(text)
    if len(said) > _LONGEST:
        raise GivenUpError("a text is too long to be searched")
    return said


def _compiled(pattern: str) -> re.Pattern[str]:
    repeats = list(_REPEATS.finditer(pattern))
    in_group = any(pattern[: repeat.start()].endswith(")") for repeat in repeats)
    if len(repeats) > 1 or in_group or len(_OPTIONAL.findall(pattern)) > _MOST_OPTIONAL:
        raise GivenUpError(f"the pattern {pattern[:40]}")
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise GivenUpError(f"the pattern {pattern[:40]}") from error


def parsed_address(address: Any) -> Mapping[str, Any]:
    """Part an address into what templates ask it for: urls.Parse."""
    said = shown(address)
    parts = urlsplit(said)
    return {
        "String": said, "IsAbs": bool(parts.scheme), "Scheme": parts.scheme, "Host": parts.netloc,
        "Path": parts.path, "RawQuery": parts.query, "Fragment": parts.fragment,
    }  # fmt: skip
