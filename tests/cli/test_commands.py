"""Runs the paragraphs of *.md beside this file: each heading is a fact, with files, commands, and answers.

A block ```` ```file PATH ```` is written, a block ```` ```console ```` is run: `$ publisher …` is a command,
what follows is standard output, `2> ` standard error, `=> 3` the exit code (0 where it is not said). `…`
stands for any text, or alone on a line for any lines.
"""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import main

_BLOCK = re.compile(r"^(`{3,})(file|console)[ \t]*(.*?)\n(.*?)^\1[ \t]*$", re.M | re.S)


def _facts() -> list[object]:
    found: list[object] = []
    for path in sorted(Path(__file__).parent.glob("commands/*.md")):
        before, *sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.M)
        shared = [block for block in _BLOCK.findall(before) if block[1] == "file"]
        for section in sections:
            title = section.partition("\n")[0]
            found.append(pytest.param([*shared, *_BLOCK.findall(section)], id=f"{path.stem}: {title}"))
    return found


@pytest.mark.parametrize("blocks", _facts())
def test_command(blocks: list[tuple[str, str, str, str]], home: Path) -> None:
    """The command does and says what its paragraph shows."""
    consoles = 0
    for _, kind, name, text in blocks:
        if kind == "file":
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text, "utf-8")
        else:
            consoles += 1
            for command, answer in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.M):
                _check(command, answer)
    assert consoles


def _check(command: str, answer: str) -> None:
    program, *args = shlex.split(command)
    assert "publisher" == program
    result = CliRunner().invoke(main, args, prog_name="publisher")
    shown = result.stdout + "".join(f"2> {line}\n" for line in result.stderr.splitlines())
    if result.exit_code:
        shown += f"=> {result.exit_code}\n"
    pattern = "".join("(?:.*\n)*" if line == "…" else _line(line) for line in answer.splitlines())
    assert re.fullmatch(pattern, shown), f"$ {command}\n{shown}"


def _line(line: str) -> str:
    return ".*".join(re.escape(piece) for piece in line.rstrip().split("…")) + " *\n"
