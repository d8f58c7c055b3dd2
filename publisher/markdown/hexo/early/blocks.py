"""Blocks as marked 0.3 and kramed find them: the first rule that fits takes all the lines it can.

Inside a list item there are no paragraphs, tables or definitions, only lines of text; quotes and items are
read as texts of their own.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from publisher.markdown.hexo.early.lines import (  # fmt: skip
    FORMULA,
    Found,
    Lines,
    code,
    fence,
    formula,
    heading,
    html,
    line_at,
    looks_like_heading,
    rule,
    starts_html,
    table,
    underlined,
)
from publisher.markdown.hexo.early.rules import Block, Named, Rules
from publisher.markdown.scan import is_rule

_DEEPEST = 40  # levels; what is nested deeper stays text
_BULLET = re.compile(r"(?P<indent> *)(?P<mark>[*+-]|[0-9]+\.) +")
_MOST_DIGITS = 9  # of a number that a list starts with
_QUOTED = re.compile(r" *>")
_MARK = re.compile(r"^ *> ?")
_LABEL = re.compile(r" *\[(?P<label>[^\[\]]+)\]: *")
_ADDRESS = re.compile(r"<?([^\s>]+)>?")
_NOTE = re.compile(r" *\[\^(?P<label>[^\]]+)\]: *(?P<text>.+)")


def blocks(text: str, rules: Rules, named: Named) -> tuple[Block, ...]:
    """Return what the text consists of; what it names goes into `named`."""
    return _Text(text, rules, named, top=True, depth=0).read()


class _Text:
    """A text, or the text of a quote or item."""

    def __init__(self, text: str, rules: Rules, named: Named, *, top: bool, depth: int) -> None:
        self.lines = Lines(line if line.strip(" ") else "" for line in text.split("\n"))
        self.rules, self.named, self.top, self.depth = rules, named, top, depth
        self.order = self._order()

    def _order(self) -> tuple[Callable[[int], Found], ...]:
        """The rules, the first first."""
        first = self.rules.underlined_first
        known = (
            code, fence, formula, heading, *[table] * self.top, *[underlined] * first, rule,
        )  # fmt: skip
        nested = [self._quote, self._list] if self.depth < _DEEPEST else []
        named = [self._note, self._definition] if self.top else []
        return (
            *map(self._of_lines, known), *nested, self._of_lines(html), *named,
            *map(self._of_lines, [underlined] * (not first)), self._paragraph if self.top else self._line,
        )  # fmt: skip

    def _of_lines(self, of_lines: Callable[[Lines, int, Rules], Found]) -> Callable[[int], Found]:
        return partial(lambda read, at: read(self.lines, at, self.rules), of_lines)

    def read(self) -> tuple[Block, ...]:
        found: list[Block] = []
        at = 0
        while at < len(self.lines):
            if not self.lines[at]:
                found.append(Block("space"))
                at += 1
                continue
            block, at = next(made for read in self.order if (made := read(at)))
            found += [block] if block else []
        return tuple(found)

    def _inside(self, text: str, *, top: bool) -> tuple[Block, ...]:
        return _Text(text, self.rules, self.named, top=top, depth=self.depth + 1).read()

    # Text

    def _line(self, at: int) -> Found:
        return Block("text", self.lines[at]), at + 1

    def _paragraph(self, at: int) -> Found:
        end = next((end for end in range(at + 1, len(self.lines)) if self._ends(end)), len(self.lines))
        return Block("paragraph", "\n".join(self.lines[at:end])), end

    def _ends(self, at: int, *, lists: bool = True) -> bool:
        """Whether what stands here ends the text above it."""
        line = self.lines[at]
        return (
            not line
            or is_rule(line, blanks=" ")
            or self._quoted(line)
            or looks_like_heading(line)
            or bool(underlined(self.lines, at, self.rules) or fence(self.lines, at, self.rules))
            or (lists and bool(_BULLET.match(line)))
            or (self.rules.math and bool(FORMULA.match(line)))
            or starts_html(line)
            or (self.rules.joined and _defined(line) is not None)
            or (self.named.notes is not None and bool(_NOTE.match(line)))
        )

    def _definition(self, at: int) -> Found:
        lines = self.lines[at]
        if not self.rules.joined and lines.endswith(":"):  # its address may stand below
            lines += line_at(self.lines, at + 1)
        found = _defined(lines)
        if found is None:
            return None
        self.named.links.setdefault(found.label, (found.address, found.title))
        return None, at + 1 + (lines != self.lines[at])

    def _note(self, at: int) -> Found:
        match = _NOTE.match(self.lines[at]) if self._knows_notes else None
        if match is None:
            return None
        if self.rules.notes:
            return Block("note", match["text"], language=match["label"]), at + 1
        end = next((end for end in range(at + 1, len(self.lines)) if self._ends(end)), len(self.lines))
        if self.named.notes is not None:
            self.named.notes[match["label"]] = "\n".join([match["text"], *self.lines[at + 1 : end]])
        return None, end

    @property
    def _knows_notes(self) -> bool:
        return self.rules.notes or self.named.notes is not None

    # Quotes

    def _quote(self, at: int) -> Found:
        if not self._quoted(self.lines[at]):
            return None
        end = self._joined_end(at) if self.rules.joined else self._quote_end(at)
        text = "\n".join(_MARK.sub("", line) for line in self.lines[at:end])
        return Block("quote", inner=self._inside(text, top=self.top)), end

    def _quoted(self, line: str) -> bool:
        mark = _QUOTED.match(line)
        return mark is not None and (mark.end() < len(line) or not self.rules.joined)

    def _quote_end(self, at: int) -> int:
        """Behind lines with marks, and behind what goes on as text below one."""
        while mark := _QUOTED.match(line_at(self.lines, at)):
            text = self.lines[at][mark.end() :]
            at += 1
            while text and at < len(self.lines) and not self._ends(at, lists=False):
                at += 1
        return at

    def _joined_end(self, at: int) -> int:
        """Behind the last line before an empty one that no quote follows."""
        end = at
        while self._quoted(line_at(self.lines, at)):
            while line_at(self.lines, at) and not (at > end and _defined(self.lines[at])):
                at += 1
            end = at
            while at < len(self.lines) and not self.lines[at]:
                at += 1
        return end

    # Lists

    def _list(self, at: int) -> Found:
        bullet = _BULLET.match(self.lines[at])
        if bullet is None:
            return None
        mark, end = bullet["mark"], self._list_end(at, bullet["indent"], bullet["mark"])
        starts = [number for number in range(at, end) if self._starts_item(number, bullet["indent"])]
        items, spaced = [], False
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            lines = self.lines[start:stop]
            inside = "" in "\n".join(lines).rstrip("\n").split("\n")
            behind = stop < end and not lines[-1]
            items.append(self._item(lines, loose=spaced or inside or behind))
            spaced = behind
        number = int(mark[:-1][-_MOST_DIGITS:]) if len(mark) > 1 else -1
        return Block("list", level=number, inner=tuple(items)), end

    def _list_end(self, at: int, indent: str, mark: str) -> int:
        """Behind the last line of a list: a rule ends it, a definition, text behind an empty line, another
        list's bullet."""
        for end in range(at + 1, len(self.lines)):
            line = self.lines[end]
            if not line:
                if end + 1 < len(self.lines) and not self.lines[end + 1]:
                    return end
                continue
            starts = self._starts_item(end, indent)
            if starts and not _same(mark, self._mark(end)):
                return end
            if not starts and not self.lines[end - 1] and not line.startswith(" "):
                return end
            if is_rule(line.removeprefix(indent), blanks=" ") or _defined(line):
                return end
        return len(self.lines)

    def _starts_item(self, at: int, indent: str) -> bool:
        bullet = _BULLET.match(self.lines[at])
        return bullet is not None and bullet["indent"] == indent and not is_rule(self.lines[at], blanks=" ")

    def _mark(self, at: int) -> str:
        bullet = _BULLET.match(self.lines[at])
        return bullet["mark"] if bullet else ""

    def _item(self, lines: list[str], *, loose: bool) -> Block:
        bullet = _BULLET.match(lines[0])
        width = bullet.end() if bullet else 0
        outdented = re.compile(f"^ {{1,{width}}}")
        text = "\n".join([lines[0][width:], *(outdented.sub("", line) for line in lines[1:])]).rstrip("\n")
        return Block("item", inner=self._inside(text, top=False), flag=loose)


class _Defined(NamedTuple):
    """What a line defines."""

    label: str
    address: str
    title: str


def _defined(line: str) -> _Defined | None:
    """[label]: address "title"; what closes the title need not be what opens it."""
    label = _LABEL.match(line)
    address = _ADDRESS.match(line, label.end()) if label else None
    if label is None or address is None:
        return None
    behind = line[address.end() :]
    words = behind.strip(" ")
    titled = behind.startswith(" ") and len(words) > 2 and words[0] in "\"'(" and words[-1] in "\"')"
    return _Defined(label["label"].lower(), address[1], words[1:-1]) if titled or not words else None


def _same(mark: str, other: str) -> bool:
    """Whether two bullets stand in one list: all numbers do."""
    return mark == other or (len(mark) > 1 and len(other) > 1)
