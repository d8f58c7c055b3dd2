"""A post alone is a book: `publisher export one.md`."""

import json
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.cli.speech import choose
from publisher.readers import home_of
from tests.books import Epub, post, run, small_blog

_ONE = "---\ntitle: 한 장\nauthor: 김봄\ndate: 2024-05-01\ndescription: 짧은 글.\n---\n글입니다.\n\n## 절\n"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    choose(["--lang", "en"])


def _plan(*words: object) -> dict[str, object]:
    done = CliRunner().invoke(main, ["plan", *map(str, words), "--json"])
    assert 0 == done.exit_code, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_leaflet(tmp_path: Path) -> None:
    """EPUB and PDF beside the post; neither has a contents page; what a list shows is there all the same."""
    (tmp_path / "one.md").write_text(_ONE, "utf-8")
    (tmp_path / "two.md").write_text(post("둘"), "utf-8")
    done = run("export", tmp_path / "one.md", "-q")
    assert [tmp_path / "book/한-장.epub", tmp_path / "book/한-장.pdf"] == [*map(Path, done.out.splitlines())]
    epub = Epub(tmp_path / "book/한-장.epub")
    assert 4 == len(epub.spine) and "EPUB/nav.xhtml" not in epub.spine
    assert (["한 장"], ["김봄"], ["짧은 글."]) == tuple(
        map(epub.metadata, ("title", "creator", "description"))
    )
    nav = epub.files["EPUB/nav.xhtml"].decode()
    assert "nav.xhtml#toc" not in nav and ">한 장</a>" in nav
    with pymupdf.open(tmp_path / "book/한-장.pdf") as pdf:
        assert "차례" not in "".join(page.get_text() for page in pdf)
        assert ["표지", "표제지", "한 장", "판권"] == [title for _level, title, _page in pdf.get_toc()]


def test_a_post_of_a_blog(tmp_path: Path) -> None:
    """The blog's settings and book.toml's look hold; its title, choice and volumes do not."""
    blog = small_blog(
        tmp_path / "blog", {"a.md": post("가"), "b.md": post("나"), "../_drafts/c.md": post("다")}
    )
    toml = '[book]\ntitle = "모음"\nisbn = "979-11-86710-95-1"\n[content]\ntags = ["없음"]\n'
    (blog / "book.toml").write_text(f'{toml}[order]\nsplit = "year"\n', "utf-8")
    found = _plan(blog / "source/_drafts/c.md")
    assert ("다", ["지은이"], []) == (found["title"], found["authors"], found["left_out"])
    assert "이름" == _plan(blog / "source/_posts/a.md", "--title", "이름")["title"]


def test_home(tmp_path: Path) -> None:
    """A post belongs to the blog around it: Hexo's, though source/ would be Jekyll's; else to its folder."""
    blog = small_blog(tmp_path / "blog")
    assert blog == home_of(blog / "source/_posts/first.md")
    assert tmp_path / "notes" == home_of(tmp_path / "notes/one.md")


def test_no_post(tmp_path: Path) -> None:
    """What the blog does not publish is named as that."""
    blog = small_blog(tmp_path / "blog")
    (blog / "README.md").write_text("읽어 보세요.", "utf-8")
    done = CliRunner().invoke(main, ["plan", str(blog / "README.md")])
    assert (4, "error: README.md is no post of the blog") == (done.exit_code, done.stderr.partition("\n")[0])
