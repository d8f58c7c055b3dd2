"""What of a post is prose: not code, not an address, not a formula, not markup.

Wider than any grammar: what may be one of these in Markdown, Hexo, Hugo, Liquid or Obsidian is none of our
business, so that nothing is touched that a machine reads.
"""

import re

HIDDEN = "\0"  # stands for each letter that is no prose
_FENCE = re.compile(r"[ \t>]{0,40}(`{3,}+(?=[^`]*\Z)|~{3,}|\${2})(?P<info>.*)")  # ```말``` is none
_INDENTED = re.compile(r" {4}|\t")
_TABLE = re.compile(r"[ \t>]{0,40}\||.*\|[ \t]{0,9}$")
# What begins with one of these goes on, over lines, to what ends it.
_BLOCKS = (
    ("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<pre", "</pre"), ("<code", "</code"),
    ("<svg", "</svg"), ("<math", "</math"), ("{% raw", "{% endraw"), ("{% codeblock", "{% endcodeblock"),
    ("{% highlight", "{% endhighlight"), ("{% code", "{% endcode"), ("{{< highlight", "{{< /highlight"),
    ("{{% highlight", "{{% /highlight"), ("{% mermaid", "{% endmermaid"), ("{{< mermaid", "{{< /mermaid"),
    ("{% math", "{% endmath"), ("\\[", "\\]"), ("%%", "%%"),
)  # fmt: skip
_BEGIN = re.compile("|".join(re.escape(begin) for begin, _end in _BLOCKS), re.I)
# In a line, one after another. None looks on behind what begins another of its kind: that would be read from
# every beginning.
_INLINE = (
    re.compile(r"(?<!`)(`++)(?:[^`\n]|(?!\1(?!`))`++){0,2000}?\1(?!`)"),
    re.compile(r"\$[^$\n]{1,500}\$"),
    re.compile(r"\\\((?:[^\\\n]|\\(?![()])){1,500}\\\)"),
    re.compile(r"\{[{%:#.][^{}\n]{0,500}\}{1,2}"),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,2000}>|&\w{1,40};"),
    re.compile(r"!?\[\[[^\[\]\n]{0,500}\]\]"),
    re.compile(r"\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)"),
    re.compile(r"\]\[[^\[\]\n]{0,500}\]"),
    re.compile(r"^ {0,3}\[[^\[\]\n]{1,500}\]:[^\n]{0,2000}"),
    re.compile(r"(?:https?|ftp|mailto)://?[^\s<>]{1,2000}|www\.[^\s<>]{1,2000}"),
    re.compile(r"[\w.+-]{1,60}@[\w.-]{1,100}"),
)


def prose(text: str) -> str:
    """Return a text of the same length, in which all that is no prose, but for line ends, is HIDDEN."""
    lines, closing, fence = list[str](), "", ""
    for line in text.split("\n"):
        if not closing and (found := _FENCE.match(line)):
            mark = found[1]
            if not fence:
                fence = mark if line.rstrip().count("$$") % 2 or mark[0] != "$" else ""
            elif mark.startswith(fence) and (mark[0] == "$" or not found["info"].strip()):
                fence = ""
            lines.append(HIDDEN * len(line))
        elif fence or (not closing and (_INDENTED.match(line) or _TABLE.match(line))):
            lines.append(HIDDEN * len(line))
        else:
            shown, closing = _between(line, closing)
            for pattern in _INLINE:
                shown = pattern.sub(_hidden, shown)
            lines.append(shown)
    return "\n".join(lines)


def _hidden(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])


def _between(line: str, closing: str) -> tuple[str, str]:
    """A line without what stands in blocks, and what ends the block that goes on behind it."""
    at, shown, low = 0, "", line.lower()
    while at < len(line):
        if closing:
            end = low.find(closing, at)
            stop = end + len(closing) if end >= 0 else len(line)
            shown, at = shown + HIDDEN * (stop - at), stop
            closing = closing if end < 0 else ""
        elif found := _BEGIN.search(line, at):
            shown += line[at : found.start()] + HIDDEN * len(found[0])
            closing = dict(_BLOCKS)[found[0].lower()]
            at = found.end()
        else:
            shown, at = shown + line[at:], len(line)
    return shown, closing
