"""Texts made to slow parsers down, at 10 KB, 100 KB and 1 MB, in every grammar."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
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
PATIENCE = 30  # seconds for one text; what takes longer is given up
GROWTH = 30.0  # ten times the text may take this many times as long: 10 is linear, 100 quadratic


class _TooLongError(Exception):
    """The text took longer than PATIENCE."""


def _enough(*_: object) -> None:
    raise _TooLongError


def text(name: str, size: int) -> str:
    """Some `size` characters of the piece, again and again; nested lists go 40 deep and start anew."""
    piece = PIECES[name]
    if piece is None:
        piece = "".join("  " * depth + "- 가\n" for depth in range(40))
    return piece * (size // len(piece))


def seconds(to_html: Callable[[str], str], source: str) -> float:
    """How long it takes; infinite where it is given up."""
    signal.alarm(PATIENCE)
    started = time.perf_counter()
    try:
        to_html(source)
    except _TooLongError:
        return float("inf")
    finally:
        signal.alarm(0)
    return time.perf_counter() - started


def growth(to_html: Callable[[str], str], name: str, sizes: Sequence[int]) -> tuple[bool, list[float]]:
    """Whether time stays in proportion to length, and the times; after PATIENCE no larger text is tried."""
    times: list[float] = []
    for size in sizes:
        times.append(seconds(to_html, text(name, size)))
        before = times[-2] if len(times) > 1 else 0.0
        if times[-1] > 2 and times[-1] > GROWTH * max(before, 0.01):
            return False, times
        if times[-1] > PATIENCE / 10:
            break
    return True, times


def main() -> int:
    """Every text in every grammar: a line for each whose time grows faster than its length."""
    sizes = SIZES[: int(sys.argv[1])] if len(sys.argv) > 1 else SIZES
    signal.signal(signal.SIGALRM, _enough)
    broken = 0
    for speaks in GRAMMARS:
        to_html = grammar(Dialect(grammar=speaks, breaks=True, smart=True, math=True))
        for name in PIECES:
            held, times = growth(to_html, name, sizes)
            if not held:
                broken += 1
                print(f"BROKEN {speaks}, {name}: {', '.join(f'{t:.2f} s' for t in times)}", flush=True)
    verdict = "BROKEN" if broken else "held  "
    print(f"{verdict} hostile texts: {broken} grow too fast, of {len(PIECES)} a grammar")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
