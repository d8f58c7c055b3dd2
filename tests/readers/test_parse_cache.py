"""What is kept of a blog's files from build to build, and when it is not believed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publisher import build as books
from publisher.config.load import Config, load
from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.model import Blog
from publisher.readers import READERS, parse_cache, read_blog
from publisher.runtime.executor import Executor
from publisher.storage import stamp
from publisher.storage.cache import Cache
from publisher.storage.opening import FileRead
from tests.blogs import CONFIG, faults, hexo, write

POST = "---\ntitle: {}\ndate: 2021-03-14 09:30:00\n---\n\n{}\n"
# Front matter that cannot be read, no title, no date, a date that is none, CP949.
BAD = {
    "가.md": "---\ntitle: 가: 나\ndate: 2021-03-14\n---\n\n글\n",
    "나.md": "# 제목\n\n글\n",
    "다.md": "---\ntitle: 다\ndate: 어제\n---\n\n글\n",
    "라.md": "---\ntitle: 라\ndate: 2021-03-14\n---\n\n오래된 글\n".encode("cp949"),
    "README.md": "이 폴더는\n",
}


def _jekyll(folder: Path) -> Path:
    posts = {f"_posts/2021-03-1{number}-{name}": text for number, (name, text) in enumerate(BAD.items())}
    posts["_posts/2021-03-14-끼움.md"] = "{% include a.html %}{{ site.title }}"
    return write(folder, {"_config.yml": CONFIG, "_includes/a.html": "<b>끼움</b>", **posts})


def _hugo(folder: Path) -> Path:
    above = {"content/posts/_index.md": "---\ntitle: 글\ncascade:\n  tags: [물려받음]\n---\n"}
    return write(
        folder, {"hugo.toml": 'title = "가"\n', **above, **{f"content/posts/{k}": v for k, v in BAD.items()}}
    )


_LOCKED = ", ".join(f"{{name: 잠금{number}, password: a}}" for number in range(9))
ENGINES: dict[str, Callable[[Path], Path]] = {
    "hexo": lambda folder: hexo(folder, BAD, f"{CONFIG}encrypt: {{tags: [{_LOCKED}]}}\n"),
    "jekyll": _jekyll,
    "hugo": _hugo,
    "obsidian": lambda folder: write(folder, {".obsidian/app.json": "{}", **BAD}),
    "plain": lambda folder: write(folder, BAD),
}


class Desk:
    """A blog that is read again and again."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blog = folder / "blog"
        self.kept = folder / "kept"
        self.opened: list[str] = []  # files whose bytes were read the last time
        self.new = 0  # how often it was said the last time that something is
        read_file = parse_cache.read_file

        def noted(path: Path, *rest: object) -> FileRead | None:
            self.opened.append(path.name)
            return read_file(path, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(parse_cache, "read_file", noted)

    def read(self, largest: float = 2.0, markdown: MarkdownTable | None = None) -> tuple[Blog, Report]:
        report, said = Report(), []
        self.opened.clear()
        table = markdown or MarkdownTable()
        blog = read_blog(self.blog, table, largest, report, Cache(self.kept), lambda: said.append(1))
        self.new = len(said)
        return blog, report

    def anew(self) -> tuple[Blog, Report]:
        """As it is read without a cache."""
        report = Report()
        return read_blog(self.blog, MarkdownTable(), 2.0, report), report

    def write(self, name: str, text: str) -> None:
        (self.blog / "source/_posts" / name).write_text(text, "utf-8")

    def files(self) -> dict[Path, tuple[bytes, int]]:
        paths = (path for path in self.kept.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_ino) for path in paths}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Three posts, read once; nobody writes to them twice within a tick of the clock."""
    monkeypatch.setattr(stamp, "_SOON", 0)
    desk = Desk(tmp_path, monkeypatch)
    hexo(desk.blog, {f"{name}.md": POST.format(name, "글") for name in "가나다"})
    desk.read()
    return desk


@pytest.mark.parametrize("engine", ENGINES)
def test_warm_is_cold(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blog whose files are not read is the same blog, and its faults are told again in the same order."""
    monkeypatch.setattr(stamp, "_SOON", 0)
    desk = Desk(tmp_path, monkeypatch)
    ENGINES[engine](desk.blog)
    anew = desk.anew()
    assert engine == anew[0].site.engine
    assert len(faults(anew[1])) >= 4
    cold = desk.read()
    assert desk.opened
    warm = desk.read()
    assert [] == desk.opened
    assert anew == cold == warm
    assert repr(anew) == repr(warm)


_KEYS = """
import sys
from pathlib import Path
from publisher.errors import Report
from publisher.readers import READERS
from publisher.readers.parse_cache import Readings
from publisher.config.schema import MarkdownTable

class Noted(Readings):
    def of(self, file, shown, largest, report, make, *given):
        print(reader.name, shown, self._key_of(make, given))
        return super().of(file, shown, largest, report, make, *given)

for reader, folder in zip(READERS, map(Path, sys.argv[1:]), strict=True):
    reader.read(folder, MarkdownTable(), 2.0, Noted(None, folder, lambda: None), Report())
"""


def test_keys_are_the_same_in_every_run(tmp_path: Path) -> None:
    """Python orders sets anew in each run: a key that is made of one is never found again."""
    names = [reader.name for reader in READERS]
    folders = [str(ENGINES[name](tmp_path / name)) for name in names]
    script = [sys.executable, "-c", _KEYS, *folders]
    runs = [
        subprocess.run(script, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, check=True)
        for seed in "123"
    ]
    assert 1 == len({run.stdout for run in runs})
    assert all(name.encode() in runs[0].stdout for name in names)


def test_nothing_new(desk: Desk) -> None:
    """Where nothing has changed no post is read, nothing is written, and nobody need get ready."""
    before = desk.files()
    assert before
    desk.read()
    assert ([], 0, before) == (desk.opened, desk.new, desk.files())


def test_first_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is known there is nothing new: others get ready for a first build anyway."""
    desk = Desk(tmp_path, monkeypatch)
    hexo(desk.blog, {"가.md": POST.format("가", "글")})
    desk.read()
    assert (["가.md"], 0) == (desk.opened, desk.new)


def test_edited(desk: Desk) -> None:
    """An edited post is read again, it alone, and that it is new is said at once."""
    desk.write("나.md", POST.format("나", "다른 글"))
    blog, _ = desk.read()
    assert (["나.md"], 1) == (desk.opened, desk.new)
    assert blog == desk.anew()[0]
    desk.read()
    assert ([], 0) == (desk.opened, desk.new)


def test_touched(desk: Desk) -> None:
    """A file with a new time and the same bytes is the same post, and no news."""
    before, _ = desk.read()
    os.utime(desk.blog / "source/_posts/나.md", (10**9, 10**9))
    after, _ = desk.read()
    assert (["나.md"], 0, before) == (desk.opened, desk.new, after)
    desk.read()
    assert [] == desk.opened


def test_time_of_an_undated_post(desk: Desk) -> None:
    """A post without a date has its file's, which may change with nothing else."""
    desk.write("가.md", "글\n")
    desk.read()
    os.utime(desk.blog / "source/_posts/가.md", (10**9, 10**9))
    blog, report = desk.read()
    assert 2001 == blog.posts[0].date.year
    assert (blog, report) == desk.anew()


def test_new_renamed_and_removed(desk: Desk) -> None:
    """Posts come, go, and change their names."""
    posts = desk.blog / "source/_posts"
    desk.write("라.md", POST.format("라", "글"))
    (posts / "가.md").rename(posts / "마.md")
    (posts / "다.md").unlink()
    blog, _ = desk.read()
    assert (["라.md", "마.md"], 2) == (desk.opened, desk.new)
    assert blog == desk.anew()[0]
    assert ["나", "라", "가"] == [post.title for post in blog.posts]
    desk.read()
    assert ([], 0) == (desk.opened, desk.new)


def test_moved_to_drafts(desk: Desk) -> None:
    """A draft with a post's name is another post."""
    (desk.blog / "source/_drafts").mkdir()
    (desk.blog / "source/_posts/가.md").rename(desk.blog / "source/_drafts/가.md")
    blog, _ = desk.read()
    assert ["가"] == [post.title for post in blog.posts if post.draft]


@pytest.mark.parametrize(
    "config", ["timezone: UTC", "permalink: :title/", "category_map: {가: ga}", "marked: {breaks: false}"]
)
def test_other_settings(config: str, desk: Desk) -> None:
    """A post is read again where the site's settings are others; it is no news that files are the same."""
    name = config.partition(":")[0]
    kept = "".join(line for line in CONFIG.splitlines(keepends=True) if not line.startswith(name))
    write(desk.blog, {"_config.yml": f"{kept}{config}\n"})
    blog, _ = desk.read()
    assert (3, 0) == (len(desk.opened), desk.new)
    assert blog == desk.anew()[0]


def test_long_patterns(desk: Desk) -> None:
    """Two settings that differ at the end of a long text are two."""
    for end in ("가", "나"):
        write(desk.blog, {"_config.yml": f"{CONFIG}new_post_name: {'긴' * 300}{end}:title.md\n"})
        desk.read()
        assert 3 == len(desk.opened)


def test_other_markdown(desk: Desk) -> None:
    """So where book.toml says what Markdown it is."""
    blog, _ = desk.read(markdown=MarkdownTable(math=True))
    assert {True} == {post.dialect.math for post in blog.posts}


def test_smaller_limit(desk: Desk) -> None:
    """A post that has become too large is left out, though nothing has changed in it."""
    blog, report = desk.read(largest=0.00001)
    assert () == blog.posts
    assert [("post-too-large", 0)] * 3 == faults(report)


def test_unreadable(desk: Desk) -> None:
    """A file that is gone while the blog is read is told as ever."""
    (desk.blog / "source/_posts/나.md").unlink()
    (desk.blog / "source/_posts/나.md").symlink_to("없음.md")
    blog, report = desk.read()
    assert ([("post-unreadable", 0)], 2) == (faults(report), len(blog.posts))


@pytest.mark.parametrize(
    "damaged", [lambda whole: b"", lambda whole: whole[:-1], lambda whole: b"x" + whole[1:]]
)
def test_damaged(damaged: Callable[[bytes], bytes], desk: Desk) -> None:
    """What is damaged counts as nothing, and is written anew."""
    for file, (whole, _) in desk.files().items():
        file.write_bytes(damaged(whole))
    blog, _ = desk.read()
    assert (3, 0) == (len(desk.opened), desk.new)
    assert blog == desk.anew()[0]
    desk.read()
    assert [] == desk.opened


def test_another_blog(desk: Desk, tmp_path: Path) -> None:
    """Each blog has files of its own."""
    before = desk.files()
    hexo(tmp_path / "other", {"가.md": POST.format("가", "다른 글")})
    desk.blog = tmp_path / "other"
    blog, _ = desk.read()
    assert (blog, 0) == (desk.anew()[0], desk.new)
    assert before.items() < desk.files().items()


def test_another_engine(desk: Desk) -> None:
    """What a plain folder's reader has made of a file is no page of Hugo's: a README is one there."""
    write(desk.blog, {"content/README.md": "글\n"})
    (desk.blog / "_config.yml").unlink()
    assert ("plain", 3) == (desk.read()[0].site.engine, len(desk.read()[0].posts))
    write(desk.blog, {"hugo.toml": ""})
    blog, _ = desk.read()
    assert ["content/README.md"] == [post.path for post in blog.posts]
    assert blog == desk.anew()[0]


@pytest.mark.parametrize(("age", "believed"), [(60, True), (1, False), (-60, False)])
def test_racy(age: int, believed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was read within two seconds after it was written is not known by its times."""
    moment = 10**18
    monkeypatch.setattr(parse_cache, "time", type("Clock", (), {"time_ns": lambda: moment}))
    time = moment - age * 10**9
    monkeypatch.setattr(stamp.Stamp, "of", lambda _: stamp.Stamp(60, time, time, 1))
    desk = Desk(tmp_path, monkeypatch)
    hexo(desk.blog, {"가.md": POST.format("가", "이 글")})
    desk.read()
    desk.write("가.md", POST.format("가", "그 글"))
    blog, _ = desk.read()
    assert believed == ("이 글" in blog.posts[0].markdown)
    assert (0 if believed else 1) == desk.new


def test_racy_until_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read again the next time, found to be the same, and then believed."""
    desk = Desk(tmp_path, monkeypatch)
    hexo(desk.blog, {"가.md": POST.format("가", "글")})
    desk.read()
    monkeypatch.setattr(stamp, "_SOON", 0)
    desk.read()
    assert (["가.md"], 0) == (desk.opened, desk.new)
    desk.read()
    assert [] == desk.opened


class _StopError(Exception):
    """Enough has been seen of a build."""


def test_who_gets_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes get ready before the posts are in order where one has changed, not where none has."""
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    blog = hexo(tmp_path / "blog", {f"{name}.md": POST.format(name, "글") for name in "가나다"})
    settings = load(blog / "book.toml", "", {})
    config = Config(blog, tmp_path / "out", ("pdf",), settings, jobs=2, cache=True, epoch=None)
    steps: list[str] = []
    monkeypatch.setattr(Executor, "get_ready", lambda *_: steps.append("ready"))
    monkeypatch.setattr(books, "warm_up", lambda *_: steps.append("warm"))

    def build() -> list[str]:
        steps.clear()
        books.build(config, Report())
        return list(steps)

    assert "ready" == build()[0]
    assert [] == build()
    os.utime(blog / "source/_posts/나.md")
    assert [] == build()
    (blog / "source/_posts/나.md").write_text(POST.format("나", "다른 글"), "utf-8")

    def stop(*_: object) -> None:
        raise _StopError

    monkeypatch.setattr(books, "volumes", stop)
    with pytest.raises(_StopError):
        build()
    assert ["ready", "warm"] == steps


@pytest.mark.parametrize("cached", [True, False])
def test_a_file_that_its_reader_stumbles_over(cached: bool, tmp_path: Path) -> None:
    """It is named, and not read; the cause is said."""

    def make(file: Path, shown: str, data: bytes, report: Report) -> str | None:
        raise KeyError("가")

    file = write(tmp_path, {"글.md": "글"}) / "글.md"
    readings = parse_cache.Readings(Cache(tmp_path / "kept") if cached else None, tmp_path, lambda: None)
    report = Report()
    assert None is readings.of(file, "글.md", 2.0, report, make)
    (told,) = report.diagnostics
    assert "글.md: error[post-unreadable]: cannot be read: KeyError: '가'" == str(told).splitlines()[0]
