"""preview/screen.py: a chapter as an e-reader shows it."""

import io
import zipfile
from pathlib import Path

from publisher import build
from publisher.config.load import Config
from publisher.config.schema import BookToml, MatterTable
from publisher.preview.drafts import Wish
from publisher.preview.making import Maker
from publisher.preview.screen import written
from publisher.writers.job import silent
from tests.books import post, run, small_blog


def test_a_chapter_of_a_later_edition(tmp_path: Path) -> None:
    """It stands alone, also where the book says what is new since the last edition, and keeps its places."""
    posts = {"a.md": post("하나", "**파도**"), "b.md": post("둘")}
    blog = small_blog(tmp_path / "blog", posts)
    assert 0 == run("edition", blog, "--publish").code
    for name in ("a1", "c"):
        (blog / f"source/_posts/{name}.md").write_text(post(name, "**파도**와 [둘](/2024/01/02/b/)"), "utf-8")
    settings = BookToml(matter=MatterTable(changes=True, index=True))
    config = Config(blog, blog / "book", ("pdf",), settings, jobs=1, cache=False, epoch=None)
    with build.at_work(config) as work:
        *_others, last = Maker(work, lambda *_told: None, silent).snapshots(config, Wish(), lambda: False)
        names = [
            zipfile.ZipFile(io.BytesIO(written(last.job, one.id))).namelist()
            for one in last.job.book.chapters
        ]
    assert 4 == len(names)
    assert all(not name.startswith("EPUB/place-") for inside in names for name in inside)
