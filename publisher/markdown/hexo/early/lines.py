"""Blocks that the early engines know by their own lines: code, headings, rules, formulas, tables, HTML."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from publisher.markdown.hexo.early.rules import PHRASING, Block, Rules
from publisher.markdown.scan import is_delimiter, is_rule, tag_end

Found = tuple[Block | None, int] | None  # what was found, and the line behind it
FORMULA = re.compile(r" *\$\$")
_FORMULA_END = re.compile(r"(?<=[^$])\$\$ *(?=\n|\Z)")
_UNDERLINE = re.compile(r" *[-=]{2,} *\Z")
_FENCE = re.compile(r" *(?P<fence>`{3,}+|~{3,}+)[ .]*+")
_SPACE = re.compile(r"\s")
_FIRST_BAR, _LAST_BAR = re.compile(r"^ *\|"), re.compile(r"(?<! ) *\| *\Z")
_TAG = re.compile(r" *<(?P<name>\w++)(?![:@])", re.A)
_COMMENT, _COMMENT_END = re.compile(r" *<!--"), re.compile(r"--> *(?=\n|\Z)")
_END_TAG = re.compile(r"</(?P<name>\w+)> *(?=\n\n|\n?\Z)", re.A)
_ALONE = re.compile(r" *(?:\n\n|\n?\Z)")
_BLOCK_TAG = re.compile(r"<(?P<name>\w+)(?![\w:@-])", re.A)
_VERBATIM = ("pre", "script", "style")


class Lines(list[str]):
    """A text's lines, and what is looked for in all that follow a line: found once, not for each line."""

    @cached_property
    def text(self) -> str:
        return "\n".join(self)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts in the text."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def behind(self, place: int) -> int:
        """Return the number of the line behind the one in which this place of the text is."""
        return bisect_right(self.starts, place)

    def ending(self, fence: str) -> list[int]:
        """Return lines that end with such a fence."""
        found = self._ending.setdefault(fence, [])
        found += (
            [] if found else [n for n, line in enumerate(self) if line.rstrip(" ").endswith(fence)] or [-1]
        )
        return found

    def closing(self, pattern: re.Pattern[str]) -> list[int]:
        """Find where such a thing ends in the text."""
        if pattern not in self._closing:
            self._closing[pattern] = [found.end() for found in pattern.finditer(self.text)]
        return self._closing[pattern]

    @cached_property
    def end_tags(self) -> dict[str, list[int]]:
        """Where end tags with an empty line below them end, by their names."""
        return places_by_name(_END_TAG, self.text)

    @cached_property
    def _ending(self) -> dict[str, list[int]]:
        return {}

    @cached_property
    def _closing(self) -> dict[re.Pattern[str], list[int]]:
        return {}


def places_by_name(tag: re.Pattern[str], text: str) -> dict[str, list[int]]:
    """Return where such tags end, by their names: each text has as many names as it likes."""
    places: dict[str, list[int]] = {}
    for found in tag.finditer(text):
        places.setdefault(found["name"], []).append(found.end())
    return places


def next_place(places: list[int], start: int) -> int:
    """The first of these places at or behind `start`; -1: there is none."""
    index = bisect_left(places, start)
    return places[index] if index < len(places) else -1


def line_at(lines: Lines, at: int) -> str:
    return lines[at] if at < len(lines) else ""


def code(lines: Lines, at: int, rules: Rules) -> Found:
    """Indented lines, and the empty ones between them."""
    end = last = at
    while end < len(lines) and (lines[end].startswith("    ") or (end > at and not lines[end])):
        end += 1
        last = end if lines[end - 1] else last
    return (Block("code", "\n".join(line[4:] for line in lines[at:last])), end) if last > at else None


def fence(lines: Lines, at: int, rules: Rules) -> Found:
    """Return a fence that Hexo has left, since what closes it stands behind code or words stand behind it."""
    match = _FENCE.match(lines[at])
    language = lines[at][match.end() :].rstrip(" ") if match else ""
    if match is None or _SPACE.search(language):
        return None
    last = next_place(lines.ending(match["fence"]), at + 1)
    if last < 0:
        return None
    inside = [*lines[at + 1 : last], lines[last].rstrip(" ").removesuffix(match["fence"])]
    return Block("code", "\n".join(inside).rstrip(), language=language), last + 1


def heading(lines: Lines, at: int, rules: Rules) -> Found:
    level, text = _heading(lines[at], rules.closed_up)
    return (Block("heading", text, level), at + 1) if level else None


def looks_like_heading(line: str) -> bool:
    """Return what ends a paragraph: signs without a space behind them too, which are no heading then."""
    return _heading(line, closed_up=True)[0] > 0


def _heading(line: str, closed_up: bool) -> tuple[int, str]:
    """Level and text of a heading, without the signs at its end; level 0: it is none.

    A text there must be: where nothing else is left, it is the last space or sign.
    """
    line = line.lstrip(" ")
    level = min(len(line) - len(line.lstrip("#")), 6)
    behind = line[level:]
    text = behind.lstrip(" ")
    if text and (closed_up or text != behind):
        return level, text.rstrip(" ").rstrip("#").rstrip(" ") or text[0]
    if text or len(behind) < 2 - closed_up:
        return (level - 1, "#") if closed_up and not behind else (0, "")
    return level, " "


def underlined(lines: Lines, at: int, rules: Rules) -> Found:
    below = line_at(lines, at + 1)
    if not _UNDERLINE.match(below):
        return None
    return Block("heading", lines[at], 1 if below.rstrip(" ").endswith("=") else 2), at + 2


def rule(lines: Lines, at: int, rules: Rules) -> Found:
    return (Block("rule"), at + 1) if is_rule(lines[at], blanks=" ") else None


def formula(lines: Lines, at: int, rules: Rules) -> Found:
    """$$ at a line's start, up to the next $$ that ends a line."""
    if not rules.math or not FORMULA.match(lines[at]):
        return None
    start = lines.text.index("$$", lines.starts[at]) + 2
    end = next_place(lines.closing(_FORMULA_END), start + 2)
    if end < 0:
        return None
    tex = lines.text[start:end].rstrip(" ").removesuffix("$$")
    return Block("formula", tex.strip(" ").rstrip()), lines.behind(end)


# Raw HTML and tables


def html(lines: Lines, at: int, rules: Rules) -> Found:
    """Return a comment; an element, to an end tag with an empty line below it; a tag with an empty line below
    it."""
    if not lines[at].lstrip(" ").startswith("<"):
        return None
    start, text = lines.starts[at], lines.text
    if comment := _COMMENT.match(text, start):
        end = next_place(lines.closing(_COMMENT_END), comment.end() + 3)
        return (Block("html", text[start:end], flag=True), lines.behind(end)) if end >= 0 else None
    tag = _TAG.match(text, start)
    behind = tag_end(text, tag.end()) if tag else -1
    if tag is None or behind < 0 or tag["name"].lower() in PHRASING:
        return None
    end = next_place(lines.end_tags.get(tag["name"], []), behind)
    if end < 0:
        alone = _ALONE.match(text, behind)
        if alone is None:
            return None
        end = behind
    raw = tag["name"].lower() in _VERBATIM or not rules.html_inline
    return Block("html", text[start:end], flag=raw), lines.behind(end)


def starts_html(line: str) -> bool:
    tag = _BLOCK_TAG.match(line)
    return tag is not None and tag["name"].lower() not in PHRASING


def table(lines: Lines, at: int, rules: Rules) -> Found:
    """Return a row, a line of hyphens, and rows: those of a table that starts with a bar do all."""
    head, below = lines[at], line_at(lines, at + 1)
    barred = below.lstrip(" ").startswith("|")
    if "|" not in head or "|" not in below or not _is_delimiter_row(below):
        return None
    if barred and not head.lstrip(" ").startswith("|"):
        return None
    end = at + 2
    while (line := line_at(lines, end)) and (line.lstrip(" ").startswith("|") if barred else "|" in line):
        end += 1
    body = list(lines[at + 2 : end])
    if barred and body and end < len(lines):
        body[-1] = _LAST_BAR.sub("", body[-1])
    rows = [_cells(line, barred=barred) for line in body] or [("",)]
    return Block("table", rows=(_cells(head, barred=True), _cells(below, barred=True), *rows)), end


def _is_delimiter_row(line: str) -> bool:
    """Hyphens in the first column; in others, hyphens, colons and spaces as one likes."""
    first, *others = line.strip(" ").removeprefix("|").split("|")
    return is_delimiter(first) and not any(cell.strip("-: ") for cell in others)


def _cells(line: str, *, barred: bool) -> tuple[str, ...]:
    """A row's cells: every bar parts two, in code too."""
    line = _LAST_BAR.sub("", _FIRST_BAR.sub("", line)) if barred else line
    return tuple(cell.strip(" ") for cell in line.split("|"))
