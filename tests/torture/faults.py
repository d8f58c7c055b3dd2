"""python -m tests.torture.faults WORK FORMATS COUNT: builds with a fault at each call, or at COUNT of them.

A book of two volumes is made and changed; then it is made again from that state, once for each call of the
file system and each kind of fault, in a forked copy of a process that has everything loaded. What is left is
looked at, and built on. Prints what came of it as JSON.
"""

import contextlib
import io
import json
import os
import shutil
import signal
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from publisher.cli.main import main
from publisher.storage.cache import swept
from tests.torture.shim import KINDS, Shim

_POST = "---\ntitle: {}\ndate: {}\n---\n\n{}\n\n![그림](/a.svg)\n"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><path d="M0 0h9"/></svg>'
Books = dict[str, bytes]


@dataclass(frozen=True)
class Bench:
    """Where it is done."""

    work: Path
    formats: tuple[str, ...]
    old: Books
    new: Books  # of a clean build

    @property
    def here(self) -> Path:
        return self.work / "here"

    def order(self, out: Path) -> list[str]:
        formats = (word for form in self.formats for word in ("--format", form))
        split = () if "pdf" in self.formats else ("--split", "year")
        return ["export", str(self.here / "blog"), "-o", str(out), "--jobs", "1", *formats, *split]


def prepared(work: Path, formats: tuple[str, ...]) -> Bench:
    """Build the old books, change the blog, and see what the new ones are."""
    bench = Bench(work, formats, {}, {})
    _write_blog(bench.here / "blog", "옛글", 8)
    for name in ("cache", "out", "tmp"):
        (bench.here / name).mkdir()
    os.environ |= {"PUBLISHER_CACHE": str(bench.here / "cache"), "TMPDIR": str(bench.here / "tmp")}
    old = _clean(bench)
    for fonts in (bench.here / "cache").glob("v-*/fonts"):  # 100 MB that no build alters: the same for all
        fonts.rename(work / "fonts")
        fonts.symlink_to(work / "fonts")
    shutil.copytree(bench.here, work / "before", symlinks=True)
    _write_blog(bench.here / "blog", "새글", 9)
    for name in ("chapters", "pictures", "books", "pages", "posts", "covers"):
        for part in (bench.here / "cache").glob(f"v-*/{name}"):
            shutil.rmtree(part)
    new = _clean(bench)
    assert old.keys() == new.keys() and len(old) == 2 and all(old[name] != new[name] for name in old)
    return Bench(work, formats, old, new)


def _write_blog(blog: Path, word: str, size: int) -> None:
    posts = blog / "source/_posts"
    posts.mkdir(parents=True, exist_ok=True)
    (blog / "_config.yml").write_text("title: 책\nlanguage: ko\ntimezone: Asia/Seoul\n", "utf-8")
    (blog / "source/a.svg").write_text(_SVG.format(size), "utf-8")
    (blog / "book.toml").write_text('[book]\ncover = "cover.png"\n', "utf-8")
    shutil.copy(Path(__file__).with_name("cover.png"), blog / "cover.png")
    for date in ("2023-01-02", "2023-01-03", "2024-01-02", "2024-01-03"):
        (posts / f"{date}.md").write_text(_POST.format(f"글 {date}", date, word), "utf-8")


def _clean(bench: Bench) -> Books:
    quiet = contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO())
    with quiet[0], quiet[1], contextlib.suppress(SystemExit):
        main(bench.order(bench.here / "out"), standalone_mode=False)
    return _books(bench.here / "out")


def _books(out: Path) -> Books:
    return {path.name: path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}


def _child(bench: Bench, number: int, kind: str) -> tuple[int, str]:
    """Exit code of a build with that fault, negative for a signal; and what it said."""
    said = bench.work / "said"
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text("utf-8", "replace")
    with contextlib.suppress(BaseException):
        shown = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(shown, 1), os.dup2(shown, 2)
        shim = Shim(bench.here, number, kind)
        shim.install()
        code = _ended(bench)
        (bench.work / "seen.json").write_text(json.dumps(shim.seen), "utf-8")
        sys.stderr.flush()
        os._exit(code)
    os._exit(98)


def _ended(bench: Bench) -> int:
    """As `publisher` ends: 1 is Python's own code for a traceback."""
    try:
        main(bench.order(bench.here / "out"))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 97
    except BaseException:  # noqa: BLE001 - a traceback
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 99
    return 0


def _reset(bench: Bench) -> None:
    for name in ("cache", "out", "tmp"):
        shutil.rmtree(bench.here / name, ignore_errors=True)
        shutil.copytree(bench.work / "before" / name, bench.here / name, symlinks=True)


def tried(bench: Bench, number: int, kind: str) -> tuple[str, list[str]]:
    """What was found after a fault ("old", "new", "said"), and what is wrong with it."""
    _reset(bench)
    code, said = _child(bench, number, kind)
    wrong = [f"ended with {code}: {said[-2000:]}"] if code in (97, 98, 99) or "Traceback" in said else []
    if kind == "KILL" and code == -signal.SIGKILL:
        mixed = _books(bench.here / "out").items()
        wrong += [f"{name} is cut" for name, data in mixed if data not in (bench.old[name], bench.new[name])]
        with swept(bench.here / "out"):
            pass
    found = _found(bench, said)
    wrong += [found] if found.startswith("a mix") else []
    wrong += ["failed, and new books"] if code > 1 and found == "new" else []
    if kind != "KILL" and [*(bench.here / "tmp").glob("publisher-*")]:
        wrong.append("temporary files stay")
    code, said = _child(bench, -1, "")
    if code or _books(bench.here / "out") != bench.new:
        wrong.append(f"the next build ended with {code}: {said[-2000:]}")
    if left := [path.name for path in (bench.here / "out").iterdir() if path.name.startswith(".")]:
        wrong.append(f"{left} stay")
    return found, wrong


def _found(bench: Bench, said: str) -> str:
    """Which books there are. Where a post or a picture could not be read, this is said, and both are new."""
    books = _books(bench.here / "out")
    if books in (bench.old, bench.new):
        return "old" if books == bench.old else "new"
    whole = books.keys() == bench.new.keys() and all(map(_opens, books.items()))
    other = all(books[name] != bench.old[name] for name in books)
    return "said" if whole and other and "[" in said else f"a mix: {[*books]}"


def _opens(book: tuple[str, bytes]) -> bool:
    name, data = book
    if name.endswith(".pdf"):
        return data.rstrip().endswith(b"%%EOF")
    return zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def run(work: Path, formats: tuple[str, ...], count: int) -> dict[str, object]:
    """Try all points, or so many of them."""
    bench = prepared(work, formats)
    _reset(bench)
    code, said = _child(bench, -1, "")
    assert code == 0, said
    seen = json.loads((work / "seen.json").read_text("utf-8"))
    points = [(number, kind) for number in range(len(seen)) for kind in KINDS]
    chosen = points if not count else [points[len(points) * n // count] for n in range(count)]
    found, wrong = Counter[str](), list[str]()
    for number, kind in chosen:
        what, faults = tried(bench, number, kind)
        found[what] += 1
        wrong += [f"{kind} at {number} ({seen[number]}): {fault}" for fault in faults]
    kinds = Counter(one.split(" ")[0] for one in seen)
    return {"calls": len(seen), "of": kinds, "tried": len(chosen), "found": found, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), tuple(sys.argv[2].split("+")), int(sys.argv[3]))))
