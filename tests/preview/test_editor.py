"""A post is opened at its line: by a command, or by an address."""

import sys
import time
from pathlib import Path

import pytest

from publisher.preview.editor import command_of, link, opened


@pytest.mark.parametrize(
    ("command", "asked", "environ"),
    [
        (("code", "-g", "{file}:{line}"), "code", {}),
        (("code", "--wait", "-g", "{file}:{line}"), "", {"EDITOR": "code --wait"}),
        (("/usr/bin/subl", "{file}:{line}"), "", {"VISUAL": "/usr/bin/subl", "EDITOR": "vim"}),
        (("vi", "+{line}", "{file}"), "vi +{line} {file}", {"EDITOR": "code"}),
        (("notepad", "{file}"), "notepad", {}),
        ((), "", {"EDITOR": "vim"}),  # it has no window
        ((), "", {"EDITOR": "'"}),
        ((), "", {}),
    ],
)
def test_which_editor(command: tuple[str, ...], asked: str, environ: dict[str, str]) -> None:
    """The one that is asked for, else the first of $VISUAL and $EDITOR that can be opened from a browser."""
    assert command == command_of(asked, environ)


def test_an_address_for_the_browser() -> None:
    """Letters that an address has not are written as their numbers."""
    assert "vscode://file/home/me/%EA%B0%80%20%231.md:12" == link(Path("/home/me/가 #1.md"), 12)


def test_a_name_is_one_argument(tmp_path: Path) -> None:
    """Whatever it is: no shell reads it."""
    said, file = tmp_path / "said", tmp_path / "a; rm -rf 'x' $(y) {line}.md"
    program = f"import sys, pathlib; pathlib.Path({str(said)!r}).write_text(sys.argv[1])"
    assert opened((sys.executable, "-c", program, "{file}:{line}"), file, 3)
    for _turn in range(200):
        if said.is_file() and said.read_text("utf-8"):
            break
        time.sleep(0.02)
    assert f"{file}:3" == said.read_text("utf-8")


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    """Then the browser is asked."""
    assert not opened((str(tmp_path / "none"), "{file}"), tmp_path, 1)
