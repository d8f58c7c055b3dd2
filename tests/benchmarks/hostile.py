"""Texts made to slow us down, at 10 KB, 100 KB and 1 MB: in every grammar, and through all passes.

`python tests/benchmarks/hostile.py [HOW MANY SIZES] [WORD OF A ROW'S NAME]` prints the rows that are
slow and the slowest, and leaves with 1 where ten times the text takes more than GROWTH times as long (times
under NOTICED are too short to tell), or one more than PATIENCE. The time is the processor's, with Python's
search for cyclic garbage between the texts only: it adds up to as much again to the large ones alone.
"""

import gc
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from publisher.dialect import Dialect
from publisher.markdown import GRAMMARS, grammar
from tests.chapters import Blog

_STEPS = "".join("  " * depth + "- 가\n" for depth in range(40))
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
    "list items": "- a\n\n",
    "nested lists": _STEPS,  # 40 deep, again and again
    "paragraphs": "a\n\n",
    "headings": "# a\n",
    "tables": "|",
    "table rows": "|a|b|\n|-|-|\n",
    "backticks": "`a",
    "fences": "```\n",
    "fences opened": "```a\n",
    "entities": "&amp",
    "html": "<a ",
    "tags": "<b>",
    "blocks of html": "<div>\n\n",
    "comments": "<!-- ",
    "footnotes": "[^a]",
    "notes": "[^a]: b\n\n",
    "definitions": "[a]: /b\n",
    "abbreviations": "*[a]: b\n",
    "dollars": "$a",
    "tildes": "~a ",
    "escapes": "\\",
    "hangul": "가",
    "straight quotes": "\"'",
    "autolinks": "https://a.b/(",
    "hosts": "www.a.",
    "mail": "a@b",
    "attributes": "{: a=b",
    "colons": "a\n: ",
    "braces": "{% a ",
    "shortcodes": "{{< a ",
}
_CODE = {
    "python": "x = '''a", "javascript": "`${a", "html": "&lt;a ", "php": "&lt;?php $a", "bash": "$(a",
    "perl": "s/a", "ruby": "%w(a", "cpp": "(a::", "java": "a.b(", "sql": "'a", "yaml": "- a: [",
    "markdown": "*a_", "rust": 'r#"', "go": "a.b{", "css": "a{b:", "json": '[{"a', "console": "$ a\n",
    "latex": "\\a{", "diff": "+a\n", "swift": "\\(a", "kotlin": '"${a', "csharp": "a<b", "lua": "[==[a",
    "scala": '"""a', "makefile": "a:$(", "nginx": "a{", "xml": "&lt;![CDATA[", "haskell": "{-a",
}  # fmt: skip
# Through all passes of a chapter: HTML as it comes from a parser, code in languages with difficult lexers.
CHAPTERS = {
    "nested blocks": "<div>",
    "nested words": "<b><i>",
    "nested quotes": "<blockquote><p>",
    "nested lists": "<ul><li>",
    "nested tables": "<table><tr><td>",
    "nested details": "<details><summary>a",
    "loose items": "<li>a</li>b",
    "breaks in a list": "<ul><br>a",
    "definition lists": "<dl><dd>a</dl>",
    "headings": "<h2>a</h2>",
    "long headings": "<h2>a <b>b</b></h2>",
    "ids": "<p id=a>a</p>",
    "anchors": "<a href='#a'>a</a>",
    "links": "<a href='/a'>a</a>",
    "links on the web": "<a href='https://e.org/a'>a</a>",
    "links in links": "<a href='/a'>a",
    "pictures": "<img src=a.png>",
    "pictures in a paragraph": "<p><img src=/a.png><br>",
    "frames": "<iframe src='https://e.org/a'></iframe>",
    "boxes": "<input type=checkbox>",
    "emphasis": "**(a)**가 ",
    "emphasis opened": "**a",
    "formulas": "<span class=math>x_1</span>",
    "unknown tags": "<blink>a",
    "notes": "<div class=footnotes><ol><li id=a>b",
    "references": "<sup><a href='#fn1'>a</a></sup>",
    "styles": "<p style='color: red; width: 1px'>",
    "classes": "<p class='language-a code'>",
    "entities": "&#8;&nbsp;",
    "code": "<pre><code>a",
    **{f"{name} code": f"<pre><code class=language-{name}>{fragment}" for name, fragment in _CODE.items()},
}  # fmt: skip
SIZES = (10_000, 100_000, 1_000_000)
PATIENCE = 60  # seconds for one text; what takes longer is given up
SLOW = 10  # seconds from which a text is shown
GROWTH = 20.0  # times as long, ten times the text: 10 is linear, 16 with all caches missed, 100 quadratic
NOTICED = 2  # seconds below which growth is not judged
SHOWN = 10  # rows at the end, the slowest first
Work = Callable[[str], object]


class _TooLongError(BaseException):
    """The text took longer than PATIENCE. No Exception: nothing on its way catches it."""


def _enough(*_: object) -> None:
    raise _TooLongError


def text(fragment: str, size: int) -> str:
    """Some `size` characters of the fragment, again and again; what opens a code block does so once."""
    if fragment.startswith("<pre>"):
        opening, _, inner = fragment.rpartition(">")
        return f"{opening}>" + inner * (size // len(inner))
    return fragment * (size // len(fragment))


def seconds(work: Work, source: str) -> float:
    """How long a processor works on it, whatever else this machine does; infinite where it is given up."""
    gc.collect()
    gc.disable()
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    started = time.process_time()
    try:
        work(source)
    except _TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.enable()
    return time.process_time() - started


def growth(work: Work, fragment: str, sizes: Sequence[int]) -> tuple[bool, list[float]]:
    """Whether time stays in proportion to length, and the times; what is given up is not tried larger."""
    times: list[float] = []
    for size in sizes:
        times.append(seconds(work, text(fragment, size)))
        before = times[-2] if len(times) > 1 else times[-1]
        if times[-1] == float("inf") or (times[-1] > NOTICED and times[-1] > GROWTH * max(before, 0.01)):
            return False, times
    return True, times


def rows(folder: Path) -> Iterator[tuple[str, Work, str]]:
    """The name of each row, the work, and the fragment that it is given."""
    for speaks in GRAMMARS:
        to_html = grammar(Dialect(grammar=speaks, breaks=True, smart=True, math=True, emoji=True))
        yield from ((f"{speaks}: {name}", to_html, fragment) for name, fragment in PIECES.items())
    yield from ((f"chapter: {name}", _chapter(folder), fragment) for name, fragment in CHAPTERS.items())


def _chapter(folder: Path) -> Work:
    """All passes on a post that is HTML already; a fault in one of them is not hidden."""

    def work(source: str) -> object:
        made = Blog(folder).chapter(source, dialect=Dialect("html", math=True))
        failed = [str(fault) for fault in made.diagnostics if fault.code == "chapter-simplified"]
        assert not failed, failed
        return made

    return work


def main() -> int:
    """A line for each text that is slow or whose time grows faster than its length; exit code 1 for these."""
    sizes = SIZES[: int(sys.argv[1])] if len(sys.argv) > 1 else SIZES
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    signal.signal(signal.SIGPROF, _enough)
    tried: Mapping[bool, list[str]] = {True: [], False: []}
    started, last = time.process_time(), dict[str, float]()
    with tempfile.TemporaryDirectory(prefix="publisher-hostile-") as folder:
        for name, work, fragment in rows(Path(folder)):
            if wanted not in name:
                continue
            held, times = growth(work, fragment, sizes)
            tried[held].append(name)
            last[name] = times[-1]
            if not held or times[-1] > SLOW:
                shown = ", ".join(f"{value:.2f} s" for value in times)
                print(f"{'slow  ' if held else 'BROKEN'} {name}: {shown}", flush=True)
    for name in sorted(last, key=lambda name: -last[name])[:SHOWN]:
        print(f"{last[name]:6.1f} s {name}")
    verdict = "BROKEN" if tried[False] else "held  "
    whole = f"{time.process_time() - started:.0f} s in all, {max(last.values(), default=0):.1f} s the slowest"
    limit = f"{sizes[-1]:,} characters, {GROWTH:g} times for ten times the text"
    counts = f"{len(tried[False])} of {sum(map(len, tried.values()))} grow too fast"
    print(f"{verdict} hostile texts ({limit}): {counts}; {whole}")
    return 1 if tried[False] else 0


if __name__ == "__main__":
    sys.exit(main())
