"""What a beginner gets wrong, and what is then said: tests/cli/mistakes.md, as commands that are run here.

`python -m tests.mistakes` has the table say what is said now: read what that changes.
"""

import errno
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pikepdf
from click.testing import CliRunner

from publisher import build
from publisher.assets import font_files
from publisher.cli import cures
from publisher.cli.main import main
from publisher.cli.speech import choose
from tests.books import CONFIG, ROOT, post, run, small_blog

TABLE = ROOT / "tests/cli/mistakes.md"
_ROW = re.compile(
    r"^## (?P<name>.*)\n+(?:```toml\n(?P<toml>[^`]*)```\n+)?"
    r"```console\n\$ (?P<command>.*)\n(?P<en>(?:.*\n)*?)=> (?P<code>\d+)\n```\n+"
    r"```console\n(?P<ko>(?:.*\n)*?)```\n",
    re.M,
)
_BROKEN = "---\ndate: 2024-01-02\ntitle: [봄\n---\n글.\n"
_DIAGRAMS = "```mermaid\ngraph TD; A-->B\n```\n\n```plantuml\na -> b\n```\n"


@dataclass(frozen=True)
class Mistake:
    """A row of the table."""

    name: str
    toml: str  # of blog/book.toml
    command: str
    code: int
    said: Mapping[str, str]  # by language


def mistakes() -> Iterator[Mistake]:
    """Read the table."""
    for row in _ROW.finditer(TABLE.read_text("utf-8")):
        said = {"en": row["en"], "ko": row["ko"]}
        yield Mistake(row["name"], row["toml"] or "", row["command"], int(row["code"]), said)


def places(here: Path) -> None:
    """Make the folders in which mistakes are made."""
    small_blog(here / "blog")
    small_blog(here / "내 블로그")
    small_blog(here / "drafts", {"../_drafts/a.md": post("초고")})
    small_blog(here / "zero", {"a.md": "", "b.md": post("둘")})
    small_blog(here / "broken", {"a.md": _BROKEN, "b.md": post("둘")})
    small_blog(here / "settings", config=CONFIG + "subtitle: 봄: 여름\n")
    small_blog(here / "diagrams", {"a.md": post("그림", _DIAGRAMS)})
    (here / "empty").mkdir()
    (here / "file").touch()
    (here / "bad").mkdir()
    (here / "bad/libpango-1.0.so.0").touch()  # no library, though it has the name of one
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(here / "book.pdf")


def done(mistake: Mistake, language: str, here: Path) -> tuple[int, str]:
    """Make it there; return its exit code, and what is said."""
    (here / "blog/book.toml").write_text(mistake.toml, "utf-8")
    words = shlex.split(mistake.command)
    at = words.index("publisher")
    env = dict(word.split("=", 1) for word in words[:at])
    with chdir(here):
        code, said = (_elsewhere if "LD_LIBRARY_PATH" in env else _here)(words[at + 1 :], language, env)
    return code, said.replace(str(here), "…").replace(str(Path.home()), "~")


def _here(words: list[str], language: str, env: dict[str, str]) -> tuple[int, str]:
    """In this process: DISK and FONTS say what such a machine would say."""
    with ExitStack() as machine:
        if number := getattr(errno, env.pop("DISK", ""), 0):
            full = mock.Mock(side_effect=OSError(number, os.strerror(number)))
            machine.enter_context(mock.patch.object(build, "try_to_write", full))
        if env.pop("FONTS", ""):
            machine.enter_context(mock.patch.object(font_files, "system_fonts", lambda: ()))
            machine.enter_context(mock.patch.dict(sys.modules, pylopdf_fonts_ko=None))
        machine.enter_context(mock.patch.object(cures, "manager", lambda: "apt"))
        machine.enter_context(mock.patch.dict(os.environ, {"LANGUAGE": "", **env}))
        choose(["--lang", language])
        result = CliRunner().invoke(main, words, prog_name="publisher")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stderr


def _elsewhere(words: list[str], language: str, env: dict[str, str]) -> tuple[int, str]:
    ran = run(*words, env={"PUBLISHER_LANG": language, **env, "LD_LIBRARY_PATH": str(Path.cwd() / "bad")})
    return ran.code, ran.err


def _written(mistake: Mistake) -> str:
    said = {}
    for language in mistake.said:
        with tempfile.TemporaryDirectory() as folder:
            places(Path(folder))
            code, said[language] = done(mistake, language, Path(folder))
    toml = f"```toml\n{mistake.toml}```\n\n" if mistake.toml else ""
    english = f"```console\n$ {mistake.command}\n{said['en']}=> {code}\n```\n"
    return f"## {mistake.name}\n\n{toml}{english}\n```console\n{said['ko']}```\n"


if __name__ == "__main__":
    head = TABLE.read_text("utf-8").partition("\n## ")[0].rstrip()
    TABLE.write_text(f"{head}\n\n" + "\n".join(map(_written, mistakes())), "utf-8")
    sys.exit(0)
