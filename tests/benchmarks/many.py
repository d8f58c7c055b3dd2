"""Very many very small posts: `python -m tests.benchmarks.many [POSTS…]`, of 10,000 and 100,000 unless told.

Prints what their plan, their EPUB, and the EPUB with nothing changed take: that time and memory grow with the
number of posts, and no faster.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import measure
from tests.blogs import CONFIG, write

SIZES = (10_000, 100_000)


def main(sizes: tuple[int, ...]) -> None:
    for posts in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-many-") as folder:
            here = Path(folder)
            os.environ["PUBLISHER_CACHE"] = str(here / "cache")
            write(here / "blog", {"_config.yml": CONFIG} | {_name(n): _post(n) for n in range(posts)})
            for what, options in {
                "plan": ["plan"],
                "epub": ["export", "--format", "epub", "-o", str(here / "out")],
                "again": ["export", "--format", "epub", "-o", str(here / "out")],
            }.items():
                order = [sys.executable, "-m", "publisher", options[0], str(here / "blog"), *options[1:]]
                print(f"{posts:7} {what:6} {measure.run(order, here)}", flush=True)


def _name(number: int) -> str:
    return f"source/_posts/{number // 1000}/{number}.md"


def _post(number: int) -> str:
    date = f"20{number % 25:02}-{1 + number % 12:02}-{1 + number % 28:02}"
    return f"---\ntitle: 글 {number}\ndate: {date}\ncategories: 갈래 {number % 50}\n---\n\n{number}번째 글.\n"


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
