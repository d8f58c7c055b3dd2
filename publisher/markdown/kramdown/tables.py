"""Tables (syntax: "Tables"): no header needed, several bodies, a footer; a `|` in code splits nothing."""

import re

from publisher.markdown.kramdown.blocks import Reader
from publisher.markdown.kramdown.boundaries import line_at
from publisher.markdown.kramdown.patterns import BLOCK_ELEMENTS, HTML_TAG, VOID_ELEMENTS, WHITE
from publisher.markdown.kramdown.tree import Node, Source

_AROUND_LINES = "+|: \t"  # what may stand in a line between two groups, but for its own sign
_COLUMN = re.compile(r"(:?)-+(:?)")
_CODE = re.compile(r"`+|<code\b")
_BAR = re.compile(r"(?<!\\)\|")
_SIDES = {(":", ""): "left", ("", ":"): "right", (":", ":"): "center", ("", ""): ""}


def table(reader: Reader) -> bool:
    """Read a table, when every line has a pipe that is not in code, and an empty line ends it."""
    source, start = reader.source, reader.source.pos
    first = line_at(source.text, start)
    words = first.lstrip(" ")
    if len(first) - len(words) > 3 or words[:1] in tuple(WHITE) or not _BAR.search(first):
        return False
    if not reader.after_boundary():
        return False
    rows = Rows(leading=words.startswith("|"))
    if _separates(first, "-"):
        source.line()
    while not source.done and _BAR.search(line_at(source.text, source.pos)):
        rows.add(source.line())
    rows.end_group("tfoot" if rows.foot else "tbody")
    text = source.text[start : source.pos]
    if not reader.before_boundary() or not rows.has_body() or not _pipes_everywhere(text):
        source.pos = start
        return False
    rows.build(reader.block("table"))
    return True


class Rows:
    """Rows while they are read."""

    def __init__(self, *, leading: bool) -> None:
        self.leading = leading  # the first line begins with a pipe, which then opens no cell in any line
        self.groups: list[tuple[str, list[list[str]]]] = []
        self.rows: list[list[str]] = []
        self.sides: list[str] = []
        self.foot = False
        self.headed = False

    def add(self, line: str) -> None:
        """Read one line: `---` ends the header or a body, `===` begins the footer."""
        if _separates(line, "-"):
            self._end_at(line)
        elif _separates(line, "="):
            self.end_group("tbody")
            self.foot = True
        else:
            self.rows.append(cells(line, leading=self.leading))

    def has_body(self) -> bool:
        """False for a header or a footer alone, which are no table."""
        return any(tag == "tbody" for tag, _ in self.groups)

    def _end_at(self, line: str) -> None:
        """The first such line says how columns are aligned; a footer is one, whatever lines it has."""
        if not self.rows or self.foot:
            return
        self.end_group("tbody" if self.headed else "thead")
        if not self.headed:
            self.sides = [_SIDES[found] for found in _COLUMN.findall(line)]
            self.headed = True

    def end_group(self, tag: str) -> None:
        """Make the rows since the last group one; without rows there is none."""
        if self.rows:
            self.groups.append((tag, self.rows))
            self.rows = []

    def build(self, node: Node) -> None:
        """Put the rows into the tree, all equally long."""
        width = max(len(row) for _, rows in self.groups for row in rows)
        for tag, rows in self.groups:
            group = node.add(tag)
            for row in rows:
                line = group.add("tr")
                for index in range(width):
                    cell = line.add("th" if tag == "thead" else "td", row[index] if index < len(row) else "")
                    if cell.source == "":
                        cell.source, cell.text = None, "\u00a0"
                    if index < len(self.sides) and self.sides[index]:
                        cell.set("style", f"text-align: {self.sides[index]}")


def _separates(line: str, sign: str) -> bool:
    """True for a line of such signs, with the bars, crosses and colons of a table between them."""
    return sign in line and not line.removesuffix("\n").strip(_AROUND_LINES + sign)


def cells(line: str, *, leading: bool) -> list[str]:
    """Return a line's cells."""
    line = line.rstrip(" \t\n")
    found, start = [""], 0
    for begin, end in [*codes(line), (len(line), len(line))]:
        first, *others = _BAR.split(line[start:begin])
        found[-1] += first.replace("\\|", "|")
        found.extend(other.replace("\\|", "|") for other in others)
        found[-1] += line[begin:end]
        start = end
    if leading and not found[0].strip():
        found.pop(0)
    if found and not found[-1].strip():
        found.pop()
    return [cell.strip(" \t") for cell in found]


def codes(text: str) -> list[tuple[int, int]]:
    """Find where code is: between backticks, and in `<code>`."""
    found: list[tuple[int, int]] = []
    source = Source(text)
    while match := _CODE.search(source.text, source.pos):
        source.pos = match.end()
        closing = "</code>" if match[0][0] == "<" else match[0]
        alone = len(match[0]) == 1 and _lonely(text, match.start())
        end = -1 if alone else source.find(closing)
        if end >= 0:
            source.pos = end + len(closing)
            found.append((match.start(), source.pos))
    return found


def _lonely(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1].isspace()) and text[at + 1 : at + 2].isspace()


def _pipes_everywhere(text: str) -> bool:
    """True when each line keeps a pipe once code and HTML elements are taken out."""
    bare, start = [], 0
    for begin, end in codes(text):
        bare += [text[start:begin], "x" + "\nx" * text.count("\n", begin, end)]
        start = end
    lines = _without_elements("".join([*bare, text[start:]])).split("\n")
    return all(_BAR.search(line) or not line.strip() for line in lines)


def _without_elements(text: str) -> str:
    """The text outside HTML elements; one that is not closed holds all that follows."""
    source, bare = Source(text), [""]
    while match := HTML_TAG.search(text, source.pos):
        bare.append(text[source.pos : match.start()])
        source.pos = match.end()
        name = match[1].lower()
        if name in BLOCK_ELEMENTS:
            bare.append(match[0])
            continue
        bare.append("x")
        if not match[3] and name not in VOID_ELEMENTS:
            end = source.find(f"</{match[1]}")
            source.pos = text.find(">", end) + 1 if end >= 0 else len(text)
    return "".join([*bare, text[source.pos :]])
