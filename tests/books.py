"""Whole books under test: made as a user makes them, and read back as a reader would."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from tests.ready import Ready

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples/blog"
SHARED = ROOT.parent / "shared"
POST = "---\ntitle: {title}\ndate: {date}\ncategories: {category}\n---\n\n{text}\n"
CONFIG = "title: 작은 블로그\nauthor: 지은이\nlanguage: ko\ntimezone: Asia/Seoul\nurl: https://example.org\n"

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"

_HEAD, _FOOT = 0.09, 0.915  # of a page's height: running head above, folio below
_MARKERS = re.compile(r"(?:\n\d+\.)+\s*$")  # of lists, which are drawn last on their page
Tree = list[Any]  # of labels and (label, Tree): a table of contents


# Making them


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def terminal() -> tuple[int, int]:
    """Both ends of a new terminal; a machine without any (a chroot with no /dev/pts) skips the test."""
    try:
        return pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal to be had: {error}")


def run(*args: object, env: Mapping[str, str] | None = None, **options: Any) -> Run:
    """`publisher` as a process of its own: forked from one that has it loaded, else a new one."""
    asked, seconds = dict(env or {}), 300
    plain = options.keys() <= {"cwd"} and _is_ours(asked) and sys.platform == "linux"
    if plain and (ready := _ready()).lock.acquire(blocking=False):
        try:
            where = str(options.get("cwd") or Path.cwd())
            code, out, err = ready.run(command(*args)[3:], os.environ | asked, where, seconds)
        finally:
            ready.lock.release()
        return Run(code, out.decode(), err.decode())
    order = command(*args)
    done = subprocess.run(
        order, capture_output=True, env=os.environ | asked, timeout=seconds, check=False, **options
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def _is_ours(env: Mapping[str, str]) -> bool:
    """Whether only publisher looks at what is asked for, and not Python, when it starts, or the system."""
    changed = {name for name, value in env.items() if os.environ.get(name) != value}
    return "COVERAGE_PROCESS_START" not in os.environ and all(
        name.startswith("PUBLISHER_") or name == "SOURCE_DATE_EPOCH" for name in changed
    )


@cache
def _ready() -> Ready:
    return Ready()


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "publisher", *map(str, args)]


@dataclass(frozen=True, eq=False)
class Made:
    """A blog, and the book that `publisher export --json` made of it. Each is equal to itself alone."""

    blog: Path
    out: Path
    summary: dict[str, Any]

    @cached_property
    def plan(self) -> dict[str, Any]:
        """What `publisher plan --json` says of the blog, asked once and only where it is looked at."""
        planned = run("plan", self.blog, "--json")
        assert planned.code == 0, planned.err or planned.out
        return dict(planned.json)

    @cached_property
    def epub(self) -> "Epub":
        return Epub(self._file("epub"))

    @cached_property
    def pdf(self) -> "Pdf":
        return Pdf(self._file("pdf"))

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The chapters as `plan` lists them, in book order."""
        return list(leaves(self.plan["contents"]))

    def note(self) -> str:
        """Where it all is, for other processes."""
        return json.dumps([str(self.blog), str(self.out), self.summary])

    @classmethod
    def noted(cls, note: list[Any]) -> "Made":
        blog, out, summary = note
        return cls(Path(blog), Path(out), summary)

    def _file(self, form: str) -> Path:
        (path,) = (file["path"] for file in self.summary["files"] if file["format"] == form)
        return Path(path)


def make(blog: Path, out: Path) -> Made:
    made = run("export", blog, "-o", out, "--json")
    assert made.code == 0, made.err or made.out
    return Made(blog, out, made.json)


def leaves(nodes: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The chapters of a tree of contents, as `plan` gives it."""
    for node in nodes:
        if "part" in node:
            yield from leaves(node["children"])
        else:
            yield node


def small_blog(folder: Path, posts: Mapping[str, str] | None = None, config: str = CONFIG) -> Path:
    """A Hexo blog of these files below source/_posts; without any, of one post."""
    place = folder / "source/_posts"
    place.mkdir(parents=True)
    (folder / "_config.yml").write_text(config, "utf-8")
    for name, text in (posts if posts is not None else {"first.md": post("첫 글")}).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return folder


def post(title: str, text: str = "안녕하세요.", date: str = "2024-01-02", category: str = "일기") -> str:
    return POST.format(title=title, text=text, date=date, category=category)


def _sample(folder: Path) -> bool:
    """The posts of the example, without the pages around them: see tests/writers/test_matter.py."""
    ignored = shutil.ignore_patterns("book", "book-pages", "book.editions", "node_modules", "public")
    shutil.copytree(SAMPLE, folder, ignore=ignored)
    settings = (folder / "book.toml").read_text("utf-8")
    (folder / "book.toml").write_text(settings.partition("[matter]")[0], "utf-8")
    return True


def _seed(folder: Path) -> bool:
    """../shared/seed in the skeleton of a Hexo site."""
    posts = sorted((SHARED / "seed").glob("*.md"))
    if posts:
        small_blog(folder, {path.name: path.read_text("utf-8") for path in posts})
    return bool(posts)


def _hangack(folder: Path) -> bool:
    source = SHARED / "blogs/hexo-hangack"
    if source.is_dir():
        shutil.copytree(source, folder, copy_function=shutil.copyfile)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)  # the original is read-only
    return source.is_dir()


BLOGS = {"sample": _sample, "seed": _seed, "hangack": _hangack}  # name -> copies it; False: not here


# Reading them


def letters(text: str) -> str:
    """Letters and digits alone: what every reader of a file agrees on."""
    return "".join(character for character in unicodedata.normalize("NFC", text) if character.isalnum())


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


class Epub:
    """An EPUB's files, package, contents and text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}

    @cached_property
    def opf(self) -> etree._Element:
        return etree.fromstring(self.files["EPUB/content.opf"])

    @cached_property
    def manifest(self) -> dict[str, etree._Element]:
        """Items by their place in the zip."""
        return {"EPUB/" + item.get("href", ""): item for item in self.opf.iter(OPF + "item")}

    @cached_property
    def spine(self) -> list[str]:
        """The pages' names in reading order."""
        place = {item.get("id"): name for name, item in self.manifest.items()}
        return [place[item.get("idref")] for item in self.opf.iter(OPF + "itemref")]

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The spine's pages, parsed."""
        return {name: etree.fromstring(self.files[name]) for name in self.spine}

    def chapter(self, identifier: str) -> etree._Element:
        return self.pages[f"EPUB/{identifier}.xhtml"]

    def metadata(self, name: str) -> list[str]:
        return [element.text or "" for element in self.opf.iter(DC + name)]

    @cached_property
    def nav(self) -> Tree:
        (nav,) = (n for n in self.pages["EPUB/nav.xhtml"].iter(X + "nav") if n.get(OPS + "type") == "toc")
        return _nav(nav.find(X + "ol"))

    @cached_property
    def ncx(self) -> Tree:
        root = etree.fromstring(self.files["EPUB/toc.ncx"])
        return _ncx(root.find(NCX + "navMap"))


def _nav(items: Any) -> Tree:
    found: Tree = []
    for item in items:
        link, below = item.find(X + "a"), item.find(X + "ol")
        label = (text_of(link), link.get("href"))
        found.append((label, _nav(below)) if below is not None else label)
    return found


def _ncx(point: Any) -> Tree:
    found: Tree = []
    for item in point.findall(NCX + "navPoint"):
        label = (text_of(item.find(NCX + "navLabel")), item.find(NCX + "content").get("src"))
        found.append((label, _ncx(item)) if item.find(NCX + "navPoint") is not None else label)
    return found


@dataclass(frozen=True)
class Word:
    """A word on a page; points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page as it is printed."""

    number: int  # from 1, counted in the file
    label: str  # the number that it bears: "iv", "37"
    width: float
    height: float
    words: tuple[Word, ...]
    letters: str  # of the body, as they follow one another in the file

    @property
    def head(self) -> str:
        """The running head."""
        return " ".join(word.text for word in self.words if word.bottom < _HEAD * self.height)

    @property
    def foot(self) -> str:
        """The folio."""
        return " ".join(word.text for word in self.words if word.top > _FOOT * self.height)

    @property
    def body(self) -> list[Word]:
        return [w for w in self.words if w.bottom >= _HEAD * self.height and w.top <= _FOOT * self.height]

    @cached_property
    def rows(self) -> str:
        """The letters of the body, row by row: for contents, whose page numbers stand far right."""
        rows: list[list[Word]] = []
        for word in sorted(self.body, key=lambda word: (word.top + word.bottom) / 2):
            middle = (word.top + word.bottom) / 2
            if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
                rows[-1].append(word)
            else:
                rows.append([word])
        ordered = (word.text for row in rows for word in sorted(row, key=lambda word: word.left))
        return letters("".join(ordered))


class Pdf:
    """A PDF's pages, outline, links and facts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = pikepdf.open(path)

    @cached_property
    def pages(self) -> list[Page]:
        found = _tool("pdftotext", "-bbox-layout", self.path, "-")
        # pdftotext escapes no control characters, which XML forbids.
        root = etree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", found).encode())
        elements = list(root.iter(X + "page"))
        width, height = (float(elements[0].get(key, 0)) for key in ("width", "height"))
        top, middle = round(_HEAD * height), round((_FOOT - _HEAD) * height)
        crop = ("-x", 0, "-y", top, "-W", round(width), "-H", middle)
        bodies = _tool("pdftotext", "-raw", *crop, self.path, "-").split("\f")
        bodies = [_MARKERS.sub("", body) for body in bodies]
        labels = [page.label for page in self.file.pages]
        return [_page(page, n, labels[n - 1], bodies[n - 1]) for n, page in enumerate(elements, 1)]

    @cached_property
    def text(self) -> str:
        return _tool("pdftotext", self.path, "-")

    @cached_property
    def named(self) -> dict[str, int]:
        """Named destinations, and the number of the page that each one leads to."""
        number = {page.obj.objgen: index for index, page in enumerate(self.file.pages, 1)}
        names = pikepdf.NameTree(self.file.Root.Names.Dests)
        return {str(name): number[_target(place).objgen] for name, place in names.items()}

    @cached_property
    def outline(self) -> Tree:
        """Labels with the pages they lead to, nested."""
        number = {page.obj.objgen: index for index, page in enumerate(self.file.pages, 1)}

        def branch(items: Any) -> Tree:
            found: Tree = []
            for item in items:
                label = (" ".join(item.title.split()), number[item.destination[0].objgen])
                found.append((label, branch(item.children)) if item.children else label)
            return found

        with self.file.open_outline() as outline:
            return branch(outline.root)

    def links(self, page: int) -> Iterator[str]:
        """The names of the places to which a page's links lead."""
        for note in self.file.pages[page - 1].get("/Annots", ()):
            if "/Dest" in note:
                yield str(note.Dest)

    @cached_property
    def fonts(self) -> list[dict[str, str]]:
        """A row of `pdffonts` for each font."""
        _, rule, *rows = _tool("pdffonts", self.path).splitlines()
        columns = [match.span() for match in re.finditer("-+", rule)]
        names = ("name", "type", "encoding", "emb", "sub", "uni")
        return [
            {name: row[start:end].strip() for name, (start, end) in zip(names, columns, strict=False)}
            for row in rows
        ]


def _target(place: Any) -> Any:
    return place[0] if isinstance(place, pikepdf.Array) else place.D[0]


def _page(element: Any, number: int, label: str, body: str) -> Page:
    words = tuple(
        Word(word.text or "", *(float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax")))
        for word in element.iter(X + "word")
    )
    size = float(element.get("width")), float(element.get("height"))
    return Page(number, label, *size, words, letters(body))


def _tool(*args: object) -> str:
    done = subprocess.run([str(arg) for arg in args], capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


# The outline, as the plan says


def planned(nodes: Sequence[dict[str, Any]], depth: int = 1, *, numbered: bool) -> Tree:
    """The titles of the plan, nested; with "2부" before the parts of the book where `numbered`."""
    found: Tree = []
    parts = 0
    for node in nodes:
        if "part" in node:
            parts += 1
            has_number = numbered and depth == 1 and node["part"] != "그 밖의 글"
            label = f"{parts}부 {node['part']}" if has_number else node["part"]
            found.append((label, planned(node["children"], depth + 1, numbered=numbered)))
        else:
            found.append(" ".join(node["title"].split()))
    return found


def labels(tree: Tree) -> Tree:
    """A tree of (label, place) with the labels alone."""
    return [(node[0][0], labels(node[1])) if isinstance(node[1], list) else node[0] for node in tree]


def flat(tree: Tree) -> Iterator[Any]:
    """Every label, parts before what stands in them."""
    for node in tree:
        if isinstance(node, tuple) and isinstance(node[1], list):
            yield node[0]
            yield from flat(node[1])
        else:
            yield node
