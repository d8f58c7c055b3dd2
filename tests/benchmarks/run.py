"""Speed and memory, with the peers in the same run: `make bench`.

Prints a row a measurement, and for each claim of ours whether it held. Exit code 1 where one did not.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.blog import write_blog
from tests.benchmarks.measure import Cost, run

ONE_CORE = ["taskset", "-c", "0"] if shutil.which("taskset") else []
PUBLISHER = [sys.executable, "-m", "publisher"]


def bodies(folder: Path, posts: int) -> bool:
    """1,000 posts through `publisher body` on one core: at most 0.2 of Pandoc's time for an EPUB of them."""
    blog = folder / f"blog-{posts}"
    write_blog(blog, posts)
    sources = sorted(str(path) for path in (blog / "source" / "_posts").iterdir())
    ours = run([*ONE_CORE, *PUBLISHER, "body", str(blog), "-o", str(folder / "bodies")], folder)
    pandoc = [
        *ONE_CORE,
        pypandoc.get_pandoc_path(),
        "-f",
        "gfm",
        "-t",
        "epub3",
        "-o",
        "pandoc.epub",
        *sources,
    ]
    theirs = run(pandoc, folder)
    _row(f"publisher body, {posts:,} posts, one core", ours)
    _row(f"pandoc {pypandoc.get_pandoc_version()} -t epub3", theirs)
    return _claim("wall time of body against Pandoc", ours.wall / theirs.wall, 0.2)


def hostile(folder: Path) -> bool:
    """Hostile texts take time in proportion to their length, in every grammar."""
    made = subprocess.run([sys.executable, Path(__file__).with_name("hostile.py")], cwd=folder, check=False)
    return made.returncode == 0


def _row(name: str, cost: Cost) -> None:
    print(f"{name:48} {cost}", flush=True)


def _claim(name: str, value: float, limit: float) -> bool:
    held = value <= limit
    print(f"{'held  ' if held else 'BROKEN'} {name}: {value:.3f}, at most {limit}", flush=True)
    return held


def main() -> int:
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as name:
        held = [bodies(Path(name), posts), hostile(Path(name))]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
