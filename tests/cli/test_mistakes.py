"""What a beginner gets wrong ends in a message that says the cure, in both languages: the whole text."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher import build
from publisher.cli.main import main
from publisher.cli.options import config_of
from publisher.cli.speech import choose
from publisher.errors import Report, WriteError
from publisher.particles import filled
from tests.books import ROOT, run
from tests.mistakes import Mistake, done, mistakes, places

_OLD = ("3.6", "3.7", "3.8", "3.9", "3.10")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all are made."""
    folder = tmp_path_factory.mktemp("mistakes")
    places(folder)
    return folder


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "")
    yield
    choose(["--lang", "en"])


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("mistake", [*mistakes()], ids=lambda mistake: mistake.name)
def test_mistakes(mistake: Mistake, language: str, here: Path) -> None:
    """The message is the one of the table, word for word, and no book is made."""
    if "LD_LIBRARY_PATH" in mistake.command and not shutil.which("apt"):
        pytest.skip("its cure is another one on this system")
    assert (mistake.code, mistake.said[language]) == done(mistake, language, here)
    assert [] == [*here.rglob("*.epub"), *here.rglob("out")]


def test_the_table_is_whole() -> None:
    """Each row is read; each has both languages; and a Korean line has a Korean word."""
    rows = [*mistakes()]
    assert (ROOT / "tests/cli/mistakes.md").read_text("utf-8").count("\n## ") == len(rows) > 40
    for row in rows:
        assert row.said["en"] and row.said["en"] != row.said["ko"], row.name
        for line in row.said["ko"].splitlines():
            assert not line or any("가" <= letter <= "힣" for letter in line), line


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "error: port {port} is taken by another program\n  hint: choose another: --port 8081\n"),
        (
            "ko",
            "오류: 포트 {port}번은 다른 프로그램이 쓰고 있습니다\n"
            "  해결: 다른 포트를 고르세요: --port 8081\n",
        ),
    ],
)
def test_a_port_in_use(language: str, said: str, here: Path) -> None:
    """Another one is named."""
    choose(["--lang", language])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(main, ["serve", str(here), "--port", port])
    assert (3, filled(said, port=port)) == (answer.exit_code, answer.stderr)


@pytest.mark.parametrize("version", _OLD)
def test_an_old_python(version: str) -> None:
    """It says which one is needed, before it stumbles over anything."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    if not found:
        pytest.skip(f"no Python {version} here")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    old = subprocess.run([found[0], "-m", "publisher"], capture_output=True, env=env, check=False, timeout=60)
    assert (10, b"") == (old.returncode, old.stdout)
    assert (
        f"error: publisher needs Python 3.11 or later, and this is {version}\n"
        "  hint: pipx install --python python3.12 ...; uv brings one along: uv python install 3.12\n"
        f"오류: publisher에는 파이썬 3.11 이상이 필요합니다. 이것은 {version}입니다\n"
        "  해결: pipx install --python python3.12 ...; 없으면 uv python install 3.12\n"
    ) == old.stderr.decode()


def test_the_output_is_tried_before_the_work(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No chapter is made for a book that cannot be written."""
    begun: list[object] = []
    monkeypatch.setattr(build, "render", lambda *given: begun.append(given))
    none = dict.fromkeys(("title", "since", "until", "drafts", "private", "by", "order", "split"))
    lists: dict[str, list[str]] = {"author": [], "category": [], "tag": []}
    (here / "blog/book.toml").unlink(missing_ok=True)
    config = config_of(here / "blog", {**none, **lists, "output": here / "file", "jobs": 1})
    with pytest.raises(WriteError):
        build.build(config, Report())
    assert [] == begun


def test_help_and_version_are_commands() -> None:
    """What people type first is answered, in a process of its own."""
    made = run("help", "plan", env={"PUBLISHER_LANG": "en"})
    assert (0, "Usage: publisher plan [OPTIONS] [BLOG]") == (made.code, made.out.partition("\n")[0])
    assert "publisher 0." in run("version").out
    assert 2 == run("help", "exprot").code
