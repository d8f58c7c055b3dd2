"""Speed and memory, with the peers in the same run: `make bench`.

Prints a row a measurement, and for each claim of ours whether it held. Exit code 1 where one did not.
"""

import hashlib
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


def epub(folder: Path, posts: int) -> bool:
    """The EPUB of the same blog: cold, again, and with one post changed; Pandoc's with the same pictures."""
    blog, cache = folder / f"blog-{posts}", f"PUBLISHER_CACHE={folder / 'cache'}"
    export = ["env", cache, *PUBLISHER, "export", str(blog), "--format", "epub", "-q", "-o", str(folder)]
    cold = run(export, folder)
    first = _digest(folder)
    again = run(export, folder)
    same = first == _digest(folder)
    post = blog / "source/_posts/post-00010.md"
    post.write_text(post.read_text() + "\n한 문단을 더 쓴다.\n")
    edited = run(export, folder)
    theirs = run([pypandoc.get_pandoc_path(), *_for_pandoc(blog, folder)], folder)
    _row(f"publisher export --format epub, {posts:,} posts", cold)
    _row("again, nothing changed", again)
    _row("again, one post changed", edited)
    _row(f"pandoc {pypandoc.get_pandoc_version()} -t epub3", theirs)
    held = [
        _claim("wall time of a cold EPUB against Pandoc", cold.wall / theirs.wall, 0.2),
        _claim("memory of a cold EPUB against Pandoc", cold.peak / theirs.peak, 0.15),
        _claim("seconds with nothing changed, and the same bytes", again.wall if same else 1e9, 1.5),
        _claim("seconds with one post changed", edited.wall, 1.5),
    ]
    return all(held)


def _digest(folder: Path) -> str:
    (book,) = folder.glob("*-블로그.epub")
    return hashlib.sha256(book.read_bytes()).hexdigest()


def _for_pandoc(blog: Path, folder: Path) -> list[str]:
    """Its arguments: the same posts, with addresses by which it finds their pictures."""
    place = folder / "pandoc"
    place.mkdir()
    for post in (blog / "source/_posts").iterdir():
        (place / post.name).write_text(post.read_text().replace("](/images/", "](images/"))
    sources = sorted(str(path) for path in place.iterdir())
    return ["-f", "gfm", "-t", "epub3", f"--resource-path={blog / 'source'}", "-o", "pandoc.epub", *sources]


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
        held = [bodies(Path(name), posts), epub(Path(name), posts), hostile(Path(name))]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
