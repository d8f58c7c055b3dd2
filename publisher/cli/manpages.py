"""Manual pages, from what help says: publisher(1), and one for each command.

See https://man7.org/linux/man-pages/man7/groff_man.7.html
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from publisher import __version__
from publisher.cli.helping import EXAMPLES, first_sentence, grouped, record
from publisher.cli.speech import say


def pages(main: click.Group) -> Iterator[tuple[str, str]]:
    """Yield the name of each file, and its text."""
    above = click.Context(main, info_name="publisher", **main.context_settings)
    yield "publisher.1", _page(main, above, main.list_commands(above))
    for name, command in main.commands.items():
        context = click.Context(command, parent=above, info_name=name)
        yield f"publisher-{name}.1", _page(command, context, ())


def write(main: click.Group, folder: Path) -> list[Path]:
    """Write them; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in pages(main):
        files.append(folder / name)
        files[-1].write_text(text, "utf-8")
    return files


def _page(command: click.Command, context: click.Context, commands: Iterable[str]) -> str:
    path = context.command_path.replace(" ", "-")
    lines = [
        f'.TH "{path.upper()}" "1" "" "publisher {__version__}" "publisher"',
        f".SH {say('NAME')}",
        f"{_escaped(path)} \\- {_escaped(first_sentence(command).rstrip('.'))}",
        f".SH {say('SYNOPSIS')}",
        _escaped(context.get_usage().partition(": ")[2]),
        f".SH {say('DESCRIPTION')}",
        _escaped(" ".join((command.help or "").split())),
        *_options(command, context),
        *_commands(command, commands),
        *_examples(command),
        f".SH {say('EXIT STATUS')}",
        _escaped(
            say("0 where all went well; the manual lists the others: `publisher explain` and docs/manual.")
        ),
        f".SH {say('SEE ALSO')}",
        _escaped("publisher(1)" if commands == () else "publisher-export(1), publisher-init(1)"),
    ]
    return "\n".join(lines) + "\n"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f".SH {say('OPTIONS')}"
    for title, options in grouped(command, context):
        yield f'.SS "{_escaped(title)}"'
        for option in options:
            names, text = record(option, context)
            yield from (".TP", f"\\fB{_escaped(names)}\\fR", _escaped(text))


def _commands(command: click.Command, names: Iterable[str]) -> Iterator[str]:
    if isinstance(command, click.Group) and names:
        yield f".SH {say('COMMANDS')}"
        for name in names:
            yield from (".TP", f"\\fBpublisher\\-{_escaped(name)}\\fR(1)")
            yield _escaped(first_sentence(command.commands[name]))


def _examples(command: click.Command) -> Iterator[str]:
    lines = EXAMPLES.get("" if isinstance(command, click.Group) else command.name or "", ())
    yield f".SH {say('EXAMPLES')}"
    for line in lines:
        yield from (".nf", f"\\fB{_escaped(line)}\\fR", ".fi")


def _escaped(text: str) -> str:
    """A text without what roff obeys: backslashes, and a dot or quote that begins a line."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in safe.splitlines())
