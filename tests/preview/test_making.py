"""preview/making.py: what has changed is seen, also where no book came of it at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher import build
from publisher.config.load import Config
from publisher.config.schema import BookToml, ThemeTable
from publisher.errors import ConfigError
from publisher.preview.drafts import Wish
from publisher.preview.making import Maker
from publisher.preview.snapshot import Snapshot
from publisher.writers.job import silent
from tests.books import post, small_blog


class _Writer:
    """Somebody who saves files of a blog, and looks at its preview."""

    def __init__(self, blog: Path, work: build.Work) -> None:
        self._config = Config(blog, blog / "book", ("pdf",), _SETTINGS, jobs=1, cache=False, epoch=None)
        self._blog, self._maker = blog, Maker(work, lambda *_told: None, silent)
        self._shown([*self._snapshots(None)])

    def saves(self, name: str, text: str, *, in_a_hurry: bool = False) -> str:
        """The style of the theme, as it is seen then; "" where the next save comes before that."""
        (self._blog / name).write_text(text, "utf-8")
        return self._shown([*self._snapshots(frozenset([self._blog / name]), in_a_hurry=in_a_hurry)])

    def _snapshots(self, files: frozenset[Path] | None, *, in_a_hurry: bool = False) -> Iterator[Snapshot]:
        return self._maker.snapshots(self._config, Wish(files=files), lambda: in_a_hurry)

    def _shown(self, made: list[Snapshot]) -> str:
        return made[-1].job.theme.css("print.css") if made else ""


_SETTINGS = BookToml(theme=ThemeTable(name="ours"))
_POST, _STYLE, _THEME = "source/_posts/first.md", "styles/ours/print.css", "styles/ours/theme.toml"
_OURS = '[theme]\ntitle = "우리"\nparent = "base"\n'


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[_Writer]:
    blog = small_blog(tmp_path / "blog")
    (blog / "styles/ours").mkdir(parents=True)
    (blog / _THEME).write_text(_OURS, "utf-8")
    (blog / _STYLE).write_text("p { color: red }\n", "utf-8")
    config = Config(blog, blog / "book", ("pdf",), _SETTINGS, jobs=1, cache=False, epoch=None)
    with build.at_work(config) as work:
        yield _Writer(blog, work)


def test_a_style_that_was_saved_just_before_a_post(writer: _Writer) -> None:
    """It is seen with the post, though its own pages were never made."""
    assert "" == writer.saves(_STYLE, "p { color: blue }\n", in_a_hurry=True)
    assert "blue" in writer.saves(_POST, post("다른 글"))


def test_a_theme_that_cannot_be_read(writer: _Writer) -> None:
    """It is said again after an edit of a post, until it is mended: the theme as it was is gone."""
    with pytest.raises(ConfigError):
        writer.saves(_THEME, "[theme\n")
    with pytest.raises(ConfigError):
        writer.saves(_POST, post("다른 글"))
    assert "red" in writer.saves(_THEME, _OURS)
