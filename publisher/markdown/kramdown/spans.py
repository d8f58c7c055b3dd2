"""The span parser: finds the marks in a text, and asks the rule of each (syntax: "Span Level Elements")."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publisher.markdown.kramdown.document import Document
from publisher.markdown.kramdown.tree import Node

DEEPEST = 12  # marks inside marks: a post is untrusted
_MARK = re.compile(r"[*_`<\[\]!{&$\\~\"'>]|--|\.\.\.|  (?=\n)")
Items = list["str | Node"]


@dataclass(slots=True)
class Stop:
    """What ends the mark that is being read."""

    kind: str  # "*", "**", "]", "</b>"
    pattern: re.Pattern[str]
    accepts: Callable[["Spans", re.Match[str], bool], bool]  # told whether there is content


@dataclass
class Memory:
    """What a text's failed attempts taught, so that no attempt is made twice."""

    failed: dict[tuple[str, frozenset[str]], set[int]] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    parens: dict[int, int] | None = None
    images: set[int] = field(default_factory=set)  # where images begin


class Spans:
    """Reads one text."""

    def __init__(self, document: Document, text: str, within: Sequence[str] = ()) -> None:
        self.document = document
        self.text = text
        self.pos = 0
        self.base = 0  # where the text begins that no rule has taken
        self.open = list(within)  # the marks that are being read, outermost first
        self.items: Items = []
        self.listed = -1  # where an attribute list is read although text stands before it
        self.memory = Memory()

    def read(self, stop: Stop | None = None, *, raw: bool = False) -> tuple[Items, bool]:
        """Items up to the stop, which is not read; False: it never came."""
        outer, self.items = self.items, []
        key = (stop.kind if stop else "", frozenset(self.open))
        failed = self.memory.failed.setdefault(key, set())
        visited: list[int] = []
        found = self._scan(stop, failed, visited, raw=raw)
        if stop and not found and stop.kind[0] != "<":
            failed.update(visited)
        items, self.items = self.items, outer
        if self.document.dialect.breaks and not self.in_html():
            items = broken(items)
        return items, found

    def _scan(self, stop: Stop | None, failed: set[int], visited: list[int], *, raw: bool) -> bool:
        self.base = self.pos
        find, text = _MARK.search, self.text
        while match := find(text, self.pos):
            self.pos = at = match.start()
            if stop:
                if at in failed and stop.kind[0] in "*_" and (self.items or at > self.base):
                    return False
                visited.append(at)
                if (end := stop.pattern.match(text, at)) and self._stops(stop, end):
                    return True
            if not self._rule(text[at], raw=raw) and self.pos == at:
                self.pos = at + 1
        self.pos = len(text)
        self.flush()
        return False

    def _stops(self, stop: Stop, end: re.Match[str]) -> bool:
        if not stop.accepts(self, end, bool(self.items) or self.pos > self.base):
            return False
        self.flush()
        return True

    def _rule(self, mark: str, *, raw: bool) -> bool:
        rules = self.document.rules
        return any(rule(self) for rule in (rules.raw if raw else rules.spans).get(mark, ()))

    def flush(self, end: int | None = None) -> None:
        """Keep the text that no rule took, up to `end` or to here."""
        end = self.pos if end is None else end
        if end > self.base:
            self.items.append(self.text[self.base : end])
        self.base = end

    def take(self, end: int, *items: "str | Node") -> bool:
        """A rule took the text up to `end` and made these items of it."""
        self.flush()
        self.items.extend(items)
        self.pos = self.base = end
        return True

    def in_html(self) -> bool:
        """True inside an element, where GFM's line breaks are none."""
        return "<" in self.open or "<raw" in self.open

    def symbol(self, end: int, text: str) -> bool:
        """A rule took the text up to `end` for this one; an attribute list may follow, as behind a mark."""
        self.listed = end
        return self.take(end, text)

    def literal(self, end: int) -> bool:
        """The text up to `end` is itself."""
        return self.take(end, self.text[self.pos : end])

    def at(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match here."""
        return pattern.match(self.text, self.pos)

    def find(self, text: str, start: int) -> int:
        """Find where `text` comes next, or -1; no failed search is made again."""
        known = self.memory.missing.get(text)
        if known is not None and start >= known:
            return -1
        found = self.text.find(text, start)
        if found < 0:
            self.memory.missing[text] = start
        return found

    def next_place(self, name: str, pattern: re.Pattern[str], start: int) -> int:
        """Find where the pattern begins next, or -1; all its places are looked up once."""
        places = self.memory.places.get(name)
        if places is None:
            places = self.memory.places[name] = [match.start() for match in pattern.finditer(self.text)]
        index = bisect_left(places, start)
        return places[index] if index < len(places) else -1


def broken(items: Items) -> Items:
    """Each end of a line is a break (the option `hard_wrap`)."""
    out: Items = []
    for item in items:
        first, *others = item.split("\n") if isinstance(item, str) else [item]
        out.append(first)
        for other in others:
            out += [Node("br"), f"\n{other}"]
    return out


def put(node: Node, items: Items) -> None:
    """Make the items an element's content."""
    last: Node | None = None
    texts: list[str] = []
    for item in [*items, None]:
        if isinstance(item, str):
            texts.append(item)
            continue
        text = "".join(texts)
        texts.clear()
        if last is None:
            node.text = text
        else:
            last.tail = text
        if item is not None:
            node.append(item)
            last = item
