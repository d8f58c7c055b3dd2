"""Regular expressions and addresses in templates: findRE, replaceRE, urls.Parse.

See https://gohugo.io/functions/strings/findre/. A blog is untrusted and our engine tries again and again,
other than Go's: how often is counted before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from publisher.phrase import _
from publisher.shortcodes.hugo.functions import GivenUpError, shown

_LONGEST, _LONGEST_PATTERN = 5_000, 500  # characters of a text that is searched, of a pattern
_MOST_WORK = 100_000_000  # places at which an engine may look, for one shortcode
_MOST_WRITTEN = 1_000_000  # characters of a text with what is put into it
_ESCAPED = re.compile(r"\\(.)", re.S)
_CLASS = re.compile(r"\[\^?\]?[^\]]{0,500}\]")
_REPEAT = re.compile(r"[*+]|\{\d*+,?\d*\}")
_GROUP_REPEATED = re.compile(rf"\)(?:{_REPEAT.pattern})")
_OPTIONAL = re.compile(r"(?<![(*+?}])\?")
_NOT_OF_GO = re.compile(r"\(\?(?!:|P<\w+>|[ims]+[:)])")  # looks around, other notations
_ODD_CLASS = re.compile(r"\[\^?\]?[^\]]*(?:\[|--|&&|~~|\|\|)")  # [[:alpha:]]; Python warns of them
_GROUP = re.compile(r"\$(?:(\d)|\{(\d)\})")


@dataclass(slots=True)
class Searches:
    """The patterns that a shortcode's template looks for, while there is work left for them."""

    left: int = _MOST_WORK

    def find(self, pattern: str, text: Any, limit: int = -1) -> Sequence[str]:
        """Find what matches a pattern, the first `limit` of it: findRE. Raises GivenUpError."""
        said = shown(text)
        found = [match[0] for match in self._compiled(pattern, said).finditer(said)]
        return found if limit < 0 else found[:limit]

    def replaced(self, pattern: str, by: Any, text: Any) -> str:
        """Put `by` in the place of all that matches; $1 in it is the first group: replaceRE.

        Raises GivenUpError.
        """
        said, new = shown(text), shown(by)
        compiled = self._compiled(pattern, said)
        places = sum(1 for _ in compiled.finditer(said))
        if places * len(new) + len(_GROUP.findall(new)) * len(said) > _MOST_WRITTEN:
            raise GivenUpError(_("its texts are too long"))
        try:
            return compiled.sub(_GROUP.sub(r"\\g<\1\2>", new.replace("\\", r"\\")), said)
        except (re.error, IndexError) as error:
            raise GivenUpError(_("replaceRE {pattern}", pattern=pattern)) from error

    def _compiled(self, pattern: str, text: str) -> re.Pattern[str]:
        if len(text) > _LONGEST or len(pattern) > _LONGEST_PATTERN:
            raise GivenUpError(_("a text is too long to be searched"))
        self.left -= _work(pattern, len(text))
        if self.left < 0:
            raise GivenUpError(_("the pattern {pattern}", pattern=pattern[:40]))
        try:
            return re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise GivenUpError(_("the pattern {pattern}", pattern=pattern[:40])) from error


def _work(pattern: str, length: int) -> int:
    """At how many places an engine may look that tries all ways: at each start, for each repeat, and for each
    choice as often as there are ways through the others. Raises GivenUpError where it may be any number.
    """
    bare = _ESCAPED.sub("x", pattern)
    shape = _CLASS.sub("x", bare)
    refers_back = any(sign in "123456789" for sign in _ESCAPED.findall(pattern))
    odd = refers_back or _ODD_CLASS.search(bare) or _NOT_OF_GO.search(shape)
    if odd or _GROUP_REPEATED.search(shape):
        raise GivenUpError(_("the pattern {pattern}", pattern=pattern[:40]))
    others, optional = shape.count("|"), len(_OPTIONAL.findall(shape))
    ways = 2**others if shape.count("(") > 1 else others + 1
    return int((length + 1) ** (1 + len(_REPEAT.findall(shape))) * ways * 2**optional)


def parsed_address(address: Any) -> Mapping[str, Any]:
    """Part an address into what templates ask it for: urls.Parse."""
    said = shown(address)
    parts = urlsplit(said)
    return {
        "String": said, "IsAbs": bool(parts.scheme), "Scheme": parts.scheme, "Host": parts.netloc,
        "Path": parts.path, "RawQuery": parts.query, "Fragment": parts.fragment,
    }  # fmt: skip
