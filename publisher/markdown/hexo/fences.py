"""Fences as Hexo reads them: taken out of the text before marked sees it, each with its caption.

However far one is indented, it is code; what stands before it may be quote marks or a list's bullet.
See https://hexo.io/docs/tag-plugins#Backtick-Code-Block.
"""

import re
from bisect import bisect_left
from html import escape

from publisher.markdown.html import code_block

_OPENING = re.compile(
    r"<!--|^(?P<start>(?:(?:[^\S\n]*>){0,3}|[-*+]|[0-9]+\.)[^\S\n]*)(?P<fence>`{3,}+|~{3,}+)[^\S\n]*"
    r"(?P<info>(?:[^\n]*?[^`\s])?)[^\S\n]*\n",
    re.M,
)
_CLOSING = re.compile(r"^(?:[^\S\n]*>){0,3}[^\S\n]*(`{3,}+|~{3,}+)[^\S\n]?$", re.M)
_PLACE = re.compile(r"(?:<|&lt;)!--hexo-code-(\d+)--(?:>|&gt;)")
_ALONE = re.compile(rf"<pre><code>[ \t]*({_PLACE.pattern})\s*</code></pre>")
_OPTION = re.compile(r"\b(?:line_number|line_threshold|first_line|highlight|mark|wrap|language_attr):\S*\s*")
_LINKED_WEB = re.compile(r"(?P<title>\S.*?)\s+(?P<address>https?://\S+)\s*(?P<words>.*)\Z", re.S)
_LINKED = re.compile(r"(?P<title>\S.*?)\s+(?P<address>(?:https?:/)?/\S+)\s*(?P<words>.*)\Z", re.S)


class Fences:
    """One text's fences: out of the text by `taken_out`, into the HTML by `put_back`.

    `apart`: an empty line is put below each, as in Hexo 3: it ends the text around it, and spaces a list.
    """

    def __init__(self, *, apart: bool = False) -> None:
        self.blocks: list[str] = []
        self.behind = "\n" if apart else ""

    def taken_out(self, text: str) -> str:
        """The text with a comment in place of each fenced block; those in comments stay."""
        closings: dict[str, list[int]] = {}
        for match in _CLOSING.finditer(text):
            closings.setdefault(match[1], []).append(match.start())
        made, position = [], 0
        opening = _OPENING.search(text) if closings else None
        while opening:
            end = _after(opening, text, closings)
            if opening["fence"] and end != opening.end():
                made += [text[position : opening.start()], self._place(opening, text[opening.end() : end])]
                position = end
            opening = _OPENING.search(text, end)
        return "".join(made) + text[position:]

    def _place(self, opening: re.Match[str], rest: str) -> str:
        code = rest[: rest.rfind("\n") + 1]
        if depth := opening["start"].count(">"):
            code = re.sub(rf"(?m)^(?:[^\S\n]*>){{0,{depth}}}(?:[^\S\n]|$)", "", code)
        self.blocks.append(_block(code, opening["info"]))
        return f"{opening['start']}<!--hexo-code-{len(self.blocks) - 1}-->{self.behind}"

    def put_back(self, html: str) -> str:
        html = _ALONE.sub(r"\1", html)  # one indented so far that it would be code inside code
        return _PLACE.sub(lambda place: self.blocks[int(place[1])], html)


def _after(opening: re.Match[str], text: str, closings: dict[str, list[int]]) -> int:
    """Where what opens here ends: behind the comment or the closing fence; where it has none, right here."""
    start = opening.end()
    if not opening["fence"]:
        end = text.find("-->", start)
        return end + 3 if end >= 0 else start
    lines = closings.get(opening["fence"], [])
    index = bisect_left(lines, start)
    if index < len(lines) - 1 and lines[index] == start:
        index += 1  # a block without a line is read as one only where nothing else closes it
    if index == len(lines):
        return start
    end = text.find("\n", lines[index])
    return end if end >= 0 else len(text)


def _block(code: str, info: str) -> str:
    """The language, then words; nothing behind "=" is read."""
    language, _, rest = info.partition("=")[0].partition(" ")
    return hexo_code(code, language, rest, _LINKED)


def hexo_code(code: str, language: str, words: str, linked_form: re.Pattern[str] = _LINKED_WEB) -> str:
    """Code with a caption (HTML): [title] [address] [its words] [option:value …]."""
    caption = _OPTION.sub("", words).strip()
    block = code_block(dedented(code), language)
    if not caption:
        return block
    linked = linked_form.fullmatch(caption)
    if linked:
        words = linked["words"] or "link"
        caption = f'<span>{linked["title"]}</span><a href="{escape(linked["address"])}">{words}</a>'
    return f'<figure class="highlight code"><figcaption>{caption}</figcaption>{block}</figure>\n'


def dedented(code: str) -> str:
    """Code without the indentation that all its lines share, as Hexo's highlighter strips it."""
    indents = [len(line) - len(line.lstrip(" \t")) for line in code.split("\n") if line.strip()]
    depth = min(indents, default=0)
    return "\n".join(line[depth:] for line in code.split("\n"))
