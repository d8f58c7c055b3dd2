"""book.plan.toml as a file: written with care for what stands there."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import main
from publisher.cli.speech import choose
from tests.books import post, small_blog

PATH = '    "source/_posts/{}.md",'


def plan(blog: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["plan", str(blog), *args])


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog with a plan, and a post that is newer."""
    folder = small_blog(tmp_path / "blog")
    assert 0 == plan(folder, "--write").exit_code
    (folder / "source/_posts/second.md").write_text(post("둘째 글", date="2024-02-03"), "utf-8")
    return folder


def test_the_last_plan_stands_beside_it(blog: Path) -> None:
    """Byte for byte; and where nothing is new, both stay."""
    before = (blog / "book.plan.toml").read_bytes()
    assert 0 == plan(blog, "--write").exit_code
    after = (blog / "book.plan.toml").read_bytes()
    assert before == (blog / "book.plan.toml.bak").read_bytes() != after
    assert "nothing new" in plan(blog, "--write").stdout
    assert (before, after) == tuple((blog / f"book.plan.toml{end}").read_bytes() for end in (".bak", ""))


def test_one_post_has_no_plan(blog: Path) -> None:
    """Nothing is written for a leaflet."""
    refused = CliRunner().invoke(main, ["plan", str(blog / "source/_posts/first.md"), "--write"])
    assert (3, True) == (refused.exit_code, "a leaflet of one post has no plan" in refused.stderr)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_stay_what_they_are(blog: Path, mark: bytes) -> None:
    """Of Windows, with the mark that its editors write."""
    file = blog / "book.plan.toml"
    file.write_bytes(mark + file.read_bytes().replace(b"\n", b"\r\n"))
    assert 0 == plan(blog, "--write").exit_code
    data = file.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 8
    assert data.startswith(mark)
    assert PATH.format("second") in data.decode("utf-8-sig")


@pytest.mark.parametrize("target", ["../outside.toml", "../nowhere.toml"])
def test_links_are_neither_followed_nor_replaced(blog: Path, target: str) -> None:
    """A plan that is a link out of the blog, or to nothing: the book is made without it."""
    outside = blog.parent / "outside.toml"
    outside.write_text("[[part]]\n", "utf-8")
    (blog / "book.plan.toml").unlink()
    (blog / "book.plan.toml").symlink_to(target)
    assert "둘째 글" in plan(blog).stdout
    assert 3 == plan(blog, "--write").exit_code
    assert "[[part]]\n" == outside.read_text("utf-8")
    assert (blog / "book.plan.toml").is_symlink()
    assert not (blog.parent / "nowhere.toml").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00" * 100, b"x" * 2_100_000])
def test_a_file_that_is_no_text_stays(blog: Path, data: bytes) -> None:
    """And the book is made without it."""
    (blog / "book.plan.toml").write_bytes(data)
    shown = plan(blog)
    assert ("둘째 글" in shown.stdout, 1) == (True, shown.exit_code)
    assert 3 == plan(blog, "--write").exit_code
    assert data == (blog / "book.plan.toml").read_bytes()


def test_each_settings_file_has_its_plan(blog: Path) -> None:
    """poems.toml has poems.plan.toml beside it."""
    (blog / "poems.toml").write_text('[content]\nexclude = ["first"]\n', "utf-8")
    shown = plan(blog, "--config", str(blog / "poems.toml"), "--write")
    assert (0, "") == (shown.exit_code, shown.stderr)
    assert PATH.format("second") in (blog / "poems.plan.toml").read_text("utf-8")
    assert PATH.format("second") not in (blog / "book.plan.toml").read_text("utf-8")


def test_the_comments_are_korean_for_who_reads_korean(tmp_path: Path) -> None:
    """As all that publisher says."""
    folder = small_blog(tmp_path / "blog")
    choose(["--lang", "ko"])
    made = plan(folder, "--write")
    choose(["--lang", "en"])
    assert 0 == made.exit_code
    assert (folder / "book.plan.toml").read_text("utf-8").startswith("# 책의 차례입니다.")
