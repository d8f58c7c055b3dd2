"""Blocks as Pandoc's Markdown has them: most need an empty line above them.

Written from the manual (https://pandoc.org/MANUAL.html#pandocs-markdown) and from what the program prints
(pandoc 3.9).
"""

import re
from collections.abc import Callable
from dataclasses import replace

from publisher.markdown.pandoc.definitions import definition_at
from publisher.markdown.pandoc.fences import Fences, language_of
from publisher.markdown.pandoc.html import Tag, first_tag, name_of, tag_at
from publisher.markdown.pandoc.lines import Elements, Lines
from publisher.markdown.pandoc.links import ATTRIBUTES
from publisher.markdown.pandoc.lists import Mark, indent_of, item_end, item_text, mark_of
from publisher.markdown.pandoc.rules import Block, Named, label_of
from publisher.markdown.pandoc.tables import table_at
from publisher.markdown.scan import is_rule, run_length

_DEEPEST = 40  # levels; what is nested deeper stays text
_UNDERLINE = re.compile(r"(?:=+|-+) *\Z")
_ATTRIBUTES = re.compile(rf"(?<! ) *{ATTRIBUTES} *\Z")
_QUOTED = re.compile(r"^ {0,3}> ?")
_LINE = re.compile(r"\|(?: |\Z)")
_NOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]+)\]: *")
_MEANING = re.compile(r" {0,2}[:~] +(?=\S)")
_ENVIRONMENT = re.compile(r" {0,3}\\begin\{(?P<name>[\w*]+)\}")
_META = re.compile(r"[\w-]+:(?: |\Z)")
_WORDS = ("plain", "paragraph")
Found = tuple[list[Block], int] | None  # what was found, and the line behind it


def blocks(text: str, named: Named) -> tuple[Block, ...]:
    """Return what the text consists of; what it names goes into `named`."""
    lines = [line.expandtabs(4).rstrip("\n") for line in text.split("\n")]
    return _Text([*lines, ""], named, depth=0).read()


class _Text:
    """A text, or the text of a quote or item. Below a last empty line its last words are a paragraph."""

    def __init__(self, lines: list[str], named: Named, *, depth: int, item: bool = False) -> None:
        self.indents = [indent_of(line) for line in lines]  # as they are written
        self.lines = Lines(line if line.strip(" ") else "" for line in lines)
        self.named, self.depth, self.item = named, depth, item
        self.fences = Fences(self.lines)
        self.unclosed: set[str] = set()  # ends of tags that nothing further on has
        self.elements = Elements()
        nested = (self._quote, self._list, self._div) if depth < _DEEPEST else ()
        self.order: tuple[Callable[[int], Found], ...] = (
            self._meta, self._fence, self._underlined, self._heading, self._code, self._table, self._rule,
            *nested, self._line_block, self._html, self._environment, self._note, self._definition,
            self._terms,
            self._paragraph,
        )  # fmt: skip

    def read(self) -> tuple[Block, ...]:
        found: list[Block] = []
        at = 0
        while at < len(self.lines):
            if not self.lines[at]:
                at += 1
                continue
            if self.elements.indents:
                line = self.lines[at]
                self.lines[at] = line[min(self.elements.indents[-1], indent_of(line)) :]
            block, at = next(made for read in self.order if (made := read(at)))
            found += block
        return tuple(found)

    def _inside(self, lines: list[str], *, item: bool = False) -> tuple[Block, ...]:
        return _Text(lines, self.named, depth=self.depth + 1, item=item).read()

    def _line(self, at: int) -> str:
        return self.lines[at] if at < len(self.lines) else ""

    # What is known by its own line

    def _meta(self, at: int) -> Found:
        """A block of YAML says something of the post, and shows nothing."""
        if self.lines[at].rstrip(" ") != "---" or not _META.match(self._line(at + 1)):
            return None
        end = next(
            (n for n in range(at + 1, len(self.lines)) if self.lines[n].rstrip(" ") in ("---", "...")), 0
        )
        return ([], end + 1) if end else None

    def _fence(self, at: int) -> Found:
        end = self.fences.end(at, self.lines[at])
        if not end:
            return None
        indent = indent_of(self.lines[at])
        code = "\n".join(line[min(indent, indent_of(line)) :] for line in self.lines[at + 1 : end - 1])
        return [Block("code", code, language=language_of(self.lines[at]))], end

    def _fenced(self, at: int) -> bool:
        """Whether a fence here ends the text above it."""
        return self.lines[at][0] == "`" and self.fences.end(at, self.lines[at]) > 0

    def _heading(self, at: int) -> Found:
        level = run_length(self.lines[at], 0, "#")
        if not level:
            return None
        words = _ATTRIBUTES.sub("", self.lines[at][level:]).rstrip(" ")
        if words and words[0] != " ":
            return None
        open_ended = words.rstrip("#")
        text = open_ended if open_ended.endswith(" ") else words
        return [Block("heading", text.strip(" "), level)], at + 1

    def _underlined(self, at: int) -> Found:
        line, below = self.lines[at], self._line(at + 1)
        if not _UNDERLINE.match(below) or self._stands_alone(at):
            return None
        return [Block("heading", _ATTRIBUTES.sub("", line.strip(" ")), 1 if below[0] == "=" else 2)], at + 2

    def _stands_alone(self, at: int) -> bool:
        """Whether this line is what no line below it makes a heading of: a bullet's, or nothing but a tag."""
        mark, tag = mark_of(self.lines[at]), tag_at(self.lines, at, self.unclosed)
        return (mark is not None and mark.kind == "bullet") or (tag is not None and not tag.rest.strip(" "))

    def _code(self, at: int) -> Found:
        if not self.lines[at].startswith("    "):
            return None
        end = last = at
        while end < len(self.lines) and (not self.lines[end] or self.lines[end].startswith("    ")):
            end += 1
            last = end if self.lines[end - 1] else last
        return [Block("code", "\n".join(line[4:] for line in self.lines[at:last]))], end

    def _rule(self, at: int) -> Found:
        return ([Block("rule")], at + 1) if is_rule(self.lines[at], blanks=" ") else None

    def _table(self, at: int) -> Found:
        found = table_at(self.lines, at)
        if found is None:
            return None
        cells = tuple(self._cell(cell, whole=found.whole) for cell in found.cells)
        kept = Block("table", found.caption, inner=cells, aligns=found.aligns, headed=found.headed)
        return [kept], found.end

    def _cell(self, cell: str, *, whole: bool) -> Block:
        if not whole:
            return Block("item", inner=(Block("plain", cell.strip()),))
        inner = self._inside(cell.split("\n"))
        return Block("item", inner=_of_kind(inner, "plain") if len(inner) == 1 else inner)

    def _line_block(self, at: int) -> Found:
        """| Lines that are shown as they are broken."""
        if not _LINE.match(self.lines[at]):
            return None
        made: list[str] = []
        while (line := self._line(at)) and (_LINE.match(line) or line.startswith(" ")):
            if line.startswith(" "):
                made[-1] += " " + line.strip(" ")
            else:
                made.append("\u00a0" * indent_of(line[2:]) + line[2:].strip(" "))
            at += 1
        return [Block("lines", "\n".join(made))], at

    def _environment(self, at: int) -> Found:
        r"""\begin{…} to \end{…}, over empty lines too: a formula, for a page that draws them."""
        match = _ENVIRONMENT.match(self.lines[at])
        mark = f"\\end{{{match['name']}}}" if match else "\n"
        end = at if mark in self.lines[at] else self.lines.environment_end(at + 1, mark)
        return ([Block("formula", "\n".join(self.lines[at : end + 1]))], end + 1) if end >= 0 else None

    # HTML and words

    def _html(self, at: int) -> Found:
        tag = tag_at(self.lines, at, self.unclosed)
        if tag is None:
            return None
        at += tag.lines - 1
        self.lines[at] = tag.rest.lstrip(" ")
        end = at if self.lines[at] else at + 1
        self._open(tag, self.indents[end] if end > at and end < len(self.lines) else 0)
        return [Block("html", tag.text)], end

    def _open(self, tag: Tag, indent: int) -> None:
        """Remember which elements are open."""
        name = name_of(tag.text)
        if tag.opens:
            self.elements.add(name, 0 if name == "div" else indent)
        elif tag.text.startswith("</"):
            self.elements.close(name)

    def _paragraph(self, at: int) -> Found:
        """Words up to an empty line, or up to what may stand right below them."""
        start, kind, in_code = at, "plain", False
        while at < len(self.lines):
            line = self.lines[at]
            if not line or (at > start and not in_code and self._fenced(at)):
                kind = "paragraph"
                break
            in_code ^= _toggles_code(line)
            if at > start and self.item and self.depth < _DEEPEST and self._starts_list(at):
                break
            tag = first_tag(line, self.elements)
            if tag >= 0 and (tag or at > start):
                return self._cut(start, at, tag)
            at += 1
        broken = "\\\n" * (at == len(self.lines) and self.lines[at - 1].endswith("  "))
        return [Block(kind, _words(self.lines[start:at]) + broken)], at

    def _cut(self, start: int, at: int, tag: int) -> Found:
        """Words that end at a block's tag in this line."""
        line = self.lines[at]
        words = _words([*self.lines[start:at], line[:tag]])
        words += "\\\n" * (words != "" and not tag and self.lines[at - 1].endswith("  "))
        self.lines[at] = line[tag:]
        return [Block("plain", words)] if words else [], at

    # What has a text of its own

    def _quote(self, at: int) -> Found:
        if not _QUOTED.match(self.lines[at]):
            return None
        end = at
        while end < len(self.lines) and self.lines[end] and not self._fenced(end):
            end += 1
        inner = [
            _QUOTED.sub("", line) if _QUOTED.match(line) else line.lstrip(" ") for line in self.lines[at:end]
        ]
        return [Block("quote", inner=self._inside([*inner, ""]))], end

    def _div(self, at: int) -> Found:
        """::: name, to ::: on a line by itself."""
        end = self.lines.div_end(at)
        return (list(self._inside([*self.lines[at + 1 : end], ""])), end + 1) if end else None

    def _note(self, at: int) -> Found:
        match = _NOTE.match(self.lines[at])
        if match is None:
            return None
        end = self._indented_end(at)
        lines = [self.lines[at][match.end() :], *(_dedented(line) for line in self.lines[at + 1 : end])]
        self.named.notes[label_of(match["label"])] = self._inside([*lines, ""])
        return [], end

    def _indented_end(self, at: int) -> int:
        """Behind text and what is indented below it."""
        end = at + 1
        while end < len(self.lines):
            if not self.lines[end] and not self._line(self.lines.filled(end)).startswith("    "):
                return end
            if _NOTE.match(self.lines[end]):
                return end
            end += 1
        return end

    def _definition(self, at: int) -> Found:
        found = definition_at("\n".join(self.lines[at : at + 2]))
        if found is None:
            return None
        self.named.links[label_of(found.label)] = (found.address, found.title)
        return [], at + found.lines

    def _terms(self, at: int) -> Found:
        """A term, and its meanings behind colons."""
        made: list[Block] = []
        end = at
        while (first := self._meaning(end)) >= 0 and first > end:
            made.append(Block("term", self.lines[end].strip(" ")))
            meaning, apart = first, first > end + 1
            while meaning >= 0:
                end = self._meaning_end(meaning)
                made.append(self._meant(meaning, end, apart=apart))
                apart = end < len(self.lines) and not self.lines[end - 1]
                meaning = end if _MEANING.match(self._line(end)) else -1
        return ([Block("terms", inner=tuple(made))], end) if made else None

    def _meaning(self, at: int) -> int:
        """Where below this term its meaning stands; -1: it has none."""
        if not self._line(at):
            return -1
        below = at + 1 if self._line(at + 1) else at + 2
        return below if _MEANING.match(self._line(below)) else -1

    def _meaning_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines):
            if not self.lines[end]:
                below = self.lines.filled(end)
                if not self._line(below).startswith("    "):
                    return below
            elif _MEANING.match(self.lines[end]) or (self.lines[end - 1] and self._meaning(end) == end + 1):
                return end
            end += 1
        return end

    def _meant(self, at: int, end: int, *, apart: bool) -> Block:
        lines = [_MEANING.sub("", self.lines[at]), *(_dedented(line) for line in self.lines[at + 1 : end])]
        return Block("meaning", inner=_of_kind(self._inside(lines), "paragraph" if apart else "plain"))

    # Lists

    def _starts_list(self, at: int) -> bool:
        return mark_of(self.lines[at]) is not None

    def _list(self, at: int) -> Found:
        first = mark = mark_of(self.lines[at])
        if first is None:
            return None
        items: list[Block] = []
        while mark and mark.kind == first.kind:
            end = item_end(self.lines, at, mark.width, self.fences, self.elements)
            self._name(mark)
            items.append(
                Block("item", inner=self._inside(item_text(self.lines[at:end], mark.width), item=True))
            )
            at = end
            mark = mark_of(self._line(at), roman=first.kind.strip("().") in "iI") if self._line(at) else None
        kind = "bullets" if first.kind == "bullet" else "numbers"
        return [Block(kind, level=first.number, inner=_spaced(items))], at

    def _name(self, mark: Mark) -> None:
        if mark.label:
            self.named.last_example += 1
            self.named.examples[mark.label] = self.named.last_example


def _words(lines: list[str]) -> str:
    return "\n".join(line.lstrip(" ") for line in lines).strip("\n")


def _toggles_code(line: str) -> bool:
    """Whether back-quotes in this line open what the next may close, or close what is open."""
    return line.count("```") % 2 == 1


def _dedented(line: str) -> str:
    return line[min(4, indent_of(line)) :]


def _spaced(items: list[Block]) -> tuple[Block, ...]:
    """A list with paragraphs in it has no other words; one that only ends with a paragraph is tight."""
    last = items[-1].inner
    kinds = [block.kind for item in items for block in item.inner]
    if kinds.count("paragraph") == 1 and last and last[-1].kind == "paragraph":
        return (*items[:-1], replace(items[-1], inner=(*last[:-1], replace(last[-1], kind="plain"))))
    if "paragraph" not in kinds:
        return tuple(items)
    return tuple(replace(item, inner=_of_kind(item.inner, "paragraph")) for item in items)


def _of_kind(inner: tuple[Block, ...], kind: str) -> tuple[Block, ...]:
    """These blocks, their words as paragraphs or as plain text."""
    return tuple(replace(block, kind=kind) if block.kind in _WORDS else block for block in inner)
