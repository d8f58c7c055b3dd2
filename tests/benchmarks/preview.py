"""How soon an edit is seen: `python -m tests.benchmarks.preview [POSTS] [EDITS] [PATIENCE] [FOLDER]`.

A blog of 1,000 posts is built once; then a browser shows its preview, and posts are saved, one after
another, as an editor saves them: the page of the edit has been in view for a second. What is measured: from
the save until what has changed is drawn and marked in the browser; until the whole book is as it would be
exported; how long until the first page; memory of all processes after each tenth of the edits. PATIENCE:
seconds in which the book has to be whole, and in which an edit has to be seen. FOLDER keeps the blog: with
the same cache (PUBLISHER_CACHE), a second run finds the book in it.
"""

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.blog import write_blog
from tests.library.node import node
from tests.preview.live import Live, preview

_FIRST = 10  # edits that are not counted
_PARTS = 10  # after each of which memory is measured


def main(posts: int, edits: int, patience: float, folder: str) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-preview-") as name:
        blog = Path(folder or name) / f"blog-{posts}"
        if not blog.exists():
            write_blog(blog, posts)
        export = [sys.executable, "-m", "publisher", "export", str(blog), "--format", "pdf", "-q"]
        subprocess.run([*export, "-o", name], check=True)
        with preview(blog) as live:
            print(report(live, blog, edits, patience))


def report(live: Live, blog: Path, edits: int, patience: float) -> str:
    """Edit posts, and return what it took, in words."""
    book = live.model(lambda said: bool(said["book"]) and said["book"]["whole"], patience)["book"]
    files = sorted((blog / "source/_posts").glob("*.md"))
    chosen = random.Random(edits)
    told = {"address": live.address, "patience": patience * 1000}
    chances = [edit(chosen.choice(files), chosen) for _turn in range(edits + _FIRST)]
    begun = _edited(told, chances[:_FIRST], patience)  # by then all workers are ready
    seen, held = list[Any](), [memory()]
    step = max(1, edits // _PARTS)
    for at in range(_FIRST, len(chances), step):
        some = chances[at : at + step]
        seen += _edited(told, some, patience)["edits"]
        held.append(memory())
    return "\n".join(
        (
            f"{len(book['pages']):,} pages; first page {begun['first']:.2f} s",
            f"{len(seen)} edits, seen: {_times([one['seconds'] for one in seen])}",
            f"by pages of the chapter: {_by_pages(seen)}",
            f"the whole book: {_times([one['whole'] for one in seen])}",
            f"memory: {', '.join(f'{one:.0f}' for one in held)} MB",
        )
    )


def _times(seconds: Sequence[float]) -> str:
    most = f"95th percentile {_percentile(seconds, 0.95):.3f} s, most {max(seconds):.3f} s"
    return f"median {statistics.median(seconds):.3f} s, {most}"


def _edited(told: dict[str, Any], edits: Sequence[dict[str, Any]], patience: float) -> Any:
    """Save posts one after another, and return how soon each was seen."""
    return node("edits.mjs", json.dumps({**told, "edits": edits}), patience=patience + 60 * len(edits))


def edit(file: Path, chosen: random.Random) -> dict[str, Any]:
    """A word more somewhere in a post, in a paragraph."""
    lines = file.read_text("utf-8").split("\n")
    prose = [n for n, line in enumerate(lines) if n > 8 and len(line) > 60 and line[0].isalpha()]
    at = chosen.choice(prose)
    return {"file": str(file), "line": at, "word": f" 고침{chosen.randrange(10_000)}"}


def _by_pages(edits: Sequence[dict[str, Any]]) -> str:
    groups: dict[int, list[float]] = {}
    for one in edits:
        groups.setdefault(one["pages"], []).append(one["seconds"])
    return ", ".join(f"{pages}: {statistics.median(times):.2f}" for pages, times in sorted(groups.items()))


def _percentile(times: Sequence[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def memory() -> float:
    """MB that the processes which this one has started hold for themselves. See proc(5), smaps_rollup"""
    parents: dict[int, int] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(file.parent.name)] = int(file.read_text().rsplit(")", 1)[1].split()[1])
    ours = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    total = 0
    for number in ours - {os.getpid()}:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return total / 1024


if __name__ == "__main__":
    given = sys.argv[1:4] + ["1000", "100", "600"][len(sys.argv) - 1 :]
    main(*map(int, given), "".join(sys.argv[4:]))
