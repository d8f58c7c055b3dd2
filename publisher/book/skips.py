"""What a post leaves out of the book by a comment in its text, which the blog does not show.

`<!-- book:skip -->` on a line of its own leaves the post out; with `<!-- book:end -->` below it, what stands
between the two. In code they are code.
"""

import re

_MARK = re.compile(r"[ ]{0,3}<!--[ \t]{0,9}book:(skip|end)[ \t]{0,9}-->[ \t]*")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}+(?=[^`]*\Z)|~{3,}+)(?P<info>.*)")  # ```말``` is none
_END = "end"


def is_skipped(markdown: str) -> bool:
    """Tell whether the whole post is left out."""
    return "book:skip" in markdown and any(end < 0 for _start, end in _regions(markdown.split("\n")))


def without_skipped(markdown: str) -> str:
    """Return the text with empty lines in place of what is left out: all lines keep their numbers."""
    if "book:skip" not in markdown:
        return markdown
    lines = markdown.split("\n")
    for start, end in _regions(lines):
        if end >= 0:
            lines[start : end + 1] = [""] * (end + 1 - start)
    return "\n".join(lines)


def _regions(lines: list[str]) -> list[tuple[int, int]]:
    """The first and last lines of what is left out; -1 where it has no end."""
    found: list[tuple[int, int]] = []
    start, fence = -1, ""
    for number, line in enumerate(lines):
        if marked := _FENCE.match(line):
            ends = fence and marked["mark"].startswith(fence) and not marked["info"].strip()
            fence = "" if ends else fence or marked["mark"]
        mark = None if fence else _MARK.fullmatch(line)
        if mark and mark[1] == _END and start >= 0:
            found.append((start, number))
            start = -1
        elif mark and mark[1] != _END and start < 0:
            start = number
    return [*found, (start, -1)] if start >= 0 else found
