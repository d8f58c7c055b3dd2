"""Books of hostile posts: made as a user makes them, and looked through by other eyes than the package's."""

import os
import re
import resource
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from tests.blogs import CONFIG, write
from tests.books import command
from tests.scan import outside_the_list, pdf_outside_the_list
from tests.torture.generate import Batch, Hostile, path_of
from tests.torture.pictures import BROKEN, DRAWINGS
from tests.writers.epub.test_epub import epubcheck

SECONDS = int(os.environ.get("TORTURE_SECONDS", "900"))  # of wall clock for one blog; then it hangs
MEMORY = 6_000_000_000  # bytes of address space of each process
_IMAGES = {"hexo": "source/images", "jekyll": "images", "hugo": "static/images"}
_SITE = {
    "hexo": {"_config.yml": CONFIG},
    "jekyll": {"_config.yml": CONFIG},
    "hugo": {"hugo.toml": 'title = "봄"\nlanguageCode = "ko"\nbaseURL = "https://example.org/"\n'
             "[markup.goldmark]\nrenderer.unsafe = true\nextensions.passthrough.enable = true\n",
             "layouts/shortcodes/own.html": "<b onclick=a>{{ .Get 0 | safeHTML }}{{ .Inner }}</b>"},
}  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What became of some posts: each list names those of which it is true."""

    tried: int = 0
    named: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # neither in the book nor named
    hung: list[str] = field(default_factory=list)
    no_book: list[str] = field(default_factory=list)
    escaped: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    spread: list[str] = field(default_factory=list)  # one post cost others their looks
    invalid: list[str] = field(default_factory=list)  # what EPUBCheck finds

    @property
    def lists(self) -> dict[str, list[str]]:
        return {"named": self.named, "lost": self.lost, "hung": self.hung, "without a book": self.no_book,
                "escaped": self.escaped, "tracebacks": self.tracebacks, "spread": self.spread,
                "invalid": self.invalid}  # fmt: skip

    def counts(self) -> dict[str, int]:
        return {"tried": self.tried, **{name: len(found) for name, found in self.lists.items()}}

    def faults(self) -> dict[str, list[str]]:
        return {name: found for name, found in self.lists.items() if found and name != "named"}

    def add(self, other: "Outcome") -> None:
        self.tried += other.tried
        for name, found in self.lists.items():
            found += other.lists[name]


@dataclass(frozen=True, slots=True)
class Exported:
    code: int | None  # None: it hung
    said: str
    books: Mapping[str, Path]


def export(blog: Path, *options: str) -> Exported:
    """Make the books of a blog, in limits."""
    out = blog / "book"
    try:
        done = subprocess.run(
            command("export", blog, "-o", out, "--verbose", *options),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            preexec_fn=_limit,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as late:
        return Exported(None, (late.stderr or b"").decode("utf-8", "replace"), {})
    books = {path.suffix[1:]: path for path in out.glob("*") if path.suffix in (".epub", ".pdf")}
    return Exported(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"), books)


def _limit() -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def torture(batch: Batch, folder: Path) -> Outcome:
    """Make a batch's books; where none comes, those of its halves, down to the posts that it is due to."""
    blog = blog_of(batch, folder / f"{batch.name}-{len(batch.posts)}-{batch.posts[0].word}")
    made = export(blog)
    if not {"epub", "pdf"} <= set(made.books):
        if len(batch.posts) == 1:
            return _without_book(batch.posts[0], made)
        first, second = (torture(half, folder) for half in batch.halves())
        first.add(second)
        return first
    found = Outcome(len(batch.posts))
    found.escaped += [f"{batch.name}: {one}" for one in outside_the_list(made.books["epub"])]
    found.escaped += [f"{batch.name}: {one}" for one in pdf_outside_the_list(made.books["pdf"])]
    found.tracebacks += [f"{batch.name}: {after[:2000]}" for after in made.said.split("Traceback")[1:]]
    found.spread += [batch.name] * ("[laid-out-whole]" in made.said)
    found.invalid += [f"{batch.name}: {one}" for one in epubcheck(made.books["epub"], blog / "report.json")]
    texts = {"epub": epub_text(made.books["epub"]), "pdf": pdf_text(made.books["pdf"])}
    for post in batch.posts:
        path = "".join(sign for sign in path_of(batch.engine, post) if sign.isprintable())
        named = path in made.said
        found.named += [path] * named
        hidden = path.rpartition("/")[2].startswith(".")  # engines take such a file for no post
        missing = [form for form, text in texts.items() if post.word not in text and not hidden]
        found.lost += [f"{path} ({post.kind}): not in {missing}"] * bool(missing and not named)
    return found


def _without_book(post: Hostile, made: Exported) -> Outcome:
    what = f"{post.word} ({post.kind}): {post.head!r:.80} {post.body!r:.300}"
    found = Outcome(1)
    if made.code is None:
        found.hung.append(what)
    else:
        found.no_book.append(f"{what}: exit code {made.code}: {made.said[-600:]}")
        found.tracebacks += [what] * ("Traceback" in made.said)
    return found


def blog_of(batch: Batch, folder: Path) -> Path:
    posts = {
        path_of(batch.engine, post): post.head.encode("utf-8", "surrogatepass") + post.body
        for post in batch.posts
    }
    pictures = {f"{_IMAGES[batch.engine]}/{name}": data for name, data in (BROKEN | DRAWINGS).items()}
    written = any(post.kind in ("pictures", "mixed") for post in batch.posts)
    return write(folder, {**_SITE[batch.engine], **posts, **(pictures if written else {})})


def epub_text(path: Path) -> str:
    return _bare("".join(_pages(path)))


def _pages(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                yield "".join(etree.fromstring(book.read(name)).itertext())


def pdf_text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=True, timeout=600)
    return _bare(done.stdout.decode("utf-8", "replace"))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u2060\u00ad\u200b]", "", unicodedata.normalize("NFC", text))
