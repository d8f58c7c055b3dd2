"""Texts made to slow parsers down, at 10 KB, 100 KB and 1 MB, in every grammar."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from publisher.markup import GRAMMARS, grammar
from publisher.model import Dialect

PIECES = {
    "brackets": "[",
    "brackets closed": "[]",
    "images": "![",
    "links": "[a](",
    "emphasis": "*a ",
    "strong": "**a** *b",
    "underscores": "_a_b",
    "quotes": "> ",
    "quote lines": "> a\n",
    "lists": "- ",
    "nested lists": None,
    "tables": "|",
    "table rows": "|a|b|\n|-|-|\n",
    "backticks": "`a",
    "fences": "```\n",
    "entities": "&amp",
    "html": "<a ",
    "tags": "<b>",
    "comments": "<!-- ",
    "footnotes": "[^a]",
    "dollars": "$a",
    "tildes": "~a ",
    "escapes": "\\",
    "hangul": "가",
    "straight quotes": "\"'",
    "autolinks": "https://a.b/(",
    "attributes": "{: a=b",
    "colons": "a\n: ",
    "braces": "{% a ",
}
SIZES = (10_000, 100_000, 1_000_000)
SECONDS_PER_MB = 20.0


def text(name: str, size: int) -> str:
    """Some `size` characters of the piece, again and again; nested lists go 40 deep and start anew."""
    piece = PIECES[name]
    if piece is None:
        piece = "".join("  " * depth + "- 가\n" for depth in range(40))
    return piece * (size // len(piece))


def main() -> int:
    """Every text in every grammar: the seconds, and a line for each that took too long."""
    slow = 0
    for speaks in GRAMMARS:
        to_html = grammar(Dialect(grammar=speaks, breaks=True, smart=True, math=True))
        for name in PIECES:
            for size in SIZES:
                started = time.perf_counter()
                to_html(text(name, size))
                seconds = time.perf_counter() - started
                if seconds > max(1.0, SECONDS_PER_MB * size / 1e6):
                    print(f"slow: {speaks}, {name}, {size:,} characters: {seconds:.1f} s", flush=True)
                    slow += 1
                    break
    print(f"{'BROKEN' if slow else 'held  '} hostile texts: {slow} too slow")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
