"""The words of a post as its reader meets them: its Markdown without code, comments and addresses. Pure."""

import re

# What is looked for has an end, or a bound: a post is a stranger's, and may open a thousand of each. Each
# begins with a letter of its own, by which the search skips all others.
_OTHER = re.compile(
    r"\n {0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?s:.*?)(?:\n {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|\n\n(?: {4}|\t)[^\n]*(?:\n+(?: {4}|\t)[^\n]*)*"
    r"|\{%-?\s{0,9}(?P<tag>highlight|codeblock|code|raw)\b(?s:.*?)(?:\{%-?\s{0,9}end(?P=tag)\s{0,9}-?%\}|\Z)"
    r"|<(?P<element>pre|code|script|style)\b(?s:.*?)(?:</(?P=element)>|\Z)"
    r"|<!--(?s:.*?)(?:-->|\Z)"
    r"|</?\w[^<>]{0,300}>"
    r"|`(?P<two>`?)(?!`)[^\n]{1,300}?(?<!`)`(?P=two)(?!`)"
    r"|\]\([^()\n]{0,500}\)"
    r"|https?://[^\s)>\]]{1,500}",
    re.M,
)


def prose(markdown: str) -> str:
    """Return the text with blanks in place of what is no prose: every letter stays where it is."""
    return _OTHER.sub(_blank, f"\n\n{markdown}")[2:]


def _blank(found: re.Match[str]) -> str:
    return "\n".join(" " * len(line) for line in found[0].split("\n"))
