"""What writers keep from build to build is made anew when anything that it shows is another."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets.fonts import FontSet
from publisher.assets.themes import load_theme
from publisher.book.paper import paper_of
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.model import Book
from publisher.runtime.executor import Executor
from publisher.writers.epub.pages import Chapters
from publisher.writers.job import Job, silent
from publisher.writers.pdf.compose.html import Composer, ComposeSetting
from publisher.writers.pdf.compose.units import units
from tests.chapters import Blog, entry
from tests.render.test_render import META

Change = Callable[[Book], Book]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Two chapters, the first with a link to the second."""
    blog = Blog(tmp_path)
    texts = {"c1": "[다음 글](/c2/#h) [](post:없음)", "c2": "## h\n\n글"}
    made = [
        blog.rendered(replace(entry(text, title=name, urls=(name,)), id=name)) for name, text in texts.items()
    ]
    book = Book(META, tuple(made), {"c2": "c2"})
    theme, nothing = load_theme("base", tmp_path), tmp_path / "nothing"
    return Job(
        book, b"jpeg", theme, FontSet(()), BookToml(), None, file=nothing, target=nothing, keep_in=nothing,
        keeps=False, executor=Executor(1), report=Report(), step=silent,
    )  # fmt: skip


def _first(**changes: object) -> Change:
    return lambda book: replace(
        book,
        chapters=(replace(book.chapters[0], **changes), *book.chapters[1:]),  # type: ignore[arg-type]
    )


def _second(**changes: object) -> Change:
    return lambda book: replace(
        book,
        chapters=(book.chapters[0], replace(book.chapters[1], **changes)),  # type: ignore[arg-type]
    )


OF_BOTH = {
    "what it shows": _first(digest="another"),
    "its part": _first(section=("부",)),
    "the title of a chapter that it links to": _second(title="새 이름"),
    "where in it the link leads": _second(anchors={}),
    "the chapter behind a link": lambda book: replace(book, links={}),
}


@pytest.mark.parametrize("change", OF_BOTH.values(), ids=OF_BOTH)
def test_chapter_is_made_anew(job: Job, change: Change) -> None:
    """Page and unit of a chapter, when it, its place or that of its links is another; no other's."""
    after = replace(job, book=change(job.book))
    for keys in (_pages, _units):
        before, now = keys(job), keys(after)
        assert before["c1"] != now["c1"]
        assert before["c2"] == now["c2"] or after.book.chapters[1] != job.book.chapters[1]


def test_chapter_is_kept(job: Job) -> None:
    """A chapter's number stands in no unit of it."""
    after = replace(job, book=_first(number=7)(job.book))
    assert _units(job) == _units(after)
    assert _pages(job)["c1"] != _pages(after)["c1"]


def _pages(job: Job) -> dict[str, str]:
    """Keys of the EPUB's pages, by chapter."""
    ids = (chapter.id for chapter in job.book.chapters)
    return dict(zip(ids, Chapters(job).keys, strict=True))


def _units(job: Job) -> dict[str, str]:
    """Keys of the PDF's chapters."""
    composer = Composer(ComposeSetting.of(job, paper_of("a5"), late=True))
    made = units(job, composer)
    return {unit.inputs.starts[0]: unit.material for unit in made if unit.inputs.kind == "chapter"}
