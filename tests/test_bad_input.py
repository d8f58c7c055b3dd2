"""Bad input: a clear message, the right exit code, no half-written file, never a traceback."""

import fcntl
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.books import SAMPLE, Epub, Run, command, post, run, small_blog, terminal
from tests.spread import spread

EPUB = ("--format", "epub")
LARGE = 5_000_000
_OLD = {"작은-블로그.epub": b"the last build", "작은-블로그.pdf": b"the last build"}


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A small blog with the books of an earlier build."""
    folder = small_blog(tmp_path / "blog")
    (folder / "book").mkdir()
    for name, data in _OLD.items():
        (folder / "book" / name).write_bytes(data)
    return folder


def _books(blog: Path) -> dict[str, bytes]:
    """Every file of the output folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in (blog / "book").iterdir()}


def _stopped(result: Run, code: int, *words: str) -> None:
    """The command ended with this code, said all this, and printed no traceback."""
    assert code == result.code, result.err
    assert "" == result.out
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err


# What is no blog


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is named, and nothing is made."""
    _stopped(run("export", tmp_path / "없다"), 4, f"{tmp_path}/없다 does not exist", "hint:")
    assert [] == list(tmp_path.iterdir())


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    """A file that is no post, given as the blog, is told from a folder."""
    (tmp_path / "a.txt").write_text("글", "utf-8")
    _stopped(run("export", tmp_path / "a.txt"), 4, "is a file, not a folder")


def test_a_folder_that_is_no_blog(tmp_path: Path) -> None:
    """A folder without a post is no blog; it stays as it was."""
    (tmp_path / "notes.txt").write_text("글", "utf-8")
    _stopped(run("export", tmp_path), 4, "is no blog", "hint: Hexo has")
    assert ["notes.txt"] == [path.name for path in tmp_path.iterdir()]


def test_an_empty_blog(tmp_path: Path) -> None:
    """A Hexo site without posts has nothing to print."""
    blog = small_blog(tmp_path / "blog", {})
    _stopped(run("export", blog), 4, "the blog has no posts yet")
    assert not (blog / "book").exists()


def test_a_blog_with_nothing_left(blog: Path) -> None:
    """Options that leave no post out of all of them stop before anything is written."""
    _stopped(run("export", blog, "--tag", "없는 꼬리표"), 4, "none of the blog's 1 posts is in the book")
    assert _OLD == _books(blog)


# What is wrong with single files: the rest of the book is made


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """A blog with every kind of bad file and one good one, exported."""
    folder = tmp_path_factory.mktemp("damaged")
    blog = small_blog(
        folder / "blog",
        {
            "good.md": post("좋은 글"),
            "huge.md": post("긴 글", "가" * (LARGE // 3 + 1)),
            "yaml.md": "---\ntitle: 하나: 둘\ntags: [셋]\ndate: 2024-02-03\n---\n\n그래도 본문은 있다.\n",
            "empty.md": "",
            "cp949.md": "",
            "zeros.md": "",
        },
    )
    posts = blog / "source/_posts"
    (posts / "cp949.md").write_bytes(post("옛 글자", "완성형으로 쓴 글.").encode("cp949"))
    (posts / "zeros.md").write_bytes(post("영", "영\0과 \x1b 사이").encode())
    (posts / "x.md").mkdir()
    (posts / "x.md/inner.md").write_text(post("폴더 속 글"), "utf-8")
    secret = folder / "secret.md"
    secret.write_text(post("비밀", "아무도 모르는 글"), "utf-8")
    (posts / "outside.md").symlink_to(secret)
    (posts / "dangling.md").symlink_to(posts / "gone.md")
    (posts / "loop").symlink_to(posts)
    return blog, run("export", blog, *EPUB)


def test_bad_files_are_named(damaged: tuple[Path, Run]) -> None:
    """Each bad file gets a line with its path, line and code; the exit code says that posts are missing."""
    _, made = damaged
    assert 1 == made.code
    for line in (
        "source/_posts/huge.md: error[post-too-large]: ",
        "source/_posts/x.md: warning[post-is-folder]: ",
        "source/_posts/outside.md: error[post-outside]: ",
        "source/_posts/dangling.md: error[post-unreadable]: ",
        "source/_posts/yaml.md:2: warning[front-matter-yaml]: ",
    ):
        assert line in made.err
    assert "Traceback" not in made.err


def test_the_rest_of_the_book_is_made(damaged: tuple[Path, Run]) -> None:
    """Good posts, the text behind broken front matter and posts in other encodings are in the book."""
    blog, _ = damaged
    (path,) = (blog / "book").iterdir()
    text = "".join("".join(page.itertext()) for page in Epub(path).pages.values())
    for words in ("좋은 글", "그래도 본문은 있다.", "완성형으로 쓴 글.", "폴더 속 글", "영과  사이"):
        assert words in text


def test_no_file_outside_the_blog_is_read(damaged: tuple[Path, Run]) -> None:
    """What a link outside the blog leads to is not in the book."""
    blog, made = damaged
    (path,) = (blog / "book").iterdir()
    assert not any("아무도 모르는".encode() in data for data in Epub(path).files.values())
    assert "아무도 모르는" not in made.err


def test_a_post_of_5_mb_when_allowed(tmp_path: Path) -> None:
    """With largest_post raised, a post of 5 MB becomes a chapter."""
    line = "긴 글은 오래 걸린다. " * 40 + "\n\n"
    blog = small_blog(tmp_path / "blog", {"huge.md": post("긴 글", line * (LARGE // len(line.encode()) + 1))})
    (blog / "book.toml").write_text("[content]\nlargest_post = 6\n", "utf-8")
    assert (blog / "source/_posts/huge.md").stat().st_size >= LARGE
    made = run("export", blog, *EPUB)
    assert (0, True) == (made.code, (blog / "book/작은-블로그.epub").is_file()), made.err


# Settings


def test_a_broken_config(blog: Path) -> None:
    """The blog's broken settings are named with their line, and how to mend them."""
    (blog / "_config.yml").write_text("title: 블로그\nmarked: [\nbreaks: true\n", "utf-8")
    _stopped(run("export", blog), 3, "_config.yml:4: error[blog-config]:", "not YAML")
    assert _OLD == _books(blog)


def test_all_faults_of_book_toml_at_once(blog: Path) -> None:
    """Every wrong key and value is named with its line and the nearest right one."""
    lines = [
        "[book]",
        'titel = "가"',
        "[order]",
        'by = "categry"',
        "[epub]",
        'embed_fonts = "yes"',
        "[pfd]",
        "a = 1",
    ]
    (blog / "book.toml").write_text("\n".join(lines), "utf-8")
    words = (
        "book.toml:2: error[config-key]: book.titel: unknown key",
        "hint: did you mean title?",
        "book.toml:4: error[config-value]: order.by: 'categry'",
        "hint: did you mean category?",
        "book.toml:6: error[config-value]: epub.embed_fonts: 'yes'",
        "book.toml:7: error[config-key]: pfd: unknown key",
        "hint: did you mean pdf?",
    )
    _stopped(run("export", blog), 3, *words)
    assert _OLD == _books(blog)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[book\ntitle = 1", "book.toml:1: error[config-syntax]:"),
        ('[pdf]\ntrim = "A99"', "pdf.trim: 'A99' cannot be used; wanted: a 판형, such as A5"),
        ('[theme]\nname = "gotic"', "there is no theme gotic"),
        ('[theme]\nname = ""', "there is no theme"),
    ],
)
def test_a_setting_that_cannot_be_used(blog: Path, settings: str, words: str) -> None:
    """Broken TOML, a paper that is none, a theme that is not there: exit code 3 and what is wrong."""
    (blog / "book.toml").write_text(settings, "utf-8")
    _stopped(run("export", blog), 3, words)
    assert _OLD == _books(blog)


def test_a_settings_file_that_is_not_there(blog: Path) -> None:
    """--config of a file that does not exist."""
    _stopped(run("export", blog, "--config", blog / "no.toml"), 3, "there is no settings file")


def test_book_toml_in_another_encoding(blog: Path) -> None:
    """A book.toml that is not UTF-8 is refused by name."""
    (blog / "book.toml").write_bytes('[book]\ntitle = "가나다"'.encode("cp949"))
    _stopped(run("export", blog), 3, "cannot read book.toml", "UTF-8")


# Places that cannot be written to


def test_output_folder_is_a_file(blog: Path, tmp_path: Path) -> None:
    """A file where the folder of the books should be stays as it is."""
    (tmp_path / "file").write_text("mine", "utf-8")
    _stopped(
        run("export", blog, "-o", tmp_path / "file", *EPUB), 5, f"cannot write {tmp_path}/file/", "hint:"
    )
    assert "mine" == (tmp_path / "file").read_text("utf-8")


def test_output_folder_cannot_be_made(blog: Path) -> None:
    """A place where nobody may make a folder."""
    _stopped(run("export", blog, "-o", "/proc/books", *EPUB), 5, "cannot write /proc/books/", "hint:")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_read_only_output_folder(blog: Path) -> None:
    """A folder without permission to write."""
    (blog / "book").chmod(0o500)
    try:
        _stopped(run("export", blog, *EPUB), 5, "cannot write", "hint:")
    finally:
        (blog / "book").chmod(0o700)
    assert _OLD == _books(blog)


def _limit(size: int) -> Callable[[], None]:
    """No file larger than this can be written: what a full disk is to a program, for real."""

    def in_the_child() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return in_the_child


@pytest.mark.parametrize("options", [(), ("--no-cache",)], ids=["cache", "no-cache"])
def test_disk_full(blog: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    """A disk that takes no more: exit code 5, the last books whole, no temporary file beside them."""
    env = {
        "PUBLISHER_CACHE": str(tmp_path / "cache"),
        "TMPDIR": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    before = {path.name for path in tmp_path.iterdir()}
    made = run("export", blog, *options, env=env, preexec_fn=_limit(16_000))
    _stopped(made, 5, "cannot write", "hint: free some space")
    assert _OLD == _books(blog)
    left = {
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file() and (path.suffix == ".part" or path.name[0] == ".")
    }
    assert set() == left
    assert {path.name for path in tmp_path.iterdir()} <= before | {"cache"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has /dev/full")
@pytest.mark.parametrize("words", [("plan",), ("plan", "--json"), ("themes",)])
def test_standard_output_is_full(words: tuple[str, ...], blog: Path) -> None:
    """It is said on standard error, whatever should have been written."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*words, blog), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (5, False) == (done.returncode, "Traceback" in done.stderr)
    assert "cannot write standard output: No space left on device" in done.stderr


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    yield from _disk(tmp_path / "disk", 64)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 160 KB."""
    yield from _disk(tmp_path / "disk", 160)


def _disk(place: Path, size: int) -> Iterator[Path]:
    place.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
    if os.getuid() or subprocess.run(order, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_full_on_a_disk(blog: Path, tiny_disk: Path) -> None:
    """A real disk without room for the book."""
    _stopped(
        run("export", blog, "-o", tiny_disk, *EPUB), 5, "No space left on device", "hint: free some space"
    )
    assert [] == list(tiny_disk.iterdir())


# The cache, the folder of temporary files, memory

_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'.format(
    "".join(f'<path d="M{n} 0h9v9z"/>' for n in range(9000))
)


def _drawn(blog: Path) -> Path:
    """A post shows a drawing of 180 KB, which is kept before it is packed."""
    (blog / "source/a.svg").write_text(_DRAWING)
    (blog / "source/_posts/a.md").write_text(post("그림", "![](/a.svg)"), "utf-8")
    return blog


def _without_cache(blog: Path, cache: Path, out: Path, why: str) -> None:
    """The book is the one of a build without a cache, and one warning names the cache and why."""
    assert 0 == run("export", blog, "-o", out / "clean", "--no-cache", *EPUB).code
    made = run("export", blog, "-o", out / "made", *EPUB, env={"PUBLISHER_CACHE": str(cache)})
    assert 0 == made.code, made.err
    assert [cache.name] == [
        Path(line.split(": warning[cache-unwritable]: ")[0]).name
        for line in made.err.splitlines()
        if "warning" in line and why in line
    ]
    assert "PUBLISHER_CACHE names another folder" in made.err
    (clean,), (book,) = ([*(out / name).iterdir()] for name in ("clean", "made"))
    assert clean.read_bytes() == book.read_bytes()


def test_no_cache_to_be_had(blog: Path, tmp_path: Path) -> None:
    """A cache that cannot be written (a file has its name) costs a warning, not the book."""
    (tmp_path / "cache").touch()
    _without_cache(blog, tmp_path / "cache", tmp_path, "(Not a directory)")


@pytest.mark.wide
def test_cache_fills_up(blog: Path, small_disk: Path, tmp_path: Path) -> None:
    """A cache that has no room for a picture, in the midst of the build: the same."""
    _without_cache(_drawn(blog), small_disk, tmp_path, "(No space left on device)")


def test_temporary_files_fill_up(blog: Path, small_disk: Path) -> None:
    """Where temporary files have no room, they are named, and the books stay."""
    made = run("export", _drawn(blog), "--no-cache", *EPUB, env={"TMPDIR": str(small_disk)})
    _stopped(made, 5, str(small_disk), "No space left on device", "TMPDIR names another")
    assert _OLD == _books(blog)
    assert [] == [*small_disk.iterdir()]


@pytest.mark.parametrize(
    "size", [120, *(pytest.param(n, marks=pytest.mark.wide) for n in range(80, 600, 40))]
)
def test_memory_short(size: int, blog: Path) -> None:
    """With so many MB of memory, the book is made, or it is said that it is too little; no traceback."""
    limit = (size * 1_000_000,) * 2
    made = run(
        "export", blog, "--jobs", 1, *EPUB, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit)
    )
    assert "Traceback" not in made.err
    assert made.code == 0 or "memory" in made.err
    assert made.code == 0 or _OLD == _books(blog)


# Ctrl-C


def _hear_all() -> None:
    """Do not hand on that a background shell ignores Ctrl-C, and nohup a hang-up."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _interrupted(
    args: tuple[object, ...], when: str, env: dict[str, str], by: int = signal.SIGINT, *, alone: bool = False
) -> tuple[int, str]:
    """Press Ctrl-C on a terminal, or the like, when the progress line says `when`: exit code and what was
    shown. `alone`: the workers do not see it."""
    ours, theirs = terminal()
    process = subprocess.Popen(
        command(*args),
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env=os.environ | env,
        start_new_session=True,
        preexec_fn=_hear_all,
    )
    os.close(theirs)
    shown, pressed, deadline = b"", False, time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.2)
        try:
            shown += os.read(ours, 65536) if ready else b""
        except OSError:  # the terminal is gone: the process has ended
            break
        if not pressed and when in shown.decode("utf-8", "replace"):
            # A terminal sends it to the workers too.
            process.send_signal(by) if alone else os.killpg(process.pid, by)
            pressed = True
        if process.poll() is not None and not ready:
            break
    os.close(ours)
    assert pressed, shown.decode("utf-8", "replace")
    return process.wait(30), shown.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "when", spread(["reading the blog", "chapter 3 of", "laying out 2", "drawing the cover", "binding"], 5)
)
def test_ctrl_c(when: str, tmp_path: Path) -> None:
    """Ctrl-C at any step: exit code 130, a line that says so, no traceback, both old files as they were."""
    old = [tmp_path / f"모래-묻은-키보드.{form}" for form in ("epub", "pdf")]
    for path in old:
        path.write_bytes(b"the last build")
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    code, shown = _interrupted(("export", SAMPLE, "-o", tmp_path), when, env)
    assert 130 == code, shown
    assert "stopped" in shown
    assert "Traceback" not in shown
    assert [b"the last build"] * 2 == [path.read_bytes() for path in old]
    assert {path.name for path in tmp_path.iterdir()} <= {"cache", *(path.name for path in old)}


@pytest.mark.parametrize(
    ("by", "when", "alone"),
    [
        (signal.SIGTERM, "laying out 2", True),
        (signal.SIGHUP, "chapter 3 of", False),
        *(
            pytest.param(by, when, alone, marks=pytest.mark.wide)
            for by in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
            for when in ("reading the blog", "chapter 3 of", "drawing the cover", "laying out 2", "binding")
            for alone in (True, False)
        ),
    ],
)
def test_asked_to_stop(by: signal.Signals, when: str, alone: bool, tmp_path: Path) -> None:
    """SIGTERM and SIGHUP end a build as Ctrl-C does, also where its processes get it too: exit code 143 or
    129, the old books whole, no process, no half-made file and no temporary folder left."""
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    old = [out / f"모래-묻은-키보드.{form}" for form in ("epub", "pdf")]
    for path in old:
        path.write_bytes(b"the last build")
    order = ("export", SAMPLE, "-o", out, "--no-cache", "--jobs", 2)
    code, shown = _interrupted(order, when, {"TMPDIR": str(temporary)}, by, alone=alone)
    assert 128 + by == code, shown
    assert "stopped" in shown
    assert "Traceback" not in shown
    assert [b"the last build"] * 2 == [path.read_bytes() for path in old]
    assert {*old} == {*out.iterdir()}
    _nothing_is_left(temporary)


def _nothing_is_left(temporary: Path) -> None:
    """Nor after a moment: other processes end on their own when the build is gone."""
    deadline = time.monotonic() + 20
    while left := [*temporary.iterdir()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_while_loading(by: signal.Signals) -> None:
    """A signal while the program's own modules are being loaded: the same exit code, and silence."""
    order = [sys.executable, "-X", "importtime", "-m", "publisher", "--version"]
    process = subprocess.Popen(
        order,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        bufsize=0,
        # The tests may run where a shell's "&" ignores Ctrl-C, which a child would take over.
        preexec_fn=lambda: signal.signal(by, signal.SIG_DFL),
    )
    assert process.stderr
    with process.stderr as stderr:
        # A narrow pipe: the program cannot be far ahead of what is read here, however busy the machine is.
        fcntl.fcntl(stderr, fcntl.F_SETPIPE_SZ, 4096)
        while line := stderr.readline():
            if line.endswith(b" publisher.errors\n"):  # the first of ours, of the command line's many
                process.send_signal(by)
                break
        shown = stderr.read()
    assert 128 + by == process.wait(30)
    assert b"Traceback" not in shown


def test_ctrl_c_with_workers(tmp_path: Path) -> None:
    """Workers stop without a word of their own."""
    posts = {f"{n:03}.md": post(f"글 {n}", "글월. " * 2000) for n in range(400)}
    blog = small_blog(tmp_path / "blog", posts)
    order = ("export", blog, "--jobs", 2, "--no-cache", *EPUB)
    code, shown = _interrupted(order, "chapter 3 of", {})
    assert 130 == code, shown[-2000:]
    assert "Traceback" not in shown
    assert not (blog / "book").exists()


# Errors as JSON


def test_an_error_as_json(tmp_path: Path) -> None:
    """With --json a failure is one object on standard output too."""
    made = run("export", tmp_path, "--json")
    assert (4, "") == (made.code, made.err)
    assert {"error", "hint", "exit_code", "diagnostics"} == set(made.json)
    assert 4 == made.json["exit_code"]


def test_faults_as_json(blog: Path) -> None:
    """Faults of the settings carry path and line."""
    (blog / "book.toml").write_text('[book]\ntitel = "가"\n', "utf-8")
    made = run("plan", blog, "--json")
    (fault,) = json.loads(made.out)["diagnostics"]
    assert ("book.toml", 2, "config-key") == (fault["path"], fault["line"], fault["code"])


def test_letters_that_no_xml_can_say(tmp_path: Path) -> None:
    """Control characters in names of files and behind escapes in YAML are not in the book, which is made."""
    head = 'title: "가\\x01나\\x1b"\ndate: 2024-01-02\ntags: ["\\x02"]\ncategories: ["다\\uFFFE"]\n'
    blog = small_blog(
        tmp_path / "blog", {"a.md": f"---\n{head}---\n글\n", "b\x01\x1b.md": "제목도 날짜도 없다.\n"}
    )
    with (blog / "_config.yml").open("a", encoding="utf-8") as config:
        config.write('subtitle: "부\\x01제"\ndescription: "\\x02"\n')
    done = run("export", blog, "--format", "epub")
    assert 0 == done.code, done.err
    (blog / "book.toml").write_text('[book]\ntitle = "가\\u0001"\nauthors = ["\\u0002"]\n', "utf-8")
    refused = run("plan", blog)
    assert 3 == refused.code
    assert "book.toml:2: error[config-value]" in refused.err
    assert "book.toml:3: error[config-value]" in refused.err
