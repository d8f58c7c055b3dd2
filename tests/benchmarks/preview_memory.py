"""Whether a preview's memory stays as it is: `python -m tests.benchmarks.preview_memory [POSTS] [EDITS]`.

Posts are saved one after another, as fast as the preview shows them; after each, the pages of the chapter are
asked for, as a browser does that shows them. Memory of all its processes is said after each tenth.
"""

import random
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.blog import write_blog
from tests.benchmarks.preview import edit, memory
from tests.preview.live import Live, preview

_PATIENCE = 300.0  # seconds
_PARTS = 10


def main(posts: int, edits: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as name:
        blog = Path(name) / "blog"
        write_blog(blog, posts)
        with preview(blog) as live:
            live.model(lambda said: bool(said["book"]) and said["book"]["whole"], _PATIENCE)
            files = sorted((blog / "source/_posts").glob("*.md"))
            chosen = random.Random(edits)
            print(f"begun: {memory():.0f} MB", flush=True)
            for turn in range(1, edits + 1):
                _edit(live, chosen.choice(files), chosen)
                if turn % max(1, edits // _PARTS) == 0:
                    print(f"{turn} edits: {memory():.0f} MB", flush=True)


def _edit(live: Live, file: Path, chosen: random.Random) -> None:
    one = edit(file, chosen)
    lines = file.read_text("utf-8").split("\n")
    lines[one["line"]] += one["word"]
    with live.news() as news:
        number = next(news)["number"]
        file.write_text("\n".join(lines), "utf-8")
        for said in news:
            if said["number"] > number and "unit" in said:
                token = said["newer"][2] if "newer" in said else said["unit"][2]
                live.get(f"page/{token}/0/400.png")
            if said["number"] > number and not said["working"]:
                return


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["20", "1000"][len(sys.argv) - 1 :])))
