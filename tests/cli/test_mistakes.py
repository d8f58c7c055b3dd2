"""What a beginner gets wrong ends in a message that says the cure, in both languages: the whole text."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher import build
from publisher.cli.main import main
from publisher.cli.speech import choose
from publisher.errors import WriteError
from tests.books import post, run, small_blog

# What is done, its book.toml, its exit code, and what is said in English and in Korean.
_MISTAKES: dict[str, tuple[tuple[str, ...], str, int, str, str]] = {
    "since after until": (
        ("plan", "blog", "--since", "2024-05-01", "--until", "2024-01-01"), "", 4,
        "error: since 2024-05-01 is later than until 2024-01-01: no day is in between\n"
        "  hint: change one of the two days\n",
        "오류: since(2024-05-01)가 until(2024-01-01)보다 늦어 사이에 드는 날이 없습니다\n"
        "  해결: 두 날짜 가운데 하나를 고치세요\n",
    ),
    "no such category": (
        ("plan", "blog", "--category", "여행"), "", 4,
        "book.toml: warning[content-unknown]: content.categories: there is no 여행\n"
        "  hint: there is: 일기 (1)\n"
        "error: none of the blog's 1 posts is in the book: 1 other category\n  hint: categories: 일기 (1)\n",
        "book.toml: 경고[content-unknown]: content.categories: 여행이 없습니다\n"
        "  해결: 있는 것: 일기 (1)\n"
        "오류: 블로그의 글 1편 가운데 책에 들어갈 글이 없습니다: 다른 카테고리 1편\n"
        "  해결: 카테고리: 일기 (1)\n",
    ),
    "only drafts": (
        ("plan", "drafts"), "", 4,
        "error: none of the blog's 1 posts is in the book: 1 draft\n  hint: `--drafts` takes drafts in\n",
        "오류: 블로그의 글 1편 가운데 책에 들어갈 글이 없습니다: 초고 1편\n"
        "  해결: 초고를 넣으려면 `--drafts`를 쓰세요\n",
    ),
    "a bad trim beside other faults": (
        ("plan", "blog"), '[content]\ndrafts = "yes"\nsince = "2024-05-01"\n[pdf]\ntrim = "A55"\n', 3,
        "book.toml:2: error[config-value]: content.drafts: 'yes' cannot be used; "
        "wanted: true or false, without quotes\n"
        "book.toml:3: error[config-value]: content.since: '2024-05-01' cannot be used; "
        "wanted: a day without quotes, such as 2024-05-01\n"
        "book.toml:5: error[config-value]: pdf.trim: 'A55' cannot be used; "
        "wanted: a 판형, such as A5, 신국판, B5, A4, or millimetres: 140x210\n"
        "  hint: did you mean A5?\nerror: book.toml cannot be used\n",
        "book.toml:2: 오류[config-value]: content.drafts: 'yes'는 쓸 수 없습니다. "
        "쓸 수 있는 것: 따옴표 없는 true 또는 false\n"
        "book.toml:3: 오류[config-value]: content.since: '2024-05-01'은 쓸 수 없습니다. "
        "쓸 수 있는 것: 따옴표 없는 날짜(보기: 2024-05-01)\n"
        "book.toml:5: 오류[config-value]: pdf.trim: 'A55'는 쓸 수 없습니다. "
        "쓸 수 있는 것: 판형(보기: A5, 신국판, B5, A4) 또는 밀리미터(140x210)\n"
        "  해결: 혹시 A5를 뜻하셨나요?\n오류: book.toml을 쓸 수 없습니다\n",
    ),
    "output is a file": (
        ("export", "blog", "-o", "file"), "", 5,
        "error: cannot write {here}/file/작은-블로그.epub, {here}/file/작은-블로그.pdf: File exists\n"
        "  hint: free some space, or choose another folder with -o\n",
        "오류: {here}/file/작은-블로그.epub, {here}/file/작은-블로그.pdf를 쓸 수 없습니다: File exists\n"
        "  해결: 공간을 비우거나 -o로 다른 폴더를 고르세요\n",
    ),
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with blogs, where the mistakes are made."""
    small_blog(tmp_path / "blog")
    small_blog(tmp_path / "drafts", {"../_drafts/a.md": post("초고")})
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", _MISTAKES)
def test_mistakes(name: str, language: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the one of the table, and nothing is made."""
    arguments, settings, code, english, korean = _MISTAKES[name]
    (here / "blog/book.toml").write_text(settings, "utf-8")
    monkeypatch.setenv("LANGUAGE", "")
    choose(["--lang", language])
    done = CliRunner().invoke(main, arguments, prog_name="publisher")
    said = (english if language == "en" else korean).format(here=here)
    assert (code, "", said) == (done.exit_code, done.stdout, done.stderr)
    assert [] == [*here.rglob("*.epub"), *here.rglob("*.pdf")]


def test_the_output_is_tried_before_the_work(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No chapter is made for a book that cannot be written."""
    begun: list[object] = []
    monkeypatch.setattr(build, "render", lambda *given: begun.append(given))
    with pytest.raises(WriteError):
        _export(here)
    assert [] == begun


def _export(here: Path) -> None:
    from publisher.cli.options import config_of
    from publisher.errors import Report

    none = dict.fromkeys(("title", "since", "until", "drafts", "private", "by", "order", "split"))
    lists: dict[str, list[str]] = {"author": [], "category": [], "tag": []}
    build.build(config_of(here / "blog", {**none, **lists, "output": here / "file", "jobs": 1}), Report())


def test_help_and_version_are_commands() -> None:
    """What people type first is answered, in a process of its own."""
    made = run("help", "plan", env={"PUBLISHER_LANG": "en"})
    assert (0, "Usage: publisher plan [OPTIONS] [BLOG]") == (made.code, made.out.partition("\n")[0])
    assert "publisher 0." in run("version").out
    assert 2 == run("help", "exprot").code
