"""Small scanners that several grammars share: thematic breaks, underlines, runs of a sign, ends of tags."""

import re

_HOST = re.compile(r"[\w-]+", re.A)
_HOST_BELOW = re.compile(r"\.[\w-]*[a-zA-Z0-9](?![_-])", re.A)
_SIGN_IN_TAG = re.compile(r"[\"'<>]")


def is_rule(line: str, *, room: int = 3, blanks: str = " \t") -> bool:
    """Say whether a line is a thematic break: three signs of one kind or more, and blanks between them.

    `room`: how many spaces may stand before it. See https://spec.commonmark.org/0.31.2/#thematic-breaks.
    """
    signs = line.lstrip(" ")
    if len(line) - len(signs) > room or not signs.startswith(("*", "-", "_")):
        return False
    return signs.count(signs[0]) >= 3 and not signs.strip(signs[0] + blanks)


def is_underline(line: str) -> bool:
    """Say whether a line makes a heading of the text above it: `=` or `-` alone, as often as one likes."""
    signs = line.lstrip(" ")
    if len(line) - len(signs) > 3 or not signs.startswith(("=", "-")):
        return False
    return not signs.rstrip(" \t").strip(signs[0])


def is_delimiter(cell: str) -> bool:
    """Say whether a cell is one of a delimiter row: hyphens, with a colon at one side or both.

    See https://github.github.com/gfm/#delimiter-row.
    """
    hyphens = cell.strip(" ").removeprefix(":").removesuffix(":")
    return bool(hyphens) and not hyphens.strip("-")


def host_end(text: str, at: int) -> int:
    """Find the end of a mail address's host, which begins at `at`; -1: none does.

    It has two names or more; each further one ends in a letter or digit, before neither "_" nor "-".
    See https://github.github.com/gfm/#extended-email-autolink.
    """
    name = _HOST.match(text, at)
    first = end = name.end() if name else -1
    while name and (below := _HOST_BELOW.match(text, end)):
        end = below.end()
    return end if end > first else -1


def run_length(text: str, at: int, sign: str) -> int:
    """Count how often a sign stands here."""
    end = at
    while text.startswith(sign, end):
        end += 1
    return end - at


def tag_end(text: str, at: int) -> int:
    """Find the place behind the > of a tag whose name ends at `at`; -1 where it is none.

    Values in quotes may hold any sign. See https://html.spec.whatwg.org/#start-tags.
    """
    while sign := _SIGN_IN_TAG.search(text, at):
        if sign[0] == ">":
            return sign.end()
        at = text.find(sign[0], sign.end()) + 1
        if sign[0] == "<" or not at:
            return -1
    return -1
