"""Which lines are an item's in Pandoc's Markdown: words go on lazily, but not over an empty line."""

import re
from collections.abc import Container
from typing import NamedTuple

from publisher.markdown.pandoc.fences import Fences
from publisher.markdown.pandoc.lines import Lines
from publisher.markdown.scan import is_rule

_NUMBER = r"\d{1,9}|#|[a-z]|[A-Z]|[ivxlc]{2,8}|[IVXLC]{2,8}|@[\w-]*"
_MARK = re.compile(
    rf" {{0,3}}(?P<mark>[*+-]|(?P<open>\(?)(?P<number>{_NUMBER})(?P<close>[.)]))(?P<space> +|\Z)", re.A
)
_END_TAG = re.compile(r" {0,3}</(?P<name>[a-z]\w*)", re.I)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Mark(NamedTuple):
    """What an item starts with."""

    kind: str  # of items that make one list: "bullet", "1.", "a)", "(i)"
    number: int
    width: int  # of what stands in front of its text
    label: str = ""  # (@label)


def mark_of(line: str, *, roman: bool = False) -> Mark | None:
    """Return the mark of an item in this line. `roman`: a list of Roman numbers is open."""
    found = _MARK.match(line)
    if found is None or is_rule(line, blanks=" "):
        return None
    width = found.end() if found["space"] and len(found["space"]) < 5 else found.end("mark") + 1
    number = found["number"]
    if not number:
        return Mark("bullet", 0, width)
    if number.isupper() and len(number) == 1 and found["close"] == "." and len(found["space"]) < 2:
        return None
    if (found["open"] and found["close"] == ".") or (number[0] == "@" and not found["open"]):
        return None
    kind, value = _counted(number, roman)
    return Mark(f"{found['open']}{kind}{found['close']}", value, width, number if number[0] == "@" else "")


def _counted(number: str, roman: bool) -> tuple[str, int]:
    """The kind of a number, and what it counts."""
    if number.isdigit():
        return "1", int(number)
    if number[0] in "#@":
        return number[0], 1
    small = number.lower()
    if len(small) > 1 or small == "i" or (roman and small in _ROMAN):
        return ("i" if number.islower() else "I"), _roman(small)
    return ("a" if number.islower() else "A"), ord(small) - ord("a") + 1


def _roman(number: str) -> int:
    values = [_ROMAN[sign] for sign in number]
    return sum(-one if one < max(values[n:]) else one for n, one in enumerate(values))


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def item_end(lines: Lines, at: int, width: int, fences: Fences, inside: Container[str]) -> int:
    """Return the line behind an item's last; empty ones below it are its own.

    A fence that is not indented ends an item, but not one that goes on below an empty line or a list.
    `inside`: elements of HTML whose end tags end it.
    """
    end = fences.end(at, lines[at][width:]) or at + 1
    goes_on = end > at + 1
    while end < len(lines):
        if not lines[end]:
            below = lines.filled(end)
            if below == len(lines) or indent_of(lines[below]) < width:
                return below
            end, goes_on = below, True
        text = lines[end][min(width, indent_of(lines[end])) :]
        marked = mark_of(text) is not None
        fence = fences.end(end, text)
        if indent_of(lines[end]) >= width:
            goes_on = goes_on or marked or (bool(fence) and text[0] == "`")
        elif marked or _ends(lines[end], inside) or (fence and not goes_on):
            return end
        end = fence if fence and text[0] == "`" else end + 1
    return end


def _ends(line: str, inside: Container[str]) -> bool:
    tag = _END_TAG.match(line)
    return tag is not None and tag["name"].lower() in inside


def item_text(lines: list[str], width: int) -> list[str]:
    """Return an item's own lines, without its mark and indentation."""
    first = lines[0][width:]
    return [first, *(line[min(width, indent_of(line)) :] for line in lines[1:])]
