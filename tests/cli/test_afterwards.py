"""After a book is made, a terminal says what to do with it; and a line of progress never stands still."""

import threading
from pathlib import Path
from typing import Any, cast

import pytest

from publisher.build import Built, Finished, Volume
from publisher.cli.afterwards import next_steps
from publisher.cli.progress import Line
from publisher.cli.speech import choose
from publisher.model import Blog, Site
from tests.books import SAMPLE


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    choose(["--lang", "en"])


def _steps(blog: Path, out: str = "book", engine: str = "jekyll") -> list[str]:
    site = Site(engine, "책", "", "", (), "ko", "Asia/Seoul", "", (), "")
    book = Volume(cast(Any, None), (Finished("pdf", blog / out / "책 하나.pdf", 3, 9),))
    return [*next_steps(Built(Blog(str(blog), site, ()), (), (book,)))]


def test_how_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The paths are those that can be typed from here."""
    (tmp_path / "xdg-open").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.chdir(tmp_path)
    assert [
        "open it: xdg-open 'blog/book/책 하나.pdf'", "read it in a browser: publisher serve blog/book"
    ] == _steps(tmp_path / "blog", engine="hexo")  # fmt: skip


def test_the_sample_leads_to_ones_own_blog() -> None:
    """The next command is named."""
    assert "now your blog: publisher init ~/my-blog" == _steps(SAMPLE)[-1]


@pytest.mark.parametrize(
    ("settings", "out", "said"),
    [
        ("title: a\n", "book", True),
        ("exclude:\n  - book/\n", "book", False),
        ("exclude: [vendor, book]\n", "book", False),
        ("exclude: [bookmarks]\n", "book", True),
        ("exclude:\n  - book-images/\n  - vendor/book\n", "book", True),
        ("exclude:\n  - my-book/\n", "my-book", False),
        ("exclude: ['./book/**']\n", "book", False),
        ("title: a\n", "_book", False),
        ("title: a\n", "../book", False),
    ],
)
def test_jekyll_would_publish_the_book(settings: str, out: str, said: bool, tmp_path: Path) -> None:
    """It is said until it is excluded; what begins with _ or lies elsewhere Jekyll leaves alone."""
    (tmp_path / "_config.yml").write_text(settings, "utf-8")
    assert said == any(line.startswith("Jekyll publishes") for line in _steps(tmp_path, out))


def test_progress_goes_on() -> None:
    """What is being done is drawn again while nothing new is said; not after it was taken away."""
    drawn, again = list[str](), threading.Event()

    def draw(text: str) -> None:
        drawn.append(text)
        if len(drawn) > 1:
            again.set()

    line = Line(draw, lambda: drawn.append("wiped"))
    line.show("laying out")
    assert again.wait(10)
    line.clear()
    line.clear()
    assert ["laying out", "laying out", "wiped"] == drawn[:1] + drawn[-2:]
