"""The same blog is the same book, byte for byte: on every machine, at every time, however it is made."""

import shutil
from pathlib import Path

import pytest

from tests.books import Made, Run, post, run, small_blog


def _books(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_another_process_makes_the_same_files(sample: Made, tmp_path: Path) -> None:
    """Hash seed, time zone, locale, clock, folder, jobs and cache leave no trace in either file."""
    copy = tmp_path / "elsewhere" / "blog"
    shutil.copytree(sample.blog, copy)
    other = {"PYTHONHASHSEED": "7", "TZ": "America/Los_Angeles", "LC_ALL": "C", "HOME": str(tmp_path)}
    made = run("export", ".", "-o", tmp_path / "out", "--jobs", 2, "--no-cache", "-q", env=other, cwd=copy)
    assert made.code == 0, made.err
    assert _books(sample.out) == _books(tmp_path / "out")


def test_no_cache_leaves_nothing_behind(tmp_path: Path) -> None:
    """`--no-cache` writes neither into the cache nor into the folder for temporary files."""
    blog = small_blog(tmp_path / "blog")
    for name in ("cache", "tmp"):
        (tmp_path / name).mkdir()
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "tmp")}
    assert 0 == run("export", blog, "--no-cache", "--format", "epub", env=env).code
    assert [] == [*(tmp_path / "cache").iterdir(), *(tmp_path / "tmp").iterdir()]


def _faulty(folder: Path) -> Path:
    posts = {
        "a.md": post("가", "![없다](nowhere.png)\n\n![웹](https://example.net/a.png)"),
        "b.md": "제목도 날짜도\n",
    }
    return small_blog(folder, posts)


def test_a_warm_build_warns_as_a_cold_one(tmp_path: Path) -> None:
    """The cache keeps what a chapter's making had to say: three builds, the same words and bytes."""
    blog = _faulty(tmp_path / "blog")
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    made: list[Run] = []
    books: list[dict[str, bytes]] = []
    for options in ((), (), ("--no-cache",)):
        made.append(run("export", blog, "--format", "epub", "--json", *options, env=env))
        books.append(_books(blog / "book"))
    cold, warm, none = (result.json["diagnostics"] for result in made)
    assert {"image-missing", "image-remote", "title-missing", "date-missing"} <= {d["code"] for d in cold}
    assert cold == warm == none
    assert books[0] == books[1] == books[2]


def test_a_damaged_cache_costs_only_time(tmp_path: Path) -> None:
    """Every file of the cache overwritten with rubbish: the book is the same."""
    blog = _faulty(tmp_path / "blog")
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    run("export", blog, "--format", "epub", env=env)
    before = _books(blog / "book")
    chapters = [path for path in (tmp_path / "cache").glob("*/chapters/*/*") if path.is_file()]
    assert len(chapters) == 2
    for path in chapters:
        path.write_bytes(path.read_bytes()[:-9] + b"rubbish")
    again = run("export", blog, "--format", "epub", env=env)
    assert (0, before) == (again.code, _books(blog / "book"))


@pytest.mark.wide
def test_workers_make_the_same_files(tmp_path: Path) -> None:
    """A blog large enough for worker processes comes out of one or of two of them alike."""
    posts = {
        f"{n:03}.md": post(f"글 {n}", f"{n}번째 글.[^1]\n\n[^1]: 주 {n}.", f"2024-01-{n % 28 + 1:02}")
        for n in range(210)
    }
    blog = small_blog(tmp_path / "blog", posts)
    for jobs in (1, 2):
        order = ("export", blog, "-o", tmp_path / str(jobs), "--format", "epub", "--jobs", jobs, "--no-cache")
        assert (0, "") == (run(*order, "-q").code, run("plan", blog, "-q").err)
    assert _books(tmp_path / "1") == _books(tmp_path / "2")


def test_source_date_epoch_caps_the_time(tmp_path: Path) -> None:
    """No time in the book is later than SOURCE_DATE_EPOCH."""
    blog = small_blog(tmp_path / "blog")
    made = run("export", blog, "--format", "epub", env={"SOURCE_DATE_EPOCH": "86400"})
    assert made.code == 0, made.err
    (book,) = (blog / "book").iterdir()
    from tests.books import OPF, Epub

    times = [m.text for m in Epub(book).opf.iter(OPF + "meta") if m.get("property") == "dcterms:modified"]
    assert ["1970-01-02T00:00:00Z"] == times


@pytest.mark.parametrize("time", ["tomorrow", "²", "1e9", "9" * 12])
def test_a_source_date_epoch_that_is_none(tmp_path: Path, time: str) -> None:
    """What is no time is a mistake in the settings: else the book would have another time, unsaid."""
    made = run("plan", small_blog(tmp_path / "blog"), env={"SOURCE_DATE_EPOCH": time})
    assert (3, f"error: SOURCE_DATE_EPOCH is no time: {time!r}") == (made.code, made.err.splitlines()[0])


@pytest.mark.parametrize("what", ["title", "text"])
def test_a_changed_post_changes_the_book(tmp_path: Path, what: str) -> None:
    """The cache never serves a post as it was before."""
    blog = small_blog(tmp_path / "blog")
    run("export", blog, "--format", "epub")
    before = _books(blog / "book")
    changed = post("새 제목") if what == "title" else post("첫 글", "고친 글.")
    (blog / "source/_posts/first.md").write_text(changed, "utf-8")
    run("export", blog, "--format", "epub")
    assert before != _books(blog / "book")


@pytest.mark.wide
def test_a_changed_post_changes_those_that_link_to_it(tmp_path: Path) -> None:
    """Pages kept from earlier builds follow the titles and places of the posts they link to."""
    posts = {
        "a.md": post("가", "{% post_link b %} 그리고 [절](/2024/01/02/b/#둘째-절)."),
        "b.md": post("나", "## 첫째 절\n\n글.\n\n## 둘째 절\n\n글."),
    }
    blog = small_blog(tmp_path / "blog", posts)
    assert 0 == run("export", blog, "--format", "epub").code
    for text in (post("새 이름", "## 둘째 절\n\n글."), post("나", "절이 없다.")):
        (blog / "source/_posts/b.md").write_text(text, "utf-8")
        books = []
        for options in ((), ("--no-cache",)):
            assert 0 == run("export", blog, "--format", "epub", *options).code
            books.append(_books(blog / "book"))
        assert books[0] == books[1]


@pytest.mark.wide
def test_a_cover_that_cannot_be_kept(tmp_path: Path) -> None:
    """Both formats have it all the same: it is drawn once, and a cache that is full only costs time."""
    blog = small_blog(tmp_path / "blog")
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    assert 0 == run("export", blog, "--format", "epub", env=env).code
    (covers,) = (tmp_path / "cache").glob("v-*/covers")
    shutil.rmtree(covers)
    covers.write_bytes(b"no folder")
    done = run("export", blog, env=env)
    assert 0 == done.code, done.err
    assert 2 == len(done.out.splitlines())
