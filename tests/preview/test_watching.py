"""Files that change are told; those that we or others write into the blog are not."""

import os
import threading
from pathlib import Path

import pytest
from watchfiles import Change

from publisher.preview import watching
from publisher.preview.watching import changes


def test_what_is_told(tmp_path: Path) -> None:
    """A post that is saved, also by a file that takes its place; no book, no hidden file, no site."""
    for name in ("posts", "book", ".git", "public"):
        (tmp_path / name).mkdir()
    over, told, got = threading.Event(), list[Path](), threading.Event()

    def listen() -> None:
        for files in changes(tmp_path, [tmp_path / "book"], over):
            told.extend(files)
            if {"가.md", "나.md"} <= {path.name for path in told}:
                got.set()

    thread = threading.Thread(target=listen)
    thread.start()
    for _turn in range(100):  # until it listens
        (tmp_path / "posts/가.md").write_text("가")
        for name in ("book/책.epub", ".git/index", ".숨은.md", "public/index.html", "posts/가.md~"):
            (tmp_path / name).write_text("x")
        (tmp_path / "book/new").write_text("나")
        (tmp_path / "book/new").replace(tmp_path / "posts/나.md")
        if got.wait(0.1):
            break
    over.set()
    thread.join(5)
    assert not thread.is_alive()
    assert {"가.md", "나.md"} == {path.name for path in told}


@pytest.mark.parametrize(
    ("out", "file", "said"),
    [
        ("book", "book.toml", True),
        ("book", "book.plan.toml", True),
        ("book", "book-pages/머리말.md", True),
        ("book", "publications/가.md", True),
        ("book", "uploads/가.png", True),
        ("book", "book/책.epub", False),
        ("book", "public/index.html", False),
        (".", "source/가.md", True),
        (".", "책.pdf", False),
        ("..", "source/가.md", True),
    ],
)
def test_a_folder_is_passed_over_by_its_whole_name(out: str, file: str, said: bool, tmp_path: Path) -> None:
    """Settings, pages and posts are heard whose names begin like that of a folder which is written to; and
    where that is the blog itself, all but the books. The blog may lie anywhere."""
    blog = tmp_path / "venv/blog"
    wanted = watching._Wanted(blog, [Path(os.path.normpath(blog / out))])
    assert said == wanted(Change.modified, str(blog / file))


def test_links_are_not_followed(tmp_path: Path) -> None:
    """One that leads out of the blog, or in a ring, has nobody listen there; what is really in it is heard,
    folders that come too."""
    blog, elsewhere = tmp_path / "blog", tmp_path / "elsewhere"
    for place in (blog, elsewhere):
        place.mkdir()
    (blog / "out").symlink_to(elsewhere)
    (blog / "ring").symlink_to(blog)
    over, told, got = threading.Event(), list[Path](), threading.Event()

    def listen() -> None:
        for files in changes(blog, [], over):
            told.extend(files)
            if blog / "new/newer/가.md" in told:
                got.set()

    thread = threading.Thread(target=listen)
    thread.start()
    for turn in range(100):  # until it listens
        (elsewhere / "나.md").write_text("나")
        (blog / "new/newer").mkdir(parents=True, exist_ok=True)
        (blog / "new/newer/가.md").write_text(str(turn))
        if got.wait(0.1):
            break
    over.set()
    thread.join(5)
    assert blog / "new/newer/가.md" in told
    assert all(path.is_relative_to(blog / "new") for path in told)
