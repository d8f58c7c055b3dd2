"""Liquid as it stands in a text: cut into pieces in one pass, and what cannot be run left out.

Jekyll's Liquid stops the whole site at the first unknown tag or missing end; a book goes on without
that tag and says so. See https://shopify.github.io/liquid/ and https://jekyllrb.com/docs/liquid/
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from publisher.shortcodes.liquid import library
from publisher.shortcodes.liquid.library import Token

_OPENING = re.compile(r"\{[{%]")
_NAME = re.compile(r"\s*(\w+)")
_END_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_END_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_MIDDLE = {"else": ("if", "unless", "case", "for"), "elsif": ("if", "unless"), "when": ("case",)}
ANY = "?"  # as what a block is known that no tag of ours is; a post cannot write it
_DEEPEST = 25  # blocks in blocks; the library stops at 30


@dataclass(slots=True)
class Piece:
    """A run of text, or one {{ … }} or {% … %}."""

    kind: str  # "text", "output", "tag"
    text: str  # the text itself, or what stands between the braces, less a tag's name
    start: int
    name: str = ""  # of a tag
    trims: tuple[bool, bool] = (False, False)  # {%- takes the white space before it, -%} that behind
    mate: int = -1  # index of the block's other end
    fault: str = ""  # why it is left out


@dataclass(slots=True)
class _Scan:
    text: str
    pieces: list[Piece] = field(default_factory=list)
    without: set[str] = field(default_factory=set)  # ends that do not come any more

    def find(self, end: re.Pattern[str], position: int) -> re.Match[str] | None:
        """Return the next `end`; looked for only until there is none, so that the scan stays linear."""
        if end.pattern in self.without:
            return None
        match = end.search(self.text, position)
        if match is None:
            self.without.add(end.pattern)
        return match


_ENDS = {"{{": re.compile(r"\}\}"), "{%": re.compile(r"%\}")}
_ALL_ENDS = {end.pattern for end in _ENDS.values()}
_SILENT = {"raw": _END_RAW, "comment": _END_COMMENT}


def cut(text: str) -> list[Piece]:
    """Return the pieces of a text; {% raw %} and {% comment %} are done with here."""
    scan, done, position = _Scan(text), 0, 0
    while match := _OPENING.search(text, position):
        end = scan.find(_ENDS[match[0]], match.end())
        if end is None:
            if scan.without >= _ALL_ENDS:
                break
            position = match.end()
            continue
        _text(scan, done, match.start())
        done = position = _braces(scan, match, end)
    _text(scan, done, len(text))
    return scan.pieces


def _text(scan: _Scan, start: int, end: int) -> None:
    if start < end:
        scan.pieces.append(Piece("text", scan.text[start:end], start))


def _braces(scan: _Scan, opening: re.Match[str], end: re.Match[str]) -> int:
    """Take one {{ … }} or {% … %}, raw text or a comment; where the next piece starts."""
    inner = scan.text[opening.end() : end.start()]
    trims = (inner.startswith("-"), inner.endswith("-"))
    inner = inner[trims[0] : len(inner) - (trims[1] and len(inner) > trims[0])]
    if opening[0] == "{{":
        scan.pieces.append(Piece("output", inner.strip(), opening.start(), trims=trims))
        return end.end()
    name = _NAME.match(inner)
    if name is None:  # "{%}" and such: no tag at all
        _text(scan, opening.start(), opening.end())
        return opening.end()
    closing = scan.find(_SILENT[name[1]], end.end()) if name[1] in _SILENT else None
    if closing is not None:
        _silent(scan, name[1], opening.start(), end, closing)
        return closing.end()
    markup = inner[name.end() :].strip()
    scan.pieces.append(Piece("tag", markup, opening.start(), name[1], trims))
    return end.end()


def _silent(scan: _Scan, name: str, start: int, end: re.Match[str], closing: re.Match[str]) -> None:
    """The text of {% raw %} as it is; nothing of a {% comment %}."""
    scan.pieces.append(Piece("text", "", start, trims=(scan.text[start + 2] == "-", False)))
    if name == "raw":
        _text(scan, end.end(), closing.start())
    scan.pieces.append(Piece("text", "", closing.start(), trims=(False, scan.text[closing.end() - 3] == "-")))


def balance(pieces: list[Piece], blocks: Mapping[str, str], singles: Collection[str]) -> None:
    """Pair the blocks; what is unknown, opens without an end or ends without a start gets a fault.

    `blocks` is name -> end name.
    """
    ends = {end: name for name, end in blocks.items()}
    if ANY in blocks:
        _adopt(pieces, {*blocks, *ends, *singles, *_MIDDLE, *_SILENT})
    stack: list[int] = []
    open_blocks: dict[str, int] = {}
    unknown: set[str] = set()
    for index, piece in enumerate(pieces):
        if piece.kind != "tag" or piece.name in singles:
            continue
        if piece.name in blocks:
            if len(stack) >= _DEEPEST:
                piece.fault = "blocks are nested too deeply"
                continue
            stack.append(index)
            open_blocks[piece.name] = open_blocks.get(piece.name, 0) + 1
        elif piece.name in ends:
            _close(index, ends[piece.name], pieces, stack, open_blocks)
        elif piece.name in _SILENT:
            piece.fault = "it has no end tag"
        elif piece.name in _MIDDLE:
            if not stack or pieces[stack[-1]].name not in _MIDDLE[piece.name]:
                piece.fault = "it stands in no block"
        else:
            quiet = piece.name.startswith("end") and piece.name[3:] in unknown
            unknown.add(piece.name)
            piece.fault = "" if quiet else "unknown"
            piece.kind = "nothing" if quiet else piece.kind
    for index in stack:
        pieces[index].fault = "it has no end tag"


def _adopt(pieces: list[Piece], known: Collection[str]) -> None:
    """Make blocks of ours of unknown tags that have an end tag; their names come before their arguments."""
    written = {piece.name for piece in pieces if piece.kind == "tag"} - set(known)
    theirs = {name for name in written if f"end{name}" in written}
    for piece in pieces:
        if piece.kind == "tag" and piece.name in theirs:
            piece.name, piece.text = ANY, f"{piece.name} {piece.text}"
        elif piece.kind == "tag" and piece.name.removeprefix("end") in theirs:
            piece.name = f"end{ANY}"


def _close(index: int, name: str, pieces: list[Piece], stack: list[int], open_blocks: dict[str, int]) -> None:
    if not open_blocks.get(name):
        pieces[index].fault = "it ends nothing"
        return
    while stack:
        opener = stack.pop()
        open_blocks[pieces[opener].name] -= 1
        if pieces[opener].name == name:
            pieces[opener].mate, pieces[index].mate = index, opener
            return
        pieces[opener].fault = "it has no end tag"


def drop(pieces: list[Piece], index: int, why: str) -> None:
    """Leave out a tag, its end tag too."""
    piece = pieces[index]
    piece.fault = why
    if piece.mate >= 0:
        _drop_block(pieces, range(min(index, piece.mate), max(index, piece.mate) + 1))


def at(pieces: list[Piece], position: int) -> int:
    """Return the index of the tag at a place in the text; -1 where none is left there."""
    index = bisect_right(pieces, position, key=lambda piece: piece.start) - 1
    while index >= 0 and (pieces[index].kind in ("text", "nothing") or pieces[index].fault):
        index -= 1
    return index


def _drop_block(pieces: list[Piece], block: range) -> None:
    """The other end of a block, and its {% else %}; the blocks inside stay."""
    depth = 0
    for index in block[1:-1]:
        piece = pieces[index]
        if piece.mate >= 0:
            depth += 1 if piece.mate > index else -1
        elif depth == 0 and piece.name in _MIDDLE:
            piece.kind = "nothing"
    for end in (block[0], block[-1]):
        if not pieces[end].fault:
            pieces[end].kind = "nothing"


def tokens(pieces: list[Piece], source: str) -> Iterator[Token]:
    """Yield what the library's parser reads; white space control is done here."""
    for index, piece in enumerate(pieces):
        if piece.fault or piece.kind == "nothing":
            continue
        if piece.kind == "text":
            if text := _trimmed(pieces, index):
                yield from library.content(text, piece.start, source)
        elif piece.kind == "tag":  # {% endhighlight java %} is {% endhighlight %}
            markup = "" if -1 < piece.mate < index else piece.text
            yield from library.tag(piece.name, markup, piece.start, source)
        elif piece.text:
            yield from library.output(piece.text, piece.start, source)


def _trimmed(pieces: list[Piece], index: int) -> str:
    text = pieces[index].text
    if index and pieces[index - 1].trims[1]:
        text = text.lstrip()
    if index + 1 < len(pieces) and pieces[index + 1].trims[0]:
        text = text.rstrip()
    return text
