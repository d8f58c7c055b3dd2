"""What `publisher` says, and where: results on standard output, all else on standard error."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import command, post, run, small_blog, terminal

EPUB = ("--format", "epub")


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two posts, one of them with a picture that is not there."""
    posts = {
        "a.md": post("가"),
        "b.md": post("나", "![없다](nowhere.png)"),
        "c.md": post("다", date="2024-01-03"),
    }
    return small_blog(tmp_path_factory.mktemp("voice") / "blog", posts)


def test_version() -> None:
    """--version is one line."""
    done = run("--version")
    assert (0, "") == (done.code, done.err)
    assert re.fullmatch(r"publisher \d+\.\d+\.\d+\n", done.out)


def test_the_installed_command_is_the_module() -> None:
    """`publisher` and `python -m publisher` are one program."""
    script = Path(sys.executable).with_name("publisher")
    if not script.exists():
        pytest.skip("publisher is not installed as a command beside this Python")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert run("--version").out == done.stdout


def test_help_is_short_enough_to_read() -> None:
    """Help names every command, and every option of `export`."""
    assert all(name in run("--help").out for name in ("export", "plan"))
    options = run("export", "--help").out
    for name in ("--output", "--format", "--config", "--title", "--author", "--category", "--tag", "--since",
                 "--until", "--drafts", "--order", "--strict", "--json", "--jobs", "--no-cache", "--quiet",
                 "--verbose"):  # fmt: skip
        assert name in options


def test_export(blog: Path, tmp_path: Path) -> None:
    """Paths of the books go to standard output; warnings and a summary to standard error."""
    made = run("export", blog, "-o", tmp_path)
    assert 0 == made.code
    first, second = made.out.splitlines()
    assert re.fullmatch(rf"{tmp_path}/작은-블로그\.epub  \(\d+\.\d MB\)", first)
    assert re.fullmatch(rf"{tmp_path}/작은-블로그\.pdf  \(\d+ pages, \d+\.\d MB\)", second)
    warning, hint, summary = made.err.splitlines()
    assert warning == "source/_posts/b.md:7: warning[image-missing]: no picture nowhere.png"
    assert hint.startswith("  hint: looked in source/, source/_posts/b/")
    assert re.fullmatch(r"3 posts; 1 warning; \d+\.\d s", summary)
    assert ["작은-블로그.epub", "작은-블로그.pdf"] == sorted(path.name for path in tmp_path.iterdir())


def test_quiet(blog: Path, tmp_path: Path) -> None:
    """-q leaves the paths alone, for scripts."""
    made = run("export", blog, "-o", tmp_path, "-q", *EPUB)
    assert (0, f"{tmp_path}/작은-블로그.epub\n", "") == (made.code, made.out, made.err)
    assert ["작은-블로그.epub"] == [path.name for path in tmp_path.iterdir()]


def test_strict(blog: Path, tmp_path: Path) -> None:
    """--strict makes a warning exit code 1; the book is made all the same."""
    made = run("export", blog, "-o", tmp_path, "-q", "--strict", *EPUB)
    assert 1 == made.code
    assert (tmp_path / "작은-블로그.epub").is_file()


def test_default_folder(tmp_path: Path) -> None:
    """Without -o the book lies in book/ of the blog; without BLOG the blog is the folder one is in."""
    blog = small_blog(tmp_path / "blog")
    assert 0 == run("export", *EPUB, cwd=blog).code
    assert ["작은-블로그.epub"] == [path.name for path in (blog / "book").iterdir()]


def test_title_names_the_file(blog: Path, tmp_path: Path) -> None:
    """--title is the book's title and its file name, whatever letters it has."""
    title = "../나의 책: 1/2 «첫째»"
    assert 0 == run("export", blog, "-o", tmp_path, "--title", title, *EPUB).code
    assert ["나의-책-1-2-첫째.epub"] == [path.name for path in tmp_path.iterdir()]


def test_json(blog: Path, tmp_path: Path) -> None:
    """--json prints one object and nothing else."""
    made = run("export", blog, "-o", tmp_path, "--json", *EPUB)
    assert (0, "") == (made.code, made.err)
    assert {"title", "files", "posts", "chapters", "pages", "diagnostics", "seconds"} <= set(made.json)
    (file,) = made.json["files"]
    assert {
        "format": "epub",
        "path": str(tmp_path / "작은-블로그.epub"),
        "bytes": (tmp_path / "작은-블로그.epub").stat().st_size,
        "pages": None,
    } == file
    assert (3, 3, 0) == (made.json["posts"], made.json["chapters"], made.json["pages"])
    (fault,) = made.json["diagnostics"]
    assert ("warning", "image-missing", "source/_posts/b.md", 7) == tuple(
        fault[key] for key in ("severity", "code", "path", "line")
    )


def test_json_of_the_plan(blog: Path) -> None:
    """`plan --json` is the tree of parts and chapters."""
    planned = run("plan", blog, "--json")
    assert (0, "") == (planned.code, planned.err)
    (part,) = planned.json["contents"]
    assert "일기" == part["part"]
    assert ["가", "나", "다"] == [child["title"] for child in part["children"]]
    assert ["2024-01-02T00:00:00+09:00"] * 2 == [child["date"] for child in part["children"][:2]]


def _on_a_terminal(*args: object, **environment: str) -> str:
    """What a terminal shows."""
    ours, theirs = terminal()
    order = command(*args)
    with subprocess.Popen(order, stdout=theirs, stderr=theirs, env=os.environ | environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert 0 == process.wait()
    os.close(ours)
    return shown.decode()


def test_progress_on_a_terminal_alone(blog: Path, tmp_path: Path) -> None:
    """A terminal sees what is being done; a pipe does not."""
    shown = _on_a_terminal("export", blog, "-o", tmp_path, *EPUB, TERM="xterm", NO_COLOR="")
    for step in ("reading the blog", "chapter 2 of 3: 나", "drawing the cover", "writing the EPUB"):
        assert step in shown
    assert "\x1b[" in shown  # colours
    assert shown.index("3 posts; ") < shown.index("작은-블로그.epub") < shown.index("publisher serve ")
    piped = run("export", blog, "-o", tmp_path, *EPUB)
    assert not re.search(r"reading the blog|publisher serve|\r|\x1b", piped.err + piped.out)


@pytest.mark.parametrize("quiet", [("-q",), ("--json",)])
def test_no_progress_when_quiet(blog: Path, tmp_path: Path, quiet: tuple[str, ...]) -> None:
    """-q and --json are silent on a terminal too."""
    shown = _on_a_terminal("export", blog, "-o", tmp_path, *EPUB, *quiet, TERM="xterm")
    assert not re.search(r"reading the blog|chapter \d", shown)
    if quiet == ("--json",):
        assert 3 == json.loads(shown)["chapters"]


def test_no_color(blog: Path, tmp_path: Path) -> None:
    """NO_COLOR is kept to: https://no-color.org"""
    shown = _on_a_terminal("export", blog, "-o", tmp_path, *EPUB, TERM="xterm", NO_COLOR="1")
    assert "warning[image-missing]" in shown
    assert "\x1b[" not in shown


def test_names_of_files_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    """An escape sequence in a stranger's file name is shown, and not sent to the terminal."""
    blog = small_blog(tmp_path / "blog")
    (blog / "source/_posts/\x1b[2J\x9b2Jevil.md").write_text("제목 없는 글\n", "utf-8")
    done = run("plan", blog, "-v")
    assert 0 == done.code, done.err
    assert not re.search("[\x1b\x9b]", done.out + done.err)
    assert "[2J\N{REPLACEMENT CHARACTER}2Jevil.md" in done.out and "evil.md:1: " in done.err


def test_titles_and_editions_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    """Nor do a blog's title, its time zone, or the name of an edition; JSON says them in signs of its own."""
    blog = small_blog(tmp_path / "blog")
    (blog / "_config.yml").write_text('title: "\\x9b2J책"\nauthor: "\\e[1m나"\nlanguage: ko\n', "utf-8")
    edition = {"number": 1, "name": "\x1b[2J", "published": "\x9b", "titles": [], "isbns": [], "chapters": []}
    (blog / "book.editions").mkdir()
    (blog / "book.editions/1.json").write_text(json.dumps(edition), "utf-8")
    for order in (("plan", blog), ("edition", blog), ("plan", blog, "--json")):
        done = run(*order)
        assert 0 == done.code, done.err
        assert not re.search("[\x1b\x9b]", done.out + done.err)
    assert json.loads(done.out)


@pytest.mark.parametrize("words", [("preview", "{}"), ("watch", "{}"), ("serve", "{}/none")])
def test_commands_that_go_on_say_an_object_a_line(words: tuple[str, ...], tmp_path: Path) -> None:
    """Whoever reads them waits for a line's end: a failure is one line too."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("가")})
    (blog / "book.toml").write_text('[book]\ntitel = 1\n[pdf]\ntrim = "A55"\n', "utf-8")
    done = run(*(word.format(blog) for word in words), "--json")
    (line,) = done.out.splitlines()
    assert done.code == json.loads(line)["exit_code"] != 0
