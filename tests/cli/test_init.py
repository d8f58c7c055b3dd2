"""`publisher init`: what it shows of a blog, what it asks, and the book.toml that it writes."""

import os
import pty
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.build import plan
from publisher.cli.init import init
from publisher.cli.speech import choose
from publisher.cli.starting import quoted
from publisher.config.load import Config, load
from publisher.config.schema import BookToml
from publisher.errors import Report
from tests.blogs import write
from tests.books import command

_POST = (
    "---\ntitle: {}\ndate: 2024-01-0{}\ncategories: [{}]\n---\n\n![](https://example.com/a.png) ![](b.png)\n"
)
_EVIL = (
    r'\"] \n[pdf]\ntrim = \"A9\" # \u0085\u2028\u202e\x7f\x01"',
    "''' \"\"\" \\U0001F600 \\",
    "#{$(id)}`id`",
)


def _evil(post: str) -> str:
    title, category, other = _EVIL
    return post.format(f'"{title}', 1, f'"{title}, "{category[:4]}", \'{other}\'')


_HEXO_CONFIG = f'title: "{_EVIL[0]}\nauthor: "{_EVIL[0]}\n'
BLOGS: dict[str, Mapping[str, str]] = {
    "hexo": {
        "_config.yml": "title: 봄\nauthor: 김하늘\n",
        "source/_posts/가.md": _POST.format("가", 1, "산"),
    },
    "hexo, hostile": {"_config.yml": _HEXO_CONFIG, "source/_posts/가.md": _evil(_POST)},
    "jekyll": {"_config.yml": "title: 봄\n", "_posts/2024-01-01-ga.md": _evil(_POST)},
    "hugo": {"hugo.toml": 'title = "봄 \\"\\n\\u0001"\n', "content/posts/가.md": _evil(_POST)},
    "obsidian": {".obsidian/app.json": "{}", "가.md": _evil(_POST), "나.md": "하나\n"},
    "plain": {"가.md": _evil(_POST), "나/다 '\" #.md": "# 하나\n"},
}


def _run(*args: object) -> Result:
    return CliRunner().invoke(init, [*map(str, args)])


def _planned(blog: Path, settings: BookToml) -> object:
    report = Report()
    _, outlines = plan(Config(blog, blog / "book", (), settings, jobs=1, cache=False, epoch=None), report)
    return outlines, report.diagnostics


@pytest.mark.parametrize(("name", "language"), [*zip(BLOGS, ["en", "ko"] * 3, strict=True)])
def test_the_file_changes_nothing(name: str, language: str, tmp_path: Path) -> None:
    """The file as it is written loads, and makes the plan that no file makes: a title is not a setting."""
    blog = write(tmp_path / "blog", BLOGS[name])
    before = _planned(blog, BookToml())
    choose(["--lang", language])
    made = _run(blog)
    choose(["--lang", "en"])
    assert 0 == made.exit_code
    assert BookToml() == load(blog / "book.toml", "book.toml", {}, blog)
    assert before == _planned(blog, BookToml())


@pytest.mark.parametrize("name", BLOGS)
def test_each_line_can_be_used(name: str, tmp_path: Path) -> None:
    """Without the # in front, the settings that the file shows are TOML too, on a line each."""
    blog = write(tmp_path / "blog", BLOGS[name])
    _run(blog)
    lines = (blog / "book.toml").read_text("utf-8").split("\n")
    values = tomllib.loads(
        "\n".join(line.removeprefix("# ") for line in lines if " = " in line and line[2] != " ")
    )
    assert {"title", "authors", "cover", "categories", "by", "parts", "trim", "fetch"} <= set(values)
    assert set("".join(lines)) & {*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e"} == set()


def test_any_text_is_one_value() -> None:
    """Whatever a title holds comes back from TOML as it was, but for halves of letters, which no file has."""
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000), 0x1F600]))
    assert every == tomllib.loads(f"a = {quoted(every)}")["a"]
    assert '"a\ufffdb"' == quoted("a\ud800b")


def test_what_is_shown(tmp_path: Path) -> None:
    """Engine and renderer, posts, days, categories as a tree with counts, authors, languages, pictures."""
    posts = {
        f"source/_posts/{n}.md": _POST.format(n, n, names)
        for n, names in enumerate(("개발, 파이썬", "개발", "걷기"), 1)
    }
    blog = write(tmp_path / "blog", posts | {"_config.yml": "title: 봄\nauthor: 김하늘\nlanguage: ko\n"})
    write(blog, {"source/_posts/a.md": "---\ntitle: 초안\npublished: false\n---\n"})
    said = _run(blog).stdout
    head = said.partition("\nfonts here")[0].splitlines()
    assert "봄  (hexo, " in head[0]
    assert [
        "posts: 3, 1 left out", "days: 2024-01-01 to 2024-01-03", "categories: 3", "  개발  (2)",
        "    파이썬  (1)", "  걷기  (1)", "authors: 김하늘", "languages: ko (3)",
        "pictures: 6, 3 on other sites (`--fetch-images` fetches them once)",
    ] == head[1:]  # fmt: skip
    assert f"Next: publisher plan {blog}" == said.splitlines()[-1]
    assert '#   "개발/파이썬"  1' in (blog / "book.toml").read_text("utf-8").splitlines()


@pytest.mark.parametrize("there", ["file", "link"])
def test_a_file_that_is_there_stays(there: str, tmp_path: Path) -> None:
    """It is shown what would be written; exit code 3. No link is followed."""
    blog = write(tmp_path / "blog", BLOGS["hexo"])
    if there == "file":
        write(blog, {"book.toml": "[book]\ntitle = '내 책'\n"})
    else:
        (blog / "book.toml").symlink_to(tmp_path / "outside.toml")
    made = _run(blog)
    assert (3, True) == (made.exit_code, '# title = "봄"' in made.stdout)
    assert "book.toml is there already, and stays as it is" in made.stderr
    assert not (tmp_path / "outside.toml").exists()
    assert there == "link" or "[book]\ntitle = '내 책'\n" == (blog / "book.toml").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no pty")
def test_five_questions(tmp_path: Path) -> None:
    """On a terminal it asks, again where it must, and names the nearest; answers stand in the file."""
    posts = {f"source/_posts/{n}.md": _POST.format(n, 1, n) for n in ("산", "바닷가")}
    blog = write(tmp_path / "blog", posts | {"_config.yml": "title: 봄\n"})
    master, slave = pty.openpty()
    asked = subprocess.Popen(
        command("init", blog), stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.write(master, '봄 "여름"\n김하늘, 이바다\nyeer\nyear\nesay\nessay 신국판\n바닷기\n바닷가\n'.encode())
    out, err = asked.communicate(timeout=60)
    os.close(master), os.close(slave)
    settings = load(blog / "book.toml", "book.toml", {}, blog)
    assert (0, '봄 "여름"', ("김하늘", "이바다")) == (
        asked.returncode, settings.book.title, settings.book.authors,
    )  # fmt: skip
    assert ("year", "essay", "신국판") == (settings.order.by, settings.theme.name, settings.pdf.trim)
    assert ("source/_posts/바닷가.md",) == settings.content.exclude
    assert "did you mean year?" in err.decode()
    assert "did you mean 바닷가?" in err.decode()
    assert "written: " in out.decode()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("hexo", "The blog does not publish book/: its pages come from source/."),
        ("jekyll", "      - book/"),
        ("hugo", "The blog does not publish book/: its pages come from content/."),
        ("obsidian", "In Obsidian: Settings > Files and links > Excluded files: book/"),
        ("plain", "    book/"),
    ],
)
def test_the_book_is_not_published(name: str, line: str, tmp_path: Path) -> None:
    """It says for each engine what keeps book/ out of its pages, and the lines for git and make."""
    said = _run(write(tmp_path / "blog", BLOGS[name]), "--yes").stdout.splitlines()
    assert {line, "For .gitignore:", "    upload/", "    \tpublisher export ."} <= set(said)


def test_no_place_to_write(tmp_path: Path) -> None:
    """What is no blog is said, and nothing is left there."""
    assert (4, []) == (_run(tmp_path).exit_code, [*tmp_path.iterdir()])
