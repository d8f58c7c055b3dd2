"""Help fits a terminal, names every option, and its examples can be typed."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from publisher.cli.helping import EXAMPLES, HEIGHT, WIDTH, Commands, Helped, columns
from publisher.cli.main import main
from publisher.cli.manpages import write
from tests.books import ROOT

assert isinstance(main, Commands)
_ABOVE = click.Context(main, info_name="publisher", **main.context_settings)
_ALL = """
import json
from publisher.cli.speech import choose
choose(["--lang", "ko"])
from tests.cli.test_helping import helps
print(json.dumps([*helps()]))
"""


def _within(name: str) -> click.Context:
    return click.Context(main.commands[name], parent=_ABOVE, info_name=name)


def helps() -> list[tuple[str, str]]:
    """What `-h` shows of each command, in the language in which this process has begun."""
    return [
        ("", main.get_help(_ABOVE)),
        *((name, one.get_help(_within(name))) for name, one in main.commands.items()),
    ]


def _fits(text: str) -> bool:
    lines = text.splitlines()
    return len(lines) <= HEIGHT and all(columns(line) <= WIDTH for line in lines)


def test_help_fits() -> None:
    """Of each command it takes at most 24 lines of 80 columns."""
    assert [] == [name for name, text in helps() if not _fits(text)]


def test_help_fits_in_korean() -> None:
    """Where letters take two columns too; and it is Korean."""
    done = subprocess.run([sys.executable, "-c", _ALL], capture_output=True, check=True, cwd=ROOT, timeout=60)
    found = dict(json.loads(done.stdout))
    assert found.keys() == {"", *main.commands}
    assert [] == [name for name, text in found.items() if not _fits(text)]
    assert all("보기:" in text for name, text in found.items() if name)


def test_all_options_are_named() -> None:
    """The short help names each; the whole one says what each does."""
    for name, command in main.commands.items():
        assert isinstance(command, Helped), name
        brief, whole = command.get_help(_within(name)), " ".join(command.whole_help(_within(name)).split())
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert option.opts[0] in brief or option.opts[-1] in brief, f"{name} {option.opts}"
            assert " ".join((option.help or "").split()) in whole, f"{name} {option.opts}"


def test_commands_come_in_the_order_of_use() -> None:
    """One begins a book before one sends it."""
    shown = main.list_commands(_ABOVE)
    wanted = [name for name in "init plan export check serve package send".split() if name in shown]
    assert wanted == [name for name in shown if name in wanted]


@pytest.mark.parametrize("name", main.commands)
def test_examples_can_be_typed(name: str) -> None:
    """Each command has two, and they are understood."""
    lines = EXAMPLES[name]
    assert 2 == len(set(lines))
    for line in lines:
        program, used, *words = shlex.split(line)
        assert "publisher" == program
        if used in main.commands:
            main.commands[used].make_parser(_within(used)).parse_args(words)


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_manual_pages(tmp_path: Path) -> None:
    """One for each command, in which groff finds nothing to warn of, and every option."""
    files = write(main, tmp_path)
    assert {"publisher.1", *(f"publisher-{name}.1" for name in main.commands)} == {
        file.name for file in files
    }
    said = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", *files], capture_output=True, check=True, timeout=60
    )
    assert b"" == said.stderr
    assert {"--category", "--for", "--man"} <= set(
        re.sub(r"\x1b\[\d+m|.\x08", "", said.stdout.decode()).split()
    )
