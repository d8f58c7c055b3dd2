"""The PDF of big blogs, with the peers in the same run: `make bench-pdf` (an hour or two on two cores).

    python tests/benchmarks/pdf.py [200] [1000] [5000]

Peers: one WeasyPrint document of the same chapters (pdf/layout/whole.py), Chromium's print of the same
bodies, Pandoc and Typst. Prints a row a measurement, and for each claim of ours whether it held; exit
code 1 where one did not. A peer that is not on this machine, or fails, is said so.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.blog import write_blog
from tests.benchmarks.measure import Cost, run

PUBLISHER = [sys.executable, "-m", "publisher"]


class Bench:
    """One size of blog."""

    def __init__(self, folder: Path, posts: int) -> None:
        self.folder = folder / str(posts)
        self.blog = self.folder / "blog"
        self.posts = posts
        self.costs: dict[str, Cost] = {}
        write_blog(self.blog, posts)

    def measure(self, name: str, *command: str) -> Cost | None:
        try:
            cost = self.costs[name] = run(
                ["env", f"PUBLISHER_CACHE={self.folder / 'cache'}", *command], self.folder
            )
        except subprocess.CalledProcessError as error:
            said = error.output.decode(errors="replace").strip().splitlines()[-1:]
            print(f"{self.posts:6,} posts  {name:36} FAILED: {said}", flush=True)
            return None
        print(f"{self.posts:6,} posts  {name:36} {cost}", flush=True)
        return cost

    def export(self, name: str, *formats: str) -> str:
        """Measure an export; digests of the files it made."""
        chosen = [word for form in formats or ("pdf",) for word in ("--format", form)]
        self.measure(
            name, *PUBLISHER, "export", str(self.blog), *chosen, "-q", "-o", str(self.folder / "out")
        )
        digests = []
        for path in sorted((self.folder / "out").iterdir()):
            with path.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").hexdigest())
        return " ".join(digests)

    def edit(self) -> None:
        """A post grows by some pages."""
        post = sorted((self.blog / "source/_posts").iterdir())[self.posts // 3]
        post.write_text(post.read_text() + "\n\n방금 고친 문단이다. 쪽수가 달라진다.\n" * 60)

    @property
    def pages(self) -> int:
        return pages_of(next((self.folder / "out").glob("*.pdf")))


def pages_of(pdf: Path) -> int:
    """Counted by a process of its own: what this one has held would be said of those that it starts, since
    usage outlives exec. See https://man7.org/linux/man-pages/man2/getrusage.2.html#NOTES"""
    count = subprocess.run(["qpdf", "--show-npages", pdf], check=True, capture_output=True)
    return int(count.stdout)


def ours(bench: Bench) -> Iterator[bool]:
    """Cold, nothing changed, one post edited."""
    bench.export("publisher, cold")
    bench.export("publisher, EPUB besides", "epub", "pdf")
    before = bench.export("publisher, once more", "epub", "pdf")
    same = bench.export("publisher, nothing changed", "epub", "pdf") == before
    yield _claim("nothing changed: the same bytes", 0 if same else 1, 0)
    bench.edit()
    bench.export("publisher, one post edited", "epub", "pdf")
    if bench.posts == 1000:
        edited, cold = bench.costs["publisher, one post edited"].wall, bench.costs["publisher, cold"].wall
        yield _claim("nothing changed, seconds", bench.costs["publisher, nothing changed"].wall, 1.5)
        yield _claim("one post edited, seconds", edited, 4)
        yield _claim("one post edited, against cold", edited / cold, 1 / 60)


def one_document(bench: Bench) -> Iterator[bool]:
    """The same chapters as one WeasyPrint document."""
    script = Path(__file__).with_name("one_document.py")
    theirs = bench.measure("one WeasyPrint document", sys.executable, str(script), str(bench.blog))
    cold = bench.costs["publisher, cold"]
    if theirs and bench.posts == 1000:
        yield _claim("CPU, against one WeasyPrint document", cold.cpu / theirs.cpu, 0.35)
        yield _claim("wall time", cold.wall / theirs.wall, 0.25)
        yield _claim("peak memory of any process", cold.peak / theirs.peak, 0.08)
    elif theirs and bench.posts == 200:
        yield _claim("200 posts, wall time against one WeasyPrint document", cold.wall / theirs.wall, 0.5)


def chromium(bench: Bench) -> Iterator[bool]:
    """Chromium's print of the very HTML that the one document is made of, with its fonts and pictures.

    Its book has no running heads, notes in the text where they belong at the foot, and no page numbers.
    """
    program = shutil.which("chromium")
    if not program:
        print("no chromium on this machine")
        return
    page = bench.folder / "chromium"
    page.mkdir()
    script = Path(__file__).with_name("one_document.py")
    subprocess.run([sys.executable, script, bench.blog, page], check=True, capture_output=True)
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--timeout=3600000")
    flags += ("--disable-background-networking", "--no-first-run", "--generate-pdf-document-outline")
    pdf = bench.folder / "chromium.pdf"
    theirs = bench.measure(
        "Chromium print", program, *flags, f"--print-to-pdf={pdf}", (page / "print.html").as_uri()
    )
    print(f"{pages_of(pdf):,} pages, {pdf.stat().st_size / 1e6:.1f} MB; ours {bench.pages:,}")
    if theirs and bench.posts == 1000:
        yield _claim("cold, against Chromium print", bench.costs["publisher, cold"].wall / theirs.wall, 1.5)


def typst(bench: Bench) -> Iterator[bool]:
    """Pandoc's Typst of the same posts."""
    script = Path(__file__).with_name("pandoc_typst.py")
    bench.measure(
        "Pandoc and Typst", sys.executable, str(script), str(bench.blog), str(bench.folder / "typst.pdf")
    )
    yield from ()


def large(bench: Bench, per_page: float) -> Iterator[bool]:
    """5,000 posts: time per page as for 1,000, and little memory."""
    bench.export("publisher, cold")
    cost = bench.costs["publisher, cold"]
    yield _claim("5,000 posts, time per page against 1,000", cost.wall / bench.pages / per_page, 1.15)
    yield _claim("5,000 posts, peak memory in GB", cost.peak / 1000, 1.5)


def _claim(name: str, value: float, limit: float) -> bool:
    held = value <= limit
    print(f"{'held  ' if held else 'BROKEN'} {name}: {value:.3f}, at most {limit:.3f}", flush=True)
    return held


def main() -> int:
    sizes = [int(size) for size in sys.argv[1:]] or [200, 1000, 5000]
    parts: tuple[Callable[[Bench], Iterator[bool]], ...] = (ours, chromium, one_document, typst)
    held, per_page = [], 0.0
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as name:
        for size in sizes:
            bench = Bench(Path(name), size)
            if size >= 5000:
                held += large(bench, per_page)
                continue
            for part in parts:
                held += part(bench)
            per_page = bench.costs["publisher, cold"].wall / bench.pages
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
