"""Flaws of Korean text are found where prose is, and nowhere else; what is mended changes nothing else."""

import time
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from publisher.cli.main import main
from publisher.cli.speech import choose
from publisher.lint import files
from publisher.lint.prose import HIDDEN, prose
from publisher.lint.rules import RULES, flaws, mended
from tests.books import small_blog

_HEAD = "---\ntitle: 글\ndate: 2024-01-02\n---\n"
_NFD = unicodedata.normalize("NFD", "한글")


def _mended(text: str) -> str:
    return mended(text, flaws(text, 1, RULES))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"{_NFD}은", "한글은"),
        ("보이지\u200b않는, 끝\u200b 다", "보이지않는, 끝 다"),
        ("ＡＢＣ와 １２３", "ABC와 123"),
        ('그는 "안녕" 하고 "말했다."', "그는 “안녕” 하고 “말했다.”"),
        ("'가'라고", "‘가’라고"),
        ("그런데...그래서... 음......", "그런데…그래서… 음……"),
        ("두  칸.  세   칸", "두 칸. 세 칸"),
        ("10km, 20 km, 30km", "10km, 20km, 30km"),
        ("10km, 20 km", "10 km, 20 km"),
    ],
)  # fmt: skip
def test_what_is_mended(wrong: str, right: str) -> None:
    """Each flaw, put right; and then there is none."""
    assert right == _mended(wrong)
    assert right == _mended(right)


@pytest.mark.parametrize(
    "text",
    [
        '`"코드"...  가`', "```\n\"코드\"...  가\n```", '~~~ js\n"가"...\n~~~', '    "들여  쓴"...',
        '\t"가"...', '[가](/나/"다"...)', "<http://a.b/가...>", "http://a.b/...가", '<a title="가  나">',
        '<pre>\n"가"...\n</pre>',
        '<!-- "가"... -->', '$"가"...$', '$$\n"가"...\n$$', '{% note "가" %}', '{{< fig "가..." >}}',
        '{% raw %}\n"가"...\n{% endraw %}', "![[가  나.png]]", '[가]: /b "가  나"', "| 가  | 나 |",
        '{: title="가"}', "me@a.b", "끝  \n다음", "1.  목록", "-  목록", "#  제목", "가....나", "1...9",
        "Rock 'n' Roll's", "5' 6\"", '"English" only', "１. 목록이 되지 않는다", "**가\u200b**나",
        "\u200b", "가\u200b\u11ab", "10km", "List.of(String...)로", "`${a}` \\[ \"가\"... \\]",
    ],
)  # fmt: skip
def test_what_is_left(text: str) -> None:
    """Code, addresses, formulas, markup, and what would mean something else."""
    assert text == _mended(text)


def test_front_matter_is_left() -> None:
    """The body alone is looked at; lines are those of the file."""
    text = '---\ntitle: "가..."\n---\n하나\n둘...\n'
    assert [5] == [flaw.line for flaw in flaws(text, 4, RULES)]


@given(st.text(st.sampled_from("가나 \n`$\"'.*[]()<>{}%-~\u200bＡ1km|\\!:/" + _NFD), max_size=60))
def test_any_text(text: str) -> None:
    """Prose has its length and its lines; what is mended once has nothing left; letters stay."""
    shown = prose(text)
    assert (len(text), text.count("\n")) == (len(shown), shown.count("\n"))
    assert all(one in (HIDDEN, other) for one, other in zip(shown, text, strict=True))
    keep = [letter for letter in unicodedata.normalize("NFC", text) if letter in "가나`$*[]()<>{}%~|\\!:/\n"]
    assert keep == [
        letter for letter in unicodedata.normalize("NFC", _mended(text)) if letter in keep or letter == "\n"
    ]


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANGUAGE", "")
    choose(["--lang", "en"])
    blog = small_blog(tmp_path / "blog", {"a.md": "", "b.md": f"{_HEAD}\n{_NFD}\n"})
    text = f'\ufeff{_HEAD}\n{_NFD} {_NFD} "가"\n\n`{_NFD}`\r\n'.replace("\n", "\r\n", 3)
    (blog / "source/_posts/a.md").write_bytes(text.encode())
    return blog


def _check(blog: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", str(blog), *words])
    return done.exit_code, done.stdout, done.stderr


def test_check_names_them(blog: Path) -> None:
    """Once a post and kind; matters of taste where one asks for them, each line."""
    _code, _out, said = _check(blog)
    first = "source/_posts/a.md:6: note[typo-nfd]: Hangul in separate letters (NFD), as macOS writes names"
    assert f"{first}; 4 times in this post\n" in said
    assert ("source/_posts/b.md:6: note[typo-nfd]" in said, "typo-quotes" in said) == (True, False)
    assert "source/_posts/a.md:6: note[typo-quotes]" in _check(blog, "--select", "typo-quotes")[2]


def test_fix_asks(blog: Path) -> None:
    """Where nobody says yes, the diff is shown and nothing is written."""
    before = (blog / "source/_posts/a.md").read_bytes()
    code, shown, _said = _check(blog, "--fix")
    assert (0, before) == (code, (blog / "source/_posts/a.md").read_bytes())
    assert "+++ source/_posts/a.md\n@@ -6 +6 @@\n" in shown
    assert shown.endswith("nothing is written; --yes writes it without a question\n")


def test_fix(blog: Path) -> None:
    """What was named is mended: bytes that are not touched stay, with BOM, line ends and permissions."""
    post = blog / "source/_posts/a.md"
    post.chmod(0o600)
    before = post.read_bytes()
    assert _check(blog, "--fix", "--yes")[1].endswith("2 files written\n")
    wanted = before.replace(f"{_NFD} {_NFD} ".encode(), "한글 한글 ".encode())
    assert (wanted, 0o600) == (post.read_bytes(), post.stat().st_mode & 0o777)
    assert _check(blog, "--fix", "--yes")[1].endswith("nothing that can be mended\n")


def test_fix_with_privacy(blog: Path) -> None:
    """What else is looked for keeps nothing from being mended."""
    assert _check(blog, "--fix", "--yes", "--privacy")[1].endswith("2 files written\n")


def test_fix_heeds_what_is_put_aside(blog: Path) -> None:
    """A message that is ignored, in the post or on the command line, changes nothing."""
    post = blog / "source/_posts/a.md"
    post.write_text(f"{_HEAD}<!-- publisher: ignore typo-nfd: as it is -->\n{_NFD}\n", "utf-8")
    before = post.read_bytes()
    assert _check(blog, "--fix", "--yes")[1].endswith("1 file written\n")
    assert before == post.read_bytes()
    assert _check(blog, "--fix", "--yes", "--ignore", "typo-*")[1].endswith("nothing that can be mended\n")


def test_fix_loses_no_work(blog: Path) -> None:
    """A post that was changed since it was looked at stays as it is."""
    from publisher.build import plan
    from publisher.config.load import Config
    from publisher.config.schema import BookToml
    from publisher.errors import Report

    config = Config(blog, blog / "book", (), BookToml(), jobs=1, cache=False, epoch=None)
    read, _outlines = plan(config, Report())
    looked = [*files.look(read.posts, blog, RULES)]
    (blog / "source/_posts/a.md").write_text("새로 썼다.\n", "utf-8")
    assert ["source/_posts/a.md"] == [one.path for one in files.write(looked)]
    assert "새로 썼다.\n" == (blog / "source/_posts/a.md").read_text("utf-8")


def test_fix_is_for_people(blog: Path) -> None:
    """With JSON it is a wrong command line."""
    assert 2 == _check(blog, "--fix", "--json")[0]


def test_a_long_line_takes_a_time_that_grows_with_it() -> None:
    """All of a post in one line, as exports write it: each <code> had the whole line looked at."""
    start = time.process_time()
    assert 20_000 == prose("가나 <code>a</code>\n".replace("\n", " ") * 20_000).count("가나")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("above", ["```한 줄``` 말", "```\n```js\n```", "$$\nx\n$$"])
def test_prose_behind_code(above: str) -> None:
    """Code within a line opens no fence, and a fence ends at one that says nothing."""
    assert prose(f"{above}\n가나 다라").endswith("\n가나 다라")
