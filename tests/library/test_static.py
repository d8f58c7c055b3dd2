"""The folder of a site: whole, quiet where nothing changed, and nobody else's files touched."""

import json
import os
import shutil
from pathlib import Path

import pytest

from publisher.assets.themes import load_theme
from publisher.errors import Report, WriteError
from publisher.library import make, static
from publisher.library.shelf import ShelfSettings
from publisher.library.website import Website
from tests.books import Run, run
from tests.library.library import Sample, epub

ID = "urn:uuid:00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for number in range(1, 4):
        epub(tmp_path / f"books/{number}.epub", Sample(identifier=ID.format(number), title=f"책 {number}"))
    return tmp_path / "books"


def _shelf(books: Path, out: Path) -> Run:
    made = run("shelf", books, "-o", out, "--json")
    assert made.code == 0, made.err or made.out
    return made


def _files(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_books_same_bytes(books: Path, tmp_path: Path) -> None:
    """Whatever the clock, the folder's place and the files' times."""
    _shelf(books, tmp_path / "a")
    other = tmp_path / "elsewhere/deep"
    shutil.copytree(books, other, copy_function=shutil.copyfile)
    os.utime(other / "1.epub", (1, 1))
    _shelf(other, tmp_path / "b")
    first, second = ({name: data for name, (data, *_) in _files(tmp_path / one).items()} for one in "ab")
    assert first == second


def test_what_did_not_change_is_not_touched(books: Path, tmp_path: Path) -> None:
    """A second run writes nothing; one new edition only what tells of it."""
    out = tmp_path / "out"
    _shelf(books, out)
    before = _files(out)
    assert [] == _shelf(books, out).json["written"]
    assert before == _files(out)
    edition = Sample(identifier=ID.format(2), title="책 2", modified="2025-01-01T00:00:00Z")
    epub(books / "2.epub", edition)
    written = _shelf(books, out).json["written"]
    assert "book/책-2.epub" in written
    assert not {"book/책-1.epub", "book/책-1.html", "book/책-1.jpg", "shelf.css"} & set(written)


def test_what_is_gone_goes(books: Path, tmp_path: Path) -> None:
    """Files of a book that is off the shelf, and folders that are empty then; a stranger's files stay."""
    out = tmp_path / "out"
    _shelf(books, out)
    (out / ".git").mkdir()
    for name in ("CNAME", ".git/HEAD", "book/mine.txt"):
        (out / name).write_text("mine")
    (books / "3.epub").unlink()
    removed = _shelf(books, out).json["removed"]
    assert {"book/책-3.epub", "book/책-3.html", "book/책-3.xml"} <= set(removed)
    assert not any("책-3" in name for name in _files(out))
    assert ["mine"] * 3 == [(out / name).read_text() for name in ("CNAME", ".git/HEAD", "book/mine.txt")]


def test_a_strangers_file_is_not_replaced(books: Path, tmp_path: Path) -> None:
    """Exit code 5, and nothing was written."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("my own page")
    made = run("shelf", books, "-o", out)
    assert (5, ["index.html"]) == (made.code, [path.name for path in out.iterdir()])
    assert "index.html is not ours" in made.err and "hint:" in made.err
    assert "my own page" == (out / "index.html").read_text()


@pytest.mark.parametrize("where", ["index.html", "book"])
def test_links_in_the_folder_are_not_written_through(books: Path, tmp_path: Path, where: str) -> None:
    """A link in the place of a file or folder of ours leads nowhere."""
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (out / where).symlink_to(other)
    assert 5 == run("shelf", books, "-o", out).code
    assert [] == list(other.iterdir())


@pytest.mark.wide
def test_a_list_that_lies_removes_nothing(books: Path, tmp_path: Path) -> None:
    """Addresses in the list that lead out of the folder are not ours; a list that is none stops."""
    out = tmp_path / "out"
    _shelf(books, out)
    (tmp_path / "precious").write_text("x")
    (out / static.MANIFEST).write_text(json.dumps({"files": ["../precious", "/etc/hostname", "index.html"]}))
    made = run("shelf", books, "-o", out)
    assert 5 == made.code, "what is not in the list is a stranger's"
    assert (tmp_path / "precious").exists()
    (out / static.MANIFEST).write_text("[")
    assert 5 == run("shelf", books, "-o", out).code


@pytest.mark.parametrize("files", ["5", '["a\\u0000b"]', '["a\\ud800b"]', "[" * 100_000])
def test_a_list_that_no_program_wrote(files: str, tmp_path: Path) -> None:
    """It may come with a blog: it names nothing that is removed, or the command stops in a sentence."""
    (tmp_path / static.MANIFEST).write_text(f'{{"files": {files}}}')
    try:
        assert () == static.write(Website({}), tmp_path).removed
    except WriteError as error:
        assert "is not what we wrote" in error.message


def test_a_list_that_hangs(tmp_path: Path) -> None:
    """A pipe in the place of the list is not waited for."""
    os.mkfifo(tmp_path / static.MANIFEST)
    with pytest.raises(WriteError, match="a pipe"):
        static.write(Website({}), tmp_path)


@pytest.mark.wide
def test_a_site_inside_the_books_is_no_book(books: Path, tmp_path: Path) -> None:
    """`-o` below DIR: copies on the shelf are not read as books the next time."""
    for _ in range(2):
        assert 3 == len(_shelf(books, books / "public").json["books"])
    assert 3 == len(_shelf(books / "public", tmp_path / "copy").json["books"]), "asked for, it is a shelf"


def test_no_site_among_the_books_themselves(books: Path) -> None:
    """`-o DIR` itself: a book that is taken away would come back from its copy."""
    made = run("shelf", books, "-o", books)
    assert (5, 3) == (made.code, len(list(books.iterdir())))
    assert "hint: choose another folder" in made.err


def test_a_disk_that_is_full_leaves_the_old_site(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything new is on the disk before the first file takes its place."""
    out, theme = tmp_path / "out", load_theme("base", tmp_path)
    _shelf(books, out)
    before = _files(out)
    epub(books / "4.epub", Sample(identifier=ID.format(4), title="책 4"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(static.shutil, "copyfile", full)
    with pytest.raises(WriteError, match="No space left"):
        make.to_folder(books, ShelfSettings(), theme, out, Report())
    assert before == _files(out)


def test_a_kill_in_between_is_mended(books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while files take their places, the next run finishes: it knows them as its own."""
    out, theme = tmp_path / "out", load_theme("base", tmp_path)
    replace, count = Path.replace, 0

    def dying(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > 12:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", dying)
        make.to_folder(books, ShelfSettings(), theme, out, Report())
    assert 2 > len(_files(out)), "all of them, or none"
    (out / "book/.1.epub.abcd1234.publisher").write_text("left by a run that could not even say good-bye")
    make.to_folder(books, ShelfSettings(), theme, out, Report())
    _shelf(books, tmp_path / "fresh")
    assert {name: data for name, (data, *_) in _files(out).items()} == {
        name: data for name, (data, *_) in _files(tmp_path / "fresh").items()
    }


def test_hosts_are_told(books: Path, tmp_path: Path) -> None:
    """GitHub Pages shall not run Jekyll over the site."""
    _shelf(books, tmp_path / "out")
    assert b"" == (tmp_path / "out/.nojekyll").read_bytes()


@pytest.mark.wide
def test_words_of_the_command(books: Path, tmp_path: Path, home: Path) -> None:
    """Paths on standard output, a summary on standard error, -q without it; -o or --into-blog, not both."""
    out = tmp_path / "out"
    made = run("shelf", books, "-o", out)
    assert f"{out}/index.html\n" == made.out
    assert made.err.startswith("윤서해의 책: 3 books; ") and made.err.endswith("; nothing to mend\n")
    assert "" == run("shelf", books, "-o", out, "-q").err
    assert 2 == run("shelf", books).code == run("shelf", books, "-o", out, "--into-blog", home).code
    assert 2 == run("shelf", books, "-o", out, "--url", "ftp://x").code
    assert 2 == run("shelf", books, "--into-blog", home, "--at", "../x").code
    assert 2 == run("shelf", books, "-o", out, "--language", "한국어").code
    shutil.copytree(books, home / "book")
    assert 0 == run("shelf", "-o", "public", cwd=home).code
