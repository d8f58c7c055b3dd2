"""Fences as Hexo reads them: taken out of the text before marked sees it, each with its caption.

However far one is indented, it is code; what stands before it may be quote marks or a list's bullet.
See https://hexo.io/docs/tag-plugins#Backtick-Code-Block.
"""

import re
from bisect import bisect_left
from dataclasses import replace
from html import escape
from typing import NamedTuple

from publisher.markdown.code_options import behind, code_options
from publisher.markdown.html import code_block

# A comment, or what may be a fence: the first marks of a line, with nothing like a comment before them.
_SIGN = re.compile(r"<!--|^[^`~<\n]*(?P<fence>`{3,}+|~{3,}+)", re.M)
_BULLET = re.compile(r"[-*+]|[0-9]+\.")
_MOST_QUOTES = 3  # marks of quotes before a fence
_PLACE = re.compile(r"(?:<|&lt;)!--hexo-code-(\d+)--(?:>|&gt;)")
_WRITTEN, _HELD = re.compile(r"hexo-code(?=-\d+--)"), "hexo-code\ue002"  # in a post that speaks of places
_ALONE = re.compile(rf"<pre><code>[ \t]*({_PLACE.pattern})\s*</code></pre>")
_OPTION = re.compile(r"\b(?:line_number|line_threshold|first_line|highlight|mark|wrap|language_attr):\S*\s*")
_WEB_ADDRESS = re.compile(r"(?<!\s)\s+(https?://\S+)\s*")
_ADDRESS = re.compile(r"(?<!\s)\s+((?:https?:/)?/\S+)\s*")  # on the web, or on the site


class Fences:
    """One text's fences: out of the text by `taken_out`, into the HTML by `put_back`.

    `apart`: an empty line is put below each, as in Hexo 3: it ends the text around it, and spaces a list.
    """

    def __init__(self, *, apart: bool = False) -> None:
        self.blocks: list[str] = []
        self.behind = "\n" if apart else ""

    def taken_out(self, text: str) -> str:
        """Return the text with a comment in place of each fenced block; those in comments stay."""
        text = _WRITTEN.sub(_HELD, text)
        closings = _closings(text)
        made, position = [], 0
        sign = _SIGN.search(text) if closings else None
        while sign:
            opening = _opening(text, sign)
            end = _after(opening, text, closings) if opening else _behind(sign, text)
            if opening and end != opening.end:
                made += [text[position : sign.start()], self._place(opening, text[opening.end : end])]
                position = end
            sign = _SIGN.search(text, end)
        return "".join(made) + text[position:]

    def _place(self, opening: "_Opening", rest: str) -> str:
        lines = rest.split("\n")[:-1]  # without the closing fence
        if depth := opening.start.count(">"):
            lines = [_unquoted(line, depth) for line in lines]
        self.blocks.append(_block("".join(f"{line}\n" for line in lines), opening.info))
        return f"{opening.start}<!--hexo-code-{len(self.blocks) - 1}-->{self.behind}"

    def put_back(self, html: str) -> str:
        html = _ALONE.sub(r"\1", html)  # one indented so far that it would be code inside code
        html = _PLACE.sub(lambda place: self.blocks[int(place[1])], html)
        return html.replace(_HELD, "hexo-code")


class _Opening(NamedTuple):
    """The line that opens a block of code."""

    start: str  # what stands before the fence: "> ", "- "
    fence: str
    info: str  # the words behind it
    end: int  # behind the line


def _opening(text: str, sign: re.Match[str]) -> _Opening | None:
    """The line with this sign, if it opens a block: quote marks or one bullet, a fence, words, a line end."""
    end = text.find("\n", sign.end())
    if not sign["fence"] or end < 0:
        return None
    start, info = text[sign.start() : sign.start("fence")], text[sign.end() : end].strip()
    bullet = _BULLET.match(start)
    before = start[bullet.end() :].lstrip() if bullet else _behind_quotes(start)
    return None if before or info.endswith("`") else _Opening(start, sign["fence"], info, end + 1)


def _closings(text: str) -> dict[str, list[int]]:
    """Where the lines start that close a block, by their fences."""
    found: dict[str, list[int]] = {}
    at = 0
    for line in text.split("\n"):
        fence = _behind_quotes(line)
        fence = fence[:-1] if fence[-1:].isspace() else fence  # one blank, no more
        if fence.startswith(("```", "~~~")) and not fence.strip(fence[0]):
            found.setdefault(fence, []).append(at)
        at += len(line) + 1
    return found


def _behind_quotes(line: str) -> str:
    """What stands behind the marks of quotes and blanks at a line's start."""
    rest = line.lstrip()
    for _ in range(_MOST_QUOTES):
        rest = rest.removeprefix(">").lstrip() if rest.startswith(">") else rest
    return rest


def _unquoted(line: str, depth: int) -> str:
    """A line of code without the marks of the quotes around it, where a blank stands behind them."""
    cuts = [0]
    while len(cuts) <= depth and line[cuts[-1] :].lstrip().startswith(">"):
        cuts.append(line.index(">", cuts[-1]) + 1)
    behind = next((cut for cut in reversed(cuts) if cut == len(line) or line[cut].isspace()), -1)
    return line[behind + 1 :]


def _behind(sign: re.Match[str], text: str) -> int:
    """Where to read on behind a comment, closed or not, and behind marks that open nothing."""
    end = -1 if sign["fence"] else text.find("-->", sign.end())
    return end + 3 if end >= 0 else sign.end()


def _after(opening: _Opening, text: str, closings: dict[str, list[int]]) -> int:
    """Where the closing fence ends; where none closes, the block's own start."""
    lines = closings.get(opening.fence, [])
    index = bisect_left(lines, opening.end)
    if index < len(lines) - 1 and lines[index] == opening.end:
        index += 1  # a block without a line is read as one only where nothing else closes it
    if index == len(lines):
        return opening.end
    end = text.find("\n", lines[index])
    return end if end >= 0 else len(text)


def _block(code: str, info: str) -> str:
    """The language, then words; nothing behind "=" is read."""
    language, _, rest = info.partition("=")[0].partition(" ")
    return hexo_code(code, language, rest, _ADDRESS)


def hexo_code(code: str, language: str, words: str, address: re.Pattern[str] = _WEB_ADDRESS) -> str:
    """Code with a caption (HTML): [title] [address] [its words] [option:value …]."""
    caption = _OPTION.sub("", words).strip()
    options = code_options(" ".join(_OPTION.findall(words)))
    options = replace(options, marks=behind(options.marks, max(0, options.first - 1)))
    block = code_block(dedented(code), language, options=options)
    if not caption:
        return block
    if linked := address.search(caption, 1):
        title, words = caption[: linked.start()], caption[linked.end() :] or "link"
        caption = f'<span>{title}</span><a href="{escape(linked[1])}">{words}</a>'
    return f'<figure class="highlight code"><figcaption>{caption}</figcaption>{block}</figure>\n'


def dedented(code: str) -> str:
    """Code without the indentation that all its lines share, as Hexo's highlighter strips it."""
    indents = [len(line) - len(line.lstrip(" \t")) for line in code.split("\n") if line.strip()]
    depth = min(indents, default=0)
    return "\n".join(line[depth:] for line in code.split("\n"))
