"""Links, images, footnote references (syntax: "Links", "Images", "Footnotes")."""

import re

from publisher.markdown.kramdown.definitions import link_id
from publisher.markdown.kramdown.patterns import NOTE_NAME, SPACES
from publisher.markdown.kramdown.spans import DEEPEST, Items, Spans, Stop, put
from publisher.markdown.kramdown.tree import Node, entities

_BRACKET = re.compile(r"\]|!?\[")
_SPACE = re.compile(r"\s*", re.A)
_ANGLE_END = re.compile(r"[>\n]")
_TITLE = re.compile(r"\s*([\"'])", re.A)
_PAREN = re.compile(r"[()]")
_TITLE_AHEAD = re.compile(r"\s(?=['\"])", re.A)
_TITLE_END = {mark: re.compile(rf"{mark}\s*\)", re.A) for mark in "\"'"}
_NOTE = re.compile(rf"\[\^({NOTE_NAME})\]", re.A)
_AUTO = re.compile(r"<((?:mailto|https?|ftps?):[^\n>]{1,2000}|[-.\w]+@[-.\w]+)>")
# See https://kramdown.gettalong.org/syntax.html#automatic-and-manual-escaping; GFM has "~" too.
ESCAPABLE = "\\.*_+-=`()[]{}<>#!:|\"'$"
ESCAPED = re.compile(rf"\\([{re.escape(ESCAPABLE)}~])")


def link(spans: Spans) -> bool:
    """Read a link or an image, with its address beside it or by its name."""
    start, picture = spans.pos, spans.text[spans.pos] == "!"
    inside = start + picture + 1
    if spans.text[inside - 1 : inside] != "[" or spans.text[inside : inside + 1] in ("", "^"):
        return False
    tag = "img" if picture else "a"
    if not _possible(spans, tag, start):
        return spans.literal(inside)
    brackets = Brackets(start)
    items, found = _text(spans, tag, inside, brackets)
    alt = ESCAPED.sub(r"\1", spans.text[inside : spans.pos])
    usable = found and (items or tag == "img" or spans.text.startswith(("(", "["), spans.pos + 1))
    target, after = _target(spans, alt, spans.pos + 1) if usable else (None, start)
    spans.base = spans.pos = start
    if target is None:
        _remember(spans, brackets, tag)
        return spans.literal(inside)
    if tag == "img":
        spans.memory.images.add(start)
    return spans.take(after, _element(tag, target, items, alt))


def _text(spans: Spans, tag: str, inside: int, brackets: "Brackets") -> tuple[Items, bool]:
    """What stands between the brackets; False: they are not closed, nor are the inner ones."""
    spans.flush()
    spans.pos = inside
    spans.open.append(tag)
    items, found = spans.read(Stop("]", _BRACKET, brackets.accepts))
    spans.open.pop()
    if not found:
        spans.memory.failed.setdefault((f"fail {tag}", frozenset(spans.open)), set()).update(brackets.open)
    return items, found


class Brackets:
    """Counts the brackets inside a link's text; an image inside closes its own."""

    def __init__(self, start: int) -> None:
        self.open = [start]
        self.pairs: dict[int, int] = {}

    def accepts(self, spans: Spans, end: re.Match[str], content: bool) -> bool:
        """True where the text ends."""
        if end[0] == "]":
            while self.open[1:] and self.open[-1] in spans.memory.images:
                self.open.pop()
            self.pairs[self.open.pop()] = end.start()
        else:
            self.open.append(end.start())
        return not self.open


def _possible(spans: Spans, tag: str, start: int) -> bool:
    """False in a link, and where an attempt saw that the bracket is not closed or no address follows."""
    if tag == "a" and ("a" in spans.open or "img" in spans.open):
        return False
    if spans.open.count("img") > 2 or len(spans.open) > DEEPEST or spans.find("]", start) < 0:
        return False
    return start not in spans.memory.failed.get((f"fail {tag}", frozenset(spans.open)), ())


def _remember(spans: Spans, brackets: Brackets, tag: str) -> None:
    """Of the brackets inside a failed link, those that cannot be links either."""
    failed = spans.memory.failed.setdefault((f"fail {tag}", frozenset(spans.open)), set())
    longest = max(map(len, spans.document.links), default=0)
    for start, end in brackets.pairs.items():
        short = end - start < 2 * longest + 9
        if _target(spans, spans.text[start + 1 : end] if short else "\0", end + 1)[0] is None and not short:
            failed.add(start)


Target = tuple[str, str]


def _target(spans: Spans, alt: str, after: int) -> tuple[Target | None, int]:
    """Address and title, and where they end."""
    name, end = _name(spans, after)
    if end > after or not spans.text.startswith("(", after):
        return spans.document.links.get(link_id(name or alt)), end
    if spans.text.startswith("(<", after):
        end = spans.next_place("angle", _ANGLE_END, after)
        if end >= 0 and spans.text[end] == ">":
            return _angle(spans, after, end)
    return _address(spans, after)


def _name(spans: Spans, after: int) -> tuple[str, int]:
    """`[name]` behind a link's text and white space, empty too, and where it ends: here, if there is none."""
    space = _SPACE.match(spans.text, after)
    start = space.end() if space else after
    close = spans.find("]", start) if spans.text.startswith("[", start) else -1
    return (spans.text[start + 1 : close], close + 1) if close >= 0 else ("", after)


def _angle(spans: Spans, start: int, end: int) -> tuple[Target | None, int]:
    """`(<address> "title")`."""
    address = spans.text[start + 2 : end]
    if spans.text.startswith(")", end + 1):
        return (address, ""), end + 2
    if match := _TITLE.match(spans.text, end + 1):
        close = spans.next_place(match[1], _TITLE_END[match[1]], match.end() + 1)
        if close >= 0:
            return (address, spans.text[match.end() : close]), spans.text.index(")", close) + 1
    return None, start


def _address(spans: Spans, start: int) -> tuple[Target | None, int]:
    """`(address "title")`, brackets in the address balanced."""
    close = _parens(spans).get(start, -1)
    title = spans.next_place("title", _TITLE_AHEAD, start + 1)
    if close >= 0 and not 0 <= title < close:
        return (spans.text[start + 1 : close].strip(SPACES), ""), close + 1
    if title < 0:
        return None, start
    while title + 1 < len(spans.text) and spans.text[title] in SPACES:
        title += 1
    mark = spans.text[title]
    end = spans.next_place(mark, _TITLE_END[mark], title + 2)
    if end < 0:
        return None, start
    address = spans.text[start + 1 : title].strip(SPACES)
    return (address, spans.text[title + 1 : end]), spans.text.index(")", end) + 1


def _parens(spans: Spans) -> dict[int, int]:
    """Each opening parenthesis with its closing one."""
    if spans.memory.parens is None:
        found: dict[int, int] = {}
        waiting: list[int] = []
        for match in _PAREN.finditer(spans.text):
            if match[0] == "(":
                waiting.append(match.start())
            elif waiting:
                found[waiting.pop()] = match.start()
        spans.memory.parens = found
    return spans.memory.parens


def _element(tag: str, target: Target, items: Items, alt: str) -> Node:
    address, title = target
    node = Node(tag)
    node.set("href" if tag == "a" else "src", address)
    if tag == "img":
        node.set("alt", alt)
    if title:
        node.set("title", title)
    if tag == "a":
        put(node, items)
    return node


def note(spans: Spans) -> bool:
    """`[^name]`, where such a footnote is defined."""
    match = spans.at(_NOTE)
    if match is None:
        return False
    if match[1] not in spans.document.notes:
        return spans.literal(match.end())
    node = Node("#cite")
    node.reference = match[1]
    return spans.take(match.end(), node)


def autolink(spans: Spans) -> bool:
    """`<https://…>` and `<name@example.org>` (syntax: "Automatic Links")."""
    match = spans.at(_AUTO) if spans.find(">", spans.pos) > 0 else None
    if match is None:
        return False
    address = match[1]
    mail = "@" in address and not re.match(r"(?:https?|ftps?):", address)
    node = Node("a")
    node.text = entities(address.removeprefix("mailto:"))
    node.set("href", f"mailto:{node.text}" if mail or address.startswith("mailto:") else address)
    return spans.take(match.end(), node)
