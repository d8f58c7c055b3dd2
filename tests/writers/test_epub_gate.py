"""epub/gate.py: a book broken on purpose does not pass, and the fault names the place."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.chapters import digest_of
from publisher.cli import main
from publisher.errors import IncompleteError, Report
from publisher.fonts import FontSet
from publisher.model import Book
from publisher.settings import BookToml
from publisher.themes import load_theme
from publisher.workers import Crew
from publisher.writers import epub
from publisher.writers.epub import gate, page
from publisher.writers.job import Job, silent
from tests.books import small_blog
from tests.chapters import Blog, entry
from tests.test_render import META, PNG

TEXTS = {
    "c1": ("하나", "첫 문단.[^1]\n\n![그림](/a.png)\n\n가운데 문단 &lt; `a < b`.\n\n끝 문단.\n\n[^1]: 주."),
    "c2": ("둘", "[앞 글](/c1/#h)\n\n[](post:하나) 글.\n\n$a$ **굵게**"),
    "c3": ("셋", ""),
}
Files = dict[str, bytes]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Three chapters with a note, a picture and links between them, made into an EPUB."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", PNG)
    chapters = []
    for number, (name, (title, text)) in enumerate(TEXTS.items(), 1):
        one = entry(text, title=title, urls=(name,))
        chapters.append(blog.rendered(replace(one, id=name, number=number, section=("부",))))
    book = Book(
        replace(META, source="https://example.org/"), tuple(chapters), {"c1": "c1", "post:하나": "c1"}
    )
    theme = load_theme("base", tmp_path)
    made = Job(
        book, b"jpeg", theme, FontSet(()), BookToml(),
        file=tmp_path / "book.epub", target=tmp_path / "old.epub", keep_in=tmp_path / "cache",
        keeps=True, crew=Crew(1), report=Report(), step=silent,
    )  # fmt: skip
    epub.begin(made).finish()
    return made


def _broken(job: Job, change: Callable[[Files], None]) -> None:
    """Check the book after something has happened to its files."""
    with zipfile.ZipFile(job.file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(job.file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    gate.check(job)


def _swap(name: str, old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        text, count = re.subn(old, new, files[f"EPUB/{name}"].decode(), count=1, flags=re.S)
        assert count == 1, files[f"EPUB/{name}"].decode()
        files[f"EPUB/{name}"] = text.encode()

    return change


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(f"EPUB/{name}")


def _without_a_trace(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        _without(name)(files)
        _swap("content.opf", f'<item [^>]*{name}"[^>]*>', "")(files)

    return change


def test_whole(job: Job) -> None:
    """A book that nothing has happened to passes, again and again."""
    _broken(job, lambda _: None)
    _broken(job, lambda _: None)


FAULTS: Mapping[str, tuple[Callable[[Files], None], str]] = {
    "first words": (_swap("c1.xhtml", "첫 문단", "문단"), "하나: words of it"),
    "last words": (_swap("c1.xhtml", "끝 문단.", "끝 문"), "하나: words of it"),
    "words between": (_swap("c1.xhtml", "가운데 문단", "가운데"), "하나: words of it"),
    "order of words": (_swap("c1.xhtml", "(첫 문단)(.*)(끝 문단)", r"\3\2\1"), "하나: words of it"),
    "a paragraph": (_swap("c1.xhtml", "<p>끝 문단.</p>", "끝 문단."), "하나: a paragraph"),
    "all of a chapter": (_swap("c2.xhtml", "<section.*</section>", "<p/>"), "둘: words of it"),
    "no XML": (_swap("c2.xhtml", "</section>", ""), "둘: its page cannot be read"),
    "a page": (_without("c3.xhtml"), "c3.xhtml"),
    "a page and its row": (_without_a_trace("c3.xhtml"), "셋: its page is missing"),
    "a picture": (lambda files: files.pop(next(name for name in files if name.endswith(".png"))), "img-"),
    "a picture's row": (_swap("content.opf", '<item [^>]*image/png"[^>]*>', ""), "img-"),
    "another picture": (_swap("c1.xhtml", "images/img-", "images/pic-"), "c1.xhtml shows a picture"),
    "a link": (_swap("c2.xhtml", 'href="c1.xhtml', 'href="c9.xhtml'), "c2.xhtml has a link.*c9.xhtml"),
    "a place": (_swap("c1.xhtml", ' id="c1-n1"', ""), "c1.xhtml has a link.*#c1-n1"),
    "the contents": (_swap("nav.xhtml", '<a href="c2.xhtml">둘</a>', "둘"), "contents.*c2.xhtml"),
    "order of the contents": (
        _swap("nav.xhtml", "(c1.xhtml)(.*)(c2.xhtml)", r"\3\2\1"), "contents.*their order",
    ),
    "the NCX": (_swap("toc.ncx", 'src="c3.xhtml"', 'src="c2.xhtml"'), "NCX.*c3.xhtml"),
    "the spine": (_swap("content.opf", '<itemref idref="c2"/>', ""), "spine.*c2.xhtml"),
    "an extra file": (lambda files: files.update({"EPUB/stray.txt": b"x"}), "stray.txt"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault: str, job: Job) -> None:
    """Each fault closes the gate, and the message says where it is."""
    change, says = FAULTS[fault]
    with pytest.raises(IncompleteError, match=says):
        _broken(job, change)


def test_proof_is_of_this_chapter(job: Job) -> None:
    """A page that was whole once is no proof for a chapter that has more words since."""
    more = replace(job.book.chapters[2], xhtml="<p>새 문단.</p>")
    more = replace(more, digest=digest_of(more))
    book = replace(job.book, chapters=(*job.book.chapters[:2], more))
    with pytest.raises(IncompleteError, match="셋: words of it"):
        gate.check(replace(job, book=book))


def test_broken_book_is_not_put_in_place(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the gate closes, the build ends with exit code 7 and the old book stays."""
    monkeypatch.setattr(page, "_body", lambda *_, **__: ("", {}))
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "own"))
    blog = small_blog(tmp_path / "small")
    # A cover of its own: to draw one, WeasyPrint is imported, which changes Pillow for the whole process.
    (blog / "cover.png").write_bytes(PNG)
    (blog / "book.toml").write_text('[book]\ncover = "cover.png"\n')
    old = blog / "book" / "작은-블로그.epub"
    old.parent.mkdir()
    old.write_bytes(b"the last build")
    result = CliRunner().invoke(main, ["export", str(blog), "--format", "epub"])
    assert (7, [old], b"the last build") == (result.exit_code, list(old.parent.iterdir()), old.read_bytes())
    assert "첫 글: words of it are missing" in result.output
