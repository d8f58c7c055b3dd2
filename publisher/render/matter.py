"""A folder of Markdown files -> the pages before and behind the posts: 머리말, 맺음말, 지은이 소개.

The name of a file says what it is. They are read and rendered as posts are, in the grammar of the blog.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from publisher.book.index import indexed
from publisher.book.matter import KINDS
from publisher.book.named import closest
from publisher.book.outline import entry_id
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report, Where
from publisher.model import Blog, Book, Entry, MatterEntry, Outline, Post
from publisher.phrase import NOTHING, Phrase, _
from publisher.readers import READERS
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.front_matter import split
from publisher.render.editions import with_editions

# Names as files have them: "감사의 글", "감사의-글", "감사의글" are the same.
_KINDS = {name: kind for kind, one in KINDS.items() for name in one.names}
_LISTS, _LARGEST = ("찾아보기.txt", "index.txt"), 1.0  # MB
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # no page shows it


@dataclass(frozen=True, slots=True)
class _Page:
    """A file of the folder, and what it is."""

    kind: str
    file: Path
    path: str  # below the blog's folder, in NFC: Korean names that macOS has given are NFD

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem


def without_pages(blog: Blog, settings: BookToml, report: Report) -> Blog:
    """Return the blog without the files of that folder, which are no posts; what was said of them as posts is
    forgotten: they are read again."""
    folder = PurePosixPath(settings.matter.folder)
    if folder == PurePosixPath():
        return blog

    def is_page(path: str) -> bool:
        return folder in PurePosixPath(path).parents

    report.diagnostics[:] = [one for one in report.diagnostics if not is_page(one.where.path)]
    return replace(blog, posts=tuple(one for one in blog.posts if not is_page(one.path)))


def with_matter(
    outlines: Sequence[Outline], blog: Blog, config: Config, words: Mapping[str, str], report: Report
) -> tuple[Outline, ...]:
    """Return the outlines with these pages; each volume has all of them. `words`: of the theme."""
    if not config.settings.matter.folder:
        return tuple(outlines)
    pages = _Pages(blog, config, words, outlines[0].meta.language)
    made, terms = tuple(pages.entries(report)), tuple(pages.terms(report))
    return tuple(replace(one, matter=made, terms=terms) for one in outlines)


def with_back(books: Iterable[Book], blog: Path, settings: BookToml, report: Report) -> tuple[Book, ...]:
    """Return the books with index and changes, where these are asked for, and the places of paragraphs that
    an earlier edition has given them."""
    wanted = settings.matter
    made = tuple(indexed(book, settings.index, report) if wanted.index else book for book in books)
    return with_editions(made, blog, report, changes=wanted.changes)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of one blog on their way."""

    blog: Blog
    config: Config
    words: Mapping[str, str]
    language: str

    def entries(self, report: Report) -> Iterator[MatterEntry]:
        table = self.config.settings.matter
        found = sorted(self._found(report), key=lambda page: [*KINDS].index(page.kind))
        for page in found:
            if getattr(table, page.kind) and (post := self._post(page, report)):
                yield MatterEntry(page.kind, Entry(_id(page), 0, (), post))

    def terms(self, report: Report) -> Iterator[str]:
        """Yield the lines of the list of words for the index."""
        root = Path(self.blog.folder)
        folder = root / self.config.settings.matter.folder
        for name in _LISTS:
            forms = (folder / unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
            file = next((one for one in forms if one.exists()), None)
            text = read_text(file, root, shown_path(file, root), report, _LARGEST) if file else ""
            lines = (line.strip().lstrip("-*").strip() for line in (text or "").splitlines())
            yield from (line for line in lines if line and not line.startswith("#"))

    def _found(self, report: Report) -> Iterator[_Page]:
        """The files whose names say what they are; of a kind that stands once, the first."""
        root = Path(self.blog.folder)
        folder = root / self.config.settings.matter.folder
        if fault := self._no_place(folder, root):
            hint = _("name a folder of the blog for these pages alone: book-pages")
            report.error("matter-folder", fault, self.config.settings.matter.where("folder"), hint)
            return
        there = set[str]()
        for file in posts_below(folder, root, report):
            path = shown_path(file, root)
            page = _Page(_kind(PurePosixPath(path).stem), file, path)
            if file.parent != folder:
                continue
            if not page.kind:
                _tell_unknown(page, report)
            elif page.kind in there and page.kind != "appendix":
                what = _("a second file for this page of the book: it is left out")
                report.warning("matter-twice", what, Where(page.path), _("keep one of them"))
            else:
                there.add(page.kind)
                yield page

    def _no_place(self, folder: Path, root: Path) -> Phrase:
        """Why a folder cannot be that of the pages; NOTHING where it can."""
        name, real = self.config.settings.matter.folder, os.path.realpath(folder)
        if not folder.is_dir():
            return _("matter.folder: there is no folder {name}", name=name)
        if real == os.path.realpath(root):
            return _("matter.folder: {name} is the blog itself", name=name)
        if real == os.path.realpath(self.config.out):
            return _("matter.folder: {name} is the folder of the finished books", name=name)
        return NOTHING

    def _post(self, page: _Page, report: Report) -> Post | None:
        """Read a page like a post; None where there is nothing in it."""
        settings, root = self.config.settings, Path(self.blog.folder)
        text = read_text(page.file, root, page.path, report, settings.content.largest_post)
        if text is None:
            return None
        front = split(text, page.path, report)
        # A heading of what the contents do not list is a part of what it says.
        heading, body = _heading(front.body) if KINDS[page.kind].is_listed else ("", front.body)
        if not body.strip() and not front.text("portrait"):
            hint = _("write something in it, or delete it")
            report.warning("post-empty", _("nothing is in the file: left out"), Where(page.path), hint)
            return None
        title = front.text("title") or heading or self._title(page)
        picture = self._portrait(front.text("portrait")) if page.kind == "author" else ""
        reader = next(one for one in READERS if one.name == self.blog.site.engine)
        return Post(
            path=page.path,
            first_line=front.first_line - picture.count("\n"),
            title=" ".join(title.split()),
            date=_LONG_AGO,
            dated=False,
            updated=_LONG_AGO,
            sections=(),
            series="",
            tags=(),
            authors=(),
            language=self.language,
            summary="",
            draft=False,
            hidden_by="",
            markdown=picture + body,
            dialect=reader.dialect(root, settings.markdown),
            urls=(page.path,),
            asset_dirs=(page.path.rpartition("/")[0], "."),
            name=page.path.rpartition(".")[0],
        )

    def _title(self, page: _Page) -> str:
        """What a page is called that does not say it itself."""
        return (
            page.stem
            if page.kind == "appendix"
            else self.words["author_page" if page.kind == "author" else page.kind]
        )

    def _portrait(self, address: str) -> str:
        """A picture before the text of a page, as Markdown of any grammar."""
        return f"![{self.words['portrait']}]({quote(address, safe='/:?&=%#+@')})\n\n" if address else ""


def _heading(body: str) -> tuple[str, str]:
    """The heading with which a text begins, and the text without it, line for line; "" where it has none."""
    text = body.lstrip()
    line, newline, rest = text.partition("\n")
    if not line.startswith(("# ", "#\t")):
        return "", body
    title = line[1:].strip()
    opened = title.rstrip("#")  # "# C# #" is C#
    return (opened if opened.endswith((" ", "\t")) else title).strip(), body[: -len(text)] + newline + rest


def _kind(stem: str) -> str:
    """ "머리말" -> "preface"; "부록 2", "인터뷰-바리스타" -> "appendix"; "" for what is none."""
    name = re.sub(r"[\s_-]+", "", stem.casefold())
    parts = re.split(r"[\s_-]+|(?=\d)", stem.casefold())
    return _KINDS.get(name, "") or ("appendix" if _KINDS.get(parts[0]) == "appendix" else "")


def _id(page: _Page) -> str:
    """Of which there may be several, by its file: it stays when others come and go."""
    return entry_id(page.path) if page.kind == "appendix" else page.kind


def _tell_unknown(page: _Page, report: Report) -> None:
    near = closest(page.stem, _KINDS)
    known = ", ".join(one.names[0] for one in KINDS.values() if one.names)
    hint = _("did you mean {near}?", near=near) if near else _("there is: {names}", names=known)
    what = _("its name does not say which page of the book it is: left out")
    report.warning("matter-unknown", what, Where(page.path), hint)
