"""What README and the manual show of a terminal is what a terminal shows."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from publisher.cli.main import main
from tests.books import ROOT, SAMPLE, run

README = {"en": ROOT / "README.md", "ko": ROOT / "README.ko.md"}
_MEASURED = re.compile(r"\d+(?:[.,]\d+)*(?= ?(?:MB|s\b|초))")


def _lines() -> Iterator[tuple[Path, str]]:
    """Each line of README and the manual that calls publisher, as one would type it."""
    pages = *README.values(), *sorted((ROOT / "docs/manual").glob("*/*.md"))
    for page in pages:
        for line in re.findall(r"^    (?:\$ )?(publisher .*)$", page.read_text("utf-8"), re.M):
            yield page, line


@pytest.mark.parametrize("line", sorted({line for _, line in _lines()}))
def test_command_lines_can_be_typed(line: str) -> None:
    """Each command and option that stands in an example is there, and so is the choice that it is given."""
    _, name, *words = shlex.split(line, comments=True)
    assert isinstance(main, click.Group)
    command = main.commands[name]
    given, _, order = command.make_parser(click.Context(command)).parse_args(words)
    for option in order:
        if isinstance(option.type, click.Choice) and isinstance(given.get(option.name or ""), str):
            assert given[option.name or ""] in option.type.choices


def test_there_are_examples() -> None:
    """Lines are found at all."""
    assert len(list(_lines())) >= 30


@pytest.mark.wide
@pytest.mark.parametrize("language", README)
def test_first_export(language: str, tmp_path: Path) -> None:
    """The first book says what README shows of it: names, pages, counts; not the sizes and seconds."""
    shown = (
        README[language].read_text("utf-8").split("    $ publisher export examples/blog -o /tmp/book\n")[1]
    )
    expected = re.match(r"(?:    .*\n)+", shown)
    made = run("--lang", language, "export", SAMPLE, "-o", str(tmp_path))
    said = (made.err + made.out).replace(str(tmp_path), "/tmp/book")
    assert expected
    assert _measured(re.sub("^    ", "", expected[0], flags=re.M)) == _measured(said)


def _measured(text: str) -> str:
    return _MEASURED.sub("N", text)
