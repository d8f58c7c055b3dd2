"""What the line that opens a block of code says besides its language: a title, numbers, lines that stand out.

In the words of Hugo, Jekyll, Hexo, Docusaurus and others: {linenos=true, hl_lines=[2,"4-5"]}, title="app.js",
{1,3-4}, first_line:5 mark:6. See https://gohugo.io/functions/transform/highlight/,
https://jekyllrb.com/docs/liquid/tags/, https://hexo.io/docs/tag-plugins#Code-Block
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST = 1000  # characters that are read: what is never closed is looked for from each of its beginnings
_VALUE = r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]|\d[\d ,-]*\d|[^\s,{}]+"
_PAIR = re.compile(rf"(?<![\w-])([A-Za-z][\w-]*)[ ]?[=:][ ]?({_VALUE})[ ]?,?")
_WORD = re.compile(r"(?<![\w=:\"'/-])\.?(?:linenos|showLineNumbers|numberLines|line-numbers)(?![\w=:/-])")
_BRACES = re.compile(r"\{([\d\s,-]+)\}")
_RANGE = re.compile(r"\d{1,6}(?:-\d{1,6})?")

_KEYS = {
    **dict.fromkeys(("title", "file", "filename"), "title"),
    **dict.fromkeys(("linenos", "linenums", "line_number", "line_numbers", "showlinenumbers"), "numbers"),
    **dict.fromkeys(("linenostart", "first_line", "firstline", "startfrom", "start_line"), "first"),
    **dict.fromkeys(("hl_lines", "mark", "mark_lines", "highlight_lines"), "marks"),
}


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How a post wants a block of code shown."""

    title: str = ""
    first: int = 0  # the number of its first line; 0: lines have no numbers
    marks: str = ""  # lines that stand out, counted from 1: "1,3-4"

    def attributes(self) -> str:
        """Return them as passes/code.py reads them."""
        first = f' data-first-line="{self.first}"' if self.first else ""
        return first + (f' data-marked-lines="{self.marks}"' if self.marks else "")


PLAIN = CodeOptions()


def code_options(info: str) -> CodeOptions:
    """Read what stands behind the language."""
    info = info[:_MOST]
    said = {"marks": " ".join(_BRACES.findall(info)), "numbers": "1" if _WORD.search(info) else ""}
    said |= dict(_pairs(info))
    is_off = said["numbers"].lower() in ("", "false", "no", "0") and "first" not in said
    first = _RANGE.match(said.get("first", said["numbers"]))
    marks = ",".join(_RANGE.findall(said["marks"]))
    return CodeOptions(
        said.get("title", ""), 0 if is_off else int(first[0].split("-")[0]) if first else 1, marks
    )


def has_options(info: str) -> bool:
    """Tell whether it says anything by one of these names, be it that a block has no numbers."""
    return bool(_WORD.search(info[:_MOST])) or any(_pairs(info[:_MOST]))


def _pairs(info: str) -> Iterator[tuple[str, str]]:
    for key, value in _PAIR.findall(info):
        if name := _KEYS.get(key.lower().replace("-", "_")):
            yield name, value.strip("\"'[]")


def behind(marks: str, lines: int) -> str:
    """Return marks that are counted from a first line whose number is one more than `lines`, from 1."""
    ranges = [[int(end) - lines for end in one.split("-")] for one in _RANGE.findall(marks)]
    return ",".join("-".join(map(str, one)) for one in ranges if min(one) > 0)
