"""Every option of `publisher export` does in the file, or on the screen, what README says of it."""

from pathlib import Path

import click
import pytest

from publisher.cli.main import main
from tests.books import Epub, flat, labels, run
from tests.outside.settings_blog import blog_of_settings

_CHOSEN = (
    "--title", "새 제목", "--author", "가람", "--author", "나래", "--category", "걷기", "--tag", "산",
    "--since", "2023-01-01", "--until", "2023-12-31", "--drafts", "--private", "--by", "year",
    "--order", "date-desc",
)  # fmt: skip
_SHOWN = {"--strict", "--json", "-q", "--quiet", "-v", "--verbose", "-h", "--help"}
_MADE = {"--config", "-o", "--output", "--format", "--theme", "--split", "--jobs", "--no-cache"}
# test_dask.py, tests/fetch/test_books.py, tests/runtime/test_isolation.py, tests/cli/test_themes.py
_ELSEWHERE = {"--workers", "--fetch-images", "--trusted", "--trim", "--lang"}


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blog_of_settings(tmp_path_factory.mktemp("options") / "blog")


def test_what_goes_into_the_book(blog: Path, tmp_path: Path) -> None:
    """Title, authors, choice and order; the folder and the format; JSON alone on standard output."""
    done = run("export", blog, "-o", tmp_path, "--format", "epub", "--json", *_CHOSEN)
    assert done.code == 0, done.err
    book = Epub(tmp_path / "새-제목.epub")
    assert [str(book.path)] == [file["path"] for file in done.json["files"]]
    assert (["새 제목"], ["가람", "나래"]) == (book.metadata("title"), book.metadata("creator"))
    assert ["2023년", "큰글", "비밀", "씨앗"] == list(flat(labels(book.nav)))


def test_several_books_without_a_cache(blog: Path, tmp_path: Path) -> None:
    """--split makes a book a year, --no-cache keeps nothing, --jobs 1 is enough, -q leaves the paths."""
    options = ("--format", "epub", "--split", "year", "--no-cache", "--jobs", "1", "-q")
    done = run(
        "export", blog, "-o", tmp_path / "out", *options, env={"PUBLISHER_CACHE": str(tmp_path / "kept")}
    )
    years = [str(tmp_path / f"out/작은-블로그-{year}년.epub") for year in (2022, 2023, 2024)]
    assert (0, years) == (done.code, done.out.splitlines())
    assert "" == "".join(
        line for line in done.err.splitlines() if "warning" not in line and "hint" not in line
    )
    assert [] == [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_settings_and_theme_of_the_command_line(blog: Path, tmp_path: Path) -> None:
    """--config names the settings, --theme goes before them; with --strict a warning is an error."""
    theme = blog / "styles/ours"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\nparent = "base"\n[words.ko]\ncontents = "벼리"\n', "utf-8")
    (tmp_path / "my.toml").write_text('[book]\ntitle = "설정"\n[theme]\nname = "gothic"\n', "utf-8")
    options = ("--config", tmp_path / "my.toml", "--theme", "ours", "--format", "epub", "--strict", "-v")
    done = run("export", blog, "-o", tmp_path, *options)
    assert 1 == done.code
    assert "warning[emphasis-open]" in done.err
    assert b"\xeb\xb2\xbc\xeb\xa6\xac" in Epub(tmp_path / "설정.epub").files["EPUB/nav.xhtml"]


def test_every_option_is_tried() -> None:
    """An option that is new fails here until something shows what it does."""
    command = main.commands["export"]
    there = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
    tried = {word for word in _CHOSEN if word.startswith("--")} | _SHOWN | _MADE | _ELSEWHERE
    assert there - {"--help", "-h"} <= tried
    assert not tried - there - {"--help", "-h"}
