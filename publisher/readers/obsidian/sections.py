"""Parts of a note that others embed: what stands below a heading, and a block by its id.

See https://help.obsidian.md/links#Link+to+a+block+in+a+note.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from publisher.assets.urls import slug
from publisher.markdown.obsidian.wiki import folded

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]")
_NOTE_SIGN = re.compile(r"\[\^([^\[\]\s]+)\]")
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]+)\]:.*(?:\n[ \t]+\S.*)*", re.M)
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^([A-Za-z0-9-]+)$")


def section(text: str, place: str) -> str:
    """Return the part of a note's text that "소제목", "장#절" or "^a1b2" names; "" for none."""
    lines = text.split("\n")
    found = _block(lines, place[1:]) if place.startswith("^") else _below(lines, place.split("#"))
    return _with_notes("\n".join(found), text)


def _with_notes(part: str, text: str) -> str:
    """The part, and the footnotes of the whole text that it refers to."""
    wanted = {*_NOTE_SIGN.findall(part)} - {*_NOTE.findall(part)}
    notes = [note[0] for note in _NOTE.finditer(text) if note[1] in wanted] if wanted else []
    return "\n\n".join((part, *notes))


def without_title(text: str, title: str) -> str:
    """Return a note's text without a heading at its top that says its title again."""
    first, _, rest = text.lstrip("\n").partition("\n")
    heading = _HEADING.fullmatch(first)
    return rest if heading and _same(heading[2], title) else text


def _below(lines: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """From the heading of the last name, below those of the others, to the next that is no lower."""
    wanted, level = list(names), 0
    headings = list(_headings(lines))
    for at, (line, depth, words) in enumerate(headings):
        if depth > level and _same(words, wanted[0]):
            level = depth
            wanted.pop(0)
        if not wanted:
            ends = (other for other, below, _ in headings[at + 1 :] if below <= depth)
            return lines[line : next(ends, len(lines))]
    return ()


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Each heading's line, level and words; none in a fence."""
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and (heading := _HEADING.fullmatch(line)):
            yield at, len(heading[1]), heading[2]


def _same(one: str, other: str) -> bool:
    """Whether two headings are called the same, marks and letter case aside."""
    return folded(slug(one)) == folded(slug(other))


def _block(lines: Sequence[str], name: str) -> Sequence[str]:
    for at, line in enumerate(lines):
        found = _BLOCK_ID.search(line.rstrip())
        if found and folded(found[1]) == folded(name):
            alone = not line[: found.start()].strip(" \t>")
            return _above(lines[:at]) if alone else _around(lines, at)
    return ()


def _above(lines: Sequence[str]) -> Sequence[str]:
    """The block that ends with these lines, empty ones behind it aside."""
    backwards = dropwhile(lambda line: not line.strip(), reversed(lines))
    return [*takewhile(_is_inner, backwards)][::-1]


def _is_inner(line: str) -> bool:
    """Whether a block goes on with this line."""
    return bool(line.strip()) and not _HEADING.match(line)


def _around(lines: Sequence[str], at: int) -> Sequence[str]:
    """The item of a list, with what is in it, or the lines up to the next empty one on both sides."""
    item = _ITEM.match(lines[at])
    if item:
        inner = takewhile(lambda line: line.startswith((f"{item[1]} ", f"{item[1]}\t")), lines[at + 1 :])
        return [lines[at], *inner]
    above = [*takewhile(_is_inner, reversed(lines[:at]))][::-1]
    return [*above, lines[at], *takewhile(_is_inner, lines[at + 1 :])]
